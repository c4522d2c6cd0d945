// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Facts
import PolicyLanguage

/// Whom `why` and `when` ask about, and in which world.
struct QuestionOptions: ParsableArguments {
  @OptionGroup var options: BundleOptions
  @Argument(help: "The contact's id.") var contact: String
  @Option(help: "Ask in a scenario, as it stands at the instant.") var scenario: String?
  @OptionGroup var people: PeopleOptions
  @Option(help: "The instant, such as 2026-10-06T10:00Z.") var at: String
  @Option(help: "One policy alone.") var policy: String?
  @Option(help: "One deal alone, in policies about deals.") var deal: String?
  @Option(help: "One step; the next undecided one if left out.") var step: String?
  @Option(help: "What draws are made from.") var seed: Int64?
  @Option(help: "text or json.") var format = OutputFormat.text

  func validate() throws {
    guard scenario != nil || people.areGiven else {
      throw ValidationError(
        "a question needs a world: --scenario FILE, --contacts FILE or --data DIR.")
    }
  }

  /// The answers, one a policy and subject, and the world that gave them.
  func answers(_ terminal: Terminal) throws -> (explanations: [Explanation], world: AskedWorld) {
    let world = try world(terminal)
    let (engine, bundle) = (world.engine, world.bundle)
    let row = try world.row(ofContact: contact)
    var policyIndex: Int?
    if let policy {
      guard let found = bundle.policies.first(where: { $0.id == policy }) else {
        throw Failure.unknown("policy", policy, among: bundle.policies.map(\.id))
      }
      policyIndex = found.index
    }
    var dealRow: Int?
    if let deal {
      guard let found = engine.facts.deal(DealID(deal)) else {
        throw Failure(headline: "no deal has the id `\(deal)`")
      }
      dealRow = found
    }
    var stepIndex: Int?
    if let step {
      let policies = bundle.policies.filter { policyIndex == nil || $0.index == policyIndex }
      let steps = policies.flatMap(\.steps)
      guard let found = steps.first(where: { $0.id == step }) else {
        throw Failure.unknown("step", step, among: steps.map(\.id))
      }
      stepIndex = found.index
      if policyIndex == nil {
        policyIndex = policies.first { $0.steps.contains { $0.id == step } }?.index
      }
    }
    let found = engine.explain(
      contact: row, policy: policyIndex, deal: dealRow, step: stepIndex)
    return (found, world)
  }

  private func world(_ terminal: Terminal) throws -> AskedWorld {
    if let scenario {
      return try AskedWorld.scenario(
        scenario, at: at, about: contact, options: options, seed: seed, data: people.data,
        terminal: terminal)
    }
    return try AskedWorld.people(
      people, at: at, about: contact, options: options, seed: seed, terminal: terminal)
  }
}
