// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Rows under headings: text left, numbers right, two spaces between.
///
/// If the table is wider than the terminal, the widest text column gives way with `…`; without a
/// width nothing is cut.
package struct TextTable {
  package enum Alignment { case left, right }

  private var headings: [String]
  private var alignments: [Alignment]
  /// Columns that give way last: instants and names that are worth nothing in part.
  private let whole: Set<String>
  /// Columns of which the end says most, such as places.
  private let tails: Set<String>
  /// Spaces before each line.
  private let indent: Int
  private var rows: [[String]] = []

  /// Makes an empty table; `whole` and `tails` name columns by their headings.
  package init(
    _ columns: [(String, Alignment)], whole: Set<String> = [], tails: Set<String> = [],
    indent: Int = 0
  ) {
    headings = columns.map(\.0)
    alignments = columns.map(\.1)
    self.whole = whole
    self.tails = tails
    self.indent = indent
  }

  /// Makes an empty table of texts.
  package init(
    texts: [String], whole: Set<String> = [], tails: Set<String> = [], indent: Int = 0
  ) {
    self.init(texts.map { ($0, .left) }, whole: whole, tails: tails, indent: indent)
  }

  /// Adds a row with a text for each column.
  package mutating func add(_ row: [String]) { rows.append(row) }

  /// The columns that it takes where nothing is cut.
  package var naturalWidth: Int { lineWidth(widths(within: nil)) }

  /// The table without columns in which no row says anything.
  package var withoutEmptyColumns: TextTable {
    let kept = headings.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    guard kept.count < headings.count, !rows.isEmpty else { return self }
    var table = self
    table.headings = kept.map { headings[$0] }
    table.alignments = kept.map { alignments[$0] }
    table.rows = rows.map { row in kept.map { row[$0] } }
    return table
  }

  /// The lines of the table, the heading first.
  package func lines(_ style: TerminalStyle) -> [String] {
    let widths = widths(within: style.width)
    return [style.paint(line(headings, widths), .dim)] + rows.map { line($0, widths) }
  }

  /// The lines as one text, each ending with a line feed.
  package func text(_ style: TerminalStyle) -> String {
    lines(style).map { $0 + "\n" }.joined()
  }

  private func widths(within limit: Int?) -> [Int] {
    var widths = headings.indices.map { column in
      rows.reduce(headings[column].count) { max($0, $1[column].count) }
    }
    guard let limit else { return widths }
    var excess = lineWidth(widths) - limit
    let texts = headings.indices.filter { alignments[$0] == .left }
    for columns in [texts.filter { !whole.contains(headings[$0]) }, texts] {
      while excess > 0, let widest = columns.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > 8
      {
        widths[widest] -= 1
        excess -= 1
      }
    }
    return widths
  }

  private func lineWidth(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + indent + 2 * (widths.count - 1)
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let parts = cells.indices.map { column in
      cells[column].fitted(to: widths[column], keepsEnd: tails.contains(headings[column]))
        .padded(to: widths[column], alignedRight: alignments[column] == .right)
    }
    return (String(repeating: " ", count: indent) + parts.joined(separator: "  ")).rightTrimmed
  }
}
