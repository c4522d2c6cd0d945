// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A day of the proleptic Gregorian calendar, without a zone.
///
/// Four bytes; comparing, adding days and weekdays are integer arithmetic, only the year, month and
/// day are computed. What would leave the range of `daysSinceEpoch` (5.8 million years) is held
/// at its ends.
public struct CivilDate: Hashable, Sendable {
  /// Days from 1970-01-01, negative before it.
  public let daysSinceEpoch: Int32

  /// Makes a date from days since 1970-01-01.
  public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

  /// Makes a date from its fields; `nil` if there is no such day, as 2027-02-29.
  ///
  /// - Parameters:
  ///   - year: 0 to 9999.
  ///   - month: 1 to 12.
  ///   - day: 1 to the month's last.
  public init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.dayCount(ofMonth: month, year: year)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// Year, month and day in one computation; cheaper than asking for each.
  public var fields: (year: Int, month: Int, day: Int) {
    // Years that begin in March put the leap day last; 719,468 days lie between 0000-03-01 and
    // the epoch, 146,097 in each cycle of 400 years.
    let sinceMarchOfYearZero = Int(daysSinceEpoch) + 719_468
    let cycle = sinceMarchOfYearZero.flooredQuotient(by: 146_097)
    let dayOfCycle = UInt32(truncatingIfNeeded: sinceMarchOfYearZero - cycle * 146_097)
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = cycle * 400 + Int(yearOfCycle) + (month <= 2 ? 1 : 0)
    return (year, Int(month), Int(day))
  }

  /// The calendar year.
  public var year: Int { fields.year }

  /// The month, 1 to 12.
  public var month: Int { fields.month }

  /// The day of the month, 1 to 31.
  public var day: Int { fields.day }

  /// The day of the year, 1 to 366.
  public var dayOfYear: Int {
    Int(daysSinceEpoch - CivilDate(unchecked: fields.year, 1, 1).daysSinceEpoch) + 1
  }

  /// The day of the week.
  public var weekday: Weekday {
    // 1970-01-01 was a Thursday, three days after a Monday.
    let sinceMonday = Int(daysSinceEpoch) + 3
    let index = sinceMonday - sinceMonday.flooredQuotient(by: 7) * 7
    return Weekday(rawValue: index + 1) ?? .monday
  }
}

extension CivilDate: Comparable {
  /// Orders by time.
  public static func < (a: CivilDate, b: CivilDate) -> Bool {
    a.daysSinceEpoch < b.daysSinceEpoch
  }
}

extension CivilDate {
  /// The date `days` later, or earlier if negative.
  public func adding(days: Int) -> CivilDate {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    guard !overflow else { return CivilDate(daysSinceEpoch: days < 0 ? .min : .max) }
    return CivilDate(daysSinceEpoch: Int32(clamping: sum))
  }

  /// The same day `months` later, or the month's last day where that day is missing.
  ///
  /// One month after 2027-01-31 is 2027-02-28; twelve after 2028-02-29 is 2029-02-28.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = fields
    // Beyond this no date can be held anyway, and the sums below can't overflow.
    let bounded = min(max(months, -100_000_000), 100_000_000)
    let monthsSinceYearZero = year * 12 + (month - 1) + bounded
    let newYear = monthsSinceYearZero.flooredQuotient(by: 12)
    let newMonth = monthsSinceYearZero - newYear * 12 + 1
    let lastDay = CivilDate.dayCount(ofMonth: newMonth, year: newYear)
    return CivilDate(unchecked: newYear, newMonth, min(day, lastDay))
  }

  /// The number of days from `other` to this date, negative if it comes earlier.
  public func days(since other: CivilDate) -> Int {
    Int(daysSinceEpoch) - Int(other.daysSinceEpoch)
  }

  /// The Monday of this date's week, itself on a Monday.
  public var startOfWeek: CivilDate { adding(days: 1 - weekday.rawValue) }

  /// The first day of this date's month.
  public var startOfMonth: CivilDate { adding(days: 1 - day) }

  /// The number of days of a month, 28 to 31.
  public static func dayCount(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether February has 29 days.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Makes a date from fields that are known to be right, for any year.
  init(unchecked year: Int, _ month: Int, _ day: Int) {
    let marchYear = month <= 2 ? year - 1 : year
    let cycle = marchYear.flooredQuotient(by: 400)
    let yearOfCycle = marchYear - cycle * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    self.init(daysSinceEpoch: Int32(clamping: cycle * 146_097 + dayOfCycle - 719_468))
  }
}

extension BinaryInteger {
  /// The quotient rounded down, also for negative dividends; `divisor` is positive.
  @inline(__always)
  func flooredQuotient(by divisor: Self) -> Self {
    let quotient = self / divisor
    return self < quotient * divisor ? quotient - 1 : quotient
  }
}
