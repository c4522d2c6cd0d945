// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology

/// A small world with a contact, its deals, host scalars and host functions.
struct World {
  enum Slot {
    static let now = 0
    static let contact = 1
    static let account = 2
    static let tags = 3
    static let fit = 4
  }

  enum Field {
    static let name = 0
    static let lastSent = 1
    static let health = 2
    static let isActive = 3
    static let deals = 4
    static let openedAt = 5
    static let account = 6
    static let amount = 7
    static let extra = 8
  }

  enum Host {
    static let days = 0
    static let repliedSince = 1
    static let lastReply = 2
    static let isWarm = 3
    static let coolsAt = 4
    static let addMoney = 5
    static let lessMoney = 6
    static let money = 7
    static let isBirthday = 8
    static let nextBirthday = 9
  }

  static let contact = ObjectReference(type: 0, row: 0)
  static let account = ObjectReference(type: 1, row: 0)
  static let firstDeal = ObjectReference(type: 2, row: 0)
  static let secondDeal = ObjectReference(type: 2, row: 1)

  static func environment(limits: ExpressionLimits = ExpressionLimits()) -> Environment {
    var environment = Environment(
      libraries: .all, limits: limits)
    environment.declare(
      ObjectType(
        "contact",
        fields: [
          .init("name", .string, slot: Field.name),
          .init("last_sent_at", .timestamp, isNullable: true, slot: Field.lastSent),
          .init("health", .int, slot: Field.health),
          .init("is_active", .bool, slot: Field.isActive),
          .init("account", .object("account"), slot: Field.account),
          .init("extra", .dyn, slot: Field.extra),
        ]))
    environment.declare(
      ObjectType(
        "account",
        fields: [
          .init("name", .string, slot: Field.name),
          .init("deals", .list(.object("deal")), slot: Field.deals),
        ]))
    environment.declare(
      ObjectType(
        "deal",
        fields: [
          .init("opened_at", .timestamp, isNullable: true, slot: Field.openedAt),
          .init("amount", .opaque("money"), slot: Field.amount),
        ]))
    environment.declareOpaque("money")
    environment.declare(Variable("now", .timestamp, slot: Slot.now))
    environment.declare(Variable("contact", .object("contact"), slot: Slot.contact))
    environment.declare(Variable("account", .object("account"), slot: Slot.account))
    environment.declare(Variable("tags", .list(.string), slot: Slot.tags))
    environment.declare(Variable("scores.fit", .int, slot: Slot.fit))
    declareFunctions(&environment)
    return environment
  }

  private static func declareFunctions(_ environment: inout Environment) {
    let money = CELType.opaque("money")
    environment.declare(
      function: "days",
      [
        Overload(
          id: "days", parameters: [.int], result: .duration, implementation: .host(Host.days))
      ])
    environment.declare(
      function: "money",
      [Overload(id: "money", parameters: [.int], result: money, implementation: .host(Host.money))])
    environment.declare(
      function: "_+_",
      [
        Overload(
          id: "add_money", parameters: [money, money], result: money,
          implementation: .host(Host.addMoney))
      ])
    environment.declare(
      function: "_<_",
      [
        Overload(
          id: "less_money", parameters: [money, money], result: .bool,
          implementation: .host(Host.lessMoney))
      ])
    let contact = CELType.object("contact")
    environment.declare(
      function: "replied_since",
      [
        Overload(
          id: "replied_since", parameters: [contact, .timestamp], result: .bool, isMember: true,
          implementation: .host(Host.repliedSince),
          temporal: .since(argument: 1, host: Host.lastReply))
      ])
    environment.declare(
      function: "is_warm",
      [
        Overload(
          id: "is_warm", parameters: [contact], result: .bool, isMember: true,
          implementation: .host(Host.isWarm), temporal: .flipsAt(host: Host.coolsAt))
      ])
    environment.declare(
      function: "is_birthday",
      [
        Overload(
          id: "is_birthday", parameters: [contact], result: .bool, isMember: true,
          implementation: .host(Host.isBirthday), temporal: .periodic(host: Host.nextBirthday))
      ])
  }

  /// Noon of a day of 2026 by its number, 0 being the first of January.
  static func noon(_ day: Int64) -> Instant {
    Instant(seconds: 1_767_225_600 + day * 86_400 + 43_200)
  }

