// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts

/// Which names an expression may use, and what is known of them.
struct ExpressionScope: Hashable {
  /// The variables that have a value there.
  var variables: Set<Variable>
  /// The events whose attributes `event` has, by code.
  var events: [Int] = []
  /// Nullable facts that surely have a value there: `deal.lost_at` of who was enrolled by a loss.
  var present: Set<FactPath> = []
  /// Whether an absent value has a meaning of its own there, as for `order_by`.
  var toleratesAbsent = false
  /// The ids of the steps that `steps["…"]` may name.
  var steps: [String] = []
  /// The policy whose constants (`with`) may be named.
  var policy: String?
  /// Columns of a row, where the expression is a mapping's: then there is nothing else.
  var columns: [String]?
  /// Who reads: `policy winback`, for messages about names that aren't known there.
  var owner: String

  /// The names that every condition about a person has.
  static let person: Set<Variable> = [.now, .contact, .account, .scores, .offers]

  /// What a score, a phase or an offer reads.
  static func about(_ subject: Subject, owner: String) -> ExpressionScope {
    var variables = person
    if subject == .deal { variables.insert(.deal) }
    return ExpressionScope(variables: variables, owner: owner)
  }

  /// The scope with more variables.
  func with(_ more: Variable...) -> ExpressionScope {
    var scope = self
    scope.variables.formUnion(more)
    return scope
  }

  /// The scope without what only messages and lints read.
  var named: ExpressionScope {
    var scope = self
    scope.owner = ""
    scope.steps = []
    scope.toleratesAbsent = false
    return scope
  }

  /// The scope for a value that may be absent.
  var tolerant: ExpressionScope {
    var scope = self
    scope.toleratesAbsent = true
    return scope
  }

  /// The scope without some variables.
  func without(_ some: Variable...) -> ExpressionScope {
    var scope = self
    scope.variables.subtract(some)
    return scope
  }
}

/// What kind of value an expression must have.
enum ExpectedValue {
  case condition
  case number
  case text
  case instant
  /// A string, a number or a timestamp.
  case sortable
  case fact(FactType)
  case any

  /// Whether a value of the type will do.
  func admits(_ type: CELType) -> Bool {
    switch (self, type) {
    case (_, .dyn), (_, .error), (.any, _): true
    case (.condition, .bool): true
    case (.number, .int), (.number, .double), (.number, .uint): true
    case (.text, .string): true
    case (.instant, .timestamp): true
    case (.sortable, .string), (.sortable, .int), (.sortable, .double), (.sortable, .timestamp):
      true
    case (.fact(let fact), let type): fact.celType == type
    case (.condition, _), (.number, _), (.text, _), (.instant, _), (.sortable, _): false
    }
  }

  /// What is expected, for messages.
  var words: String {
    switch self {
    case .condition: "a condition (bool)"
    case .number: "a number"
    case .text: "a text (string)"
    case .instant: "an instant (timestamp)"
    case .sortable: "a string, a number or a timestamp"
    case .fact(let type): "a value of type \(type)"
    case .any: "a value"
    }
  }
}

extension FactType {
  /// The type as expressions see it.
  var celType: CELType {
    switch self {
    case .string, .enumeration: .string
    case .int: .int
    case .double: .double
    case .bool: .bool
    case .instant: .timestamp
    case .date: OpaqueKind.date.celType
    case .duration: .duration
    case .money: OpaqueKind.money.celType
    case .list(let element): .list(element.celType)
    }
  }
}

extension OpaqueKind {
  /// The name of the type in expressions.
  var name: String {
    switch self {
    case .date: "date"
    case .money: "money"
    }
  }

  var celType: CELType { .opaque(name) }
}

extension ObjectKind {
  var celType: CELType { .object(name) }

  /// The object of the fact schema that it is, if any.
  var factObject: FactObject? {
    switch self {
    case .contact: .contact
    case .account: .account
    case .deal: .deal
    case .event: .event
    case .sender: .sender
    case .enrolment, .phase, .step, .sentStep, .rung, .identity, .scores, .offers, .reply,
      .sendRecord, .decisionRecord:
      nil
    }
  }
}
