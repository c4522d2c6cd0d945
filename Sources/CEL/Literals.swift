// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads the text of literal tokens.
enum Literals {
  /// A whole number with its sign in front, decimal or hexadecimal.
  static func int(_ text: String) -> Int64? {
    let (isNegative, digits, radix) = parts(text)
    return Int64((isNegative ? "-" : "") + digits, radix: radix)
  }

  /// A whole number that ends in `u`.
  static func uint(_ text: String) -> UInt64? {
    let (isNegative, digits, radix) = parts(String(text.dropLast()))
    return isNegative ? nil : UInt64(digits, radix: radix)
  }

  private static func parts(_ text: String) -> (isNegative: Bool, digits: Substring, radix: Int) {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    return digits.hasPrefix("0x")
      ? (isNegative, digits.dropFirst(2), 16) : (isNegative, digits, 10)
  }

  /// The bytes between the quotes, escapes resolved.
  ///
  /// - Parameter token: The whole literal with prefix and quotes, which the lexer has found closed.
  static func string(
    _ token: ArraySlice<UInt8>, isBytes: Bool
  ) throws(ParseError) -> [UInt8] {
    var body = token
    var isRaw = false
    while let first = body.first, first != UInt8(ascii: "\""), first != UInt8(ascii: "'") {
      if first | 0x20 == UInt8(ascii: "r") { isRaw = true }
      body = body.dropFirst()
    }
    guard let quote = body.first else { return [] }
    let isTriple = body.count >= 6 && body.prefix(3).allSatisfy { $0 == quote }
    body = body.dropFirst(isTriple ? 3 : 1).dropLast(isTriple ? 3 : 1)
    if isRaw { return Array(body) }
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var position = body.startIndex
    while position < body.endIndex {
      let byte = body[position]
      if byte != UInt8(ascii: "\\") {
        result.append(byte)
        position += 1
      } else {
        position = try escape(in: body, at: position, isBytes: isBytes, into: &result)
      }
    }
    return result
  }

  private static func escape(
    in body: ArraySlice<UInt8>, at start: Int, isBytes: Bool, into result: inout [UInt8]
  ) throws(ParseError) -> Int {
    func failure(_ length: Int) -> ParseError {
      let end = min(start + length, body.endIndex)
      return ParseError(
        .badEscape(String(decoding: body[start..<end], as: UTF8.self)),
        at: SourceRange(start: Int32(start), end: Int32(end)))
    }
    func number(_ first: Int, _ count: Int, radix: Int) throws(ParseError) -> UInt32 {
      let end = first + count
      guard end <= body.endIndex, body[first..<end].allSatisfy(isHexDigit),
        let value = UInt32(String(decoding: body[first..<end], as: UTF8.self), radix: radix)
      else { throw failure(first - start + count) }
      return value
    }
    func append(_ value: UInt32, asOctet: Bool, _ length: Int) throws(ParseError) {
      if asOctet {
        result.append(UInt8(truncatingIfNeeded: value))
      } else if let scalar = Unicode.Scalar(value) {
        result.append(contentsOf: UTF8.encode(scalar)?.map { $0 } ?? [])
      } else {
        throw failure(length)
      }
    }
    guard start + 1 < body.endIndex else { throw failure(1) }
    let letter = body[start + 1]
    switch letter {
    case UInt8(ascii: "a"): result.append(7)
    case UInt8(ascii: "b"): result.append(8)
    case UInt8(ascii: "f"): result.append(12)
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "v"): result.append(11)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      result.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try append(try number(start + 2, 2, radix: 16), asOctet: isBytes, 4)
      return start + 4
    case UInt8(ascii: "u"):
      if isBytes { throw failure(2) }
      try append(try number(start + 2, 4, radix: 16), asOctet: false, 6)
      return start + 6
    case UInt8(ascii: "U"):
      if isBytes { throw failure(2) }
      try append(try number(start + 2, 8, radix: 16), asOctet: false, 10)
      return start + 10
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      try append(try number(start + 1, 3, radix: 8), asOctet: isBytes, 4)
      return start + 4
    default: throw failure(2)
    }
    return start + 2
  }
}
