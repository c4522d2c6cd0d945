// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import Testing

@testable import DecisionEngine

/// Caps, cooldowns, and who comes first where there is one place left.
struct LimitTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var policies: String
    /// `name contact time`.
    var events: [String]
    var decisions: [String]
  }

  static let letter = """
    policy: p
    enrol: {on: asked, again: {after: 0}}
    steps: [{id: s, send: {channel: email, template: hello}}]
    """

  @Test(arguments: [
    Case(
      testDescription: "a gap between starts opens at exactly its end",
      policies: "limit: cooldown\nscope: contact\ngap: 14d\nbetween: starts\n---\n" + letter,
      events: ["asked ana 5 10:00", "asked ana 6 10:00"],
      decisions: [
        "5 10:00 ana s send", "6 10:00 ana s wait cooldown until 19 10:00", "19 10:00 ana s send",
      ]),
    Case(
      testDescription: "a gap between starts doesn't hold up later steps",
      policies: """
        limit: cooldown
        scope: contact
        gap: 14d
        between: starts
        ---
        policy: p
        enrol: {on: asked}
        steps:
          - {id: s, send: {channel: email, template: hello}}
          - {id: t, after: 1d, send: {channel: email, template: hello}}
        """,
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana s send", "6 10:00 ana t send"]),
    Case(
      testDescription: "a gap in business days leaves the weekend out",
      policies: "limit: cooldown\nscope: contact\ngap: 2bd\n---\n"
        + "calendar: business\nopen: [mon-fri 09:00-18:00]\n---\n" + letter,
      events: ["asked ana 9 10:00", "asked ana 10 10:00"],
      decisions: [
        "9 10:00 ana s send", "10 10:00 ana s wait cooldown until 13 10:00", "13 10:00 ana s send",
      ]),
    Case(
      testDescription: "a gap in calendar days keeps the hour of the day",
      policies: "limit: cooldown\nscope: contact\ngap: 3cd\n---\n" + letter,
      events: ["asked ana 5 10:00", "asked ana 6 10:00"],
      decisions: [
        "5 10:00 ana s send", "6 10:00 ana s wait cooldown until 8 10:00", "8 10:00 ana s send",
      ]),
    Case(
      testDescription: "a cap over a calendar day frees at midnight",
      policies: "limit: daily\nscope: contact\ncount: 1\nper: {calendar: day, zone: UTC}\n---\n"
        + letter,
      events: ["asked ana 5 10:00", "asked ana 5 23:00"],
      decisions: [
        "5 10:00 ana s send", "5 23:00 ana s wait daily until 6 00:00", "6 00:00 ana s send",
      ]),
    Case(
      testDescription: "a rolling cap frees when the oldest leaves the window",
      policies: "limit: weekly\nscope: contact\ncount: 2\nper: {rolling: 7d}\n---\n" + letter,
      events: ["asked ana 5 10:00", "asked ana 7 10:00", "asked ana 8 10:00"],
      decisions: [
        "5 10:00 ana s send", "7 10:00 ana s send", "8 10:00 ana s wait weekly until 12 10:00",
        "12 10:00 ana s send",
      ]),
    Case(
      testDescription: "on exceed skip drops the step",
      policies: "limit: daily\nscope: contact\ncount: 1\nper: {rolling: 1d}\non_exceed: skip\n---\n"
        + letter,
      events: ["asked ana 5 10:00", "asked ana 5 12:00"],
      decisions: ["5 10:00 ana s send", "5 12:00 ana s skip daily"]),
    Case(
      testDescription: "an account's limit counts its people together",
      policies: "limit: company\nscope: account\ngap: 3d\n---\n" + letter,
      events: ["asked ana 5 10:00", "asked bea 6 10:00"],
      decisions: [
        "5 10:00 ana s send", "6 10:00 bea s wait company until 8 10:00", "8 10:00 bea s send",
      ]),
  ])
  func `a limit holds`(_ c: Case) throws {
    var world = try TestWorld(c.policies)
    try world.person("ana", account: "one")
    try world.person("bea", account: "one")
    for event in c.events {
      let parts = event.split(separator: " ").map(String.init)
      try world.happens(parts[0], to: parts[1], at: parts[2...].joined(separator: " "))
    }
    #expect(world.timeline() == c.decisions)
  }

  @Test func `a history that is given as facts counts for cooldowns`() throws {
    var world = try TestWorld(
      "limit: cooldown\nscope: contact\ngap: 14d\nbetween: starts\n---\n" + Self.letter)
    let ana = try world.person("ana")
    let given = FactStore.event(
      given: .lastStartedAt, contact: ana, at: TestWorld.instant("1 09:00"))
    world.store.apply(try #require(given))
    try world.happens("asked", to: "ana", at: "5 10:00")
    #expect(
      world.timeline() == [
        "5 10:00 ana s wait cooldown until 15 09:00", "15 09:00 ana s send",
      ])
  }

  @Test func `the urgent come first, then who fell due first, then the policy's own order`() throws
  {
    var world = try TestWorld(
      """
      limit: one
      scope: global
      count: 1
      per: {rolling: 1h}
      ---
      policy: low
      priority: new_outreach
      order_by: contact.level
      enrol: {on: asked}
      steps: [{id: s, send: {channel: email, template: hello}}]
      ---
      policy: high
      priority: replies
      enrol: {on: nudged}
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    for (name, level) in [("ana", 3), ("bo", 1), ("cy", 2), ("di", 9)] {
      try world.person(name, ["contact.level": .int(Int64(level))])
    }
    try world.happens("asked", to: "di", at: "5 09:30")
    for name in ["ana", "bo", "cy"] { try world.happens("asked", to: name, at: "5 09:40") }
    try world.happens("nudged", to: "ana", at: "5 09:50")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("9"))
    let sends = drive.decisions.filter { $0.verdict == .send }
    #expect(
      sends.map { "\($0.policy) \($0.contact)" }
        == ["high ana", "low di", "low bo", "low cy", "low ana"])
    let loser = drive.decisions.first { $0.contact == "di" && $0.verdict == .wait }
    #expect(loser?.lostTo == LostTo(policy: "high", contact: "ana", limit: "one"))
  }

  @Test func `ties are broken by the seed, and by nothing else`() throws {
    func order(seed: Int64, names: [String]) throws -> [String] {
      var world = try TestWorld(
        "limit: one\nscope: global\ncount: 1\nper: {rolling: 1h}\n---\n" + Self.letter)
      for name in names {
        try world.person(name)
        try world.happens("asked", to: name, at: "5 10:00")
      }
      world.seed = seed
      var drive = world.drive()
      drive.run(until: TestWorld.instant("9"))
      return drive.decisions.filter { $0.verdict == .send }.map(\.contact)
    }
    let names = ["ana", "bo", "cy", "di", "ed"]
    #expect(try order(seed: 1, names: names) == order(seed: 1, names: names.reversed()))
    let orders = try (1...6).map { try order(seed: $0, names: names) }
    #expect(Set(orders).count > 1)
  }
}
