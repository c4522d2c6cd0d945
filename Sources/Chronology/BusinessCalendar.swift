// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Local hours in which something may happen, without closed days and holidays.
///
/// **Windows and days.** A window belongs to the day on which it begins: a closed day or holiday
/// closes the windows that begin on it, and a window of the evening before still runs to its end.
///
/// **Changes of clocks.** A window opens at the first instant at which local clocks show its begin
/// or later, and closes at the first at which they show its end or later. So a begin that is skipped
/// opens when clocks jump, a window that is skipped as a whole doesn't open, and when clocks
/// are set back each window opens and closes once: while an hour repeats, what was open or closed
/// when clocks were set back stays so.
///
/// **Inheritance only tightens.** A moment is open if it lies in the calendar's own windows *and* in
/// those of what it inherits; the closed days and holidays of both count.
public struct BusinessCalendar: Hashable, Sendable {
  /// Windows of which every one must be open: the calendar's own, then inherited ones.
  let layers: [WeeklyWindows]
  /// Days that are closed for everyone.
  private let closed: ClosedDaySet
  /// For each country with holidays, in order, those and what is closed for everyone.
  private let closedByCountry: [ClosedInCountry]

  private struct ClosedInCountry: Hashable, Sendable {
    var country: CountryCode
    var days: ClosedDaySet
  }

  /// Makes a calendar.
  ///
  /// - Parameters:
  ///   - open: When it is open; `nil` for whenever what it inherits is, or always. An empty list is
  ///     never open.
  ///   - closed: Days without windows, everywhere.
  ///   - holidays: Days without windows, for those of a country.
  ///   - parent: What it inherits.
  public init(
    open: [LocalWindow]? = nil, closed: [ClosedDays] = [],
    holidays: [CountryCode: [ClosedDays]] = [:], inheriting parent: BusinessCalendar? = nil
  ) {
    var layers = open.map { [WeeklyWindows($0)] } ?? []
    var closed = ClosedDaySet(closed)
    var countries = Set(holidays.keys)
    if let parent {
      // A parent without windows of its own adds none.
      layers += parent.layers.filter { !$0.isWholeWeek }
      closed = closed.union(parent.closed)
      countries.formUnion(parent.closedByCountry.map(\.country))
    }
    self.closed = closed
    self.closedByCountry = countries.sorted().map { country in
      let own = ClosedDaySet(holidays[country] ?? [])
      let inherited = parent?.closedDays(in: country) ?? .none
      return ClosedInCountry(country: country, days: closed.union(own).union(inherited))
    }
    self.layers = layers.isEmpty ? [.wholeWeek] : layers
  }

  /// How far ahead an opening or a change is looked for: two years.
  static let horizonDays: Int64 = 732
}

extension BusinessCalendar {
  /// Whether it is open at an instant, for someone in a zone.
  ///
  /// - Parameters:
  ///   - instant: The moment.
  ///   - zone: Whose local hours count.
  ///   - country: Whose holidays count; `nil` for none.
  public func isOpen(at instant: Instant, in zone: Zone, country: CountryCode? = nil) -> Bool {
    let clock = zone.steadyClock(at: instant.seconds)
    for layer in layers {
      let isOpen = layer.containsWindow(showing: clock) { day in
        !closedDays(in: country).contains(day: day)
      }
      guard isOpen else { return false }
    }
    return true
  }

  /// Whether it is open at an instant in every one of some zones; never without a zone.
  ///
  /// For someone of whom only the country is known: its zones are all they may live in.
  public func isOpen(at instant: Instant, inAll zones: [Zone], country: CountryCode? = nil) -> Bool
  {
    !zones.isEmpty && zones.allSatisfy { isOpen(at: instant, in: $0, country: country) }
  }

  /// The first instant, from a given one on, at which it is open.
  ///
  /// - Returns: The given instant if it is open then; `nil` if it won't be within two years.
  public func nextOpen(
    atOrAfter instant: Instant, in zone: Zone, country: CountryCode? = nil
  ) -> Instant? {
    search(CollectionOfOne(zone), country).nextOpen(atOrAfter: instant)
  }

  /// The first instant, from a given one on, at which it is open in every one of some zones.
  ///
  /// - Returns: `nil` if there is none within two years, or no zone.
  public func nextOpen(
    atOrAfter instant: Instant, inAll zones: [Zone], country: CountryCode? = nil
  ) -> Instant? {
    search(zones, country).nextOpen(atOrAfter: instant)
  }

  /// The first instant after a given one at which it opens or closes.
  ///
  /// - Returns: `nil` if nothing changes within two years.
  public func nextChange(
    after instant: Instant, in zone: Zone, country: CountryCode? = nil
  ) -> Instant? {
    search(CollectionOfOne(zone), country).nextChange(after: instant)
  }

  /// The first instant after a given one at which it opens or closes for all of some zones together.
  ///
  /// - Returns: `nil` if nothing changes within two years, or without a zone.
  public func nextChange(
    after instant: Instant, inAll zones: [Zone], country: CountryCode? = nil
  ) -> Instant? {
    search(zones, country).nextChange(after: instant)
  }

  /// Whether a window begins on a day that isn't closed.
  public func isBusinessDay(_ date: CivilDate, country: CountryCode? = nil) -> Bool {
    isBusinessDay(Int64(date.daysSinceEpoch), closedDays(in: country))
  }

  /// The same local time some business days later, or earlier if negative.
  ///
  /// One business day after any moment of a Saturday is Monday, where those days are usual; zero is
  /// the instant itself, business day or not. A local time that doesn't exist on that day
  /// moves forward.
  ///
  /// - Returns: `nil` if two business days lie more than two years apart, or for more than a million.
  public func add(
    businessDays count: Int, to instant: Instant, in zone: Zone, country: CountryCode? = nil
  ) -> Instant? {
    guard count != 0 else { return instant }
    guard count.magnitude <= 1_000_000 else { return nil }
    let closed = closedDays(in: country)
    let local = zone.civil(at: instant)
    let direction: Int64 = count < 0 ? -1 : 1
    var day = Int64(local.date.daysSinceEpoch)
    var missing = count.magnitude
    var sinceLast: Int64 = 0
    while missing > 0 {
      day += direction
      sinceLast += 1
      if isBusinessDay(day, closed) {
        missing -= 1
        sinceLast = 0
      } else if sinceLast > Self.horizonDays {
        return nil
      }
    }
    return zone.instant(
      of: CivilDateTime(CivilDate(daysSinceEpoch: Int32(clamping: day)), local.time))
  }

  private func closedDays(in country: CountryCode?) -> ClosedDaySet {
    guard let country else { return closed }
    for entry in closedByCountry where entry.country == country { return entry.days }
    return closed
  }

  private func isBusinessDay(_ day: Int64, _ closed: ClosedDaySet) -> Bool {
    layers.allSatisfy { $0.hasWindow(onDay: day) } && !closed.contains(day: day)
  }

  private func search<Zones: Collection<Zone>>(
    _ zones: Zones, _ country: CountryCode?
  ) -> CalendarSearch<Zones> {
    CalendarSearch(layers: layers, zones: zones, closed: closedDays(in: country))
  }
}
