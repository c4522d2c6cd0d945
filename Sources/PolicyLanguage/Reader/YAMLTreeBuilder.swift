// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Builds nodes from events, and finds what a parser would let through: duplicate keys, keys that
/// aren't words, anchors, aliases, calls torn by commas.
struct YAMLTreeBuilder {
  private struct Frame {
    let start: Int
    let isMapping: Bool
    let isFlow: Bool
    var entries: [YAMLEntry] = []
    var places: [String: SourceSpan] = [:]
    var items: [YAMLNode] = []
    /// The key that waits for its value.
    var key: YAMLNode?
  }

  private let work: WorkText
  private let file: FileID
  private var stack: [Frame] = []
  private var findings: [Diagnostic] = []
  private var aliases: [SourceSpan] = []
  private var anchors: [SourceSpan] = []
  private(set) var roots: [YAMLNode] = []

  init(work: WorkText, file: FileID) {
    self.work = work
    self.file = file
  }

  var depth: Int { stack.count }

  // MARK: - Events

  mutating func open(_ range: Range<Int>, isMapping: Bool, isFlow: Bool, hasAnchor: Bool) {
    if hasAnchor { noteAnchor(range) }
    stack.append(Frame(start: range.lowerBound, isMapping: isMapping, isFlow: isFlow))
  }

  mutating func close(_ range: Range<Int>) {
    guard let frame = stack.popLast() else { return }
    let end =
      frame.isFlow ? range.upperBound : lastContent(before: range.upperBound, from: frame.start)
    let span = span(frame.start..<end)
    let content: YAMLNode.Content
    if frame.isMapping {
      let mended = TornCall.mended(
        frame.isFlow ? frame.entries : [], work: work, findings: &findings)
      content = .mapping(
        YAMLMapping(entries: frame.isFlow ? mended : frame.entries, isFlow: frame.isFlow))
    } else {
      content = .sequence(
        frame.isFlow
          ? TornCall.mended(frame.items, work: work, findings: &findings) : frame.items)
    }
    add(YAMLNode(span: span, content: content))
  }

  mutating func addScalar(
    _ value: [UInt8], style: ScalarStyle, _ range: Range<Int>, hasAnchor: Bool
  ) {
    if hasAnchor { noteAnchor(range) }
    let scalar = scalar(value, style: style, range)
    add(YAMLNode(span: scalar.span, content: .scalar(scalar)))
  }

  mutating func addAlias(_ range: Range<Int>) {
    let span = span(range)
    aliases.append(span)
    add(YAMLNode(span: span, content: .broken))
  }

  private mutating func noteAnchor(_ range: Range<Int>) {
    // The event begins at the anchor.
    var end = range.lowerBound
    while end < work.bytes.count, !WorkText.isSpace(work.bytes[end]),
      work.bytes[end] != UInt8(ascii: "\n")
    {
      end += 1
    }
    anchors.append(span(range.lowerBound..<end))
  }

  // MARK: - Tree

  private mutating func add(_ node: YAMLNode) {
    guard let top = stack.indices.last else {
      if node.scalar?.isEmpty != true { roots.append(node) }
      return
    }
    guard stack[top].isMapping else {
      stack[top].items.append(node)
      return
    }
    guard let key = stack[top].key else {
      stack[top].key = node
      return
    }
    stack[top].key = nil
    addEntry(key: key, value: node, to: top)
  }

  private mutating func addEntry(key: YAMLNode, value: YAMLNode, to top: Int) {
    guard let word = key.scalar, !word.isEmpty else {
      // What is behind an alias has been reported as one.
      if key.content != .broken { reportKey(key, value: value, isFlow: stack[top].isFlow) }
      return
    }
    // The merge key means nothing without the alias behind it, which is reported.
    if word.text == "<<", value.content == .broken { return }
    if let earlier = stack[top].places[word.text] {
      findings.append(
        Diagnostic(
          .duplicateKey, at: word.span, "the key `\(word.text)` is given twice", label: "again"
        )
        .note("it is first given at", at: earlier)
        .help("keep one of them"))
      return
    }
    stack[top].places[word.text] = word.span
    stack[top].entries.append(YAMLEntry(key: word, value: value))
  }

