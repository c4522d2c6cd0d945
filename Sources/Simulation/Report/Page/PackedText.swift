// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage

/// A column of numbers as printable text: small numbers take one character.
///
/// Each character holds five bits and says whether more follow, the lowest bits first; the page's
/// script reads it back.
struct PackedText {
  static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private(set) var bytes: [UInt8] = []
  private var last = 0

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// A number from zero on.
  mutating func add(_ number: Int) {
    var rest = UInt(bitPattern: max(0, number))
    while rest >= 32 {
      bytes.append(Self.alphabet[Int(rest & 31) + 32])
      rest >>= 5
    }
    bytes.append(Self.alphabet[Int(rest)])
  }

  /// Any number: 0, -1, 1, -2 become 0, 1, 2, 3.
  mutating func add(signed number: Int) { add(Self.zigzag(number)) }

  /// A number by its difference from the last one of the column.
  mutating func add(delta number: Int) {
    add(signed: number - last)
    last = number
  }

  static func zigzag(_ number: Int) -> Int { number < 0 ? -2 * number - 1 : 2 * number }
}

/// Ids such as `c-0007` as shapes (`c-`, 4 digits) and numbers.
struct PackedIDs {
  private struct Shape: Hashable {
    var head: String
    var digits: Int
  }

  private var shapes: [Shape] = []
  private var known: [Shape: Int] = [:]
  private var column = PackedText()
  private var lastNumber = 0

  mutating func add(_ id: String) {
    // Nine digits are exact in every number of a script.
    let digits = id.utf8.reversed().prefix(9).prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    let shape = Shape(head: String(id.dropLast(digits)), digits: digits)
    let number = Int(id.suffix(digits)) ?? 0
    if known[shape] == nil {
      known[shape] = shapes.count
      shapes.append(shape)
    }
    column.add(known[shape] ?? 0)
    column.add(signed: number - lastNumber)
    lastNumber = number
  }

  var json: JSONText {
    .object([
      ("shapes", .array(shapes.map { .array([.string($0.head), .int($0.digits)]) })),
      ("ids", .string(column.text)),
    ])
  }
}
