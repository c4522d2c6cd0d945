// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A part of the language that an environment may have.
public enum Library: Hashable, Sendable, CaseIterable {
  /// The standard definitions and macros.
  case standard
  /// `.?`, `[?]`, `optional.of` and what goes with them.
  case optionals
  /// Macros with an index or key and a value, such as `transformMap`.
  case twoVariableComprehensions
  /// `cel.bind(name, value, expression)`.
  case bindings
  /// `cel.block` and `cel.index`: numbered parts that are computed once, as optimisers write them.
  case blocks
  /// `charAt`, `split`, `format` and what else there is to do with text.
  case strings
  /// `math.greatest`, rounding, bits.
  case math
  /// `base64.encode` and `base64.decode`.
  case encoders
  /// `slice`, `sort`, `distinct` and their like.
  case lists
  /// `sets.contains`, `sets.equivalent`, `sets.intersects`: lists taken as sets.
  case sets
  /// `regex.replace`, `regex.extract`, `regex.extractAll`.
  case regex
  /// Addresses of the Internet and their ranges: `ip`, `cidr`.
  case network
}

extension Set<Library> {
  /// Every part of the language.
  public static var all: Set<Library> { Set(Library.allCases) }
}

/// Declarations of one function while libraries are written down.
struct LibraryFunction {
  typealias Signature = (parameters: [CELType], result: CELType)

  let name: String
  let overloads: [Overload]

  init(
    _ name: String, _ function: StandardFunction,
    _ signatures: [Signature], isMember: Bool = false
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
  /// What all libraries declare, by the function's name; made once, as environments are made often.
  static let declarations: [Library: [(name: String, overloads: [Overload])]] = Dictionary(
    uniqueKeysWithValues: allCases.map { library in
      (library, library.functions.map { ($0.name, $0.overloads) })
    })

  private var functions: [LibraryFunction] {
    switch self {
    case .standard: Library.operators + Library.standardFunctions + Library.timeFunctions
    case .optionals: Library.optionalFunctions
    case .twoVariableComprehensions, .bindings, .blocks: []
    case .strings: Library.stringFunctions
    case .math: Library.mathFunctions
    case .encoders: Library.encoderFunctions
    case .lists: Library.listFunctions
    case .sets: Library.setFunctions
    case .regex: Library.regexFunctions
    case .network: Library.networkFunctions
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
      LibraryFunction("optional.unwrap", .unwrap, [([.list(optionalA)], listA)]),
      LibraryFunction("unwrapOpt", .unwrap, [([.list(optionalA)], listA)], isMember: true),
      LibraryFunction("first", .first, [([listA], optionalA)], isMember: true),
      LibraryFunction("last", .last, [([listA], optionalA)], isMember: true),
    ]
  }
}
