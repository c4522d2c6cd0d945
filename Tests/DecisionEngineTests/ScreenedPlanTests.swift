// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Foundation
import Guards
import PolicyLanguage
import TestSupport
import Testing

@testable import DecisionEngine

/// A bundle of random guards over facts of every kind, and random people in a file.
private struct RandomPeople {
  let bundle: PolicyLanguage.Bundle
  let zones: ZoneDatabase
  let path: String
  static let now = Instant(seconds: 1_772_366_400)

  private static let facts = """
    facts:
      contact:
        stage: {type: string}
        note: {type: string, nullable: true}
        score: {type: int}
        sends: {type: int, default: 0}
        weight: {type: double}
        ok: {type: bool}
        sent: {type: instant, nullable: true}
        tags: {type: list(string)}
        tier: {type: enum, of: [key, standard]}
        day: {type: date, nullable: true}
    """

  private static let conditions = [
    "contact.ok", "!contact.ok", "contact.ok == false", "true != contact.ok",
    #"contact.stage in ["lead", "won"]"#, #"!(contact.stage in ["lost"])"#,
    #"contact.stage == "lead""#, #""won" != contact.stage"#, "contact.score >= 4",
    "7 > contact.score", "contact.score != 3", "contact.score == 3 || contact.ok",
    "contact.score < 8 && contact.sends < 2", "!(contact.score > 5 || contact.sends >= 1)",
    #"now - contact.sent > duration("36h")"#, "contact.sent + days(2) <= now",
    #"contact.sent < timestamp("2026-02-27T12:00:00Z")"#, "contact.sent != now - hours(48)",
    #"contact.tags.exists(t, t == "vip")"#, #"!contact.tags.exists(t, "vip" == t)"#,
    #"contact.tags.all(t, t != "vip")"#, "contact.tags.size() < 2", "contact.weight > 1.5",
    #"contact.tier == "key""#, "has(contact.note)", #"has(contact.note) && contact.note == "x""#,
    #"contact.note != "x""#, #"contact.stage.startsWith("l")"#,
    "contact.ok ? contact.score > 2 : true",
    "contact.day < date(\"2026-02-01\")", "contact.score / (contact.sends - 1) > 2",
    "contact.sent > now", "true",
    #"contact.stage in ["a", "b", "c", "d", "e", "f", "g", "h", "lead"]"#,
  ]

