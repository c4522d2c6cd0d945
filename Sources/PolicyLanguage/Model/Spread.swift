// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts

/// How far the draws of a normal distribution lie apart: its standard deviation, as it is written.
public enum Spread: Hashable, Sendable {
  case number(Double)
  case span(Duration)
  case money(Money)

  /// Counted as numbers of the type are: in ones, seconds, days, units of the currency.
  ///
  /// `nil` if values of the type don't lie apart like that.
  public func units(of type: FactType) -> Double? {
    switch (self, type) {
    case (.number(let number), .int), (.number(let number), .double),
      (.number(let number), .money):
      number
    case (.money(let money), .money): Double(money.amount) / Double(Money.scale)
    case (.span(let span), .duration), (.span(let span), .instant): Self.seconds(span)
    case (.span(let span), .date): Self.seconds(span) / 86_400
    // Nothing is nothing in every unit.
    case (.number(0), .duration), (.number(0), .instant), (.number(0), .date): 0
    case (.number, _), (.span, _), (.money, _): nil
    }
  }

  private static func seconds(_ span: Duration) -> Double { Double(span.components.seconds) }
}

extension Spread: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// A number without a unit.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A number without a unit.
  public init(floatLiteral value: Double) { self = .number(value) }
}

/// A day or an instant, and how far from it: `2026-09-01 - 400d`.
///
/// It is the median of a lognormal draw of dates, which needs a side on which the long tail lies.
public struct DatedSpan: Hashable, Sendable {
  /// The day or the instant, in its type's unit.
  public var anchor: Double
  /// How far from it, in the same unit; negative for before.
  public var distance: Double

  /// Reads it for a fact of a type; `nil` if the text has another form or the type is another.
  ///
  /// - Parameter zone: Where local times without an offset are meant.
  public init?(_ text: String, _ type: FactType, zone: Zone) {
    let words = text.split(separator: " ")
    guard words.count == 3, words[1] == "+" || words[1] == "-",
      let span = FactTexts.duration(String(words[2])), span > .zero,
      let value = FactTexts.value(String(words[0]), type, zone: zone)
    else { return nil }
    let seconds = Double(span.components.seconds) * (words[1] == "-" ? -1 : 1)
    switch value {
    case .date(let date):
      (anchor, distance) = (Double(date.daysSinceEpoch), seconds / 86_400)
    case .instant(let instant): (anchor, distance) = (Double(instant.seconds), seconds)
    case .string, .int, .double, .bool, .duration, .money, .list: return nil
    }
  }
}
