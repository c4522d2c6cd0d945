// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Looks for the next opening or closing of windows that must all be open, in all of some zones.
///
/// Windows are turned into instants day by day; nothing is scanned in steps.
struct CalendarSearch<Zones: Collection<Zone>> {
  let layers: [WeeklyWindows]
  let zones: Zones
  let closed: ClosedDaySet

  func nextOpen(atOrAfter instant: Instant) -> Instant? {
    // Windows begin and end on whole seconds, so a second is open or closed as a whole.
    guard let open = nextOpenSecond(instant.seconds) else { return nil }
    return open == instant.seconds ? instant : Instant(seconds: open)
  }

  func nextChange(after instant: Instant) -> Instant? {
    guard let open = nextOpenSecond(instant.seconds) else { return nil }
    guard open == instant.seconds else { return Instant(seconds: open) }
    // The first of all windows to close closes the whole.
    var end = Int64.max
    for zone in zones {
      for layer in layers {
        end = min(end, runEnd(of: layer, in: zone, openAt: open))
      }
    }
    return end == .max ? nil : Instant(seconds: end)
  }

  private func nextOpenSecond(_ start: Int64) -> Int64? {
    // Far beyond any calendar; within it the sums below can't overflow.
    guard !zones.isEmpty, start.magnitude < 1 << 55 else { return nil }
    let limit = start + BusinessCalendar.horizonDays * 86_400
    var candidate = start
    while true {
      var latest = candidate
      for zone in zones {
        for layer in layers {
          guard
            let open = nextOpenSecond(of: layer, in: zone, from: latest, until: limit)
          else { return nil }
          latest = open
        }
      }
      // Nothing had to move: open everywhere. Else what came first may be closed again by now.
      if latest == candidate { return candidate }
      candidate = latest
    }
  }

  /// The first second from `start` on at which one layer is open in one zone.
  private func nextOpenSecond(
    of layer: WeeklyWindows, in zone: Zone, from start: Int64, until limit: Int64
  ) -> Int64? {
    var day = zone.steadyClock(at: start).flooredQuotient(by: 86_400) - 1
    let lastDay = limit.flooredQuotient(by: 86_400) + 1
    while day <= lastDay {
      let slots = layer.slots(onDay: day)
      if !slots.isEmpty, !closed.contains(day: day) {
        for slot in slots {
          let end = zone.firstSecond(showing: day * 86_400 + slot.end)
          guard end > start else { continue }
          let begin = zone.firstSecond(showing: day * 86_400 + slot.begin)
          // Clocks may skip a window as a whole.
          guard begin < end else { continue }
          let open = max(begin, start)
          return open <= limit ? open : nil
        }
      }
      day += 1
    }
    return nil
  }

  /// When one layer, open at `start`, closes; `Int64.max` if not within two years.
  ///
  /// Windows that touch or overlap are one.
  private func runEnd(of layer: WeeklyWindows, in zone: Zone, openAt start: Int64) -> Int64 {
    if layer.isWholeWeek, closed.isEmpty { return .max }
    var end = start
    let firstDay = zone.steadyClock(at: start).flooredQuotient(by: 86_400) - 1
    for day in firstDay...firstDay + BusinessCalendar.horizonDays + 1 {
      let slots = layer.slots(onDay: day)
      if !slots.isEmpty, !closed.contains(day: day) {
        for slot in slots {
          let begin = zone.firstSecond(showing: day * 86_400 + slot.begin)
          // Later windows begin later still.
          guard begin <= end else { return end }
          end = max(end, zone.firstSecond(showing: day * 86_400 + slot.end))
        }
      }
      // What closes before the next day begins can't be prolonged by its windows.
      if end > start, end < zone.firstSecond(showing: (day + 1) * 86_400) { return end }
    }
    return .max
  }
}
