// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Jurisdiction and channel duties (`rules`).
///
/// They read and check, and pass until they execute.
public struct Duty: Guard {
  /// There is nothing to set yet.
  public init() {}

  /// Has nothing to look at.
  public func check(_ context: borrowing some GuardContext) -> GuardResult { .notApplicable }
}
