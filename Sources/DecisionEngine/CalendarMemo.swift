// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Guards
internal import PolicyLanguage

/// What calendars say, kept for as long as it stays so.
///
/// Thousands live in one place and are asked in one round: whether it is working time there, and
/// where its day begins, is computed once.
struct CalendarMemo: Sendable {
  /// Hours, and the seconds in which they say so.
  private struct Known: Sendable {
    var from = Second.never
    var until = Second.min
    var hours = Window.Hours(isOpen: false)
  }

  /// A period of a calendar in a zone.
  private struct Period: Sendable {
    var unit: LocalPeriod
    var zone: Zone
    var bounds: Range<Instant>
  }

  /// By window and place.
  private var hours: ContiguousArray<ContiguousArray<Known>> = []
  private var periods: ContiguousArray<Period> = []
  /// More periods than these don't pay for looking through them.
  private static let mostPeriods = 32
  /// Hours of which no end is in sight are looked for again a day later.
  private static let longest: Second = 86_400

  /// What a window says of a place, if it was found and stays so.
  func hours(of window: Int, at place: Int, _ now: Second) -> Window.Hours? {
    guard window < hours.count, place < hours[window].count,
      hours[window][place].from <= now, now < hours[window][place].until
    else { return nil }
    return hours[window][place].hours
  }

  /// Keeps what a window says of a place, until it changes.
  mutating func keep(_ found: Window.Hours, of window: Int, at place: Int, _ now: Second) {
    while hours.count <= window { hours.append([]) }
    while hours[window].count <= place { hours[window].append(Known()) }
    let until = found.changesAt?.roundedUpToSecond.seconds ?? now + Self.longest
    hours[window][place] = Known(from: now, until: until, hours: found)
  }

  /// The period of a calendar that holds an instant.
  mutating func bounds(of unit: LocalPeriod, at now: Instant, in zone: Zone) -> Range<Instant> {
    let known = periods.firstIndex { $0.unit == unit && $0.zone == zone }
    if let known, periods[known].bounds.contains(now) { return periods[known].bounds }
    let bounds = unit.bounds(of: now, in: zone)
    if let known {
      periods[known].bounds = bounds
    } else if periods.count < Self.mostPeriods {
      periods.append(Period(unit: unit, zone: zone, bounds: bounds))
    }
    return bounds
  }
}

extension DecisionContext {
  /// What a window says here; `nil` where the contact's place isn't shared, or its zone unknown.
  func hours(of window: Int) -> Window.Hours? {
    guard enrolment >= 0, case let place = Int(world.enrolments[enrolment].place), place >= 0
    else { return nil }
    // Without a closure: it would take a copy of the world with it.
    if let known = memo.calendars.hours(of: window, at: place, clock) { return known }
    let found = world.conditions.windows[window].hours(
      at: now, in: world.places[place].zones, country: world.places[place].country,
      wantsEnd: true)
    if let found { memo.calendars.keep(found, of: window, at: place, clock) }
    return found
  }
}
