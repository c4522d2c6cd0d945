// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A stretch of time whose length depends on a calendar and a zone.
public enum CalendarPeriod: Hashable, Sendable {
  /// The same local time so many days on, `14cd`.
  case days(Int)
  /// The same local time so many months on, or on the month's last day, `12mo`.
  case months(Int)
  /// The same local time so many business days on, `3bd`.
  case businessDays(Int)
}

extension CalendarPeriod: CustomStringConvertible {
  /// Reads `14cd`, `12mo` or `3bd`.
  public init(text: String) throws(TimeTextError) {
    self = try reading(text, tidied: { $0.lowercased().filter { $0 != " " } }) {
      (text) throws(TimeTextError) in
      var cursor = TextCursor(text)
      guard cursor.digitCount > 0 else {
        throw cursor.expected("a calendar period as 14cd, 12mo or 3bd")
      }
      let amount = try cursor.amount()
      guard let period = cursor.calendarUnit(of: amount), cursor.isAtEnd else {
        throw cursor.expected("a calendar unit: cd, mo or bd")
      }
      return period
    }
  }

  /// The period as policies write it.
  public var description: String {
    switch self {
    case .days(let count): "\(count)cd"
    case .months(let count): "\(count)mo"
    case .businessDays(let count): "\(count)bd"
    }
  }

  /// The instant at which the period, begun at `instant`, is over.
  ///
  /// A local time that doesn't exist on that day moves forward, of two the first counts.
  ///
  /// - Parameters:
  ///   - instant: The beginning.
  ///   - zone: Whose local time is kept.
  ///   - calendar: What a business day is; only asked for business days.
  ///   - country: Whose holidays count; `nil` for none.
  /// - Returns: `nil` for business days without a calendar, or with one that has none.
  public func advance(
    _ instant: Instant, in zone: Zone, calendar: BusinessCalendar? = nil,
    country: CountryCode? = nil
  ) -> Instant? {
    let local = zone.civil(at: instant)
    switch self {
    case .days(let count):
      guard count != 0 else { return instant }
      return zone.instant(of: CivilDateTime(local.date.adding(days: count), local.time))
    case .months(let count):
      guard count != 0 else { return instant }
      return zone.instant(of: CivilDateTime(local.date.adding(months: count), local.time))
    case .businessDays(let count):
      return calendar?.add(businessDays: count, to: instant, in: zone, country: country)
    }
  }
}

/// A stretch of time as policies write it: exact, or counted in a calendar.
public enum Period: Hashable, Sendable {
  /// An exact multiple of seconds, `14d`.
  case exact(Duration)
  /// Counted in a calendar, `14cd`.
  case calendar(CalendarPeriod)
}

extension Period: CustomStringConvertible {
  /// Reads `14d`, `1d12h`, `14cd`, `12mo` or `3bd`.
  public init(text: String) throws(TimeTextError) {
    self = try reading(text, tidied: { $0.lowercased().filter { $0 != " " } }) {
      (text) throws(TimeTextError) in
      var cursor = TextCursor(text)
      if cursor.digitCount > 0 {
        let amount = try cursor.amount()
        if let period = cursor.calendarUnit(of: amount), cursor.isAtEnd {
          return .calendar(period)
        }
        cursor.move(to: 0)
      }
      return .exact(try cursor.duration())
    }
  }

  /// The period as policies write it.
  public var description: String {
    switch self {
    case .exact(let duration): duration.text
    case .calendar(let period): period.description
    }
  }

  /// The instant at which the period, begun at `instant`, is over; see `CalendarPeriod.advance`.
  public func advance(
    _ instant: Instant, in zone: Zone, calendar: BusinessCalendar? = nil,
    country: CountryCode? = nil
  ) -> Instant? {
    switch self {
    case .exact(let duration): instant + duration
    case .calendar(let period):
      period.advance(instant, in: zone, calendar: calendar, country: country)
    }
  }
}

extension TextCursor {
  /// The period that a unit here makes of an amount; moves on only if there is one.
  fileprivate mutating func calendarUnit(of amount: Int) -> CalendarPeriod? {
    let begin = position
    switch word() {
    case "cd": return .days(amount)
    case "mo": return .months(amount)
    case "bd": return .businessDays(amount)
    default:
      move(to: begin)
      return nil
    }
  }
}
