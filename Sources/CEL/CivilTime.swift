// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The date and time of day of an instant at an offset from UTC, in the Gregorian calendar.
struct CivilTime {
  let year: Int64
  /// 1 to 12.
  let month: Int64
  /// 1 to 31.
  let day: Int64
  /// 0 to 86,399.
  let secondOfDay: Int64
  private let daysSinceEpoch: Int64
  private let nanoseconds: Int32

  init(_ instant: Instant, offsetSeconds: Int) {
    let seconds = instant.seconds &+ Int64(offsetSeconds)
    let remainder = seconds % 86_400
    secondOfDay = remainder < 0 ? remainder + 86_400 : remainder
    daysSinceEpoch = (seconds - secondOfDay) / 86_400
    nanoseconds = instant.nanoseconds
    (year, month, day) = Self.date(daysSinceEpoch)
  }

  /// What `getFullYear` and its like give.
  func part(_ function: StandardFunction) -> Int64 {
    switch function {
    case .getDate: day
    case .getDayOfMonth: day - 1
    case .getDayOfWeek: ((daysSinceEpoch % 7) + 11) % 7  // 1970-01-01 was a Thursday.
    case .getDayOfYear:
      daysSinceEpoch - Self.daysSinceEpoch(year: year, month: 1, day: 1)
    case .getFullYear: year
    case .getMonth: month - 1
    case .getHours: secondOfDay / 3600
    case .getMinutes: secondOfDay / 60 % 60
    case .getSeconds: secondOfDay % 60
    default: Int64(nanoseconds / 1_000_000)
    }
  }

  static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(inMonth month: Int64, ofYear year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 to a date.
  ///
  /// Counts years from 1 March, so that the leap day is a year's last, in blocks of 400 years.
  static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let block = floorDivision(shifted, 400)
    let yearOfBlock = shifted - block * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfBlock = yearOfBlock * 365 + yearOfBlock / 4 - yearOfBlock / 100 + dayOfYear
    return block * 146_097 + dayOfBlock - 719_468
  }

  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let block = floorDivision(shifted, 146_097)
    let dayOfBlock = shifted - block * 146_097
    let yearOfBlock =
      (dayOfBlock - dayOfBlock / 1460 + dayOfBlock / 36_524 - dayOfBlock / 146_096) / 365
    let dayOfYear = dayOfBlock - (365 * yearOfBlock + yearOfBlock / 4 - yearOfBlock / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (block * 400 + yearOfBlock + (month <= 2 ? 1 : 0), month, day)
  }

  private static func floorDivision(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((-a + b - 1) / b)
  }
}
