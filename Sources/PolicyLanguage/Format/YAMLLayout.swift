// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Where the parts of a YAML text stand, line by line, and where they should stand.
struct YAMLLayout {
  /// A list or map in block style.
  struct Block {
    let start: Int
    var end: Int
    let oldColumn: Int
    /// Two more than those of the block around it.
    let newColumn: Int
  }

  /// A scalar, or the outermost list or map in braces.
  struct Piece {
    let range: Range<Int>
    /// `nil` for a flow list or map.
    let style: ScalarStyle?
    /// The new column of the block around it; -2 for none.
    let parentColumn: Int
  }

  /// What a line is.
  enum Line {
    case blank
    /// On a line of its own; `inner` is the new column of the block it stands in, if any.
    case comment(inner: Int?)
    /// `---` and its like.
    case marker
    /// It begins with a key, an item, or a value.
    case content(newColumn: Int)
    /// It goes on with a piece that began further up.
    case inside(piece: Int)
    /// It belongs to a text below `|` or `>`.
    case text(piece: Int)
  }

  let bytes: [UInt8]
  let file: SourceFile
  private(set) var blocks: [Block] = []
  /// In order; none inside another.
  private(set) var pieces: [Piece] = []
  /// Scalars inside flow lists and maps, and all others, in order.
  private(set) var scalars: [Piece] = []
  private(set) var lines: [Line] = []
  /// Flow lists and maps with an empty value, whose colons and commas can't be moved safely.
  private(set) var hasEmptyInFlow: Set<Int> = []
  /// Where flow lists and maps begin, also those inside others.
  private(set) var flowStarts: [Int] = []

  /// Reads a text; `nil` if YAML can't, or if it holds what the language refuses.
  init?(_ bytes: [UInt8]) {
    guard let marks = YAMLMark.all(in: bytes),
      !marks.contains(where: { $0.kind == .foreign })
    else { return nil }
    self.bytes = bytes
    file = SourceFile(path: "", bytes: bytes)
    place(marks)
    var open: [Int] = []
    var next = 0
    for number in file.lineStarts.indices {
      let start = contentStart(ofLine: number)
      while next < blocks.count, blocks[next].start <= start {
        while let top = open.last, blocks[top].end <= blocks[next].start { open.removeLast() }
        open.append(next)
        next += 1
      }
      while let top = open.last, blocks[top].end <= start { open.removeLast() }
      lines.append(line(number, in: open))
    }
    settleTexts()
  }

  func column(_ offset: Int) -> Int { offset - file.lineStarts[file.line(at: offset)] }

  // MARK: - Places

  private mutating func place(_ marks: [YAMLMark]) {
    var open: [Int] = []
    var flows = 0
    for mark in marks {
      let parent = open.last.map { blocks[$0].newColumn } ?? -2
      switch mark.kind {
      case .document, .foreign: break
      case .open(_, let isFlow):
        if isFlow || flows > 0 {
          flowStarts.append(mark.range.lowerBound)
          if flows == 0 {
            pieces.append(Piece(range: mark.range, style: nil, parentColumn: parent))
          }
          flows += 1
        } else {
          open.append(blocks.count)
          blocks.append(
            Block(
              start: mark.range.lowerBound, end: bytes.count,
              oldColumn: column(mark.range.lowerBound), newColumn: parent + 2))
        }
      case .close:
        if flows > 0 {
          flows -= 1
          if flows == 0, let last = pieces.popLast() {
            pieces.append(
              Piece(
                range: last.range.lowerBound..<mark.range.upperBound, style: nil,
                parentColumn: last.parentColumn))
          }
        } else if let block = open.popLast() {
          blocks[block].end = mark.range.upperBound
        }
      case .scalar(let style, _):
        if mark.range.isEmpty {
          if flows > 0 { hasEmptyInFlow.insert(pieces.count - 1) }
          break
        }
        let piece = Piece(range: mark.range, style: style, parentColumn: parent)
        scalars.append(piece)
        if flows == 0 { pieces.append(piece) }
      }
    }
  }

  /// The first byte of a line that isn't a space or a tab; its end if there is none.
  func contentStart(ofLine line: Int) -> Int {
    let range = file.byteRange(ofLine: line)
    return range.first { !WorkText.isSpace(bytes[$0]) } ?? range.upperBound
  }

  /// The last of `list` that begins before `offset`.
  static func last(_ list: [Piece], before offset: Int) -> Int? {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// - Parameter open: The blocks around the line, the innermost last.
  private func line(_ number: Int, in open: [Int]) -> Line {
    let range = file.byteRange(ofLine: number)
    if let piece = Self.last(pieces, before: range.lowerBound) {
      let part = pieces[piece]
      if part.style == .literal || part.style == .folded {
        // The end mark stands behind the indentation of what follows.
        let isLast = part.range.upperBound == bytes.count && !range.isEmpty
        if isLast || number < file.line(at: part.range.upperBound) { return .text(piece: piece) }
      } else if range.lowerBound < part.range.upperBound {
        return .inside(piece: piece)
      }
    }
    let start = contentStart(ofLine: number)
    if start == range.upperBound { return .blank }
    let oldColumn = start - range.lowerBound
    if bytes[start] == UInt8(ascii: "#") {
      let own = open.last { blocks[$0].oldColumn <= oldColumn }
      return .comment(inner: own.map { blocks[$0].newColumn })
    }
    if start == range.lowerBound, isMarker(range) { return .marker }
    guard let block = open.last else { return .content(newColumn: 0) }
    let isOwn = blocks[block].oldColumn == oldColumn
    return .content(newColumn: blocks[block].newColumn + (isOwn ? 0 : 2))
  }

  private func isMarker(_ line: Range<Int>) -> Bool {
    let head = bytes[line].prefix(3)
    return head.elementsEqual("---".utf8) || head.elementsEqual("...".utf8)
      || head.first == UInt8(ascii: "%")
  }

  /// Empty lines behind a text belong to it only where its header keeps them.
  private mutating func settleTexts() {
    for number in lines.indices.reversed() {
      guard case .text(let piece) = lines[number] else { continue }
      let isTail = number + 1 == lines.count || !isText(number + 1, of: piece)
      let header = file.byteRange(ofLine: file.line(at: pieces[piece].range.lowerBound))
      let indicator = bytes[pieces[piece].range.lowerBound..<header.upperBound]
        .prefix { $0 != UInt8(ascii: " ") }
      let isBlank = contentStart(ofLine: number) == file.byteRange(ofLine: number).upperBound
      if isTail, isBlank, !indicator.contains(UInt8(ascii: "+")) { lines[number] = .blank }
    }
  }

  private func isText(_ number: Int, of piece: Int) -> Bool {
    if case .text(piece) = lines[number] { return true }
    return false
  }
}
