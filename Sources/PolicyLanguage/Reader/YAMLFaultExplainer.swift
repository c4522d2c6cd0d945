// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Says in plain words what libyaml refuses, and how the line was most likely meant.
struct YAMLFaultExplainer {
  /// How the text is changed before it is read again.
  enum Repair {
    /// New text for a range.
    case replace(Range<Int>, String)
    /// Single quotes around a range.
    case quote(Range<Int>)
    /// The line is left out.
    case leaveOut
  }

  /// What is reported, where, and what is done about it.
  struct Explanation {
    var diagnostic: Diagnostic
    /// An offset on the line that is at fault.
    var line: Int
    var repair: Repair
  }

  let work: WorkText
  let file: FileID
  let fault: YAMLFault
  let line: YAMLLine
  /// The line on which the construct that libyaml speaks of began.
  let contextLine: YAMLLine

  init(work: WorkText, file: FileID, fault: YAMLFault) {
    self.work = work
    self.file = file
    self.fault = fault
    // At the end of the text the last line that says something is the one to show.
    var range = work.line(at: fault.offset)
    if work.contentStart(of: range) == range.upperBound, let before = work.lineBefore(range) {
      range = before
    }
    line = YAMLLine(range, in: work)
    contextLine =
      fault.contextOffset.map { YAMLLine(work.line(at: $0), in: work) }
      ?? YAMLLine(range, in: work)
  }

  func explain() -> Explanation {
    if fault.kind == .tag { return tag(at: fault.offset) }
    if let special = directive() ?? commentBetweenLines() ?? braces() { return special }
    switch fault.problem {
    case "mapping values are not allowed in this context": return mappingValue()
    case "could not find expected ':'": return missingColon()
    case "did not find expected key", "did not find expected '-' indicator": return blockEntry()
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'": return flowEntry()
    case "found unexpected end of stream" where fault.context.contains("quoted"),
      "found unexpected document indicator" where fault.context.contains("quoted"):
      return unclosedQuote()
    case "found unknown escape character", "did not find expected hexdecimal number":
      return escape()
    case let problem where problem.hasSuffix("Unicode character escape code"): return escape()
    case "did not find expected comment or line break", "found an indentation indicator equal to 0":
      return blockHeader()
    case "block sequence entries are not allowed in this context": return itemInValue()
    default: break
    }
    if fault.context.contains("tag") || fault.problem.contains("tag") {
      return tag(at: fault.contextOffset ?? fault.offset)
    }
    if let reserved = reserved() { return reserved }
    return other()
  }

