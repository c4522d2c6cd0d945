// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Small plots of block characters, an eighth of a cell exact.
enum Plots {
  private static let rising: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let growing: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// Days a column stands for, so that `days` fit into `columns`.
  static func daysPerColumn(days: Int, columns: Int) -> Int {
    max(1, (days + columns - 1) / max(1, columns))
  }

  /// The busiest day of each group of `size` days.
  static func peaks(_ values: [Int], groupsOf size: Int) -> [Int] {
    stride(from: 0, to: values.count, by: size).map { start in
      values[start..<min(start + size, values.count)].max() ?? 0
    }
  }

  /// One line: a column a value, empty for zero, full height at `top`.
  static func sparkline(_ values: [Int], top: Int) -> String {
    String(
      values.map { value -> Character in
        guard value > 0, top > 0 else { return " " }
        return rising[min(7, max(0, (value * 8 + top - 1) / top - 1))]
      })
  }

  /// The plot with each column `scale` cells wide.
  static func stretched(_ plot: String, _ scale: Int) -> String {
    scale == 1 ? plot : String(plot.flatMap { repeatElement($0, count: scale) })
  }

  /// Several lines, the highest first; full height at `top`.
  static func columns(_ values: [Int], top: Int, height: Int) -> [String] {
    (0..<height).map { row in
      let floor = (height - 1 - row) * 8
      return String(
        values.map { value -> Character in
          guard value > 0, top > 0 else { return " " }
          let eighths = max(1, (value * height * 8 + top / 2) / top) - floor
          return eighths <= 0 ? " " : rising[min(7, eighths - 1)]
        })
    }
  }

  /// A bar from the left: `width` cells at `whole`, at least a sliver for something.
  static func bar(_ part: Int, of whole: Int, width: Int) -> String {
    guard part > 0, whole > 0 else { return "" }
    let eighths = max(1, min(width * 8, (part * width * 8 + whole / 2) / whole))
    var text = String(repeating: "█", count: eighths / 8)
    if eighths % 8 > 0 { text.append(growing[eighths % 8 - 1]) }
    return text
  }
}
