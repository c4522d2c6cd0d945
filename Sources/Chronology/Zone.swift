// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A time zone: how far local clocks are from UTC, at every instant.
///
/// One reference to an immutable table: copying and asking take no lock and allocate nothing. Named
/// zones come from a `ZoneDatabase`. Two zones are equal if they have the same identifier.
public struct Zone: Sendable {
  let table: ZoneTable

  init(_ table: ZoneTable) { self.table = table }

  /// The zone without any offset.
  public static let utc = Zone(ZoneTable(identifier: "UTC", fixedOffset: 0))

  /// The IANA name, or the offset (`+02:00`) of a fixed zone.
  public var identifier: String { table.identifier }

  /// Makes a zone of a constant offset; `nil` beyond 18 hours.
  ///
  /// - Parameter fixedOffsetSeconds: Seconds east of UTC, −64,800 to 64,800.
  public init?(fixedOffsetSeconds seconds: Int32) {
    guard (-64_800...64_800).contains(seconds) else { return nil }
    var text = ASCIIText(capacity: 9)
    text.append(offset: Int64(seconds))
    self.init(ZoneTable(identifier: text.string, fixedOffset: seconds))
  }

  /// Makes a zone of a constant offset from `+02:00`, `-05:30` or `Z`; `nil` for anything else.
  public init?(fixedOffset text: String) {
    if text == "Z" {
      self = .utc
      return
    }
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      bytes[3] == UInt8(ascii: ":")
    else { return nil }
    var digits: [Int32] = []
    for byte in [bytes[1], bytes[2], bytes[4], bytes[5]] {
      guard (0x30...0x39).contains(byte) else { return nil }
      digits.append(Int32(byte - 0x30))
    }
    guard digits[2] < 6 else { return nil }
    let seconds = (digits[0] * 10 + digits[1]) * 3_600 + (digits[2] * 10 + digits[3]) * 60
    self.init(fixedOffsetSeconds: bytes[0] == UInt8(ascii: "-") ? -seconds : seconds)
  }

  /// Makes a zone from compiled zone data (TZif, version 2 or later).
  ///
  /// - Parameters:
  ///   - identifier: What the zone is called.
  ///   - data: The file's bytes.
  public init(identifier: String, data: [UInt8]) throws(ZoneDataError) {
    self.init(ZoneTable(identifier: identifier, try TZifReader(data)))
  }
}

extension Zone: Hashable {
  /// Whether both have the same identifier.
  public static func == (a: Zone, b: Zone) -> Bool {
    a.table === b.table || a.identifier == b.identifier
  }

  /// Feeds the identifier.
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

/// What a local date and time mean in a zone.
public enum LocalResolution: Hashable, Sendable {
  /// It occurs once.
  case unique(Instant)
  /// Clocks skip it. `movedForward` is as much later as they skip (02:30 becomes 03:30);
  /// `clockJumps` is the instant at which they do.
  case gap(movedForward: Instant, clockJumps: Instant)
  /// Clocks are set back and show it twice.
  case fold(first: Instant, second: Instant)

  /// The instant that Parley takes: moved forward in a gap, the first of two in a fold.
  public var instant: Instant {
    switch self {
    case .unique(let instant): instant
    case .gap(let movedForward, _): movedForward
    case .fold(let first, _): first
    }
  }
}

extension Zone {
  /// Seconds east of UTC at an instant.
  public func offsetSeconds(at instant: Instant) -> Int32 { table.offset(at: instant.seconds) }

  /// What local clocks show at an instant.
  public func civil(at instant: Instant) -> CivilDateTime {
    CivilDateTime(
      clockSeconds: instant.seconds &+ Int64(table.offset(at: instant.seconds)),
      nanoseconds: instant.nanoseconds)
  }

  /// The local day of an instant.
  public func date(at instant: Instant) -> CivilDate { civil(at: instant).date }

  /// What a local date and time mean here: one instant, none, or two.
  public func resolve(_ local: CivilDateTime) -> LocalResolution {
    let clock = local.clockSeconds
    let nanoseconds = local.time.nanoseconds
    func instant(_ seconds: Int64) -> Instant {
      Instant(seconds: seconds, nanoseconds: nanoseconds)
    }
    var span = table.span(at: clock - Self.farthestOffset)
    var first: Int64?
    while true {
      let second = clock - span.offset
      if second < span.start, first == nil {
        return .gap(
          movedForward: instant(clock - span.previousOffset),
          clockJumps: Instant(seconds: span.start))
      }
      if second >= span.start, second < span.end {
        if let first { return .fold(first: instant(first), second: instant(second)) }
        first = second
      }
      guard span.end <= clock + Self.farthestOffset else { break }
      span = table.span(at: span.end)
    }
    // Without a match every span ended before the local time; the last one can't.
    return .unique(instant(first ?? clock - span.offset))
  }

  /// The instant that Parley takes for a local date and time.
  ///
  /// One that doesn't exist moves forward by what clocks skip; of two it is the first.
  public func instant(of local: CivilDateTime) -> Instant { resolve(local).instant }

  /// The first instant of a local day.
  ///
  /// Where midnight is skipped it is the instant at which clocks jump (Santiago: 01:00); a day
  /// that is skipped as a whole begins, and ends, with the next one.
  public func startOfDay(_ date: CivilDate) -> Instant {
    Instant(seconds: firstSecond(showing: Int64(date.daysSinceEpoch) * 86_400))
  }

  /// The first instant after this one at which the offset changes; `nil` if it never will.
  public func nextOffsetChange(after instant: Instant) -> Instant? {
    let end = table.span(at: instant.seconds).end
    return end == .max ? nil : Instant(seconds: end)
  }

  /// Longer than any offset from UTC, so that spans within it hold every candidate.
  private static let farthestOffset: Int64 = 26 * 3_600

  /// The first second at which a local clock shows `clockSeconds` or later.
  func firstSecond(showing clockSeconds: Int64) -> Int64 {
    var span = table.span(at: clockSeconds - Self.farthestOffset)
    while clockSeconds - span.offset >= span.end { span = table.span(at: span.end) }
    return max(clockSeconds - span.offset, span.start)
  }

  /// The latest that local clocks have ever shown up to a second.
  ///
  /// It never runs backwards: while clocks repeat an hour it stands still just before that hour's
  /// end. So `steadyClock(at: t) >= c` says the same as `t >= firstSecond(showing: c)`.
  @inline(__always)
  func steadyClock(at second: Int64) -> Int64 {
    let span = table.span(at: second)
    guard span.start != .min else { return second &+ span.offset }
    return max(second &+ span.offset, span.start &+ span.previousOffset &- 1)
  }
}
