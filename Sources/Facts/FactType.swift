// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The type of one fact, as a schema declares it.
public indirect enum FactType: Hashable, Sendable {
  /// Text.
  case string
  /// A whole number of 64 bits.
  case int
  /// A binary floating-point number.
  case double
  /// True or false.
  case bool
  /// A point in time.
  case instant
  /// A calendar date without a zone.
  case date
  /// An exact span of time.
  case duration
  /// An exact amount of one currency.
  case money
  /// One of the listed words, in the order in which the schema lists them.
  case enumeration([String])
  /// Several values of one type; lists don't nest.
  case list(FactType)
}

extension FactType: CustomStringConvertible {
  /// The type as policies write it: `int`, `enum`, `list(string)`.
  public var description: String {
    switch self {
    case .string: "string"
    case .int: "int"
    case .double: "double"
    case .bool: "bool"
    case .instant: "instant"
    case .date: "date"
    case .duration: "duration"
    case .money: "money"
    case .enumeration: "enum"
    case .list(let element): "list(\(element))"
    }
  }
}

extension FactType {
  /// Whether a list may have elements of this type.
  public var isElement: Bool {
    switch self {
    case .list: false
    case .string, .int, .double, .bool, .instant, .date, .duration, .money, .enumeration: true
    }
  }

  /// Tells whether `value` has this type; for an enumeration, whether it is one of its words.
  public func admits(_ value: FactValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.int, .int), (.double, .double), (.bool, .bool),
      (.instant, .instant), (.date, .date), (.duration, .duration), (.money, .money):
      true
    case (.enumeration(let words), .string(let word)): words.contains(word)
    case (.list(let element), .list(let values)): values.allSatisfy { element.admits($0) }
    case (.string, _), (.int, _), (.double, _), (.bool, _), (.instant, _), (.date, _),
      (.duration, _), (.money, _), (.enumeration, _), (.list, _):
      false
    }
  }
}
