// Licensed under the Apache License, Version 2.0; see LICENSE.

// Dates and times of day as ISO 8601 writes them.

extension CivilDate: CustomStringConvertible {
  /// Reads `2027-03-26`.
  public init(text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    self = try cursor.date()
    guard cursor.isAtEnd else { throw cursor.expected("the end of the date") }
  }

  /// The date as `2027-03-26`; years beyond 0000 to 9999 with a sign.
  public var description: String {
    var text = ASCIIText(capacity: 10)
    text.append(self)
    return text.string
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// Reads `09:00`, `09:00:30` or `09:00:30.25`; `24:00` is the end of a day.
  public init(text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    self = try cursor.time()
    guard cursor.isAtEnd else { throw cursor.expected("the end of the time") }
  }

  /// The time as `09:00`; with seconds, and a fraction, only where they aren't zero.
  public var description: String {
    var text = ASCIIText(capacity: 18)
    text.append(self, alwaysSeconds: false)
    return text.string
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// Reads `2026-10-20T10:00`, with or without seconds, or a date alone as its 00:00.
  ///
  /// A space may stand for the `T`. An offset is refused: that text is an `Instant`.
  public init(text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    let date = try cursor.date()
    var time = TimeOfDay.midnight
    if !cursor.isAtEnd {
      guard cursor.skipDateSeparator() else {
        throw cursor.expected("`T` and a time, or the end of the date")
      }
      time = try cursor.time()
      guard cursor.isAtEnd else { throw cursor.expected("the end of the local time") }
    }
    self.init(date, time)
  }

  /// The moment as `2026-10-20T10:00:00`.
  public var description: String {
    var text = ASCIIText(capacity: 29)
    text.append(self)
    return text.string
  }
}

extension TextCursor {
  mutating func skipDateSeparator() -> Bool { skip("T") || skip("t") || skip(" ") }

  /// `2027-03-26`.
  mutating func date() throws(TimeTextError) -> CivilDate {
    let begin = position
    guard digitCount == 4, let year = number(digits: 4), skip("-") else {
      throw expected("a date as 2026-10-20", at: begin)
    }
    let monthBegin = position
    guard digitCount == 2, let month = number(digits: 2), (1...12).contains(month) else {
      throw expected("a month from 01 to 12", at: monthBegin)
    }
    guard skip("-") else { throw expected("`-` and the day") }
    let dayBegin = position
    let last = CivilDate.dayCount(ofMonth: month, year: year)
    guard digitCount == 2, let day = number(digits: 2),
      let date = CivilDate(year: year, month: month, day: day)
    else { throw expected("a day from 01 to \(last)", at: dayBegin) }
    return date
  }

  /// `09:00`, `09:00:30`, `09:00:30.25`, `24:00`.
  mutating func time(secondsRequired: Bool = false) throws(TimeTextError) -> TimeOfDay {
    let begin = position
    guard digitCount == 2, let hour = number(digits: 2), hour <= 24 else {
      throw expected("a time as 09:00", at: begin)
    }
    guard skip(":") else { throw expected("`:` and the minutes") }
    let minuteBegin = position
    guard digitCount == 2, let minute = number(digits: 2), minute <= 59 else {
      throw expected("minutes from 00 to 59", at: minuteBegin)
    }
    var second = 0
    var nanoseconds: Int32 = 0
    if skip(":") {
      let secondBegin = position
      guard digitCount == 2, let value = number(digits: 2), value <= 59 else {
        throw expected("seconds from 00 to 59", at: secondBegin)
      }
      second = value
      if skip(".") { nanoseconds = try fraction() }
    } else if secondsRequired {
      throw expected("`:` and the seconds")
    }
    guard
      let time = TimeOfDay(hour: hour, minute: minute, second: second, nanoseconds: nanoseconds)
    else { throw expected("24:00 as the latest time", at: begin) }
    return time
  }

  /// Digits after the point, as nanoseconds; more than nine would be lost and are refused.
  private mutating func fraction() throws(TimeTextError) -> Int32 {
    let count = digitCount
    guard (1...9).contains(count), var value = number(digits: count) else {
      throw expected("one to nine digits after the point")
    }
    for _ in count..<9 { value *= 10 }
    return Int32(value)
  }
}
