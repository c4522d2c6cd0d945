// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Links in a text: `http://` and `https://`, in any case.
enum Links {
  /// How often a web address begins.
  static func count(in bytes: some Collection<UInt8>) -> Int {
    var count = 0
    var index = bytes.startIndex
    while let start = begin(in: bytes, from: index) {
      count += 1
      index = bytes.index(start, offsetBy: 7)
    }
    return count
  }

  /// The web addresses in a text, each up to the next blank, quote or angle bracket, without the
  /// sentence's own marks at its end.
  static func addresses(in text: String) -> [String] {
    let bytes = Array(text.utf8)
    var found: [String] = []
    var index = 0
    while let start = begin(in: bytes, from: index) {
      var end = start
      while end < bytes.count, !isEndOfAddress(bytes[end]) { end += 1 }
      index = end
      while end > start, ".,;:!?)]".utf8.contains(bytes[end - 1]) { end -= 1 }
      found.append(String(decoding: bytes[start..<end], as: UTF8.self))
    }
    return found
  }

  private static func begin<Bytes: Collection<UInt8>>(
    in bytes: Bytes, from start: Bytes.Index
  ) -> Bytes.Index? {
    var index = start
    while index < bytes.endIndex {
      // Lower case of ASCII letters; the other characters asked for have this bit set anyway.
      if bytes[index] | 0x20 == UInt8(ascii: "h") {
        let rest = bytes[index...].prefix(8).map { $0 | 0x20 }
        if rest.starts(with: "http://".utf8) || rest.elementsEqual("https://".utf8) {
          return index
        }
      }
      index = bytes.index(after: index)
    }
    return nil
  }

  private static func isEndOfAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
      true
    case _: false
    }
  }
}
