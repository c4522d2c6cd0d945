// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import PolicyLanguage

/// Turns a condition over one object's facts into tests of single columns, where that is possible.
///
/// Understood are `&&` (and `||` under `!`), truth values, whole numbers and texts compared with
/// constants, `in` over constants, `exists` with `==` over a list of texts, and instants compared
/// with `now` and exact spans. Anything else gives `nil`: the scalar program decides then.
struct ColumnCompiler {
  let expression: CheckedExpression
  /// The object type whose table is screened.
  let object: ObjectKind
  /// Computes parts without facts, such as `days(14)`.
  let constant: (NodeID) -> Value?

  /// The tests that all must hold for the condition to be `wanted`.
  func tests(wanted: Bool = true) -> [ColumnTest]? { tests(expression.root, wanted) }

  private func tests(_ id: NodeID, _ wanted: Bool) -> [ColumnTest]? {
    let id = resolved(id)
    switch expression.tree[id].kind {
    case .select:
      return field(id, of: .bool).map { [.bool(slot: $0, wanted: wanted)] }
    case .call(let name, let target, let arguments):
      let operands = (target.map { [$0] } ?? []) + arguments
      return call(name, operands, wanted)
    case .comprehension(let parts):
      return listTest(parts, wanted).map { [$0] }
    case .literal(.bool(wanted)): return []
    case .literal, .identifier, .list, .map, .object:
      return nil
    }
  }

  private func call(_ name: String, _ operands: [NodeID], _ wanted: Bool) -> [ColumnTest]? {
    switch name {
    case "!_" where operands.count == 1:
      return tests(operands[0], !wanted)
    case "_&&_" where wanted, "_||_" where !wanted:
      var all: [ColumnTest] = []
      for operand in operands {
        guard let some = tests(operand, wanted) else { return nil }
        all += some
      }
      return all
    case "@in" where operands.count == 2:
      guard let slot = field(operands[0], of: .string), let words = texts(operands[1]) else {
        return nil
      }
      return [.words(slot: slot, words, wanted: wanted)]
    default:
      guard let comparison = Comparison(operator: name), operands.count == 2 else { return nil }
      return compare(wanted ? comparison : comparison.negated, operands[0], operands[1])
    }
  }

  // MARK: - Comparisons

  private func compare(_ comparison: Comparison, _ left: NodeID, _ right: NodeID)
    -> [ColumnTest]?
  {
    switch expression.types[Int(resolved(left))] {
    case .bool:
      guard comparison == .equal || comparison == .notEqual else { return nil }
      let isEqual = comparison == .equal
      if let literal = bool(right) { return tests(left, literal == isEqual) }
      if let literal = bool(left) { return tests(right, literal == isEqual) }
      return nil
    case .int:
      return oneSided(comparison, left, right, type: .int) { number in
        guard case .int(let limit) = number else { return nil }
        return limit
      }
    case .string:
      guard comparison == .equal || comparison == .notEqual else { return nil }
      let wanted = comparison == .equal
      if let slot = field(left, of: .string), let word = text(right) {
        return [.words(slot: slot, [word], wanted: wanted)]
      }
      if let slot = field(right, of: .string), let word = text(left) {
        return [.words(slot: slot, [word], wanted: wanted)]
      }
      return nil
    case .timestamp, .duration:
      return linear(comparison, left, right)
    default:
      return nil
    }
  }

  private func oneSided(
    _ comparison: Comparison, _ left: NodeID, _ right: NodeID, type: CELType,
    number: (Value) -> Int64?
  ) -> [ColumnTest]? {
    if let slot = field(left, of: type), let limit = literal(right).flatMap(number) {
      return ColumnTest.compare(slot: slot, comparison, limit, .number).map { [$0] }
    }
    if let slot = field(right, of: type), let limit = literal(left).flatMap(number) {
      return ColumnTest.compare(slot: slot, comparison.mirrored, limit, .number).map { [$0] }
    }
    return nil
  }

  /// A sum of one fact and `now`, each taken so many times, and whole seconds.
  private struct Linear {
    var facts = 0
    var nows = 0
    var slot: Int?
    var seconds: Int64 = 0
  }

  /// `now - contact.last_sent_at > days(14)` and its like, brought to `fact - now ? seconds`.
  private func linear(_ comparison: Comparison, _ left: NodeID, _ right: NodeID) -> [ColumnTest]? {
    guard let a = linear(left), let b = linear(right), let sum = add(a, b, times: -1),
      let slot = sum.slot, abs(sum.facts) == 1, sum.nows == 0 || sum.nows == -sum.facts
    else { return nil }
    let measure: FactConditions.Measure = sum.nows == 0 ? .instant : .instantFromNow
    let test =
      sum.facts == 1
      ? ColumnTest.compare(slot: slot, comparison, -sum.seconds, measure)
      : ColumnTest.compare(slot: slot, comparison.mirrored, sum.seconds, measure)
    return test.map { [$0] }
  }

