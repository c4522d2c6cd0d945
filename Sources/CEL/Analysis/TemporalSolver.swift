// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds the comparisons in which time occurs, and builds the expressions that solve them.
///
/// New nodes are added to a copy of the tree, so that the solutions share it.
struct TemporalSolver {
  private var expression: CheckedExpression
  private let now: Int
  private var found: [(node: NodeID, edge: TemporalAnalysis.Edge, range: SourceRange)] = []
  private var unsolvable: [SourceRange] = []
  /// The macros around the node that is looked at, the outermost first.
  private var enclosing: [NodeID] = []
  private var containsNow: [NodeID: Bool] = [:]
  private var seen: Set<NodeID> = []
  /// What the names of `cel.bind` stand for.
  private var bound: [Int: NodeID] = [:]

  init(expression: CheckedExpression, now: Int) {
    self.expression = expression
    self.now = now
  }

  mutating func run() -> TemporalAnalysis {
    walk(expression.root)
    return TemporalAnalysis(
      breakpoints: found.map {
        TemporalAnalysis.Breakpoint(
          expression: expression.part($0.node), edge: $0.edge, range: $0.range)
      }, unsolvable: unsolvable)
  }

  // MARK: - Walking

  private mutating func walk(_ node: NodeID) {
    switch expression.resolutions[Int(node)] {
    case .variable(slot: now):
      let range = expression.tree[node].range
      if !unsolvable.contains(range) { unsolvable.append(range) }
      return
    case .inlined(let root):
      // A named expression has the same breakpoints wherever it is used.
      guard seen.insert(root).inserted else { return }
      let macros = enclosing
      enclosing = []
      walk(root)
      enclosing = macros
      return
    case .call(let function, let overloads, _):
      if let sign = Comparison(function), expression.operands(node).count == 2 {
        if comparison(node, sign) { return }
      } else if let only = overloads.first, overloads.count == 1, let temporal = only.temporal {
        call(node, only, temporal)
        return
      }
    case .local(let slot):
      if let value = bound[slot], seen.insert(value).inserted { walk(value) }
      return
    case .none, .variable, .type, .field, .locals, .unresolved: break
    }
    if case .comprehension(let parts) = expression.tree[node].kind {
      if parts.macro == .bind, case .locals(let slot, _) = expression.resolutions[Int(node)] {
        // Looked at where the name stands, as if it were written there.
        bound[slot] = parts.range
      } else {
        walk(parts.range)
      }
      enclosing.append(node)
      if let predicate = parts.predicate { walk(predicate) }
      if let transform = parts.transform { walk(transform) }
      enclosing.removeLast()
      return
    }
    for operand in expression.operands(node) { walk(operand) }
  }

  private mutating func hasNow(_ node: NodeID) -> Bool {
    if let known = containsNow[node] { return known }
    var result = false
    if case .variable(slot: now) = expression.resolutions[Int(node)] { result = true }
    if case .local(let slot) = expression.resolutions[Int(node)], let value = bound[slot] {
      result = hasNow(value)
    }
    for operand in expression.operands(node) where !result { result = hasNow(operand) }
    containsNow[node] = result
    return result
  }

  // MARK: - Comparisons

  /// `now OP t`, by the side of `t` on which the outcome changes.
  private enum Comparison {
    case atOnceFromRight
    case afterFromRight
    case equality

    init?(_ function: String) {
      switch function {
      case Operator.less, Operator.greaterOrEqual: self = .atOnceFromRight
      case Operator.greater, Operator.lessOrEqual: self = .afterFromRight
      case Operator.equal, Operator.notEqual: self = .equality
      default: return nil
      }
    }

    /// - Parameter isMirrored: The comparison is `t OP now`.
    func edge(isMirrored: Bool) -> TemporalAnalysis.Edge {
      switch self {
      case .atOnceFromRight: isMirrored ? .after : .at
      case .afterFromRight: isMirrored ? .at : .after
      case .equality: .only
      }
    }
  }

  /// A sum of terms without `now`, and how often `now` is added to it.
  private struct Linear {
    var coefficient = 0
    var terms: [(sign: Int, node: NodeID)] = []

    static func - (a: Linear, b: Linear) -> Linear {
      Linear(
        coefficient: a.coefficient - b.coefficient,
        terms: a.terms + b.terms.map { (-$0.sign, $0.node) })
    }

    static func + (a: Linear, b: Linear) -> Linear {
      Linear(coefficient: a.coefficient + b.coefficient, terms: a.terms + b.terms)
    }
  }

  /// Solves a comparison; false if it has to be looked at like any other call.
  private mutating func comparison(_ node: NodeID, _ sign: Comparison) -> Bool {
    guard hasNow(node) else { return false }
    let operands = expression.operands(node)
    guard let left = linear(operands[0]), let right = linear(operands[1]) else { return false }
    let difference = left - right
    switch difference.coefficient {
    case 0: break
    case 1, -1:
      guard let solution = solution(difference, like: node) else { return false }
      add(solution, sign.edge(isMirrored: difference.coefficient < 0), at: node)
    default: return false
    }
    for term in difference.terms { walk(term.node) }
    return true
  }

