// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Another way to write a comparison whose change in time can't be foreseen as it stands.
public struct TimeRewrite: Hashable, Sendable {
  /// The comparison in the text.
  public let range: SourceRange
  /// What to write instead: it gives the same, and its changes can be solved.
  public let replacement: String
}

extension CheckedExpression {
  /// Rewrites of the comparisons in which parts of times are compared with whole numbers:
  /// `(now - x).getHours() >= 36` is `now - x >= duration("36h")`.
  ///
  /// - Parameter now: The slot of the variable that stands for the time.
  public func timeRewrites(of now: Int) -> [TimeRewrite] {
    var result: [TimeRewrite] = []
    visit { node in
      guard node < NodeID(ownNodeCount), part(node).readsVariable(now),
        case .call(let sign, nil, let operands) = tree[node].kind, operands.count == 2
      else { return }
      let replacement: String?
      if case .literal(.int(let number)) = tree[operands[1]].kind {
        replacement = rewrite(operands[0], sign, number)
      } else if case .literal(.int(let number)) = tree[operands[0]].kind {
        replacement = Self.mirrored(sign).flatMap { rewrite(operands[1], $0, number) }
      } else {
        replacement = nil
      }
      if let replacement {
        result.append(TimeRewrite(range: tree[node].range, replacement: replacement))
      }
    }
    return result
  }

  /// Warnings of the uses of the time that can't be solved.
  func timeWarnings(of now: Int) -> [CheckWarning] {
    let unsolvable = breakpoints(of: now).unsolvable
    if unsolvable.isEmpty { return [] }
    let rewrites = timeRewrites(of: now)
    return unsolvable.map { range in
      // The innermost comparison around the use.
      let around = rewrites.filter { $0.range.start <= range.start && range.end <= $0.range.end }
      let nearest = around.min { $0.range.end - $0.range.start < $1.range.end - $1.range.start }
      return CheckWarning(
        kind: .unsolvableTime(name: range.text(in: tree.text), rewrite: nearest?.replacement),
        range: range)
    }
  }

  private static func mirrored(_ sign: String) -> String? {
    switch sign {
    case Operator.less: Operator.greater
    case Operator.lessOrEqual: Operator.greaterOrEqual
    case Operator.greater: Operator.less
    case Operator.greaterOrEqual: Operator.lessOrEqual
    case Operator.equal, Operator.notEqual: sign
    default: nil
    }
  }

  private func rewrite(_ part: NodeID, _ sign: String, _ number: Int64) -> String? {
    guard case .call(let name, let target, let arguments) = tree[part].kind else { return nil }
    switch (name, target, arguments.count) {
    case ("getHours", let operand?, 0), ("getMinutes", let operand?, 0),
      ("getSeconds", let operand?, 0):
      // Totals are cut off toward zero: around zero two hours look like one.
      guard types[Int(operand)] == .duration, number > 0, number < 80_000_000 else { return nil }
      let unit = name == "getHours" ? "h" : name == "getMinutes" ? "m" : "s"
      return Self.steps(text(operand), sign) { "duration(\"\(number + $0)\(unit)\")" }
    case ("getFullYear", let operand?, 0):
      guard types[Int(operand)] == .timestamp, (1...9998).contains(number) else { return nil }
      return Self.steps(text(operand), sign) {
        let year = String(number + $0)
        let zeros = String(repeating: "0", count: 4 - year.utf8.count)
        return "timestamp(\"\(zeros)\(year)-01-01T00:00:00Z\")"
      }
    case ("int", nil, 1):
      guard types[Int(arguments[0])] == .timestamp, number.magnitude < 60_000_000_000 else {
        return nil
      }
      return Self.steps(text(arguments[0]), sign) { "timestamp(\(number + $0))" }
    default: return nil
    }
  }

  private func text(_ node: NodeID) -> String {
    Printer(tree: tree).operand(node, atLeast: 4)
  }

  /// The comparison with the beginning of a step and, where the step itself counts, with its end.
  private static func steps(
    _ text: String, _ sign: String, _ bound: (Int64) -> String
  ) -> String? {
    switch sign {
    case Operator.greaterOrEqual: "\(text) >= \(bound(0))"
    case Operator.greater: "\(text) >= \(bound(1))"
    case Operator.less: "\(text) < \(bound(0))"
    case Operator.lessOrEqual: "\(text) < \(bound(1))"
    case Operator.equal: "(\(text) >= \(bound(0)) && \(text) < \(bound(1)))"
    case Operator.notEqual: "(\(text) < \(bound(0)) || \(text) >= \(bound(1)))"
    default: nil
    }
  }
}
