// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  static var encoderFunctions: [LibraryFunction] {
    [
      LibraryFunction("base64.encode", .base64Encode, [([.bytes], .string)]),
      LibraryFunction("base64.decode", .base64Decode, [([.string], .bytes)]),
    ]
  }
}

/// Base 64 by RFC 4648, section 4; its padding may be missing when read.
enum EncoderFunctions {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard arguments.count == 1 else { return nil }
    switch (function, arguments[0]) {
    case (.base64Encode, .bytes(let bytes)):
      budget -= bytes.count >> 4
      return .string(encode(bytes))
    case (.base64Decode, .string(let text)):
      budget -= text.utf8.count >> 4
      return decode(text).map { .bytes($0) }
        ?? .error(.badArgument(function: "base64.decode", reason: "the text is not in base 64"))
    default: return nil
    }
  }

  private static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var bits: UInt32 = 0
      for position in 0..<3 {
        bits = bits << 8 | (position < count ? UInt32(bytes[start + position]) : 0)
      }
      for position in 0..<4 {
        let sextet = Int(bits >> UInt32(18 - 6 * position) & 63)
        result.append(position <= count ? alphabet[sextet] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func decode(_ text: String) -> [UInt8]? {
    var digits = Array(text.utf8)
    if digits.last == UInt8(ascii: "=") {
      guard digits.count % 4 == 0 else { return nil }
      digits.removeLast()
      if digits.last == UInt8(ascii: "=") { digits.removeLast() }
    }
    guard digits.count % 4 != 1 else { return nil }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      guard let sextet = alphabet.firstIndex(of: digit) else { return nil }
      bits = bits << 6 | UInt32(sextet)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}
