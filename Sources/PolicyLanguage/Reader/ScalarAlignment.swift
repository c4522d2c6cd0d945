// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds for each byte of a scalar's text the bytes of the source that it comes from.
///
/// YAML's text is the source with line breaks and indentation folded, doubled quotes halved and
/// escapes resolved; everything else is verbatim. So both are walked side by side. Where they
/// don't agree, which would be a mistake here, the rest is left unmapped and belongs to the end.
struct ScalarAlignment {
  private let source: [UInt8]
  private let text: [UInt8]
  private let style: ScalarStyle
  private var position: Int
  private let end: Int
  private var offset = 0
  private var segments: [ScalarSegment] = []

  /// - Parameters:
  ///   - source: The bytes that were parsed.
  ///   - range: The scalar in them, with its quotes or its header.
  ///   - text: What the parser made of it.
  private init(source: [UInt8], range: Range<Int>, text: [UInt8], style: ScalarStyle) {
    self.source = source
    self.text = text
    self.style = style
    position = range.lowerBound
    end = range.upperBound
  }

  /// The segments, in offsets of `source`.
  static func segments(
    source: [UInt8], range: Range<Int>, text: [UInt8], style: ScalarStyle
  ) -> [ScalarSegment] {
    var alignment = ScalarAlignment(source: source, range: range, text: text, style: style)
    alignment.skipOpening()
    if style == .doubleQuoted { alignment.alignEscaped() } else { alignment.align() }
    return alignment.segments
  }

  private mutating func skipOpening() {
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: position += 1
    case .literal, .folded:
      while position < end, source[position] != UInt8(ascii: "\n"),
        source[position] != UInt8(ascii: "\r")
      {
        position += 1
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  private mutating func align() {
    if style == .literal || style == .folded { skipBlanks() }
    while offset < text.count, position < end {
      let isBlankHere = Self.isBlank(source[position])
      if Self.isBlank(text[offset]) {
        guard isBlankHere else {
          // Blank lines at the beginning of a block have been skipped with the header.
          offset += 1
          continue
        }
        alignBlanks()
      } else if isBlankHere {
        skipBlanks()
      } else if style == .singleQuoted, source[position] == UInt8(ascii: "'") {
        guard text[offset] == source[position] else { return }
        add(contentCount: 1, sourceCount: 2)
      } else if source[position] == text[offset] {
        add(contentCount: 1, sourceCount: 1)
      } else {
        return
      }
    }
  }

  private mutating func skipBlanks() {
    while position < end, Self.isBlank(source[position]) { position += 1 }
  }

  private mutating func alignBlanks() {
    var contentCount = 0
    while offset + contentCount < text.count, Self.isBlank(text[offset + contentCount]) {
      contentCount += 1
    }
    var sourceCount = 0
    while position + sourceCount < end, Self.isBlank(source[position + sourceCount]) {
      sourceCount += 1
    }
    add(contentCount: contentCount, sourceCount: sourceCount)
  }

  private mutating func alignEscaped() {
    while offset < text.count, position < end {
      let byte = source[position]
      if byte == UInt8(ascii: "\\") {
        guard alignEscape() else { return }
      } else if Self.isBlank(byte) {
        if Self.isBlank(text[offset]) { alignFold() } else { skipBlanks() }
      } else if byte == text[offset] {
        add(contentCount: 1, sourceCount: 1)
      } else {
        return
      }
    }
  }

  /// A run of blanks: as it is on one line, folded over several.
  private mutating func alignFold() {
    var sourceCount = 0
    var breaks = 0
    while position + sourceCount < end, Self.isBlank(source[position + sourceCount]) {
      if source[position + sourceCount] == UInt8(ascii: "\n") { breaks += 1 }
      sourceCount += 1
    }
    // One break folds to a space, n to n - 1 breaks; without a break nothing is folded.
    let contentCount = breaks == 0 ? sourceCount : max(1, breaks - 1)
    add(contentCount: min(contentCount, text.count - offset), sourceCount: sourceCount)
  }

  private mutating func alignEscape() -> Bool {
    guard position + 1 < end else { return false }
    let digits: Int
    switch source[position + 1] {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      position += 1
      skipBlanks()
      return true
    default: digits = 0
    }
    let length = Self.length(ofScalarBeginningWith: text[offset])
    guard position + 2 + digits <= end, offset + length <= text.count else { return false }
    add(contentCount: length, sourceCount: 2 + digits)
    return true
  }

  private static func length(ofScalarBeginningWith byte: UInt8) -> Int {
    switch byte {
    case 0..<0x80: 1
    case 0x80..<0xE0: 2
    case 0xE0..<0xF0: 3
    default: 4
    }
  }

  private mutating func add(contentCount: Int, sourceCount: Int) {
    if let last = segments.last, last.isVerbatim, contentCount == sourceCount,
      last.source + last.sourceCount == position, last.content + last.contentCount == offset
    {
      segments[segments.count - 1].contentCount += contentCount
      segments[segments.count - 1].sourceCount += sourceCount
    } else {
      segments.append(
        ScalarSegment(
          content: offset, contentCount: contentCount, source: position, sourceCount: sourceCount))
    }
    offset += contentCount
    position += sourceCount
  }
}
