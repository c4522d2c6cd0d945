// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Facts
internal import PolicyLanguage

/// Turns the parts of an expression that plain numbers can tell into nodes of `RowPrograms`.
///
/// Understood are logic and conditionals, truth values, texts compared with constants, whole and
/// floating-point numbers with their arithmetic, scores, phases, `has` of facts, of what history
/// says in one instant and of steps that were sent, and how many colleagues are being written to.
/// Anything else becomes the open node.
struct RowCompiler {
  private(set) var programs: RowPrograms
  private let expression: CheckedExpression
  private let bundle: Bundle
  /// Holds the texts that the expression names.
  private let strings: StringPool
  /// What may be named beside facts.
  private let scope: RowPrograms.Scope

  init(
    programs: RowPrograms, _ expression: CheckedExpression, _ bundle: Bundle,
    _ strings: StringPool, _ scope: RowPrograms.Scope = RowPrograms.Scope()
  ) {
    self.programs = programs
    self.expression = expression
    self.bundle = bundle
    self.strings = strings
    self.scope = scope
  }

  // MARK: - Conditions

  /// The node of a condition; the open one if nothing of it can be told.
  mutating func truth(_ id: NodeID) -> RowPrograms.Root {
    let id = resolved(id)
    guard type(id) == .bool else { return RowPrograms.open }
    switch expression.tree[id].kind {
    case .literal(.bool(let truth)):
      return add(.truth, a: truth ? 1 : 0)
    case .select(_, _, let isTest, isOptional: false):
      if isTest, let step = sentStep(id) { return add(.sent, a: step) }
      guard let leaf = leaf(id) else { return RowPrograms.open }
      return isTest ? known(leaf) : flag(leaf)
    case .call(let name, let target, let arguments):
      return call(name, (target.map { [$0] } ?? []) + arguments, of: id)
    case .literal, .identifier, .select, .list, .map, .object, .comprehension:
      return RowPrograms.open
    }
  }

  private mutating func call(_ name: String, _ operands: [NodeID], of id: NodeID)
    -> RowPrograms.Root
  {
    switch (name, operands.count) {
    case ("!_", 1): return negated(truth(operands[0]))
    case ("_&&_", _): return joined(.and, operands)
    case ("_||_", _): return joined(.or, operands)
    case ("_?_:_", 3):
      let condition = truth(operands[0])
      guard condition != RowPrograms.open else { return condition }
      return add(.choice, a: condition, b: truth(operands[1]), c: truth(operands[2]))
    case ("@in", 2):
      guard let texts = texts(operands[1]) else { return RowPrograms.open }
      return isOne(of: texts, operands[0])
    case ("between", 3) where host(id) == .between:
      let limits = [
        compare(.greaterOrEqual, operands[0], operands[1]),
        compare(.lessOrEqual, operands[0], operands[2]),
      ]
      // Doubles that are no numbers have no order: an error, not `false`.
      guard type(resolved(operands[0])) == .int, !limits.contains(RowPrograms.open) else {
        return RowPrograms.open
      }
      return add(.and, a: programs.add(list: limits), b: 2)
    case (_, 2):
      guard let comparison = Comparison(operator: name) else { return RowPrograms.open }
      return compare(comparison, operands[0], operands[1])
    case (_, _): return RowPrograms.open
    }
  }

  private mutating func negated(_ operand: RowPrograms.Root) -> RowPrograms.Root {
    operand == RowPrograms.open ? operand : add(.not, a: operand)
  }

  private mutating func joined(_ operation: RowPrograms.Operation, _ operands: [NodeID])
    -> RowPrograms.Root
  {
    let parts = operands.map { truth($0) }
    guard parts.contains(where: { $0 != RowPrograms.open }) else { return RowPrograms.open }
    return add(
      operation, a: programs.add(list: parts), b: Int32(truncatingIfNeeded: parts.count))
  }

  private mutating func compare(_ comparison: Comparison, _ left: NodeID, _ right: NodeID)
    -> RowPrograms.Root
  {
    let isEquality = comparison == .equal || comparison == .notEqual
    switch (type(resolved(left)), type(resolved(right))) {
    case (.string, .string) where isEquality:
      let equal =
        if let text = text(right) { isOne(of: [text], left) } else if let text = text(left) {
          isOne(of: [text], right)
        } else { RowPrograms.open }
      return comparison == .equal ? equal : negated(equal)
    case (.bool, .bool) where isEquality:
      let (known, other) = bool(right) == nil ? (bool(left), right) : (bool(right), left)
      guard let known else { return RowPrograms.open }
      let isTrue = truth(other)
      return known == (comparison == .equal) ? isTrue : negated(isTrue)
    case (.int, .int), (.double, .double):
      guard let a = number(left), let b = number(right) else { return RowPrograms.open }
      return add(
        a.isInt ? .compareInts : .compareDoubles,
        flag: RowPrograms.Relation(comparison).rawValue, a: a.root, b: b.root)
    case (_, _): return RowPrograms.open
    }
  }

