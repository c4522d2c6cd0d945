// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

/// The minutes of a week, from Monday 00:00, in which hours are open; closed days are left aside.
struct WeekHours {
  static let minutes = 7 * 1_440

  private(set) var isOpen: [Bool]

  /// Always open.
  init() { isOpen = Array(repeating: true, count: Self.minutes) }

  /// Closes every minute in which other windows aren't open.
  mutating func intersect(_ windows: WeeklyWindows) {
    var other = Array(repeating: false, count: Self.minutes)
    for window in windows.windows {
      for (number, day) in Weekday.allCases.enumerated() where window.weekdays.contains(day) {
        for minute in window.beginMinute..<window.endMinute {
          other[(number * 1_440 + minute) % Self.minutes] = true
        }
      }
    }
    for minute in isOpen.indices where !other[minute] { isOpen[minute] = false }
  }

  /// For each minute how many pass until the hours are open; `nil` if they never are.
  var waits: [Int]? {
    guard let first = isOpen.firstIndex(of: true) else { return nil }
    var waits = Array(repeating: 0, count: Self.minutes)
    // From the end of the week back, beginning with the first opening of the next one.
    var next = first + Self.minutes
    for minute in isOpen.indices.reversed() {
      if isOpen[minute] { next = minute }
      waits[minute] = next - minute
    }
    return waits
  }

  /// The longest that they are closed, and the shortest that they are open, in minutes.
  ///
  /// Both are `nil` if they are never closed or never open.
  var extremes: (closed: Int, open: Int)? {
    guard let first = isOpen.firstIndex(of: true), isOpen.contains(false) else { return nil }
    var (closed, open) = (0, Self.minutes)
    var (length, state) = (0, true)
    for step in 0...Self.minutes {
      let now = isOpen[(first + step) % Self.minutes]
      if now == state, step < Self.minutes {
        length += 1
        continue
      }
      if state { open = min(open, length) } else { closed = max(closed, length) }
      (length, state) = (1, now)
    }
    return (closed, open)
  }
}

/// Whose local time hours and periods are counted in.
enum LocalChoice: Hashable {
  case contact
  case fixed(Zone)

  init(_ zone: Zone?) { self = zone.map { .fixed($0) } ?? .contact }

  /// `nil` where it depends on who writes.
  init?(_ choice: LimitRule.ZoneChoice, bundle: Zone) {
    switch choice {
    case .contact: self = .contact
    case .fixed(let zone): self = .fixed(zone)
    case .bundle: self = .fixed(bundle)
    case .sender: return nil
    }
  }
}

/// How much later than written a message goes out that follows another after an exact time.
struct Lateness {
  /// In minutes, over all minutes of the week at which the message before may have gone out.
  var least: Int
  var most: Int
  /// The most that a period's cap alone holds it back; 0 without one.
  var byPeriod: Int
}

extension Lateness {
  /// - Parameters:
  ///   - before: The hours of the message before.
  ///   - own: The hours of this one.
  ///   - after: Written, in minutes.
  ///   - gap: No earlier than so long after the message before.
  ///   - period: A period in which only one of both may go out.
  ///   - shift: By how much clocks are set forward in between.
  init?(
    before: WeekHours, own: WeekHours, after: Int, gap: Int, period: LocalPeriod?, shift: Int = 0
  ) {
    guard let waits = own.waits, before.isOpen.contains(true) else { return nil }
    (least, most, byPeriod) = (.max, 0, 0)
    for start in before.isOpen.indices where before.isOpen[start] {
      let due = start + after + shift
      var at = max(due, start + gap + shift)
      if let end = period.flatMap({ Self.end(of: $0, at: start) }), end > at {
        at = end
        byPeriod = max(byPeriod, at - due)
      }
      let week = WeekHours.minutes
      let late = at + waits[(at % week + week) % week] - due
      least = min(least, late)
      most = max(most, late)
    }
  }

  /// The end of the period that holds a minute of the week; `nil` for months, which no week shows.
  private static func end(of period: LocalPeriod, at minute: Int) -> Int? {
    switch period {
    case .day: (minute / 1_440 + 1) * 1_440
    case .week: WeekHours.minutes
    case .month: nil
    }
  }
}

extension Compilation {
  /// The weekly hours of a calendar with those that it inherits, and whether it has closed days.
  func weeklyWindows(of calendar: BusinessCalendar) -> (layers: [WeeklyWindows], closes: Bool)? {
    guard let named = calendars.first(where: { $0.calendar == calendar }) else { return nil }
    var layers: [WeeklyWindows] = []
    var closes = false
    var document = self.document("calendar", named.id)
    var depth = 0
    while let root = document?.root, depth < 64 {
      if let open = root["open"] {
        layers.append(WeeklyWindows(open.items.compactMap(\.typed.window)))
      }
      closes = closes || root.has("closed") || root.has("holidays")
      document = root["inherit"]?.text.flatMap { self.document("calendar", $0) }
      depth += 1
    }
    return (layers, closes)
  }
}
