// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards

/// Decisions kept for expectations: numbers only, about 56 bytes each.
struct DecisionRecords: Sendable {
  /// One decision, by rows of the store and positions in the bundle; -1 for none.
  struct Record: Sendable {
    var at: Int64
    var until: Int64
    var contact: Int32
    var account: Int32
    var deal: Int32
    var localDay: Int32
    var policy: Int16
    var step: Int16
    var rung: Int16
    var channel: Int16
    var sender: Int32
    var reason: Int32
    var localHour: UInt8
    var verdict: Verdict
    var isOutwardSend: Bool
  }

  static let never = Int64.max

  private(set) var records: ContiguousArray<Record> = []
  /// Texts of reasons, by the number that records hold.
  private(set) var reasons = Interned<String>()

  /// The day and hour of a decision where the contact lives.
  struct LocalTime {
    var day: Int32
    var hour: UInt8

    init(_ instant: Instant, in zone: Zone) {
      let local = zone.civil(at: instant)
      day = local.date.daysSinceEpoch
      hour = UInt8(truncatingIfNeeded: local.time.hour)
    }
  }

  /// Keeps a decision.
  mutating func add(_ decision: Decision, at local: LocalTime) {
    let rows = decision.rows
    records.append(
      Record(
        at: decision.at.seconds, until: decision.until?.seconds ?? Self.never,
        contact: Int32(truncatingIfNeeded: rows.contact), account: Self.number(rows.account),
        deal: Self.number(rows.deal), localDay: local.day,
        policy: Int16(truncatingIfNeeded: rows.policy), step: Int16(truncatingIfNeeded: rows.step),
        rung: Int16(truncatingIfNeeded: decision.rung ?? -1),
        channel: Int16(truncatingIfNeeded: rows.channel ?? -1), sender: Self.number(rows.sender),
        reason: decision.reason.map { reasons.number(of: $0) } ?? -1,
        localHour: local.hour, verdict: decision.verdict,
        isOutwardSend: decision.verdict == .send && decision.isOutward))
  }

  private static func number(_ row: Int?) -> Int32 {
    row.map { Int32(truncatingIfNeeded: $0) } ?? -1
  }
}
