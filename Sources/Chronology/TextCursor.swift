// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Walks through a short text of ASCII characters; the formats of this module have no others.
struct TextCursor {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  /// The character here, 0 at the end.
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  /// How many digits come next.
  var digitCount: Int {
    var end = position
    while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
    return end - position
  }

  /// The number that the next `count` digits write; moves on only if they are all there.
  mutating func number(digits count: Int) -> Int? {
    guard count > 0, digitCount >= count else { return nil }
    var value = 0
    for byte in bytes[position..<position + count] { value = value * 10 + Int(byte - 0x30) }
    position += count
    return value
  }

  /// The letters that come next.
  mutating func word() -> String {
    let begin = position
    while position < bytes.count, (0x61...0x7A).contains(bytes[position] | 0x20) { position += 1 }
    return String(decoding: bytes[begin..<position], as: UTF8.self)
  }

  /// Goes back to an earlier place.
  mutating func move(to position: Int) { self.position = position }

  func expected(_ what: String, repairs: [String] = []) -> TimeTextError {
    expected(what, at: position, repairs: repairs)
  }

  /// Everything before `offset` has been read, so that bytes are characters.
  func expected(_ what: String, at offset: Int, repairs: [String] = []) -> TimeTextError {
    TimeTextError(offset: offset, expected: what, repairs: repairs)
  }
}

/// Reads a text and, where it isn't right, offers what `tidied` makes of it if that is.
func reading<Value>(
  _ text: String, tidied: (String) -> String,
  _ parse: (String) throws(TimeTextError) -> Value
) throws(TimeTextError) -> Value {
  do throws(TimeTextError) {
    return try parse(text)
  } catch {
    let candidate = tidied(text)
    guard error.repairs.isEmpty, candidate != text else { throw error }
    do throws(TimeTextError) {
      _ = try parse(candidate)
    } catch let second {
      // The tidied text may lead to an error that knows better repairs.
      throw TimeTextError(offset: error.offset, expected: error.expected, repairs: second.repairs)
    }
    throw TimeTextError(offset: error.offset, expected: error.expected, repairs: [candidate])
  }
}
