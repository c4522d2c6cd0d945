// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

extension ScalarReader {
  /// Reads `2026-10-20T10:00Z`, one with an offset, a local time or a date alone.
  ///
  /// Seconds may be left out and have a fraction; a space may stand for the `T`.
  ///
  /// - Parameter zone: Whose clock a text without an offset means; a date alone is its 00:00. A
  ///   time that clocks skip is moved forward, the first of two is taken.
  public static func instant(_ text: Bytes, zone: Zone) -> Instant? {
    guard text.count >= 10, let date = day(text) else { return nil }
    if text.count == 10 { return zone.instant(of: CivilDateTime(date, .midnight)) }
    guard text.count >= 16, text[10] == 0x54 || text[10] == 0x74 || text[10] == 0x20,
      let hour = two(text, 11), text[13] == 0x3A, let minute = two(text, 14), hour <= 23,
      minute <= 59
    else { return nil }
    var second = 0
    var nanoseconds: Int32 = 0
    var index = 16
    if index + 3 <= text.count, text[index] == 0x3A {
      guard let read = two(text, index + 1), read <= 59 else { return nil }
      second = read
      index += 3
      if index < text.count, text[index] == 0x2E {
        guard let fraction = fraction(text, &index) else { return nil }
        nanoseconds = fraction
      }
    }
    let clock = hour * 3_600 + minute * 60 + second
    if index == text.count {
      let time = TimeOfDay(secondsOfDay: Int32(truncatingIfNeeded: clock), nanoseconds: nanoseconds)
      return zone.instant(of: CivilDateTime(date, time))
    }
    guard let offset = offset(text, index) else { return nil }
    return Instant(
      seconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(clock) - offset,
      nanoseconds: nanoseconds)
  }

  /// Reads `2026-10-20T10:00:00Z` alone, the usual form, as seconds since 1970.
  @inline(__always)
  static func utcSecond(_ text: Bytes) -> Int64? {
    guard text.count == 20, text[10] == 0x54, text[19] == 0x5A, text[13] == 0x3A,
      text[16] == 0x3A, text[4] == 0x2D, text[7] == 0x2D,
      let century = two(text, 0), let year = two(text, 2), let month = two(text, 5),
      let day = two(text, 8), let hour = two(text, 11), let minute = two(text, 14),
      let second = two(text, 17), hour <= 23, minute <= 59, second <= 59,
      let date = CivilDate(year: century * 100 + year, month: month, day: day)
    else { return nil }
    return Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// Reads `2027-03-26`.
  public static func date(_ text: Bytes) -> CivilDate? { text.count == 10 ? day(text) : nil }

  private static func day(_ text: Bytes) -> CivilDate? {
    guard text[4] == 0x2D, text[7] == 0x2D, let century = two(text, 0), let year = two(text, 2),
      let month = two(text, 5), let day = two(text, 8)
    else { return nil }
    return CivilDate(year: century * 100 + year, month: month, day: day)
  }

  @inline(__always)
  private static func two(_ text: Bytes, _ index: Int) -> Int? {
    let tens = text[index] &- 0x30
    let ones = text[index + 1] &- 0x30
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }

  /// Digits behind the point; more than nine are cut off.
  private static func fraction(_ text: Bytes, _ index: inout Int) -> Int32? {
    index += 1
    var value: Int32 = 0
    var digits = 0
    while index < text.count, text[index] &- 0x30 < 10 {
      if digits < 9 { value = value * 10 + Int32(text[index] &- 0x30) }
      digits += 1
      index += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 9)..<9 { value *= 10 }
    return value
  }

  /// `Z`, `+01:00` or `-05:30` up to the end, as seconds east of UTC.
  private static func offset(_ text: Bytes, _ index: Int) -> Int64? {
    if index + 1 == text.count { return text[index] == 0x5A || text[index] == 0x7A ? 0 : nil }
    guard index + 6 == text.count, text[index] == 0x2B || text[index] == 0x2D,
      let hours = two(text, index + 1), text[index + 3] == 0x3A,
      let minutes = two(text, index + 4), hours <= 18, minutes <= 59
    else { return nil }
    let seconds = Int64(hours * 3_600 + minutes * 60)
    return text[index] == 0x2D ? -seconds : seconds
  }
}