  private mutating func linear(_ node: NodeID) -> Linear? {
    if !hasNow(node) {
      switch expression.types[Int(node)] {
      case .timestamp, .duration: return Linear(terms: [(1, node)])
      case .null, .bool, .int, .uint, .double, .string, .bytes, .dyn, .error, .type, .list, .map,
        .object, .opaque, .optional, .wrapper, .typeParameter:
        return nil
      }
    }
    switch expression.resolutions[Int(node)] {
    case .variable: return Linear(coefficient: 1)
    case .inlined(let root): return linear(root)
    case .local(let slot): return bound[slot].flatMap { linear($0) }
    case .call(let function, _, _) where function == Operator.add || function == Operator.subtract:
      let operands = expression.operands(node)
      guard operands.count == 2, let left = linear(operands[0]), let right = linear(operands[1])
      else { return nil }
      return function == Operator.add ? left + right : left - right
    case .none, .type, .field, .call, .locals, .unresolved: return nil
    }
  }

  /// Where `coefficient × now + terms` is zero.
  private mutating func solution(_ sum: Linear, like node: NodeID) -> NodeID? {
    var times: (plus: [NodeID], minus: [NodeID]) = ([], [])
    var gaps: [(isPlus: Bool, node: NodeID)] = []
    for term in sum.terms {
      // Moved to the other side, and divided by the coefficient.
      let isPlus = -sum.coefficient * term.sign > 0
      switch (expression.types[Int(term.node)], isPlus) {
      case (.timestamp, true): times.plus.append(term.node)
      case (.timestamp, false): times.minus.append(term.node)
      default: gaps.append((isPlus, term.node))
      }
    }
    guard var result = times.plus.first, times.plus.count == times.minus.count + 1 else {
      return nil
    }
    for (plus, minus) in zip(times.plus.dropFirst(), times.minus) {
      let gap = operation(Operator.subtract, .subtract, [plus, minus], .duration, like: node)
      result = operation(Operator.add, .add, [result, gap], .timestamp, like: node)
    }
    for gap in gaps {
      result =
        gap.isPlus
        ? operation(Operator.add, .add, [result, gap.node], .timestamp, like: node)
        : operation(Operator.subtract, .subtract, [result, gap.node], .timestamp, like: node)
    }
    return result
  }

  // MARK: - Host functions

  private mutating func call(_ node: NodeID, _ overload: Overload, _ temporal: Overload.Temporal) {
    let operands = expression.operands(node)
    switch temporal {
    case .flipsAt(let host), .periodic(let host):
      add(hostCall(host, operands, overload.parameters, like: node), .at, at: node)
    case .since(let argument, let host):
      guard operands.indices.contains(argument), hasNow(operands[argument]) else { break }
      // The event counts while it is later than the argument, `now + rest`.
      guard let since = linear(operands[argument]), since.coefficient == 1 else { break }
      var others = operands
      others.remove(at: argument)
      var parameters = overload.parameters
      parameters.remove(at: argument)
      let event = hostCall(host, others, parameters, like: node)
      let sum = since - Linear(terms: [(1, event)])
      guard let solution = solution(sum, like: node) else { break }
      add(solution, .at, at: node)
      for term in since.terms { walk(term.node) }
      for other in others { walk(other) }
      return
    }
    for operand in operands { walk(operand) }
  }

  // MARK: - Building

  /// Remembers a solution, gone through the elements of the macros around it.
  private mutating func add(
    _ solution: NodeID, _ edge: TemporalAnalysis.Edge, at node: NodeID
  ) {
    var result = solution
    for macro in enclosing.reversed() {
      guard case .comprehension(let parts) = expression.tree[macro].kind else { continue }
      let isOverOptional = parts.macro == .optionalMap || parts.macro == .optionalFlatMap
      let each = SyntaxNode.Comprehension(
        macro: parts.macro == .bind ? .bind : isOverOptional ? .optionalMap : .mapPresent,
        range: parts.range,
        variable: parts.variable, secondVariable: parts.secondVariable, predicate: nil,
        transform: result, variableRange: parts.variableRange)
      let type = expression.types[Int(result)]
      result = expression.append(
        .comprehension(each), type: parts.macro == .bind ? type : .list(type),
        expression.resolutions[Int(macro)], like: node)
    }
    found.append((result, edge, expression.tree[node].range))
  }

  private mutating func operation(
    _ name: String, _ function: StandardFunction, _ operands: [NodeID], _ type: CELType,
    like node: NodeID
  ) -> NodeID {
    let overload = Overload(
      id: name, parameters: operands.map { expression.types[Int($0)] }, result: type,
      implementation: .standard(function))
    return expression.append(
      .call(name, target: nil, arguments: operands), type: type,
      .call(function: name, overloads: [overload], isNamespaced: false), like: node)
  }

  /// A call of the function that tells when another one's result changes.
  private mutating func hostCall(
    _ host: Int, _ operands: [NodeID], _ parameters: [CELType], like node: NodeID
  ) -> NodeID {
    var name = "next_change"
    if case .call(let function, _, _) = expression.resolutions[Int(node)] { name = function }
    let overload = Overload(
      id: name, parameters: parameters, result: .timestamp, implementation: .host(host))
    return expression.append(
      .call(name, target: nil, arguments: operands), type: .timestamp,
      .call(function: name, overloads: [overload], isNamespaced: false), like: node)
  }
}
