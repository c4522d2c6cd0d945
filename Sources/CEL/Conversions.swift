// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// Conversions between the types of the language.
enum Conversions {
  /// The converted value, an error if it doesn't fit, or nothing if there is no such conversion.
  static func convert(_ function: StandardFunction, _ value: Value) -> Value? {
    switch function {
    case .bool: bool(value)
    case .bytes: bytes(value)
    case .double: double(value)
    case .duration: duration(value)
    case .int: int(value)
    case .string: string(value)
    case .timestamp: timestamp(value)
    case .uint: uint(value)
    default: nil
    }
  }

  private static func failure(_ value: Value, _ type: CELType) -> Value {
    .error(.badConversion(from: value.literal, to: type))
  }

  private static func bool(_ value: Value) -> Value? {
    switch value {
    case .bool: return value
    case .string(let text):
      switch text {
      case "true", "True", "TRUE", "t", "1": return .bool(true)
      case "false", "False", "FALSE", "f", "0": return .bool(false)
      default: return failure(value, .bool)
      }
    default: return nil
    }
  }

  private static func bytes(_ value: Value) -> Value? {
    switch value {
    case .bytes: value
    case .string(let text): .bytes(Array(text.utf8))
    default: nil
    }
  }

  private static func double(_ value: Value) -> Value? {
    switch value {
    case .double: value
    case .int(let number): .double(Double(number))
    case .uint(let number): .double(Double(number))
    case .string(let text): number(text).map { .double($0) } ?? failure(value, .double)
    default: nil
    }
  }

  private static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan": return .nan
    case "infinity", "+infinity", "inf", "+inf": return .infinity
    case "-infinity", "-inf": return -.infinity
    default:
      // Swift would also read hexadecimal floats.
      let isPlain = text.utf8.allSatisfy {
        isDigit($0) || $0 | 0x20 == UInt8(ascii: "e") || "+-.".utf8.contains($0)
      }
      // Too large a number is no infinity.
      return isPlain ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
    }
  }

  private static func int(_ value: Value) -> Value? {
    switch value {
    case .int: return value
    case .uint(let number):
      return number > UInt64(Int64.max) ? .error(.overflow(.int)) : .int(Int64(number))
    case .double(let number):
      // Both bounds are excluded, as the language's definition has it.
      let bound = 9_223_372_036_854_775_808.0
      return number > -bound && number < bound
        ? .int(Int64(number.rounded(.towardZero))) : .error(.overflow(.int))
    case .string(let text): return Int64(text).map { .int($0) } ?? failure(value, .int)
    case .timestamp(let instant): return .int(instant.seconds)
    default: return nil
    }
  }

  private static func uint(_ value: Value) -> Value? {
    switch value {
    case .uint: return value
    case .int(let number): return number < 0 ? .error(.overflow(.uint)) : .uint(UInt64(number))
    case .double(let number):
      // Below zero is out of range, even where cutting off would give zero.
      return number >= 0 && number < 18_446_744_073_709_551_616
        ? .uint(UInt64(number.rounded(.towardZero))) : .error(.overflow(.uint))
    case .string(let text):
      // Digits alone: a sign has no place in a number without one.
      let digits = text.utf8.allSatisfy(isDigit) ? UInt64(text) : nil
      return digits.map { .uint($0) } ?? failure(value, .uint)
    default: return nil
    }
  }

  private static func string(_ value: Value) -> Value? {
    switch value {
    case .string: return value
    case .bool(let bool): return .string(bool ? "true" : "false")
    case .int(let number): return .string(String(number))
    case .uint(let number): return .string(String(number))
    case .double(let number): return .string(text(number))
    case .bytes(let bytes):
      return String(validating: bytes, as: UTF8.self).map { .string($0) }
        ?? failure(value, .string)
    case .timestamp(let instant): return .string(TimeText.timestamp(instant))
    case .duration(let duration): return .string(TimeText.duration(duration))
    case .network(let address): return .string(address.description)
    default: return nil
    }
  }

  private static func timestamp(_ value: Value) -> Value? {
    switch value {
    case .timestamp: value
    case .int(let seconds):
      TimeRange.seconds.contains(seconds)
        ? .timestamp(Instant(seconds: seconds)) : .error(.overflow(.timestamp))
    case .string(let text):
      TimeText.timestamp(text).map { TimeRange.checked($0) } ?? failure(value, .timestamp)
    default: nil
    }
  }

  private static func duration(_ value: Value) -> Value? {
    switch value {
    case .duration: value
    case .string(let text): TimeText.duration(text) ?? failure(value, .duration)
    default: nil
    }
  }

  /// The shortest text that reads back as the same number: `1000`, `0.001`, `1e+21`, `1e-05`.
  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    var text = number.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]),
      (0...20).contains(exponent)
    else { return text }
    // Swift writes exponents from 16 on, the language's other implementations from 21 on.
    let isNegative = text.hasPrefix("-")
    let mantissa = text[..<mark].drop { $0 == "-" }
    let parts = mantissa.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let zeros = exponent - fraction.count
    guard zeros >= 0, let whole = parts.first else { return text }
    return (isNegative ? "-" : "") + whole + fraction + String(repeating: "0", count: zeros)
  }
}
