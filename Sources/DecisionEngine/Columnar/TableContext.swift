// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// What a condition about the stored facts of contacts reads, without a store and an engine.
struct TableContext: Activation, Sendable {
  let table: FactTable
  let strings: StringPool
  let zones: ZoneDatabase
  let now: Instant
  /// The contact that is asked about.
  var row = 0

  func value(ofVariable slot: Int) -> Value {
    switch Variable(rawValue: slot) {
    case .now?: .timestamp(now)
    case .contact?:
      .object(
        ObjectReference(type: ObjectKind.contact.rawValue, row: Int32(truncatingIfNeeded: row)))
    case _: .error(.undeclaredName("#\(slot)"))
    }
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    guard slot < table.columns.count else { return .error(.noSuchField("#\(slot)")) }
    let type = table.columns[slot].field.type
    let cell = table.cell(slot, Int(object.row), at: now)
    switch cell.state {
    case .unknown: return .unknown(UnknownSet())
    case .absent: return .null
    case .known:
      if case .list(let element) = type {
        return .list(
          table.columns[slot].elements(Int(object.row)).map { Value($0, element, strings) })
      }
      return Value(cell, type, strings)
    }
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    guard slot < table.columns.count else { return .unknown }
    return switch table.cell(slot, Int(object.row), at: now).state {
    case .known: .present
    case .absent: .absent
    case .unknown: .unknown
    }
  }

  func call(host function: Int, arguments: Arguments) -> Value {
    guard let function = HostFunction(rawValue: function),
      let value = PureFunctions(now: now, zone: nil).value(
        of: function, arguments, zones: zones, calendars: [])
    else { return .error(.undeclaredFunction("#\(function)")) }
    return value
  }

  func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? {
    zones.zone(named: name).map { Int($0.offsetSeconds(at: instant)) }
  }

  /// Whether an expression reads nothing else than what is here.
  static func covers(_ expression: CheckedExpression) -> Bool {
    expression.resolutions.allSatisfy { resolution in
      switch resolution {
      case .variable(let slot):
        slot == Variable.now.rawValue || slot == Variable.contact.rawValue
      case .field(let slot, _): slot < MemberSlots.computed
      case .call(_, let overloads, _): overloads.allSatisfy(isCovered)
      case .none, .local, .type, .inlined, .locals: true
      case .unresolved: false
      }
    }
  }

  private static func isCovered(_ overload: Overload) -> Bool {
    switch overload.implementation {
    case .standard: return true
    case .declaredOnly: return false
    case .host(let host):
      guard let function = HostFunction(rawValue: host) else { return false }
      switch function {
      case .days, .hours, .minutes, .weeks, .today, .date, .dateYear, .dateMonth, .dateDay,
        .dateLess, .dateLessOrEqual, .dateGreater, .dateGreaterOrEqual, .between, .money,
        .moneyAdd, .moneySubtract, .moneyMultiply, .moneyMultiplyReversed, .moneyLess,
        .moneyLessOrEqual, .moneyGreater, .moneyGreaterOrEqual, .sum, .nextMidnight:
        return true
      // What asks about history, calendars and senders needs an engine.
      case .addBusinessDays, .repliedSince, .sentSince, .activeWithin, .had, .last, .countSince,
        .consented, .reachable, .phaseOf, .wonSince, .bounceRate, .lastReplyInstant,
        .lastSentInstant, .activeUntil, .lastWonInstant:
        return false
      }
    }
  }
}

extension Value {
  /// A known cell as a value of the language; a list as an empty one.
  init(_ cell: Cell, _ type: FactType, _ strings: StringPool) {
    self =
      switch type {
      case .string, .enumeration: .string(strings[cell.word])
      case .int: .int(cell.long)
      case .double: .double(cell.double)
      case .bool: .bool(cell.long != 0)
      case .instant: .timestamp(cell.instant)
      case .date: .date(CivilDate(daysSinceEpoch: cell.word))
      case .duration: .duration(cell.duration)
      case .money: .money(cell.money)
      case .list: .list([])
      }
  }
}
