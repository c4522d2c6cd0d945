// Licensed under the Apache License, Version 2.0; see LICENSE.

import DecisionEngine
import Guards
import PolicyLanguage

/// The chains of a bundle, numbered over all policies, steps and rungs.
///
/// What decisions repeat about a guard (its id, stage, expression and place) stands here once.
struct ChainTable: Sendable {
  /// One step, or one rung of it.
  struct Chain: Sendable {
    var policy: Int
    var step: Int
    var rung: Int
    /// How people read it: `winback/letter`, `follow-up/nudge, rung 2`.
    var name: String
    /// The channel's id; `nil` for steps without one.
    var channel: String?
    /// The template's id; `nil` for steps that send none.
    var template: String?
    /// True if it writes to a contact.
    var writes: Bool
    var guards: [GuardLine] = []
  }

  /// What stays the same about a guard of a chain.
  struct GuardLine: Sendable {
    var id: String
    var stage: Stage
    var expression: String?
    var place: SourcePlace
  }

  private(set) var chains: [Chain] = []
  private let firstOfStep: [[Int]]
  /// By policy, what stands for the notes and tasks at an enrolment's end.
  private let ofExit: [Int]

  init(bundle: Bundle) {
    var first: [[Int]] = []
    var chains: [Chain] = []
    var exits: [Int] = []
    for policy in bundle.policies {
      var ofPolicy: [Int] = []
      for step in policy.steps {
        ofPolicy.append(chains.count)
        for rung in step.chains.indices {
          var name = "\(policy.id)/\(step.id)"
          if step.chains.count > 1 { name += ", rung \(rung + 1)" }
          let send = Self.message(of: step, rung: rung)
          chains.append(
            Chain(
              policy: policy.index, step: step.index, rung: rung, name: name,
              channel: send.map { bundle.channels[$0.channel].id }, template: send?.template,
              writes: step.action.writes))
        }
      }
      first.append(ofPolicy)
      exits.append(chains.count)
      chains.append(
        Chain(
          policy: policy.index, step: -1, rung: 0, name: "\(policy.id)/\(Decision.exitStep)",
          channel: nil, template: nil, writes: false))
    }
    self.chains = chains
    firstOfStep = first
    ofExit = exits
  }

  private static func message(of step: Step, rung: Int) -> Send? {
    switch step.action {
    case .send(let send): send
    case .escalate(let rungs): rungs.indices.contains(rung) ? rungs[rung].send : nil
    case .notify, .task, .set, .waitFor, .branch, .call: nil
    }
  }

  /// The number of the chain that a decision is about.
  func number(of decision: Decision) -> Int {
    let rows = decision.rows
    guard rows.step >= 0 else { return ofExit[rows.policy] }
    return firstOfStep[rows.policy][rows.step] + (decision.rung ?? 0)
  }

  /// Takes the guards' lines from the first decision that shows them.
  mutating func learn(_ chain: Int, from decision: Decision) {
    guard chains[chain].guards.isEmpty, !decision.guards.isEmpty else { return }
    chains[chain].guards = decision.guards.map {
      GuardLine(id: $0.id, stage: $0.stage, expression: $0.expression, place: $0.place)
    }
  }
}
