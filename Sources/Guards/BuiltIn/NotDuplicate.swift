// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The same text doesn't go to the same person twice within a time.
public struct NotDuplicate: Guard {
  /// How long the same text must not be repeated.
  public let within: Duration

  /// Takes the time, longer than zero.
  public init(within: Duration) { self.within = within }

  /// Fails while the earlier one is younger than `within`.
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    guard let last = context.duplicateSent(within: within) else { return .pass() }
    return .fail(opensAt: last + within, detail: "the same text was sent")
  }
}
