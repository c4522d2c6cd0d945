// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// Modes that are turned while enrolments run, and channels that have one of their own.
struct ModeTests {
  /// Ana is on the safe list, Ben isn't.
  static func world(_ policies: String, mode: String = "live") throws -> TestWorld {
    let settings = TestWorld.settings.split(separator: "mode: live").joined(
      separator: "mode: \(mode)")
    var world = try TestWorld(
      policies,
      templates: [
        "chat.en.md": "---\ntemplate: hello\nchannel: chat\nlanguage: en\n---\nHello.\n"
      ], settings: String(settings))
    world.options = Engine.Options(followsSettings: true)
    for name in ["ana", "ben"] { try world.person(name, consent: Self.both) }
    return world
  }

  static let both: [String: ConsentBasis] = [
    "email": .explicit, "sms": .explicit, "chat": .explicit,
  ]

  static let chat = """
    channel: chat
    plugin: file
    consent: [explicit]
    ---

    """

  static let two =
    chat + """
      policy: p
      enrol: {on: asked, until: 5d}
      steps:
        - {id: s, send: {channel: email, template: hello}}
        - {id: t, after: 2d, send: {channel: email, template: hello}}
      exit: [{after: 30d, as: over}]
      """

  /// Runs a world whose mode is turned at some times: `6 12:00 live`.
  static func run(
    _ world: TestWorld, _ turns: [String], until end: String = "20"
  ) -> (decisions: [String], endings: [String]) {
    var drive = world.drive()
    for turn in turns {
      let parts = turn.split(separator: " ").map(String.init)
      let at = TestWorld.instant(parts[0...1].joined(separator: " "))
      drive.run(until: at)
      drive.engine.advance(to: at, events: []) { drive.decisions.append($0) }
      if let mode = Mode(rawValue: parts[2]) {
        let policy = parts.dropFirst(3).first.flatMap { id in
          drive.engine.bundle.policies.firstIndex { $0.id == id }
        }
        drive.engine.setMode(mode, ofPolicy: policy)
      }
    }
    drive.run(until: TestWorld.instant(end))
    return (
      drive.decisions.map { "\(TestWorld.line($0))\($0.mode == .live ? "" : " (\($0.mode))")" },
      TestWorld.endings(drive)
    )
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var mode: String
    var turns: [String]
    var asked = "5 10:00"
    var decisions: [String]
    var endings: [String]
  }

