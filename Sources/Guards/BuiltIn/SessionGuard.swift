// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A channel's free texts go out only for a time after the person's own message.
///
/// Stands in the chains of channels whose `session.outside` is `wait` or `skip`; with `template`
/// the text itself decides what may go out.
public struct SessionGuard: Guard {
  /// There is nothing to set: the session belongs to the channel.
  public init() {}

  /// Passes inside a session; nothing but the person opens one.
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.session() {
    case .open(let end): .pass(until: end)
    case .closed: .fail(detail: "outside the session")
    case .unknown(let facts): .unknown(facts)
    }
  }
}
