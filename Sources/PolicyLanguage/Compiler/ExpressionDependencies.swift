// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts
import Guards

/// Finds what an expression reads: the index of who must be asked again when something changes.
struct ExpressionDependencies {
  private let expression: CheckedExpression
  private let schema: FactSchema
  private var found: Set<Dependency> = []

  /// Everything that an expression reads, each once, in a fixed order.
  static func all(of expression: CheckedExpression, schema: FactSchema) -> [Dependency] {
    var walk = ExpressionDependencies(expression: expression, schema: schema)
    // Named expressions are nodes of the same tree.
    for node in expression.tree.nodes.indices { walk.visit(NodeID(node)) }
    return walk.found.sorted(by: Dependency.inOrder)
  }

  private init(expression: CheckedExpression, schema: FactSchema) {
    self.expression = expression
    self.schema = schema
  }

  private mutating func visit(_ node: NodeID) {
    switch expression.resolutions[Int(node)] {
    case .field(let slot, _):
      guard case .select(let operand, let field, _, _) = expression.tree[node].kind,
        case .object(let name) = expression.types[Int(operand)]
      else { return }
      field_(field, slot: slot, of: name)
    case .call(_, let overloads, _):
      for overload in overloads {
        if case .host(let host) = overload.implementation,
          let function = HostFunction(rawValue: host)
        {
          call(function, node)
        }
      }
    case .variable(let slot):
      switch Variable(rawValue: slot) {
      case .phase?: found.insert(.phases)
      case .steps?: found.insert(.sends)
      case .now?, .contact?, .account?, .deal?, .event?, .enrolment?, .step?, .rung?, .identity?,
        .unsubscribeURL?, .sender?, .scores?, .offers?, .channel?, .reply?, .sends?,
        .decisions?, nil:
        break
      }
    case .none, .local, .type, .inlined, .locals, .unresolved: break
    }
  }

  private mutating func field_(_ field: String, slot: Int, of name: String) {
    guard let kind = ObjectKind.allCases.first(where: { $0.name == name }),
      let object = kind.factObject, object != .event
    else { return }
    guard let member = schema.member(FactPath(object, field)) else {
      found.insert(.fact(object: kind.rawValue, slot: slot))
      return
    }
    switch member.source {
    case .column: found.insert(.fact(object: kind.rawValue, slot: slot))
    case .history(let member): history(member)
    case .relation: found.insert(.events(code: nil))
    case .engine: found.insert(.sends)
    }
  }

  private mutating func history(_ member: HistoryMember) {
    switch member {
    case .lastSentAt, .lastStartedAt, .sentSince: found.insert(.sends)
    case .lastReplyAt, .lastInboundAt, .repliedSince, .repliedEver, .messages:
      event(.contactReplied)
    case .optedOutAt: event(.contactOptedOut)
    case .wonSince, .wonAt: event(.dealWon)
    case .lostAt: event(.dealLost)
    case .openedAt: event(.dealOpened)
    case .hasOpenDeal, .stage:
      for code in [BuiltInEvent.dealOpened, .dealWon, .dealLost] { event(code) }
    case .activeWithin, .had, .last, .countSince, .lastActivityAt:
      found.insert(.events(code: nil))
    }
  }

  private mutating func event(_ event: BuiltInEvent) {
    found.insert(.events(code: Int(event.rawValue)))
  }

  private mutating func call(_ function: HostFunction, _ node: NodeID) {
    switch function {
    case .days, .hours, .minutes, .weeks, .addBusinessDays, .today, .date, .dateYear, .dateMonth,
      .dateDay, .dateLess, .dateLessOrEqual, .dateGreater, .dateGreaterOrEqual, .between, .money,
      .moneyAdd, .moneySubtract, .moneyMultiply, .moneyMultiplyReversed, .moneyLess,
      .moneyLessOrEqual, .moneyGreater, .moneyGreaterOrEqual, .sum, .nextMidnight:
      break
    case .repliedSince, .lastReplyInstant: event(.contactReplied)
    case .sentSince, .lastSentInstant, .bounceRate: found.insert(.sends)
    case .wonSince, .lastWonInstant: event(.dealWon)
    case .activeWithin, .activeUntil, .consented, .reachable: found.insert(.events(code: nil))
    case .phaseOf: found.insert(.phases)
    case .had, .last, .countSince: named(node)
    }
  }

  /// `had("deal.won")` reads that event alone.
  private mutating func named(_ node: NodeID) {
    guard case .call(_, _, let arguments) = expression.tree[node].kind,
      let first = arguments.first,
      case .literal(.string(let name)) = expression.tree[first].kind,
      let event = schema.event(name)
    else {
      found.insert(.events(code: nil))
      return
    }
    found.insert(.events(code: Int(event.code)))
    if name.hasPrefix("step.") || name.hasPrefix("enrolment.") { found.insert(.sends) }
  }
}

extension Dependency {
  /// A fixed order, so that a bundle is the same each time it is compiled.
  static func inOrder(_ a: Dependency, _ b: Dependency) -> Bool {
    a.rank.lexicographicallyPrecedes(b.rank)
  }

  private var rank: [Int] {
    switch self {
    case .fact(let object, let slot): [0, Int(object), slot]
    case .events(let code): [1, code ?? -1]
    case .sends: [2]
    case .phases: [3]
    }
  }
}
