// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A point in time, to the nanosecond, counted from 1970-01-01T00:00:00Z without leap seconds.
///
/// The one type of time in Parley: expressions, facts, wake times and decisions use it. Nothing
/// here reads a clock.
public struct Instant: Hashable, Sendable {
  /// Whole seconds since the epoch, rounded down: half a second before the epoch is -1.
  public let seconds: Int64
  /// What is added to `seconds`, 0 to 999,999,999.
  public let nanoseconds: Int32

  /// Makes an instant from seconds since the epoch.
  ///
  /// - Parameters:
  ///   - seconds: Whole seconds, negative before 1970.
  ///   - nanoseconds: 0 to 999,999,999.
  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    precondition((0..<1_000_000_000).contains(nanoseconds), "nanoseconds within one second")
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}

extension Instant: Comparable {
  /// Orders by time.
  public static func < (a: Instant, b: Instant) -> Bool {
    a.seconds != b.seconds ? a.seconds < b.seconds : a.nanoseconds < b.nanoseconds
  }
}

extension Instant {
  private static let attosecondsPerNanosecond: Int64 = 1_000_000_000

  /// The instant `gap` later; parts of a nanosecond are dropped.
  public static func + (instant: Instant, gap: Duration) -> Instant {
    let (seconds, attoseconds) = gap.components
    var sum = instant.seconds &+ seconds
    var nanoseconds = Int64(instant.nanoseconds) + attoseconds / attosecondsPerNanosecond
    if nanoseconds < 0 {
      nanoseconds += 1_000_000_000
      sum &-= 1
    } else if nanoseconds >= 1_000_000_000 {
      nanoseconds -= 1_000_000_000
      sum &+= 1
    }
    return Instant(seconds: sum, nanoseconds: Int32(nanoseconds))
  }

  /// The instant `gap` earlier.
  public static func - (instant: Instant, gap: Duration) -> Instant { instant + (.zero - gap) }

  /// The time from `earlier` to `later`, negative if they are the other way round.
  public static func - (later: Instant, earlier: Instant) -> Duration {
    .seconds(later.seconds - earlier.seconds)
      + .nanoseconds(Int64(later.nanoseconds) - Int64(earlier.nanoseconds))
  }

  /// The first whole second at or after this instant: the engine's clock counts whole seconds.
  public var roundedUpToSecond: Instant {
    nanoseconds == 0 ? self : Instant(seconds: seconds + 1)
  }
}
