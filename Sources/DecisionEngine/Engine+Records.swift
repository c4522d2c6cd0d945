// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
public import Facts
public import Guards
public import PolicyLanguage

/// Answers what expressions ask of decisions that somebody keeps.
public protocol DecisionFields: Sendable {
  /// The value of a field of a kept decision.
  ///
  /// - Parameter facts: Names whom it is about.
  func value(
    ofField slot: Int, of decision: ObjectReference, facts: borrowing FactStore
  ) -> Value
}

/// What expressions see of decisions that were made before.
public struct ShownDecisions: Sendable {
  /// The list that `sends` stands for.
  public var sends = Value.list([])
  /// The list that `decisions` stands for.
  public var decisions = Value.list([])
  /// Answers for the elements of both.
  public let fields: any DecisionFields

  /// Shows nothing yet.
  public init(_ fields: any DecisionFields) { self.fields = fields }
}

extension Engine {
  /// Asks conditions about somebody as things stand, with what was decided so far.
  ///
  /// - Parameters:
  ///   - conditions: What is asked, of invariants.
  ///   - subject: What `row` is a row of.
  ///   - row: The contact's, account's or deal's row.
  ///   - shown: What `sends` and `decisions` are.
  /// - Returns: Those that aren't true, by position, with what they are.
  public mutating func notTrue(
    of conditions: [CompiledExpression], about subject: Subject, row: Int, shown: ShownDecisions
  ) -> [(index: Int, answer: Answer)] {
    switch subject {
    case .contact: context.focus(contact: row)
    // Conditions about these don't name a contact.
    case .account:
      context.focus(contact: 0)
      context.account = row
    case .deal: context.focus(contact: 0, deal: row)
    }
    context.shown = shown
    var found: [(index: Int, answer: Answer)] = []
    for index in conditions.indices {
      let answer = context.truth(of: conditions[index])
      if answer != .yes { found.append((index, answer)) }
    }
    // Whoever keeps the decisions goes on writing them: nobody else may hold them then.
    context.shown = nil
    return found
  }
}
