// Licensed under the Apache License, Version 2.0; see LICENSE.

/// In mode `safe` only the people of the settings' safe list are written to.
public struct SafeList: Guard {
  /// There is nothing to set: the list belongs to the settings.
  public init() {}

  /// Looks at the list in mode `safe` alone.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.mode {
    case .safe: context.isOnSafeList ? .pass() : .fail(detail: "not on the safe list")
    case .off, .shadow, .live: .notApplicable
    }
  }
}
