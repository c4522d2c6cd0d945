// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts

/// A fact was read from its source recently enough.
public struct Freshness: Guard {
  /// The fact's path, for example `account.health`.
  public let fact: String
  /// How old it may be.
  public let within: Duration

  /// Names the fact and the age that it may have.
  public init(fact: String, within: Duration) {
    self.fact = fact
    self.within = within
  }

  /// A fact without a date is as fresh as the decision; an unknown one is never fresh.
  ///
  /// Exactly as old as it may be is fresh: the end is included, as in `stale_after`.
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.asOf(fact: fact) {
    case .unknown: .unknown([fact])
    case .absent: .pass()
    case .known(let date):
      context.now <= date + within
        ? .pass(until: Instant(seconds: (date + within).seconds + 1)) : .unknown([fact])
    }
  }
}
