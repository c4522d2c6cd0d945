// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The values that a fact may have, both ends included.
public enum FactRange: Hashable, Sendable {
  /// Of an int.
  case int(ClosedRange<Int64>)
  /// Of a double.
  case double(ClosedRange<Double>)
  /// Of a duration.
  case duration(ClosedRange<Duration>)
  /// Of money; both ends of one currency.
  case money(Money, Money)
}

extension FactRange {
  /// Tells whether the value lies inside; one of another type or currency doesn't.
  public func contains(_ value: FactValue) -> Bool {
    switch self {
    case .int(let range):
      if case .int(let value) = value { range.contains(value) } else { false }
    case .double(let range):
      if case .double(let value) = value { range.contains(value) } else { false }
    case .duration(let range):
      if case .duration(let value) = value { range.contains(value) } else { false }
    case .money(let low, let high):
      if case .money(let value) = value {
        value.currency == low.currency && low.amount <= value.amount
          && value.amount <= high.amount
      } else {
        false
      }
    }
  }
}

/// One stored fact of a contact, account, deal or sender, or one attribute of an event.
public struct FactField: Hashable, Sendable {
  /// Its name, as expressions write it after the dot.
  public let name: String
  /// Its column in the table of its object, or its place among the attributes of its event.
  public internal(set) var slot: Int
  /// The type of its values.
  public let type: FactType
  /// Whether it may be absent; reading it without a default is warned of.
  public let isNullable: Bool
  /// What a row has that says nothing about it.
  public let defaultValue: FactValue?
  /// What its values are clamped to when drawn, and checked against when read.
  public let range: FactRange?
  /// Whether it tells something about a person: masked in logs, erased by `forget`.
  public let isPersonal: Bool
  /// How old a dated value may be before it counts as unknown.
  public let staleAfter: Duration?
  /// Whether the engine brings it, so that no bundle may declare it.
  public let isBuiltIn: Bool

  /// Describes a fact; its slot is given by the schema that takes it.
  public init(
    name: String, type: FactType, isNullable: Bool = false, defaultValue: FactValue? = nil,
    range: FactRange? = nil, isPersonal: Bool = false, staleAfter: Duration? = nil,
    isBuiltIn: Bool = false
  ) {
    self.name = name
    self.slot = -1
    self.type = type
    self.isNullable = isNullable
    self.defaultValue = defaultValue
    self.range = range
    self.isPersonal = isPersonal
    self.staleAfter = staleAfter
    self.isBuiltIn = isBuiltIn
  }
}

/// The attributes of one kind of event.
public struct EventField: Hashable, Sendable {
  /// The event's name: `deal.lost`.
  public let name: String
  /// Its number in the schema, as the log stores it.
  public internal(set) var code: Int32
  /// What is known about each such event, in slot order.
  public let attributes: [FactField]
  /// Whether the engine brings it.
  public let isBuiltIn: Bool

  /// Describes an event; attributes get their slots in the given order.
  public init(name: String, attributes: [FactField], isBuiltIn: Bool = false) {
    self.name = name
    self.code = -1
    self.isBuiltIn = isBuiltIn
    self.attributes = attributes.enumerated().map { slot, field in
      var field = field
      field.slot = slot
      return field
    }
  }

  /// The attribute with this name.
  public func attribute(_ name: String) -> FactField? { attributes.first { $0.name == name } }
}
