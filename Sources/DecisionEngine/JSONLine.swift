// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// Writes one line of JSON as UTF-8, without spaces and without intermediate strings, into room
/// that was made for it before.
struct JSONLine {
  private let start: UnsafeMutableRawPointer
  private let room: Int
  /// How many bytes were written.
  private(set) var count = 0
  /// True where the next key or element needs no comma before it.
  private var isFirst = true

  fileprivate init(at start: UnsafeMutableRawPointer, room: Int) {
    self.start = start
    self.room = room
  }

  /// How much room a text takes at most: every character may have to be escaped.
  static func room(_ text: String?) -> Int { text.map { 6 * $0.utf8.count + 2 } ?? 4 }

  /// How much room a number, an instant or `null` takes at most.
  static let numberRoom = 48

  // MARK: - Bytes

  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    precondition(count < room, "room for the whole line")
    start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  @inline(__always)
  mutating func bytes(_ source: UnsafeRawBufferPointer) {
    guard let first = source.baseAddress else { return }
    precondition(source.count <= room - count, "room for the whole line")
    (start + count).copyMemory(from: first, byteCount: source.count)
    count += source.count
  }

  /// JSON as it stands.
  @inline(__always)
  mutating func text(_ text: StaticString) {
    bytes(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  // MARK: - Structure

  /// What stands before a key or an element.
  mutating func comma() {
    if !isFirst { byte(UInt8(ascii: ",")) }
    isFirst = false
  }

  /// Goes on in an object that was begun elsewhere.
  mutating func goOn() { isFirst = false }

  /// Begins an object.
  mutating func open() {
    byte(UInt8(ascii: "{"))
    isFirst = true
  }

  /// Ends an object.
  mutating func close() {
    byte(UInt8(ascii: "}"))
    isFirst = false
  }

  /// A key that needs no escaping.
  mutating func key(_ name: StaticString) {
    comma()
    word(name)
    byte(UInt8(ascii: ":"))
  }

  /// Any key.
  mutating func key(text: String) {
    comma()
    value(text)
    byte(UInt8(ascii: ":"))
  }

  /// A list, whose elements `write` writes.
  mutating func list<Element>(
    _ elements: [Element], _ write: (inout JSONLine, Element) -> Void
  ) {
    beginList()
    for element in elements {
      comma()
      write(&self, element)
    }
    endList()
  }

  mutating func beginList() {
    byte(UInt8(ascii: "["))
    isFirst = true
  }

  mutating func endList() {
    byte(UInt8(ascii: "]"))
    isFirst = false
  }

  // MARK: - Values

  mutating func null() { text("null") }

  mutating func value(_ truth: Bool) { text(truth ? "true" : "false") }

  mutating func value(_ number: Int64?) {
    guard let number else { return null() }
    if number < 0 { byte(UInt8(ascii: "-")) }
    var digits = 1
    var rest = number.magnitude
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    precondition(digits <= room - count, "room for the whole line")
    rest = number.magnitude
    for place in (count..<count + digits).reversed() {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      start.storeBytes(
        of: 48 + UInt8(truncatingIfNeeded: digit), toByteOffset: place, as: UInt8.self)
      rest = quotient
    }
    count += digits
  }

  /// The shortest text that reads back as the same number; JSON has no infinities.
  mutating func value(_ number: Double) {
    guard number.isFinite else { return value("\(number)") }
    var digits = "\(number)"
    digits.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
  }

  mutating func value(_ text: String?) {
    guard var text else { return null() }
    text.withUTF8 { value(UnsafeRawBufferPointer($0)) }
  }

  /// A text given as UTF-8.
  mutating func value(_ text: UnsafeRawBufferPointer) {
    byte(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
      if index + 8 <= text.count,
        !Self.needsEscape(text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index += 8
        continue
      }
      if Self.needsEscape(text[index]) {
        bytes(UnsafeRawBufferPointer(rebasing: text[start..<index]))
        escape(text[index])
        start = index + 1
      }
      index += 1
    }
    bytes(UnsafeRawBufferPointer(rebasing: text[start...]))
    byte(UInt8(ascii: "\""))
  }

  /// A word of the engine's own, which needs no escaping.
  mutating func word(_ word: StaticString) {
    byte(UInt8(ascii: "\""))
    text(word)
    byte(UInt8(ascii: "\""))
  }

  mutating func value(_ instant: Instant?) {
    guard let instant else { return null() }
    let moment = CivilDateTime(clockSeconds: instant.seconds)
    let (year, month, day) = moment.date.fields
    guard instant.nanoseconds == 0, (0...9999).contains(year) else {
      return value(instant.description)
    }
    byte(UInt8(ascii: "\""))
    pair(year / 100)
    pair(year % 100)
    byte(UInt8(ascii: "-"))
    pair(month)
    byte(UInt8(ascii: "-"))
    pair(day)
    byte(UInt8(ascii: "T"))
    pair(moment.time.hour)
    byte(UInt8(ascii: ":"))
    pair(moment.time.minute)
    byte(UInt8(ascii: ":"))
    pair(moment.time.second)
    byte(UInt8(ascii: "Z"))
    byte(UInt8(ascii: "\""))
  }

  mutating func value(_ id: EnrolmentID?) {
    guard let id else { return null() }
    byte(UInt8(ascii: "\""))
    for word in [id.words.high, id.words.low] {
      for shift in stride(from: 60, through: 0, by: -4) {
        byte(Self.hexadecimal(UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15))
      }
    }
    byte(UInt8(ascii: "\""))
  }

  /// A number below 100 in two digits.
  @inline(__always)
  private mutating func pair(_ number: Int) {
    byte(48 + UInt8(truncatingIfNeeded: number / 10))
    byte(48 + UInt8(truncatingIfNeeded: number % 10))
  }

  // MARK: - Escapes

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 48 + digit : 87 + digit
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Whether one of eight bytes needs an escape; may err towards yes.
  @inline(__always)
  private static func needsEscape(_ bytes: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Where a byte is below a bound, subtracting the bound sets its highest bit.
    let isControl = (bytes &- ones &* 0x20) & ~bytes
    let quote = bytes ^ (ones &* 0x22)
    let isQuote = (quote &- ones) & ~quote
    let backslash = bytes ^ (ones &* 0x5C)
    let isBackslash = (backslash &- ones) & ~backslash
    return (isControl | isQuote | isBackslash) & (ones &* 0x80) != 0
  }

  private mutating func escape(_ byte: UInt8) {
    self.byte(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.byte(byte)
    case 10: self.byte(UInt8(ascii: "n"))
    case 13: self.byte(UInt8(ascii: "r"))
    case 9: self.byte(UInt8(ascii: "t"))
    case _:
      text("u00")
      self.byte(Self.hexadecimal(byte >> 4))
      self.byte(Self.hexadecimal(byte & 15))
    }
  }
}

extension [UInt8] {
  /// Appends the JSON that `write` writes: at most `room` bytes.
  mutating func append(atMost room: Int, _ write: (inout JSONLine) -> Void) {
    append(addingCapacity: room) { span in
      span.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        var line = JSONLine(at: start + count, room: buffer.count - count)
        write(&line)
        count += line.count
      }
    }
  }
}
