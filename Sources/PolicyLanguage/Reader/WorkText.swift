// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The text of one document as it is given to the parser: the source, with repairs made after
/// syntax errors, and the place in the source that each byte stands for.
struct WorkText {
  private(set) var bytes: [UInt8]
  /// For each byte its offset in the file, and one more for the end; `nil` before any repair.
  private var origins: [Int]?
  private let base: Int
  /// The document as it stands in the file, indexed by offsets in the file.
  private let source: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = Array(bytes)
    source = bytes
    base = bytes.startIndex
  }

  /// The text of a range of the file, as the author wrote it.
  func sourceText(_ range: Range<Int>) -> String {
    String(decoding: source[range.clamped(to: source.indices)], as: UTF8.self)
  }

  /// The offset in the file of a byte, or of the end.
  func origin(_ offset: Int) -> Int {
    let inside = min(max(offset, 0), bytes.count)
    guard let origins else { return base + inside }
    return origins[inside]
  }

  /// The range in the file that a range stands for.
  func origin(_ range: Range<Int>) -> Range<Int> {
    let start = origin(range.lowerBound)
    return start..<max(start, origin(range.upperBound))
  }

  /// Replaces bytes; the new ones stand where the replaced ones began.
  mutating func replace(_ range: Range<Int>, with new: some Collection<UInt8>) {
    var origins = self.origins ?? Array(base...base + bytes.count)
    let place = origins[range.lowerBound]
    origins.replaceSubrange(range, with: repeatElement(place, count: new.count))
    bytes.replaceSubrange(range, with: new)
    self.origins = origins
  }

  /// New bytes for a range.
  struct Edit {
    var range: Range<Int>
    var bytes: [UInt8]
  }

  /// Makes many replacements in one pass; they are in order and don't overlap.
  mutating func apply(_ edits: [Edit]) {
    guard !edits.isEmpty else { return }
    let old = self.origins ?? Array(base...base + bytes.count)
    var newBytes: [UInt8] = []
    var newOrigins: [Int] = []
    var position = 0
    for edit in edits {
      newBytes += bytes[position..<edit.range.lowerBound]
      newOrigins += old[position..<edit.range.lowerBound]
      newBytes += edit.bytes
      newOrigins += repeatElement(old[edit.range.lowerBound], count: edit.bytes.count)
      position = edit.range.upperBound
    }
    newBytes += bytes[position...]
    newOrigins += old[position...]
    bytes = newBytes
    origins = newOrigins
  }

  /// Puts single quotes around a range, those inside written twice.
  mutating func quote(_ range: Range<Int>) {
    let quote = UInt8(ascii: "'")
    var edits = [Edit(range: range.lowerBound..<range.lowerBound, bytes: [quote])]
    for offset in range where bytes[offset] == quote {
      edits.append(Edit(range: offset..<offset, bytes: [quote]))
    }
    edits.append(Edit(range: range.upperBound..<range.upperBound, bytes: [quote]))
    apply(edits)
  }

  /// Overwrites a range with spaces, line breaks kept.
  mutating func blank(_ range: Range<Int>) {
    for offset in range
    where bytes[offset] != UInt8(ascii: "\n") && bytes[offset] != UInt8(ascii: "\r") {
      bytes[offset] = UInt8(ascii: " ")
    }
  }

  // MARK: - Lines

  /// The line that holds an offset, without its break.
  func line(at offset: Int) -> Range<Int> {
    var start = min(max(offset, 0), bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The nearest line before `line` that holds more than spaces and comments.
  func lineBefore(_ line: Range<Int>) -> Range<Int>? {
    var start = line.lowerBound
    while start > 0 {
      let candidate = self.line(at: start - 1)
      let content = contentStart(of: candidate)
      if content < candidate.upperBound, bytes[content] != UInt8(ascii: "#") { return candidate }
      start = candidate.lowerBound
    }
    return nil
  }

  /// The first byte of a line that isn't a space or tab.
  func contentStart(of line: Range<Int>) -> Int {
    var start = line.lowerBound
    while start < line.upperBound, Self.isSpace(bytes[start]) { start += 1 }
    return start
  }

  /// The end of a line without a trailing comment and spaces.
  func contentEnd(of line: Range<Int>) -> Int {
    var end = line.upperBound
    var quote: UInt8?
    var offset = line.lowerBound
    while offset < line.upperBound {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "#"),
        offset == line.lowerBound || Self.isSpace(bytes[offset - 1])
      {
        end = offset
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      offset += 1
    }
    while end > line.lowerBound, Self.isSpace(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// The text of a range.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
