// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@testable import Simulation

struct PendingEventsTests {
  @Test func `scripted events come before what the run brought about in the same second`() {
    var pending = PendingEvents()
    pending.add(.answer(enrolment: 1, step: 0, granted: true, person: "kim", settles: true), at: 5)
    pending.add(.day(script: 2, dayNumber: 9), at: 5, order: 2 << 32)
    pending.add(.day(script: 1, dayNumber: 9), at: 5, order: 1 << 32)
    var words: [String] = []
    while let (_, item) = pending.take(notAfter: 5) { words.append(Self.word(item)) }
    #expect(words == ["day 1", "day 2", "answer 1"])
  }

  @Test func `slots are used again`() {
    var pending = PendingEvents()
    for second in 0..<1_000 as Range<Int64> {
      pending.add(.day(script: Int(second), dayNumber: 0), at: second)
      #expect(pending.take(notAfter: second).map { Self.word($0.pending) } == "day \(second)")
    }
    #expect(pending.taken == 1_000)
    #expect(pending.slotCount == 1)
  }

  private static func word(_ pending: PendingEvents.Pending) -> String {
    switch pending {
    case .none: "none"
    case .event: "event"
    case .day(let script, _): "day \(script)"
    case .scripted(let script, _, _): "scripted \(script)"
    case .outage(let sender, _, _): "outage \(sender)"
    case .answer(let enrolment, _, _, _, _): "answer \(enrolment)"
    }
  }
}
