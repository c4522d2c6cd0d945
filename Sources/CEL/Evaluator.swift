// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// What a condition comes out as.
public enum Truth: UInt8, Hashable, Sendable {
  /// False.
  case no
  /// True.
  case yes
  /// It depends on facts that are not known.
  case unknown
  /// There is no truth value: an error, or a value of another type.
  case error
}

/// What changes while a program runs.
struct Evaluation {
  var locals: [Value]
  /// Steps left; below zero everything ends in an error.
  var budget: Int

  init(localCount: Int, budget: Int) {
    locals = localCount == 0 ? [] : Array(repeating: .null, count: localCount)
    self.budget = budget
  }
}

extension Value {
  /// Tells whether a strict function passes it on instead of being computed.
  var isFailure: Bool {
    switch self {
    case .error, .unknown: true
    case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration,
      .type, .optional, .object, .opaque, .network:
      false
    }
  }

  /// Tells whether it is of a fixed size: folding must not make a program large.
  var isScalar: Bool {
    switch self {
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .object, .opaque, .network:
      true
    case .string, .bytes, .list, .map, .type, .optional, .unknown, .error: false
    }
  }

  /// What a strict function of two failed or fine operands gives: an error, else what is unknown.
  static func failure(_ a: Value, _ b: Value) -> Value {
    switch (a, b) {
    case (.error, _): a
    case (_, .error): b
    case (.unknown(let x), .unknown(let y)): .unknown(x.union(y))
    case (.unknown, _): a
    default: b
    }
  }
}

extension Program {
  /// The steps that an evaluation may take unless told otherwise.
  public static let defaultBudget = 1_000_000

  /// Evaluates the expression.
  ///
  /// - Parameters:
  ///   - activation: The values of variables, fields and host functions.
  ///   - budget: How many steps it may take; more end in `EvaluationError.costExceeded`.
  public func evaluate<A: Activation & ~Copyable>(
    _ activation: borrowing A, budget: Int = Program.defaultBudget
  ) -> Value {
    var state = Evaluation(localCount: localCount, budget: budget)
    let result = value(root, activation, &state)
    return state.budget < 0 ? .error(.costExceeded) : result
  }

  /// Evaluates the expression and tells how many steps of its budget that took.
  public func evaluateCounting<A: Activation & ~Copyable>(
    _ activation: borrowing A, budget: Int = Program.defaultBudget
  ) -> (value: Value, steps: Int) {
    var state = Evaluation(localCount: localCount, budget: budget)
    let result = value(root, activation, &state)
    return (state.budget < 0 ? .error(.costExceeded) : result, budget - state.budget)
  }

  /// Evaluates a condition without making values of its parts where it can; what is neither true
  /// nor false nor unknown is an error.
  public func evaluateBool<A: Activation & ~Copyable>(
    _ activation: borrowing A, budget: Int = Program.defaultBudget
  ) -> Truth {
    var state = Evaluation(localCount: localCount, budget: budget)
    let result = truth(root, activation, &state)
    return state.budget < 0 ? .error : result
  }

  /// The value of one node.
  ///
  /// Only dispatches, so that its stack frame stays small: the recursion is as deep as the tree.
  func value<A: Activation & ~Copyable>(
    _ index: Int32, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    state.budget -= 1
    if state.budget < 0 { return .error(.costExceeded) }
    let node = nodes[Int(index)]
    switch node.operation {
    case .constant: return constants[Int(node.a)]
    case .local: return state.locals[Int(node.a)]
    case .fail: return .error(errors[Int(node.a)])
    case .variable: return variable(node, activation)
    case .variableField: return variableField(node, activation)
    case .field: return field(node, value(node.a, activation, &state), activation)
    case .fieldPresence: return presence(node, value(node.a, activation, &state), activation)
    case .select: return select(node, value(node.a, activation, &state), activation)
    case .selectPresence:
      return selectPresence(node, value(node.a, activation, &state), activation)
    case .selectOptional:
      return selectOptional(node, value(node.a, activation, &state), activation)
    case .and, .or: return logical(node, activation, &state)
    case .not: return Self.negated(value(node.a, activation, &state))
    case .conditional: return conditional(node, activation, &state)
    case .binary: return binary(node, activation, &state)
    case .inTexts: return inTexts(node, value(node.a, activation, &state))
    case .list: return list(node, activation, &state)
    case .map: return map(node, activation, &state)
    case .standard: return standard(node, activation, &state)
    case .matches: return matches(node, value(node.a, activation, &state), &state)
    case .host: return host(node, activation, &state)
    case .comprehension: return comprehension(node, activation, &state)
    }
  }

