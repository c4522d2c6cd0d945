// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The operators on values that are neither errors nor unknown.
enum Operators {
  /// The result, or nothing if the language has no overload for these types.
  static func apply(_ function: StandardFunction, _ a: Value, _ b: Value) -> Value? {
    switch function {
    case .equal: .bool(a.equals(b))
    case .notEqual: .bool(!a.equals(b))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: compare(function, a, b)
    case .add: add(a, b)
    case .subtract: subtract(a, b)
    case .multiply: multiply(a, b)
    case .divide: divide(a, b)
    case .modulo: modulo(a, b)
    case .contains: contains(a, b)
    case .index: index(a, b)
    case .optionalIndex: optionalIndex(a, b)
    default: nil
    }
  }

  private static func compare(_ function: StandardFunction, _ a: Value, _ b: Value) -> Value? {
    switch a.order(to: b) {
    case .less: .bool(function == .less || function == .lessOrEqual)
    case .equal: .bool(function == .lessOrEqual || function == .greaterOrEqual)
    case .greater: .bool(function == .greater || function == .greaterOrEqual)
    case .unordered: .bool(false)
    case .incomparable: nil
    }
  }

  // MARK: - Arithmetic

  private static func int(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
    result.overflow ? .error(.overflow(.int)) : .int(result.partialValue)
  }

  private static func uint(_ result: (partialValue: UInt64, overflow: Bool)) -> Value {
    result.overflow ? .error(.overflow(.uint)) : .uint(result.partialValue)
  }

  private static func add(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let x), .int(let y)): int(x.addingReportingOverflow(y))
    case (.timestamp(let x), .duration(let y)): TimeRange.checked(x, plus: y)
    case (.duration(let x), .timestamp(let y)): TimeRange.checked(y, plus: x)
    case (.duration(let x), .duration(let y)): TimeRange.checked(x + y)
    case (.string(let x), .string(let y)): .string(x + y)
    case (.double(let x), .double(let y)): .double(x + y)
    case (.uint(let x), .uint(let y)): uint(x.addingReportingOverflow(y))
    case (.list(let x), .list(let y)): .list(x + y)
    case (.bytes(let x), .bytes(let y)): .bytes(x + y)
    default: nil
    }
  }

  private static func subtract(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let x), .int(let y)): int(x.subtractingReportingOverflow(y))
    case (.timestamp(let x), .timestamp(let y)): TimeRange.checked(x - y)
    case (.timestamp(let x), .duration(let y)): TimeRange.checked(x, plus: .zero - y)
    case (.duration(let x), .duration(let y)): TimeRange.checked(x - y)
    case (.double(let x), .double(let y)): .double(x - y)
    case (.uint(let x), .uint(let y)): uint(x.subtractingReportingOverflow(y))
    default: nil
    }
  }

  private static func multiply(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let x), .int(let y)): int(x.multipliedReportingOverflow(by: y))
    case (.double(let x), .double(let y)): .double(x * y)
    case (.uint(let x), .uint(let y)): uint(x.multipliedReportingOverflow(by: y))
    default: nil
    }
  }

  private static func divide(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let x), .int(let y)):
      y == 0 ? .error(.divisionByZero) : int(x.dividedReportingOverflow(by: y))
    case (.double(let x), .double(let y)): .double(x / y)
    case (.uint(let x), .uint(let y)):
      y == 0 ? .error(.divisionByZero) : uint(x.dividedReportingOverflow(by: y))
    default: nil
    }
  }

  private static func modulo(_ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let x), .int(let y)):
      y == 0 ? .error(.divisionByZero) : int(x.remainderReportingOverflow(dividingBy: y))
    case (.uint(let x), .uint(let y)):
      y == 0 ? .error(.divisionByZero) : uint(x.remainderReportingOverflow(dividingBy: y))
    default: nil
    }
  }

  // MARK: - Collections

  private static func contains(_ a: Value, _ b: Value) -> Value? {
    switch b {
    case .list(let elements): .bool(elements.contains { a.equals($0) })
    case .map(let map): .bool(map[a] != nil)
    default: nil
    }
  }

  private static func index(_ a: Value, _ b: Value) -> Value? {
    switch a {
    case .list(let elements):
      guard let position = wholeNumber(b) else { return nil }
      guard position >= 0, position < elements.count else {
        return .error(.indexOutOfBounds(position))
      }
      return elements[Int(position)]
    case .map(let map):
      return map[b] ?? .error(.noSuchKey(b.literal))
    case .optional(let optional):
      return optional.value == nil ? a : optionalIndex(a, b)
    default: return nil
    }
  }

  private static func optionalIndex(_ a: Value, _ b: Value) -> Value? {
    switch a {
    case .list(let elements):
      guard let position = wholeNumber(b) else { return nil }
      let isInside = position >= 0 && position < elements.count
      return .optional(OptionalValue(isInside ? elements[Int(position)] : nil))
    case .map(let map): return .optional(OptionalValue(map[b]))
    case .optional(let optional):
      guard let inner = optional.value else { return a }
      return optionalIndex(inner, b)
    default: return nil
    }
  }

  /// A list's index may be any number that is whole.
  private static func wholeNumber(_ value: Value) -> Int64? {
    switch value {
    case .int(let number): number
    case .uint(let number): Int64(clamping: number)
    case .double(let number): Int64(exactly: number)
    default: nil
    }
  }
}

/// The bounds of CEL's times.
enum TimeRange {
  /// 0001-01-01T00:00:00Z to the last second of the year 9999.
  static let seconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
  /// The span of all timestamps is just too long for a duration, about 10,000 years.
  static let longest: Duration = .seconds(315_537_897_599)

  static func checked(_ duration: Duration) -> Value {
    duration < longest && duration > .zero - longest
      ? .duration(duration) : .error(.overflow(.duration))
  }

  static func checked(_ instant: Instant) -> Value {
    seconds.contains(instant.seconds) ? .timestamp(instant) : .error(.overflow(.timestamp))
  }

  static func checked(_ instant: Instant, plus duration: Duration) -> Value {
    if case .error(let error) = checked(duration) { return .error(error) }
    return checked(instant + duration)
  }
}
