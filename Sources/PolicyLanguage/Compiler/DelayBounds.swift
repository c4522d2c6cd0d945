// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

extension Delay {
  /// The shortest that it can be.
  var least: Duration { shortest.least }

  /// The longest that it can be; `nil` if nothing bounds it.
  var most: Duration? { longest.most }

  /// The longest on clocks that never change.
  var usuallyMost: Duration { longest.usual }

  /// The one length that it always has, in whole minutes; `nil` if there is none.
  var exactMinutes: Int? {
    guard shortest == longest, case .exact(let duration) = shortest else { return nil }
    let (seconds, attoseconds) = duration.components
    guard attoseconds == 0, seconds >= 0, seconds % 60 == 0, seconds < 1 << 40 else { return nil }
    return Int(seconds / 60)
  }
}

extension Delay.Length {
  var least: Duration {
    switch self {
    case .exact(let duration): duration
    case .period(let period): period.least
    }
  }

  var most: Duration? {
    switch self {
    case .exact(let duration): duration
    case .period(.days(let count)): .seconds(count * 86_400 + 3_600)
    case .period(.months(let count)): .seconds(count * 31 * 86_400 + 3_600)
    case .period(.businessDays(0)): .zero
    // A calendar may be closed for long.
    case .period(.businessDays): nil
    }
  }

  var usual: Duration {
    switch self {
    case .exact(let duration): duration
    case .period(let period): period.usual
    }
  }
}

extension CalendarPeriod {
  /// The shortest that it can be: clocks may jump, months have 28 days.
  var least: Duration {
    switch self {
    case .days(let count): .seconds(max(0, count * 86_400 - 3_600))
    case .months(let count): .seconds(max(0, count * 28 * 86_400 - 3_600))
    case .businessDays(let count): .seconds(max(0, count * 86_400 - 3_600))
    }
  }

  /// Its length where clocks never change, every day is open and months are short.
  var usual: Duration {
    switch self {
    case .days(let count), .businessDays(let count): .seconds(count * 86_400)
    case .months(let count): .seconds(count * 28 * 86_400)
    }
  }
}

extension Delay? {
  /// No delay is none.
  var least: Duration { self?.least ?? .zero }
  /// `nil` where there is no bound.
  var most: Duration? { self.map(\.most) ?? .zero }
  var usuallyMost: Duration { self?.usuallyMost ?? .zero }
  var usuallyLeast: Duration { self?.shortest.usual ?? .zero }
  var exactMinutes: Int? { self.map(\.exactMinutes) ?? 0 }
}

/// The spacing of a bundle's rounds.
struct RoundSpacing {
  /// The longest that a step waits for its round.
  let longest: Duration
  /// The interval, where each day begins anew with one; `nil` where rounds have no such grid.
  private let grid: Int64?

  init(_ cadence: Cadence, every written: Duration?, in zone: Zone) {
    guard let written, written > .zero else {
      longest = Self.sampled(cadence, in: zone)
      grid = nil
      return
    }
    // When clocks are set back a time that occurs twice is taken once.
    longest = written > .seconds(3_600) ? written + .seconds(3_600) : written
    let seconds = written.components.seconds
    grid = written.components.attoseconds == 0 && 86_400 % seconds == 0 ? seconds : nil
  }

  /// The longest pause of a schedule, by some years of it.
  private static func sampled(_ cadence: Cadence, in zone: Zone) -> Duration {
    // 2026-01-01, a fixed beginning: a check gives the same on every day.
    let start = Instant(seconds: 1_767_225_600)
    var (at, longest): (Instant, Int64) = (cadence.nextAtOrAfter(start, in: zone), 0)
    for _ in 0..<2_000 where at.seconds < start.seconds + 9 * 366 * 86_400 {
      let next = cadence.next(after: at, in: zone)
      longest = max(longest, next.seconds - at.seconds)
      at = next
    }
    return .seconds(longest + 3_600)
  }

  /// The first round at or after a time that is counted from a round, on clocks that never change.
  func round(atOrAfter time: Duration) -> Duration {
    guard let grid else { return time }
    let (seconds, attoseconds) = time.components
    let whole = attoseconds > 0 ? seconds + 1 : seconds
    return .seconds((whole + grid - 1) / grid * grid)
  }
}
