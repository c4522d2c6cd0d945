// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A part of the language that an environment may have.
public enum Library: Hashable, Sendable, CaseIterable {
  /// The standard definitions and macros.
  case standard
  /// `.?`, `[?]`, `optional.of` and what goes with them.
  case optionals
  /// Macros with an index or key and a value, such as `transformMap`.
  case twoVariableComprehensions
}

/// The functions that the language itself brings; the evaluator knows each.
public enum StandardFunction: UInt8, Sendable {
  case add, subtract, multiply, divide, modulo, negate
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case not, and, or, conditional, contains, index, optionalIndex
  case size, stringContains, startsWith, endsWith, matches
  case bool, bytes, double, duration, dyn, int, string, timestamp, type, uint
  case getDate, getDayOfMonth, getDayOfWeek, getDayOfYear, getFullYear, getHours
  case getMilliseconds, getMinutes, getMonth, getSeconds
  case optionalOf, optionalNone, optionalOfNonZeroValue, hasValue, value, or_, orValue
}

/// Declarations of one function while libraries are written down.
struct LibraryFunction {
  let name: String
  let overloads: [Overload]

  init(
    _ name: String, _ function: StandardFunction,
    _ signatures: [(parameters: [CELType], result: CELType)], isMember: Bool = false
  ) {
    self.name = name
    overloads = signatures.enumerated().map { position, signature in
      Overload(
        id: signatures.count == 1 ? name : "\(name)_\(position)",
        parameters: signature.parameters, result: signature.result, isMember: isMember,
        implementation: .standard(function))
    }
  }
}

extension Library {
  var functions: [LibraryFunction] {
    switch self {
    case .standard: Library.operators + Library.standardFunctions + Library.timeFunctions
    case .optionals: Library.optionalFunctions
    case .twoVariableComprehensions: []
    }
  }

  private static let a = CELType.typeParameter("A")
  private static let b = CELType.typeParameter("B")
  private static let listA = CELType.list(.typeParameter("A"))
  private static let mapAB = CELType.map(key: .typeParameter("A"), value: .typeParameter("B"))

  private static var operators: [LibraryFunction] {
    let ordered: [CELType] = [
      .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
    ]
    let comparison = ordered.map { (parameters: [$0, $0], result: CELType.bool) }
    func same(_ types: [CELType]) -> [(parameters: [CELType], result: CELType)] {
      types.map { ([$0, $0], $0) }
    }
    let time = CELType.timestamp
    let gap = CELType.duration
    return [
      LibraryFunction(
        Operator.add, .add,
        same([.int, .uint, .double, .string, .bytes, .duration])
          + [([time, gap], time), ([gap, time], time), ([listA, listA], listA)]),
      LibraryFunction(
        Operator.subtract, .subtract,
        same([.int, .uint, .double, .duration]) + [([time, time], gap), ([time, gap], time)]),
      LibraryFunction(Operator.multiply, .multiply, same([.int, .uint, .double])),
      LibraryFunction(Operator.divide, .divide, same([.int, .uint, .double])),
      LibraryFunction(Operator.modulo, .modulo, same([.int, .uint])),
      LibraryFunction(Operator.negate, .negate, [([.int], .int), ([.double], .double)]),
      LibraryFunction(Operator.equal, .equal, [([a, a], .bool)]),
      LibraryFunction(Operator.notEqual, .notEqual, [([a, a], .bool)]),
      LibraryFunction(Operator.less, .less, comparison),
      LibraryFunction(Operator.lessOrEqual, .lessOrEqual, comparison),
      LibraryFunction(Operator.greater, .greater, comparison),
      LibraryFunction(Operator.greaterOrEqual, .greaterOrEqual, comparison),
      LibraryFunction(Operator.not, .not, [([.bool], .bool)]),
      LibraryFunction(Operator.and, .and, [([.bool, .bool], .bool)]),
      LibraryFunction(Operator.or, .or, [([.bool, .bool], .bool)]),
      LibraryFunction(Operator.conditional, .conditional, [([.bool, a, a], a)]),
      LibraryFunction(
        Operator.contains, .contains, [([a, listA], .bool), ([a, mapAB], .bool)]),
      LibraryFunction(Operator.index, .index, [([listA, .int], a), ([mapAB, a], b)]),
    ]
  }

