// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Local times by five fields: minute, hour, day of the month, month, day of the week.
///
/// A field is `*`, a value, a range (`9-17`), a step through either (`*/15`, `0-30/10`), or several
/// of these with commas. Months and weekdays have names (`jan`, `mon`); Sunday is 0 or 7. As cron
/// has it, where days of the month *and* of the week are given, either will do; a field that begins
/// with `*` doesn't count as given.
public struct CronSchedule: Hashable, Sendable {
  /// What was read.
  public let text: String
  /// Bit n stands for value n.
  private let minutes, hours, days, months, weekdays: UInt64
  /// Whether a day of the month or of the week suffices, not both being asked for.
  private let eitherDay: Bool

  /// Reads a schedule, as `0 8 * * *` or `*/15 9-17 * * mon-fri`.
  public init(text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    var sets: [UInt64] = []
    var isGiven: [Bool] = []
    for field in CronField.allCases {
      if field != .minute {
        guard cursor.skip(" ") else {
          throw cursor.expected("a space and the \(field.name), the next of five fields")
        }
        while cursor.skip(" ") {}
      }
      isGiven.append(cursor.current != UInt8(ascii: "*"))
      sets.append(try cursor.cronSet(field))
    }
    guard cursor.isAtEnd else { throw cursor.expected("the end of the five fields") }
    self.text = text
    minutes = sets[0]
    hours = sets[1]
    days = sets[2]
    months = sets[3]
    // Sunday has two numbers.
    weekdays = (sets[4] | sets[4] >> 7) & 0x7F
    eitherDay = isGiven[2] && isGiven[4]
    // 2000 begins a cycle in which every day of the calendar comes.
    guard nextClock(946_684_800) != nil else {
      throw TimeTextError(offset: 0, expected: "a day that exists in one of these months")
    }
  }

  /// Whether no hour is left out.
  var isEveryHour: Bool { hours == (1 << 24) - 1 }

  /// The first time from `clock` on, in seconds since 1970 on a clock that is never changed.
  func nextClock(_ clock: Int64) -> Int64? {
    let start = (clock + 59).flooredQuotient(by: 60)
    var day = start.flooredQuotient(by: 1_440)
    var minuteOfDay = Int(start - day * 1_440)
    guard var date = Int32(exactly: day).map(CivilDate.init(daysSinceEpoch:)) else { return nil }
    // Leap days fall on each weekday within 40 years, also over a century without one.
    let lastYear = date.year + 41
    while true {
      let (year, month, dayOfMonth) = date.fields
      guard year <= lastYear else { return nil }
      if months >> UInt64(month) & 1 == 0 {
        date = date.startOfMonth.adding(months: 1)
        minuteOfDay = 0
        continue
      }
      if matches(dayOfMonth, date.weekday), let minute = nextMinute(minuteOfDay) {
        day = Int64(date.daysSinceEpoch)
        return (day * 1_440 + Int64(minute)) * 60
      }
      let next = date.adding(days: 1)
      guard next != date else { return nil }
      date = next
      minuteOfDay = 0
    }
  }

  private func matches(_ dayOfMonth: Int, _ weekday: Weekday) -> Bool {
    let isDay = days >> UInt64(dayOfMonth) & 1 == 1
    let isWeekday = weekdays >> UInt64(weekday.daysSinceSunday) & 1 == 1
    return eitherDay ? isDay || isWeekday : isDay && isWeekday
  }

  /// The first minute of a day from one on.
  private func nextMinute(_ start: Int) -> Int? {
    var hour = start / 60
    guard hour < 24 else { return nil }
    if hours >> UInt64(hour) & 1 == 1 {
      let rest = minutes >> UInt64(start % 60)
      if rest != 0 { return start + rest.trailingZeroBitCount }
    }
    hour += 1
    let rest = hours >> UInt64(hour)
    guard rest != 0 else { return nil }
    return (hour + rest.trailingZeroBitCount) * 60 + minutes.trailingZeroBitCount
  }
}

extension CronSchedule: CustomStringConvertible {
  /// What was read.
  public var description: String { text }
}

/// One of the five fields of a schedule.
private enum CronField: CaseIterable {
  case minute, hour, day, month, weekday

  var name: String {
    switch self {
    case .minute: "minute"
    case .hour: "hour"
    case .day: "day of the month"
    case .month: "month"
    case .weekday: "day of the week"
    }
  }

  private var article: String { self == .hour ? "an" : "a" }

  var range: ClosedRange<Int> {
    switch self {
    case .minute: 0...59
    case .hour: 0...23
    case .day: 1...31
    case .month: 1...12
    case .weekday: 0...7
    }
  }

  /// Names of values, the first for the range's lowest.
  var valueNames: [String] {
    switch self {
    case .minute, .hour, .day: []
    case .month:
      ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    }
  }

  var expectation: String {
    let numbers = "\(range.lowerBound) to \(range.upperBound)"
    guard let first = valueNames.first, let last = valueNames.last else {
      return "\(article) \(name) from \(numbers), or `*`"
    }
    return "\(article) \(name) from \(numbers), \(first) to \(last), or `*`"
  }
}

extension TextCursor {
  /// One field, as bits.
  fileprivate mutating func cronSet(_ field: CronField) throws(TimeTextError) -> UInt64 {
    var set: UInt64 = 0
    repeat {
      var first = field.range.lowerBound
      var last = field == .weekday ? 6 : field.range.upperBound
      var isRange = true
      if !skip("*") {
        first = try cronValue(field)
        isRange = skip("-")
        let lastBegin = position
        last = isRange ? try cronValue(field) : first
        // A week may be named to its end: fri-sun.
        if field == .weekday, last == 0, first > 0, isRange { last = 7 }
        guard first <= last else {
          throw expected("the end of a range that doesn't run backwards", at: lastBegin)
        }
      }
      var step = 1
      if current == UInt8(ascii: "/") {
        guard isRange else { throw expected("a range or `*` before a step", at: position) }
        _ = skip("/")
        let begin = position
        guard (1...2).contains(digitCount), let value = number(digits: digitCount), value > 0 else {
          throw expected("a step of 1 or more", at: begin)
        }
        step = value
      }
      for value in stride(from: first, through: last, by: step) { set |= 1 << UInt64(value) }
    } while skip(",")
    return set
  }

  private mutating func cronValue(_ field: CronField) throws(TimeTextError) -> Int {
    let begin = position
    if (1...2).contains(digitCount), let value = number(digits: digitCount) {
      guard field.range.contains(value) else { throw expected(field.expectation, at: begin) }
      return value
    }
    let name = word().lowercased()
    guard let index = field.valueNames.firstIndex(of: name) else {
      throw expected(field.expectation, at: begin)
    }
    return field.range.lowerBound + index
  }
}
