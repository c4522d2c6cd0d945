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

  mutating func skip(text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    let matches = text.withUTF8Buffer { bytes[position..<position + count].elementsEqual($0) }
    if matches { position += count }
    return matches
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

  /// The letters that come next, in lower case.
  mutating func word() -> String {
    let begin = position
    while position < bytes.count, (0x61...0x7A).contains(bytes[position] | 0x20) { position += 1 }
    return String(decoding: bytes[begin..<position].map { $0 | 0x20 }, as: UTF8.self)
  }

  mutating func skipSpaces() {
    while current == UInt8(ascii: " ") { position += 1 }
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
