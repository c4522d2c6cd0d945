// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage

/// A distribution whose texts were read once, by the type of the fact that it makes values for.
enum Sampler: Sendable {
  /// Always the same; `nil` is known to be none.
  case constant(FactValue?)
  case choice(values: [FactValue], weights: [Double])
  /// Whole steps of the type's unit, both ends included.
  case uniform(ClosedRange<Int64>, Unit)
  case uniformDouble(ClosedRange<Double>)
  case normal(mean: Double, deviation: Double, Unit, clamp: ClosedRange<Double>)
  case lognormal(median: Double, sigma: Double, Unit, clamp: ClosedRange<Double>)
  /// A lognormal distance from a day or an instant; negative for before it.
  case dated(DatedSpan, sigma: Double, Unit, clamp: ClosedRange<Double>)

  /// What a drawn number is counted in.
  enum Unit: Hashable, Sendable {
    case int
    case double
    case seconds
    case money(Currency)
    case day
    case instant

    func value(_ number: Double) -> FactValue {
      switch self {
      case .double: .double(number)
      case .int, .seconds, .money, .day, .instant: value(Unit.whole(number))
      }
    }

    func value(_ number: Int64) -> FactValue {
      switch self {
      case .int: .int(number)
      case .double: .double(Double(number))
      case .seconds: .duration(.seconds(number))
      case .money(let currency):
        .money(Money(amount: Self.tenThousandths(number), currency: currency))
      case .day: .date(CivilDate(daysSinceEpoch: Int32(clamping: number)))
      case .instant: .instant(Instant(seconds: number))
      }
    }

    /// A whole number as columns keep it.
    func cell(_ number: Int64) -> Cell {
      switch self {
      case .int, .seconds, .instant: Cell(long: number)
      case .double: Cell(double: Double(number))
      case .money(let currency):
        Cell(word: currency.packed, long: Self.tenThousandths(number))
      case .day: Cell(word: Int32(clamping: number))
      }
    }

    /// The nearest whole number, held within ±2⁶² so that it always converts.
    static func whole(_ number: Double) -> Int64 {
      Int64(max(-0x1p62, min(0x1p62, number.isNaN ? 0 : number.rounded())))
    }

    private static func tenThousandths(_ number: Int64) -> Int64 {
      let (amount, overflow) = number.multipliedReportingOverflow(by: Money.scale)
      return overflow ? (number < 0 ? .min : .max) : amount
    }
  }

  /// Reads the texts of a distribution; the range of the field is what values are clamped to.
  init(_ distribution: Distribution, for field: FactField, zone: Zone) throws(WorldError) {
    func read(_ text: String) throws(WorldError) -> FactValue {
      guard let value = FactText.value(text, as: field.type, zone: zone) else {
        throw .value(fact: field.name, text: text, expected: field.type.description)
      }
      return value
    }
    switch distribution {
    case .constant(let text):
      if let text { self = .constant(try read(text)) } else { self = .constant(nil) }
    case .list(let texts):
      guard case .list(let element) = field.type else {
        throw .value(fact: field.name, text: "a list", expected: field.type.description)
      }
      var values: [FactValue] = []
      for text in texts {
        guard let value = FactText.value(text, as: element, zone: zone) else {
          throw .value(fact: field.name, text: text, expected: element.description)
        }
        values.append(value)
      }
      self = .constant(.list(values))
    case .weighted(let choices):
      var values: [FactValue] = []
      for choice in choices { values.append(try read(choice.value)) }
      self = .choice(values: values, weights: choices.map(\.share))
    case .uniform(let low, let high):
      self = try Self.uniform(try read(low), try read(high), field)
    case .normal(let mean, let deviation):
      let (number, unit) = try Self.number(mean, field, zone: zone)
      guard let spread = deviation.units(of: field.type) else {
        throw .value(
          fact: field.name, text: "\(deviation)", expected: "a spread of \(field.type.description)")
      }
      self = .normal(mean: number, deviation: spread, unit, clamp: Self.clamp(field))
    case .lognormal(let median, let sigma) where field.type == .date || field.type == .instant:
      guard let span = DatedSpan(median, field.type, zone: zone) else {
        throw .value(
          fact: field.name, text: median, expected: "a day and how far from it, `2026-09-01 - 90d`")
      }
      self = .dated(
        span, sigma: sigma, field.type == .date ? .day : .instant, clamp: Self.clamp(field))
    case .lognormal(let median, let sigma):
      let (number, unit) = try Self.number(median, field, zone: zone)
      self = .lognormal(median: number, sigma: sigma, unit, clamp: Self.clamp(field))
    case .conditional, .following:
      throw .value(
        fact: field.name, text: "a draw that depends on another fact",
        expected: "a draw by itself here")
    }
  }

  /// One value, a pure function of the draw.
  func value(_ draw: Draw) -> FactValue? {
    switch self {
    case .constant(let value): return value
    case .choice(let values, let weights):
      return draw.choice(weights: weights).map { values[$0] }
    case .uniform(let range, let unit): return unit.value(draw.integer(in: range))
    case .uniformDouble(let range):
      return .double(range.lowerBound + draw.unit * (range.upperBound - range.lowerBound))
    case .normal(let mean, let deviation, let unit, let clamp):
      return unit.value(Self.hold(draw.normal(mean: mean, deviation: deviation), clamp))
    case .lognormal(let median, let sigma, let unit, let clamp):
      return unit.value(Self.hold(draw.lognormal(median: median, sigma: sigma), clamp))
    case .dated(let span, let sigma, let unit, let clamp):
      let distance = draw.lognormal(median: span.distance, sigma: sigma)
      return unit.value(Self.hold(span.anchor + distance, clamp))
    }
  }

