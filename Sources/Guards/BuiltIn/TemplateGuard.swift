// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The text renders for this person, and keeps the channel's rules.
public struct TemplateGuard: Guard {
  /// There is nothing to set: the template belongs to the step.
  public init() {}

  /// Fails if a variable has no value, or if no variant fits.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.content() {
    case .ready: .pass()
    case .missing(let names): .fail(detail: "no value for \(names.joined(separator: ", "))")
    case .unusable(let why): .fail(detail: why)
    }
  }
}
