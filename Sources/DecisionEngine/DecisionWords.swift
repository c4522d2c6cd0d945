// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import PolicyLanguage

/// The texts that all decisions about one rung of a step have in common.
///
/// Made once for a bundle, so that a decision counts one reference for all of them: a simulation
/// makes millions of decisions and reads the texts of few.
final class DecisionWords: Sendable {
  let policy: String
  let step: String
  let channel: String?
  let bundle: String
  let pinned: String

  init(policy: String, step: String, channel: String?, bundle: String, pinned: String) {
    self.policy = policy
    self.step = step
    self.channel = channel
    self.bundle = bundle
    self.pinned = pinned
  }

  /// By policy, step and rung of a bundle.
  static func all(of bundle: Bundle) -> [[[DecisionWords]]] {
    bundle.policies.map { policy in
      policy.steps.map { step in
        (0..<max(1, step.rungCount)).map { rung in
          DecisionWords(
            policy: policy.id, step: step.id,
            channel: step.channel(rung: rung).map { bundle.channels[$0].id },
            bundle: bundle.digest, pinned: bundle.digest)
        }
      }
    }
  }
}

/// What only some decisions say: whom they are about, where somebody wants the names; what guards
/// and facts stand behind them, where there are any.
final class DecisionDetails: Sendable {
  let contact: String
  let account: String?
  let deal: String?
  let earliest: Instant?
  let missing: [String]
  let lostTo: LostTo?
  let guards: ChainTrace

  /// `nil` where there is nothing to say.
  static func unlessEmpty(
    contact: String, account: String?, deal: String?, earliest: Instant?, missing: [String],
    lostTo: LostTo?, guards: ChainTrace
  ) -> DecisionDetails? {
    if contact.isEmpty, account == nil, deal == nil, earliest == nil, missing.isEmpty,
      lostTo == nil, guards.isEmpty
    {
      return nil
    }
    return DecisionDetails(
      contact: contact, account: account, deal: deal, earliest: earliest, missing: missing,
      lostTo: lostTo, guards: guards)
  }

  init(
    contact: String, account: String?, deal: String?, earliest: Instant?, missing: [String],
    lostTo: LostTo?, guards: ChainTrace
  ) {
    self.contact = contact
    self.account = account
    self.deal = deal
    self.earliest = earliest
    self.missing = missing
    self.lostTo = lostTo
    self.guards = guards
  }
}
