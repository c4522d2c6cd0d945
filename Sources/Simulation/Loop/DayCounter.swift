// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// Turns instants that never run backwards into positions of local days, without a computation
/// while the day lasts.
struct DayCounter: Sendable {
  let zone: Zone
  let firstDay: CivilDate
  /// How many local days the run touches.
  let count: Int
  private var index = 0
  private var endSeconds: Int64

  /// Covers the days from the one that holds `from` to the one before `to`.
  init(from: Instant, to: Instant, zone: Zone) {
    self.zone = zone
    firstDay = zone.date(at: from)
    // `to` is excluded: its own day counts only if it has begun before.
    let last = zone.date(at: Instant(seconds: to.roundedUpToSecond.seconds - 1))
    count = max(1, last.days(since: firstDay) + 1)
    endSeconds = zone.startOfDay(firstDay.adding(days: 1)).seconds
  }

  /// The position of the day of an instant, held within the run.
  @inline(__always)
  mutating func index(of instant: Instant) -> Int {
    if instant.seconds >= endSeconds { move(to: instant) }
    return index
  }

  private mutating func move(to instant: Instant) {
    let day = zone.date(at: instant)
    index = min(count - 1, max(0, day.days(since: firstDay)))
    endSeconds = zone.startOfDay(day.adding(days: 1)).seconds
  }
}
