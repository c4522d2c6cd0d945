// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The named functions of the language on values that are neither errors nor unknown.
enum Functions {
  /// The result, or nothing if the language has no overload for these types.
  static func call(_ function: StandardFunction, _ arguments: Arguments) -> Value? {
    switch function {
    case .optionalNone: return arguments.isEmpty ? .optional(OptionalValue(nil)) : nil
    case .stringContains, .startsWith, .endsWith, .matches:
      guard arguments.count == 2, case .string(let text) = arguments[0],
        case .string(let part) = arguments[1]
      else { return nil }
      return test(function, text, part)
    case .add, .subtract, .multiply, .divide, .modulo, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual, .contains, .index, .optionalIndex:
      return arguments.count == 2 ? Operators.apply(function, arguments[0], arguments[1]) : nil
    case .and, .or, .conditional, .or_, .orValue, .type: return nil
    case .negate, .not, .size, .bool, .bytes, .double, .duration, .dyn, .int, .string, .timestamp,
      .uint, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getFullYear, .getHours,
      .getMilliseconds, .getMinutes, .getMonth, .getSeconds, .optionalOf, .optionalOfNonZeroValue,
      .hasValue, .value:
      return arguments.count == 1 ? call(function, arguments[0]) : nil
    default: return nil
    }
  }

  private static func call(_ function: StandardFunction, _ value: Value) -> Value? {
    switch (function, value) {
    case (.negate, .int(let number)):
      return number == .min ? .error(.overflow(.int)) : .int(-number)
    case (.negate, .double(let number)): return .double(-number)
    case (.not, .bool(let bool)): return .bool(!bool)
    case (.dyn, _): return value
    case (.size, _): return size(value)
    case (.optionalOf, _): return .optional(OptionalValue(value))
    case (.optionalOfNonZeroValue, _): return .optional(OptionalValue(isZero(value) ? nil : value))
    case (.hasValue, .optional(let optional)): return .bool(optional.value != nil)
    case (.value, .optional(let optional)): return optional.value ?? .error(.emptyOptional)
    case (_, .duration(let duration)) where function.isTimePart:
      return TimeText.part(function, of: duration).map { .int($0) }
    default: return Conversions.convert(function, value)
    }
  }

  private static func test(
    _ function: StandardFunction, _ text: String, _ part: String
  ) -> Value? {
    let bytes = text.utf8.span
    let other = part.utf8.span
    switch function {
    case .startsWith: return .bool(matches(bytes, at: 0, other))
    case .endsWith: return .bool(matches(bytes, at: bytes.count - other.count, other))
    case .stringContains:
      guard bytes.count >= other.count else { return .bool(false) }
      for start in 0...(bytes.count - other.count) where matches(bytes, at: start, other) {
        return .bool(true)
      }
      return .bool(false)
    case .matches: return RegularExpression(part).matches(text)
    default: return nil
    }
  }

  /// Tells whether `part` stands in `bytes` from a position on.
  private static func matches(_ bytes: Span<UInt8>, at start: Int, _ part: Span<UInt8>) -> Bool {
    guard start >= 0, start + part.count <= bytes.count else { return false }
    for position in part.indices where bytes[start + position] != part[position] { return false }
    return true
  }

  private static func size(_ value: Value) -> Value? {
    switch value {
    case .string(let text): .int(Int64(text.unicodeScalars.count))
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let elements): .int(Int64(elements.count))
    case .map(let map): .int(Int64(map.count))
    default: nil
    }
  }

  /// Tells whether the value is its type's default.
  private static func isZero(_ value: Value) -> Bool {
    switch value {
    case .null: true
    case .bool(let bool): !bool
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let elements): elements.isEmpty
    case .map(let map): map.count == 0
    case .timestamp(let instant): instant.seconds == 0 && instant.nanoseconds == 0
    case .duration(let duration): duration == .zero
    case .optional(let optional): optional.value == nil
    case .type, .object, .opaque, .network, .unknown, .error: false
    }
  }
}
