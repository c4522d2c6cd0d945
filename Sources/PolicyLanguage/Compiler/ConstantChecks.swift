// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts

/// Finds conditions whose outcome is known before anything is decided.
struct ConstantChecks {
  private let expression: CheckedExpression
  private let source: ExpressionSource
  private let compilation: Compilation

  init(_ expression: CheckedExpression, source: ExpressionSource, compilation: Compilation) {
    self.expression = expression
    self.source = source
    self.compilation = compilation
  }

  /// Warns of what never changes, and remembers the outcome of a whole condition.
  func run() {
    if expression.type == .bool, expression.variablesRead.isEmpty,
      case .bool(let outcome) = Program(expression).evaluate(EmptyActivation())
    {
      compilation.constantConditions[source.scalar.span] = outcome
      report(
        Diagnostic(
          .alwaysHolds, at: source.scalar.span, "this condition is always \(outcome)",
          label: "it reads nothing that could change"))
      return
    }
    for node in 0..<NodeID(expression.ownNodeCount) { visit(node) }
  }

  private func report(_ diagnostic: Diagnostic) { compilation.report(diagnostic) }

  private func visit(_ node: NodeID) {
    guard case .call(let name, nil, let operands) = expression.tree[node].kind,
      operands.count == 2, let sign = Comparison(operator: name)
    else { return }
    let outcome: (value: Bool, path: String, range: String)?
    if let (path, low, high) = range(operands[0]), let number = number(operands[1]) {
      outcome = sign.outcome(low: low, high: high, with: number).map {
        ($0, path, "\(text(low))..\(text(high))")
      }
    } else if let (path, low, high) = range(operands[1]), let number = number(operands[0]) {
      outcome = sign.mirrored.outcome(low: low, high: high, with: number).map {
        ($0, path, "\(text(low))..\(text(high))")
      }
    } else {
      return
    }
    guard let outcome else { return }
    if node == expression.root {
      compilation.constantConditions[source.scalar.span] = outcome.value
    }
    report(
      Diagnostic(
        .alwaysHolds, at: source.span(expression.tree[node].range),
        "this comparison is always \(outcome.value)"
      ).note("`\(outcome.path)` lies in \(outcome.range) by its declaration"))
  }

  private func text(_ number: Double) -> String { Compilation.plain(number) }

  private func number(_ node: NodeID) -> Double? {
    switch expression.tree[node].kind {
    case .literal(.int(let value)): Double(value)
    case .literal(.double(let value)): value
    case .literal, .identifier, .select, .call, .list, .map, .object, .comprehension: nil
    }
  }

  /// The declared range of the fact that a node reads.
  private func range(_ node: NodeID) -> (path: String, low: Double, high: Double)? {
    guard case .select(let operand, let field, false, false) = expression.tree[node].kind,
      case .object(let name) = expression.types[Int(operand)],
      let object = FactObject(rawValue: name), object != .event,
      let declared = compilation.schema.field(FactPath(object, field))
    else { return nil }
    switch declared.range {
    case .int(let range)?:
      return ("\(name).\(field)", Double(range.lowerBound), Double(range.upperBound))
    case .double(let range)?: return ("\(name).\(field)", range.lowerBound, range.upperBound)
    case .duration?, .money?, nil: return nil
    }
  }
}

extension Comparison {
  /// The outcome for all values from `low` to `high`, if it is the same for all.
  fileprivate func outcome(low: Double, high: Double, with number: Double) -> Bool? {
    switch self {
    case .less: high < number ? true : low >= number ? false : nil
    case .lessOrEqual: high <= number ? true : low > number ? false : nil
    case .greater: low > number ? true : high <= number ? false : nil
    case .greaterOrEqual: low >= number ? true : high < number ? false : nil
    case .equal: number < low || number > high ? false : low == high ? low == number : nil
    case .notEqual: number < low || number > high ? true : low == high ? low != number : nil
    }
  }
}
