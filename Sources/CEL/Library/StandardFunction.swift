// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The functions that the language and its libraries bring; the evaluator knows each.
public enum StandardFunction: UInt8, Sendable {
  /// An operator on numbers, or on what can be put together.
  case add, subtract, multiply, divide, modulo, negate
  /// A comparison.
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// An operator that is no comparison: logic, choice, membership, look-up.
  case not, and, or, conditional, contains, index, optionalIndex
  /// A function on texts, and the size of texts and collections.
  case size, stringContains, startsWith, endsWith, matches
  /// A conversion, or the type of a value.
  case bool, bytes, double, duration, dyn, int, string, timestamp, type, uint
  /// A part of a date.
  case getDate, getDayOfMonth, getDayOfWeek, getDayOfYear, getFullYear, getHours
  /// A part of a time, or of a date.
  case getMilliseconds, getMinutes, getMonth, getSeconds
  /// A function of the optionals library.
  case optionalOf, optionalNone, optionalOfNonZeroValue, hasValue, value, or_, orValue

  // From here on the libraries' functions, each library's together: see `family`.
  /// A function on lists of the optionals library.
  case unwrap, first, last
  /// A function of the strings library.
  case charAt, indexOf, lastIndexOf, join, lowerASCII, upperASCII, quote, replace, split, substring
  /// A function of the strings library, or of lists.
  case trim, reverse, format
  /// A function of the math library.
  case greatest, least, ceil, floor, round, trunc, abs, sign, isInfinite, isNaN, isFinite
  /// A function on bits, or the square root.
  case bitOr, bitAnd, bitXor, bitNot, bitShiftLeft, bitShiftRight, squareRoot
  /// A function of the encoders library.
  case base64Encode, base64Decode
  /// A function of the lists library.
  case slice, flatten, range, distinct, sort
  /// A function of the sets library.
  case setsContains, setsEquivalent, setsIntersects
  /// A function of the regex library.
  case regexReplace, regexExtract, regexExtractAll
  /// A function of the network library.
  case ip, cidr, isIP, isCIDR, isCanonical, family, isLoopback, isUnspecified, isGlobalUnicast
  /// A question of the network library.
  case isLinkLocalUnicast, isLinkLocalMulticast, containsIP, containsCIDR, isMask, masked
  /// How many leading bits the addresses of a range share.
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
    case .not: Operator.not
    case .optionalOf: "optional.of"
    case .optionalNone: "optional.none"
    case .optionalOfNonZeroValue: "optional.ofNonZeroValue"
    case .unwrap: "optional.unwrap"
    case .lowerASCII: "lowerAscii"
    case .upperASCII: "upperAscii"
    case .quote: "strings.quote"
    case .isInfinite: "math.isInf"
    case .squareRoot: "math.sqrt"
    case .base64Encode: "base64.encode"
    case .base64Decode: "base64.decode"
    case .range: "lists.range"
    case .setsContains: "sets.contains"
    case .setsEquivalent: "sets.equivalent"
    case .setsIntersects: "sets.intersects"
    case .regexReplace: "regex.replace"
    case .regexExtract: "regex.extract"
    case .regexExtractAll: "regex.extractAll"
    case .isCanonical: "ip.isCanonical"
    default: family == .math ? "math.\(self)" : "\(self)"
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
