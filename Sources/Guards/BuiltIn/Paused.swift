// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Somebody of the team answered this person by hand: policies wait until that is over.
///
/// A policy's own `pause` reads and checks, and doesn't wait until it executes.
public struct Paused: Guard {
  /// There is nothing to set yet.
  public init() {}

  /// Fails while a person's conversation is in somebody's hands.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    guard let end = context.answeredByHandUntil else { return .notApplicable }
    return .fail(opensAt: end, detail: "answered_by_hand")
  }
}
