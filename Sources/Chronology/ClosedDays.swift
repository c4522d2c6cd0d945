// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A day of any year, as `12-24`; `02-29` comes in leap years only.
public struct MonthDay: Hashable, Sendable {
  /// 1 to 12.
  public let month: Int
  /// 1 to the month's last.
  public let day: Int

  /// Makes a day of any year; `nil` if no year has it.
  public init?(month: Int, day: Int) {
    // 2000 is a leap year.
    guard CivilDate(year: 2000, month: month, day: day) != nil else { return nil }
    self.month = month
    self.day = day
  }

  /// Orders days within a year, 0 to 371; months count 31 days.
  var ordinal: Int { (month - 1) * 31 + day - 1 }
}

extension MonthDay: CustomStringConvertible {
  /// The day as policies write it.
  public var description: String {
    var text = ASCIIText(capacity: 5)
    text.append(UInt(month), digits: 2)
    text.append("-")
    text.append(UInt(day), digits: 2)
    return text.string
  }
}

/// A day, or several in a row with both ends, on which a calendar is closed.
public enum ClosedDays: Hashable, Sendable {
  /// Once, `2027-03-26`.
  case date(CivilDate)
  /// Once, `2027-03-26..2027-03-28`.
  case span(from: CivilDate, through: CivilDate)
  /// Every year, `12-24`.
  case yearly(MonthDay)
  /// Every year, `12-24..01-02`; over the year's end if the last day comes earlier in the year.
  case yearlySpan(from: MonthDay, through: MonthDay)
}

extension ClosedDays: CustomStringConvertible {
  /// Reads `2027-03-26`, `2027-03-26..2027-03-28`, `12-24` or `12-24..01-02`.
  public init(text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    if cursor.digitCount == 2 {
      let first = try cursor.monthDay()
      guard !cursor.isAtEnd else {
        self = .yearly(first)
        return
      }
      try cursor.skipDots()
      self = .yearlySpan(from: first, through: try cursor.monthDay())
    } else {
      guard cursor.digitCount == 4 else {
        throw cursor.expected("a day as 12-24 or 2027-03-26")
      }
      let first = try cursor.date()
      guard !cursor.isAtEnd else {
        self = .date(first)
        return
      }
      try cursor.skipDots()
      let begin = cursor.position
      let last = try cursor.date()
      guard first <= last else {
        throw cursor.expected(
          "a day at or after \(first)", at: begin, repairs: ["\(last)..\(first)"])
      }
      self = .span(from: first, through: last)
    }
    guard cursor.isAtEnd else { throw cursor.expected("the end of the days") }
  }

  /// The days as policies write them.
  public var description: String {
    switch self {
    case .date(let date): "\(date)"
    case .span(let first, let last): "\(first)..\(last)"
    case .yearly(let day): "\(day)"
    case .yearlySpan(let first, let last): "\(first)..\(last)"
    }
  }
}

extension TextCursor {
  fileprivate mutating func monthDay() throws(TimeTextError) -> MonthDay {
    let begin = position
    guard digitCount == 2, let month = number(digits: 2), (1...12).contains(month) else {
      throw expected("a month and a day as 12-24", at: begin)
    }
    guard skip("-") else { throw expected("`-` and the day") }
    let dayBegin = position
    guard digitCount == 2, let day = number(digits: 2), let found = MonthDay(month: month, day: day)
    else {
      let last = CivilDate.dayCount(ofMonth: month, year: 2000)
      throw expected("a day from 01 to \(last)", at: dayBegin)
    }
    return found
  }

  fileprivate mutating func skipDots() throws(TimeTextError) {
    let begin = position
    guard skip("."), skip(".") else {
      throw expected("`..` and the last day, or the end", at: begin)
    }
  }
}

/// Closed days, laid out for asking whether one day is among them.
struct ClosedDaySet: Hashable, Sendable {
  /// A bit for each ordinal of `MonthDay`, in the first six words.
  private var yearly: SIMD8<UInt64> = .zero
  private var hasYearly = false
  /// Days since the epoch, in order.
  private var spans: [ClosedRange<Int32>] = []

  static let none = ClosedDaySet([])

  var isEmpty: Bool { !hasYearly && spans.isEmpty }

  init(_ days: [ClosedDays]) {
    for entry in days {
      switch entry {
      case .date(let date): insert(from: date, through: date)
      case .span(let first, let last): insert(from: first, through: last)
      case .yearly(let day): insert(day.ordinal...day.ordinal)
      case .yearlySpan(let first, let last):
        if first.ordinal <= last.ordinal {
          insert(first.ordinal...last.ordinal)
        } else {
          insert(first.ordinal...371)
          insert(0...last.ordinal)
        }
      }
    }
    spans.sort { $0.lowerBound < $1.lowerBound }
  }

  /// The days of both.
  func union(_ other: ClosedDaySet) -> ClosedDaySet {
    var both = self
    both.yearly |= other.yearly
    both.hasYearly = hasYearly || other.hasYearly
    both.spans = (spans + other.spans).sorted { $0.lowerBound < $1.lowerBound }
    return both
  }

  /// Whether a day, counted since the epoch, is closed.
  func contains(day: Int64) -> Bool {
    let date = CivilDate(daysSinceEpoch: Int32(clamping: day))
    if hasYearly {
      let (_, month, dayOfMonth) = date.fields
      let ordinal = (month - 1) * 31 + dayOfMonth - 1
      if yearly[ordinal >> 6] >> UInt64(ordinal & 63) & 1 == 1 { return true }
    }
    for span in spans {
      if date.daysSinceEpoch < span.lowerBound { return false }
      if date.daysSinceEpoch <= span.upperBound { return true }
    }
    return false
  }

  private mutating func insert(_ ordinals: ClosedRange<Int>) {
    hasYearly = true
    for ordinal in ordinals { yearly[ordinal >> 6] |= 1 << UInt64(ordinal & 63) }
  }

  private mutating func insert(from first: CivilDate, through last: CivilDate) {
    guard first <= last else { return }
    spans.append(first.daysSinceEpoch...last.daysSinceEpoch)
  }
}
