// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Puts calls such as `normal(62, 18)` together again, torn by a comma inside `{…}` or `[…]`.
enum TornCall {
  /// How many pieces are put together at most.
  private static let pieceLimit = 16

  /// The items of a list in brackets, torn calls made one, each reported.
  static func mended(
    _ items: [YAMLNode], work: WorkText, findings: inout [Diagnostic]
  ) -> [YAMLNode] {
    var whole: [YAMLNode] = []
    var position = 0
    while position < items.count {
      let item = items[position]
      if let count = pieces(items[position...].prefix(pieceLimit).map(\.plainText)) {
        let joined = item.span.joined(with: items[position + count - 1].span)
        whole.append(report(joined, work: work, findings: &findings))
        position += count
      } else {
        whole.append(item)
        position += 1
      }
    }
    return whole
  }

  /// The entries of a map in braces: the halves after the first became keys without values.
  static func mended(
    _ entries: [YAMLEntry], work: WorkText, findings: inout [Diagnostic]
  ) -> [YAMLEntry] {
    var whole: [YAMLEntry] = []
    var position = 0
    while position < entries.count {
      let entry = entries[position]
      let rest = entries[(position + 1)...].prefix(pieceLimit).map { next in
        next.value.scalar?.isEmpty == true && next.key.style == .plain ? next.key.text : nil
      }
      if let count = pieces([entry.value.plainText] + rest) {
        let last = entries[position + count - 1].key.span
        let value = report(entry.value.span.joined(with: last), work: work, findings: &findings)
        whole.append(YAMLEntry(key: entry.key, value: value))
        position += count
      } else {
        whole.append(entry)
        position += 1
      }
    }
    return whole
  }

  /// How many of the texts make one call; `nil` if the first isn't the beginning of a torn one.
  private static func pieces(_ texts: [String?]) -> Int? {
    var open = 0
    for (position, text) in texts.enumerated() {
      guard let text else { return nil }
      for byte in text.utf8 {
        if byte == UInt8(ascii: "(") { open += 1 }
        if byte == UInt8(ascii: ")") { open -= 1 }
        if open < 0 { return nil }
      }
      if open == 0 { return position == 0 ? nil : position + 1 }
    }
    return nil
  }

  private static func report(
    _ span: SourceSpan, work: WorkText, findings: inout [Diagnostic]
  ) -> YAMLNode {
    let text = work.sourceText(span.bytes)
    let quoted = YAMLQuoting.quoted(text)
    findings.append(
      Diagnostic(
        .tornCall, at: span, "the comma tears `\(text)` apart",
        label: "inside { } and [ ] a comma ends a value"
      )
      .help("quote all of it: \(quoted)", replacing: span, with: quoted))
    return YAMLNode(span: span, content: .scalar(ScalarSource(text: text, span: span)))
  }
}

extension YAMLNode {
  /// The text of a scalar without quotes.
  fileprivate var plainText: String? {
    guard let scalar, scalar.style == .plain, !scalar.isEmpty else { return nil }
    return scalar.text
  }
}

/// Quotes texts for YAML.
enum YAMLQuoting {
  /// The text in the quotes that need the fewest escapes, on one line.
  static func quoted(_ text: String) -> String {
    if !text.contains("'") { return "'\(text)'" }
    if !text.contains("\""), !text.contains("\\") { return "\"\(text)\"" }
    return "'\(doubled(text))'"
  }

  /// The text with its single quotes written twice.
  static func doubled(_ text: String) -> String {
    text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
  }
}
