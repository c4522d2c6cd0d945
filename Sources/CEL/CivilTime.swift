// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The date and time of day of an instant at an offset from UTC, in the Gregorian calendar.
struct CivilTime {
  let date: CivilDate
  /// 0 to 86,399.
  let secondOfDay: Int64
  private let nanoseconds: Int32

  init(_ instant: Instant, offsetSeconds: Int) {
    let seconds = instant.seconds &+ Int64(offsetSeconds)
    let remainder = seconds % 86_400
    secondOfDay = remainder < 0 ? remainder + 86_400 : remainder
    date = CivilDate(daysSinceEpoch: Int32(clamping: (seconds - secondOfDay) / 86_400))
    nanoseconds = instant.nanoseconds
  }

  /// What `getFullYear` and its like give.
  func part(_ function: StandardFunction) -> Int64 {
    switch function {
    case .getDate: Int64(date.day)
    case .getDayOfMonth: Int64(date.day) - 1
    case .getDayOfWeek: Int64(date.weekday.rawValue) % 7  // Weekdays end with Sunday, 7.
    case .getDayOfYear: Int64(date.dayOfYear) - 1
    case .getFullYear: Int64(date.year)
    case .getMonth: Int64(date.month) - 1
    case .getHours: secondOfDay / 3600
    case .getMinutes: secondOfDay / 60 % 60
    case .getSeconds: secondOfDay % 60
    default: Int64(nanoseconds / 1_000_000)
    }
  }
}