  private func linear(_ id: NodeID) -> Linear? {
    let id = resolved(id)
    if case .variable(Variable.now.rawValue) = expression.resolutions[Int(id)] {
      return Linear(nows: 1)
    }
    if let slot = field(id, of: .timestamp) { return Linear(facts: 1, slot: slot) }
    if case .call(let name, let target, let arguments) = expression.tree[id].kind,
      name == "_+_" || name == "_-_"
    {
      let operands = (target.map { [$0] } ?? []) + arguments
      guard operands.count == 2, let a = linear(operands[0]), let b = linear(operands[1]) else {
        return nil
      }
      return add(a, b, times: name == "_+_" ? 1 : -1)
    }
    switch literal(id) {
    case .timestamp(let instant) where instant.nanoseconds == 0:
      return Linear(seconds: instant.seconds)
    case .duration(let span)
    where span.components.attoseconds == 0
      && FactConditions.exactSpan.contains(span.components.seconds):
      return Linear(seconds: span.components.seconds)
    default: return nil
    }
  }

  private func add(_ a: Linear, _ b: Linear, times factor: Int) -> Linear? {
    guard a.slot == nil || b.slot == nil else { return nil }
    let (seconds, overflow) =
      factor > 0
      ? a.seconds.addingReportingOverflow(b.seconds)
      : a.seconds.subtractingReportingOverflow(b.seconds)
    guard !overflow else { return nil }
    return Linear(
      facts: a.facts + factor * b.facts, nows: a.nows + factor * b.nows, slot: a.slot ?? b.slot,
      seconds: seconds)
  }

  // MARK: - Lists

  /// `contact.tags.exists(t, t == "vip")`.
  private func listTest(_ parts: SyntaxNode.Comprehension, _ wanted: Bool) -> ColumnTest? {
    guard parts.macro == .exists, parts.secondVariable == nil, let predicate = parts.predicate,
      let slot = field(parts.range, of: .list(.string)),
      case .call("_==_", let target, let arguments) = expression.tree[predicate].kind
    else { return nil }
    let operands = (target.map { [$0] } ?? []) + arguments
    guard operands.count == 2 else { return nil }
    for (element, other) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      if case .local = expression.resolutions[Int(element)], let word = text(other) {
        return .listHolds(slot: slot, word, wanted: wanted)
      }
    }
    return nil
  }

  // MARK: - Leaves

  private func resolved(_ id: NodeID) -> NodeID {
    var id = id
    while case .inlined(let root) = expression.resolutions[Int(id)] { id = root }
    return id
  }

  /// The slot of a stored, unfailing fact of the screened object.
  private func field(_ id: NodeID, of type: CELType) -> Int? {
    let id = resolved(id)
    guard case .select(let operand, _, isTest: false, isOptional: false) = expression.tree[id].kind,
      case .field(let slot, _) = expression.resolutions[Int(id)],
      expression.types[Int(id)] == type, slot < MemberSlots.computed,
      case .variable(let variable) = expression.resolutions[Int(resolved(operand))],
      variable == object.variable
    else { return nil }
    return slot
  }

  private func literal(_ id: NodeID) -> Value? {
    let id = resolved(id)
    if case .literal(let value) = expression.tree[id].kind { return value }
    return constant(id)
  }

  private func text(_ id: NodeID) -> String? {
    if case .string(let text) = literal(id) { text } else { nil }
  }

  private func bool(_ id: NodeID) -> Bool? {
    if case .bool(let truth) = literal(id) { truth } else { nil }
  }

  private func texts(_ id: NodeID) -> [String]? {
    guard case .list(let elements, let optional) = expression.tree[resolved(id)].kind,
      optional.isEmpty
    else { return nil }
    let words = elements.compactMap(text)
    return words.count == elements.count ? words : nil
  }
}

extension ObjectKind {
  /// The variable that stands for the object in its own policies; -1 if there is none.
  fileprivate var variable: Int {
    switch self {
    case .contact: Variable.contact.rawValue
    case .account: Variable.account.rawValue
    case .deal: Variable.deal.rawValue
    case .event, .enrolment, .phase, .step, .sentStep, .rung, .identity, .sender, .scores, .offers,
      .reply, .sendRecord, .decisionRecord:
      -1
    }
  }
}
