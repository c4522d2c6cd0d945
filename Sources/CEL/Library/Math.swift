// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  static var mathFunctions: [LibraryFunction] {
    let numbers: [CELType] = [.int, .uint, .double]
    let pairs: [LibraryFunction.Signature] = numbers.flatMap { a in
      numbers.map { b in ([a, b], a == b ? a : .dyn) }
    }
    let extremes: [LibraryFunction.Signature] =
      numbers.map { ([$0], $0) } + pairs + numbers.map { ([.list($0)], $0) }
    let doubles: [LibraryFunction.Signature] = [([.double], .double)]
    let tests: [LibraryFunction.Signature] = [([.double], .bool)]
    let bits: [LibraryFunction.Signature] = [([.int, .int], .int), ([.uint, .uint], .uint)]
    let shifts: [LibraryFunction.Signature] = [([.int, .int], .int), ([.uint, .int], .uint)]
    return [
      LibraryFunction("math.greatest", .greatest, extremes),
      LibraryFunction("math.least", .least, extremes),
      LibraryFunction("math.ceil", .ceil, doubles),
      LibraryFunction("math.floor", .floor, doubles),
      LibraryFunction("math.round", .round, doubles),
      LibraryFunction("math.trunc", .trunc, doubles),
      LibraryFunction("math.abs", .abs, numbers.map { ([$0], $0) }),
      LibraryFunction("math.sign", .sign, numbers.map { ([$0], $0) }),
      LibraryFunction("math.isInf", .isInfinite, tests),
      LibraryFunction("math.isNaN", .isNaN, tests),
      LibraryFunction("math.isFinite", .isFinite, tests),
      LibraryFunction("math.bitAnd", .bitAnd, bits),
      LibraryFunction("math.bitOr", .bitOr, bits),
      LibraryFunction("math.bitXor", .bitXor, bits),
      LibraryFunction("math.bitNot", .bitNot, [([.int], .int), ([.uint], .uint)]),
      LibraryFunction("math.bitShiftLeft", .bitShiftLeft, shifts),
      LibraryFunction("math.bitShiftRight", .bitShiftRight, shifts),
      LibraryFunction("math.sqrt", .squareRoot, numbers.map { ([$0], .double) }),
    ]
  }
}

/// Numbers beyond the operators.
enum MathFunctions {
  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    switch (function, arguments.count) {
    case (.greatest, _), (.least, _): extreme(function, arguments, &budget)
    case (.abs, 1), (.sign, 1), (.bitNot, 1), (.squareRoot, 1): number(function, arguments[0])
    case (.bitAnd, 2), (.bitOr, 2), (.bitXor, 2): bits(function, arguments[0], arguments[1])
    case (.bitShiftLeft, 2), (.bitShiftRight, 2):
      shift(arguments[0], arguments[1], isLeft: function == .bitShiftLeft)
    case (_, 1): real(function, arguments[0])
    default: nil
    }
  }

  private static func isNumber(_ value: Value) -> Bool {
    switch value {
    case .int, .uint, .double: true
    default: false
    }
  }

  /// The first of the greatest or least of one or more numbers, or of a list of them.
  private static func extreme(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    var values = Array(arguments)
    if arguments.count == 1, case .list(let elements) = arguments[0] {
      values = elements
      budget -= elements.count
      if elements.isEmpty {
        return .error(.badArgument(function: function.name, reason: "the list is empty"))
      }
    }
    guard var best = values.first, values.allSatisfy(isNumber) else { return nil }
    let better: Ordering = function == .greatest ? .greater : .less
    for value in values.dropFirst() {
      let order = value.order(to: best)
      if order == .unordered {
        return .error(.badArgument(function: function.name, reason: "NaN has no order"))
      }
      if order == better { best = value }
    }
    return best
  }

  private static func real(_ function: StandardFunction, _ value: Value) -> Value? {
    guard case .double(let number) = value else { return nil }
    switch function {
    case .ceil: return .double(number.rounded(.up))
    case .floor: return .double(number.rounded(.down))
    case .round: return .double(number.rounded(.toNearestOrAwayFromZero))
    case .trunc: return .double(number.rounded(.towardZero))
    case .isInfinite: return .bool(number.isInfinite)
    case .isNaN: return .bool(number.isNaN)
    case .isFinite: return .bool(number.isFinite)
    default: return nil
    }
  }

  private static func number(_ function: StandardFunction, _ value: Value) -> Value? {
    switch (function, value) {
    case (.abs, .int(let number)):
      number == .min ? .error(.overflow(.int)) : .int(Swift.abs(number))
    case (.abs, .uint): value
    case (.abs, .double(let number)): .double(number.magnitude)
    case (.sign, .int(let number)): .int(number.signum())
    case (.sign, .uint(let number)): .uint(number == 0 ? 0 : 1)
    case (.sign, .double(let number)):
      .double(number.isNaN ? number : number > 0 ? 1 : number < 0 ? -1 : 0)
    case (.bitNot, .int(let number)): .int(~number)
    case (.bitNot, .uint(let number)): .uint(~number)
    case (.squareRoot, .int(let number)): .double(Double(number).squareRoot())
    case (.squareRoot, .uint(let number)): .double(Double(number).squareRoot())
    case (.squareRoot, .double(let number)): .double(number.squareRoot())
    default: nil
    }
  }

  private static func bits(_ function: StandardFunction, _ a: Value, _ b: Value) -> Value? {
    func apply<T: FixedWidthInteger>(_ a: T, _ b: T) -> T {
      function == .bitAnd ? a & b : function == .bitOr ? a | b : a ^ b
    }
    switch (a, b) {
    case (.int(let x), .int(let y)): return .int(apply(x, y))
    case (.uint(let x), .uint(let y)): return .uint(apply(x, y))
    default: return nil
    }
  }

  /// The vacant bits are zero, on the left too; from 64 on nothing is left.
  private static func shift(_ value: Value, _ places: Value, isLeft: Bool) -> Value? {
    guard case .int(let places) = places else { return nil }
    func shifted(_ pattern: UInt64) -> UInt64 { isLeft ? pattern << places : pattern >> places }
    let pattern: UInt64
    switch value {
    case .int(let number): pattern = UInt64(bitPattern: number)
    case .uint(let number): pattern = number
    default: return nil
    }
    if places < 0 {
      return .error(
        .badArgument(
          function: isLeft ? "math.bitShiftLeft" : "math.bitShiftRight",
          reason: "it can't shift by \(places)"))
    }
    if case .int = value { return .int(Int64(bitPattern: shifted(pattern))) }
    return .uint(shifted(pattern))
  }
}
