// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// What asking a condition about one row gave.
struct AudienceAnswer: Sendable {
  var isYes: Bool
  var isUnknown: Bool
  /// When time alone changes it.
  var changesAt: Second

  /// Whether it brings about anything for somebody who wasn't in before.
  var matters: Bool { isYes || isUnknown || changesAt != .never }
}

extension World {
  /// Whom a row of a policy's audience stands for; `nil` for nobody.
  func person(ofRow row: Int, _ policy: Int) -> (contact: Int, deal: Int?)? {
    switch bundle.policies[policy].enrol.subject {
    case .contact, .account:
      guard facts.isPerson(row) else { return nil }
      return (row, nil)
    case .deal:
      guard facts.isThere(row), let contact = facts.contactToEnrol(deal: row, account: nil) else {
        return nil
      }
      return (contact, row)
    }
  }
}

extension DecisionContext {
  /// Asks a policy's condition about rows; those about whom nothing changes are left out.
  mutating func answers(
    _ policy: Int, rows: Range<Int>, _ known: RowMarks<AudienceState.Mark>
  ) -> [(Int, AudienceAnswer)] {
    // Most are told by plain numbers, by whom nothing moves and for whom nothing is copied.
    var answers: [(Int, AudienceAnswer)] = []
    for (row, isYes) in plainAnswers(policy, rows: rows, known) {
      if let isYes {
        answers.append(
          (row, AudienceAnswer(isYes: isYes, isUnknown: false, changesAt: .never)))
      } else if let answer = askedAnswer(policy, row: row), answer.matters || known[row] != [] {
        answers.append((row, answer))
      }
    }
    return answers
  }

  /// What plain numbers tell of rows; nothing of those whom nobody has to look at, and `nil` of
  /// those about whom the author's program is to be asked.
  private func plainAnswers(
    _ policy: Int, rows: Range<Int>, _ known: RowMarks<AudienceState.Mark>
  ) -> [(row: Int, isYes: Bool?)] {
    var answers: [(row: Int, isYes: Bool?)] = []
    for row in rows {
      switch plainAnswer(policy, row: row) {
      case .nobody: break
      case .no: if known[row] != [] { answers.append((row, false)) }
      case .yes: answers.append((row, true))
      case .open: answers.append((row, nil))
      }
    }
    return answers
  }

  /// What plain numbers tell of a row.
  private enum PlainAnswer { case nobody, no, yes, open }

  private func plainAnswer(_ policy: Int, row: Int) -> PlainAnswer {
    guard let (contact, deal) = world.person(ofRow: row, policy) else { return .nobody }
    guard let isYes = plainAnswer(of: policy, contact: contact, deal: deal) else { return .open }
    return isYes ? .yes : .no
  }

  /// What a policy's condition says where plain numbers tell, whatever the time; `nil` for what is
  /// left to the author's program.
  func plainAnswer(of policy: Int, contact: Int, deal: Int?) -> Bool? {
    let root = world.programs.audiences[policy]
    guard root != RowPrograms.open else { return nil }
    return truth(root, world.focus(contact: contact, deal: deal))
  }

  /// Asks a policy's condition about one row; `nil` for rows that are nobody.
  mutating func answer(_ policy: Int, row: Int) -> AudienceAnswer? {
    switch plainAnswer(policy, row: row) {
    case .nobody: nil
    case .no: AudienceAnswer(isYes: false, isUnknown: false, changesAt: .never)
    case .yes: AudienceAnswer(isYes: true, isUnknown: false, changesAt: .never)
    case .open: askedAnswer(policy, row: row)
    }
  }

  /// Asks the author's program about one row.
  private mutating func askedAnswer(_ policy: Int, row: Int) -> AudienceAnswer? {
    guard let (contact, deal) = world.person(ofRow: row, policy) else { return nil }
    let condition = world.programs.conditionOfPolicy[policy]
    guard condition >= 0 else {
      return AudienceAnswer(isYes: true, isUnknown: false, changesAt: .never)
    }
    focus(contact: contact, deal: deal)
    self.policy = policy
    let truth = world.programs.conditions[condition].program.evaluateBool(self)
    return AudienceAnswer(
      isYes: truth == .yes, isUnknown: truth == .unknown || truth == .error,
      changesAt: world.now < world.decidesUntil ? nextAsking(condition) : .never)
  }

  /// When time alone may change what a condition says of whom the context looks at.
  private mutating func nextAsking(_ condition: Int) -> Second {
    // What must be polled is asked again at the next round, what looks into lists at the next
    // instant of any element: looking ahead would ask it there and dozens of times more.
    if world.programs.conditions[condition].mustBePolled
      || world.programs.conditions[condition].looksIntoLists
    {
      return nextBreakpoint(of: world.programs.conditions[condition])
    }
    guard world.programs.conditions[condition].dependsOnTime else { return .never }
    return solveNextChange(of: world.programs.conditions[condition])?.seconds ?? .never
  }
}
