// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The parts of one line of block YAML, found without a parser, to explain what a parser refuses.
struct YAMLLine {
  /// The line without its break.
  let range: Range<Int>
  /// Behind the indentation and the `- ` of items.
  let content: Int
  /// The key before the first `: `, if there is one.
  let key: Range<Int>?
  /// Where the value begins; the content itself without a key.
  let value: Int
  /// The end of what is written, without a comment.
  let end: Int

  init(_ range: Range<Int>, in work: WorkText) {
    self.range = range
    end = work.contentEnd(of: range)
    var start = work.contentStart(of: range)
    while start + 1 < end, work.bytes[start] == UInt8(ascii: "-"),
      WorkText.isSpace(work.bytes[start + 1])
    {
      start += 2
      while start < end, WorkText.isSpace(work.bytes[start]) { start += 1 }
    }
    content = min(start, range.upperBound)
    let keyEnd = Self.keyEnd(from: content, to: end, in: work)
    key = keyEnd.map { [content] in content..<$0 }
    var value = keyEnd.map { $0 + 1 } ?? content
    while value < end, WorkText.isSpace(work.bytes[value]) { value += 1 }
    self.value = value
  }

  /// The column of the content, from 0, in bytes.
  var contentColumn: Int { content - range.lowerBound }

  /// The colon that ends a key: followed by a space or the line's end, before any bracket.
  private static func keyEnd(from start: Int, to end: Int, in work: WorkText) -> Int? {
    var offset = start
    if offset < end, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(work.bytes[offset]) {
      let quote = work.bytes[offset]
      guard let close = work.bytes[(offset + 1)..<end].firstIndex(of: quote) else { return nil }
      offset = close + 1
      guard offset < end, work.bytes[offset] == UInt8(ascii: ":") else { return nil }
    }
    while offset < end {
      switch work.bytes[offset] {
      case UInt8(ascii: ":") where offset + 1 >= end || WorkText.isSpace(work.bytes[offset + 1]):
        return offset
      case UInt8(ascii: "{"), UInt8(ascii: "["): return nil
      default: offset += 1
      }
    }
    return nil
  }

  /// The value on this line that holds `offset`: the whole value, or a piece of a list or map.
  ///
  /// - Returns: Its range, and whether it stands inside brackets.
  func piece(around offset: Int, in work: WorkText) -> (range: Range<Int>, isInside: Bool) {
    guard value < end else { return (value..<max(value, end), false) }
    let first = work.bytes[value]
    let isList = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    guard isList, offset > value else { return (value..<end, false) }
    var start = value + 1
    var position = start
    var depth = 0
    var quote: UInt8?
    while position < end {
      let byte = work.bytes[position]
      if let open = quote {
        if byte == open { quote = nil }
        position += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // A quote inside a word is an apostrophe.
        if position == start || !Self.isWord(work.bytes[position - 1]) { quote = byte }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth = max(0, depth - 1)
      case UInt8(ascii: ",") where depth == 0, UInt8(ascii: "{") where depth == 0,
        UInt8(ascii: "[") where depth == 0:
        if position >= offset, byte == UInt8(ascii: ",") { return (start..<position, true) }
        if position < offset { start = skipSpaces(position + 1, in: work) }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0, position >= offset { return (start..<position, true) }
      case UInt8(ascii: ":")
      where depth == 0 && position < offset && position + 1 < end
        && WorkText.isSpace(work.bytes[position + 1]):
        start = skipSpaces(position + 1, in: work)
      default: break
      }
      position += 1
    }
    return (start..<max(start, end), true)
  }

  private func skipSpaces(_ start: Int, in work: WorkText) -> Int {
    var start = start
    while start < end, WorkText.isSpace(work.bytes[start]) { start += 1 }
    return start
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
