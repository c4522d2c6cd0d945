// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Writes a text once more with the columns and spaces that it should have.
///
/// Lines are moved, and spaces between the parts of a line are set; no part is rewritten.
struct LayoutPass {
  private let layout: YAMLLayout
  private let bytes: [UInt8]
  private var tokens: [[Range<Int>]]
  private var output: [UInt8] = []
  private var wasBlank = true

  init(_ layout: YAMLLayout) {
    self.layout = layout
    bytes = layout.bytes
    tokens = Array(repeating: [], count: layout.lines.count)
    for number in layout.lines.indices {
      if case .content = layout.lines[number] { tokens[number] = partsOnLine(number) }
    }
  }

  /// The whole text.
  mutating func run() -> [UInt8] {
    for number in layout.lines.indices {
      switch layout.lines[number] {
      case .blank:
        // Behind the last line break nothing stands.
        if number + 1 == layout.lines.count { continue }
        if !wasBlank { output.append(UInt8(ascii: "\n")) }
        wasBlank = true
        continue
      case .marker: add(0, trimmed(layout.file.byteRange(ofLine: number)))
      case .comment(let inner):
        let start = layout.contentStart(ofLine: number)
        let rest = start..<layout.file.byteRange(ofLine: number).upperBound
        add(commentColumn(number, inner), trimmed(rest))
      case .content(let column): add(column, content(number, column))
      case .inside(let piece): addInside(number, layout.pieces[piece])
      case .text(let piece): addText(number, layout.pieces[piece])
      }
      wasBlank = false
    }
    if wasBlank, output.last == UInt8(ascii: "\n") { output.removeLast() }
    // A text without a line break at its end has none; one more would be part of it.
    if endsInText, output.last == UInt8(ascii: "\n") { output.removeLast() }
    return output
  }

  /// Whether the last line belongs to a text below `|` or `>`.
  private var endsInText: Bool {
    if case .text? = layout.lines.last { return true }
    return false
  }