  static var activation: MapActivation {
    MapActivation(
      variables: [
        Slot.now: .timestamp(noon(100)), Slot.contact: .object(contact),
        Slot.account: .object(account), Slot.tags: .list([.string("vip"), .string("berlin")]),
        Slot.fit: .int(70),
      ],
      objects: [
        contact: [
          Field.name: .string("Ada"), Field.lastSent: .timestamp(noon(90)),
          Field.health: .unknown(UnknownSet()), Field.isActive: .bool(true),
          Field.account: .object(account),
        ],
        account: [
          Field.name: .string("Example Ltd"),
          Field.deals: .list([.object(firstDeal), .object(secondDeal)]),
        ],
        firstDeal: [
          Field.openedAt: .timestamp(noon(80)),
          Field.amount: .opaque(OpaqueValue(type: 0, tag: 978, payload: 500)),
        ],
        secondDeal: [Field.amount: .opaque(OpaqueValue(type: 0, tag: 978, payload: 700))],
      ],
      functions: functions)
  }

  private static var functions: [Int: @Sendable (Arguments) -> Value] {
    [
      Host.days: { arguments in
        guard case .int(let count) = arguments[0] else { return .error(.host("days")) }
        return .duration(.seconds(count * 86_400))
      },
      Host.money: { arguments in
        guard case .int(let amount) = arguments[0] else { return .error(.host("money")) }
        return .opaque(OpaqueValue(type: 0, tag: 978, payload: amount))
      },
      Host.addMoney: { arguments in
        guard case .opaque(let a) = arguments[0], case .opaque(let b) = arguments[1] else {
          return .error(.host("money"))
        }
        return .opaque(OpaqueValue(type: 0, tag: a.tag, payload: a.payload + b.payload))
      },
      Host.lessMoney: { arguments in
        guard case .opaque(let a) = arguments[0], case .opaque(let b) = arguments[1] else {
          return .error(.host("money"))
        }
        return .bool(a.payload < b.payload)
      },
      Host.repliedSince: { arguments in
        guard case .timestamp(let since) = arguments[1] else { return .error(.host("since")) }
        return .bool(noon(95) > since)
      },
      Host.lastReply: { _ in .timestamp(noon(95)) },
      Host.isWarm: { _ in .bool(true) },
      Host.coolsAt: { _ in .timestamp(noon(120)) },
      Host.isBirthday: { _ in .bool(false) },
      Host.nextBirthday: { _ in .timestamp(noon(200)) },
    ]
  }
}

/// The checked expression of a text in the small world.
func checked(_ text: String, in environment: Environment = World.environment()) throws
  -> CheckedExpression
{
  try environment.check(environment.parse(text)).get()
}

/// The value of a text in the small world.
func value(_ text: String, activation: MapActivation = World.activation) throws -> Value {
  Program(try checked(text)).evaluate(activation)
}

/// The tree's structure without places, to compare two trees.
func structure(_ tree: SyntaxTree, _ node: NodeID? = nil) -> String {
  let node = node ?? tree.root
  func list(_ nodes: [NodeID]) -> String {
    nodes.map { structure(tree, $0) }.joined(separator: " ")
  }
  switch tree[node].kind {
  case .literal(let value): return "\(value.type(in: RuntimeTypes())):\(value)"
  case .identifier(let name, let isAbsolute): return (isAbsolute ? "." : "") + name
  case .select(let operand, let field, let isTest, let isOptional):
    return "(select \(isTest) \(isOptional) \(structure(tree, operand)) \(field))"
  case .call(let name, let target, let arguments):
    return "(\(name) \(target.map { structure(tree, $0) } ?? "-") \(list(arguments)))"
  case .list(let elements, let optional): return "[\(optional) \(list(elements))]"
  case .map(let entries):
    return "{"
      + entries.map { "\($0.isOptional)\(structure(tree, $0.key)):\(structure(tree, $0.value))" }
      .joined(separator: " ") + "}"
  case .object(let name, let isAbsolute, let fields):
    return "(object \(isAbsolute) \(name) "
      + fields.map { "\($0.isOptional)\($0.name):\(structure(tree, $0.value))" }
      .joined(separator: " ") + ")"
  case .comprehension(let parts):
    return "(\(parts.macro) \(parts.variable) \(parts.secondVariable ?? "-") "
      + list([parts.range] + [parts.predicate, parts.transform].compactMap { $0 }) + ")"
  }
}
