// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Facts
internal import Guards
internal import PolicyLanguage

extension DecisionContext {
  /// Whom it looks at.
  var rows: RowFocus { RowFocus(contact: contact, account: account ?? -1, deal: deal ?? -1) }

  /// What a guard says whose condition plain numbers tell, whatever the time.
  func settledAnswer(_ one: GuardConditions.One) -> GuardResult? {
    let demand = world.programs.guards[one.place]
    guard demand.root != RowPrograms.open else { return nil }
    if demand.endsWithSend, hasSent { return .notApplicable }
    return truth(demand.root, rows).map { $0 == demand.mustBe ? .pass() : .fail() }
  }

  /// Whether a guard applies, where plain numbers tell, whatever the time.
  func appliesForNow(_ one: GuardConditions.One) -> Bool? {
    truth(world.programs.guards[one.place].applies, rows)
  }
}

/// Of whom a question is asked, by rows; -1 where there is none.
struct RowFocus: Sendable {
  var contact: Int
  var account: Int
  var deal: Int

  subscript(place: UInt8) -> Int {
    @inline(__always) get {
      switch RowPrograms.Place(rawValue: place) {
      case .account?: account
      case .deal?: deal
      case .contact?, nil: contact
      }
    }
  }
}

extension World {
  /// Whom a contact and a deal stand for.
  @inline(__always)
  func focus(contact: Int, deal: Int?) -> RowFocus {
    let account = deal.flatMap { facts.account(ofDeal: $0) } ?? facts.account(ofContact: contact)
    return RowFocus(contact: contact, account: account ?? -1, deal: deal ?? -1)
  }
}

// What `RowPrograms` tell: `nil` is left to the author's program.
//
// Asked of the context and not of its world, because a part of a large value is copied to be asked.
extension DecisionContext {
  /// Whether a condition holds, whatever the time.
  func truth(_ root: RowPrograms.Root, _ rows: RowFocus) -> Bool? {
    let node = world.programs.nodes[Int(root)]
    switch node.operation {
    case .truth: return node.a != 0
    case .and: return joined(node, rows, decisive: false)
    case .or: return joined(node, rows, decisive: true)
    case .not: return truth(node.a, rows).map { !$0 }
    case .choice: return truth(node.a, rows).flatMap { truth($0 ? node.b : node.c, rows) }
    case .flag:
      return fact(node, rows) { $0.isLasting($1, $2) ? $0.columns[$1].bytes[$2] != 0 : nil }
    case .word:
      return fact(node, rows) { $0.isLasting($1, $2) ? $0.columns[$1].words[$2] : nil }
        .map { isListed($0, node) }
    case .known:
      return fact(node, rows) { $0.isKnown($1, $2) }
    case .happened: return happened(node, rows)
    case .sent:
      return enrolment >= 0
        && world.enrolments[enrolment].sends.at(step: Int(node.a)) != nil
    case .phase: return phase(ofMachine: Int(node.a), contact: rows.contact) == Int(node.b)
    case .compareInts:
      guard let a = int(node.a, rows), let b = int(node.b, rows) else { return nil }
      return Self.compare(node.flag, a, b)
    case .compareDoubles:
      guard let a = double(node.a, rows), let b = double(node.b, rows) else { return nil }
      return Self.compare(node.flag, a, b)
    case .open, .number, .fact, .toDouble, .add, .subtract, .multiply, .divide, .score,
      .activeEnrolments:
      return nil
    }
  }

  private func joined(_ node: RowPrograms.Node, _ rows: RowFocus, decisive: Bool) -> Bool? {
    var result: Bool? = !decisive
    for place in Int(node.a)..<Int(node.a + node.b) {
      let operand = truth(world.programs.lists[place], rows)
      if operand == decisive { return decisive }
      if operand == nil { result = nil }
    }
    return result
  }

  @inline(__always)
  private static func compare<Number: Comparable>(_ flag: UInt8, _ a: Number, _ b: Number)
    -> Bool?
  {
    switch RowPrograms.Relation(rawValue: flag) {
    case .less?: a < b
    case .lessOrEqual?: a <= b
    case .greater?: a > b
    case .greaterOrEqual?: a >= b
    case .equal?: a == b
    case .notEqual?: a != b
    case nil: nil
    }
  }

  // MARK: - Numbers

  /// A whole number; `nil` also where it has none: overflow, division by zero.
  func int(_ root: RowPrograms.Root, _ rows: RowFocus) -> Int64? {
    let node = world.programs.nodes[Int(root)]
    switch node.operation {
    case .number: return world.programs.longs[Int(node.a)]
    case .fact:
      return fact(node, rows) { $0.isLasting($1, $2) ? $0.columns[$1].longs[$2] : nil }
    case .choice: return truth(node.a, rows).flatMap { int($0 ? node.b : node.c, rows) }
    case .score: return score(Int(node.a), rows)
    case .activeEnrolments:
      return rows.account < 0 ? nil : Int64(activeEnrolments(ofAccount: rows.account))
    case .add: return exact(node, rows) { $0.addingReportingOverflow($1) }
    case .subtract: return exact(node, rows) { $0.subtractingReportingOverflow($1) }
    case .multiply: return exact(node, rows) { $0.multipliedReportingOverflow(by: $1) }
    case .divide: return exact(node, rows) { $0.dividedReportingOverflow(by: $1) }
    case .open, .truth, .and, .or, .not, .flag, .word, .known, .happened, .phase, .sent,
      .compareInts, .compareDoubles, .toDouble:
      return nil
    }
  }

