// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// What a name in a text stands for.
public enum TemplateValue: Hashable, Sendable {
  /// Text; blank text counts as no value.
  case string(String)
  /// A whole number.
  case int(Int64)
  /// A number; one that is not finite can't be written.
  case double(Double)
  /// Written `true` or `false`; mostly asked by sections.
  case bool(Bool)
  /// A point in time.
  case instant(Instant)
  /// A day of the calendar.
  case date(CivilDate)
  /// An exact length of time.
  case duration(Duration)
  /// An exact amount.
  case money(TemplateMoney)
  /// Several values, written with commas; an empty list counts as no value.
  case list([TemplateValue])
  /// Known to be none: `default` speaks for it.
  case missing
  /// Nobody knows it: never written, and `default` doesn't speak for it either.
  case unknown

  /// The kinds of value that a name can have.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case string, int, double, bool, instant, date, duration, money, list
  }

  /// The value's kind; `nil` where there is no value.
  public var kind: Kind? {
    switch self {
    case .string: .string
    case .int: .int
    case .double: .double
    case .bool: .bool
    case .instant: .instant
    case .date: .date
    case .duration: .duration
    case .money: .money
    case .list: .list
    case .missing, .unknown: nil
    }
  }

  /// Nothing that could be written: missing, a blank text, or a list without elements.
  public var isBlank: Bool {
    switch self {
    case .missing: true
    case .string(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    case .list(let elements): elements.allSatisfy(\.isBlank)
    case .int, .double, .bool, .instant, .date, .duration, .money, .unknown: false
    }
  }
}

/// An exact amount of a currency: 12.50 EUR is 1250 at a scale of 2.
public struct TemplateMoney: Hashable, Sendable {
  /// The amount in the smallest unit of the scale.
  public let units: Int64
  /// How many decimal digits of `units` lie after the point, 0 or more.
  public let scale: Int
  /// The currency's code, as written after the amount.
  public let currency: String

  /// Makes an amount; a scale below 0 counts as 0.
  public init(units: Int64, scale: Int, currency: String) {
    self.units = units
    self.scale = max(0, scale)
    self.currency = currency
  }
}

/// Where a text's values come from.
public protocol TemplateValues {
  /// The value of a whole name such as `account.health`; `missing` where there is none.
  func value(of path: String) -> TemplateValue
}

/// No values at all.
public struct NoTemplateValues: TemplateValues, Hashable, Sendable {
  /// Makes the empty set of values.
  public init() {}

  /// Always `missing`.
  public func value(of path: String) -> TemplateValue { .missing }
}

extension Dictionary: TemplateValues where Key == String, Value == TemplateValue {
  /// The value under the name; `missing` where there is none.
  public func value(of path: String) -> TemplateValue { self[path] ?? .missing }
}
