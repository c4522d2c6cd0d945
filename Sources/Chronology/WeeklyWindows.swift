// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Local windows laid out by the days on which they begin.
public struct WeeklyWindows: Hashable, Sendable {
  /// The windows as they were given.
  public let windows: [LocalWindow]
  /// Seconds from the day's 00:00, sorted by weekday and begin.
  private let slots: [Slot]
  /// Where each weekday's slots begin, Monday first, and behind Sunday's the end.
  private let firstSlots: [Int]
  /// Whether it is made of whole days and leaves none out.
  let isWholeWeek: Bool
  private let goesOverMidnight: Bool

  struct Slot: Hashable, Sendable {
    var begin: Int64
    var end: Int64
  }

  /// Lays out windows, which may overlap; without any, nothing is ever open.
  public init(_ windows: [LocalWindow]) {
    self.windows = windows
    var slots: [Slot] = []
    var firstSlots = [0]
    for day in Weekday.allCases {
      slots += windows.filter { $0.weekdays.contains(day) }
        .map { Slot(begin: Int64($0.beginMinute) * 60, end: Int64($0.endMinute) * 60) }
        .sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
      firstSlots.append(slots.count)
    }
    self.slots = slots
    self.firstSlots = firstSlots
    self.goesOverMidnight = windows.contains { $0.endMinute > 1_440 }
    self.isWholeWeek = Weekday.allCases.allSatisfy { day in
      windows.contains {
        $0.weekdays.contains(day) && $0.beginMinute == 0 && $0.endMinute == 1_440
      }
    }
  }

  /// Every hour of every day.
  public static let wholeWeek = WeeklyWindows(
    [LocalWindow(beginMinute: 0, endMinute: 1_440)].compactMap { $0 })

  /// Whether a local moment lies in a window, by what the clock shows alone.
  public func contains(_ local: CivilDateTime) -> Bool {
    let clock = local.clockSeconds
    return containsWindow(showing: clock) { _ in true }
  }

  /// Whether a window begins on a weekday.
  public func hasWindow(on day: Weekday) -> Bool { !slotRange(day.rawValue - 1).isEmpty }

  /// The slots that begin on a day, counted since the epoch.
  @inline(__always)
  func slots(onDay day: Int64) -> ArraySlice<Slot> { slots[slotRange(onDay: day)] }

  /// Whether a window begins on a day, counted since the epoch.
  @inline(__always)
  func hasWindow(onDay day: Int64) -> Bool { !slotRange(onDay: day).isEmpty }

  /// Whether a window that begins on a counted day holds what a clock shows.
  @inline(__always)
  func containsWindow(showing clock: Int64, onDayThat counts: (Int64) -> Bool) -> Bool {
    let day = clock.flooredQuotient(by: 86_400)
    let time = clock - day * 86_400
    // A window of today, or one of yesterday that goes over midnight.
    for index in slotRange(onDay: day) {
      let slot = slots[index]
      if slot.begin <= time && time < slot.end {
        if counts(day) { return true }
        break
      }
    }
    guard goesOverMidnight else { return false }
    for index in slotRange(onDay: day - 1) where time + 86_400 < slots[index].end {
      return counts(day - 1)
    }
    return false
  }

  @inline(__always)
  private func slotRange(onDay day: Int64) -> Range<Int> {
    let sinceMonday = day + 3
    return slotRange(Int(sinceMonday - sinceMonday.flooredQuotient(by: 7) * 7))
  }

  @inline(__always)
  private func slotRange(_ index: Int) -> Range<Int> { firstSlots[index]..<firstSlots[index + 1] }
}
