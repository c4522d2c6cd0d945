// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// Timestamps by RFC 3339, durations by units, and offsets from UTC.
enum TimeText {
  // MARK: - Timestamps

  /// `2026-02-20T08:11:00Z`, with the fraction of a second only as long as needed.
  static func timestamp(_ instant: Instant) -> String {
    let time = CivilTime(instant, offsetSeconds: 0)
    let (year, month, day) = time.date.fields
    return padded(Int64(year), 4) + "-" + padded(Int64(month), 2) + "-" + padded(Int64(day), 2)
      + "T"
      + padded(time.secondOfDay / 3600, 2) + ":" + padded(time.secondOfDay / 60 % 60, 2) + ":"
      + padded(time.secondOfDay % 60, 2) + fraction(Int64(instant.nanoseconds)) + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  private static func fraction(_ nanoseconds: Int64) -> String {
    if nanoseconds == 0 { return "" }
    var digits = padded(nanoseconds, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  /// The instant of an RFC 3339 text; years outside 1 to 9999 are left to the caller.
  static func timestamp(_ text: String) -> Instant? {
    var reader = Reader(text)
    guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2),
      reader.take("-"), let day = reader.digits(2),
      let date = CivilDate(year: Int(year), month: Int(month), day: Int(day)), reader.take("T"),
      let hour = reader.digits(2), hour < 24, reader.take(":"), let minute = reader.digits(2),
      minute < 60, reader.take(":"), let second = reader.digits(2), second < 60
    else { return nil }
    var nanoseconds: Int64 = 0
    if reader.take(".") {
      guard let digits = reader.nanoseconds() else { return nil }
      nanoseconds = digits
    }
    let offset: Int64
    if reader.take("Z") {
      offset = 0
    } else {
      let isWest = reader.take("-")
      guard isWest || reader.take("+"), let hours = reader.digits(2), hours < 24,
        reader.take(":"), let minutes = reader.digits(2), minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
    guard reader.isAtEnd else { return nil }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + hour * 3600 + minute * 60 + second - offset
    return Instant(seconds: seconds, nanoseconds: Int32(nanoseconds))
  }

  /// Seconds east of UTC for `UTC` and `±hh:mm`; the sign may be missing.
  static func fixedOffset(_ zone: String) -> Int? {
    if zone == "UTC" { return 0 }
    var reader = Reader(zone)
    let isWest = reader.take("-")
    if !isWest { _ = reader.take("+") }
    guard let hours = reader.digits(2), hours < 24, reader.take(":"),
      let minutes = reader.digits(2), minutes < 60, reader.isAtEnd
    else { return nil }
    return Int(hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  // MARK: - Durations

  /// Seconds with their fraction: `60.001s`.
  static func duration(_ duration: Duration) -> String {
    let total = nanoseconds(duration)
    let magnitude = total.magnitude
    return (total < 0 ? "-" : "") + String(magnitude / 1_000_000_000)
      + fraction(Int64(magnitude % 1_000_000_000)) + "s"
  }

  static func nanoseconds(_ duration: Duration) -> Int128 {
    let (seconds, attoseconds) = duration.components
    return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
  }

  /// The value of `1h30m`, `-1.5s`, `0`; an error if it is too long, nothing if it is no duration.
  static func duration(_ text: String) -> Value? {
    var reader = Reader(text)
    let isNegative = reader.take("-")
    if !isNegative { _ = reader.take("+") }
    if reader.rest == "0" { return .duration(.zero) }
    var total: Int128 = 0
    repeat {
      guard let part = part(&reader) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      if overflow { return .error(.overflow(.duration)) }
      total = sum
    } while !reader.isAtEnd
    let limit: Int128 = 315_537_897_599 * 1_000_000_000
    guard total < limit else { return .error(.overflow(.duration)) }
    let signed = isNegative ? -total : total
    let duration = Duration(
      secondsComponent: Int64(signed / 1_000_000_000),
      attosecondsComponent: Int64(signed % 1_000_000_000) * 1_000_000_000)
    return .duration(duration)
  }

  /// One number with its unit, in nanoseconds.
  private static func part(_ reader: inout Reader) -> Int128? {
    let whole = reader.number()
    var fraction: (digits: Int64, count: Int)?
    if reader.take(".") {
      fraction = reader.fraction()
      if fraction == nil, whole == nil { return nil }
    } else if whole == nil {
      return nil
    }
    let unit: Int128
    if reader.take("ns") {
      unit = 1
    } else if reader.take("us") || reader.take("µs") || reader.take("μs") {
      unit = 1000
    } else if reader.take("ms") {
      unit = 1_000_000
    } else if reader.take("s") {
      unit = 1_000_000_000
    } else if reader.take("m") {
      unit = 60_000_000_000
    } else if reader.take("h") {
      unit = 3_600_000_000_000
    } else {
      return nil
    }
    var result = Int128(whole ?? 0) * unit
    if let fraction {
      var divisor: Int128 = 1
      for _ in 0..<fraction.count { divisor *= 10 }
      result += Int128(fraction.digits) * unit / divisor
    }
    return result
  }

  /// `getHours` and its like on a duration: totals, but milliseconds only within the second.
  static func part(_ function: StandardFunction, of duration: Duration) -> Int64? {
    let total = nanoseconds(duration)
    switch function {
    case .getHours: return Int64(total / 3_600_000_000_000)
    case .getMinutes: return Int64(total / 60_000_000_000)
    case .getSeconds: return Int64(total / 1_000_000_000)
    case .getMilliseconds: return Int64(total % 1_000_000_000 / 1_000_000)
    default: return nil
    }
  }
}

/// Goes through a short text from its beginning.
private struct Reader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int64? {
    guard position + count <= bytes.count else { return nil }
    var number: Int64 = 0
    for byte in bytes[position..<position + count] {
      guard isDigit(byte) else { return nil }
      number = number * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    position += count
    return number
  }

  /// The digits of a second's fraction; what is finer than a nanosecond is cut off.
  mutating func nanoseconds() -> Int64? {
    let start = position
    var result: Int64 = 0
    var unit: Int64 = 100_000_000
    while position < bytes.count, isDigit(bytes[position]) {
      result += Int64(bytes[position] - UInt8(ascii: "0")) * unit
      unit /= 10
      position += 1
    }
    return position > start ? result : nil
  }

  /// The number of all digits that follow; what is far too large for any unit stays so.
  mutating func number() -> Int64? {
    let start = position
    var result: Int64 = 0
    while position < bytes.count, isDigit(bytes[position]) {
      let digit = Int64(bytes[position] - UInt8(ascii: "0"))
      result = result > Int64.max / 10 - 1 ? result : result * 10 + digit
      position += 1
    }
    return position > start ? result : nil
  }

  /// The digits behind a point and how many they are; those after 18 change no nanosecond.
  mutating func fraction() -> (digits: Int64, count: Int)? {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    let end = min(position, start + 18)
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return Int64(text).map { ($0, end - start) }
  }
}
