// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts

/// Makes CEL environments for scopes, and keeps them.
struct ExpressionEnvironments {
  let schema: FactSchema
  let eventSlots: EventSlots
  /// The ids of scores in order: a score's field of `scores` has its position.
  let scores: [String]
  /// Facts whose declaration has errors: they are names, of any type.
  let poisoned: Set<FactPath>
  private var cache: [ExpressionScope: Environment] = [:]

  init(schema: FactSchema, scores: [String], poisoned: Set<FactPath>) {
    self.schema = schema
    self.scores = scores
    self.poisoned = poisoned
    eventSlots = EventSlots(schema)
  }

  /// The environment of a scope, without definitions and constants.
  mutating func environment(for scope: ExpressionScope) -> Environment {
    // Constants are added by who asks.
    var key = scope.named
    key.policy = nil
    if let known = cache[key] { return known }
    let made = make(key)
    cache[key] = made
    return made
  }

  private func make(_ scope: ExpressionScope) -> Environment {
    // Numbered blocks are written by optimisers, not by people.
    var environment = Environment(libraries: Set.all.subtracting([.blocks]))
    if let columns = scope.columns {
      for (slot, column) in columns.enumerated() {
        environment.declare(CEL.Variable(column, .string, slot: slot))
      }
      return environment
    }
    for kind in ObjectKind.allCases { environment.declare(object(kind, in: scope)) }
    for kind in OpaqueKind.allCases { environment.declareOpaque(kind.name) }
    HostFunctions.declare(in: &environment)
    for variable in Variable.allCases where scope.variables.contains(variable) {
      environment.declare(
        CEL.Variable(variable.name, type(of: variable), slot: variable.rawValue))
    }
    return environment
  }

  private func type(of variable: Variable) -> CELType {
    switch variable {
    case .now: .timestamp
    case .contact: ObjectKind.contact.celType
    case .account: ObjectKind.account.celType
    case .deal: ObjectKind.deal.celType
    case .event: ObjectKind.event.celType
    case .enrolment: ObjectKind.enrolment.celType
    case .phase: ObjectKind.phase.celType
    case .step: ObjectKind.step.celType
    case .steps: .map(key: .string, value: ObjectKind.sentStep.celType)
    case .rung: ObjectKind.rung.celType
    case .identity: ObjectKind.identity.celType
    case .unsubscribeURL: .string
    case .sender: ObjectKind.sender.celType
    case .scores: ObjectKind.scores.celType
    case .offers: ObjectKind.offers.celType
    case .channel: .string
    case .reply: ObjectKind.reply.celType
    case .sends: .list(ObjectKind.sendRecord.celType)
    case .decisions: .list(ObjectKind.decisionRecord.celType)
    }
  }

  private func object(_ kind: ObjectKind, in scope: ExpressionScope) -> CEL.ObjectType {
    typealias Field = CEL.ObjectType.Field
    let fields: [Field] =
      switch kind {
      case .contact, .account, .deal, .sender: subject(kind, in: scope)
      case .event: eventFields(in: scope)
      case .enrolment:
        [
          Field("started_at", .timestamp, slot: EnrolmentField.startedAt.rawValue),
          Field("count", .int, slot: EnrolmentField.count.rawValue),
        ]
      case .phase: [Field("entered_at", .timestamp, slot: 0)]
      case .step: [Field("id", .string, slot: 0)]
      case .sentStep: [Field("sent_at", .timestamp, isNullable: true, slot: 0)]
      case .rung: [Field("channel", .string, slot: 0)]
      case .identity:
        [
          Field("name", .string, slot: IdentityField.name.rawValue),
          Field("postal_address", .string, slot: IdentityField.postalAddress.rawValue),
          Field("site", .string, slot: IdentityField.site.rawValue),
        ]
      case .scores: scores.enumerated().map { Field($1, .int, slot: $0) }
      case .offers: [Field("matching", .list(.string), slot: 0)]
      case .reply:
        [
          Field("class", .string, slot: 0), Field("text", .string, slot: 1),
          Field("return_date", OpaqueKind.date.celType, isNullable: true, slot: 2),
        ]
      case .sendRecord: records(isDecision: false)
      case .decisionRecord: records(isDecision: true)
      }
    return CEL.ObjectType(kind.name, fields: fields)
  }

