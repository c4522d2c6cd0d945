// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Foundation
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// The engine against the reference decision, on thousands of small worlds.
struct ReferenceTests {
  /// `PARLEY_SEED` runs one bundle alone; `PARLEY_WORLDS` more bundles than usual.
  static var bundles: [Int64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["PARLEY_SEED"].flatMap({ Int64($0) }) { return [seed] }
    return Array(1...(environment["PARLEY_WORLDS"].flatMap { Int64($0) } ?? 200))
  }

  @Test func `engine and reference agree on every verdict`() throws {
    var compared = 0
    for bundleSeed in Self.bundles {
      let plan = SmallWorld(bundleSeed: bundleSeed, seed: 0)
      guard let template = try? TestWorld(plan.text(), settings: plan.settings) else {
        continue
      }
      for seed in 1...8 {
        let world = SmallWorld(bundleSeed: bundleSeed, seed: Int64(seed))
        var reference = Reference(world)
        reference.live()
        let engine = try Self.run(world, template)
        let final = engine.filter { !$0.contains(" wait ") }
        let expected = reference.decisions
        compared += expected.count
        guard final == expected else {
          Issue.record(
            "PARLEY_SEED=\(bundleSeed), world \(seed)\n\(Self.difference(final, expected))\n\(world.happenings)\n\(plan.text())"
          )
          return
        }
        for line in engine where line.contains(" wait ") {
          let parts = line.split(separator: " ", maxSplits: 4).map(String.init)
          let what = parts[0...3].joined(separator: " ")
          guard "wait \(reference.waits[what] ?? "?")" == parts[4] else {
            Issue.record(
              "PARLEY_SEED=\(bundleSeed), world \(seed): engine \(line), reference \(reference.waits[what] ?? "none")"
            )
            return
          }
        }
      }
    }
    #expect(compared > 500)
  }

  static func difference(_ a: [String], _ b: [String]) -> String {
    let place =
      zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(a.count, b.count)
    func show(_ lines: [String]) -> String {
      lines[max(0, place - 2)..<min(lines.count, place + 3)].joined(separator: "\n  ")
    }
    return "engine:\n  \(show(a))\nreference:\n  \(show(b))"
  }

  /// Runs the engine over a small world; lines as the reference writes them.
  static func run(_ world: SmallWorld, _ template: TestWorld, threads: Int = 1) throws -> [String] {
    var test = template
    test.seed = world.seed
    test.options.threads = threads
    for person in world.people {
      let row = try test.person(
        person.id, account: "a\(person.account)",
        consent: ["email": person.hasConsent ? .explicit : .none])
      test.store.set(.int(Int64(person.level)), FactPath(.contact, "level"), row: row)
      if let mood = person.mood {
        test.store.set(.string(mood), FactPath(.contact, "mood"), row: row)
      }
    }
    let origin = TestWorld.instant("5")
    var drive = Drive(
      bundle: test.bundle, store: test.store, zones: test.zones, seed: test.seed, from: origin,
      options: test.options)
    var next = 0
    let end = origin + .seconds(world.lengthSeconds)
    while true {
      var now = drive.engine.nextInstant() ?? end
      if next < world.happenings.count {
        now = min(now, origin + .seconds(world.happenings[next].at))
      }
      guard now <= end else { break }
      var events: [FactEvent] = []
      while next < world.happenings.count, origin + .seconds(world.happenings[next].at) <= now {
        let happening = world.happenings[next]
        next += 1
        let name: String
        switch happening.what {
        case .asked: name = "asked"
        case .nudged: name = "nudged"
        case .replied: name = "contact.replied"
        case .optedOut: name = "contact.opted_out"
        case .level(let level):
          drive.engine.facts.set(
            .int(Int64(level)), FactPath(.contact, "level"), row: happening.contact)
          drive.engine.noteChange(of: FactPath(.contact, "level"), row: happening.contact)
          continue
        }
        let code = try #require(test.bundle.schema.event(name)).code
        events.append(FactEvent(code, at: now, contact: happening.contact))
      }
      drive.engine.advance(to: now, events: events) { drive.decisions.append($0) }
      if now >= end { break }
    }
    return drive.decisions.map { decision in
      let at = decision.at.seconds - origin.seconds
      return
        "\(at) \(decision.contact) \(decision.policy) \(decision.step) \(decision.verdict.rawValue) \(decision.reason ?? "")"
    }
  }

  @Test func `the order of guards doesn't decide who is sent to`() throws {
    // Waits are left out of a world's rules: a skip in front of a wait ends what a wait keeps.
    for bundleSeed in Self.bundles.prefix(60) {
      var plan = SmallWorld(bundleSeed: bundleSeed, seed: 1)
      for policy in plan.policies.indices {
        for rule in plan.policies[policy].rules.indices {
          plan.policies[policy].rules[rule].outcome = .skip
        }
        plan.policies[policy].rules.removeAll { if case .hours = $0.what { true } else { false } }
        plan.policies[policy].rules.removeAll { if case .mood = $0.what { true } else { false } }
      }
      guard let there = try? TestWorld(plan.text(), settings: plan.settings),
        let back = try? TestWorld(plan.text(rulesReversed: true), settings: plan.settings)
      else { continue }
      let sends = try [there, back].map { template in
        try Self.run(plan, template).filter { $0.contains(" send ") }
      }
      #expect(sends[0] == sends[1], "PARLEY_SEED=\(bundleSeed)")
    }
  }

  @Test func `an added guard never causes a send`() throws {
    for bundleSeed in Self.bundles.prefix(60) {
      var plan = SmallWorld(bundleSeed: bundleSeed, seed: 1)
      // Alone in its world: what a guard keeps from one may be another one's place.
      plan.limits = []
      plan.policies = [plan.policies[0]]
      plan.policies[0].steps = [plan.policies[0].steps[0]]
      plan.policies[0].again = nil
      let extra = "  - {id: extra, require: contact.level >= 2, otherwise: skip}"
      guard let without = try? TestWorld(plan.text(), settings: plan.settings),
        let with = try? TestWorld(plan.text(extra: extra), settings: plan.settings)
      else { continue }
      func sent(_ template: TestWorld) throws -> Set<Substring> {
        Set(
          try Self.run(plan, template).filter { $0.contains(" send ") }
            .map { $0.split(separator: " ")[1] })
      }
      let (fewer, more) = (try sent(with), try sent(without))
      #expect(fewer.isSubset(of: more), "PARLEY_SEED=\(bundleSeed)")
    }
  }
}
