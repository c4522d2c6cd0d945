// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Facts

/// The channel's consent: the basis in force must be one that the channel accepts.
public struct Consent: Guard {
  /// The bases that the channel accepts.
  public let accepted: [ConsentBasis]

  /// Names the accepted bases.
  public init(accepted: [ConsentBasis]) { self.accepted = accepted }

  /// Compares the basis in force with the accepted ones.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    let basis = context.consent
    return accepted.contains(basis)
      ? .pass(until: context.wantsPassEnds ? context.consentEnds : nil)
      : .fail(detail: "consent: \(basis.word)")
  }
}
