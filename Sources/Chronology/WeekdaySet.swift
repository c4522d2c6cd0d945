// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Some days of the week.
public struct WeekdaySet: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// Bit 0 stands for Monday.
  private var bits: UInt8 = 0

  /// Makes a set of days.
  public init(_ days: some Sequence<Weekday>) { for day in days { insert(day) } }

  /// Makes a set of days.
  public init(arrayLiteral days: Weekday...) { self.init(days) }

  /// Monday to Sunday.
  public static let all = WeekdaySet(Weekday.allCases)

  /// Whether no day is in it.
  public var isEmpty: Bool { bits == 0 }

  /// Whether a day is in it.
  public func contains(_ day: Weekday) -> Bool { bits & 1 << (day.rawValue - 1) != 0 }

  /// Adds a day.
  public mutating func insert(_ day: Weekday) { bits |= 1 << (day.rawValue - 1) }

  /// Adds the days from one to another, both included; `fri` to `mon` goes over the weekend.
  public mutating func insert(from first: Weekday, through last: Weekday) {
    var day = first
    while day != last {
      insert(day)
      day = day.next
    }
    insert(last)
  }
}

extension WeekdaySet: CustomStringConvertible {
  /// The days as policies write them, `mon-thu` or `mon,wed`; empty without any.
  public var description: String {
    var runs: [(first: Weekday, last: Weekday)] = []
    for day in Weekday.allCases where contains(day) {
      if let run = runs.last, run.last.next == day {
        runs[runs.count - 1].last = day
      } else {
        runs.append((day, day))
      }
    }
    return runs.map { run in
      if run.first == run.last { return run.first.shortName }
      let separator = run.first.next == run.last ? "," : "-"
      return run.first.shortName + separator + run.last.shortName
    }.joined(separator: ",")
  }
}