  @inline(__always)
  private func exact(
    _ node: RowPrograms.Node, _ rows: RowFocus,
    _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Int64? {
    guard let a = int(node.a, rows), let b = int(node.b, rows) else { return nil }
    let result = operation(a, b)
    return result.overflow ? nil : result.partialValue
  }

  /// A floating-point number.
  func double(_ root: RowPrograms.Root, _ rows: RowFocus) -> Double? {
    let node = world.programs.nodes[Int(root)]
    switch node.operation {
    case .number: return world.programs.doubles[Int(node.a)]
    case .fact:
      return fact(node, rows) { $0.isLasting($1, $2) ? $0.columns[$1].doubles[$2] : nil }
    case .choice: return truth(node.a, rows).flatMap { double($0 ? node.b : node.c, rows) }
    case .toDouble: return int(node.a, rows).map { Double($0) }
    case .add: return both(node, rows) { $0 + $1 }
    case .subtract: return both(node, rows) { $0 - $1 }
    case .multiply: return both(node, rows) { $0 * $1 }
    case .divide: return both(node, rows) { $0 / $1 }
    case .open, .truth, .and, .or, .not, .flag, .word, .known, .happened, .phase, .sent,
      .compareInts, .compareDoubles, .score, .activeEnrolments:
      return nil
    }
  }

  @inline(__always)
  private func both(
    _ node: RowPrograms.Node, _ rows: RowFocus, _ operation: (Double, Double) -> Double
  ) -> Double? {
    guard let a = double(node.a, rows), let b = double(node.b, rows) else { return nil }
    return operation(a, b)
  }

  /// A number of either type.
  func number(_ number: RowPrograms.Number, _ rows: RowFocus) -> Double? {
    number.isInt ? int(number.root, rows).map { Double($0) } : double(number.root, rows)
  }

  /// A score from 0 to 100.
  func score(_ position: Int, _ rows: RowFocus) -> Int64? {
    guard world.programs.scores.indices.contains(position), world.programs.scores[position] != nil
    else {
      return nil
    }
    var sum = ScoreSum()
    for part in world.programs.scores[position]?.parts ?? [] {
      guard let value = number(part.value, rows) else { return nil }
      sum.add(value, weight: part.weight)
    }
    for bonus in world.programs.scores[position]?.bonuses ?? [] {
      guard let holds = truth(bonus.when, rows) else { return nil }
      if holds { sum.add(points: bonus.points, keptIn: bonus.range) }
    }
    return sum.score
  }

  // MARK: - Leaves

  @inline(__always)
  private func isListed(_ code: Int32, _ node: RowPrograms.Node) -> Bool {
    for place in Int(node.b)..<Int(node.b + node.c) where world.programs.lists[place] == code {
      return true
    }
    return false
  }

  @inline(__always)
  private func fact<Result>(
    _ node: RowPrograms.Node, _ rows: RowFocus,
    _ read: (borrowing FactTable, _ slot: Int, _ row: Int) -> Result?
  ) -> Result? {
    let (slot, row) = (Int(node.a), rows[node.flag])
    guard row >= 0 else { return nil }
    return switch RowPrograms.Place(rawValue: node.flag) {
    case .contact?: read(world.facts.contacts, slot, row)
    case .account?: read(world.facts.accounts, slot, row)
    case .deal?: read(world.facts.deals, slot, row)
    case nil: nil
    }
  }

  private func happened(_ node: RowPrograms.Node, _ rows: RowFocus) -> Bool? {
    switch RowPrograms.Happening(rawValue: node.a) {
    case .reply?: world.facts.lastReply(of: rows.contact) != nil
    case .optOut?: world.facts.optedOut(rows.contact) != nil
    case .accountActivity?:
      rows.account < 0 ? nil : world.facts.lastActivity(of: rows.account) != nil
    case .openDeal?: rows.account < 0 ? nil : world.facts.hasOpenDeal(rows.account)
    case nil: nil
    }
  }

  /// The state of a machine of people that a contact is in.
  @inline(__always)
  private func phase(ofMachine machine: Int, contact: Int) -> Int {
    guard world.phases[machine].indices.contains(contact), world.phases[machine][contact].state >= 0
    else {
      return world.bundle.machines[machine].start
    }
    return Int(world.phases[machine][contact].state)
  }
}

extension FactTable {
  /// Whether a fact is known and stays so until it is changed.
  @inline(__always)
  fileprivate func isLasting(_ slot: Int, _ row: Int) -> Bool {
    columns[slot].states[row] == FactState.known.rawValue && columns[slot].asOf.isEmpty
  }

  /// Whether a fact has a value; `nil` if that isn't known, or may change by time.
  @inline(__always)
  fileprivate func isKnown(_ slot: Int, _ row: Int) -> Bool? {
    guard columns[slot].asOf.isEmpty else { return nil }
    return switch FactState(rawValue: columns[slot].states[row]) {
    case .known?: true
    case .absent?: false
    case .unknown?, nil: nil
    }
  }
}
