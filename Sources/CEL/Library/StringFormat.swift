// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// `"%s".format([value])`: the verbs s, d, f, e, x, X, o and b, in no language but plain numbers.
enum StringFormat {
  /// More decimals than any double has say nothing.
  private static let precisionLimit = 1100

  static func apply(_ text: String, _ values: [Value], _ budget: inout Int) -> Value? {
    var rest = text.utf8[...]
    var result: [UInt8] = []
    var next = 0
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      if rest.first == UInt8(ascii: "%") {
        rest = rest.dropFirst()
        result.append(byte)
        continue
      }
      var precision: Int?
      if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        let digits = rest.prefix { isDigit($0) }
        guard let number = Int(String(Substring(digits))), number <= precisionLimit else {
          return failure("a precision is a number of at most \(precisionLimit) after the dot")
        }
        precision = number
        rest = rest.dropFirst(digits.count)
      }
      guard let verb = rest.popFirst() else { return failure("the text ends after `%`") }
      guard next < values.count else {
        return failure("there are only \(values.count) values for the places in the text")
      }
      let value = values[next]
      next += 1
      switch written(value, verb: verb, precision: precision) {
      case .string(let part):
        budget -= 1 + part.utf8.count >> 4
        if budget < 0 { return .error(.costExceeded) }
        result += part.utf8
      case let other: return other
      }
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  private static func failure(_ reason: String) -> Value {
    .error(.badArgument(function: "format", reason: reason))
  }

  private static func written(_ value: Value, verb: UInt8, precision: Int?) -> Value {
    let letter = String(Unicode.Scalar(verb))
    let isDecimal = verb == UInt8(ascii: "f") || verb == UInt8(ascii: "e")
    if precision != nil, !isDecimal { return failure("`%\(letter)` takes no precision") }
    let text: String?
    switch verb {
    case UInt8(ascii: "s"): text = string(value)
    case UInt8(ascii: "d"): text = decimal(value)
    case UInt8(ascii: "f"), UInt8(ascii: "e"):
      text = real(value, isScientific: verb == UInt8(ascii: "e"), precision: precision ?? 6)
    case UInt8(ascii: "x"): text = hexadecimal(value, isUpper: false)
    case UInt8(ascii: "X"): text = hexadecimal(value, isUpper: true)
    case UInt8(ascii: "o"): text = radix(value, 8)
    case UInt8(ascii: "b"):
      if case .bool(let bit) = value { text = bit ? "1" : "0" } else { text = radix(value, 2) }
    default: return failure("`%\(letter)` is no form of a value")
    }
    return text.map { .string($0) }
      ?? failure("`%\(letter)` can't write a value of type \(value.type(in: RuntimeTypes()))")
  }

  // MARK: - Verbs

  /// What `%s` writes; nothing for what has no text, such as an object.
  private static func string(_ value: Value) -> String? {
    switch value {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return ExactDecimal.shortest(number)
    case .string(let text): return text
    case .bytes(let bytes): return lossy(bytes)
    case .timestamp(let instant): return TimeText.timestamp(instant)
    case .duration(let duration): return TimeText.duration(duration)
    case .type(let type): return type.runtimeName
    case .network(let address): return address.description
    case .list(let elements):
      var parts: [String] = []
      for element in elements {
        guard let part = string(element) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    case .map(let map):
      var parts: [(key: String, text: String)] = []
      for (key, content) in zip(map.keys, map.values) {
        guard let name = string(key), let part = string(content) else { return nil }
        parts.append((name, "\(name): \(part)"))
      }
      parts.sort { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
      return "{" + parts.map(\.text).joined(separator: ", ") + "}"
    case .optional, .object, .opaque, .unknown, .error: return nil
    }
  }

  /// Bytes as text; each run of what isn't UTF-8 becomes one replacement character.
  private static func lossy(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var wasBad = false
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        result.append(scalar)
        wasBad = false
      case .error:
        if !wasBad { result.append("\u{FFFD}") }
        wasBad = true
      case .emptyInput: return String(result)
      }
    }
  }

  private static func decimal(_ value: Value) -> String? {
    switch value {
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number): ExactDecimal.shortest(number)
    default: nil
    }
  }

  private static func real(_ value: Value, isScientific: Bool, precision: Int) -> String? {
    let exact: ExactDecimal
    switch value {
    case .int(let number): exact = ExactDecimal(isNegative: number < 0, number.magnitude)
    case .uint(let number): exact = ExactDecimal(isNegative: false, number)
    case .double(let number):
      if !number.isFinite { return ExactDecimal.shortest(number) }
      exact = ExactDecimal(number)
    default: return nil
    }
    return isScientific ? exact.scientific(precision) : exact.fixed(precision)
  }

  private static func hexadecimal(_ value: Value, isUpper: Bool) -> String? {
    func octets(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map {
        ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper)
      }.joined()
    }
    switch value {
    case .int(let number): return String(number, radix: 16, uppercase: isUpper)
    case .uint(let number): return String(number, radix: 16, uppercase: isUpper)
    case .string(let text): return octets(text.utf8)
    case .bytes(let bytes): return octets(bytes)
    default: return nil
    }
  }

  private static func radix(_ value: Value, _ radix: Int) -> String? {
    switch value {
    case .int(let number): String(number, radix: radix)
    case .uint(let number): String(number, radix: radix)
    default: nil
    }
  }
}