  /// Whether a text is one of these: a fact, the channel, or the phase that somebody is in.
  private mutating func isOne(of texts: [String], _ id: NodeID) -> RowPrograms.Root {
    let id = resolved(id)
    if let channel = scope.channel,
      case .variable(Variable.channel.rawValue) = expression.resolutions[Int(id)]
    {
      return add(.truth, a: texts.contains(channel) ? 1 : 0)
    }
    if let leaf = leaf(id), leaf.slot < MemberSlots.computed {
      let codes = programs.add(list: texts.compactMap { strings.code(of: $0) })
      return add(
        .word, flag: leaf.place.rawValue, a: Int32(truncatingIfNeeded: leaf.slot), b: codes,
        c: Int32(truncatingIfNeeded: programs.lists.count) - codes)
    }
    guard let machine = machine(id) else { return RowPrograms.open }
    let states = machine.states.indices.filter { texts.contains(machine.states[$0].id) }
    let parts = states.map { state in
      add(
        .phase, a: Int32(truncatingIfNeeded: machine.index), b: Int32(truncatingIfNeeded: state))
    }
    return add(.or, a: programs.add(list: parts), b: Int32(truncatingIfNeeded: parts.count))
  }

  // MARK: - Numbers

  /// A number's node; `nil` if it can't be told.
  mutating func number(_ id: NodeID) -> RowPrograms.Number? {
    let id = resolved(id)
    guard let isInt = isInt(id) else { return nil }
    return root(ofNumber: id, isInt: isInt).map { RowPrograms.Number(root: $0, isInt: isInt) }
  }

  private func isInt(_ id: NodeID) -> Bool? {
    switch type(id) {
    case .int: true
    case .double: false
    case _: nil
    }
  }

  private mutating func root(ofNumber id: NodeID, isInt: Bool) -> RowPrograms.Root? {
    switch expression.tree[id].kind {
    case .literal(.int(let number)): return programs.add(number)
    case .literal(.double(let number)): return programs.add(number)
    case .select(let operand, _, isTest: false, isOptional: false):
      if case .field(let slot, _) = expression.resolutions[Int(id)],
        case .variable(Variable.scores.rawValue) = expression.resolutions[Int(resolved(operand))]
      {
        return add(.score, a: Int32(truncatingIfNeeded: slot))
      }
      guard let leaf = leaf(id) else { return nil }
      if scope.isStep, isActiveEnrolments(leaf) { return add(.activeEnrolments) }
      guard leaf.slot < MemberSlots.computed else { return nil }
      return add(.fact, flag: leaf.place.rawValue, a: Int32(truncatingIfNeeded: leaf.slot))
    case .call(let name, let target, let arguments):
      return arithmetic(name, (target.map { [$0] } ?? []) + arguments, isInt: isInt)
    case .literal, .identifier, .select, .list, .map, .object, .comprehension: return nil
    }
  }

  private mutating func arithmetic(_ name: String, _ operands: [NodeID], isInt: Bool)
    -> RowPrograms.Root?
  {
    switch (name, operands.count) {
    case ("double", 1):
      guard let operand = number(operands[0]) else { return nil }
      return operand.isInt ? add(.toDouble, a: operand.root) : operand.root
    case ("_?_:_", 3):
      let condition = truth(operands[0])
      guard condition != RowPrograms.open, let yes = number(operands[1]),
        let no = number(operands[2]), yes.isInt == isInt, no.isInt == isInt
      else { return nil }
      return add(.choice, a: condition, b: yes.root, c: no.root)
    case ("_+_", 2): return arithmetic(.add, operands, isInt: isInt)
    case ("_-_", 2): return arithmetic(.subtract, operands, isInt: isInt)
    case ("_*_", 2): return arithmetic(.multiply, operands, isInt: isInt)
    case ("_/_", 2): return arithmetic(.divide, operands, isInt: isInt)
    case (_, _): return nil
    }
  }

  private mutating func arithmetic(
    _ operation: RowPrograms.Operation, _ operands: [NodeID], isInt: Bool
  ) -> RowPrograms.Root? {
    guard let a = number(operands[0]), let b = number(operands[1]), a.isInt == isInt,
      b.isInt == isInt
    else { return nil }
    return add(operation, a: a.root, b: b.root)
  }

  // MARK: - Leaves

  private struct Leaf {
    var place: RowPrograms.Place
    var object: FactObject
    var slot: Int
  }

