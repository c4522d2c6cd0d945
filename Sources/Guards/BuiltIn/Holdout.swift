// Licensed under the Apache License, Version 2.0; see LICENSE.

/// People deliberately not contacted.
///
/// It reads and checks, and passes until it executes.
public struct Holdout: Guard {
  /// There is nothing to set yet.
  public init() {}

  /// Has nothing to look at.
  public func check(_ context: borrowing some GuardContext) -> GuardResult { .notApplicable }
}
