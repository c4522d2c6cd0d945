// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// Writes one line of JSON as UTF-8, without spaces and without intermediate strings.
struct JSONLine {
  /// What was written so far.
  var bytes: [UInt8]
  /// True where the next key or element needs no comma before it.
  private var isFirst = true

  /// Goes on behind bytes that were written before.
  init(_ bytes: consuming [UInt8]) { self.bytes = bytes }

  /// Begins an object.
  mutating func open() {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
  }

  /// Ends an object.
  mutating func close() {
    bytes.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// A key that needs no escaping.
  mutating func key(_ name: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Any key.
  mutating func key(text: String) {
    comma()
    value(text)
    bytes.append(UInt8(ascii: ":"))
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
    bytes.append(UInt8(ascii: "["))
    isFirst = true
  }

  mutating func endList() {
    bytes.append(UInt8(ascii: "]"))
    isFirst = false
  }

  mutating func null() { bytes.append(contentsOf: "null".utf8) }

  mutating func value(_ truth: Bool) {
    bytes.append(contentsOf: (truth ? "true" : "false").utf8)
  }

  mutating func value(_ number: Int64?) {
    guard let number else { return null() }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = number.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(48 + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }

  /// The shortest text that reads back as the same number; JSON has no infinities.
  mutating func value(_ number: Double) {
    guard number.isFinite else { return value("\(number)") }
    bytes.append(contentsOf: "\(number)".utf8)
  }

  mutating func value(_ text: String?) {
    guard var text else { return null() }
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var start = 0
      while true {
        let end = utf8[start...].firstIndex { $0 < 0x20 || $0 == 34 || $0 == 92 } ?? utf8.count
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
        guard end < utf8.count else { return }
        start = end + 1
        escape(utf8[end])
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// A word of the engine's own, which needs no escaping.
  mutating func word(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
    isFirst = false
  }

  mutating func value(_ instant: Instant?) {
    guard let instant else { return null() }
    bytes.append(UInt8(ascii: "\""))
    instant.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func value(_ id: EnrolmentID?) {
    guard let id else { return null() }
    bytes.append(UInt8(ascii: "\""))
    id.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// What stands before a key or an element.
  mutating func comma() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(92)
    switch byte {
    case 34, 92: bytes.append(byte)
    case 10: bytes.append(UInt8(ascii: "n"))
    case 13: bytes.append(UInt8(ascii: "r"))
    case 9: bytes.append(UInt8(ascii: "t"))
    case _:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }
}
