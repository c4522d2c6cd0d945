// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

extension Program {
  func binary<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let left = value(node.a, activation, &state)
    let right = value(node.b, activation, &state)
    return binary(node, left, right, activation, &state)
  }

  /// An operator whose operands are evaluated.
  func binary<A: Activation & ~Copyable>(
    _ node: Node, _ left: Value, _ right: Value, _ activation: borrowing A,
    _ state: inout Evaluation
  ) -> Value {
    if left.isFailure || right.isFailure { return .failure(left, right) }
    guard let function = StandardFunction(rawValue: node.flag) else {
      return Self.mismatch("operator", [left, right])
    }
    if let result = Operators.apply(function, left, right) {
      state.budget -= Self.cost(result, right)
      return result
    }
    return fallback(
      node, function.name, Arguments(count: 2, left, right, .null), activation)
  }

  /// Steps for work that grows with the operands, so that doubling in a macro ends early.
  private static func cost(_ result: Value, _ right: Value) -> Int {
    switch result {
    case .string(let text): text.utf8.count >> 4
    case .bytes(let bytes): bytes.count >> 4
    case .list(let elements): elements.count
    case .bool:
      switch right {
      case .list(let elements): elements.count
      case .map(let map): map.count
      default: 0
      }
    default: 0
    }
  }

  /// Tries the host's overloads for arguments that the language has none for.
  private func fallback<A: Activation & ~Copyable>(
    _ node: Node, _ function: String, _ arguments: Arguments, _ activation: borrowing A
  ) -> Value {
    if node.c >= 0 {
      let types = arguments.map { $0.type(in: runtimeTypes) }
      for candidate in dispatches[Int(node.c)].hosts
      where candidate.parameters.count == types.count
        && zip(types, candidate.parameters).allSatisfy({ Self.fits($0, $1) })
      {
        return activation.call(host: candidate.host, arguments: arguments)
      }
    }
    return .error(
      .noMatchingOverload(
        function: function, arguments: arguments.map { $0.type(in: runtimeTypes) }))
  }

  private static func fits(_ type: CELType, _ parameter: CELType) -> Bool {
    switch parameter {
    case .dyn, .typeParameter: true
    default: type.runtimeName == parameter.runtimeName
    }
  }

  /// The evaluated arguments, or the failure that they come to.
  private func arguments<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> (Arguments, failure: Value?) {
    let start = Int(node.a)
    let count = Int(node.b)
    if count > 3 {
      var values: [Value] = []
      values.reserveCapacity(count)
      var failure: Value?
      for position in start..<start + count {
        let argument = value(lists[position], activation, &state)
        if argument.isFailure { failure = failure.map { .failure($0, argument) } ?? argument }
        values.append(argument)
      }
      return (Arguments(values), failure)
    }
    let first: Value = count > 0 ? value(lists[start], activation, &state) : .null
    let second: Value = count > 1 ? value(lists[start + 1], activation, &state) : .null
    let third: Value = count > 2 ? value(lists[start + 2], activation, &state) : .null
    var failure: Value?
    if first.isFailure { failure = first }
    if second.isFailure { failure = failure.map { .failure($0, second) } ?? second }
    if third.isFailure { failure = failure.map { .failure($0, third) } ?? third }
    return (Arguments(count: count, first, second, third), failure)
  }

  func host<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let (arguments, failure) = arguments(node, activation, &state)
    return failure ?? activation.call(host: Int(node.c), arguments: arguments)
  }

  func standard<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let function = StandardFunction(rawValue: node.flag)
    if function == .orValue || function == .or_, node.b == 2 {
      return alternative(node, activation, &state)
    }
    let (arguments, failure) = arguments(node, activation, &state)
    if let failure { return failure }
    guard let function else {
      return fallback(node, dispatches[Int(node.c)].function, arguments, activation)
    }
    if function == .type, arguments.count == 1 {
      return .type(arguments[0].type(in: runtimeTypes))
    }
    if function.isFromLibrary {
      return LibraryFunctions.call(function, arguments, &state.budget)
        ?? fallback(node, function.name, arguments, activation)
    }
    if let result = timePart(function, arguments, activation) { return result }
    if let result = Functions.call(function, arguments) {
      if case .string(let text) = arguments.first { state.budget -= text.utf8.count >> 4 }
      return result
    }
    return fallback(node, function.name, arguments, activation)
  }

  /// `or` and `orValue`: the second operand is asked only if the first is empty.
  private func alternative<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let first = value(lists[Int(node.a)], activation, &state)
    switch first {
    case .optional(let optional):
      let isOrValue = node.flag == StandardFunction.orValue.rawValue
      if let inner = optional.value { return isOrValue ? inner : first }
      let second = value(lists[Int(node.a) + 1], activation, &state)
      switch second {
      case .optional, .error, .unknown: return second
      default: return isOrValue ? second : Self.mismatch("or", [first, second])
      }
    case .error, .unknown: return first
    default: return Self.mismatch("orValue", [first])
    }
  }

  /// `getHours` and its like on a timestamp, in a zone where one is given.
  private func timePart<A: Activation & ~Copyable>(
    _ function: StandardFunction, _ arguments: Arguments, _ activation: borrowing A
  ) -> Value? {
    guard function.isTimePart, case .timestamp(let instant) = arguments.first else { return nil }
    var offset = 0
    if arguments.count == 2 {
      guard case .string(let zone) = arguments[1] else { return nil }
      guard
        let seconds = TimeText.fixedOffset(zone)
          ?? activation.offsetSeconds(ofZone: zone, at: instant)
      else { return .error(.unknownZone(zone)) }
      offset = seconds
    }
    return .int(CivilTime(instant, offsetSeconds: offset).part(function))
  }

  // MARK: - Collections

  func list<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    var elements: [Value] = []
    elements.reserveCapacity(Int(node.b))
    var failure: Value?
    for position in Int(node.a)..<Int(node.a + node.b) {
      let index = lists[position]
      let element = value(index < 0 ? ~index : index, activation, &state)
      if element.isFailure {
        failure = failure.map { .failure($0, element) } ?? element
      } else if index >= 0 {
        elements.append(element)
      } else if case .optional(let optional) = element {
        if let inner = optional.value { elements.append(inner) }
      } else {
        let problem = Self.mismatch("[?_]", [element])
        failure = failure.map { .failure($0, problem) } ?? problem
      }
    }
    return failure ?? .list(elements)
  }

  func map<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    var entries: [(key: Value, value: Value)] = []
    entries.reserveCapacity(Int(node.b))
    var failure: Value?
    for entry in 0..<Int(node.b) {
      let index = lists[Int(node.a) + 2 * entry]
      let key = value(index < 0 ? ~index : index, activation, &state)
      let content = value(lists[Int(node.a) + 2 * entry + 1], activation, &state)
      if key.isFailure || content.isFailure {
        let problem = Value.failure(key, content)
        failure = failure.map { .failure($0, problem) } ?? problem
      } else if index >= 0 {
        entries.append((key, content))
      } else if case .optional(let optional) = content {
        if let inner = optional.value { entries.append((key, inner)) }
      } else {
        let problem = Self.mismatch("{?_:_}", [content])
        failure = failure.map { .failure($0, problem) } ?? problem
      }
    }
    if let failure { return failure }
    do {
      return .map(try MapValue(entries))
    } catch {
      return .error(error)
    }
  }
}