  /// One number packed for a column; absent for what isn't one.
  ///
  /// - Parameter normal: Taken as the draw's standard normal part, where it has one.
  func cell(_ draw: Draw, normal: Double? = nil) -> Cell {
    let unit: Unit
    let number: Double
    switch self {
    case .uniform(let range, let counted): return counted.cell(draw.integer(in: range))
    case .uniformDouble(let range):
      return Cell(
        double: range.lowerBound + draw.unit * (range.upperBound - range.lowerBound))
    case .normal(let mean, let deviation, let counted, let clamp):
      let standard = normal ?? PortableMath.normalQuantile(draw.unit)
      (unit, number) = (counted, Self.hold(mean + deviation * standard, clamp))
    case .lognormal(let median, let sigma, let counted, let clamp):
      let standard = normal ?? PortableMath.normalQuantile(draw.unit)
      (unit, number) = (counted, Self.hold(median * PortableMath.exp(sigma * standard), clamp))
    case .dated(let span, let sigma, let counted, let clamp):
      let standard = normal ?? PortableMath.normalQuantile(draw.unit)
      let distance = span.distance * PortableMath.exp(sigma * standard)
      (unit, number) = (counted, Self.hold(span.anchor + distance, clamp))
    case .constant, .choice: return .absent
    }
    if unit == .double { return Cell(double: number) }
    return unit.cell(Unit.whole(number))
  }

  /// A span in whole seconds, never negative: for delays, without making a value of it.
  @inline(__always)
  func seconds(_ draw: Draw) -> Int64 {
    switch self {
    case .uniform(let range, _): max(0, draw.integer(in: range))
    case .normal(let mean, let deviation, _, let clamp):
      Self.wholeSeconds(Self.hold(draw.normal(mean: mean, deviation: deviation), clamp))
    case .lognormal(let median, let sigma, _, let clamp):
      Self.wholeSeconds(Self.hold(draw.lognormal(median: median, sigma: sigma), clamp))
    case .constant(let value): Self.wholeSeconds(value)
    case .choice(let values, let weights):
      Self.wholeSeconds(draw.choice(weights: weights).map { values[$0] })
    case .uniformDouble, .dated: 0
    }
  }

  private static func wholeSeconds(_ value: FactValue?) -> Int64 {
    if case .duration(let span) = value { max(0, span.components.seconds) } else { 0 }
  }

  private static func wholeSeconds(_ number: Double) -> Int64 {
    // A hundred years: later than any scenario ends.
    Int64(max(0, min(3_155_760_000, number.isNaN ? 0 : number.rounded())))
  }

  private static func hold(_ number: Double, _ range: ClosedRange<Double>) -> Double {
    min(max(number, range.lowerBound), range.upperBound)
  }

  private static func uniform(
    _ low: FactValue, _ high: FactValue, _ field: FactField
  ) throws(WorldError) -> Sampler {
    switch (low, high) {
    case (.double(let a), .double(let b)) where a <= b: return .uniformDouble(a...b)
    case (.int(let a), .int(let b)) where a <= b: return .uniform(a...b, .int)
    case (.date(let a), .date(let b)) where a <= b:
      return .uniform(Int64(a.daysSinceEpoch)...Int64(b.daysSinceEpoch), .day)
    case (.instant(let a), .instant(let b)) where a <= b:
      return .uniform(a.seconds...b.seconds, .instant)
    case (.duration(let a), .duration(let b)) where a <= b:
      return .uniform(a.components.seconds...b.components.seconds, .seconds)
    case (.money(let a), .money(let b)) where a.currency == b.currency && a.amount <= b.amount:
      return .uniform(a.amount / Money.scale...b.amount / Money.scale, .money(a.currency))
    case (.double, _), (.int, _), (.date, _), (.instant, _), (.duration, _), (.money, _),
      (.string, _), (.bool, _), (.list, _):
      throw .value(
        fact: field.name, text: "a range from the smaller to the larger value",
        expected: field.type.description)
    }
  }

  /// A parameter of a distribution; of an int fact it may lie between two ints.
  private static func number(
    _ text: String, _ field: FactField, zone: Zone
  ) throws(WorldError) -> (Double, Unit) {
    if case .int = field.type, let number = Double(text), number.isFinite { return (number, .int) }
    guard let value = FactText.value(text, as: field.type, zone: zone) else {
      throw .value(fact: field.name, text: text, expected: field.type.description)
    }
    let unit: Unit
    switch value {
    case .int: unit = .int
    case .double: unit = .double
    case .duration: unit = .seconds
    case .money(let money): unit = .money(money.currency)
    case .date: unit = .day
    case .instant: unit = .instant
    case .string, .bool, .list:
      throw .value(
        fact: field.name, text: "a distribution of numbers", expected: field.type.description)
    }
    return (FactText.number(of: value) ?? 0, unit)
  }

  private static func clamp(_ field: FactField) -> ClosedRange<Double> {
    let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    switch field.range {
    case nil:
      // A long tail of dates ends where years have no four digits any more.
      switch field.type {
      case .date: return -719_162...2_932_896
      case .instant: return -62_135_596_800...253_402_300_799
      case .string, .int, .double, .bool, .duration, .money, .enumeration, .list: return everything
      }
    case .int(let range): return Double(range.lowerBound)...Double(range.upperBound)
    case .double(let range): return range
    case .duration(let range):
      return Double(
        range.lowerBound.components.seconds)...Double(
          range.upperBound.components.seconds)
    case .money(let low, let high):
      let scale = Double(Money.scale)
      let (first, last) = (Double(low.amount) / scale, Double(high.amount) / scale)
      return first <= last ? first...last : everything
    }
  }
}