  private func subject(_ kind: ObjectKind, in scope: ExpressionScope) -> [CEL.ObjectType.Field] {
    guard let object = kind.factObject else { return [] }
    var fields: [CEL.ObjectType.Field] = []
    for field in schema.fields(of: object) {
      let path = FactPath(object, field.name)
      fields.append(
        CEL.ObjectType.Field(
          field.name, poisoned.contains(path) ? .dyn : field.type.celType,
          isNullable: field.isNullable && !scope.present.contains(path), slot: field.slot))
    }
    for member in schema.members(of: object) where member.parameters == nil {
      guard schema.field(FactPath(object, member.name)) == nil,
        let slot = MemberSlots.slot(of: member, in: schema)
      else { continue }
      let path = FactPath(object, member.name)
      fields.append(
        CEL.ObjectType.Field(
          member.name, type(of: member.result),
          isNullable: member.isNullable && !scope.present.contains(path), slot: slot))
    }
    for path in poisoned.sorted() where path.object == object && schema.field(path) == nil {
      fields.append(CEL.ObjectType.Field(path.name, .dyn, slot: -1))
    }
    return fields
  }

  private func type(of result: MemberResult) -> CELType {
    switch result {
    case .fact(let type): type.celType
    case .object(let object): .object(object.rawValue)
    case .objects(let object): .list(.object(object.rawValue))
    }
  }

  /// `event` has its name, its instant, the attributes of the scope's events, and those of inbound
  /// messages, because the elements of `contact.messages` are events too.
  private func eventFields(in scope: ExpressionScope) -> [CEL.ObjectType.Field] {
    var fields: [CEL.ObjectType.Field] = [
      CEL.ObjectType.Field("name", .string, slot: 0),
      CEL.ObjectType.Field("at", .timestamp, slot: 1),
    ]
    var known: [String: Int] = [:]
    let messages = schema.event(BuiltInEvent.contactReplied.name).map { Int($0.code) }
    for code in scope.events + [messages].compactMap({ $0 }) {
      guard schema.events.indices.contains(code) else { continue }
      // Of several events an attribute may be missing in the one that came.
      let isShared = scope.events.count < 2
      for attribute in schema.events[code].attributes {
        let type = attribute.type.celType
        if let position = known[attribute.name] {
          if fields[position].type != type {
            fields[position] = CEL.ObjectType.Field(
              attribute.name, .dyn, isNullable: fields[position].isNullable,
              slot: fields[position].slot)
          }
          continue
        }
        guard let slot = eventSlots.slot(of: attribute.name) else { continue }
        known[attribute.name] = fields.count
        fields.append(
          CEL.ObjectType.Field(
            attribute.name, type,
            isNullable: attribute.isNullable && isShared && !attribute.isBuiltIn, slot: slot))
      }
    }
    return fields
  }

  private func records(isDecision: Bool) -> [CEL.ObjectType.Field] {
    RecordField.allCases.compactMap { field in
      let type: CELType
      switch field {
      case .at: type = .timestamp
      case .until:
        guard isDecision else { return nil }
        return CEL.ObjectType.Field("until", .timestamp, isNullable: true, slot: field.rawValue)
      case .localHour: type = .int
      case .localDate: type = OpaqueKind.date.celType
      case .verdict, .reason:
        guard isDecision else { return nil }
        type = .string
      case .contact, .account, .deal, .policy, .step, .rung, .channel, .sender: type = .string
      }
      return CEL.ObjectType.Field(field.name, type, slot: field.rawValue)
    }
  }
}

extension RecordField {
  /// How expressions write it.
  var name: String {
    switch self {
    case .localHour: "local_hour"
    case .localDate: "local_date"
    case .at, .contact, .account, .deal, .policy, .step, .rung, .channel, .sender, .verdict,
      .reason, .until:
      "\(self)"
    }
  }
}
