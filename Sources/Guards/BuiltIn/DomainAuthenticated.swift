// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The sender's domain proves itself (SPF, DKIM, DMARC).
///
/// Only a live channel can look that up.
public struct DomainAuthenticated: Guard {
  /// There is nothing to set.
  public init() {}

  /// Has nothing to look at where nothing is sent.
  public func check(_ context: borrowing some GuardContext) -> GuardResult { .notApplicable }
}
