// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What a calendar and a clock on a wall show together, without saying where the wall is.
///
/// A `Zone` turns it into an instant; some don't exist there and some occur twice.
public struct CivilDateTime: Hashable, Sendable {
  /// The day.
  public let date: CivilDate
  /// The time; 24:00 is the same moment as 00:00 of the next day, but isn't equal to it.
  public let time: TimeOfDay

  /// Makes a local moment from its day and time.
  public init(_ date: CivilDate, _ time: TimeOfDay) {
    self.date = date
    self.time = time
  }

  /// The seconds from 1970-01-01T00:00 to this moment on a clock that is never changed.
  package var clockSeconds: Int64 {
    Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondsOfDay)
  }

  /// Makes a local moment from what `clockSeconds` says.
  @inline(__always)
  package init(clockSeconds: Int64, nanoseconds: Int32 = 0) {
    let day = clockSeconds.flooredQuotient(by: 86_400)
    self.date = CivilDate(daysSinceEpoch: Int32(clamping: day))
    self.time = TimeOfDay(
      secondsOfDay: Int32(truncatingIfNeeded: clockSeconds &- day &* 86_400),
      nanoseconds: nanoseconds)
  }
}

extension CivilDateTime: Comparable {
  /// Orders by what is shown; a clock that is set back makes later moments smaller.
  public static func < (a: CivilDateTime, b: CivilDateTime) -> Bool {
    a.date != b.date ? a.date < b.date : a.time < b.time
  }
}
