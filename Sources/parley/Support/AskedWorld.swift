// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import PolicyLanguage
import Simulation

/// A world to ask about: a scenario as it stands at an instant, or people in files.
struct AskedWorld {
  let engine: Engine
  let bundle: Bundle
  /// When it is.
  let at: Instant
  /// What was decided last about each step of the contact that is asked about, by deal and step.
  var decided: [DecidedStep: Decision] = [:]
}

/// Names a step of a policy about a contact or one of its deals.
struct DecidedStep: Hashable {
  let policy: String
  let step: String
  let deal: String?

  init(_ decision: Decision) {
    (policy, step, deal) = (decision.policy, decision.step, decision.deal)
  }
}

extension AskedWorld {
  /// Lives through a scenario from its beginning, for a question about one instant.
  ///
  /// - Parameters:
  ///   - at: The instant; `nil` for the scenario's end.
  ///   - contact: The contact that is asked about, whose decisions are kept.
  static func scenario(
    _ name: String, at: String?, about contact: String? = nil, options: BundleOptions,
    seed: Int64?, data: String?, terminal: Terminal
  ) throws -> AskedWorld {
    var run = try ScenarioRun.load(
      name, options: options, seed: seed, data: data, terminal: terminal)
    let zone = run.loaded.bundle.settings.zone
    let instant = try at.map { try People.parse($0, zone: zone) } ?? run.scenario.to
    guard instant >= run.scenario.from else {
      throw Failure(
        headline: "\(at ?? "") lies before the scenario begins, at \(run.scenario.from)",
        next: "--at with a later instant, or another scenario", status: 2)
    }
    // The scenario's own end is the beginning of the day after its last one.
    run.scenario.to = at == nil ? instant : instant + .seconds(1)
    var simulator = try run.simulator(Simulator.Options())
    // Told on long runs: a question runs the scenario from its beginning.
    var bar = ProgressBar(
      "living through \(run.scenario.id)", unit: "events", terminal: terminal)
    var decided: [DecidedStep: Decision] = [:]
    _ = try simulator.run(progress: { bar.update(share: $0.doneShare, count: $0.events) }) {
      if $0.contact == contact { decided[DecidedStep($0)] = $0 }
    }
    bar.finish()
    var engine = simulator.engine
    if at != nil { engine.advance(to: instant, events: []) { _ in } }
    return AskedWorld(engine: engine, bundle: run.loaded.bundle, at: instant, decided: decided)
  }

  /// Reads people in files as they are at an instant.
  static func people(
    _ people: PeopleOptions, at: String, about contact: String? = nil, options: BundleOptions,
    seed: Int64?, terminal: Terminal
  ) throws -> AskedWorld {
    let (found, instant) = try People.load(people, options: options, at: at, terminal: terminal)
    let plan = Plan(
      bundle: found.loaded.bundle, store: found.store, events: found.events,
      zones: found.loaded.zones, seed: seed ?? 0, at: instant)
    var decided: [DecidedStep: Decision] = [:]
    for decision in plan.decisions where decision.contact == contact {
      decided[DecidedStep(decision)] = decision
    }
    return AskedWorld(
      engine: plan.engine, bundle: found.loaded.bundle, at: instant, decided: decided)
  }

  /// The row of a contact.
  func row(ofContact id: String) throws -> Int {
    guard let row = engine.facts.contact(ContactID(id)) else {
      var details = ["generated people are called c-0001, c-0002 and so on"]
      if engine.facts.contacts.count == 0 { details = ["there is nobody in this world"] }
      throw Failure(headline: "nobody has the id `\(id)`", details: details)
    }
    return row
  }
}
