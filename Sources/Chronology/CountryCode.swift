// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A country by its two letters of ISO 3166, as `PT`.
public struct CountryCode: Hashable, Sendable {
  /// Both letters, the first in the upper byte.
  private let letters: UInt16

  /// Makes a code from two capital letters; `nil` for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 2, bytes.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
    letters = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
  }
}

extension CountryCode: CustomStringConvertible {
  /// The two letters.
  public var description: String {
    String(decoding: [UInt8(letters >> 8), UInt8(letters & 0xFF)], as: UTF8.self)
  }
}

extension CountryCode: Comparable {
  /// Orders by letters.
  public static func < (a: CountryCode, b: CountryCode) -> Bool { a.letters < b.letters }
}
