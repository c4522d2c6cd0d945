// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Who is suppressed, opted out, hard-bounced or erased is never written to (promise P1).
public struct Suppression: Guard {
  /// There is nothing to set: no policy can loosen it.
  public init() {}

  /// Fails for good: suppressions never expire.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    if let reason = context.suppressionReason { .fail(detail: reason) } else { .pass() }
  }
}