  @Test(arguments: [
    Case(
      testDescription: "a shadow is rehearsed, and its event enrols anew while `until` runs",
      mode: "shadow", turns: ["6 12:00 live"],
      decisions: [
        "5 10:00 ana s send (shadow)", "5 10:00 ben s send (shadow)", "6 12:00 ana s send",
        "6 12:00 ben s send", "8 12:00 ana t send", "8 12:00 ben t send",
      ],
      endings: [
        "p ana rehearsed 6 12:00", "p ben rehearsed 6 12:00", "p ana finished", "p ben finished",
      ]),
    Case(
      testDescription: "behind `until` nobody comes back", mode: "shadow", turns: ["10 10:00 live"],
      decisions: [
        "5 10:00 ana s send (shadow)", "5 10:00 ben s send (shadow)", "7 10:00 ana t send (shadow)",
        "7 10:00 ben t send (shadow)",
      ],
      endings: ["p ana rehearsed 10 10:00", "p ben rehearsed 10 10:00"]),
    Case(
      testDescription: "a safe one that has sent goes on, and nobody else was enrolled",
      mode: "safe", turns: ["6 12:00 live"],
      decisions: ["5 10:00 ana s send (safe)", "7 10:00 ana t send (safe)"],
      endings: ["p ana finished"]),
    Case(
      testDescription: "turned to safe, who isn't on the list stands still until live again",
      mode: "live", turns: ["6 12:00 safe", "9 12:30 live"],
      decisions: [
        "5 10:00 ana s send", "5 10:00 ben s send", "7 10:00 ana t send (safe)",
        "7 10:00 ben t skip safe_list (safe)", "9 13:00 ben t send",
      ],
      endings: ["p ana finished", "p ben finished"]),
    Case(
      testDescription: "turned to shadow, what was begun live waits and isn't spent",
      mode: "live", turns: ["6 12:00 shadow", "9 12:30 live"],
      decisions: [
        "5 10:00 ana s send", "5 10:00 ben s send", "7 10:00 ana t wait mode",
        "7 10:00 ben t wait mode", "9 13:00 ana t send", "9 13:00 ben t send",
      ],
      endings: ["p ana finished", "p ben finished"]),
    Case(
      testDescription: "turned off, everything waits and nobody comes in",
      mode: "live", turns: ["5 09:00 off", "5 12:00 live"],
      decisions: [], endings: []),
    Case(
      testDescription: "one policy's own mode counts where it is stricter",
      mode: "live", turns: ["5 09:00 shadow p", "6 12:00 live p"],
      decisions: [
        "5 10:00 ana s send (shadow)", "5 10:00 ben s send (shadow)", "6 12:00 ana s send",
        "6 12:00 ben s send", "8 12:00 ana t send", "8 12:00 ben t send",
      ],
      endings: [
        "p ana rehearsed 6 12:00", "p ben rehearsed 6 12:00", "p ana finished", "p ben finished",
      ]),
    Case(
      testDescription: "one policy's own mode doesn't loosen the settings'",
      mode: "shadow", turns: ["6 12:00 live p"],
      decisions: [
        "5 10:00 ana s send (shadow)", "5 10:00 ben s send (shadow)", "7 10:00 ana t send (shadow)",
        "7 10:00 ben t send (shadow)",
      ],
      endings: ["p ana finished", "p ben finished"]),
  ])
  func `turning the mode is felt at once`(_ c: Case) throws {
    var world = try Self.world(Self.two, mode: c.mode)
    for name in ["ana", "ben"] { try world.happens("asked", to: name, at: c.asked) }
    let (decisions, endings) = Self.run(world, c.turns)
    #expect(decisions.sorted(by: Self.byTime) == c.decisions.sorted(by: Self.byTime))
    #expect(endings == c.endings)
  }

  private static func byTime(_ a: String, _ b: String) -> Bool { a < b }

  @Test func `a rehearsal counts neither for again nor for at_most, nor in the number`() throws {
    var world = try Self.world(
      Self.chat + """
        policy: p
        enrol: {on: asked, until: 1d, again: {after: 3d, at_most: 1}}
        steps: [{id: s, only_if: enrolment.count == 1, send: {channel: email, template: hello}}]
        exit: [{after: 30d, as: over}]
        """, mode: "shadow")
    for at in ["5 10:00", "7 10:00"] { try world.happens("asked", to: "ana", at: at) }
    let (decisions, endings) = Self.run(world, ["6 12:00 live"])
    #expect(decisions == ["5 10:00 ana s send (shadow)", "7 10:00 ana s send"])
    #expect(endings == ["p ana rehearsed 6 12:00", "p ana finished"])
  }

  @Test func `of a condition who satisfies it in the first live round comes in`() throws {
    var world = try Self.world(
      Self.chat + """
        policy: p
        enrol: {when: contact.level >= 2, again: {after: 1d}}
        steps: [{id: s, send: {channel: email, template: hello}}]
        """, mode: "safe")
    for row in 0...1 { world.store.set(.int(2), FactPath(.contact, "level"), row: row) }
    let (decisions, endings) = Self.run(
      world, ["6 12:30 live", "9 09:00 shadow", "12 09:00 live"])
    // Ana was enrolled before and has satisfied it ever since: only Ben has just come.
    #expect(decisions == ["5 00:00 ana s send (safe)", "6 13:00 ben s send"])
    #expect(endings == ["p ana done 5 00:00", "p ben done 6 13:00"])
  }

