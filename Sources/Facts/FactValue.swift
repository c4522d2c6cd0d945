// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// One known value of a fact, outside of a table.
///
/// Tables keep values in typed columns; this is the form in which single values travel: defaults,
/// values that a policy sets, attributes of an event.
public enum FactValue: Hashable, Sendable {
  /// Text, or the word of an enumeration.
  case string(String)
  /// A whole number.
  case int(Int64)
  /// A binary floating-point number.
  case double(Double)
  /// True or false.
  case bool(Bool)
  /// A point in time.
  case instant(Instant)
  /// A calendar date.
  case date(CivilDate)
  /// An exact span of time.
  case duration(Duration)
  /// An exact amount of one currency.
  case money(Money)
  /// Values of one type.
  case list([FactValue])
}
