// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// Answers that are kept until something changes for a person.
struct SettlingTests {
  /// Asked at 8:00, when everything but the hour lets the step through, and again at 12:00.
  private static let policy = """
    calendar: noon
    open: [mon-sun 12:00-18:00]
    ---
    policy: p
    enrol: {on: asked, when: contact.level < 5}
    guards:
      - {id: calm, forbid: contact.level > 2, otherwise: skip}
      - {id: quiet, forbid: contact.replied_since(enrolment.started_at), otherwise: skip}
      - {id: hours, window: {calendar: noon, zone: contact}}
    steps: [{id: s, send: {channel: email, template: hello}}]
    """

  @Test(arguments: [
    ("nudged", "5 12:00 ana s send"),
    ("contact.replied", "5 10:00 ana s skip quiet"),
    ("contact.opted_out", "5 10:00 ana s stop suppression"),
  ])
  func `what happens during a wait is asked about, whatever was settled before`(
    event: String, outcome: String
  ) throws {
    var world = try TestWorld(Self.policy)
    try world.person("ana")
    try world.happens("asked", to: "ana", at: "5 08:00")
    try world.happens(event, to: "ana", at: "5 10:00")
    #expect(world.timeline().last == outcome)
  }

  @Test(arguments: [(1, "send"), (3, "skip calm"), (7, "stop audience")])
  func `a fact that a driver changes is asked for anew`(level: Int64, outcome: String) throws {
    var world = try TestWorld(Self.policy)
    let ana = try world.person("ana")
    try world.happens("asked", to: "ana", at: "5 08:00")
    var engine = Engine(
      bundle: world.bundle, store: world.store, zones: world.zones, seed: world.seed,
      from: TestWorld.instant("5 00:00"))
    var lines: [String] = []
    engine.advance(to: TestWorld.instant("5 08:00"), events: world.events) {
      lines.append(TestWorld.line($0))
    }
    let path = try #require(FactPath("contact.level"))
    let isSet = engine.facts.set(.int(level), path, row: ana)
    #expect(isSet)
    engine.noteChange(of: path, row: ana)
    while let next = engine.nextInstant(), next <= TestWorld.instant("6 00:00") {
      engine.advance(to: next) { lines.append(TestWorld.line($0)) }
    }
    #expect(lines.last?.hasSuffix(outcome) == true, "\(lines)")
  }

  @Test func `ties have the hash of their texts`() throws {
    let world = try TestWorld(Self.policy)
    var strings = StringPool()
    let (contact, subject) = (strings.intern("ana"), strings.intern("Ána & Co"))
    var hashes = TieHashes(world.bundle, seed: -7)
    for _ in 0..<2 {
      #expect(
        hashes.hash(policy: 0, step: 0, contact: contact, subject: subject, strings)
          == Engine.tieHash(
            seed: -7, policy: "p", contact: "ana", subject: "Ána & Co", step: "s"))
    }
  }
}
