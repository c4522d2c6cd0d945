// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A piece of an expression's text, counted in bytes of UTF-8 from its beginning.
public struct SourceRange: Hashable, Sendable {
  /// The first byte.
  public let start: Int32
  /// The byte after the last one.
  public let end: Int32

  /// Makes a range from its first byte up to, not including, `end`.
  public init(start: Int32, end: Int32) {
    self.start = start
    self.end = end
  }

  /// The range from the beginning of this one to the end of the other.
  func joined(to other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }

  /// The text that the range covers; empty if it lies outside.
  public func text(in source: String) -> String {
    let utf8 = source.utf8
    guard start >= 0, start <= end, Int(end) <= utf8.count else { return "" }
    let from = utf8.index(utf8.startIndex, offsetBy: Int(start))
    let to = utf8.index(utf8.startIndex, offsetBy: Int(end))
    return String(source[from..<to])
  }

  /// Line and column, both from 1, of the range's beginning; columns count characters.
  public func lineAndColumn(in source: String) -> (line: Int, column: Int) {
    let utf8 = source.utf8
    let offset = min(Int(start), utf8.count)
    let end = utf8.index(utf8.startIndex, offsetBy: offset)
    var line = 1
    var column = 1
    for character in source[source.startIndex..<end] {
      if character.isNewline {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}
