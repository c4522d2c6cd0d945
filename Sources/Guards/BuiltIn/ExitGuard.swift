// Licensed under the Apache License, Version 2.0; see LICENSE.

/// An exit of the policy that holds now ends the enrolment before anything is sent.
public struct ExitGuard: Guard {
  /// There is nothing to set: the exits belong to the policy.
  public init() {}

  /// Fails if an exit holds.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    if let exit = context.exitReached { .fail(detail: exit) } else { .pass() }
  }
}
