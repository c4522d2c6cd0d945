// Licensed under the Apache License, Version 2.0; see LICENSE.

// Instants as ISO 8601 and RFC 3339 write them.

extension Instant: CustomStringConvertible {
  /// Reads an instant with its offset: `2026-03-02T09:00:00Z`, `2026-10-20T10:00+01:00`.
  ///
  /// Seconds may be left out, a space may stand for the `T`. Without an offset a text isn't an
  /// instant: read it as `CivilDateTime` and resolve it in a zone.
  public init(text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    try self.init(&cursor, strict: false)
  }

  /// Reads an instant exactly as RFC 3339 writes it: with `T`, seconds and offset.
  ///
  /// The years are 0001 to 9999; `24:00` and leap seconds are refused.
  public init(rfc3339 text: String) throws(TimeTextError) {
    var cursor = TextCursor(text)
    try self.init(&cursor, strict: true)
  }

  private init(_ cursor: inout TextCursor, strict: Bool) throws(TimeTextError) {
    let date = try cursor.date()
    if strict, date.year == 0 { throw cursor.expected("a year from 0001", at: 0) }
    let separator = cursor.position
    guard cursor.skipDateSeparator(), !strict || cursor.bytes[separator] != 0x20 else {
      throw cursor.expected("`T` and a time", at: separator)
    }
    let timeBegin = cursor.position
    let time = try cursor.time(secondsRequired: strict)
    if strict, time == .endOfDay { throw cursor.expected("an hour to 23", at: timeBegin) }
    let offset = try cursor.offset(strict: strict)
    guard cursor.isAtEnd else { throw cursor.expected("the end of the instant") }
    self.init(
      seconds: CivilDateTime(date, time).clockSeconds - offset, nanoseconds: time.nanoseconds)
  }

  /// The instant in UTC as `2026-03-02T09:00:00Z`, with a fraction only if it isn't zero.
  public var description: String {
    var text = ASCIIText(capacity: 30)
    text.append(CivilDateTime(clockSeconds: seconds, nanoseconds: nanoseconds))
    text.append("Z")
    return text.string
  }

  /// The instant on a zone's clock with its offset, as `2026-07-02T10:00:00+01:00`.
  public func text(in zone: Zone) -> String {
    var text = ASCIIText(capacity: 35)
    let offset = Int64(zone.offsetSeconds(at: self))
    text.append(CivilDateTime(clockSeconds: seconds &+ offset, nanoseconds: nanoseconds))
    text.append(offset: offset)
    return text.string
  }

  /// Appends the UTF-8 of `description`, without making a string.
  public func append(to bytes: inout [UInt8]) {
    var text = ASCIIText(capacity: 0)
    swap(&text.bytes, &bytes)
    text.append(CivilDateTime(clockSeconds: seconds, nanoseconds: nanoseconds))
    text.append("Z")
    swap(&text.bytes, &bytes)
  }
}

extension ASCIIText {
  mutating func append(_ moment: CivilDateTime) {
    append(moment.date)
    append("T")
    append(moment.time, alwaysSeconds: true)
  }
}

extension TextCursor {
  /// `Z`, `+01:00` or `-05:30`, in seconds east of UTC.
  fileprivate mutating func offset(strict: Bool) throws(TimeTextError) -> Int64 {
    if skip("Z") || skip("z") { return 0 }
    let begin = position
    let isWest = current == UInt8(ascii: "-")
    guard skip("+") || skip("-"), digitCount == 2, let hours = number(digits: 2), skip(":"),
      digitCount == 2, let minutes = number(digits: 2), hours <= (strict ? 23 : 18), minutes <= 59
    else { throw expected("`Z` or an offset as +01:00", at: begin) }
    let seconds = Int64(hours * 3_600 + minutes * 60)
    return isWest ? -seconds : seconds
  }
}
