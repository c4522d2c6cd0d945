// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What a figure must reach.
enum Bar {
  case atMost(Double)
  case atLeast(Double)
  /// Of the value by the baseline.
  case ratioAtMost(Double)
  /// How many times as fast as the baseline.
  case speedUp(Double)
}

/// One measured figure, with what it is compared to.
struct Figure {
  let name: String
  let value: Double
  let unit: String
  /// What the baseline gave in the same run, in the same unit.
  let baseline: Double?
  let bar: Bar?

  init(_ name: String, _ value: Double, _ unit: String, baseline: Double? = nil, _ bar: Bar? = nil)
  {
    self.name = name
    self.value = value
    self.unit = unit
    self.baseline = baseline
    self.bar = bar
  }

  /// Value by baseline.
  var ratio: Double? { baseline.map { value / $0 } }

  /// Whether the bar is reached; `nil` without one.
  var isReached: Bool? {
    switch bar {
    case .atMost(let most)?: value <= most
    case .atLeast(let least)?: value >= least
    case .ratioAtMost(let most)?: ratio.map { $0 <= most }
    case .speedUp(let least)?: ratio.map { 1 / $0 >= least }
    case nil: nil
    }
  }

  /// A table for the terminal.
  static func table(_ figures: [Figure]) -> String {
    let head = ["figure", "value", "unit", "baseline", "ratio", "bar", ""]
    let rows = [head] + figures.map(\.row)
    let isText = [true, false, true, false, false, true, true]
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { column in
        let pad = String(repeating: " ", count: widths[column] - row[column].count)
        return isText[column] ? row[column] + pad : pad + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private var row: [String] {
    [
      name, Self.text(value), unit, baseline.map(Self.text) ?? "", ratio.map(Self.text) ?? "",
      barText, isReached.map { $0 ? "reached" : "MISSED" } ?? "",
    ]
  }

  private var barText: String {
    switch bar {
    case .atMost(let most)?: "≤ \(Self.text(most)) \(unit)"
    case .atLeast(let least)?: "≥ \(Self.text(least)) \(unit)"
    case .ratioAtMost(let most)?: "ratio ≤ \(Self.text(most))"
    case .speedUp(let least)?: "≥ \(Self.text(least))× faster"
    case nil: ""
    }
  }

  private static func text(_ value: Double) -> String {
    let scale: Double = value >= 1000 ? 1 : value >= 10 ? 10 : 1000
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  /// The same as a JSON array of `{name, value, unit, baseline, ratio, bar, reached}`.
  static func json(_ figures: [Figure]) -> String {
    let items = figures.map { figure in
      "  {\"name\": \"\(figure.name)\", \"value\": \(figure.value), \"unit\": \"\(figure.unit)\","
        + " \"baseline\": \(figure.baseline.map { "\($0)" } ?? "null"),"
        + " \"ratio\": \(figure.ratio.map { "\($0)" } ?? "null"),"
        + " \"bar\": \(figure.bar == nil ? "null" : "\"\(figure.barText)\""),"
        + " \"reached\": \(figure.isReached.map { "\($0)" } ?? "null")}"
    }
    return "[\n\(items.joined(separator: ",\n"))\n]\n"
  }
}

/// The median time of several runs, in seconds; the first run only warms up.
func median(of runs: Int, _ body: () throws -> Void) rethrows -> Double {
  try timing(of: runs, body).median
}

/// What several runs took, in seconds.
struct Timing {
  var median: Double
  var fastest: Double
}

/// Takes the time of several runs; the first run only warms up.
func timing(of runs: Int, _ body: () throws -> Void) rethrows -> Timing {
  let clock = ContinuousClock()
  try body()
  var seconds: [Double] = []
  for _ in 0..<runs {
    let start = clock.now
    try body()
    seconds.append((clock.now - start) / .seconds(1))
  }
  seconds.sort()
  return Timing(median: seconds[runs / 2], fastest: seconds[0])
}
