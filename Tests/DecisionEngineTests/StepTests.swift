// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// Steps of every form: escalations, approvals, waits, branches, notes, senders.
struct StepTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var policies: String
    var events: [String] = []
    var consent: [String: ConsentBasis] = ["email": .explicit, "sms": .explicit]
    var facts: [String: FactValue] = [:]
    var decisions: [String]
  }

  static let ladder = """
    policy: p
    enrol: {on: asked}
    steps:
      - id: s
        escalate:
          - {channel: email, template: hello}
          - {channel: sms, after: 3d, template: hello}
      - {id: t, after: 1d, send: {channel: email, template: hello}}
    """

  static let approved = """
    policy: p
    enrol: {on: asked}
    steps:
      - {id: s, send: {channel: email, template: hello}, approval: {expires: 48h}}
      - {id: t, after: 1d, send: {channel: email, template: hello}}
    """

  @Test(arguments: [
    Case(
      testDescription: "a rung counts from the one before", policies: ladder,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s/0 send", "8 10:00 ana s/1 send", "9 10:00 ana t send"]),
    Case(
      testDescription: "a reply since the step began ends the step", policies: ladder,
      events: ["asked ana 5 10:00", "contact.replied ana 6 10:00"],
      decisions: ["5 10:00 ana s/0 send", "8 10:00 ana s/1 skip replied", "9 10:00 ana t send"]),
    Case(
      testDescription: "a skip skips the rung, not the step", policies: ladder,
      events: ["asked ana 5 10:00"], consent: ["sms": .explicit],
      decisions: [
        "5 10:00 ana s/0 skip consent", "8 10:00 ana s/1 send", "9 10:00 ana t skip consent",
      ]),
    Case(
      testDescription: "a hold that is granted is sent in the next round", policies: approved,
      events: ["asked ana 5 10:00", "approval.granted ana 6 10:30 s"],
      decisions: [
        "5 10:00 ana s hold approval until 7 10:00", "6 11:00 ana s send", "7 11:00 ana t send",
      ]),
    Case(
      testDescription: "a refused one is skipped", policies: approved,
      events: ["asked ana 5 10:00", "approval.refused ana 6 10:30 s"],
      decisions: [
        "5 10:00 ana s hold approval until 7 10:00", "6 11:00 ana s skip refused",
        "7 11:00 ana t send",
      ]),
    Case(
      testDescription: "one that nobody answers expires", policies: approved,
      events: ["asked ana 5 10:00"],
      decisions: [
        "5 10:00 ana s hold approval until 7 10:00", "7 10:00 ana s skip approval_expired",
        "8 10:00 ana t send",
      ]),
    Case(
      testDescription: "an answer of another step changes nothing", policies: approved,
      events: ["asked ana 5 10:00", "approval.granted ana 6 10:30 t"],
      decisions: [
        "5 10:00 ana s hold approval until 7 10:00", "7 10:00 ana s skip approval_expired",
        "8 10:00 ana t send",
      ]),
    Case(
      testDescription: "once granted the chain runs again",
      policies: """
        calendar: office
        open: [mon-fri 09:00-18:00]
        ---
        policy: p
        enrol: {on: asked}
        guards: [{id: hours, window: {calendar: office, zone: contact}}]
        steps:
          - {id: s, send: {channel: email, template: hello}, approval: {expires: 48h}}
        """,
      events: ["asked ana 5 10:00", "approval.granted ana 5 20:30 s"],
      decisions: [
        "5 10:00 ana s hold approval until 7 10:00", "5 21:00 ana s wait hours until 6 09:00",
        "6 09:00 ana s send",
      ]),
    Case(
      testDescription: "four eyes need two answers",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, send: {channel: email, template: hello}, approval: {four_eyes: true}}
        """,
      events: [
        "asked ana 5 10:00", "approval.granted ana 6 10:30 s kim",
        "approval.granted ana 6 11:30 s lee",
      ],
      decisions: ["5 10:00 ana s hold approval until 8 10:00", "6 12:00 ana s send"]),
    Case(
      testDescription: "of one person two answers are one, and of nobody in particular none",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, send: {channel: email, template: hello}, approval: {four_eyes: true}}
        """,
      events: [
        "asked ana 5 10:00", "approval.granted ana 6 10:30 s kim",
        "approval.granted ana 6 11:30 s kim", "approval.granted ana 6 12:30 s",
      ],
      decisions: [
        "5 10:00 ana s hold approval until 8 10:00", "8 10:00 ana s skip approval_expired",
      ]),
    Case(
      testDescription: "an unknown approver can't be asked",
      policies: """
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: hello}, approval: {by: contact.mood}}]
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait approval missing contact.mood"]),
    Case(
      testDescription: "a wait ends at its event, and the next step counts from it",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: w, wait_for: {on: nudged, at_most: 5d}}
          - {id: s, after: 1d, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00", "nudged ana 6 12:20"],
      decisions: ["7 13:00 ana s send"]),
    Case(
      testDescription: "a wait without its event ends in time",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: w, wait_for: {on: nudged, at_most: 5d, else: end}}
          - {id: s, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"], decisions: []),
    Case(
      testDescription: "a wait for a condition",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: w, wait_for: {when: contact.replied_ever, at_most: 5d}}
          - {id: s, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00", "contact.replied ana 6 12:20"],
      decisions: ["6 13:00 ana s send"]),
    Case(
      testDescription: "a branch takes the first row that holds",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: b, branch: [{when: contact.level > 5, goto: t}, {when: contact.level > 3, goto: u}]}
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, send: {channel: email, template: hello}}
          - {id: u, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"], facts: ["contact.level": .int(4)],
      decisions: ["5 10:00 ana u send"]),
    Case(
      testDescription: "a fact is set, and the next step reads it",
      policies: """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: f, set: {contact.level: contact.level + 1}}
          - {id: s, only_if: contact.level == 5, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"], facts: ["contact.level": .int(4)],
      decisions: ["5 10:00 ana s send"]),
    Case(
      testDescription: "a note to the team goes without consent and counts for nothing",
      policies: """
        limit: one
        scope: contact
        count: 1
        per: {rolling: 1d}
        ---
        policy: p
        enrol: {on: asked}
        steps:
          - {id: n, notify: {channel: team, text: "{{contact.id}} asked"}}
          - {id: s, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana n send", "5 10:00 ana s send"]),
  ])
  func `a step takes its form`(_ c: Case) throws {
    var world = try TestWorld(c.policies)
    try world.person("ana", consent: c.consent, c.facts)
    for event in c.events {
      let parts = event.split(separator: " ").map(String.init)
      try world.happens(
        parts[0], to: parts[1], at: parts[2...3].joined(separator: " "), Array(parts.dropFirst(4)))
    }
    #expect(world.timeline() == c.decisions)
  }

  static let pool = """
    pool: founders
    channel: email
    senders:
      - {id: anna, name: Anna, address: anna@studio.example.com, zone: UTC, daily: 2}
      - {id: lev, name: Lev, address: lev@studio.example.com, zone: UTC, daily: 1}
    choose: {sticky: conversation}
    gap: 2h..2h
    ---

    """

  @Test func `senders keep their day, their gap and their conversations`() throws {
    var world = try TestWorld(
      Self.pool + """
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, send: {channel: email, template: hello, pool: founders}}
          - {id: t, after: 1d, send: {channel: email, template: hello, pool: same_sender}}
        """)
    for name in ["ana", "bo", "cy", "di"] {
      try world.person(name)
      try world.happens("asked", to: name, at: "5 10:00")
    }
    var drive = world.drive()
    drive.run(until: TestWorld.instant("12"))
    let sends = drive.decisions.filter { $0.verdict == .send }
    let first = sends.filter { $0.step == "s" }
    // Two at once, one when Anna's gap is over, one on the next day.
    #expect(
      first.map { TestWorld.text($0.at) } == ["5 10:00", "5 10:00", "5 12:00", "6 00:00"])
    #expect(Set(first.prefix(2).compactMap(\.sender)) == ["anna", "lev"])
    #expect(first[2].sender == "anna")
    for send in sends where send.step == "t" {
      #expect(first.first { $0.contact == send.contact }?.sender == send.sender)
    }
    for sender in ["anna", "lev"] {
      let times = sends.filter { $0.sender == sender }.map(\.at)
      for (earlier, later) in zip(times, times.dropFirst()) {
        #expect(later - earlier >= .seconds(7_200))
      }
    }
  }

  @Test func `the same enrolment draws the same sender in every run`() throws {
    func choices(seed: Int64) throws -> [String?] {
      var world = try TestWorld(
        """
        pool: many
        channel: email
        senders:
          - {id: a, name: A, address: a@studio.example.com}
          - {id: b, name: B, address: b@studio.example.com}
          - {id: c, name: C, address: c@studio.example.com}
        ---
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: hello, pool: many}}]
        """)
      world.seed = seed
      for index in 0..<40 {
        try world.person("c\(index)")
        try world.happens("asked", to: "c\(index)", at: "5 10:00")
      }
      var drive = world.drive()
      drive.run(until: TestWorld.instant("6"))
      return drive.decisions.sorted { $0.contact < $1.contact }.map(\.sender)
    }
    let once = try choices(seed: 1)
    #expect(try choices(seed: 1) == once)
    #expect(try choices(seed: 2) != once)
    #expect(Set(once) == ["a", "b", "c"])
  }

  @Test func `phases go on by time, condition and event, and policies read them`() throws {
    var world = try TestWorld(
      """
      phases: trust
      of: contact
      start: new
      phase:
        new: {at_least: 2d, until: 4d, next: [{to: warm, when: contact.replied_since(phase.entered_at)}], otherwise: {to: cold}}
        warm: {next: [{to: client, on: deal.won}]}
        cold: {next: [{to: new, after: 30d}]}
        client: {}
      ---
      policy: p
      enrol: {when: 'contact.phase("trust") == "warm"'}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana")
    try world.person("bo")
    try world.happens("contact.replied", to: "ana", at: "6 10:10")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("20"))
    #expect(drive.decisions.map(TestWorld.line) == ["7 00:00 ana s send"])
    let states = drive.engine.context.world.phases[0].map {
      drive.engine.bundle.machines[0].states[Int($0.state)].id
    }
    #expect(states == ["warm", "cold"])
  }

  @Test func `a score is an exact sum, rounded half up; an unknown part makes it unknown`() throws {
    var world = try TestWorld(
      """
      score: fit
      of: contact
      parts:
        - {id: level, weight: 25, value: 'contact.level > 0 ? 0.3 : 0.0'}
        - {id: role, weight: 75, value: 'has(contact.role) ? 0.4 : 0.0'}
      bonus: [{when: contact.level > 5, add: 20}]
      ---
      policy: p
      enrol: {on: asked}
      guards: [{id: fits, require: scores.fit >= 38, otherwise: skip}]
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana", ["contact.level": .int(1), "contact.role": .string("head")])
    try world.person("bo", ["contact.level": .int(1)])
    world.options.traces = true
    for name in ["ana", "bo"] { try world.happens("asked", to: name, at: "5 10:00") }
    var drive = world.drive()
    drive.run(until: TestWorld.instant("6"))
    // 25 × 0.3 + 75 × 0.4 = 37.5.
    let ana = drive.decisions.first { $0.contact == "ana" }
    #expect(ana?.verdict == .send)
    let bo = drive.decisions.first { $0.contact == "bo" }
    #expect(bo?.missing == ["contact.role"])
    #expect(bo?.verdict == .wait)
  }

  @Test func `a bonus keeps the sum so far in its range`() throws {
    // 60 + 50 is kept at 80; then 30 are taken off.
    for (wanted, verdict) in [(50, Verdict.send), (51, .skip)] {
      var world = try TestWorld(
        """
        score: fit
        of: contact
        parts: [{id: all, weight: 100, value: 0.6}]
        bonus:
          - {when: contact.level > 0, add: 50, range: 0..80}
          - {when: contact.level > 0, add: -30}
        ---
        policy: p
        enrol: {on: asked}
        guards: [{id: fits, require: scores.fit >= \(wanted), otherwise: skip}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """)
      try world.person("ana", ["contact.level": .int(1)])
      try world.happens("asked", to: "ana", at: "5 10:00")
      var drive = world.drive()
      drive.run(until: TestWorld.instant("6"))
      #expect(drive.decisions.map(\.verdict) == [verdict])
    }
  }
}
