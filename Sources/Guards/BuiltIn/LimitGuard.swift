// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A cap or a cooldown.
public struct LimitGuard: Guard {
  /// What it allows.
  public let limit: LimitRule

  /// Takes the limit.
  public init(_ limit: LimitRule) { self.limit = limit }

  /// Fails while nothing more fits; a gap is over at exactly its end.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    let usage = context.usage(of: limit)
    guard usage.missing.isEmpty else { return .unknown(usage.missing) }
    guard usage.isAsked else { return .notApplicable }
    guard usage.used >= usage.allowed else { return .pass() }
    return .fail(opensAt: usage.freesAt, detail: "\(usage.used)/\(usage.allowed) used")
  }
}
