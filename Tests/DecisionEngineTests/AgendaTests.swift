// Licensed under the Apache License, Version 2.0; see LICENSE.

import Testing

@testable import DecisionEngine

/// The order in which entries are taken, and the small collections that instants gather in.
struct AgendaTests {
  @Test
  func `entries are taken by second, subject, group and index`() {
    let wakes = [
      Wake(at: 5_000, subject: .enrolment, index: 7),
      Wake(at: 5_000, subject: .line, index: 0),
      Wake(at: 5_000, subject: .audience, group: 2, index: 1),
      Wake(at: 5_000, subject: .audience, group: 1, index: 9),
      Wake(at: 5_000, subject: .audience, group: 1, index: 3),
      Wake(at: 4_999, subject: .line, index: 4),
      Wake(at: -3, subject: .cadence, group: 1),
      Wake(at: 4_000_000_000, subject: .phase, group: 0, index: Int32.max),
      Wake(at: .never, subject: .phase),
    ]
    var agenda = Agenda()
    for wake in wakes { agenda.add(wake) }
    #expect(agenda.firstSecond == -3)
    var taken: [Wake] = []
    while let wake = agenda.takeFirst() { taken.append(wake) }
    #expect(
      taken == [
        wakes[6], wakes[5], wakes[0], wakes[4], wakes[3], wakes[2], wakes[1], wakes[7],
      ])
    #expect(agenda.count == 0)
    #expect(agenda.firstSecond == nil)
  }

  @Test
  func `what is due is taken alone, and who comes later stands in order`() {
    var agenda = Agenda()
    for index in [4, 2] as [Int32] { agenda.add(Wake(at: 100, subject: .enrolment, index: index)) }
    agenda.add(Wake(at: 101, subject: .enrolment, index: 1))
    // Somebody has looked: what comes now is behind, and must be found all the same.
    #expect(agenda.first()?.index == 2)
    agenda.add(Wake(at: 100, subject: .enrolment, index: 3))
    agenda.add(Wake(at: 99, subject: .enrolment, index: 9))
    agenda.add(Wake(at: 100, subject: .enrolment, index: 3))
    var due: [Wake] = []
    agenda.takeDue(at: 100, into: &due)
    #expect(due.map(\.index) == [9, 2, 3, 3, 4])
    #expect(due.map(\.at) == [99, 100, 100, 100, 100])
    #expect(agenda.count == 1)
    agenda.add(Wake(at: 50, subject: .enrolment, index: 8))
    #expect(agenda.firstSecond == 50)
    #expect(agenda.takeFirst()?.index == 8)
    #expect(agenda.takeFirst()?.index == 1)
  }

  @Test
  func `many entries come out as a plain sort puts them`() {
    var dice = Dice(seed: 7)
    var agenda = Agenda()
    var plain: [(Second, Int32)] = []
    var taken: [(Second, Int32)] = []
    var now: Second = 0
    for _ in 0..<400 {
      for _ in 0..<dice.number(0...6) {
        let at = now + Second(dice.number(1...5_000))
        let index = Int32(dice.number(0...20))
        agenda.add(Wake(at: at, subject: .enrolment, index: index))
        plain.append((at, index))
      }
      now += Second(dice.number(0...900))
      var due: [Wake] = []
      agenda.takeDue(at: now, into: &due)
      taken += due.map { ($0.at, $0.index) }
      let isBehind = agenda.firstSecond.map { $0 > now } ?? true
      #expect(isBehind)
    }
    let expected = plain.filter { $0.0 <= now }.sorted { $0 < $1 }
    #expect(taken.elementsEqual(expected) { $0 == $1 })
    #expect(!taken.isEmpty)
  }

  @Test(arguments: [
    ([], []), ([3], [3]), ([1, 2, 5], [1, 2, 5]), ([2, 2, 2], [2]), ([5, 1, 5, 3, 1], [1, 3, 5]),
    ([1, 2, 3, 3], [1, 2, 3]), ([2, 1], [1, 2]),
  ])
  func `positions are put in order, each once`(given: [Int], ordered: [Int]) {
    var positions = given
    positions.orderDistinct()
    #expect(positions == ordered)
  }

  @Test
  func `rows stand by group, each once`() {
    var rows = GroupRows()
    for (group, row) in [(2, 1), (0, 5), (2, 0), (0, 5), (3, 9)] { rows.insert(row, of: group) }
    rows.order()
    #expect(rows.indices.map { rows[$0].row } == [5, 0, 1, 9])
    #expect(rows.places(of: 0) == 0..<1)
    #expect(rows.places(of: 1).isEmpty)
    #expect(rows.places(of: 2) == 1..<3)
    #expect(rows.places(of: 3) == 3..<4)
  }
}
