// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// Local hours: a calendar that must be open where the person is.
///
/// A class only so that every chain shares it: a calendar is large, and copied for each check.
public final class Window: Guard {
  /// The hours and the closed days.
  public let calendar: BusinessCalendar
  /// Whose local time is asked; the contact's, or a named zone.
  public let zone: Zone?

  /// The detail of a person of whom no zone is known: a wait, whatever a closed window means.
  public static let zoneUnknown = "zone_unknown"

  /// Takes a calendar; without `zone` the person's own zone decides.
  public init(calendar: BusinessCalendar, zone: Zone?) {
    self.calendar = calendar
    self.zone = zone
  }

  /// Fails outside the hours, naming the next opening; waits while the zone is unknown.
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    if let zone { return check(in: zone, context) }
    return switch context.zones {
    case .known(let zone): check(in: zone, context)
    case .oneOf(let zones): check(in: zones, context)
    case .unknown: .fail(detail: Self.zoneUnknown)
    }
  }

  private func check(in zone: Zone, _ context: borrowing some GuardContext) -> GuardResult {
    let (now, country) = (context.now, context.country)
    guard calendar.isOpen(at: now, in: zone, country: country) else {
      return .fail(opensAt: calendar.nextOpen(atOrAfter: now, in: zone, country: country))
    }
    guard context.wantsPassEnds else { return .pass() }
    return .pass(until: calendar.nextChange(after: now, in: zone, country: country))
  }

  private func check(in zones: [Zone], _ context: borrowing some GuardContext) -> GuardResult {
    let (now, country) = (context.now, context.country)
    guard calendar.isOpen(at: now, inAll: zones, country: country) else {
      return .fail(opensAt: calendar.nextOpen(atOrAfter: now, inAll: zones, country: country))
    }
    guard context.wantsPassEnds else { return .pass() }
    return .pass(until: calendar.nextChange(after: now, inAll: zones, country: country))
  }
}
