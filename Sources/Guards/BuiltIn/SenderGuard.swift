// Licensed under the Apache License, Version 2.0; see LICENSE.

/// An eligible sender with capacity, and with the pool's minimum gap behind it.
public struct SenderGuard: Guard {
  /// There is nothing to set: the pool belongs to the step.
  public init() {}

  /// Fails while nobody of the pool can write.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.senderChoice() {
    case .notNeeded: .notApplicable
    case .available: .pass()
    case .none(let freesAt, let detail): .fail(opensAt: freesAt, detail: detail)
    case .unknown(let facts): .unknown(facts)
    }
  }
}
