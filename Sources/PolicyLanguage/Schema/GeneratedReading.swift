// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// Reads how facts of generated people are made, where a single value is written.
enum GeneratedReading {
  private static let draws = ["normal", "lognormal", "uniform"]

  /// `normal(mean, sd)`, `lognormal(median, sigma)`, `uniform(low, high)`, or a constant.
  static func read(_ scalar: ScalarSource) throws(ScalarFault) -> Generated {
    let text = scalar.text
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else {
      return .constant(scalar)
    }
    let name = String(text[..<open])
    guard !name.isEmpty, name.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
      return .constant(scalar)
    }
    guard draws.contains(name) else {
      let near = NameSuggestion.nearest(to: name, in: draws)
      // `list(…)` or a text in brackets may be what the author wants to say.
      guard let first = near.first else { return .constant(scalar) }
      throw .expected(
        "a draw: `normal(mean, sd)`, `lognormal(median, sigma)` or `uniform(low, high)`",
        repairs: [first + text[open...]])
    }
    let inside = text[text.index(after: open)...].dropLast()
    let parts = inside.split(separator: ",", omittingEmptySubsequences: false)
    let arguments = parts.map { $0.split(separator: " ").joined(separator: " ") }
    guard arguments.count == 2, arguments.allSatisfy({ !$0.isEmpty }) else {
      throw .expected("two values in `\(name)(…)`, with a comma between them")
    }
    let second = place(of: parts[1], in: text)
    switch name {
    case "uniform": return .uniform(low: arguments[0], high: arguments[1])
    case "normal":
      return .normal(mean: arguments[0], deviation: try spread(arguments[1], at: second))
    default: return .lognormal(median: arguments[0], sigma: try sigma(arguments[1], at: second))
    }
  }

  /// Where an argument stands, in bytes, without the blanks around it.
  private static func place(of part: Substring, in text: String) -> Range<Int> {
    let trimmed = part.drop { $0 == " " }
    let start = text.utf8.distance(from: text.startIndex, to: trimmed.startIndex)
    let blanks = trimmed.reversed().prefix { $0 == " " }.count
    return start..<start + trimmed.utf8.count - blanks
  }

  /// A spread has the unit of the value: `18`, of durations and dates `18h`, of money `200 EUR`.
  private static func spread(_ text: String, at part: Range<Int>) throws(ScalarFault) -> Spread {
    if let number = Double(text), number.isFinite, number >= 0 { return .number(number) }
    if let span = FactTexts.duration(text), span >= .zero { return .span(span) }
    if let money = Money(text), money.amount >= 0 { return .money(money) }
    throw ScalarFault(
      headline: "`\(text)` is no spread of `normal(mean, sd)`",
      label: "expected a number from 0, a duration or an amount of money", part: part)
  }

  private static func sigma(_ text: String, at part: Range<Int>) throws(ScalarFault) -> Double {
    if let value = Double(text), value.isFinite, value >= 0 { return value }
    throw ScalarFault(
      headline: "`\(text)` is no spread of `lognormal(median, sigma)`",
      label: "expected a number from 0, without a unit", part: part,
      helps: [
        "sigma is the spread of the logarithm: at 1.0 two thirds lie between the median / 2.7 and "
          + "the median × 2.7"
      ])
  }
}
