// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads a text into nodes and errors, in one pass from left to right.
///
/// Each byte is looked at a bounded number of times, whatever the text: an unclosed tag ends at the
/// next `{{`, where reading goes on, and a quote ends with its line.
struct TemplateParser {
  let bytes: [UInt8]
  private(set) var nodes: [TemplateNode] = []
  private(set) var errors: [TemplateError] = []
  private var position = 0
  private var literalStart = 0
  private var open: [OpenSection] = []
  // How many sections of a name are open: tells without a search whether an end has a beginning.
  private var openCounts: [String: Int] = [:]
  private var openElements = 0
  private var toldTooDeep = false

  private struct OpenSection {
    // None below the deepest level: nodes never nest deeper than the limit.
    let node: Int?
    let condition: TemplateCondition
    let range: Range<Int>
  }

  init(_ source: String) {
    bytes = Array(source.utf8)
  }

  mutating func run() {
    while let start = nextTag() {
      switch tag(at: start) {
      case .closed(let tag):
        read(tag)
      case .unclosed(let kind, let resume):
        flushLiteral(to: start)
        fail(kind, start..<min(start + (kind == .unclosedRawTag ? 3 : 2), bytes.count))
        position = resume
        literalStart = resume
      }
    }
    flushLiteral(to: bytes.count)
    while let section = open.popLast() {
      close(section, at: nodes.count, tag: bytes.count..<bytes.count)
    }
  }

  // MARK: - Finding tags

  /// A tag between its braces.
  struct Tag {
    /// The whole tag with its braces.
    let range: Range<Int>
    /// What stands between braces and sigil.
    let content: Range<Int>
    let sigil: Sigil
  }

  enum Sigil {
    case variable, raw, section, inverted, end, partial, comment, delimiters

    /// Takes its line with it when it stands alone there.
    var mayStandAlone: Bool {
      switch self {
      case .section, .inverted, .end, .partial, .comment, .delimiters: true
      case .variable, .raw: false
      }
    }
  }

  private enum TagEnd {
    case closed(Tag)
    case unclosed(TemplateError.Kind, resume: Int)
  }

  private mutating func nextTag() -> Int? {
    while position + 1 < bytes.count {
      if bytes[position] == brace, bytes[position + 1] == brace { return position }
      position += 1
    }
    return nil
  }

