// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// A step that waited past its `expires`, or that no round reached in time, is dropped.
public struct Late: Guard {
  /// There is nothing to set: the deadline belongs to the step and the settings.
  public init() {}

  /// Fails from the deadline on, its instant included.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    if context.wasMissed { return .fail(detail: "no round reached it in time") }
    guard let end = context.lateAt else { return .notApplicable }
    return context.now >= end ? .fail(detail: "expired") : .pass(until: end)
  }
}
