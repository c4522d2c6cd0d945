// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds reads of nullable fields that no `has` stands before.
///
/// Follows `&&`, `||`, `!` and `?:` from left to right; paths are compared by their text.
struct NullableFlow {
  private let expression: CheckedExpression
  private var warnings: [CheckWarning] = []

  static func warnings(in expression: CheckedExpression) -> [CheckWarning] {
    var flow = NullableFlow(expression: expression)
    flow.walk(expression.root, guarded: [])
    return flow.warnings
  }

  private init(expression: CheckedExpression) {
    self.expression = expression
  }

  private mutating func walk(_ node: NodeID, guarded: Set<String>) {
    // A named expression was looked at when it was checked itself.
    if node >= NodeID(expression.ownNodeCount) { return }
    switch expression.tree[node].kind {
    case .call(Operator.and, nil, let arguments):
      var guarded = guarded
      for argument in arguments {
        walk(argument, guarded: guarded)
        guarded.formUnion(paths(argument, when: true))
      }
    case .call(Operator.or, nil, let arguments):
      var guarded = guarded
      for argument in arguments {
        walk(argument, guarded: guarded)
        guarded.formUnion(paths(argument, when: false))
      }
    case .call(Operator.conditional, nil, let arguments) where arguments.count == 3:
      walk(arguments[0], guarded: guarded)
      walk(arguments[1], guarded: guarded.union(paths(arguments[0], when: true)))
      walk(arguments[2], guarded: guarded.union(paths(arguments[0], when: false)))
    case .select(let operand, _, let isTest, let isOptional):
      if !isTest, !isOptional,
        case .field(_, isNullable: true) = expression.resolutions[Int(node)]
      {
        let path = expression.path(node)
        if !guarded.contains(path) {
          warnings.append(
            CheckWarning(kind: .nullableRead(path: path), range: expression.tree[node].range))
        }
      }
      walk(operand, guarded: guarded)
    case .literal, .identifier, .call, .list, .map, .object, .comprehension:
      for child in expression.tree[node].kind.children { walk(child, guarded: guarded) }
    }
  }

  /// The fields that surely have a value when the condition comes out as `outcome`.
  private func paths(_ node: NodeID, when outcome: Bool) -> Set<String> {
    if case .inlined(let root) = expression.resolutions[Int(node)] {
      return paths(root, when: outcome)
    }
    switch expression.tree[node].kind {
    case .select(_, _, isTest: true, _): return outcome ? [expression.path(node)] : []
    case .call(Operator.not, nil, let arguments) where arguments.count == 1:
      return paths(arguments[0], when: !outcome)
    case .call(let name, nil, let arguments) where name == Operator.and || name == Operator.or:
      // The outcome that needs all operands gives what any of them says.
      let sets = arguments.map { paths($0, when: outcome) }
      if (name == Operator.and) == outcome { return sets.reduce([]) { $0.union($1) } }
      return sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
    case .literal, .identifier, .select, .call, .list, .map, .object, .comprehension: return []
    }
  }
}

extension CheckedExpression {
  /// The text of a field's path, `has` left out: `contact.last_sent_at`.
  func path(_ node: NodeID) -> String {
    guard case .select(let operand, let field, _, let isOptional) = tree[node].kind else {
      return Printer(tree: tree).text(node)
    }
    return Printer(tree: tree).operand(operand) + (isOptional ? ".?" : ".")
      + Printer.fieldName(field)
  }
}