  private mutating func add(_ column: Int, _ text: some Collection<UInt8>) {
    if !text.isEmpty { output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: column)) }
    output.append(contentsOf: text)
    output.append(UInt8(ascii: "\n"))
  }

  private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
    var end = range.upperBound
    while end > range.lowerBound, WorkText.isSpace(bytes[end - 1]) { end -= 1 }
    return bytes[range.lowerBound..<end]
  }

  // MARK: - Lines that follow others

  /// A comment keeps to the line below if it stood in its column, else to its block.
  private func commentColumn(_ number: Int, _ inner: Int?) -> Int {
    let old = layout.column(layout.contentStart(ofLine: number))
    var below: Int?
    search: for next in layout.lines.indices[(number + 1)...] {
      switch layout.lines[next] {
      case .blank, .comment: continue
      case .content(let column):
        if layout.column(layout.contentStart(ofLine: next)) == old { return column }
        below = column
        break search
      case .marker, .inside, .text: break search
      }
    }
    return inner ?? below ?? 0
  }

  /// How far the line that holds an offset moves.
  private func shift(ofLineAt offset: Int) -> Int {
    let number = layout.file.line(at: offset)
    guard case .content(let column) = layout.lines[number] else { return 0 }
    return column - layout.column(layout.contentStart(ofLine: number))
  }

  private mutating func addInside(_ number: Int, _ piece: YAMLLayout.Piece) {
    let range = layout.file.byteRange(ofLine: number)
    let start = layout.contentStart(ofLine: number)
    let least = piece.style == nil ? 0 : piece.parentColumn + 2
    let column = start - range.lowerBound + shift(ofLineAt: piece.range.lowerBound)
    // Behind a backslash in quotes a space counts.
    let isQuoted =
      YAMLLayout.last(layout.scalars, before: range.upperBound).map {
        let scalar = layout.scalars[$0]
        return scalar.range.upperBound > range.upperBound && scalar.style != .plain
      } ?? false
    let rest = start..<range.upperBound
    add(max(least, column), isQuoted ? bytes[rest] : trimmed(rest))
  }

  private mutating func addText(_ number: Int, _ piece: YAMLLayout.Piece) {
    let range = layout.file.byteRange(ofLine: number)
    let header = layout.file.line(at: piece.range.lowerBound)
    let indicator = bytes[piece.range.lowerBound..<layout.file.byteRange(ofLine: header).upperBound]
      .prefix { $0 != UInt8(ascii: " ") }
    var base = 0
    for next in layout.lines.indices[(header + 1)...] {
      let start = layout.contentStart(ofLine: next)
      base = layout.column(start)
      if start < layout.file.byteRange(ofLine: next).upperBound { break }
    }
    let hasDigit = indicator.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let shift =
      hasDigit ? shift(ofLineAt: piece.range.lowerBound) : piece.parentColumn + 2 - base
    let start = layout.contentStart(ofLine: number)
    let width = start - range.lowerBound
    if start == range.upperBound, width <= base {
      output.append(UInt8(ascii: "\n"))
      return
    }
    // Only spaces indent; a tab is part of the text.
    let spaces = bytes[range].prefix { $0 == UInt8(ascii: " ") }.count
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, spaces + shift)))
    output.append(contentsOf: bytes[(range.lowerBound + spaces)..<range.upperBound])
    output.append(UInt8(ascii: "\n"))
  }

  // MARK: - The parts of a line

  /// What stands on a line between its dashes, colons, commas and brackets.
  private func partsOnLine(_ number: Int) -> [Range<Int>] {
    let end = layout.file.byteRange(ofLine: number).upperBound
    var offset = layout.contentStart(ofLine: number)
    var parts: [Range<Int>] = []
    var index = YAMLLayout.last(layout.pieces, before: offset).map { $0 + 1 } ?? 0
    while index < layout.pieces.count, layout.pieces[index].range.lowerBound < end {
      let piece = layout.pieces[index]
      let isLong = piece.range.upperBound > end
      if piece.style == nil, !isLong, !layout.hasEmptyInFlow.contains(index) {
        var inner =
          YAMLLayout.last(layout.scalars, before: piece.range.lowerBound).map { $0 + 1 } ?? 0
        while inner < layout.scalars.count,
          layout.scalars[inner].range.lowerBound < piece.range.upperBound
        {
          parts.append(layout.scalars[inner].range)
          inner += 1
        }
      } else {
        parts.append(piece.range.lowerBound..<min(end, piece.range.upperBound))
      }
      offset = piece.range.upperBound
      index += 1
    }
    return parts
  }

  /// A line from its first part on; as it is where something unforeseen stands between its parts.
  private func content(_ number: Int, _ column: Int) -> [UInt8] {
    let range = layout.file.byteRange(ofLine: number)
    var offset = layout.contentStart(ofLine: number)
    let asItIs = Array(trimmed(offset..<range.upperBound))
    var line: [UInt8] = []
    while offset < range.upperBound, bytes[offset] == UInt8(ascii: "-"),
      offset + 1 == range.upperBound || WorkText.isSpace(bytes[offset + 1])
    {
      line.append(UInt8(ascii: "-"))
      offset += 1
      while offset < range.upperBound, WorkText.isSpace(bytes[offset]) { offset += 1 }
      if offset < range.upperBound, bytes[offset] != UInt8(ascii: "#") {
        line.append(UInt8(ascii: " "))
      }
    }
    for part in tokens[number] {
      guard part.lowerBound >= offset,
        addGap(offset..<part.lowerBound, hasNext: true, number, to: &line)
      else { return asItIs }
      line += bytes[part]
      offset = part.upperBound
    }
    let comment = commentStart(in: offset..<range.upperBound)
    guard addGap(offset..<(comment ?? range.upperBound), hasNext: false, number, to: &line) else {
      return asItIs
    }
    while let last = line.last, WorkText.isSpace(last), !endsInQuotes(number) { line.removeLast() }
    if let comment { addComment(comment, number, to: &line) }
    return line
  }

  private func endsInQuotes(_ number: Int) -> Bool {
    let end = layout.file.byteRange(ofLine: number).upperBound
    guard let last = YAMLLayout.last(layout.scalars, before: end) else { return false }
    let scalar = layout.scalars[last]
    return scalar.range.upperBound > end
      && (scalar.style == .singleQuoted || scalar.style == .doubleQuoted)
  }

  private func commentStart(in gap: Range<Int>) -> Int? {
    gap.first { offset in
      bytes[offset] == UInt8(ascii: "#") && offset > 0 && WorkText.isSpace(bytes[offset - 1])
    }
  }

  /// Sets the spaces around colons, commas and brackets; false if anything else stands there.
  private func addGap(
    _ gap: Range<Int>, hasNext: Bool, _ number: Int, to line: inout [UInt8]
  ) -> Bool {
    var spaces = 0
    var isBehindSeparator = false
    func addSpaces(before offset: Int) {
      let isKept = spaces > 1 && isAligned(offset, number)
      line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: isKept ? spaces : 1))
    }
    for offset in gap {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        spaces += 1
        continue
      case UInt8(ascii: ":"), UInt8(ascii: ","):
        line.append(bytes[offset])
        isBehindSeparator = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if isBehindSeparator { addSpaces(before: offset) }
        line.append(bytes[offset])
        isBehindSeparator = false
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        line.append(bytes[offset])
        isBehindSeparator = false
      default: return false
      }
      spaces = 0
    }
    if hasNext, isBehindSeparator { addSpaces(before: gap.upperBound) }
    return true
  }

  /// Whether a part of the line above or below begins in the same column.
  private func isAligned(_ offset: Int, _ number: Int) -> Bool {
    let wanted = visibleColumn(offset)
    return [number - 1, number + 1].contains { other in
      guard layout.lines.indices.contains(other), case .content = layout.lines[other],
        layout.column(layout.contentStart(ofLine: other))
          == layout.column(layout.contentStart(ofLine: number))
      else { return false }
      if tokens[other].contains(where: { visibleColumn($0.lowerBound) == wanted }) { return true }
      let range = layout.file.byteRange(ofLine: other)
      return layout.flowStarts.contains { range.contains($0) && visibleColumn($0) == wanted }
    }
  }

  /// The column in characters.
  private func visibleColumn(_ offset: Int) -> Int {
    let start = layout.file.lineStarts[layout.file.line(at: offset)]
    return Self.characterCount(bytes[start..<offset])
  }

  private static func characterCount(_ bytes: some Collection<UInt8>) -> Int {
    bytes.count { $0 & 0xC0 != 0x80 }
  }

  /// A comment behind a line keeps its column as far as it can; two spaces never become one, since
  /// that would make it a suspect part of an expression.
  private func addComment(_ comment: Int, _ number: Int, to line: inout [UInt8]) {
    let start = layout.contentStart(ofLine: number)
    var gap = 0
    while bytes[comment - gap - 1] == UInt8(ascii: " "), comment - gap - 1 > start { gap += 1 }
    let wanted = visibleColumn(comment) - visibleColumn(start) - Self.characterCount(line)
    let width = gap < 2 ? 1 : max(2, wanted)
    line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width))
    line += trimmed(comment..<layout.file.byteRange(ofLine: number).upperBound)
  }
}
