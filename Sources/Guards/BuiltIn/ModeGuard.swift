// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Nothing is decided in mode `off`.
public struct ModeGuard: Guard {
  /// There is nothing to set: the mode belongs to the settings.
  public init() {}

  /// Fails in mode `off`, and in `shadow` for what was begun in order to be sent.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.mode {
    case .off: .fail(detail: "mode off")
    case .shadow, .safe, .live:
      context.isSuspended ? .fail(detail: "mode shadow, begun in another") : .pass()
    }
  }
}