  // MARK: - Building blocks

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(file: file, bytes: work.origin(range))
  }

  func character(at offset: Int) -> Range<Int> {
    guard offset < work.bytes.count, work.bytes[offset] >= 0x20 else { return offset..<offset }
    var end = offset + 1
    while end < work.bytes.count, work.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return offset..<end
  }

  func explanation(
    _ diagnostic: Diagnostic, at offset: Int, _ repair: Repair
  ) -> Explanation {
    Explanation(diagnostic: diagnostic, line: offset, repair: repair)
  }

  /// Advises to quote a value, and does so.
  func quoting(
    _ range: Range<Int>, _ diagnostic: Diagnostic, because reason: String? = nil
  ) -> Explanation {
    let text = work.text(range)
    let quoted = YAMLQuoting.quoted(text)
    return explanation(
      diagnostic.help(
        "\(reason.map { "\($0), " } ?? "")quote all of it: \(quoted)", replacing: span(range),
        with: quoted),
      at: range.lowerBound, .quote(range))
  }

  // MARK: - Values that begin with a sign of YAML

  private func tag(at: Int) -> Explanation {
    let line = YAMLLine(work.line(at: at), in: work)
    let range = line.piece(around: at, in: work).range
    let sign = character(at: at)
    guard range.contains(at), !range.isEmpty, work.bytes[range.lowerBound] == UInt8(ascii: "!")
    else {
      return explanation(
        Diagnostic(
          .tag, at: span(sign), "YAML takes `!` for a tag, and tags are refused",
          label: "begins a tag"
        )
        .help("remove the tag; types come from the kind, not from the text"),
        at: at, .leaveOut)
    }
    if work.text(range).hasPrefix("!!") {
      return explanation(
        Diagnostic(
          .tag, at: span(sign), "YAML takes `!` for a tag, and tags are refused",
          label: "begins a tag"
        )
        .help("remove the tag; types come from the kind, not from the text"),
        at: at, .quote(range))
    }
    return quoting(
      range,
      Diagnostic(
        .tag, at: span(sign), "YAML takes `!` for a tag, so this text would vanish",
        label: "begins a tag"))
  }

  private func directive() -> Explanation? {
    // Behind a directive libyaml wants `---`, and complains of the line that stands there instead.
    let isBehind = fault.problem == "did not find expected <document start>"
    var range: Range<Int>? = line.range
    while let here = range {
      if let found = directive(on: YAMLLine(here, in: work)) { return found }
      range = isBehind ? work.lineBefore(here) : nil
    }
    return nil
  }

  private func directive(on line: YAMLLine) -> Explanation? {
    let start = line.range.lowerBound
    guard start < line.end, work.bytes[start] == UInt8(ascii: "%") else { return nil }
    return explanation(
      Diagnostic(
        .directive, at: span(start..<line.end), "a directive of YAML has no place in a bundle"
      )
      .help("remove the line"), at: start, .leaveOut)
  }

  /// A text that begins with a variable, and goes on.
  private func braces() -> Explanation? {
    guard fault.problem == "did not find expected key", line.value + 1 < line.end,
      work.text(line.value..<line.value + 2) == "{{", fault.offset > line.value
    else { return nil }
    return quoting(
      line.value..<line.end,
      Diagnostic(
        .keyNotText, at: span(line.value..<line.value + 2),
        "a text that begins with `{{` needs quotes", label: "YAML takes the braces for a map"))
  }

  /// A value that begins with a character that plain text can't begin with.
  private func reserved() -> Explanation? {
    let at =
      fault.context.isEmpty || fault.context.contains("token")
      ? fault.offset : fault.contextOffset ?? fault.offset
    guard at < work.bytes.count else { return nil }
    let line = YAMLLine(work.line(at: at), in: work)
    let piece = line.piece(around: at, in: work).range
    let byte = work.bytes[at]
    // A tag may have been read before what the parser stopped at.
    if !piece.isEmpty, work.bytes[piece.lowerBound] == UInt8(ascii: "!") {
      return tag(at: piece.lowerBound)
    }
    let meaning: String
    switch byte {
    case UInt8(ascii: "&"): meaning = "YAML takes `&` for an anchor"
    case UInt8(ascii: "*"): meaning = "YAML takes `*` for an alias"
    case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"):
      meaning = "a plain text can't begin with `\(work.text(at..<at + 1))`"
    case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","):
      return explanation(
        Diagnostic(
          .unclosedBracket, at: span(at..<at + 1),
          "`\(work.text(at..<at + 1))` stands where a value is expected"
        )
        .help("remove it, or quote the text that it belongs to"),
        at: at, .leaveOut)
    default: return nil
    }
    guard piece.lowerBound == at, !piece.isEmpty else { return nil }
    return quoting(
      piece,
      Diagnostic(.reservedCharacter, at: span(at..<at + 1), meaning, label: "a sign of YAML"))
  }

  private func blockHeader() -> Explanation {
    let at = fault.contextOffset ?? fault.offset
    let line = YAMLLine(work.line(at: at), in: work)
    return quoting(
      line.value..<max(line.value + 1, line.end),
      Diagnostic(
        .blockHeader, at: span(character(at: at)),
        "YAML takes `\(work.text(character(at: at)))` for the beginning of a block",
        label: "the block's text would begin on the next line"))
  }

  // MARK: - Quotes

  private func unclosedQuote() -> Explanation {
    let at = fault.contextOffset ?? fault.offset
    let line = YAMLLine(work.line(at: at), in: work)
    let quote = work.text(character(at: at))
    return explanation(
      Diagnostic(
        .unclosedQuote, at: span(character(at: at)), "the quote \(quote) is never closed",
        label: "opened here"
      )
      .help(
        quote == "'"
          ? "close it with ' at the end; inside, a single quote is written twice"
          : "close it with \" at the end; inside, a double quote is written \\\""),
      at: at, .replace(at..<max(at + 1, line.range.upperBound), "''"))
  }

  private func escape() -> Explanation {
    // The mark stands at the backslash, or behind it at the digits.
    var at = min(fault.offset, max(0, work.bytes.count - 1))
    while at > 0, work.bytes[at] != UInt8(ascii: "\\"), fault.offset - at < 10 { at -= 1 }
    let end = min(at + 2, work.bytes.count)
    let text = work.text(at..<end)
    return explanation(
      Diagnostic(
        .escape, at: span(at..<end), "double quotes know no escape `\(text)`",
        label: "write `\\\(text)` for a backslash"
      )
      .help("or use single quotes, in which a backslash is a backslash"),
      at: at, .replace(at..<at, "\\"))
  }

  // MARK: - Keys and items

  private func mappingValue() -> Explanation {
    if let key = line.key, fault.offset <= key.upperBound {
      return indentation("belongs to the text above")
    }
    let piece = line.piece(around: fault.offset, in: work).range
    return quoting(
      piece,
      Diagnostic(
        .colonInValue, at: span(character(at: fault.offset)),
        "a colon with a space after it begins a value, and this is one already",
        label: "YAML expects a key before it"))
  }

  private func missingColon() -> Explanation {
    let line = contextLine
    let range = line.content..<max(line.content, line.end)
    let text = work.text(range)
    if let colon = work.bytes[range].firstIndex(of: UInt8(ascii: ":")),
      work.bytes[line.content..<colon].allSatisfy({ $0 > UInt8(ascii: " ") })
    {
      return explanation(
        Diagnostic(
          .missingColon, at: span(colon..<colon + 1), "a space is missing behind the colon",
          label: "`\(text)` is one word to YAML"
        )
        .help(
          "write `\(work.text(line.content..<colon)): …`", replacing: span(colon..<colon + 1),
          with: ": "),
        at: colon, .replace(colon + 1..<colon + 1, " "))
    }
    return explanation(
      Diagnostic(
        .missingColon, at: span(range), "this line is neither `key: value` nor an item",
        label: "a colon and a space are expected"),
      at: range.lowerBound, .leaveOut)
  }

  /// A comment behind a plain text that goes on in the next line: YAML ends the text there.
  private func commentBetweenLines() -> Explanation? {
    let isSimpleKey = fault.problem == "could not find expected ':'"
    let line = isSimpleKey ? contextLine : self.line
    guard line.key == nil, line.content < line.end, let before = work.lineBefore(line.range),
      let hash = commentStart(of: before)
    else { return nil }
    let previous = YAMLLine(before, in: work)
    let signs = "\"'[{|>".utf8
    guard previous.key != nil, previous.value < hash, line.contentColumn > previous.contentColumn,
      !signs.contains(work.bytes[previous.value]), fault.offset >= line.range.lowerBound
    else { return nil }
    let range = line.content..<line.end
    return explanation(
      Diagnostic(
        .commentInExpression, at: span(hash..<before.upperBound),
        "a comment ends this text before its next line", label: "a comment"
      )
      .note("the text goes on at", at: span(range))
      .help("move the comment above the key, or write the text as a block: |-"),
      at: range.lowerBound, .leaveOut)
  }

  private func commentStart(of line: Range<Int>) -> Int? {
    let end = work.contentEnd(of: line)
    guard let hash = work.bytes[end..<line.upperBound].firstIndex(of: UInt8(ascii: "#")) else {
      return nil
    }
    return hash
  }

  private func blockEntry() -> Explanation {
    let first = line.value < line.end ? work.bytes[line.value] : 0
    let isBehindValue = fault.offset > line.value && line.range.contains(fault.offset)
    if isBehindValue {
      switch first {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): return textBehindQuote(first)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        return quoting(
          line.value..<line.end,
          Diagnostic(
            .textAfterValue, at: span(fault.offset..<max(fault.offset, line.end)),
            "text follows the bracket that ends this value",
            label: "YAML takes the bracket for a list or a map"))
      default: break
      }
    }
    if let reserved = reserved() { return reserved }
    return indentation("no key or item begins in this column")
  }

  private func textBehindQuote(_ quote: UInt8) -> Explanation {
    let diagnostic = Diagnostic(
      .textAfterValue, at: span(fault.offset..<max(fault.offset, line.end)),
      "text follows the quote that ends this value")
    // A letter right behind the quote: it was meant as an apostrophe.
    let isApostrophe =
      quote == UInt8(ascii: "'") && work.bytes[fault.offset - 1] == quote
      && work.bytes[fault.offset] > UInt8(ascii: "@") && work.bytes[line.end - 1] == quote
      && line.end - 1 > fault.offset
    guard isApostrophe else { return quoting(line.value..<line.end, diagnostic) }
    let inner = line.value + 1..<line.end - 1
    let text = "'" + YAMLQuoting.doubled(work.text(inner)) + "'"
    return explanation(
      diagnostic.help(
        "inside single quotes, write a single quote twice: \(text)",
        replacing: span(line.value..<line.end), with: text),
      at: line.value, .replace(inner, YAMLQuoting.doubled(work.text(inner))))
  }

  /// The line begins in a column in which nothing can begin.
  private func indentation(_ label: String) -> Explanation {
    let start = work.contentStart(of: line.range)
    var diagnostic = Diagnostic(
      .unexpectedIndentation, at: span(start..<max(start, line.end)),
      "this line is indented unlike its neighbours", label: label)
    guard let before = work.lineBefore(line.range) else {
      return explanation(diagnostic, at: start, .leaveOut)
    }
    let previous = YAMLLine(before, in: work)
    let opensBlock = previous.key != nil && previous.value >= previous.end
    let target = previous.contentColumn + (opensBlock ? 2 : 0)
    diagnostic = diagnostic.help(
      "begin it in column \(target + 1) to have it beside the line above, "
        + "or in the column of the key or item that it belongs to")
    let current = start - line.range.lowerBound
    guard current != target else { return explanation(diagnostic, at: start, .leaveOut) }
    return explanation(
      diagnostic, at: start,
      .replace(line.range.lowerBound..<start, String(repeating: " ", count: target)))
  }

  private func itemInValue() -> Explanation {
    let at = fault.offset
    return explanation(
      Diagnostic(
        .syntax, at: span(character(at: at)), "an item can't begin behind a key on its line"
      )
      .help("begin the list on the next line, or write it in brackets: [a, b]"),
      at: at, .leaveOut)
  }

  // MARK: - The rest

  private func other() -> Explanation {
    let at = min(max(line.content, fault.offset), max(line.content, line.end))
    return explanation(
      Diagnostic(
        .syntax, at: span(character(at: at)), "the text isn't YAML here",
        label: fault.problem.isEmpty ? nil : fault.problem
      )
      .help("quote the text if it is meant as it stands"),
      at: line.content, .leaveOut)
  }
}
