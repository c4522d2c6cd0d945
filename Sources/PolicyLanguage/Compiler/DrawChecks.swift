// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

// Values that made-up facts may have must be values of their facts.
extension Compilation {
  /// Checks what a distribution can give against the type and the range of its fact.
  func check(_ made: Distribution, _ field: FactField, label: String, at span: SourceSpan) {
    let draw = DrawnFact(field: field, label: label, span: span, zone: settings.zone)
    for finding in draw.findings(made) { report(finding) }
  }
}

/// A fact that is drawn, and where that is written.
private struct DrawnFact {
  var field: FactField
  var label: String
  var span: SourceSpan
  var zone: Zone

  func findings(_ made: Distribution) -> [Diagnostic] {
    switch made {
    case .constant(nil):
      guard !field.isNullable else { return [] }
      return [
        Diagnostic(
          .wrongType, at: span, "`\(label)` isn't nullable, so it can't be known to be none"
        )
        .help("give it a value, or declare it `nullable: true`")
      ]
    case .constant(let text?): return first([text], field.type)
    case .list(let texts):
      guard case .list(let element) = field.type else { return [wrong("a list")] }
      return first(texts, element)
    case .weighted(let values): return first(values.map(\.value), field.type)
    case .uniform(let low, let high):
      let found = first([low, high], field.type)
      return found.isEmpty ? order(low, high) : found
    case .normal(let mean, let spread): return normal(mean, spread)
    case .lognormal(let median, _): return lognormal(median)
    case .conditional(_, let cases, let otherwise):
      return cases.flatMap { findings($0.made) } + (otherwise.map(findings) ?? [])
    case .following(let made, _, _): return findings(made)
    }
  }

  // MARK: - Values

  /// The first text that is no value of the type, or lies outside the fact's range.
  private func first(_ texts: [String], _ type: FactType) -> [Diagnostic] {
    for text in texts {
      guard let value = FactTexts.value(text, type, zone: zone) else {
        return [wrong("`\(text)`", text: text, type)]
      }
      guard let range = field.range, !range.contains(value) else { continue }
      return [
        Diagnostic(
          .outOfRange, at: span, "`\(label)` is within \(range.written), and `\(text)` isn't")
      ]
    }
    return []
  }

  private func wrong(_ what: String, text: String = "", _ type: FactType? = nil) -> Diagnostic {
    let type = type ?? field.type
    let finding = Diagnostic(
      .wrongType, at: span, "`\(label)` expects \(FactTexts.example(type)), not \(what)")
    guard case .enumeration(let words) = type else { return finding }
    return finding.suggesting(text, from: words, replacing: span)
  }

  private func order(_ low: String, _ high: String) -> [Diagnostic] {
    guard let first = FactTexts.value(low, field.type, zone: zone),
      let last = FactTexts.value(high, field.type, zone: zone)
    else { return [] }
    switch (first, last) {
    case (.int(let a), .int(let b)) where a <= b: return []
    case (.double(let a), .double(let b)) where a <= b: return []
    case (.date(let a), .date(let b)) where a <= b: return []
    case (.instant(let a), .instant(let b)) where a <= b: return []
    case (.duration(let a), .duration(let b)) where a <= b: return []
    case (.money(let a), .money(let b)) where a.currency != b.currency:
      return [currencies()]
    case (.money(let a), .money(let b)) where a.amount <= b.amount: return []
    case (.string, _), (.bool, _), (.list, _): return [noNumber("uniform(…)")]
    case (.int, _), (.double, _), (.date, _), (.instant, _), (.duration, _), (.money, _):
      return [
        Diagnostic(
          .rangeReversed, at: span, "`uniform(low, high)` goes from the smaller to the larger value"
        )
        .help("write `uniform(\(high), \(low))`")
      ]
    }
  }

  private func currencies() -> Diagnostic {
    Diagnostic(.wrongType, at: span, "the amounts of `\(label)` are of two currencies")
  }

