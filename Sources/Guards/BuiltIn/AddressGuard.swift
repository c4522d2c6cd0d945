// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The contact has an address on the channel that hasn't bounced for good.
public struct AddressGuard: Guard {
  /// There is nothing to set.
  public init() {}

  /// Looks at the address of the step's channel.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch context.address {
    case .usable: .pass()
    case .missing: .fail(detail: "no address")
    case .bounced: .fail(detail: "bounced")
    }
  }
}