  init(seed: Int, folder: String) throws {
    var dice = Dice(seed: Int64(seed))
    func condition(_ dice: inout Dice) -> String { dice.pick(Self.conditions) }
    var policies = Self.facts
    for index in 0..<dice.number(1...2) {
      var guards = ""
      for guarded in 0..<dice.number(0...5) {
        let kind = dice.pick(["require", "forbid"])
        let outcome = dice.pick(["skip", "skip", "stop", "wait"])
        let level = dice.number(0...6) == 0 ? ", level: observe" : ""
        guards +=
          "  - {id: g\(guarded), \(kind): '\(condition(&dice))', otherwise: \(outcome)\(level)}\n"
      }
      policies += """
        \n---
        policy: p\(index)
        enrol: {when: '\(dice.number(0...1) == 0 ? "true" : condition(&dice))'}
        \(guards.isEmpty ? "" : "guards:\n\(guards)")steps:
          - {id: note, task: {to: team, text: "{{contact.id}}"}}
        """
    }
    zones = try ZoneDatabase()
    let result = BundleCompiler.compile(
      .memory(texts: [
        "policies/parley.yaml": TestWorld.settings, "policies/all.yaml": policies,
      ]), zones: zones)
    guard let bundle = result.bundle else {
      throw TestWorld.NotABundle(
        findings: result.diagnostics.filter { $0.severity == .error }.map(\.headline))
    }
    self.bundle = bundle
    path = "\(folder)/people-\(seed).csv"
    var text = "id,stage,note,score,sends,weight,ok,sent,tags,tier,day\n"
    if dice.number(0...3) == 0 { text = text.replacingOccurrences(of: ",score", with: ",other") }
    for row in 0..<60 {
      let cells = [
        "c\(1000 + row)", dice.pick(["lead", "won", "lost", "lead", ""]),
        dice.pick(["", "x", "y"]), dice.pick(["0", "3", "4", "9", ""]),
        dice.pick(["0", "1", "2", ""]), dice.pick(["1.5", "2", "0.25"]),
        dice.pick(["true", "false", "true", ""]),
        dice.pick([
          "2026-02-27T12:00:00Z", "2026-02-27T12:00:00.5Z", "2026-02-28T00:00:00Z", "",
          "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-01T12:00:00Z",
        ]),
        dice.pick(["", "vip", "a|vip", "a|b"]), dice.pick(["key", "standard"]),
        dice.pick(["2026-01-31", "2026-02-02", ""]),
      ]
      text += cells.joined(separator: ",") + "\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}

@Suite struct ScreenedPlanTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the engine decides, as lines of a brief plan.
  private func engineLines(_ people: RandomPeople, _ store: FactStore) -> [String] {
    var lines: [(contact: Int, policy: Int, line: String)] = []
    for decision in Plan(
      bundle: people.bundle, store: store, zones: people.zones, seed: 1, at: RandomPeople.now
    ).decisions {
      lines.append(
        (
          decision.rows.contact, decision.rows.policy,
          "\(decision.contact),\(decision.verdict.rawValue),\(decision.reason ?? "")"
        ))
    }
    return lines.sorted { ($0.contact, $0.policy) < ($1.contact, $1.policy) }.map(\.line)
  }

  @Test(arguments: 1...60)
  func `columns, plain numbers and the engine decide alike`(_ seed: Int) throws {
    let people = try RandomPeople(seed: seed, folder: folder.url.path)
    defer { try? FileManager.default.removeItem(atPath: people.path) }
    let file = ContactFile(schema: people.bundle.schema, clock: RandomPeople.now)
    let store = try file.read(path: people.path).store
    let screened = try #require(
      ScreenedPlan(
        bundle: people.bundle, policy: nil, zones: people.zones, at: RandomPeople.now))
    let scan = try #require(try file.scan(path: people.path, keeping: screened.slots))
    let result = try scan.run(
      threads: 2, blockBytes: 1_000, initial: { ScreenedPlan.Tally(screened, showing: 0) },
      look: { screened.decide($0, writes: true, showing: 0, seed: 1) },
      take: {
        $0.add($1)
        $0.lines += $1.lines
      })
    let lines = String(decoding: result.gathered.lines, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.map(String.init) == engineLines(people, store), "PARLEY_SEED=\(seed)")
    let asked = store.contacts.count * people.bundle.policies.count
    #expect(result.gathered.counts.reduce(0, +) == asked)
    try compareConditions(people, store, seed)
  }

  /// Each guard of each contact, by plain numbers and by the author's program.
  private func compareConditions(_ people: RandomPeople, _ store: FactStore, _ seed: Int) throws {
    var engine = Engine(
      bundle: people.bundle, store: store, zones: people.zones, seed: 1, from: RandomPeople.now)
    engine.advance(to: RandomPeople.now) { _ in }
    for policy in people.bundle.policies {
      for contact in 0..<store.contacts.count {
        engine.withContext(contact: contact) { context in
          (context.policy, context.step) = (policy.index, 0)
          let conditions = context.world.conditions
          let numbers = conditions.chain(policy.index, 0, 0).conditions
          let truths = context.world.facts.contacts.truths(
            of: numbers, in: conditions.facts, row: contact, now: context.clock)
          for (position, link) in policy.steps[0].chains[0].links.enumerated() {
            let one = conditions[policy.index, 0, 0, position]
            let together =
              one.condition < 0 ? nil : truths[Int(one.condition) - numbers.lowerBound]
            #expect(context.quickAnswer(one, known: together) == context.quickAnswer(one))
            guard let quick = context.quickAnswer(one) else { continue }
            #expect(
              quick == link.kind.check(context),
              "PARLEY_SEED=\(seed), contact \(contact), guard \(link.id)")
            #expect(context.lets(position) == quick.lets)
          }
        }
      }
    }
  }

  @Test func `what needs an engine isn't screened`() throws {
    let task = "steps:\n  - {id: a, task: {to: team, text: x}}"
    for policy in [
      "policy: p\nenrol: {on: asked}\n\(task)",
      "policy: p\nenrol: {when: 'true', after: 1d}\n\(task)",
      "policy: p\nenrol: {when: 'contact.replied_ever'}\n\(task)",
      "policy: p\nenrol: {when: 'account.health > 3'}\n\(task)",
      "policy: p\nenrol: {when: 'true'}\n\(task)\nexit: [{when: 'contact.level > 3', as: big}]",
      "policy: p\nenrol: {when: 'true'}\nsteps:\n  - {id: a, send: {channel: email, template: hello}}",
    ] {
      let world = try TestWorld(policy)
      #expect(
        ScreenedPlan(
          bundle: world.bundle, policy: nil, zones: world.zones, at: RandomPeople.now) == nil,
        "\(policy)")
    }
  }

  @Test func `ids that a cell can't hold bare are quoted`() {
    var bytes: [UInt8] = []
    for id in ["plain", "a,b", "a\"b", "a\nb", " x"] {
      var id = id
      id.withUTF8 { BriefLine.append(id: $0, to: &bytes) }
      bytes += BriefLine.ending(verdict: .skip, reason: "late")
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == """
        plain,skip,late
        "a,b",skip,late
        "a""b",skip,late
        "a
        b",skip,late
         x,skip,late\n
        """)
  }
}
