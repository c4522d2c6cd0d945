// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@testable import DecisionEngine

/// Who comes in when, and how an enrolment ends: language.md, section 6.
struct EnrolmentTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var policy: String
    /// `name contact time`, in any order.
    var events: [String] = []
    var decisions: [String]
    var endings: [String]? = nil
  }

  @Test(arguments: [
    Case(
      testDescription: "an event enrols, and the first round after it sends",
      policy: """
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:20"],
      decisions: ["5 11:00 ana s send"], endings: ["p ana done 5 11:00"]),
    Case(
      testDescription: "pending until its start; an exit doesn't act before",
      policy: """
        policy: p
        enrol: {on: asked, after: 1d}
        steps: [{id: s, send: {channel: email, template: hello}}]
        exit: [{on: contact.replied, as: answered}]
        """,
      events: ["asked ana 5 10:00", "contact.replied ana 5 12:00"],
      decisions: ["6 10:00 ana s send"]),
    Case(
      testDescription: "an exit acts at once after the start, inside a wait too",
      policy: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 3d, send: {channel: email, template: hello}}
        exit: [{on: contact.replied, as: answered}]
        """,
      events: ["asked ana 5 10:00", "contact.replied ana 6 12:30"],
      decisions: ["5 10:00 ana s send"], endings: ["p ana answered 6 12:30"]),
    Case(
      testDescription: "`until` ends an enrolment that hasn't sent, its end excluded",
      policy: """
        policy: p
        enrol: {on: asked, until: 3d}
        guards: [{id: ready, require: contact.level > 0, otherwise: wait}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait ready", "8 10:00 ana s stop expired"],
      endings: ["p ana expired 8 10:00"]),
    Case(
      testDescription: "after the first send `until` has no effect",
      policy: """
        policy: p
        enrol: {on: asked, until: 2d}
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 5d, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s send", "10 10:00 ana t send"]),
    Case(
      testDescription: "never again, unless the policy says so",
      policy: """
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00", "asked ana 6 10:00"], decisions: ["5 10:00 ana s send"]),
    Case(
      testDescription: "again after a time from the end, and so often in all",
      policy: """
        policy: p
        enrol: {on: asked, again: {after: 2d, at_most: 2}}
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: [
        "asked ana 5 10:00", "asked ana 7 09:59", "asked ana 7 10:00", "asked ana 20 10:00",
      ],
      decisions: ["5 10:00 ana s send", "7 10:00 ana s send"]),
    Case(
      testDescription: "one enrolment of a policy and subject at a time",
      policy: """
        policy: p
        enrol: {on: asked, again: {after: 0}}
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 2d, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00", "asked ana 6 10:00", "asked ana 8 10:00"],
      decisions: [
        "5 10:00 ana s send", "7 10:00 ana t send", "8 10:00 ana s send", "10 10:00 ana t send",
      ]),
    Case(
      testDescription: "an exclusive group keeps the second one pending until the first ends",
      policy: """
        policy: a
        enrol: {on: asked, exclusive: cold}
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 2d, send: {channel: email, template: hello}}
        ---
        policy: b
        enrol: {on: nudged, exclusive: cold}
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00", "nudged ana 5 11:00"],
      decisions: ["5 10:00 ana s send", "7 10:00 ana t send", "7 11:00 ana s send"],
      endings: ["a ana done 7 10:00", "b ana done 7 11:00"]),
    Case(
      testDescription: "a skipped step's successor counts from the decision",
      policy: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, only_if: contact.level > 3, send: {channel: email, template: hello}}
          - {id: t, after: 1d, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:20"],
      decisions: ["5 11:00 ana s skip only_if", "6 11:00 ana t send"]),
    Case(
      testDescription: "a skipped step's successor without delay has its turn in the same round",
      policy: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, only_if: contact.level > 3, send: {channel: email, template: hello}}
          - {id: t, send: {channel: email, template: hello}}
          - {id: u, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:20"],
      decisions: ["5 11:00 ana s skip only_if", "5 11:00 ana t send", "5 12:00 ana u send"]),
    Case(
      testDescription: "`exit.after` counts from the start, and keeps it open until then",
      policy: """
        policy: p
        enrol: {on: asked, after: 1d}
        steps: [{id: s, send: {channel: email, template: hello}}]
        exit: [{after: 5d, as: exhausted}]
        """,
      events: ["asked ana 5 10:00"], decisions: ["6 10:00 ana s send"],
      endings: ["p ana exhausted 11 10:00"]),
    Case(
      testDescription: "with a goal it stays open as long as an exit can come",
      policy: """
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: hello}}]
        exit: [{on: contact.replied, as: answered}]
        goal: {event: meeting.booked, within: 4d}
        """,
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana s send"],
      endings: ["p ana done 9 10:00"]),
    Case(
      testDescription: "an exit whose condition holds already stops the step",
      policy: """
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: hello}}]
        exit: [{when: contact.replied_ever, as: talking}]
        """,
      events: ["contact.replied ana 5 09:00", "asked ana 5 10:00"],
      decisions: ["5 10:00 ana s stop exit"], endings: ["p ana talking 5 10:00"]),
    Case(
      testDescription: "a step past its `expires` is late",
      policy: """
        policy: p
        enrol: {on: asked}
        guards: [{id: ready, require: contact.level > 0, otherwise: wait}]
        steps: [{id: s, expires: 2d, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait ready", "7 10:00 ana s skip late"]),
  ])
  func `an enrolment takes its course`(_ c: Case) throws {
    var world = try TestWorld(c.policy)
    try world.person("ana")
    for event in c.events {
      let parts = event.split(separator: " ").map(String.init)
      try world.happens(parts[0], to: parts[1], at: parts[2...].joined(separator: " "))
    }
    var drive = world.drive()
    drive.run(until: TestWorld.instant("60"))
    #expect(drive.decisions.map(TestWorld.line) == c.decisions)
    if let endings = c.endings { #expect(TestWorld.endings(drive) == endings) }
  }

  @Test func `an event of the past enrols and is decided at the first instant, due as it fell due`()
    throws
  {
    var world = try TestWorld(
      """
      policy: p
      enrol: {on: asked, after: 1d}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana")
    try world.happens("asked", to: "ana", at: "1 10:20")
    #expect(world.timeline(from: "5 03:30") == ["5 04:00 ana s send"])
  }

  @Test func `an event about a deal enrols the account's only contact, else nobody`() throws {
    var world = try TestWorld(
      """
      policy: p
      enrol: {on: deal.lost, per: deal}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana", account: "one")
    try world.person("bo", account: "two")
    try world.person("cy", account: "two")
    for (deal, account) in [("d1", "one"), ("d2", "one"), ("d3", "two")] {
      try world.deal(deal, account: account)
      try world.happens("deal.lost", deal: deal, at: "5 10:00")
    }
    var drive = world.drive()
    drive.run(until: TestWorld.instant("7"))
    #expect(Set(drive.decisions.compactMap(\.deal)) == ["d1", "d2"])
    #expect(drive.engine.counters.policies[0].noContact == 1)
  }

  @Test func `a condition enrols who comes to satisfy it, and at first who already does`() throws {
    let policy = """
      policy: p
      enrol: {when: contact.level > 1, again: {after: 1d}}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """
    for includes in [true, false] {
      var world = try TestWorld(
        includes ? policy : policy.replacing("{when:", with: "{existing: false, when:"))
      try world.person("ana", ["contact.level": .int(2)])
      let bo = try world.person("bo")
      var drive = world.drive()
      drive.run(until: TestWorld.instant("6"))
      drive.visit("6")
      drive.engine.facts.set(.int(5), FactPath(.contact, "level"), row: bo)
      drive.engine.noteChange(of: FactPath(.contact, "level"), row: bo)
      drive.run(until: TestWorld.instant("12"))
      let expected = ["5 00:00 ana s send", "6 00:00 bo s send"]
      #expect(drive.decisions.map(TestWorld.line).suffix(1) == expected.suffix(1))
      #expect(drive.decisions.count == (includes ? 2 : 1))
    }
  }

  @Test func `time alone brings somebody to satisfy a condition, to the second`() throws {
    var world = try TestWorld(
      """
      policy: p
      enrol: {when: has(contact.last_reply_at) && contact.last_reply_at < now - days(2)}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana")
    try world.happens("contact.replied", to: "ana", at: "5 10:20")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("20"))
    #expect(drive.decisions.map(TestWorld.line) == ["7 11:00 ana s send"])
    #expect(
      drive.engine.context.world.enrolments[0].cameAt == TestWorld.instant("7 10:20:01").seconds)
  }

  @Test func `what is unknown at an event doesn't enrol, and is counted`() throws {
    var world = try TestWorld(
      """
      policy: p
      enrol: {on: asked, when: 'contact.mood == "good"'}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana")
    try world.person("bo", ["contact.mood": .string("bad")])
    try world.person("cy", ["contact.mood": .string("good")])
    for name in ["ana", "bo", "cy"] { try world.happens("asked", to: name, at: "5 10:00") }
    var drive = world.drive()
    drive.run(until: TestWorld.instant("7"))
    #expect(drive.decisions.map(\.contact) == ["cy"])
    let counters = drive.engine.counters.policies[0]
    #expect(counters.whenUnknown == 1)
    #expect(counters.whenFalse == 1)
    #expect(counters.enrolled == 1)
  }
}
