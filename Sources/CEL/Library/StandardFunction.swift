// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The functions that the language and its libraries bring; the evaluator knows each.
public enum StandardFunction: UInt8, Sendable {
  case add, subtract, multiply, divide, modulo, negate
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case not, and, or, conditional, contains, index, optionalIndex
  case size, stringContains, startsWith, endsWith, matches
  case bool, bytes, double, duration, dyn, int, string, timestamp, type, uint
  case getDate, getDayOfMonth, getDayOfWeek, getDayOfYear, getFullYear, getHours
  case getMilliseconds, getMinutes, getMonth, getSeconds
  case optionalOf, optionalNone, optionalOfNonZeroValue, hasValue, value, or_, orValue

  // From here on the libraries' functions, each library's together: see `family`.
  case unwrap, first, last
  case charAt, indexOf, lastIndexOf, join, lowerASCII, upperASCII, quote, replace, split, substring
  case trim, reverse, format
  case greatest, least, ceil, floor, round, trunc, abs, sign, isInfinite, isNaN, isFinite
  case bitOr, bitAnd, bitXor, bitNot, bitShiftLeft, bitShiftRight, squareRoot
  case base64Encode, base64Decode
  case slice, flatten, range, distinct, sort
  case setsContains, setsEquivalent, setsIntersects
  case regexReplace, regexExtract, regexExtractAll
  case ip, cidr, isIP, isCIDR, isCanonical, family, isLoopback, isUnspecified, isGlobalUnicast
  case isLinkLocalUnicast, isLinkLocalMulticast, containsIP, containsCIDR, isMask, masked
  case prefixLength
}

extension StandardFunction {
  /// Who computes a library's function.
  enum Family {
    case standard, strings, math, encoders, lists, sets, regex, network
  }

  /// The library that a function belongs to; what lists share with others counts to lists.
  var family: Family {
    switch rawValue {
    case ..<StandardFunction.unwrap.rawValue: .standard
    case ..<StandardFunction.charAt.rawValue: .lists
    case ..<StandardFunction.greatest.rawValue: .strings
    case ..<StandardFunction.base64Encode.rawValue: .math
    case ..<StandardFunction.slice.rawValue: .encoders
    case ..<StandardFunction.setsContains.rawValue: .lists
    case ..<StandardFunction.regexReplace.rawValue: .sets
    case ..<StandardFunction.ip.rawValue: .regex
    default: .network
    }
  }

  /// Tells whether it comes from a library and not from the language itself.
  var isFromLibrary: Bool { rawValue >= StandardFunction.unwrap.rawValue }

  /// Stands where only host functions are left.
  static let noStandard = UInt8.max

  /// Tells whether it is an operator with two operands that are both always evaluated.
  var isBinary: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .modulo, .equal, .notEqual, .less, .lessOrEqual,
      .greater, .greaterOrEqual, .contains, .index, .optionalIndex:
      true
    default: false
    }
  }

  /// Tells whether it gives a part of a timestamp or duration.
  var isTimePart: Bool {
    switch self {
    case .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getFullYear, .getHours,
      .getMilliseconds, .getMinutes, .getMonth, .getSeconds:
      true
    default: false
    }
  }

  /// The name for messages.
  var name: String {
    switch self {
    case .add: Operator.add
    case .subtract: Operator.subtract
    case .multiply: Operator.multiply
    case .divide: Operator.divide
    case .modulo: Operator.modulo
    case .negate: Operator.negate
    case .equal: Operator.equal
    case .notEqual: Operator.notEqual
    case .less: Operator.less
    case .lessOrEqual: Operator.lessOrEqual
    case .greater: Operator.greater
    case .greaterOrEqual: Operator.greaterOrEqual
    case .contains: Operator.contains
    case .index: Operator.index
    case .optionalIndex: Operator.optionalIndex
    case .stringContains: "contains"
    case .or_: "or"
    default: "\(self)"
    }
  }
}

/// The functions of libraries on values that are neither errors nor unknown.
enum LibraryFunctions {
  /// The result, or nothing if there is no overload for these types.
  ///
  /// - Parameter budget: The steps left; work that grows with the arguments is taken from it, and a
  ///   result that it can't pay for isn't made.
  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    switch function.family {
    case .standard: Functions.call(function, arguments)
    case .strings: StringFunctions.call(function, arguments, &budget)
    case .math: MathFunctions.call(function, arguments, &budget)
    case .encoders: EncoderFunctions.call(function, arguments, &budget)
    case .lists: ListFunctions.call(function, arguments, &budget)
    case .sets: SetFunctions.call(function, arguments, &budget)
    case .regex: RegexFunctions.call(function, arguments, &budget)
    case .network: NetworkFunctions.call(function, arguments)
    }
  }
}
