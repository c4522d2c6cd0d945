// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The elements of a JSON array whose text the record parser has checked.
enum JSONArray {
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  /// Calls `body` with each element; strings come without quotes and with their escapes resolved.
  ///
  /// - Returns: False if an element is itself an array or an object.
  static func forEach(_ array: UnsafeBufferPointer<UInt8>, _ body: (RawField) -> Void) -> Bool {
    var index = 1
    while index < array.count - 1 {
      let begin = index
      switch array[index] {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","):
        index += 1
        continue
      case UInt8(ascii: "["), UInt8(ascii: "{"): return false
      case quote:
        var hasEscapes = false
        index += 1
        while array[index] != quote {
          if array[index] == backslash { hasEscapes = true }
          index += array[index] == backslash ? 2 : 1
        }
        index += 1
        if hasEscapes {
          resolve(UnsafeBufferPointer(rebasing: array[begin..<index]), body)
        } else {
          let isEmpty = index - begin == 2
          body(
            RawField(
              kind: isEmpty ? .empty : .text,
              bytes: UnsafeBufferPointer(rebasing: array[begin + 1..<index - 1])))
        }
      case let first:
        while index < array.count - 1, array[index] > 0x20, array[index] != UInt8(ascii: ",") {
          index += 1
        }
        let kind: RawField.Kind =
          switch first {
          case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
          case UInt8(ascii: "n"): .empty
          default: .number
          }
        body(RawField(kind: kind, bytes: UnsafeBufferPointer(rebasing: array[begin..<index])))
      }
    }
    return true
  }

  /// Wraps a string in a record of its own and lets the parser resolve its escapes.
  private static func resolve(
    _ element: UnsafeBufferPointer<UInt8>, _ body: (RawField) -> Void
  ) {
    var line = Array("{\"e\":".utf8) + element + Array("}".utf8)
    line.withUnsafeMutableBufferPointer { record in
      var parser = JSONRecordParser(paths: ["e"], openBelow: [])
      if case .object = parser.parse(record) { body(parser.field(0)) }
    }
  }
}
