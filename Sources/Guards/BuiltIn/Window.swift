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
    let wantsEnd = context.wantsPassEnds
    let zones = if let zone { LocalZones.known(zone) } else { context.zones }
    return Self.answer(
      hours(at: context.now, in: zones, country: context.country, wantsEnd: wantsEnd),
      wantsEnd: wantsEnd)
  }

  /// What hours say at an instant.
  public struct Hours: Hashable, Sendable {
    /// Whether it lies within them.
    public var isOpen: Bool
    /// When they open or close next; `nil` if never as far as can be known, or if nobody asked.
    public var changesAt: Instant?

    /// Says so.
    public init(isOpen: Bool, changesAt: Instant? = nil) {
      self.isOpen = isOpen
      self.changesAt = changesAt
    }
  }

  /// What the hours say to somebody who lives in one of some zones.
  ///
  /// - Parameters:
  ///   - now: When.
  ///   - zones: Where they may live; a window with a zone of its own doesn't look at them.
  ///   - country: Whose holidays count.
  ///   - wantsEnd: Whether it matters when open hours close; closed ones always say when they open.
  /// - Returns: `nil` if no zone is known.
  public func hours(
    at now: Instant, in zones: LocalZones, country: CountryCode?, wantsEnd: Bool
  ) -> Hours? {
    if let zone { return hours(at: now, inAll: [zone], country, wantsEnd) }
    return switch zones {
    case .known(let zone): hours(at: now, inAll: [zone], country, wantsEnd)
    case .oneOf(let zones): hours(at: now, inAll: zones, country, wantsEnd)
    case .unknown: nil
    }
  }

  private func hours(
    at now: Instant, inAll zones: [Zone], _ country: CountryCode?, _ wantsEnd: Bool
  ) -> Hours {
    guard calendar.isOpen(at: now, inAll: zones, country: country) else {
      return Hours(
        isOpen: false,
        changesAt: calendar.nextOpen(atOrAfter: now, inAll: zones, country: country))
    }
    return Hours(
      isOpen: true,
      changesAt: wantsEnd ? calendar.nextChange(after: now, inAll: zones, country: country) : nil)
  }

  /// What a guard says of hours.
  public static func answer(_ hours: Hours?, wantsEnd: Bool) -> GuardResult {
    guard let hours else { return .fail(detail: zoneUnknown) }
    guard hours.isOpen else { return .fail(opensAt: hours.changesAt) }
    return .pass(until: wantsEnd ? hours.changesAt : nil)
  }
}
