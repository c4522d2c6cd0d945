// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds comparisons that come out the same whatever the facts are.
struct ConstantComparisons {
  let expression: CheckedExpression

  static func warnings(in expression: CheckedExpression) -> [CheckWarning] {
    let finder = ConstantComparisons(expression: expression)
    var warnings: [CheckWarning] = []
    expression.visit { node in
      // A named expression was looked at when it was checked itself.
      guard node < NodeID(expression.ownNodeCount), let (outcome, reason) = finder.outcome(node)
      else { return }
      warnings.append(
        CheckWarning(
          kind: .constantComparison(outcome: outcome, reason: reason),
          range: expression.tree[node].range))
    }
    return warnings
  }

  private func outcome(_ node: NodeID) -> (Bool, String)? {
    guard case .call(let name, nil, let operands) = expression.tree[node].kind,
      operands.count == 2
    else { return nil }
    switch name {
    case Operator.equal, Operator.notEqual, Operator.less, Operator.lessOrEqual,
      Operator.greater, Operator.greaterOrEqual:
      return ofConstants(node, operands) ?? ofNull(name, operands) ?? ofSame(name, operands)
        ?? ofRange(name, operands[0], operands[1])
        ?? Self.mirrored(name).flatMap { ofRange($0, operands[1], operands[0]) }
    case Operator.contains:
      if case .list([], _) = expression.tree[operands[1]].kind {
        return (false, "nothing is in an empty list")
      }
      return nil
    default: return nil
    }
  }

  // MARK: - Reasons

  private func ofConstants(_ node: NodeID, _ operands: [NodeID]) -> (Bool, String)? {
    guard operands.allSatisfy(isConstant),
      case .bool(let outcome) = Program(expression.part(node)).evaluate(
        EmptyActivation(), budget: 10_000)
    else { return nil }
    return (outcome, "both sides are constant")
  }

  /// Tells whether nothing but literals and the language's own functions is in a node.
  private func isConstant(_ node: NodeID) -> Bool {
    var result = true
    expression.part(node).visit { part in
      switch expression.resolutions[Int(part)] {
      case .variable, .local, .field, .unresolved: result = false
      case .call(_, let overloads, _): if overloads.contains(where: \.isHost) { result = false }
      case .none, .type, .inlined, .locals: break
      }
    }
    return result
  }

  private func ofNull(_ name: String, _ operands: [NodeID]) -> (Bool, String)? {
    guard name == Operator.equal || name == Operator.notEqual else { return nil }
    for (node, other) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard case .literal(.null) = expression.tree[node].kind else { continue }
      let type = expression.types[Int(other)]
      if type.hasNullValue || type == .error { continue }
      if case .typeParameter = type { continue }
      return (
        name == Operator.notEqual,
        "a value of type \(type) is never null; `has(…)` asks whether there is one"
      )
    }
    return nil
  }

  private func ofSame(_ name: String, _ operands: [NodeID]) -> (Bool, String)? {
    // NaN is not equal to itself, and dyn may be one.
    guard isReflexive(expression.types[Int(operands[0])]),
      expression.tree.description(of: operands[0])
        == expression.tree.description(of: operands[1])
    else { return nil }
    let isTrue =
      name == Operator.equal || name == Operator.lessOrEqual || name == Operator.greaterOrEqual
    return (isTrue, "both sides are the same")
  }

  private func isReflexive(_ type: CELType) -> Bool {
    switch type {
    case .double, .dyn, .error, .typeParameter: false
    case .null, .bool, .int, .uint, .string, .bytes, .timestamp, .duration, .type, .object,
      .opaque:
      true
    case .list, .map, .optional, .wrapper: type.parameters.allSatisfy(isReflexive)
    }
  }

  private static func mirrored(_ name: String) -> String? {
    switch name {
    case Operator.less: Operator.greater
    case Operator.lessOrEqual: Operator.greaterOrEqual
    case Operator.greater: Operator.less
    case Operator.greaterOrEqual: Operator.lessOrEqual
    default: name
    }
  }

  private func ofRange(_ name: String, _ node: NodeID, _ other: NodeID) -> (Bool, String)? {
    guard let found = self.bounds(of: node), let number = literal(other) else { return nil }
    let low = Double(found.low)
    let high = found.high.map { Double($0) } ?? .infinity
    let isAlways: Bool?
    switch name {
    case Operator.less: isAlways = high < number ? true : low >= number ? false : nil
    case Operator.lessOrEqual: isAlways = high <= number ? true : low > number ? false : nil
    case Operator.greater: isAlways = low > number ? true : high <= number ? false : nil
    case Operator.greaterOrEqual: isAlways = low >= number ? true : high < number ? false : nil
    case Operator.equal: isAlways = number < low || number > high ? false : nil
    case Operator.notEqual: isAlways = number < low || number > high ? true : nil
    default: isAlways = nil
    }
    return isAlways.map { ($0, found.words) }
  }

  private func literal(_ node: NodeID) -> Double? {
    switch expression.tree[node].kind {
    case .literal(.int(let number)): Double(number)
    case .literal(.uint(let number)): Double(number)
    default: nil
    }
  }

  private typealias Bounds = (low: Int, high: Int?, words: String)

  /// What a node's value lies in by what it is.
  private func bounds(of node: NodeID) -> Bounds? {
    if case .uint = expression.types[Int(node)], !isConstant(node) {
      return (0, nil, "an unsigned number is never below zero")
    }
    guard case .call(let name, let target, let arguments) = expression.tree[node].kind else {
      return nil
    }
    if name == "size" { return (0, nil, "a size is never below zero") }
    guard let target, arguments.count <= 1, expression.types[Int(target)] == .timestamp else {
      return nil
    }
    switch name {
    case "getHours": return (0, 23, "hours of the day go from 0 to 23")
    case "getMinutes", "getSeconds": return (0, 59, "minutes and seconds go from 0 to 59")
    case "getMilliseconds": return (0, 999, "milliseconds go from 0 to 999")
    case "getDayOfWeek": return (0, 6, "days of the week go from 0, Sunday, to 6")
    case "getMonth": return (0, 11, "months go from 0, January, to 11")
    case "getDate": return (1, 31, "days of the month go from 1 to 31 in `getDate`")
    case "getDayOfMonth": return (0, 30, "days of the month go from 0 to 30 in `getDayOfMonth`")
    case "getDayOfYear": return (0, 365, "days of the year go from 0 to 365")
    default: return nil
    }
  }
}