  // MARK: - Facts

  /// Names what the host left unnamed.
  @inline(__always)
  private func fact(_ value: Value, _ node: Node) -> Value {
    switch value {
    case .null where node.flag == 0: .error(.absent(path: names[Int(node.c)]))
    case .unknown(let set) where set.paths.isEmpty:
      .unknown(UnknownSet([names[Int(node.c)]]))
    default: value
    }
  }

  private func variable<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A
  ) -> Value {
    let value = activation.value(ofVariable: Int(node.a))
    if case .unknown(let set) = value, set.paths.isEmpty {
      return .unknown(UnknownSet([names[Int(node.c)]]))
    }
    return value
  }

  @inline(__always)
  private func variableField<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A
  ) -> Value {
    let object = activation.value(ofVariable: Int(node.a))
    if case .object(let reference) = object {
      return fact(activation.value(ofField: Int(node.b), of: reference), node)
    }
    return field(node, object, activation)
  }

  private func field<A: Activation & ~Copyable>(
    _ node: Node, _ object: Value, _ activation: borrowing A
  ) -> Value {
    switch object {
    case .object(let reference):
      fact(activation.value(ofField: Int(node.b), of: reference), node)
    case .unknown(let set):
      set.paths.isEmpty ? .unknown(UnknownSet([names[Int(node.c)]])) : object
    case .error: object
    case .null: .error(.absent(path: names[Int(node.c)]))
    default: .error(.noSuchField(names[Int(node.c)]))
    }
  }

  private func presence<A: Activation & ~Copyable>(
    _ node: Node, _ object: Value, _ activation: borrowing A
  ) -> Value {
    switch object {
    case .object(let reference):
      switch activation.presence(ofField: Int(node.b), of: reference) {
      case .present: .bool(true)
      case .absent: .bool(false)
      case .unknown: .unknown(UnknownSet([names[Int(node.c)]]))
      }
    case .unknown(let set):
      set.paths.isEmpty ? .unknown(UnknownSet([names[Int(node.c)]])) : object
    case .error: object
    case .null: .error(.absent(path: names[Int(node.c)]))
    default: .error(.noSuchField(names[Int(node.c)]))
    }
  }

  // MARK: - Conditions

  private static func negated(_ value: Value) -> Value {
    switch value {
    case .bool(let bool): .bool(!bool)
    case .error, .unknown: value
    default: mismatch(Operator.not, [value])
    }
  }

  /// An error for arguments that no overload takes.
  static func mismatch(_ function: String, _ arguments: [Value]) -> Value {
    .error(
      .noMatchingOverload(
        function: function, arguments: arguments.map { $0.type(in: RuntimeTypes()) }))
  }

  /// `&&` and `||`: the deciding value wins over unknowns, those over errors, in any order.
  private func logical<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let decisive = node.operation == .or
    var open: Value?
    for position in Int(node.a)..<Int(node.a + node.b) {
      let operand = value(lists[position], activation, &state)
      switch operand {
      case .bool(decisive): return operand
      case .bool: break
      case .unknown(let set):
        if case .unknown(let other) = open {
          open = .unknown(other.union(set))
        } else {
          open = operand
        }
      case .error: if open == nil { open = operand }
      default:
        if open == nil {
          open = Self.mismatch(decisive ? Operator.or : Operator.and, [operand])
        }
      }
    }
    return open ?? .bool(!decisive)
  }

  private func conditional<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let condition = value(node.a, activation, &state)
    switch condition {
    case .bool(let holds): return value(holds ? node.b : node.c, activation, &state)
    case .error, .unknown: return condition
    default: return Self.mismatch(Operator.conditional, [condition])
    }
  }

  private func inTexts(_ node: Node, _ operand: Value) -> Value {
    switch operand {
    case .string(let text): .bool(textSets[Int(node.b)].contains(text))
    case .error, .unknown: operand
    default: .bool(false)
    }
  }

  private func matches(_ node: Node, _ operand: Value, _ state: inout Evaluation) -> Value {
    switch operand {
    case .string(let text):
      state.budget -= text.utf8.count >> 4
      return patterns[Int(node.b)].matches(text)
    case .error, .unknown: return operand
    default: return Self.mismatch("matches", [operand])
    }
  }
}
