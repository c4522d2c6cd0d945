// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage

@testable import DecisionEngine

/// Runs worlds through the policy compiler and the engine; the only place that knows both.
struct ReferenceEngine {
  let zones: ReferenceZones
  private let database: ZoneDatabase

  init() throws {
    zones = try ReferenceZones()
    database = try ZoneDatabase()
  }

  enum Comparison {
    /// The compiler proves a contradiction in the bundle.
    case refused
    case same(sends: Int)
    case differs(String)
  }

  /// What a world's bundle compiles to; `nil` if it is refused.
  func compile(_ world: ReferenceWorld) -> CompileResult {
    let texts = Dictionary(uniqueKeysWithValues: world.files.map { ($0.path, $0.text) })
    return BundleCompiler.compile(.memory(texts: texts), zones: database)
  }

  /// The engine's decisions about a world, and its decision lines; `nil` if the bundle is refused.
  func decide(_ world: ReferenceWorld, threads: Int = 1, traces: Bool = false) -> Run? {
    guard let bundle = compile(world).bundle else { return nil }
    var store = world.store(bundle.schema)
    var coming = world.told(&store)[...]
    let end = ReferenceWorld.instant(world.to)
    var engine = Engine(
      bundle: bundle, store: store, zones: database, seed: Int64(world.seed),
      from: ReferenceWorld.instant(world.from),
      options: Engine.Options(traces: traces, threads: threads))
    var run = Run()
    while let instant = [engine.nextInstant(), coming.first?.at].compactMap({ $0 }).min(),
      instant < end
    {
      let news = coming.prefix { $0.at <= instant }
      coming = coming.dropFirst(news.count)
      var decisions: [Decision] = []
      engine.advance(to: instant, events: Array(news)) { decisions.append($0) }
      for decision in decisions { run.add(decision, engine, until: end) }
    }
    run.addEndings(of: engine)
    return run
  }

  /// What one run of the engine gave.
  struct Run {
    var timeline = ReferenceTimeline()
    var decisions: [Decision] = []
    var lines: [UInt8] = []

    fileprivate mutating func add(_ decision: Decision, _ engine: Engine, until end: Instant) {
      decisions.append(decision)
      decision.appendLine(to: &lines)
      guard let position = decision.rows.enrolment,
        let verdict = ReferenceTimeline.Verdict(rawValue: decision.verdict.rawValue)
      else { return }
      // An end by `until` closes the step that was still wanted; the end itself is compared.
      if decision.reason == "expired" { return }
      timeline.add(
        ReferenceTimeline.Line(
          at: Int(decision.at.seconds), name: Self.name(engine, position),
          step: decision.step + (decision.rung.map { "/\($0)" } ?? ""),
          verdict: verdict, reason: decision.reason,
          sender: decision.verdict == .send ? decision.sender : nil,
          solved: .init(
            until: decision.until.map { Int($0.seconds) },
            // The reference knows no rounds behind the world's end.
            earliest: decision.earliest.flatMap { $0 < end ? Int($0.seconds) : nil })))
    }

    fileprivate mutating func addEndings(of engine: Engine) {
      for (position, enrolment) in engine.context.world.enrolments.enumerated()
      where enrolment.state == .ended {
        timeline.endings.append(
          ReferenceTimeline.Ending(
            at: Int(enrolment.endedAt), name: Self.name(engine, position),
            reason: enrolment.endedAs))
      }
    }

    private static func name(_ engine: Engine, _ position: Int) -> ReferenceTimeline.Name {
      let enrolment = engine.context.world.enrolments[position]
      let policy = engine.bundle.policies[enrolment.policy]
      return ReferenceTimeline.Name(
        policy: policy.id,
        contact: engine.facts.contactID(enrolment.contact).rawValue,
        deal: policy.enrol.subject == .deal
          ? enrolment.deal.map { engine.facts.dealID($0).rawValue } : nil,
        ordinal: enrolment.ordinal)
    }
  }

  /// Decides a world twice and compares.
  func compare(_ world: ReferenceWorld) -> Comparison {
    guard let run = decide(world, traces: looksAhead(world)) else { return .refused }
    let reference = reference(world)
    guard let difference = run.timeline.difference(from: reference) else {
      return .same(sends: reference.sends.count)
    }
    return .differs(difference)
  }

  /// Some worlds are looked at more closely: it takes long, and what must be polled, or ceases to
  /// apply, has no instant that could be foreseen.
  private func looksAhead(_ world: ReferenceWorld) -> Bool {
    let guards = world.mandatory + world.policies.flatMap { $0.guards + $0.steps.flatMap(\.guards) }
    return world.seed % 3 == 0 && guards.allSatisfy { $0.applies == nil }
      && world.conditions.flatMap(\.atoms).allSatisfy { $0.scope != .polled }
  }

  private func reference(_ world: ReferenceWorld) -> ReferenceTimeline {
    let decider = ReferenceDecider(world, zones)
    if looksAhead(world) { decider.solves = 4 }
    return decider.decide()
  }

  /// Everything about a world in which both differ, made as small as it gets.
  func report(_ world: ReferenceWorld) -> String {
    let small = world.shrunk { smaller in
      guard case .differs = compare(smaller) else { return false }
      return true
    }
    guard case .differs(let difference) = compare(small), let run = decide(small) else {
      return "the difference vanished"
    }
    let reference = reference(small)
    let files = small.files.filter { $0.path.hasPrefix("policies/") }
    return """
      PARLEY_SEED=\(world.seed)
      \(difference)
      \(run.timeline.sideBySide(reference))
      engine ends: \(run.timeline.endings.map(\.description))
      reference ends: \(reference.endings.map(\.description))
      \(small.people)
      \(files.map(\.text).joined(separator: "---\n"))
      """
  }
}
