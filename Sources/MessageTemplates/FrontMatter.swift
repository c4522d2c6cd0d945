// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Where a template file's front matter and body lie.
///
/// The file begins with a line `---`; the front matter goes up to the next line `---`, the body
/// from there to the end without its last line breaks. A byte order mark, `\r\n` and blanks after
/// the hyphens are taken as they come.
public struct TemplateFileParts: Hashable, Sendable {
  /// Why a file can't be taken apart.
  public enum Failure: Error, Hashable, Sendable {
    /// The first line isn't `---`.
    case noFrontMatter
    /// No second line `---`; the range is that of the first.
    case frontMatterNotClosed(Range<Int>)
  }

  /// The bytes between the two lines of hyphens, line breaks included.
  public let frontMatter: Range<Int>
  /// The bytes of the body.
  public let body: Range<Int>

  /// Takes a file apart.
  public init(of file: [UInt8]) throws(Failure) {
    let start = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = Self.line(in: file, from: start), Self.isFence(file[first.content]) else {
      throw .noFrontMatter
    }
    var position = first.next
    while let line = Self.line(in: file, from: position) {
      if Self.isFence(file[line.content]) {
        frontMatter = first.next..<position
        var end = file.count
        while end > line.next, Self.isLineBreak(file[end - 1]) { end -= 1 }
        body = line.next..<end
        return
      }
      position = line.next
    }
    throw .frontMatterNotClosed(first.content)
  }

  private static func line(
    in file: [UInt8], from start: Int
  ) -> (content: Range<Int>, next: Int)? {
    guard start < file.count else { return nil }
    var end = start
    while end < file.count, file[end] != UInt8(ascii: "\n") { end += 1 }
    return (start..<end, min(end + 1, file.count))
  }

  private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy(isBlank)
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
