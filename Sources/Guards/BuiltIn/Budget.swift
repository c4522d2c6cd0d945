// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The money budget for models.
///
/// No step calls a model yet, so there is nothing to spend.
public struct Budget: Guard {
  /// There is nothing to set.
  public init() {}

  /// Has nothing to look at.
  public func check(_ context: borrowing some GuardContext) -> GuardResult { .notApplicable }
}
