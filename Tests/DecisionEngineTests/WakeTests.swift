// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@testable import DecisionEngine

/// What must be noticed while a step waits, or in the same instant.
struct WakeTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var policies: String
    var settings = TestWorld.settings
    /// `name contact time`, by time.
    var events: [String]
    var decisions: [String]
    var endings: [String]? = nil
  }

  private static let asked = "policy: p\nenrol: {on: asked}\n"
  private static let letter = "steps: [{id: s, send: {channel: email, template: hello}}]"

  @Test(arguments: [
    Case(
      testDescription: "a guard that ceases to apply by time alone no longer stands in the way",
      policies: asked + """
        guards:
          - {id: g, require: contact.mood == "calm", applies: 'now < timestamp("2026-01-07T08:30:00Z")'}
        """ + "\n" + letter,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait g missing contact.mood", "7 09:00 ana s send"]),
    Case(
      testDescription: "a guard that begins to apply during a wait behind it decides",
      policies: asked + """
        guards:
          - {id: g, forbid: contact.level == 0, applies: 'now >= timestamp("2026-01-07T08:30:00Z")', otherwise: stop}
          - {id: h, require: contact.level > 0, otherwise: wait}
        """ + "\n" + letter,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait h", "7 09:00 ana s stop g"], endings: ["p ana g 7 09:00"]),
    Case(
      testDescription: "a condition that reads something unknown may become true by time alone",
      policies: asked + """
        guards:
          - {id: g, require: 'contact.mood == "calm" || now >= timestamp("2026-01-07T08:30:00Z")'}
        """ + "\n" + letter,
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait g missing contact.mood", "7 09:00 ana s send"]),
    Case(
      testDescription:
        "a narrower limit that is used up meanwhile stops a step that waits for a wider one",
      policies: """
        limit: pace
        scope: policy
        gap: 7d
        of: {policy: [p]}
        ---
        limit: once
        scope: contact
        gap: 1d
        on_exceed: stop
        ---
        \(asked + letter)
        ---
        policy: q
        enrol: {on: nudged}
        \(letter)
        """,
      events: ["asked ben 5 09:00", "asked ana 5 10:00", "nudged ana 6 10:00"],
      decisions: [
        "5 09:00 ben s send", "5 10:00 ana s wait pace until 12 09:00", "6 10:00 ana s send",
        "6 11:00 ana s stop once",
      ]),
    Case(
      testDescription: "a send is noticed in its own walk by a waiting step whose turn is ahead",
      policies: """
        \(asked)priority: new_outreach
        guards:
          - {id: g, forbid: has(contact.last_sent_at), otherwise: skip}
          - {id: h, require: contact.level > 0, otherwise: wait}
        \(letter)
        ---
        policy: q
        priority: follow_ups
        enrol: {on: nudged}
        \(letter)
        """,
      events: ["asked ana 5 10:00", "nudged ana 6 10:00"],
      decisions: ["5 10:00 ana s wait h", "6 10:00 ana s send", "6 10:00 ana s skip g"]),
    Case(
      testDescription: "a send is noticed a round later by a waiting step whose turn was before",
      policies: """
        \(asked)priority: follow_ups
        guards:
          - {id: g, forbid: has(contact.last_sent_at), otherwise: skip}
          - {id: h, require: contact.level > 0, otherwise: wait}
        \(letter)
        ---
        policy: q
        priority: new_outreach
        enrol: {on: nudged}
        \(letter)
        """,
      events: ["asked ana 5 10:00", "nudged ana 6 10:00"],
      decisions: ["5 10:00 ana s wait h", "6 10:00 ana s send", "6 11:00 ana s skip g"]),
    Case(
      testDescription: "a round that a reply opens has a turn for what the reply brought",
      policies: "policy: p\nenrol: {on: contact.replied}\n" + letter,
      settings: TestWorld.settings.replacing("{every: 1h}", "{every: 1d, at_once: [replies]}"),
      events: ["contact.replied ana 5 10:20"], decisions: ["5 10:20 ana s send"]),
    Case(
      testDescription: "where no zone is known a window waits, whatever its outcome",
      policies: "calendar: office\nopen: [mon-fri 09:00-18:00]\n---\n" + asked
        + "guards: [{id: g, window: {calendar: office, zone: contact}, otherwise: stop}]\n"
        + letter,
      settings: TestWorld.settings.replacing("zone_unknown: UTC", "zone_unknown: wait"),
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana s wait g"]),
    Case(
      testDescription: "of deadlines of one instant `expires` comes before `exit.after`",
      policies: asked + "guards: [{id: g, require: contact.level > 0, otherwise: wait}]\n"
        + "steps: [{id: s, expires: 2d, send: {channel: email, template: hello}}]"
        + "\nexit: [{after: 2d, as: over}]",
      events: ["asked ana 5 10:00"],
      decisions: ["5 10:00 ana s wait g", "7 10:00 ana s skip late"],
      endings: ["p ana over 7 10:00"]),
    Case(
      testDescription: "`until` ends what was skipped to its end without a send",
      policies: "policy: p\nenrol: {on: asked, until: 2d}\n"
        + "guards: [{id: g, require: contact.level > 0}]\n" + letter
        + "\nexit: [{after: 9d, as: over}]",
      events: ["asked ana 5 10:00"], decisions: ["5 10:00 ana s skip g"],
      endings: ["p ana expired 7 10:00"]),
  ])
  func `nothing is missed`(_ c: Case) throws {
    var world = try TestWorld(c.policies, settings: c.settings)
    for id in ["ana", "ben"] { try world.person(id) }
    for text in c.events {
      let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
      try world.happens(parts[0], to: parts[1], at: parts[2])
    }
    #expect(world.timeline() == c.decisions)
    if let endings = c.endings {
      var drive = world.drive()
      drive.run(until: TestWorld.instant("40"))
      #expect(TestWorld.endings(drive) == endings)
    }
  }

  @Test func `a condition ceases to hold when a fact grows stale, and may come true again`() throws
  {
    var world = try TestWorld(
      """
      policy: p
      enrol: {when: account.health >= 40 || contact.had("asked"), existing: false}
      \(Self.letter)
      """)
    try world.person("ana")
    world.store.set(
      .int(60), FactPath(.account, "health"), row: 0, asOf: TestWorld.instant("1 12:00"))
    try world.happens("asked", to: "ana", at: "10 10:00")
    #expect(world.timeline() == ["10 10:00 ana s send"])
    var early = world
    early.events = []
    try early.happens("asked", to: "ana", at: "8 11:00")
    #expect(early.timeline() == [], "still fresh: nothing changed")
  }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
