// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The condition that enrolled a person must still hold until the first send, not later.
public struct Audience: Guard {
  /// The policy's `enrol.when`.
  public let when: CompiledExpression

  /// Takes the policy's condition.
  public init(when: CompiledExpression) { self.when = when }

  /// Asks the condition until the enrolment has sent.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    context.hasSent ? .notApplicable : Requirement(when, mustBe: true).check(context)
  }
}
