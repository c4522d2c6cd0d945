// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

extension Program {
  /// The outcome of a condition, with no value made where its parts are comparisons, booleans and
  /// logic; agrees with `value` in all cases.
  func truth<A: Activation & ~Copyable>(
    _ index: Int32, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Truth {
    let node = nodes[Int(index)]
    switch node.operation {
    case .and, .or:
      state.budget -= 1
      if state.budget < 0 { return .error }
      let decisive: Truth = node.operation == .or ? .yes : .no
      var result: Truth = node.operation == .or ? .no : .yes
      for position in Int(node.a)..<Int(node.a + node.b) {
        let operand = truth(lists[position], activation, &state)
        if operand == decisive { return operand }
        switch operand {
        case .unknown: result = .unknown
        case .error: if result != .unknown { result = .error }
        case .yes, .no: break
        }
      }
      return result
    case .not:
      state.budget -= 1
      if state.budget < 0 { return .error }
      switch truth(node.a, activation, &state) {
      case .yes: return .no
      case .no: return .yes
      case .unknown: return .unknown
      case .error: return .error
      }
    case .conditional:
      state.budget -= 1
      if state.budget < 0 { return .error }
      switch truth(node.a, activation, &state) {
      case .yes: return truth(node.b, activation, &state)
      case .no: return truth(node.c, activation, &state)
      case .unknown: return .unknown
      case .error: return .error
      }
    case .binary
    where node.flag >= StandardFunction.equal.rawValue
      && node.flag <= StandardFunction.greaterOrEqual.rawValue:
      return comparison(node, activation, &state)
    case .constant, .variable, .local, .fail, .variableField, .field, .fieldPresence, .select,
      .selectPresence, .selectOptional, .binary, .inTexts, .list, .map, .standard, .matches, .host,
      .comprehension:
      return Self.truth(of: value(index, activation, &state))
    }
  }

  private static func truth(of value: Value) -> Truth {
    switch value {
    case .bool(let bool): bool ? .yes : .no
    case .unknown: .unknown
    default: .error
    }
  }

  private func comparison<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Truth {
    state.budget -= 1
    if state.budget < 0 { return .error }
    let left = value(node.a, activation, &state)
    let right = value(node.b, activation, &state)
    switch (left, right) {
    case (.int(let a), .int(let b)): return Self.compare(node.flag, a, b)
    case (.timestamp(let a), .timestamp(let b)): return Self.compare(node.flag, a, b)
    case (.duration(let a), .duration(let b)): return Self.compare(node.flag, a, b)
    default: return Self.truth(of: binary(node, left, right, activation, &state))
    }
  }

  @inline(__always)
  private static func compare<T: Comparable>(_ function: UInt8, _ a: T, _ b: T) -> Truth {
    let result =
      switch StandardFunction(rawValue: function) {
      case .equal: a == b
      case .notEqual: a != b
      case .less: a < b
      case .lessOrEqual: a <= b
      case .greater: a > b
      default: a >= b
      }
    return result ? .yes : .no
  }
}
