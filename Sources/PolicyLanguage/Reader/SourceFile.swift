// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Names one file of a bundle: its place in the bundle's `SourceMap`.
public struct FileID: Hashable, Sendable, Comparable {
  /// Position in the map, from 0; files are added in the order of their paths.
  public let index: Int

  /// Makes an ID from a position in a source map.
  public init(_ index: Int) { self.index = index }

  /// Orders by position, which is the order of paths.
  public static func < (a: FileID, b: FileID) -> Bool { a.index < b.index }
}

/// A range of bytes of one file.
public struct SourceSpan: Hashable, Sendable {
  /// The file.
  public let file: FileID
  /// UTF-8 bytes from the beginning of the file, half-open.
  public let bytes: Range<Int>

  /// Makes a span.
  public init(file: FileID, bytes: Range<Int>) {
    self.file = file
    self.bytes = bytes
  }

  /// The empty span at the beginning.
  public var start: SourceSpan {
    SourceSpan(file: file, bytes: bytes.lowerBound..<bytes.lowerBound)
  }

  /// The span from the beginning of this one to the end of `other`, in the same file.
  public func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(
      file: file,
      bytes: min(
        bytes.lowerBound, other.bytes.lowerBound)..<max(
          bytes.upperBound, other.bytes.upperBound))
  }
}

extension SourceSpan: Comparable {
  /// Orders by file, beginning, end.
  public static func < (a: SourceSpan, b: SourceSpan) -> Bool {
    (a.file.index, a.bytes.lowerBound, a.bytes.upperBound)
      < (b.file.index, b.bytes.lowerBound, b.bytes.upperBound)
  }
}

/// A place as people read it.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  /// Path relative to the bundle.
  public let path: String
  /// From 1.
  public let line: Int
  /// In characters, from 1.
  public let column: Int

  /// Makes a place.
  public init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }

  /// `path:line:column`.
  public var description: String { "\(path):\(line):\(column)" }
}

/// One file of a bundle: its path, its bytes, and where its lines begin.
public struct SourceFile: Sendable {
  /// Path relative to the bundle, with `/`.
  public let path: String
  /// The text as UTF-8; well-formed, or else empty.
  public let bytes: [UInt8]
  /// The byte offset of each line's beginning; the first is 0.
  public let lineStarts: [Int]

  /// Indexes the lines of a file; `\n`, `\r\n` and a lone `\r` end one.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") {
        starts.append(offset + 1)
      } else if byte == UInt8(ascii: "\r") {
        let next = offset + 1
        if next >= bytes.count || bytes[next] != UInt8(ascii: "\n") { starts.append(next) }
      }
    }
    self.lineStarts = starts
  }

  /// The line that holds a byte offset, from 0; offsets past the end belong to the last line.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, counted from 0, without its line break.
  public func byteRange(ofLine line: Int) -> Range<Int> {
    guard lineStarts.indices.contains(line) else { return bytes.count..<bytes.count }
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return start..<end
  }

  /// The text of a range of bytes; parts of characters at its ends are replaced by U+FFFD.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// Line and column of a byte offset, both from 1, the column in characters.
  public func location(at offset: Int) -> SourcePosition {
    let line = line(at: offset)
    let start = lineStarts[line]
    let end = min(max(offset, start), bytes.count)
    return SourcePosition(path: path, line: line + 1, column: text(start..<end).count + 1)
  }
}

/// All files of a bundle, so that a span can be shown.
public struct SourceMap: Sendable {
  /// In the order in which they were added.
  public private(set) var files: [SourceFile] = []

  /// Makes an empty map.
  public init() {}

  /// Adds a file and names it.
  public mutating func add(_ file: SourceFile) -> FileID {
    files.append(file)
    return FileID(files.count - 1)
  }

  /// The file that an ID of this map names.
  public subscript(id: FileID) -> SourceFile { files[id.index] }

  /// Where a span begins.
  public func location(of span: SourceSpan) -> SourcePosition {
    self[span.file].location(at: span.bytes.lowerBound)
  }

  /// The text that a span covers.
  public func text(of span: SourceSpan) -> String { self[span.file].text(span.bytes) }
}
