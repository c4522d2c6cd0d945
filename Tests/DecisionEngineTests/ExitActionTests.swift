// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// What is done when an enrolment ends.
struct ExitActionTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var events: [String] = []
    var from = "5"
    var decisions: [String]
  }

  static let policy = """
    policy: p
    enrol: {on: asked, until: 10d}
    guards: [{id: grown, require: contact.level < 5, otherwise: wait}]
    steps:
      - {id: s, send: {channel: email, template: hello}}
      - {id: t, after: 2d, expires: 1d, only_if: contact.level < 3, send: {channel: email, template: hello}}
    exit:
      - {on: contact.replied, as: answered}
      - {when: contact.level == 4, as: grown_up}
      - {after: 20d, as: exhausted}
    on_exit:
      answered:
        - {task: {to: account.owner, text: "{{contact.id}} answered"}}
        - {notify: {channel: team, text: "an answer"}, set: {contact.level: '7'}}
      grown_up: {task: {text: "look at {{contact.id}}"}}
      exhausted: {notify: {channel: team, text: "nothing came of it"}}
      expired: {notify: {channel: team, text: "never written to"}}
    """

  @Test(arguments: [
    Case(
      testDescription: "an event's exit, its actions in the author's order",
      events: ["asked ana 5 10:00", "contact.replied ana 6 10:20"],
      decisions: [
        "5 10:00 ana s send", "6 10:20 ana on_exit/0 send answered",
        "6 10:20 ana on_exit/1 send answered",
      ]),
    Case(
      testDescription: "a condition's exit, through the chain in the round of the start",
      events: ["level 4", "asked ana 5 10:00"],
      decisions: [
        "5 10:00 ana s stop exit", "5 10:00 ana on_exit/0 send grown_up",
      ]),
    Case(
      testDescription: "a time's exit",
      events: ["asked ana 5 10:00"],
      decisions: [
        "5 10:00 ana s send", "7 10:00 ana t send", "25 10:00 ana on_exit/0 send exhausted",
      ]),
    Case(
      testDescription: "the deadline of the first send",
      events: ["level 6", "asked ana 5 10:00"],
      decisions: [
        "5 10:00 ana s wait grown", "15 10:00 ana s stop expired",
        "15 10:00 ana on_exit/0 send expired",
      ]),
    Case(
      testDescription: "an end before the first instant is history",
      events: ["asked ana 5 10:00", "contact.replied ana 6 10:20"], from: "8", decisions: []),
  ])
  func `an end is followed by its notes and tasks`(_ c: Case) throws {
    var world = try TestWorld(Self.policy)
    let ana = try world.person("ana")
    for text in c.events {
      let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
      if parts[0] == "level" {
        world.store.set(.int(Int64(parts[1]) ?? 0), FactPath(.contact, "level"), row: ana)
      } else {
        try world.happens(parts[0], to: parts[1], at: parts[2])
      }
    }
    #expect(world.timeline(from: c.from) == c.decisions)
  }

  @Test func `an exit sets facts, and writes to no contact`() throws {
    var world = try TestWorld(Self.policy)
    let ana = try world.person("ana")
    try world.happens("asked", to: "ana", at: "5 10:00")
    try world.happens("contact.replied", to: "ana", at: "6 10:20")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("40"))
    let slot = try #require(drive.engine.facts.schema.field(FactPath(.contact, "level"))).slot
    #expect(drive.engine.facts.contacts.columns[slot].cell(ana).long == 7)
    let actions = drive.decisions.filter { $0.step == Decision.exitStep }
    #expect(actions.map(\.channel) == [nil, "team"])
    #expect(actions.allSatisfy { !$0.isOutward && $0.guards.isEmpty })
    #expect(drive.engine.counters.policies[0].sideActions == 2)
    #expect(drive.engine.counters.policies[0].sent == 1)
  }

  @Test func `a history that ended sets nothing`() throws {
    var world = try TestWorld(Self.policy)
    let ana = try world.person("ana")
    try world.happens("asked", to: "ana", at: "5 10:00")
    try world.happens("contact.replied", to: "ana", at: "6 10:20")
    var drive = world.drive(from: "8")
    drive.run(until: TestWorld.instant("40"))
    let slot = try #require(drive.engine.facts.schema.field(FactPath(.contact, "level"))).slot
    #expect(drive.engine.facts.contacts.columns[slot].cell(ana).long == 0)
  }
}
