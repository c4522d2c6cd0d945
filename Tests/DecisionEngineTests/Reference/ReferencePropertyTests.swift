// Licensed under the Apache License, Version 2.0; see LICENSE.

import DecisionEngine
import Guards
import Testing

/// Laws of DESIGN.md section 4 that hold between two runs of the engine.
///
/// They are stated up to the first instant at which the runs part, since from there on the people
/// have other histories: a send that waits frees a place that somebody else takes. Worlds whose
/// guards read `account.active_enrolments` are left out: there, that one enrolment ends where it
/// waited before is itself something that a later turn of the same round may read.
struct ReferencePropertyTests {
  private let engine: ReferenceEngine

  init() throws { engine = try ReferenceEngine() }

  /// Worlds that the engine accepts, with its timeline.
  private func worlds(_ count: Int) -> [(ReferenceWorld, ReferenceTimeline)] {
    ReferenceComparisonTests.seeds(count).compactMap { seed in
      let world = ReferenceWorld.random(seed: seed, engine.zones)
      guard !world.conditions.contains(where: { $0.cel.contains("active_enrolments") }) else {
        return nil
      }
      return engine.decide(world).map { (world, $0.timeline) }
    }
  }

  @Test func `the order of guards that wait changes no send, skip, stop or end`() {
    for (world, _) in worlds(150) {
      let waiting = world.changingGuards { asked in asked.map { $0.with(outcome: .wait) } }
      guard let straight = engine.decide(waiting)?.timeline,
        let turned = engine.decide(waiting.changingGuards { $0.reversed() })?.timeline
      else { continue }
      #expect(straight.outcomes == turned.outcomes, "PARLEY_SEED=\(world.seed)")
    }
  }

  @Test func `the order of guards changes no send before outcomes part`() {
    for (world, straight) in worlds(150) {
      guard let turned = engine.decide(world.changingGuards { $0.reversed() })?.timeline else {
        continue
      }
      guard let parting = straight.parting(from: turned) else { continue }
      #expect(
        straight.sends(at: parting) == turned.sends(at: parting), "PARLEY_SEED=\(world.seed)")
    }
  }

  @Test func `an added guard causes no send but by giving up its own`() {
    for (world, without) in worlds(150) {
      var random = ReferenceGenerator(seed: world.seed)
      let added = ReferenceWorld.Guard.random(
        "added", ReferenceCondition.atoms(world, &random).filter { $0.scope == .anywhere },
        &random)
      let place = random.number(0...3)
      let stricter = world.changingGuards { asked in
        var more = asked
        more.insert(added, at: min(place, more.count))
        return more
      }
      guard let with = engine.decide(stricter)?.timeline,
        let parting = with.parting(from: without)
      else { continue }
      let gained = Set(with.sends(at: parting)).subtracting(without.sends(at: parting))
      let lost = Set(without.sends(at: parting)).subtracting(with.sends(at: parting))
      #expect(gained.isEmpty || !lost.isEmpty, "PARLEY_SEED=\(world.seed)")
      // Where nobody shares a limit, nothing is gained at all.
      if world.limits.allSatisfy({ $0.scope == .contact }), world.policies.count == 1,
        world.deals.isEmpty
      {
        #expect(gained.isEmpty, "PARLEY_SEED=\(world.seed)")
      }
    }
  }
}

/// Laws of one run.
struct ReferenceRunTests {
  @Test func `a step is sent if no guard stands in its way, else the first one is the reason`()
    throws
  {
    let engine = try ReferenceEngine()
    for seed in ReferenceComparisonTests.seeds(150) {
      let world = ReferenceWorld.random(seed: seed, engine.zones)
      for decision in engine.decide(world, traces: true)?.decisions ?? [] {
        // A deadline decides at its own instant, and a reply its escalation, whatever guards say.
        if ["late", "expired", "replied"].contains(decision.reason) { continue }
        let first = decision.guards.first { $0.blocks }?.id
        // What was answered, or not, stands for the guard that asked.
        let isAnswered = ["refused", "approval_expired"].contains(decision.reason)
        let reason = isAnswered ? "approval" : decision.reason
        #expect(first == reason, "PARLEY_SEED=\(seed) \(decision.at)")
        #expect((first == nil) == (decision.verdict == .send), "PARLEY_SEED=\(seed)")
      }
    }
  }

  @Test func `one thread and two write the same bytes`() throws {
    let engine = try ReferenceEngine()
    // In the tenth, somebody stands in a line and is due in their own right when another one joins.
    for seed in ReferenceComparisonTests.seeds(10) {
      // Audiences are asked by several threads only where there are many people.
      let world = ReferenceWorld.random(seed: seed, engine.zones).crowded(by: 1_200)
      guard world.policies.contains(where: \.on.isEmpty) else { continue }
      let lines = [1, 2].map { engine.decide(world, threads: $0)?.lines }
      #expect(lines[0] == lines[1], "PARLEY_SEED=\(seed)")
    }
  }
}

extension ReferenceWorld {
  /// The same world with so many more people, each like one who is there.
  fileprivate func crowded(by count: Int) -> ReferenceWorld {
    var world = self
    for number in 0..<count {
      var twin = contacts[number % contacts.count]
      twin.id = "x\(number)"
      world.contacts.append(twin)
    }
    return world
  }

  /// The same world with every list of authored guards changed.
  fileprivate func changingGuards(_ change: ([Guard]) -> [Guard]) -> ReferenceWorld {
    var world = self
    for index in policies.indices {
      world.policies[index].guards = change(policies[index].guards)
      for step in policies[index].steps.indices where !policies[index].steps[step].guards.isEmpty {
        world.policies[index].steps[step].guards = change(policies[index].steps[step].guards)
      }
    }
    return world
  }
}

extension ReferenceWorld.Guard {
  fileprivate func with(outcome: ReferenceWorld.Outcome) -> Self {
    var changed = self
    changed.otherwise = outcome
    return changed
  }
}

extension ReferenceTimeline {
  /// The first instant at which two runs send, skip, stop or end something else.
  fileprivate func parting(from other: ReferenceTimeline) -> Int? {
    let (mine, theirs) = (Set(dated), Set(other.dated))
    return mine.symmetricDifference(theirs).map(\.at).min()
  }

  private struct Dated: Hashable {
    var at: Int
    var text: String
  }

  private var dated: [Dated] {
    lines.filter { $0.verdict != .wait }.map { Dated(at: $0.at, text: $0.description) }
      + endings.map { Dated(at: $0.at, text: $0.description) }
  }

  fileprivate func sends(at instant: Int) -> [Line] { sends.filter { $0.at == instant } }
}
