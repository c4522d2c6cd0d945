// Licensed under the Apache License, Version 2.0; see LICENSE.

/// At most one policy of a group holds a contact.
public struct Exclusive: Guard {
  /// The group's name, as in `enrol.exclusive`.
  public let group: String

  /// Names the group.
  public init(group: String) { self.group = group }

  /// Fails while another enrolment of the contact holds the group.
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    if let holder = context.exclusiveHolder {
      .fail(detail: "`\(group)` is held by \(holder)")
    } else {
      .pass()
    }
  }
}
