// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Rows under headings: text left, numbers right, two spaces between.
///
/// If the table is wider than the terminal, the widest text column gives way with `…`; without a
/// width nothing is cut.
struct TextTable {
  enum Alignment { case left, right }

  struct Column {
    var heading: String
    var alignment: Alignment
  }

  var columns: [Column]
  var rows: [[String]] = []
  /// Spaces before each line.
  var indent = 2

  init(_ columns: [(String, Alignment)]) {
    self.columns = columns.map { Column(heading: $0.0, alignment: $0.1) }
  }

  mutating func add(_ cells: String...) { rows.append(cells) }

  /// The lines of the table, the heading first.
  func lines(_ style: TerminalStyle) -> [String] {
    let widths = widths(within: style.width)
    let heading = line(columns.map(\.heading), widths)
    return [style.paint(heading, .dim)] + rows.map { line($0, widths) }
  }

  private func widths(within limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(columns[index].heading.count) { max($0, $1[index].count) }
    }
    guard let limit else { return widths }
    let spare = limit - indent - 2 * (columns.count - 1)
    while widths.reduce(0, +) > spare {
      let texts = columns.indices.filter { columns[$0].alignment == .left }
      guard let widest = texts.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 else {
        break
      }
      widths[widest] -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = String(repeating: " ", count: indent)
    for index in columns.indices {
      if index > 0 { text += "  " }
      let cell = Layout.fit(cells[index], widths[index])
      switch columns[index].alignment {
      case .left: text += Layout.padRight(cell, widths[index])
      case .right: text += Layout.padLeft(cell, widths[index])
      }
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
