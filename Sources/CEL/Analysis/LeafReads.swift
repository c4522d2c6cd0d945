// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One value that an expression's outcome rests on, to be shown beside it.
public struct LeafRead: Sendable {
  /// How the expression writes it: `contact.last_sent_at`, `contact.replied_since(t)`.
  public let path: String
  /// The part that gives the value; compile it once with `Program`.
  public let expression: CheckedExpression
  /// Where it is read.
  public let range: SourceRange
}

extension CheckedExpression {
  /// The reads that the outcome rests on: fields, `has`, variables that are no objects, and host
  /// calls whose result isn't constant; in source order, each once.
  ///
  /// What depends on a macro's variable has no single value and is left out.
  public var leafReads: [LeafRead] {
    var finder = LeafFinder(expression: self)
    finder.walk(root)
    return finder.reads
  }
}

private struct LeafFinder {
  let expression: CheckedExpression
  var reads: [LeafRead] = []
  private var seen: Set<String> = []

  init(expression: CheckedExpression) {
    self.expression = expression
  }

  mutating func walk(_ node: NodeID) {
    switch expression.resolutions[Int(node)] {
    case .variable:
      if expression.types[Int(node)].objectName == nil { add(node) }
      return
    // An operator that the host computes is seen through like any other.
    case .call(let function, let overloads, _)
    where overloads.contains(where: \.isHost) && !Operator.names.contains(function):
      let operands = expression.operands(node)
      let isOpen =
        overloads.contains { $0.temporal != nil } || operands.contains { !isConstant($0) }
      if isOpen, !expression.dependsOnLocal(node) { add(node) }
      for operand in operands { walk(operand) }
      return
    case .none, .local, .type, .inlined, .field, .call, .locals, .unresolved: break
    }
    if case .select(let operand, _, _, _) = expression.tree[node].kind {
      if !expression.dependsOnLocal(node), expression.types[Int(node)].objectName == nil {
        add(node)
      }
      if isPath(operand) { return }
    }
    for operand in expression.operands(node) { walk(operand) }
  }

  private mutating func add(_ node: NodeID) {
    let path = expression.tree.description(of: node)
    guard seen.insert(path).inserted else { return }
    reads.append(
      LeafRead(
        path: path, expression: expression.part(node), range: expression.tree[node].range))
  }

  /// Tells whether the node only leads to what is read: `deal.contact`, `steps["hello"]`.
  private func isPath(_ node: NodeID) -> Bool {
    switch expression.resolutions[Int(node)] {
    case .variable, .local: return true
    case .inlined, .type, .unresolved, .locals: return false
    case .none, .field, .call: break
    }
    switch expression.tree[node].kind {
    case .select(let operand, _, _, _): return isPath(operand)
    case .call(let name, nil, let arguments):
      return (name == Operator.index || name == Operator.optionalIndex) && arguments.count == 2
        && isPath(arguments[0]) && isConstant(arguments[1])
    case .literal, .identifier, .call, .list, .map, .object, .comprehension: return false
    }
  }

  private func isConstant(_ node: NodeID) -> Bool {
    var result = true
    expression.part(node).visit { part in
      switch expression.resolutions[Int(part)] {
      case .variable, .local, .unresolved: result = false
      case .call(_, let overloads, _):
        if overloads.contains(where: { $0.temporal != nil }) { result = false }
      case .none, .type, .inlined, .field, .locals: break
      }
    }
    return result
  }
}

extension Overload {
  /// Tells whether the host computes it.
  var isHost: Bool {
    if case .host = implementation { return true }
    return false
  }
}
