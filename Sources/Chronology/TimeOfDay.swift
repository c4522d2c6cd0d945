// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A time that a local clock shows, from 00:00 to 24:00; the latter ends a day.
public struct TimeOfDay: Hashable, Sendable {
  /// Seconds since the clock showed 00:00, 0 to 86,400; not the time elapsed on a day of 23 hours.
  public let secondsOfDay: Int32
  /// What is added to `secondsOfDay`, 0 to 999,999,999; 0 at 24:00.
  public let nanoseconds: Int32

  /// Makes a time from its fields; `nil` if no clock shows it.
  ///
  /// 24:00 is allowed, 24:01 is not.
  public init?(hour: Int, minute: Int, second: Int = 0, nanoseconds: Int32 = 0) {
    guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0..<1_000_000_000).contains(nanoseconds),
      hour < 24 || (minute == 0 && second == 0 && nanoseconds == 0)
    else { return nil }
    self.secondsOfDay = Int32(hour * 3_600 + minute * 60 + second)
    self.nanoseconds = nanoseconds
  }

  /// Makes a time from seconds since 00:00.
  ///
  /// - Parameters:
  ///   - secondsOfDay: 0 to 86,400.
  ///   - nanoseconds: 0 to 999,999,999; 0 at 86,400.
  public init(secondsOfDay: Int32, nanoseconds: Int32 = 0) {
    precondition((0...86_400).contains(secondsOfDay), "seconds within one day")
    precondition(
      (0..<1_000_000_000).contains(nanoseconds) && (secondsOfDay < 86_400 || nanoseconds == 0),
      "nanoseconds within one second")
    self.secondsOfDay = secondsOfDay
    self.nanoseconds = nanoseconds
  }

  /// The beginning of a day, 00:00.
  public static let midnight = TimeOfDay(secondsOfDay: 0)

  /// The end of a day, 24:00.
  public static let endOfDay = TimeOfDay(secondsOfDay: 86_400)

  /// The hour, 0 to 24.
  public var hour: Int { Int(secondsOfDay) / 3_600 }

  /// The minute of the hour, 0 to 59.
  public var minute: Int { Int(secondsOfDay) / 60 % 60 }

  /// The second of the minute, 0 to 59.
  public var second: Int { Int(secondsOfDay) % 60 }

  /// Whole minutes since 00:00, 0 to 1,440.
  public var minuteOfDay: Int { Int(secondsOfDay) / 60 }
}

extension TimeOfDay: Comparable {
  /// Orders by what the clock shows; 24:00 comes last.
  public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool {
    a.secondsOfDay != b.secondsOfDay
      ? a.secondsOfDay < b.secondsOfDay : a.nanoseconds < b.nanoseconds
  }
}
