// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

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
    let arguments = text[text.index(after: open)...].dropLast()
      .split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
    guard arguments.count == 2, arguments.allSatisfy({ !$0.isEmpty }) else {
      throw .expected("two values in `\(name)(…)`, with a comma between them")
    }
    switch name {
    case "uniform": return .uniform(low: arguments[0], high: arguments[1])
    case "normal":
      return .normal(mean: arguments[0], deviation: try spread(arguments[1], "sd", name))
    default:
      return .lognormal(median: arguments[0], sigma: try spread(arguments[1], "sigma", name))
    }
  }

  private static func spread(
    _ text: String, _ what: String, _ name: String
  ) throws(ScalarFault) -> Double {
    // A spread has the unit of the value: in durations, `18h` means 18 hours.
    if let duration = try? Duration(text: text), text.utf8.last.map({ $0 > 0x39 }) == true {
      return Double(duration.components.seconds)
    }
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw .expected("a number from 0 as `\(what)` of `\(name)`")
    }
    return value
  }
}
