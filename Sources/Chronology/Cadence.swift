// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why an interval can't be a cadence.
public enum CadenceError: Error, Hashable, Sendable {
  /// Zero, negative, or with a fraction of a second.
  case notWholeSeconds(Duration)
  /// Longer than a day, but not in whole days: it could not start again at a midnight.
  case notWholeDays(Duration)
}

extension CadenceError: CustomStringConvertible {
  /// What was expected.
  public var description: String {
    switch self {
    case .notWholeSeconds(let interval):
      "expected an interval of a second or more, found \(interval.text)"
    case .notWholeDays(let interval):
      "expected at most a day, or whole days, found \(interval.text)"
    }
  }
}

/// When something recurs by local clocks: `{every: 15m}` or `{cron: "0 8 * * *"}`.
///
/// An interval counts from each local midnight (`7h`: 00:00, 07:00, 14:00, 21:00, 00:00); one of
/// several days counts days from Monday, 5 January 1970, so that `1w` is each Monday's midnight.
///
/// **Changes of clocks.** A local time that is skipped moves forward by what clocks skip. A
/// time that occurs twice is taken once, the first; only what recurs within the repeated
/// hour anyway (`every: 15m`, or a cron of every hour) goes on through it, so that it doesn't pause.
public struct Cadence: Hashable, Sendable {
  private enum Rule: Hashable, Sendable {
    /// Seconds, up to a day.
    case interval(Int64)
    case days(Int64)
    case cron(CronSchedule)
  }

  private let rule: Rule

  /// Makes a cadence that recurs at an interval from local midnight.
  public init(every interval: Duration) throws(CadenceError) {
    let (seconds, attoseconds) = interval.components
    guard seconds > 0, attoseconds == 0 else { throw .notWholeSeconds(interval) }
    if seconds < 86_400 {
      rule = .interval(seconds)
    } else {
      guard seconds % 86_400 == 0 else { throw .notWholeDays(interval) }
      rule = .days(seconds / 86_400)
    }
  }

  /// Makes a cadence from a schedule of five fields.
  public init(cron: CronSchedule) { rule = .cron(cron) }

  /// The first time from an instant on.
  public func nextAtOrAfter(_ instant: Instant, in zone: Zone) -> Instant {
    Instant(seconds: nextSecond(instant.roundedUpToSecond.seconds, zone))
  }

  /// The first time after an instant.
  public func next(after instant: Instant, in zone: Zone) -> Instant {
    Instant(seconds: nextSecond(instant.seconds &+ 1, zone))
  }

  /// The first second from `start` on; where the calendar ends, the last one there is.
  private func nextSecond(_ start: Int64, _ zone: Zone) -> Int64 {
    // Far beyond any calendar; within it the sums below can't overflow.
    guard start.magnitude < 1 << 47 else { return start }
    var span = zone.table.span(at: start)
    var second = start
    while true {
      var found = Int64.max
      if second < span.start &+ span.gap, span.gap > 0 {
        // Times that clocks skipped at the span's start come as much later as they skip.
        let clock = nextClock(second + span.previousOffset)
        if clock < span.start + span.offset { found = clock - span.previousOffset }
      }
      var from = second
      if span.fold > 0, !recurs(within: span.fold) { from = max(from, span.start + span.fold) }
      if from < span.end {
        found = min(found, nextClock(from + span.offset) - span.offset)
      }
      if found < span.end { return found }
      second = span.end
      span = zone.table.span(at: second)
    }
  }

  /// Whether it comes so often that a repeated stretch of time can't be left out.
  private func recurs(within seconds: Int64) -> Bool {
    switch rule {
    case .interval(let interval): interval <= seconds
    case .days: false
    case .cron(let schedule): schedule.isEveryHour
    }
  }

  /// The first time on a clock that is never changed, from `clock` on, in seconds since 1970.
  private func nextClock(_ clock: Int64) -> Int64 {
    switch rule {
    case .interval(let interval):
      let midnight = clock.flooredQuotient(by: 86_400) * 86_400
      let steps = (clock - midnight + interval - 1) / interval
      return midnight + min(steps * interval, 86_400)
    case .days(let count):
      // Rounded up to a day, then to the next one that counts; day 4 is Monday, 5 January 1970.
      let day = (clock + 86_399).flooredQuotient(by: 86_400)
      return ((day - 4 + count - 1).flooredQuotient(by: count) * count + 4) * 86_400
    case .cron(let schedule):
      return schedule.nextClock(clock) ?? Int64.max >> 8
    }
  }
}

extension Cadence: CustomStringConvertible {
  /// The cadence as policies write its value: `15m` or `0 8 * * *`.
  public var description: String {
    switch rule {
    case .interval(let seconds): Duration.seconds(seconds).text
    case .days(let count): Duration.seconds(count * 86_400).text
    case .cron(let schedule): schedule.description
    }
  }
}
