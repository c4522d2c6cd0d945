// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// Decision lines, traces, plans and explanations.
struct DecisionLineTests {
  static let policies = """
    calendar: office
    open: [mon-fri 09:00-18:00]
    ---
    limit: cooldown
    scope: contact
    gap: 14d
    between: starts
    ---
    policy: p
    enrol: {on: asked}
    guards:
      - {id: hours, window: {calendar: office, zone: contact}}
      - {id: level, require: contact.level >= 2, otherwise: wait}
    steps: [{id: s, send: {channel: email, template: hello}}]
    """

  @Test func `a line has all keys, in their order, and every guard`() throws {
    var world = try TestWorld(Self.policies)
    try world.person("ana", ["contact.level": .int(1)])
    try world.happens("asked", to: "ana", at: "5 20:00")
    world.options.traces = true
    var drive = world.drive()
    drive.run(until: TestWorld.instant("6"))
    let decision = try #require(drive.decisions.first)
    var bytes: [UInt8] = []
    decision.appendLine(to: &bytes)
    let line = String(decoding: bytes, as: UTF8.self)
    let id = EnrolmentID(policy: "p", contact: "ana", subject: "ana", ordinal: 1)
    #expect(
      line.hasPrefix(
        """
        {"at":"2026-01-05T20:00:00Z","contact":"ana","account":"ana-co","deal":null,"policy":"p",\
        "enrolment":"\(id)","step":"s","rung":null,"verdict":"wait","reason":"hours",\
        "until":"2026-01-06T09:00:00Z","earliest":null,"missing":[],"channel":"email",\
        "sender":null,"lost_to":null,"guards":[{"id":"kill_switch","stage":"system",\
        "status":"pass","expression":null,"values":{},"flips_at":null,"file":"policies/parley.yaml",\
        "line":1},
        """), "\(line)")
    #expect(
      line.hasSuffix(
        "\"bundle\":\"\(world.bundle.digest)\",\"pinned\":\"\(world.bundle.digest)\",\"seed\":1}\n")
    )
    #expect(
      decision.guards.map { "\($0.id) \($0.status.rawValue)" } == [
        "kill_switch pass", "mode pass", "safe_list not_applicable", "suppression pass",
        "consent pass", "address pass", "hours fail", "level fail", "late not_reached",
        "cooldown not_reached", "template not_reached",
      ])
    let level = try #require(decision.guards.first { $0.id == "level" })
    #expect(level.values == [TracedValue(path: "contact.level", content: .int(1))])
    #expect(level.expression == "contact.level >= 2")
    #expect(level.blocks && !level.isReached)
  }

  @Test func `the earliest round is the first at which all guards can pass`() throws {
    var world = try TestWorld(Self.policies)
    let ana = try world.person("ana", ["contact.level": .int(2)])
    let given = FactStore.event(
      given: .lastStartedAt, contact: ana, at: TestWorld.instant("2 21:30"))
    world.store.apply(try #require(given))
    try world.happens("asked", to: "ana", at: "5 20:00")
    world.options.traces = true
    var drive = world.drive()
    drive.run(until: TestWorld.instant("6"))
    // Closed until the 6th at 09:00; the cooldown runs to Friday the 16th at 21:30, and over the
    // weekend the office is closed.
    #expect(drive.decisions.first?.earliest == TestWorld.instant("19 09:00"))
    drive.run(until: TestWorld.instant("30"))
    #expect(drive.decisions.last.map(TestWorld.line) == "19 09:00 ana s send")
  }

  @Test func `strings in lines are escaped`() {
    let long = String(repeating: "ü\\ and more than eight bytes\"", count: 3)
    for text in ["a\"b\\c\n\t\u{1}é", "", "\u{1F}", "12345678", "1234567\"", long] {
      let escaped = text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case "\n": "\\n"
        case "\t": "\\t"
        case "\u{1}": "\\u0001"
        case "\u{1F}": "\\u001f"
        case _: "\(scalar)"
        }
      }
      #expect(
        Self.json(atMost: JSONLine.room(text)) { $0.value(text) } == "\"\(escaped.joined())\"")
    }
  }

  @Test(arguments: [Int64.min, -10, -1, 0, 9, 10, 1234, .max])
  func `numbers in lines have their digits`(number: Int64) {
    #expect(Self.json(atMost: JSONLine.numberRoom) { $0.value(number) } == "\(number)")
  }

  @Test(arguments: [
    Instant(seconds: 0), Instant(seconds: 1_788_220_801), Instant(seconds: -1),
    Instant(seconds: 5, nanoseconds: 250_000_000), Instant(seconds: 253_402_300_800),
    Instant(seconds: -62_167_219_201), Instant(seconds: .max, nanoseconds: 999_999_999),
  ])
  func `instants in lines are as elsewhere`(instant: Instant) {
    #expect(
      Self.json(atMost: JSONLine.numberRoom) { $0.value(instant) } == "\"\(instant.description)\"")
  }

  private static func json(atMost room: Int, _ write: (inout JSONLine) -> Void) -> String {
    var bytes: [UInt8] = []
    bytes.append(atMost: room, write)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `an enrolment's id is the same everywhere`() {
    let id = EnrolmentID(policy: "winback", contact: "c-0001", subject: "d1", ordinal: 1)
    let parts = ["parley.enrolment.1", "winback", "c-0001", "d1", "1"]
    #expect(id.description == StableHash(parts: parts).hexadecimal(firstBytes: 16))
    #expect(id != EnrolmentID(policy: "winback", contact: "c-0001", subject: "d1", ordinal: 2))
  }

  @Test func `a plan decides at the instant asked for, whatever the rounds are`() throws {
    var world = try TestWorld(Self.policies)
    try world.person("ana", ["contact.level": .int(2)])
    try world.person("bo", ["contact.level": .int(0)])
    for name in ["ana", "bo"] { try world.happens("asked", to: name, at: "2 10:00") }
    try world.happens("asked", to: "bo", at: "9 10:00")
    let plan = Plan(
      bundle: world.bundle, store: world.store, events: world.events, zones: world.zones, seed: 1,
      at: TestWorld.instant("5 10:07"))
    #expect(
      plan.decisions.map(TestWorld.line).sorted() == [
        "5 10:07 ana s send", "5 10:07 bo s wait level",
      ])
  }

  struct Why: CustomTestStringConvertible {
    var testDescription: String
    var enrol: String
    var event: String?
    var standing: Explanation.Standing
    var blockers: [String]
  }

  @Test(arguments: [
    Why(
      testDescription: "no event", enrol: "{on: asked}", event: nil,
      standing: .notEnrolled(.noEvent(["asked"])), blockers: ["hours", "level"]),
    Why(
      testDescription: "the condition is false", enrol: "{when: contact.level > 3}", event: nil,
      standing: .notEnrolled(.whenFalse), blockers: ["audience", "hours", "level"]),
    Why(
      testDescription: "the condition is unknown", enrol: "{when: 'contact.mood == \"x\"'}",
      event: nil, standing: .notEnrolled(.whenUnknown(["contact.mood"])),
      blockers: ["audience", "hours", "level"]),
    Why(
      testDescription: "pending", enrol: "{on: asked, after: 3d}", event: "5 10:00",
      standing: .pending(startsAt: TestWorld.instant("8 10:00")), blockers: ["hours", "level"]),
    Why(
      testDescription: "open", enrol: "{on: asked}", event: "5 10:00",
      standing: .open(dueAt: TestWorld.instant("5 10:00")), blockers: ["hours", "level"]),
  ])
  func `why asks every guard, also for who isn't enrolled`(_ c: Why) throws {
    var world = try TestWorld(
      Self.policies.replacing("enrol: {on: asked}", with: "enrol: \(c.enrol)"))
    let ana = try world.person("ana", ["contact.level": .int(1)])
    if let time = c.event { try world.happens("asked", to: "ana", at: time) }
    var drive = world.drive()
    drive.run(until: TestWorld.instant("5 20:00"))
    drive.visit("5 20:00")
    let found = drive.engine.explain(contact: ana)
    #expect(found.map(\.standing) == [c.standing])
    #expect(found.first?.blockers.map(\.id) == c.blockers)
    #expect(found.first?.decision.guards.contains { $0.status == .notReached } == false)
  }

  @Test func `when names the guard that is the last to open`() throws {
    var world = try TestWorld(Self.policies)
    let ana = try world.person("ana", ["contact.level": .int(2)])
    let given = FactStore.event(
      given: .lastStartedAt, contact: ana, at: TestWorld.instant("2 08:00"))
    world.store.apply(try #require(given))
    try world.happens("asked", to: "ana", at: "5 10:00")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("5 20:00"))
    drive.visit("5 20:00")
    let found = try #require(drive.engine.explain(contact: ana).first)
    #expect(found.decision.reason == "hours")
    #expect(found.decision.earliest == TestWorld.instant("16 09:00"))
    #expect(found.binding == "hours")
  }

  @Test func `threads change nothing`() throws {
    func lines(threads: Int) throws -> [UInt8] {
      var world = try TestWorld(
        """
        limit: few
        scope: global
        count: 40
        per: {calendar: day, zone: UTC}
        ---
        policy: p
        enrol: {when: contact.level >= 3}
        order_by: contact.level
        steps: [{id: s, send: {channel: email, template: hello}}]
        """)
      for index in 0..<2_000 {
        try world.person("c\(index)", ["contact.level": .int(Int64(index % 7))])
      }
      world.options = Engine.Options(traces: true, threads: threads)
      var drive = world.drive()
      drive.run(until: TestWorld.instant("8"))
      var bytes: [UInt8] = []
      for decision in drive.decisions { decision.appendLine(to: &bytes) }
      return bytes
    }
    let one = try lines(threads: 1)
    #expect(one.count > 1_000)
    #expect(try lines(threads: 2) == one)
    #expect(try lines(threads: 3) == one)
  }
}