  private static var standardFunctions: [LibraryFunction] {
    let sized: [CELType] = [.string, .bytes, listA, mapAB]
    let sizes = sized.map { (parameters: [$0], result: CELType.int) }
    let texts: [(parameters: [CELType], result: CELType)] = [([.string, .string], .bool)]
    func conversions(
      _ result: CELType, _ sources: [CELType]
    ) -> [(parameters: [CELType], result: CELType)] {
      sources.map { ([$0], result) }
    }
    return [
      LibraryFunction("size", .size, sizes),
      LibraryFunction("size", .size, sizes, isMember: true),
      LibraryFunction("contains", .stringContains, texts, isMember: true),
      LibraryFunction("startsWith", .startsWith, texts, isMember: true),
      LibraryFunction("endsWith", .endsWith, texts, isMember: true),
      LibraryFunction("matches", .matches, texts),
      LibraryFunction("matches", .matches, texts, isMember: true),
      LibraryFunction("bool", .bool, conversions(.bool, [.bool, .string])),
      LibraryFunction("bytes", .bytes, conversions(.bytes, [.bytes, .string])),
      LibraryFunction(
        "double", .double, conversions(.double, [.double, .int, .uint, .string])),
      LibraryFunction("duration", .duration, conversions(.duration, [.duration, .string])),
      LibraryFunction("dyn", .dyn, [([a], .dyn)]),
      LibraryFunction(
        "int", .int, conversions(.int, [.int, .uint, .double, .string, .timestamp])),
      LibraryFunction(
        "string", .string,
        conversions(
          .string, [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration])),
      LibraryFunction(
        "timestamp", .timestamp, conversions(.timestamp, [.timestamp, .string, .int])),
      LibraryFunction("type", .type, [([a], .type(a))]),
      LibraryFunction("uint", .uint, conversions(.uint, [.uint, .int, .double, .string])),
    ]
  }

  private static var timeFunctions: [LibraryFunction] {
    let calendar: [(String, StandardFunction)] = [
      ("getDate", .getDate), ("getDayOfMonth", .getDayOfMonth), ("getDayOfWeek", .getDayOfWeek),
      ("getDayOfYear", .getDayOfYear), ("getFullYear", .getFullYear), ("getMonth", .getMonth),
    ]
    let clock: [(String, StandardFunction)] = [
      ("getHours", .getHours), ("getMinutes", .getMinutes), ("getSeconds", .getSeconds),
      ("getMilliseconds", .getMilliseconds),
    ]
    let time: [(parameters: [CELType], result: CELType)] = [
      ([.timestamp], .int), ([.timestamp, .string], .int),
    ]
    return calendar.map { LibraryFunction($0.0, $0.1, time, isMember: true) }
      + clock.map { LibraryFunction($0.0, $0.1, time + [([.duration], .int)], isMember: true) }
  }

  private static var optionalFunctions: [LibraryFunction] {
    let optionalA = CELType.optional(a)
    let optionalB = CELType.optional(b)
    return [
      LibraryFunction("optional.of", .optionalOf, [([a], optionalA)]),
      LibraryFunction("optional.ofNonZeroValue", .optionalOfNonZeroValue, [([a], optionalA)]),
      LibraryFunction("optional.none", .optionalNone, [([], optionalA)]),
      LibraryFunction("hasValue", .hasValue, [([optionalA], .bool)], isMember: true),
      LibraryFunction("value", .value, [([optionalA], a)], isMember: true),
      LibraryFunction("or", .or_, [([optionalA, optionalA], optionalA)], isMember: true),
      LibraryFunction("orValue", .orValue, [([optionalA, a], a)], isMember: true),
      LibraryFunction(
        Operator.optionalIndex, .optionalIndex,
        [
          ([listA, .int], optionalA), ([mapAB, a], optionalB),
          ([.optional(listA), .int], optionalA), ([.optional(mapAB), a], optionalB),
        ]),
      LibraryFunction(
        Operator.index, .index,
        [([.optional(listA), .int], optionalA), ([.optional(mapAB), a], optionalB)]),
    ]
  }
}
