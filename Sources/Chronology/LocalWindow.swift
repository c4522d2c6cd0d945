// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A span of local hours on some days of the week, as `mon-thu 09:00-18:00`.
///
/// Half-open and exact to the minute. It belongs to the day on which it begins: the window
/// `fri 22:00-06:00+1` is a Friday's, also on Saturday morning.
public struct LocalWindow: Hashable, Sendable {
  /// The days on which it begins.
  public let weekdays: WeekdaySet
  /// When it opens, in minutes from the day's 00:00: 0 to 1,439.
  public let beginMinute: Int
  /// When it is closed again, in minutes from that same 00:00.
  ///
  /// After `beginMinute`, by at most a day; more than 1,440 is on the next day.
  public let endMinute: Int

  /// Makes a window.
  ///
  /// - Returns: `nil` without a day, or where the minutes don't fit what they say.
  public init?(weekdays: WeekdaySet = .all, beginMinute: Int, endMinute: Int) {
    guard !weekdays.isEmpty, (0..<1_440).contains(beginMinute),
      endMinute > beginMinute, endMinute - beginMinute <= 1_440
    else { return nil }
    self.weekdays = weekdays
    self.beginMinute = beginMinute
    self.endMinute = endMinute
  }
}

extension LocalWindow: CustomStringConvertible {
  /// Reads `mon-thu 09:00-18:00`, `mon,wed 10:00-12:00`, `22:00-06:00+1`; without days, every day.
  ///
  /// An end at or before the begin needs `+1`: without it the error offers both repairs.
  public init(text: String) throws(TimeTextError) {
    self = try reading(text, tidied: LocalWindow.tidied) { (text) throws(TimeTextError) in
      var cursor = TextCursor(text)
      return try cursor.window()
    }
  }

  /// The window as policies write it.
  public var description: String {
    let hours = LocalWindow.hours(from: beginMinute, to: endMinute)
    return weekdays == .all ? hours : "\(weekdays) \(hours)"
  }

  fileprivate static func hours(from begin: Int, to end: Int) -> String {
    let isNextDay = end > 1_440
    var text = ASCIIText(capacity: 13)
    text.append(TimeOfDay(secondsOfDay: Int32(begin * 60)), alwaysSeconds: false)
    text.append("-")
    let shown = isNextDay ? end - 1_440 : end
    text.append(TimeOfDay(secondsOfDay: Int32(shown * 60)), alwaysSeconds: false)
    if isNextDay { text.append("+1") }
    return text.string
  }

  /// Lower case, hyphens for dashes without spaces around them, two digits an hour.
  private static func tidied(_ text: String) -> String {
    var tidy = ""
    var lastDigits = 0
    for character in text.lowercased() {
      switch character {
      case "–", "—":
        while tidy.last == " " { tidy.removeLast() }
        tidy.append("-")
      case "-":
        while tidy.last == " " { tidy.removeLast() }
        tidy.append("-")
      case " ":
        if let last = tidy.last, !"-, ".contains(last) { tidy.append(" ") }
      case ":" where lastDigits == 1:
        tidy.insert("0", at: tidy.index(before: tidy.endIndex))
        tidy.append(":")
      default: tidy.append(character)
      }
      lastDigits = character.isWholeNumber ? lastDigits + 1 : 0
    }
    while tidy.last == " " { tidy.removeLast() }
    return tidy
  }
}

extension TextCursor {
  fileprivate mutating func window() throws(TimeTextError) -> LocalWindow {
    var weekdays = WeekdaySet.all
    if !(0x30...0x39).contains(current) {
      weekdays = try weekdaySet()
      guard skip(" ") else { throw expected("a space and the hours, as 09:00-18:00") }
    }
    let beginOffset = position
    let begin = try minuteOfDay()
    guard begin < 1_440 else { throw expected("a begin before 24:00", at: beginOffset) }
    guard skip("-") else { throw expected("`-` and the end, as 09:00-18:00") }
    let endBegin = position
    let end = try minuteOfDay()
    let isNextDay = skip("+")
    guard !isNextDay || skip("1") else { throw expected("`+1`, the next day") }
    guard isAtEnd else { throw expected("the end of the window") }

    func repair(_ begin: Int, _ end: Int) -> String {
      LocalWindow(weekdays: weekdays, beginMinute: begin, endMinute: end)?.description ?? ""
    }
    switch (begin < end, isNextDay) {
    case (true, false):
      break
    case (false, true):
      break
    case (true, true):
      throw expected(
        "at most 24 hours", at: endBegin, repairs: [repair(begin, end)])
    case (false, false):
      // An end at 00:00 means the day's end as a rule; otherwise the night, or hours swapped.
      let likely = end == 0 ? repair(begin, 1_440) : repair(begin, end + 1_440)
      let other = begin == end || begin == 0 ? "" : repair(end, begin)
      throw expected(
        "an end after \(text(of: begin)), or `+1` for the next day", at: endBegin,
        repairs: [likely, other].filter { !$0.isEmpty })
    }
    guard
      let window = LocalWindow(
        weekdays: weekdays, beginMinute: begin, endMinute: isNextDay ? end + 1_440 : end)
    else { throw expected("a window as mon-thu 09:00-18:00", at: 0) }
    return window
  }

  private func text(of minute: Int) -> String {
    TimeOfDay(secondsOfDay: Int32(minute * 60)).description
  }

  private mutating func minuteOfDay() throws(TimeTextError) -> Int {
    let begin = position
    let time = try time()
    guard time.second == 0, time.nanoseconds == 0 else {
      throw expected("whole minutes", at: begin + 5)
    }
    return time.minuteOfDay
  }

  private mutating func weekdaySet() throws(TimeTextError) -> WeekdaySet {
    var days: WeekdaySet = []
    repeat {
      let first = try weekday()
      if skip("-") {
        days.insert(from: first, through: try weekday())
      } else {
        days.insert(first)
      }
    } while skip(",")
    return days
  }

  private mutating func weekday() throws(TimeTextError) -> Weekday {
    let begin = position
    let name = word()
    guard let day = Weekday.allCases.first(where: { $0.shortName == name }) else {
      throw expected("a day: mon, tue, wed, thu, fri, sat or sun", at: begin)
    }
    return day
  }
}
