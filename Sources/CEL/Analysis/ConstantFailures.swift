// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds parts that come to an error whatever the facts are: a pattern that is none, a date that
/// doesn't exist, a division by zero.
struct ConstantFailures {
  let expression: CheckedExpression
  private var warnings: [CheckWarning] = []
  private var remaining = ConstantFailures.limit

  /// How many parts are tried: an expression of thousands of constants is no one's handwriting.
  private static let limit = 200

  private init(expression: CheckedExpression) {
    self.expression = expression
  }

  static func warnings(in expression: CheckedExpression) -> [CheckWarning] {
    var finder = ConstantFailures(expression: expression)
    _ = finder.isConstant(expression.root)
    return finder.warnings
  }

  /// Tells whether a node reads nothing and has a value, and warns of each that fails by itself.
  private mutating func isConstant(_ node: NodeID) -> Bool {
    // A named expression was looked at when it was checked itself.
    guard node < NodeID(expression.ownNodeCount) else { return false }
    let kind = expression.tree[node].kind
    var isConstant = true
    for child in kind.children where !self.isConstant(child) { isConstant = false }
    switch expression.resolutions[Int(node)] {
    case .variable, .local, .field, .unresolved, .inlined, .locals: return false
    case .none, .type: break
    case .call(_, let overloads, _):
      if overloads.contains(where: \.isHost) { return false }
      if isConstant { return hasValue(node) }
      lookAtArguments(node, kind)
      return false
    }
    switch kind {
    case .select, .map: return isConstant && hasValue(node)
    case .literal, .identifier, .call, .list, .object, .comprehension: return isConstant
    }
  }

  private mutating func hasValue(_ node: NodeID) -> Bool {
    remaining -= 1
    guard remaining >= 0 else { return false }
    switch Program(expression.part(node)).evaluate(EmptyActivation(), budget: 10_000) {
    case .error(.costExceeded), .error(.unknownZone), .unknown: return false
    case .error(let error):
      warn(error, at: node)
      return false
    default: return true
    }
  }

  /// One argument alone may be what can't be.
  private mutating func lookAtArguments(_ node: NodeID, _ kind: SyntaxNode.Kind) {
    guard case .call(let name, let target, let arguments) = kind else { return }
    switch name {
    case Operator.divide, Operator.modulo:
      guard arguments.count == 2, case .literal(let divisor) = expression.tree[arguments[1]].kind
      else { return }
      switch divisor {
      case .int(0), .uint(0): warn(.divisionByZero, at: node)
      default: break
      }
    case "matches", "replace", "extract", "extractAll":
      guard let pattern = pattern(name, target, arguments),
        case .literal(.string(let text)) = expression.tree[pattern].kind,
        let problem = RegularExpression(text).problem
      else { return }
      warn(.badPattern(problem), at: pattern)
    default: break
    }
  }

  /// The argument that is a pattern.
  private func pattern(_ name: String, _ target: NodeID?, _ arguments: [NodeID]) -> NodeID? {
    if name == "matches" { return target == nil ? arguments.dropFirst().first : arguments.first }
    guard let target, case .identifier("regex", _) = expression.tree[target].kind else {
      return nil
    }
    return arguments.dropFirst().first
  }

  private mutating func warn(_ error: EvaluationError, at node: NodeID) {
    warnings.append(
      CheckWarning(kind: .alwaysFails(error), range: expression.tree[node].range))
  }
}
