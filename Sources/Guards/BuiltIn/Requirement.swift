// Licensed under the Apache License, Version 2.0; see LICENSE.

/// An author's condition: `require` must be true, `forbid` must be false.
public struct Requirement: Guard {
  /// The condition.
  public let condition: CompiledExpression
  /// What it must be: true for `require`, `only_if`; false for `forbid`.
  public let mustBe: Bool

  /// Takes a condition and what it must be.
  public init(_ condition: CompiledExpression, mustBe: Bool) {
    self.condition = condition
    self.mustBe = mustBe
  }

  /// Asks the condition; unknown and error never pass, whichever way round it is.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.truth(of: condition) {
    case .yes: answer(mustBe, context)
    case .no: answer(!mustBe, context)
    case .unknown(let facts): .unknown(facts)
    case .error(let text): .error(text)
    }
  }

  @inlinable
  func answer(_ holds: Bool, _ context: borrowing some GuardContext) -> GuardResult {
    guard condition.dependsOnTime else { return holds ? .pass() : .fail() }
    if holds {
      if context.wantsPassEnds { return .pass(until: context.nextChange(of: condition)) }
      return .pass()
    }
    return .fail(opensAt: context.nextChange(of: condition))
  }
}
