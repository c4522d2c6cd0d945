// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What makes bytes unfit as the text of a bundle, found before YAML is read.
enum TextFault: Hashable, Sendable {
  /// The first byte that isn't part of well-formed UTF-8.
  case notUTF8(at: Int)
  /// A character that changes the order in which others are shown.
  case bidirectional(at: Int, UInt32)
  /// A control character or a line break that editors don't show as one.
  case control(at: Int, UInt32)

  /// Whether a character reorders others (as UTR 36 lists them) or breaks lines unseen.
  static func isHidden(_ value: UInt32) -> Bool {
    isBidirectional(value) || value == 0x2028 || value == 0x2029 || value == 0xFEFF
  }

  static func isBidirectional(_ value: UInt32) -> Bool {
    (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
  }

  /// Whether YAML has no place for a character, or an odd one.
  private static func isControl(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// All faults in order; after bytes that aren't UTF-8 nothing more is looked for.
  ///
  /// A byte order mark at the very beginning is no fault.
  static func all(in bytes: [UInt8]) -> [TextFault] {
    var faults: [TextFault] = []
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20, byte < 0x7F {
        offset += 1
        continue
      }
      guard let (value, length) = scalar(in: bytes, at: offset) else {
        faults.append(.notUTF8(at: offset))
        return faults
      }
      if isBidirectional(value) {
        faults.append(.bidirectional(at: offset, value))
      } else if isControl(value), !(value == 0xFEFF && offset == 0) {
        faults.append(.control(at: offset, value))
      }
      offset += length
    }
    return faults
  }

  /// Decodes one scalar value; `nil` if the bytes aren't well-formed (RFC 3629).
  static func scalar(in bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
    let first = bytes[offset]
    let length: Int
    var value: UInt32
    switch first {
    case 0x00...0x7F: return (UInt32(first), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    for next in bytes[offset + 1..<offset + length] {
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard value >= smallest[length], value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else {
      return nil
    }
    return (value, length)
  }
}
