// Licensed under the Apache License, Version 2.0; see LICENSE.

// What helps where more is known than that types don't fit.
extension Checker {
  /// What is likely to be meant by a call that no form of the function takes.
  ///
  /// - Parameter nodes: The arguments, the receiver first.
  func hint(_ function: String, _ nodes: [NodeID], _ types: [CELType]) -> String? {
    guard nodes.count == types.count else { return nil }
    let types = types.map { unifier.finish($0) }
    if function == "contains", types.count == 2, case .list = types[0] {
      return "write `\(text(nodes[1])) in \(text(nodes[0]))`"
    }
    if function == Operator.index, types.count == 2, case .object = types[0],
      case .literal(.string(let field)) = tree[nodes[1]].kind
    {
      return "write `\(text(nodes[0])).\(Printer.fieldName(field))`"
    }
    guard Operator.binary(function) != nil, types.count == 2 else { return nil }
    return hintOfPair(function, nodes, types)
  }

  private func hintOfPair(_ function: String, _ nodes: [NodeID], _ types: [CELType]) -> String? {
    let isEquality = function == Operator.equal || function == Operator.notEqual
    for (here, other) in [(0, 1), (1, 0)] {
      if case .null = types[here], isEquality {
        return "a value of type \(types[other]) is never null; `has(…)` asks whether there is one"
      }
      if case .optional(types[other]) = types[here] {
        return "`orValue(…)` takes the value out of an optional, with one for none"
      }
      guard case .list(let element) = types[here] else { continue }
      if isEquality, element == types[other] {
        return "write `\(text(nodes[other])) in \(text(nodes[here]))`"
      }
      if types[other] == .int, function != Operator.contains {
        return "write `size(…)` to compare how many there are"
      }
    }
    if function == Operator.contains {
      return types == [.string, .string]
        ? "write `\(operand(nodes[1])).contains(\(text(nodes[0])))`, or a list in `[…]`" : nil
    }
    switch Set(types) {
    case [.timestamp, .int], [.duration, .int], [.duration, .string]:
      return "write a span as `duration(\"24h\")`"
    case [.timestamp, .string]:
      return "write an instant as `timestamp(\"2026-10-20T10:00:00Z\")`"
    case [.int, .double], [.uint, .double]: return "make them alike with `double(…)`"
    case [.int, .uint]: return "make them alike with `int(…)` or `uint(…)`"
    case [.int, .string], [.double, .string]:
      return "numbers are written without quotes, texts with them; "
        + "`string(…)` makes a text of a number"
    default: return nil
    }
  }

  /// What is likely to be meant by a function that has forms of the other way to call it alone.
  func hintOfStyle(_ function: String, _ overloads: [Overload], _ nodes: [NodeID]) -> String? {
    guard let other = overloads.first, let first = nodes.first else { return nil }
    return other.isMember
      ? "write `\(operand(first)).\(function)(…)`" : "write `\(function)(…)`"
  }

  /// What is likely to be meant by an operand that should be a condition.
  func hintOfCondition(_ node: NodeID, _ sign: String) -> String? {
    guard case .literal(let value) = tree[node].kind else { return nil }
    switch value {
    case .string, .int, .uint, .double:
      return "`\(sign)` joins whole conditions: repeat the comparison, or write `… in [a, b]`"
    default: return nil
    }
  }

  /// Remembers for a name that nobody declared that a text was expected where it stands.
  mutating func suggestQuotes(_ nodes: [NodeID], _ types: [CELType]) {
    guard nodes.count == 2 else { return }
    for (here, other) in [(0, 1), (1, 0)] {
      guard case .identifier(let name, isAbsolute: false) = tree[nodes[here]].kind,
        unifier.resolve(types[here]) == .error,
        unifier.resolve(types[other]) == .string,
        let last = errors.lastIndex(where: { $0.range == range(nodes[here]) }),
        case .undeclaredName(_, nearest: []) = errors[last].kind
      else { continue }
      errors[last] = CheckError(
        errors[last].kind, at: errors[last].range, hint: "write a text in quotes: `\"\(name)\"`")
    }
  }

  private func text(_ node: NodeID) -> String { tree.description(of: node) }

  private func operand(_ node: NodeID) -> String { Printer(tree: tree).operand(node) }
}
