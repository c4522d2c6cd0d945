// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Facts

/// What the law of a country or the rules of a channel ask for (`rules`): the basis of consent in
/// force must be one of those that they name.
public struct Duty: Guard {
  /// The rules' id.
  public let rules: String
  /// The bases that they accept.
  public let accepted: [ConsentBasis]

  /// Names the rules and what they accept.
  public init(_ rules: String, accepted: [ConsentBasis]) {
    self.rules = rules
    self.accepted = accepted
  }

  /// Compares the basis in force with the accepted ones.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    let basis = context.consent
    return accepted.contains(basis)
      ? .pass(until: context.wantsPassEnds ? context.consentEnds : nil)
      : .fail(detail: "\(rules): consent is \(basis.word)")
  }
}