  @Test(arguments: [
    ("replies", ["5 10:00", "6 16:00"]), ("new_outreach", ["7 22:00", "9 04:00"]),
  ])
  func `what is rehearsed is seen by rehearsals alone`(priority: String, times: [String]) throws {
    let policy = { (id: String, mode: String, priority: String) in
      """
      ---
      policy: \(id)
      mode: \(mode)
      priority: \(priority)
      enrol: {on: asked}
      guards: [{id: rested, forbid: contact.sent_since(now - hours(20)), otherwise: wait}]
      steps:
        - {id: s, send: {channel: email, template: hello, pool: one}}
        - {id: t, after: 1h, send: {channel: email, template: hello, pool: one}}
      """
    }
    var world = try Self.world(
      Self.chat + """
        pool: one
        channel: email
        senders: [{id: anna, name: Anna, address: anna@studio.example.com, daily: 1}]
        ---
        limit: daily
        scope: contact
        count: 1
        per: {rolling: 30h}
        \(policy("a", "shadow", priority))
        \(policy("b", "live", "follow_ups"))
        """)
    try world.happens("asked", to: "ana", at: "5 10:00")
    let sends = Self.run(world, []).decisions.filter { $0.contains(" send") }
    func sent(in mode: String) -> [String] {
      sends.filter { $0.contains("shadow") == (mode == "shadow") }.map { String($0.prefix(7)) }
    }
    // The live policy goes its way as if the other weren't there; the shadow minds both.
    #expect(sent(in: "live") == ["5 10:00", "6 16:00"])
    #expect(sent(in: "shadow") == times)
  }

  @Test(arguments: [
    ("off", ["5 10:00 ana s/0 send", "6 10:00 ana s/1 wait mode (off)"]),
    ("shadow", ["5 10:00 ana s/0 send", "6 10:00 ana s/1 send (shadow)", "7 10:00 ana s/2 send"]),
    ("live", ["5 10:00 ana s/0 send", "6 10:00 ana s/1 send", "7 10:00 ana s/2 send"]),
  ])
  func `a channel has a mode of its own`(mode: String, decisions: [String]) throws {
    var world = try Self.world(Self.ladder(mode))
    try world.happens("asked", to: "ana", at: "5 10:00")
    let (made, _) = Self.run(world, [])
    #expect(made == decisions)
  }

  @Test func `a channel in mode safe skips its rung, and keeps a plain step`() throws {
    var world = try Self.world(Self.ladder("safe"))
    for name in ["ana", "ben"] { try world.happens("asked", to: name, at: "5 10:00") }
    let (made, endings) = Self.run(world, [])
    #expect(
      made.filter { $0.contains("ben") } == [
        "5 10:00 ben s/0 send", "6 10:00 ben s/1 skip safe_list (safe)", "7 10:00 ben s/2 send",
      ])
    #expect(
      made.filter { $0.contains("ana") } == [
        "5 10:00 ana s/0 send", "6 10:00 ana s/1 send (safe)", "7 10:00 ana s/2 send",
      ])
    #expect(endings == ["p ana done 7 10:00", "p ben done 7 10:00"])
    let plain = Self.ladder("safe").split(separator: "    escalate:")[0]
    world = try Self.world(plain + "    send: {channel: chat, template: hello}")
    try world.happens("asked", to: "ben", at: "5 10:00")
    let kept = Self.run(world, [])
    #expect(kept.decisions == ["5 10:00 ben s skip safe_list (safe)"])
    #expect(kept.endings == ["p ben open"])
  }

  static func ladder(_ mode: String) -> String {
    """
    channel: chat
    plugin: file
    consent: [explicit]
    mode: \(mode)
    ---
    policy: p
    enrol: {on: asked}
    steps:
      - id: s
        escalate:
          - {channel: email, template: hello}
          - {channel: chat, after: 1d, template: hello}
          - {channel: sms, after: 1d, template: hello}
    """
  }
}
