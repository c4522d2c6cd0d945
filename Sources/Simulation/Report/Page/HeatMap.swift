// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A grid of counts, darker for more: weekdays down, weeks or hours across.
struct HeatMap {
  struct Cell {
    var row: Int
    var column: Int
    var count: Int
    var title: String
  }

  var rows: [String]
  var columns: Int
  var cells: [Cell]
  /// Labels under columns.
  var labels: [(column: Int, text: String, isMinor: Bool)]
  var label: String
  /// Whether cells are wide enough for their numbers.
  var showsCounts = true

  private static let rowHeight = 24

  var markup: Markup {
    let top = max(1, cells.reduce(0) { max($0, $1.count) })
    let wide = 100 / Double(max(1, columns))
    let height = rows.count * Self.rowHeight
    let squares = cells.map { cell -> Markup in
      let level = cell.count == 0 ? 0 : min(5, (cell.count * 5 + top - 1) / top)
      let y = cell.row * Self.rowHeight
      let x = Charts.share(Double(cell.column) * wide + wide * 0.05)
      let middle = Charts.share((Double(cell.column) + 0.5) * wide)
      let number: Markup =
        showsCounts && cell.count > 0
        ? "<text class=\"n\(level)\" x=\"\(middle)\" y=\"\(y + 15)\">\(Layout.number(cell.count))</text>"
        : .none
      return """
        <g><title>\(cell.title)</title><rect class="h\(level)" x="\(x)" y="\(y)" \
        width="\(Charts.share(wide * 0.9))" height="\(Self.rowHeight - 3)" rx="2"/>\(number)</g>
        """
    }
    // A label needs room to its right.
    let marks = labels.filter { $0.column * 100 < columns * 90 }.map { mark -> Markup in
      """
      <text class="tick\(mark.isMinor ? " minor" : "")" x="\(Charts.share(Double(mark.column) * wide + wide * 0.05))" \
      y="\(height + 13)">\(mark.text)</text>
      """
    }
    let names = rows.map { name -> Markup in "<li>\(name)</li>" }
    return """
      <div class="heat"><ol aria-hidden="true">\(names)</ol>\
      <svg class="plot" width="100%" height="\(height + 18)" role="img" aria-label="\(label)">\
      \(squares)\(marks)</svg></div>
      """
  }
}
