// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// What evaluation comes to when some facts are not known.
public enum PartialResult: Sendable {
  /// Nothing is open; the value may be an error.
  case value(Value)
  /// What still has to be asked, with all that is known put in.
  case residual(CheckedExpression)
}

extension CheckedExpression {
  /// Evaluates what can be evaluated and leaves the rest as an expression.
  ///
  /// What the activation gives as unknown stays open. The residual gives for every activation that
  /// agrees with this one on the known facts what the whole expression gives.
  public func evaluatedPartially<A: Activation & ~Copyable>(
    _ activation: borrowing A, budget: Int = Program.defaultBudget
  ) -> PartialResult {
    let whole = Program(self).evaluate(activation, budget: budget)
    guard case .unknown = whole else { return .value(whole) }
    var residual = Residual(expression: self, budget: budget)
    let root = residual.open(root, activation)
    return .residual(residual.expression.part(root))
  }

  /// The same expression with everything computed that no fact can change: `2 * 7` is `14`,
  /// `true && x` is `x`.
  public func folded() -> CheckedExpression {
    switch evaluatedPartially(PartialActivation()) {
    case .residual(let rest): return rest
    case .value(let value):
      var residual = Residual(expression: self, budget: Program.defaultBudget)
      return residual.literal(value, like: root).map { residual.expression.part($0) } ?? self
    }
  }
}

private struct Residual {
  var expression: CheckedExpression
  let budget: Int
  private static let sizeLimit = 64

  init(expression: CheckedExpression, budget: Int) {
    self.expression = expression
    self.budget = budget
  }

  /// A node for a value that an expression can write.
  mutating func literal(_ value: Value, like node: NodeID) -> NodeID? {
    guard Self.isWritable(value, as: expression.types[Int(node)]) else { return nil }
    return expression.append(
      .literal(value), type: expression.types[Int(node)], .none, like: node)
  }

  private static func isWritable(_ value: Value, as type: CELType) -> Bool {
    switch value {
    case .null: type.hasNullValue
    case .bool, .int, .uint, .double, .timestamp, .duration, .type, .network: true
    case .string(let text): text.utf8.count <= 16 * sizeLimit
    case .bytes(let bytes): bytes.count <= 16 * sizeLimit
    case .list(let elements):
      elements.count <= sizeLimit && elements.allSatisfy { isWritable($0, as: .dyn) }
    case .map(let map):
      map.count <= sizeLimit && map.values.allSatisfy { isWritable($0, as: .dyn) }
    case .optional, .object, .opaque, .unknown, .error: false
    }
  }

  /// What is left of a node.
  mutating func open<A: Activation & ~Copyable>(
    _ node: NodeID, _ activation: borrowing A
  ) -> NodeID {
    if case .literal = expression.tree[node].kind { return node }
    if case .inlined(let root) = expression.resolutions[Int(node)] { return open(root, activation) }
    if !expression.dependsOnLocal(node) {
      let value = Program(expression.part(node)).evaluate(activation, budget: budget)
      switch value {
      case .unknown: break
      case .error: return node
      default: if let literal = literal(value, like: node) { return literal }
      }
    }
    guard case .call(let name, nil, let arguments) = expression.tree[node].kind else {
      return children(node, activation)
    }
    switch name {
    case Operator.and: return logic(node, arguments, decisive: false, activation)
    case Operator.or: return logic(node, arguments, decisive: true, activation)
    case Operator.conditional where arguments.count == 3:
      let condition = open(arguments[0], activation)
      if case .literal(.bool(let holds)) = expression.tree[condition].kind {
        return open(arguments[holds ? 1 : 2], activation)
      }
      let parts = [condition, open(arguments[1], activation), open(arguments[2], activation)]
      return parts == arguments ? node : call(name, parts, like: node)
    default: return children(node, activation)
    }
  }

  private mutating func call(_ name: String, _ parts: [NodeID], like node: NodeID) -> NodeID {
    expression.append(
      .call(name, target: nil, arguments: parts), type: expression.types[Int(node)],
      expression.resolutions[Int(node)], like: node)
  }

  private mutating func children<A: Activation & ~Copyable>(
    _ node: NodeID, _ activation: borrowing A
  ) -> NodeID {
    // The children first: closures can't hold a borrowed activation.
    var changes: [NodeID: NodeID] = [:]
    for child in expression.operands(node) { changes[child] = open(child, activation) }
    return expression.rebuild(node) { _, child in changes[child] ?? child }
  }

  private mutating func logic<A: Activation & ~Copyable>(
    _ node: NodeID, _ arguments: [NodeID], decisive: Bool, _ activation: borrowing A
  ) -> NodeID {
    var parts: [NodeID] = []
    for argument in arguments {
      let part = open(argument, activation)
      guard case .literal(.bool(let outcome)) = expression.tree[part].kind else {
        parts.append(part)
        continue
      }
      // What decides does so whatever the others come to.
      if outcome == decisive { return part }
    }
    if parts == arguments { return node }
    // Alone an operand must be a bool; of another type `true && x` is an error, `x` is not.
    if let only = parts.first, parts.count == 1 {
      if expression.types[Int(only)] == .bool { return only }
      parts.append(
        expression.append(.literal(.bool(!decisive)), type: .bool, .none, like: node))
    }
    return call(decisive ? Operator.or : Operator.and, parts, like: node)
  }
}
