// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts

/// A value as its key's type reads it, with its place.
public struct Typed: Sendable {
  /// Where it stands.
  public let span: SourceSpan
  /// What it is.
  public let value: TypedValue

  /// Makes a value.
  public init(span: SourceSpan, value: TypedValue) {
    self.span = span
    self.value = value
  }
}

/// What a value is.
///
/// Which case a key gives follows from its `FieldType`.
public indirect enum TypedValue: Sendable {
  /// Of `.bool` and `.nothing`.
  case bool(Bool)
  /// Of `.wholeNumber`.
  case int(Int64)
  /// Of `.decimalNumber`.
  case number(Double)
  /// Of `.string` and `.choice`.
  case string(ScalarSource)
  /// Of `.name` and `.reference`.
  case name(ScalarSource)
  /// Of `.duration`.
  case duration(Duration)
  /// Of `.period`.
  case period(Period)
  /// Of `.instant`: with an offset, or local in the bundle's zone.
  case instant(Instant)
  /// Of `.instant` without an offset: local in the bundle's zone.
  case local(CivilDateTime)
  /// Of `.date`, and of `.instant` for a date alone.
  case date(CivilDate)
  /// Of `.closedDays`.
  case closedDays(ClosedDays)
  /// Of `.window`.
  case window(LocalWindow)
  /// Of `.cron`.
  case cron(CronSchedule)
  /// Of `.share`.
  case share(Share)
  /// Of `.rate`.
  case rate(Rate)
  /// Of `.money`.
  case money(Money)
  /// Of `.expression`.
  case expression(ScalarSource, ExpressionType)
  /// Of `.text`.
  case text(ScalarSource)
  /// Of `.setting`: `{secret: name}`.
  case secret(ScalarSource)
  /// Of `.setting`: `{env: NAME}`.
  case environment(ScalarSource)
  /// Of `.data`, and of `.setting` for any other value.
  case data(YAMLNode)
  /// Of `.generated`.
  case generated(Generated)
  /// Of `.range`: both ends included; the same value twice where one is written.
  case range(Typed, Typed)
  /// Of `.list` and `.oneOrMany`.
  case list([Typed])
  /// Of `.map`, in the order of the source.
  case map([TypedEntry])
  /// Of `.object`.
  case object(TypedObject)
  /// It is wrong, and has been reported.
  case broken
}

/// A key of the author's own and its value.
public struct TypedEntry: Sendable {
  /// The key.
  public let key: ScalarSource
  /// Its value.
  public let value: Typed
}

/// A map read by its description.
public struct TypedObject: Sendable {
  /// One key and its value.
  public struct Entry: Sendable {
    /// The key's name.
    public let name: String
    /// Where the key stands.
    public let keySpan: SourceSpan
    /// Its value.
    public let value: Typed
  }

  /// What the description calls the map, such as `step`.
  public let name: String
  /// The whole map.
  public let span: SourceSpan
  /// The keys of the language that are there, in the order of the source.
  public let entries: [Entry]
  /// Keys of the author's own beside them, in the order of the source.
  public let rest: [TypedEntry]

  /// The value of a key; `nil` if it isn't there.
  ///
  /// A wrong value is there, as `.broken`.
  public subscript(name: String) -> Typed? { entries.first { $0.name == name }?.value }

  /// Where a key stands.
  public func keySpan(_ name: String) -> SourceSpan? {
    entries.first { $0.name == name }?.keySpan
  }
}

/// A part of a hundred, exact to a millionth of the whole.
public struct Share: Hashable, Sendable, Comparable {
  /// Millionths of the whole: 70% are 700,000.
  public let millionths: Int64

  /// Makes a share.
  public init(millionths: Int64) { self.millionths = millionths }

  /// As a fraction of 1.
  public var fraction: Double { Double(millionths) / 1_000_000 }

  /// Orders by size.
  public static func < (a: Share, b: Share) -> Bool { a.millionths < b.millionths }
}

/// So many in a time.
public struct Rate: Hashable, Sendable {
  /// The time in which `count` happen.
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    /// An hour.
    case hour
    /// A local day.
    case day
    /// A week.
    case week
    /// A month.
    case month
  }

  /// How many; decimals are allowed, `0.5/day`.
  public let count: Double
  /// In what time.
  public let per: Unit

  /// Makes a rate.
  public init(count: Double, per: Unit) {
    self.count = count
    self.per = per
  }
}

/// How a fact of generated people is made.
public enum Generated: Sendable {
  /// The same for all; an empty scalar or `null` for known to be none.
  case constant(ScalarSource)
  /// The same list for all.
  case list([ScalarSource])
  /// One of several; shares add up to the whole.
  case weighted([(value: ScalarSource, share: Share)])
  /// Any value from one end to the other.
  case uniform(low: String, high: String)
  case normal(mean: String, deviation: Spread)
  /// Median and the standard deviation of the logarithm; of dates the median is a `DatedSpan`.
  case lognormal(median: String, sigma: Double)
  /// Another way for each value of another fact: `{by: country, RU: ru, else: en}`.
  indirect case conditional(
    by: ScalarSource, cases: [(value: ScalarSource, made: Generated)], otherwise: Generated?)
  /// A draw that goes up and down with another fact's:
  /// `{draw: "normal(50, 20)", follows: account.health, correlation: 0.6}`.
  indirect case following(Generated, fact: ScalarSource, correlation: Double)
}
