// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Rows under headings: text left, numbers right, two spaces between.
///
/// If the table is wider than the terminal, the widest text column gives way with `…`; without a
/// width nothing is cut.
package struct TextTable {
  package enum Alignment { case left, right }

  package struct Column {
    var heading: String
    var alignment: Alignment
  }

  var columns: [Column]
  package var rows: [[String]] = []
  /// Spaces before each line.
  package var indent = 2

  package init(_ columns: [(String, Alignment)]) {
    self.columns = columns.map { Column(heading: $0.0, alignment: $0.1) }
  }

  package mutating func add(_ cells: String...) { rows.append(cells) }

  /// The table without columns in which no row says anything.
  package var withoutEmptyColumns: TextTable {
    let kept = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    guard kept.count < columns.count, !rows.isEmpty else { return self }
    var table = self
    table.columns = kept.map { columns[$0] }
    table.rows = rows.map { row in kept.map { row[$0] } }
    return table
  }

  /// The lines of the table, the heading first.
  package func lines(_ style: TerminalStyle) -> [String] {
    let widths = widths(within: style.width)
    let heading = line(columns.map(\.heading), widths)
    return [style.paint(heading, .dim)] + rows.map { line($0, widths) }
  }

  /// The lines as one text, each ending with a line feed.
  package func text(_ style: TerminalStyle) -> String {
    lines(style).map { $0 + "\n" }.joined()
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
