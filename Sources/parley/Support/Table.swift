// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A plain table: text left, two spaces between; the longest column gives way in a terminal.
struct Table {
  private let head: [String]
  private var rows: [[String]] = []
  /// Columns that give way last: instants and names that are worth nothing in part.
  private let whole: Set<String>
  /// Columns of which the end says most, such as places.
  private let tails: Set<String>

  init(columns: [String], whole: Set<String> = [], tails: Set<String> = []) {
    head = columns
    self.whole = whole
    self.tails = tails
  }

  /// The columns that the whole table takes.
  var naturalWidth: Int {
    naturalWidths.reduce(0, +) + 2 * max(0, head.count - 1)
  }

  private var naturalWidths: [Int] {
    head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
  }

  /// Adds a row with a text for each column.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// Draws the table; with a width, long texts end in `…`.
  func text(width: Int?) -> String {
    var widths = naturalWidths
    if let width {
      let soft = head.indices.filter { !whole.contains(head[$0]) }
      for columns in [soft, Array(head.indices)] {
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        while excess > 0, let widest = columns.max(by: { widths[$0] < widths[$1] }),
          widths[widest] > 8
        {
          widths[widest] -= 1
          excess -= 1
        }
      }
    }
    let lines = ([head] + rows).map { row in
      trimmed(
        row.indices.map { fit(row[$0], to: widths[$0], keepsEnd: tails.contains(head[$0])) }
          .joined(separator: "  "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fit(_ text: String, to width: Int, keepsEnd: Bool) -> String {
    if text.count > width {
      return keepsEnd ? "…" + text.suffix(width - 1) : text.prefix(width - 1) + "…"
    }
    return text + String(repeating: " ", count: width - text.count)
  }

  private func trimmed(_ line: String) -> String {
    var copy = line
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