  private func noNumber(_ draw: String) -> Diagnostic {
    Diagnostic(
      .wrongType, at: span,
      "`\(label)` expects \(FactTexts.example(field.type)), which `\(draw)` can't draw"
    )
    .help("write how often each value comes: `{one: 70%, another: 30%}`")
  }

  // MARK: - Draws

  private func normal(_ mean: String, _ spread: Spread) -> [Diagnostic] {
    guard field.type.isNumeric else { return [noNumber("normal(…)")] }
    // The mean of whole numbers may lie between two of them.
    guard
      field.type == .int && Double(mean)?.isFinite == true
        || FactTexts.value(mean, field.type, zone: zone) != nil
    else { return [wrong("`\(mean)`")] }
    guard spread.units(of: field.type) != nil else {
      return [
        Diagnostic(
          .wrongType, at: span,
          "the spread of `\(label)` is \(field.type.spreadWords), not \(spread.written)"
        )
        .help("write `normal(\(mean), \(field.type.spreadExample))`")
      ]
    }
    if case .money(let amount) = spread, Money(mean)?.currency != amount.currency {
      return [currencies()]
    }
    return []
  }

  private func lognormal(_ median: String) -> [Diagnostic] {
    switch field.type {
    case .date, .instant:
      if DatedSpan(median, field.type, zone: zone) != nil { return [] }
      return [
        Diagnostic(
          .wrongType, at: span,
          "a lognormal of dates needs a day and how far from it the median lies, not `\(median)`"
        )
        .help("write `lognormal(2026-09-01 - 400d, 0.8)`: before that day, half of them over 400d")
      ]
    case .string, .bool, .enumeration, .list: return [noNumber("lognormal(…)")]
    case .int, .double, .duration, .money:
      var number = field.type == .int ? Double(median) : nil
      if let value = FactTexts.value(median, field.type, zone: zone) { number = value.amount }
      guard let number else { return [wrong("`\(median)`")] }
      guard number > 0 else {
        return [
          Diagnostic(
            .outOfRange, at: span, "the median of a lognormal is above zero, not `\(median)`")
        ]
      }
      return []
    }
  }
}

extension FactType {
  /// Whether values lie on a line, so that they can be drawn around a mean.
  fileprivate var isNumeric: Bool {
    switch self {
    case .int, .double, .duration, .money, .date, .instant: true
    case .string, .bool, .enumeration, .list: false
    }
  }

  fileprivate var spreadWords: String {
    switch self {
    case .date, .instant, .duration: "a duration as `90d`"
    case .money: "an amount as `2000 EUR`, or its number"
    case .int, .double, .string, .bool, .enumeration, .list: "a number"
    }
  }

  fileprivate var spreadExample: String {
    switch self {
    case .date, .instant: "90d"
    case .duration: "6h"
    case .money: "2000 EUR"
    case .int, .double, .string, .bool, .enumeration, .list: "15"
    }
  }
}

extension Spread {
  fileprivate var written: String {
    switch self {
    case .number(let number): number == number.rounded() ? "`\(Int64(number))`" : "`\(number)`"
    case .span: "a duration"
    case .money: "an amount of money"
    }
  }
}

extension FactValue {
  /// A value with a sign, as a number; `nil` for others.
  fileprivate var amount: Double? {
    switch self {
    case .int(let number): Double(number)
    case .double(let number): number
    case .duration(let span): Double(span.components.seconds)
    case .money(let money): Double(money.amount)
    case .date, .instant, .string, .bool, .list: nil
    }
  }
}

extension FactRange {
  /// As `range:` writes it.
  fileprivate var written: String {
    switch self {
    case .int(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .double(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .duration(let range): "\(range.lowerBound.text)..\(range.upperBound.text)"
    case .money(let low, let high): "\(low)..\(high)"
    }
  }
}