  private mutating func reportKey(_ key: YAMLNode, value: YAMLNode, isFlow: Bool) {
    let start = key.span.bytes.lowerBound
    if key.mapping != nil {
      findings.append(
        Diagnostic(
          .keyNotText, at: key.span, "a text that begins with `{{` needs quotes",
          label: "YAML takes the braces for a map"
        )
        .help("quote all of the text: \"{{…}} …\""))
    } else {
      findings.append(
        Diagnostic(
          .keyNotText,
          at: key.span.bytes.isEmpty
            ? SourceSpan(file: file, bytes: start..<start + 1) : key.span,
          "a key is expected here, a word followed by `: `"))
    }
  }

  // MARK: - Places

  private func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(file: file, bytes: work.origin(range))
  }

  /// The end of what is written before `end`, spaces, line breaks and whole-line comments left out.
  private func lastContent(before end: Int, from start: Int) -> Int {
    var end = end
    while end > start {
      while end > start, Self.isBlank(work.bytes[end - 1]) { end -= 1 }
      let line = work.line(at: end)
      let content = work.contentStart(of: line)
      guard content < end, content > start, work.bytes[content] == UInt8(ascii: "#") else { break }
      end = line.lowerBound
    }
    return max(start, end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    WorkText.isSpace(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func scalar(_ value: [UInt8], style: ScalarStyle, _ range: Range<Int>) -> ScalarSource {
    var end = range.upperBound
    if style == .literal || style == .folded {
      end = lastContent(before: end, from: range.lowerBound)
    }
    let range = range.lowerBound..<end
    let isVerbatim = style == .plain && value.count == range.count
    let isMultiline = work.bytes[range].contains(UInt8(ascii: "\n"))
    let segments: [ScalarSegment] =
      isVerbatim ? [] : segments(of: range, text: value, style: style)
    return ScalarSource(
      text: String(decoding: value, as: UTF8.self), style: style, span: span(range),
      isMultiline: isMultiline,
      comment: style == .plain && !value.isEmpty ? comment(after: end) : nil,
      segments: segments)
  }

  private func segments(
    of range: Range<Int>, text: [UInt8], style: ScalarStyle
  ) -> [ScalarSegment] {
    ScalarAlignment.segments(source: work.bytes, range: range, text: text, style: style)
      .map { segment in
        let source = work.origin(segment.source..<segment.source + segment.sourceCount)
        return ScalarSegment(
          content: segment.content, contentCount: segment.contentCount,
          source: source.lowerBound, sourceCount: source.count)
      }
  }

  private func comment(after end: Int) -> TrailingComment? {
    var start = end
    while start < work.bytes.count, WorkText.isSpace(work.bytes[start]) { start += 1 }
    guard start > end, start < work.bytes.count, work.bytes[start] == UInt8(ascii: "#") else {
      return nil
    }
    let range = start..<work.line(at: start).upperBound
    return TrailingComment(
      span: span(range), text: work.text(range.lowerBound + 1..<range.upperBound),
      gap: start - end)
  }

  // MARK: - Findings

  /// What was found, with aliases and anchors told once a document.
  func finishedFindings() -> [Diagnostic] {
    var all = findings
    if let first = aliases.first {
      let more = aliases.count - 1
      var finding = Diagnostic(
        .alias, at: first, "YAML takes `*` for an alias, and aliases are refused",
        label: "an alias")
      if more > 0 {
        finding = finding.note("\(more) more alias\(more == 1 ? "" : "es") in this document")
      }
      if let anchor = anchors.first {
        finding = finding.note("an anchor is set at", at: anchor)
      }
      all.append(
        finding.help(
          "write what it stands for where it is needed, or share it by `define` and `use`; "
            + "quote a text that begins with `*`"))
    } else if let first = anchors.first {
      all.append(
        Diagnostic(
          .anchor, at: first, "YAML takes `&` for an anchor, and anchors are refused",
          label: "an anchor"
        )
        .help("remove it; quote a text that begins with `&`"))
    }
    return all
  }
}