  /// A fact or built-in member of the contact, its account or the deal that it is about.
  private func leaf(_ id: NodeID) -> Leaf? {
    guard case .select(let operand, _, _, isOptional: false) = expression.tree[id].kind,
      case .field(let slot, _) = expression.resolutions[Int(id)],
      case .variable(let variable) = expression.resolutions[Int(resolved(operand))]
    else { return nil }
    switch Variable(rawValue: variable) {
    case .contact?: return Leaf(place: .contact, object: .contact, slot: slot)
    case .account?: return Leaf(place: .account, object: .account, slot: slot)
    case .deal?: return Leaf(place: .deal, object: .deal, slot: slot)
    case _: return nil
    }
  }

  private mutating func flag(_ leaf: Leaf) -> RowPrograms.Root {
    guard leaf.slot >= MemberSlots.computed else {
      return add(.flag, flag: leaf.place.rawValue, a: Int32(truncatingIfNeeded: leaf.slot))
    }
    switch history(leaf) {
    case .repliedEver?: return happened(.reply)
    case .hasOpenDeal?: return happened(.openDeal)
    case _: return RowPrograms.open
    }
  }

  private mutating func known(_ leaf: Leaf) -> RowPrograms.Root {
    guard leaf.slot >= MemberSlots.computed else {
      return add(.known, flag: leaf.place.rawValue, a: Int32(truncatingIfNeeded: leaf.slot))
    }
    switch history(leaf) {
    case .lastReplyAt?: return happened(.reply)
    case .optedOutAt?: return happened(.optOut)
    case .lastActivityAt?: return happened(.accountActivity)
    case _: return RowPrograms.open
    }
  }

  /// The step of `steps["hello"].sent_at`.
  private func sentStep(_ id: NodeID) -> Int32? {
    guard case .select(let operand, _, _, isOptional: false) = expression.tree[id].kind,
      case .call("_[_]", nil, let arguments) = expression.tree[resolved(operand)].kind,
      arguments.count == 2, let name = text(arguments[1]),
      case .variable(Variable.steps.rawValue) = expression.resolutions[Int(resolved(arguments[0]))],
      let step = scope.steps.firstIndex(of: name)
    else { return nil }
    return Int32(truncatingIfNeeded: step)
  }

  private func isActiveEnrolments(_ leaf: Leaf) -> Bool {
    guard let member = MemberSlots.member(leaf.slot, of: leaf.object, in: bundle.schema),
      case .engine(.activeEnrolments) = member.source
    else { return false }
    return leaf.place == .account
  }

  private func history(_ leaf: Leaf) -> HistoryMember? {
    guard let member = MemberSlots.member(leaf.slot, of: leaf.object, in: bundle.schema),
      case .history(let history) = member.source
    else { return nil }
    return history
  }

  private mutating func happened(_ happening: RowPrograms.Happening) -> RowPrograms.Root {
    add(.happened, a: happening.rawValue)
  }

  /// The machine of `contact.phase("trust")`.
  private func machine(_ id: NodeID) -> PhaseMachine? {
    guard case .call(_, let target?, let arguments) = expression.tree[id].kind,
      host(id) == .phaseOf, arguments.count == 1, let name = text(arguments[0]),
      case .variable(Variable.contact.rawValue) = expression.resolutions[Int(resolved(target))]
    else { return nil }
    return bundle.machines.first { $0.id == name && $0.subject == .contact }
  }

  private func host(_ id: NodeID) -> HostFunction? {
    guard case .call(_, let overloads, _) = expression.resolutions[Int(id)], overloads.count == 1,
      case .host(let host) = overloads[0].implementation
    else { return nil }
    return HostFunction(rawValue: host)
  }

  // MARK: - Small parts

  private mutating func add(
    _ operation: RowPrograms.Operation, flag: UInt8 = 0, a: Int32 = 0, b: Int32 = 0, c: Int32 = 0
  ) -> RowPrograms.Root {
    programs.add(RowPrograms.Node(operation: operation, flag: flag, a: a, b: b, c: c))
  }

  private func resolved(_ id: NodeID) -> NodeID {
    var id = id
    while case .inlined(let root) = expression.resolutions[Int(id)] { id = root }
    return id
  }

  private func type(_ id: NodeID) -> CELType { expression.types[Int(id)] }

  private func text(_ id: NodeID) -> String? {
    if case .literal(.string(let text)) = expression.tree[resolved(id)].kind { text } else { nil }
  }

  private func bool(_ id: NodeID) -> Bool? {
    if case .literal(.bool(let truth)) = expression.tree[resolved(id)].kind { truth } else { nil }
  }

  private func texts(_ id: NodeID) -> [String]? {
    guard case .list(let elements, let optional) = expression.tree[resolved(id)].kind,
      optional.isEmpty
    else { return nil }
    let words = elements.compactMap(text)
    return words.count == elements.count ? words : nil
  }
}

extension RowPrograms.Relation {
  fileprivate init(_ comparison: Comparison) {
    self =
      switch comparison {
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      case .equal: .equal
      case .notEqual: .notEqual
      }
  }
}