  private func tag(at start: Int) -> TagEnd {
    var index = start + 2
    let first: UInt8? = index < bytes.count ? bytes[index] : nil
    let sigil: Sigil
    switch first {
    case UInt8(ascii: "{"): sigil = .raw
    case UInt8(ascii: "&"): sigil = .raw
    case UInt8(ascii: "#"): sigil = .section
    case UInt8(ascii: "^"): sigil = .inverted
    case UInt8(ascii: "/"): sigil = .end
    case UInt8(ascii: ">"): sigil = .partial
    case UInt8(ascii: "!"): sigil = .comment
    case UInt8(ascii: "="): sigil = .delimiters
    case _: sigil = .variable
    }
    if sigil != .variable { index += 1 }
    let closing = first == brace ? 3 : 2
    let contentStart = index
    var afterColon = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == closingBrace, index + 1 < bytes.count, bytes[index + 1] == closingBrace {
        if closing == 3, index + 2 >= bytes.count || bytes[index + 2] != closingBrace {
          return .unclosed(.unclosedRawTag, resume: index + 2)
        }
        let end = index + closing
        return .closed(Tag(range: start..<end, content: contentStart..<index, sigil: sigil))
      }
      if sigil != .comment {
        if byte == brace, index + 1 < bytes.count, bytes[index + 1] == brace {
          return .unclosed(.unclosedTag, resume: index)
        }
        // Only an argument may hide braces: `{{it's}}` closes where it seems to.
        if afterColon, byte == doubleQuote || byte == singleQuote,
          let end = endOfQuote(from: index, in: bytes.indices)
        {
          index = end
          continue
        }
        if !isBlank(byte) { afterColon = byte == UInt8(ascii: ":") }
      }
      index += 1
    }
    return .unclosed(.unclosedTag, resume: bytes.count)
  }

  /// The index after the quote that closes the one at `start`; `nil` if its line has none.
  private func endOfQuote(from start: Int, in range: Range<Int>) -> Int? {
    var index = start + 1
    while index < range.upperBound, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == bytes[start] { return index + 1 }
      index += 1
    }
    return nil
  }

  // MARK: - Reading tags

  private mutating func read(_ tag: Tag) {
    var indent = tag.range.lowerBound..<tag.range.lowerBound
    if tag.sigil.mayStandAlone, let line = lineOfItsOwn(tag.range) {
      indent = line.lowerBound..<tag.range.lowerBound
      flushLiteral(to: line.lowerBound)
      position = line.upperBound
    } else {
      flushLiteral(to: tag.range.lowerBound)
      position = tag.range.upperBound
    }
    literalStart = position

    var reader = TagReader(bytes: bytes, content: tag.content, tag: tag.range)
    switch tag.sigil {
    case .comment: break
    case .delimiters: fail(.delimiterChange, tag.range)
    case .variable, .raw:
      if let variable = reader.variable(isRaw: tag.sigil == .raw) {
        if variable.path == ".", openElements == 0 {
          fail(.elementOutsideSection, variable.pathRange)
        }
        nodes.append(TemplateNode(kind: .variable(variable), range: tag.range))
      }
    case .section, .inverted:
      let condition = reader.condition(isInverted: tag.sigil == .inverted)
      begin(condition, tag: tag.range)
    case .end:
      if let condition = reader.condition(isInverted: false) { end(condition, tag: tag.range) }
    case .partial:
      if let name = reader.partialName() {
        nodes.append(TemplateNode(kind: .partial(name: name, indent: indent), range: tag.range))
      }
    }
    errors += reader.errors
  }

  private mutating func begin(_ condition: TemplateCondition?, tag: Range<Int>) {
    // Without a readable name its end can't match either; that would only repeat the mistake.
    guard let condition else { return }
    if condition.path == "." { return fail(.badName("."), condition.pathRange) }
    let isTooDeep = open.count >= MessageText.nestingLimit
    if isTooDeep, !toldTooDeep {
      toldTooDeep = true
      fail(.nestingTooDeep(limit: MessageText.nestingLimit), tag)
    }
    open.append(
      OpenSection(node: isTooDeep ? nil : nodes.count, condition: condition, range: tag))
    openCounts[condition.path, default: 0] += 1
    if !condition.isInverted { openElements += 1 }
    if isTooDeep { return }
    // The end's index is put in when it is known.
    nodes.append(TemplateNode(kind: .section(condition, end: nodes.count), range: tag))
  }

  private mutating func end(_ condition: TemplateCondition, tag: Range<Int>) {
    guard openCounts[condition.path, default: 0] > 0 else {
      let name = condition.path
      return fail(.unmatchedSectionEnd(name, open: open.last?.condition.path), tag)
    }
    while let section = open.popLast() {
      openCounts[section.condition.path, default: 1] -= 1
      if !section.condition.isInverted { openElements -= 1 }
      let matches = section.condition.path == condition.path
      close(section, at: nodes.count, tag: tag, isMissing: !matches)
      if matches { return }
    }
  }

  private mutating func close(
    _ section: OpenSection, at end: Int, tag: Range<Int>, isMissing: Bool = true
  ) {
    if isMissing { fail(.unclosedSection(section.condition.path), section.range) }
    guard let start = section.node else { return }
    nodes[start] = TemplateNode(kind: .section(section.condition, end: end), range: section.range)
    nodes.append(TemplateNode(kind: .sectionEnd(start: start), range: tag))
  }

  // MARK: - Lines

  /// The line, its break included, that holds nothing but blanks and the tag.
  private func lineOfItsOwn(_ tag: Range<Int>) -> Range<Int>? {
    var start = tag.lowerBound
    while start > literalStart, isSpaceOrTab(bytes[start - 1]) { start -= 1 }
    guard start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
    var end = tag.upperBound
    while end < bytes.count, isSpaceOrTab(bytes[end]) { end += 1 }
    if end == bytes.count { return start..<end }
    if bytes[end] == UInt8(ascii: "\r"), end + 1 < bytes.count { end += 1 }
    return bytes[end] == UInt8(ascii: "\n") ? start..<(end + 1) : nil
  }

  private mutating func flushLiteral(to end: Int) {
    if literalStart < end {
      nodes.append(TemplateNode(kind: .literal, range: literalStart..<end))
    }
    literalStart = end
  }

  private mutating func fail(_ kind: TemplateError.Kind, _ range: Range<Int>) {
    errors.append(TemplateError(kind: kind, range: range))
  }
}

let brace = UInt8(ascii: "{")
let closingBrace = UInt8(ascii: "}")
let doubleQuote = UInt8(ascii: "\"")
let singleQuote = UInt8(ascii: "'")

func isSpaceOrTab(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

func isBlank(_ byte: UInt8) -> Bool {
  isSpaceOrTab(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}
