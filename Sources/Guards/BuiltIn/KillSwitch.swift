// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Stops every send while the kill switch is on; what waits goes on when it is off again.
public struct KillSwitch: Guard {
  /// There is nothing to set: the switch belongs to the settings.
  public init() {}

  /// Fails while the switch is on; nobody knows when it will be off.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    context.isKillSwitchOn ? .fail() : .pass()
  }
}
