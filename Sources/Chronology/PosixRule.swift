// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A zone's rule for the years after its table: POSIX `TZ` as RFC 9636 extends it.
///
/// `WET0WEST,M3.5.0/1,M10.5.0`: an offset, and from one day of each year to another a second one.
struct PosixRule: Hashable, Sendable {
  /// The day and the local time on which an offset begins, each year.
  struct Turn: Hashable, Sendable {
    enum Day: Hashable, Sendable {
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365; 29 February is counted.
      case ofYear(Int)
      /// A weekday (0 for Sunday) of a week (5 for the last) of a month.
      case ofMonth(month: Int, week: Int, daysSinceSunday: Int)
    }

    var day: Day
    /// −167 to 167 hours from the day's 00:00, on the clock before the turn.
    var seconds: Int

    func clockSeconds(in year: Int) -> Int64 {
      let date: CivilDate
      switch day {
      case .julian(let count):
        let afterFebruary = CivilDate.isLeap(year) && count >= 60
        date = CivilDate(unchecked: year, 1, 1).adding(days: count - 1 + (afterFebruary ? 1 : 0))
      case .ofYear(let count):
        date = CivilDate(unchecked: year, 1, 1).adding(days: count)
      case .ofMonth(let month, let week, let daysSinceSunday):
        let first = CivilDate(unchecked: year, month, 1)
        let untilWeekday = (daysSinceSunday - first.weekday.daysSinceSunday + 7) % 7
        var dayOfMonth = 1 + untilWeekday + (week - 1) * 7
        if dayOfMonth > CivilDate.dayCount(ofMonth: month, year: year) { dayOfMonth -= 7 }
        date = CivilDate(unchecked: year, month, dayOfMonth)
      }
      return Int64(date.daysSinceEpoch) * 86_400 + Int64(seconds)
    }
  }

  struct Daylight: Hashable, Sendable {
    var offset: Int32
    var begins: Turn
    var ends: Turn
  }

  let standardOffset: Int32
  let daylight: Daylight?

  /// Reads a rule; `nil` if it isn't one.
  init?(_ bytes: [UInt8]) {
    var scanner = Scanner(bytes: bytes)
    guard scanner.skipName(), let west = scanner.time(maximumHours: 24) else { return nil }
    standardOffset = Int32(-west)
    guard !scanner.isAtEnd else {
      daylight = nil
      return
    }
    guard scanner.skipName() else { return nil }
    var offset = standardOffset + 3_600
    if !scanner.isAt(",") {
      guard let west = scanner.time(maximumHours: 24) else { return nil }
      offset = Int32(-west)
    }
    guard scanner.skip(","), let begins = scanner.turn(), scanner.skip(","),
      let ends = scanner.turn(), scanner.isAtEnd
    else { return nil }
    daylight = Daylight(offset: offset, begins: begins, ends: ends)
  }

  /// When the offset changes in one year and to what, ascending; empty if it never does.
  func turns(in year: Int) -> [(at: Int64, offset: Int32)] {
    guard let daylight else { return [] }
    let begin = daylight.begins.clockSeconds(in: year) - Int64(standardOffset)
    let end = daylight.ends.clockSeconds(in: year) - Int64(daylight.offset)
    return begin < end
      ? [(begin, daylight.offset), (end, standardOffset)]
      : [(end, standardOffset), (begin, daylight.offset)]
  }
}

extension PosixRule {
  fileprivate struct Scanner {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    func isAt(_ character: Unicode.Scalar) -> Bool {
      position < bytes.count && UInt32(bytes[position]) == character.value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard isAt(character) else { return false }
      position += 1
      return true
    }

    /// Three letters or more, or anything alphanumeric with signs between `<` and `>`.
    mutating func skipName() -> Bool {
      if skip("<") {
        while position < bytes.count, !isAt(">") { position += 1 }
        return skip(">")
      }
      let begin = position
      while position < bytes.count, (bytes[position] | 0x20) >= 0x61,
        (bytes[position] | 0x20) <= 0x7A
      { position += 1 }
      return position - begin >= 3
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      let begin = position
      var value = 0
      while position < bytes.count, (0x30...0x39).contains(bytes[position]), position - begin < 4 {
        value = value * 10 + Int(bytes[position] - 0x30)
        position += 1
      }
      return position > begin && range.contains(value) ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(maximumHours: Int) -> Int? {
      let sign = skip("-") ? -1 : 1
      if sign == 1 { _ = skip("+") }
      guard let hours = number(0...maximumHours) else { return nil }
      var seconds = hours * 3_600
      if skip(":") {
        guard let minutes = number(0...59) else { return nil }
        seconds += minutes * 60
        if skip(":") {
          guard let rest = number(0...59) else { return nil }
          seconds += rest
        }
      }
      return sign * seconds
    }

    mutating func turn() -> Turn? {
      let day: Turn.Day
      if skip("M") {
        guard let month = number(1...12), skip("."), let week = number(1...5), skip("."),
          let weekday = number(0...6)
        else { return nil }
        day = .ofMonth(month: month, week: week, daysSinceSunday: weekday)
      } else if skip("J") {
        guard let count = number(1...365) else { return nil }
        day = .julian(count)
      } else {
        guard let count = number(0...365) else { return nil }
        day = .ofYear(count)
      }
      guard skip("/") else { return Turn(day: day, seconds: 7_200) }
      guard let seconds = time(maximumHours: 167) else { return nil }
      return Turn(day: day, seconds: seconds)
    }
  }
}
