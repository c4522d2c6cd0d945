// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One of the questions that a condition joins with `&&`, `||`, `!` and `?:`.
public struct Atom: Sendable {
  /// The question alone.
  public let expression: CheckedExpression
  /// Its normal form: equal for questions that are the same, however they were written.
  public let text: String
  /// A number of the text, the same in every run.
  public let fingerprint: UInt64

  init(_ expression: CheckedExpression) {
    self.expression = expression
    text = expression.normalText
    // FNV-1a, 64 bits.
    fingerprint = text.utf8.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
  }
}

/// What can change the outcome of an atom.
public enum AtomClass: String, Hashable, Sendable, CaseIterable {
  /// Facts alone.
  case `static`
  /// Time, at instants that are solved from the facts.
  case temporal
  /// Time, again and again, as the host's calendar has it.
  case calendar
  /// What the host counts, such as what was sent.
  case quota
  /// Time, in a way that no instant is known for: it has to be asked again and again.
  case external
}

extension CheckedExpression {
  /// The text with named expressions put in and everything written in one way: `b > a` is `a < b`,
  /// operands of `==` stand in the order of their texts, macros' variables are numbered.
  public var normalText: String {
    var copy = self
    let root = copy.normal(root)
    return copy.tree.description(of: root)
  }

  /// The questions that the condition is made of, in the order of the text, each once.
  public var atoms: [Atom] {
    var result: [Atom] = []
    var seen: Set<String> = []
    var stack = [root]
    while let node = stack.popLast() {
      if case .inlined(let root) = resolutions[Int(node)] {
        stack.append(root)
        continue
      }
      if case .call(let name, nil, let arguments) = tree[node].kind,
        name == Operator.and || name == Operator.or || name == Operator.not
          || (name == Operator.conditional && types[Int(node)] == .bool)
      {
        stack.append(contentsOf: arguments.reversed())
        continue
      }
      if case .literal = tree[node].kind { continue }
      let atom = Atom(part(node))
      if seen.insert(atom.text).inserted { result.append(atom) }
    }
    return result
  }

  /// What can change the outcome.
  ///
  /// - Parameters:
  ///   - now: The slot of the variable that stands for the time.
  ///   - isCounted: Tells whether the host counts what a path or function reads.
  public func atomClass(now: Int, isCounted: (String) -> Bool = { _ in false }) -> AtomClass {
    let analysis = breakpoints(of: now)
    if !analysis.unsolvable.isEmpty { return .external }
    let calls = functionsCalled
    let isPeriodic = calls.contains { call in
      call.overloads.contains { overload in
        if case .periodic? = overload.temporal { true } else { false }
      }
    }
    if isPeriodic { return .calendar }
    if fieldsRead.contains(where: { isCounted($0.path) })
      || variablesRead.contains(where: { isCounted($0.name) })
      || calls.contains(where: { isCounted($0.function) })
    {
      return .quota
    }
    return analysis.breakpoints.isEmpty ? .static : .temporal
  }

  private mutating func normal(_ node: NodeID) -> NodeID {
    if case .inlined(let root) = resolutions[Int(node)] { return normal(root) }
    if case .local(let slot) = resolutions[Int(node)] {
      return append(
        .identifier("_\(slot)", isAbsolute: false), type: types[Int(node)],
        resolutions[Int(node)], like: node)
    }
    let new = rebuild(node) { $0.normal($1) }
    switch tree[new].kind {
    case .comprehension(let parts): return numbered(new, parts)
    case .call(let name, nil, let operands) where operands.count == 2:
      switch name {
      case Operator.greater: return swapped(Operator.less, operands, like: new)
      case Operator.greaterOrEqual: return swapped(Operator.lessOrEqual, operands, like: new)
      case Operator.equal, Operator.notEqual:
        let texts = operands.map { tree.description(of: $0) }
        return texts[1] < texts[0] ? swapped(name, operands, like: new) : new
      default: return new
      }
    case .literal, .identifier, .select, .call, .list, .map, .object: return new
    }
  }

  private mutating func swapped(
    _ name: String, _ operands: [NodeID], like node: NodeID
  ) -> NodeID {
    append(
      .call(name, target: nil, arguments: operands.reversed()), type: types[Int(node)],
      resolutions[Int(node)], like: node)
  }

  private mutating func numbered(
    _ node: NodeID, _ parts: SyntaxNode.Comprehension
  ) -> NodeID {
    guard case .locals(let first, let second) = resolutions[Int(node)] else { return node }
    return append(
      .comprehension(
        SyntaxNode.Comprehension(
          macro: parts.macro, range: parts.range, variable: "_\(first)",
          secondVariable: parts.secondVariable == nil ? nil : "_\(second)",
          predicate: parts.predicate, transform: parts.transform,
          variableRange: parts.variableRange)), type: types[Int(node)],
      resolutions[Int(node)], like: node)
  }
}

/// The atoms of many conditions, each once: what is asked in several places is computed once.
public struct AtomTable: Sendable {
  /// The atoms by their ids.
  public private(set) var atoms: [Atom] = []
  /// In how many conditions each stands.
  public private(set) var uses: [Int] = []
  private var ids: [String: Int] = [:]

  /// A table without atoms.
  public init() {}

  /// Adds a condition's atoms and gives their ids, in the order of the text.
  @discardableResult
  public mutating func add(_ expression: CheckedExpression) -> [Int] {
    expression.atoms.map { atom in
      if let id = ids[atom.text] {
        uses[id] += 1
        return id
      }
      ids[atom.text] = atoms.count
      atoms.append(atom)
      uses.append(1)
      return atoms.count - 1
    }
  }
}
