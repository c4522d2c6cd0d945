// Licensed under the Apache License, Version 2.0; see LICENSE.

extension CheckedExpression {
  /// Adds a node; the tree as it was stays part of the new one.
  mutating func append(
    _ kind: SyntaxNode.Kind, type: CELType, _ resolution: Resolution, like node: NodeID
  ) -> NodeID {
    let height = kind.children.map { tree[$0].height }.max() ?? 0
    let old = tree[node]
    tree.nodes.append(
      SyntaxNode(
        kind: kind, range: old.range, operatorRange: old.operatorRange, height: height + 1))
    types.append(type)
    resolutions.append(resolution)
    return NodeID(tree.nodes.count - 1)
  }

  /// The same node with its children replaced by what `change` makes of them.
  mutating func rebuild(
    _ node: NodeID, _ change: (inout CheckedExpression, NodeID) -> NodeID
  ) -> NodeID {
    let old = tree[node].kind
    var isChanged = false
    func new(_ child: NodeID) -> NodeID {
      let result = change(&self, child)
      if result != child { isChanged = true }
      return result
    }
    let kind: SyntaxNode.Kind
    switch old {
    case .literal, .identifier, .object: return node
    case .select(let operand, let field, let isTest, let isOptional):
      kind = .select(new(operand), field: field, isTest: isTest, isOptional: isOptional)
    case .call(let name, let target, let arguments):
      var receiver = target
      if let target, !isNamespace(node) { receiver = new(target) }
      kind = .call(name, target: receiver, arguments: arguments.map(new))
    case .list(let elements, let optional): kind = .list(elements.map(new), optional: optional)
    case .map(let entries):
      kind = .map(
        entries.map {
          SyntaxNode.MapEntry(key: new($0.key), value: new($0.value), isOptional: $0.isOptional)
        })
    case .comprehension(let parts):
      kind = .comprehension(
        SyntaxNode.Comprehension(
          macro: parts.macro, range: new(parts.range), variable: parts.variable,
          secondVariable: parts.secondVariable, predicate: parts.predicate.map(new),
          transform: parts.transform.map(new), variableRange: parts.variableRange))
    }
    if !isChanged { return node }
    return append(kind, type: types[Int(node)], resolutions[Int(node)], like: node)
  }

  /// Tells whether a call's target is only the namespace of its function.
  private func isNamespace(_ node: NodeID) -> Bool {
    if case .call(_, _, isNamespaced: true) = resolutions[Int(node)] { return true }
    return false
  }

  /// Tells whether a macro's variable is used that the node itself doesn't bind.
  func dependsOnLocal(_ node: NodeID) -> Bool {
    var used: Set<Int> = []
    var bound: Set<Int> = []
    part(node).visit { part in
      switch resolutions[Int(part)] {
      case .local(let slot): used.insert(slot)
      case .locals(let first, let second): bound.formUnion([first, second])
      case .none, .variable, .type, .inlined, .field, .call, .unresolved: break
      }
    }
    return !used.isSubset(of: bound)
  }
}
