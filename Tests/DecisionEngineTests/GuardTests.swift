// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import Testing

@testable import DecisionEngine

/// What stands in a step's way, and how it says so.
struct GuardTests {
  static let oneLetter = """
    policy: p
    enrol: {on: asked}
    steps: [{id: s, send: {channel: email, template: hello}}]
    """

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var policies: String
    var templates: [String: String] = [:]
    var events: [String] = []
    var consent: [String: ConsentBasis] = ["email": .explicit]
    var facts: [String: FactValue] = [:]
    var decisions: [String]
  }

  @Test(arguments: [
    Case(
      testDescription: "no consent that the channel takes", policies: oneLetter,
      events: ["asked ana 5 10:00"], consent: ["email": .none],
      decisions: ["5 10:00 ana s skip consent"]),
    Case(
      testDescription: "no address", policies: oneLetter, events: ["asked ana 5 10:00"],
      consent: [:], decisions: ["5 10:00 ana s skip consent"]),
    Case(
      testDescription: "an opt-out stops what waits, at the next round",
      policies: """
        policy: p
        enrol: {on: asked}
        guards: [{id: ready, require: contact.level > 0, otherwise: wait}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00", "contact.opted_out ana 6 09:10"],
      decisions: ["5 10:00 ana s wait ready", "6 10:00 ana s stop suppression"]),
    Case(
      testDescription: "a window waits until it opens, half-open",
      policies: """
        calendar: office
        open: [mon-fri 09:00-18:00]
        ---
        policy: p
        enrol: {on: asked}
        guards: [{id: hours, window: {calendar: office, zone: contact}}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 9 18:00"], facts: ["contact.zone": .string("Europe/Lisbon")],
      decisions: ["9 18:00 ana s wait hours until 12 09:00", "12 09:00 ana s send"]),
    Case(
      testDescription: "an unknown fact waits and is named, whatever the guard's outcome",
      policies: """
        policy: p
        enrol: {on: asked}
        guards: [{id: mood, require: 'contact.mood == "good"', otherwise: stop}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait mood missing contact.mood"]),
    Case(
      testDescription: "an observed guard is recorded and stops nothing",
      policies: """
        policy: p
        enrol: {on: asked}
        guards: [{id: never, require: contact.level > 9, level: observe}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana s send"]),
    Case(
      testDescription: "a guard that doesn't apply stands aside",
      policies: """
        policy: p
        enrol: {on: asked}
        guards: [{id: never, applies: contact.level > 5, require: contact.level > 9}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana s send"]),
    Case(
      testDescription: "`only_if` about time turns true to the second",
      policies: """
        policy: p
        enrol: {on: asked}
        guards: [{id: aged, require: now >= enrolment.started_at + hours(30), otherwise: wait}]
        steps: [{id: s, send: {channel: email, template: hello}}]
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait aged until 6 16:00", "6 16:00 ana s send"]),
    Case(
      testDescription: "the audience must hold until the first send, not later",
      policies: """
        policy: p
        enrol: {on: asked, when: '!contact.had("nudged")', after: 1d}
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 2d, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00", "nudged ana 7 10:00"],
      decisions: ["6 10:00 ana s send", "8 10:00 ana t send"]),
    Case(
      testDescription: "a variable without value holds the text",
      policies: """
        policy: p
        enrol: {on: asked}
        steps: [{id: s, send: {channel: email, template: named}}]
        """,
      templates: [
        "named.en.md": """
        ---
        template: named
        channel: email
        language: en
        subject: Hi
        ---
        You are {{contact.mood}}. {{identity.name}}, {{identity.postal_address}} · {{unsubscribe_url}}
        """
      ],
      events: ["asked ana 5 10:00"],
      decisions: [
        "5 10:00 ana s hold template until 8 10:00", "8 10:00 ana s skip approval_expired",
      ]),
    Case(
      testDescription: "the same text doesn't go twice within a time",
      policies: """
        policy: p
        enrol: {on: asked}
        guards: [{id: twice, not_duplicate: {within: 18h}}]
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 17h, send: {channel: email, template: hello}}
          - {id: u, after: 3h, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s send", "6 03:00 ana t skip twice", "6 06:00 ana u send"]),
    Case(
      testDescription: "while somebody leads the conversation everything waits for them",
      policies: oneLetter,
      events: [
        "contact.answered_by_hand ana 5 09:00", "asked ana 5 10:00",
        "conversation.resolved ana 6 10:30",
      ],
      decisions: ["5 10:00 ana s wait paused until 12 09:00", "6 11:00 ana s send"]),
  ])
  func `a guard has its say`(_ c: Case) throws {
    var world = try TestWorld(c.policies, templates: c.templates)
    try world.person("ana", consent: c.consent, c.facts)
    for event in c.events {
      let parts = event.split(separator: " ").map(String.init)
      try world.happens(parts[0], to: parts[1], at: parts[2...].joined(separator: " "))
    }
    #expect(world.timeline() == c.decisions)
  }

  @Test func `a fact that becomes known wakes who waits for it`() throws {
    var world = try TestWorld(
      """
      policy: p
      enrol: {on: asked}
      guards: [{id: mood, require: 'contact.mood == "good"'}]
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    let ana = try world.person("ana")
    try world.happens("asked", to: "ana", at: "5 10:00")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("7"))
    drive.visit("7 12:30")
    drive.engine.facts.set(.string("good"), FactPath(.contact, "mood"), row: ana)
    drive.engine.noteChange(of: FactPath(.contact, "mood"), row: ana)
    drive.run(until: TestWorld.instant("9"))
    #expect(
      drive.decisions.map(TestWorld.line) == [
        "5 10:00 ana s wait mood missing contact.mood", "7 13:00 ana s send",
      ])
  }

  @Test func `a stale fact is unknown`() throws {
    var world = try TestWorld(
      """
      policy: p
      enrol: {on: asked}
      guards: [{id: healthy, require: account.health >= 40, otherwise: skip}]
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    try world.person("ana")
    let account = try #require(world.store.account("ana-co"))
    world.store.set(
      .int(62), FactPath(.account, "health"), row: account, asOf: TestWorld.instant("1"))
    try world.happens("asked", to: "ana", at: "8 00:00")
    #expect(world.timeline() == ["8 00:00 ana s send"])
    world.events = []
    try world.happens("asked", to: "ana", at: "8 01:00")
    #expect(world.timeline() == ["8 01:00 ana s wait healthy missing account.health"])
  }

  struct Modes: CustomTestStringConvertible {
    var testDescription: String
    var mode: Mode
    var killSwitch = false
    var decisions: [String]
    var notListed = 0
  }

  @Test(arguments: [
    Modes(
      testDescription: "live", mode: .live,
      decisions: ["5 10:00 ana s send", "5 10:00 bo s send"]),
    Modes(
      testDescription: "shadow", mode: .shadow,
      decisions: ["5 10:00 ana s send", "5 10:00 bo s send"]),
    Modes(
      testDescription: "safe enrols only who is listed", mode: .safe,
      decisions: ["5 10:00 ana s send"], notListed: 1),
    Modes(testDescription: "off", mode: .off, decisions: []),
    Modes(
      testDescription: "kill switch", mode: .live, killSwitch: true,
      decisions: ["5 10:00 ana s wait kill_switch", "5 10:00 bo s wait kill_switch"]),
  ])
  func `a mode goes as far as it may`(_ c: Modes) throws {
    var world = try TestWorld(Self.oneLetter)
    for name in ["ana", "bo"] {
      try world.person(name)
      try world.happens("asked", to: name, at: "5 10:00")
    }
    world.options.mode = c.mode
    world.options.killSwitch = c.killSwitch
    var drive = world.drive()
    drive.run(until: TestWorld.instant("9"))
    #expect(drive.decisions.map(TestWorld.line).sorted() == c.decisions)
    #expect(drive.engine.counters.policies[0].safeList == c.notListed)
    if c.killSwitch {
      drive.visit("9 09:10")
      drive.engine.setKillSwitch(false)
      drive.run(until: TestWorld.instant("10"))
      #expect(drive.decisions.suffix(2).map(\.verdict) == [.send, .send])
      #expect(drive.decisions.last?.at == TestWorld.instant("9 10:00"))
    }
  }
}
