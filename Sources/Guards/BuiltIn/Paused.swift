// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A policy's `pause`. It reads and checks, and passes until it executes.
public struct Paused: Guard {
  /// There is nothing to set yet.
  public init() {}

  /// Has nothing to look at.
  public func check(_ context: borrowing some GuardContext) -> GuardResult { .notApplicable }
}
