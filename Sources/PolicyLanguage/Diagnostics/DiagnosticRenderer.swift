// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Shows diagnostics as text for people.
public struct DiagnosticRenderer: Sendable {
  /// The files that spans point into.
  public let sources: SourceMap
  /// Whether words are coloured; colour only repeats what a word says.
  public let colour: Bool
  /// Source lines longer than this many characters are cut around the span.
  public let width: Int

  /// Makes a renderer.
  public init(sources: SourceMap, colour: Bool = false, width: Int = 120) {
    self.sources = sources
    self.colour = colour
    self.width = max(width, 40)
  }

  /// All of them, sorted by place, an empty line between two.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted(by: Diagnostic.inOrder).map(render).joined(separator: "\n")
  }

  /// One diagnostic, ending with a line break.
  public func render(_ diagnostic: Diagnostic) -> String {
    let place = sources.location(of: diagnostic.span)
    let word =
      paint(diagnostic.severity.rawValue, diagnostic.severity == .error ? "1;31" : "1;33")
    let headline = Self.printable(diagnostic.headline)
    var text =
      "\(paint(place.description, "2")): \(word)[\(diagnostic.code.identifier)]: \(headline)\n"
    text += excerpt(diagnostic, line: place.line)
    let margin = String(repeating: " ", count: max(2, String(place.line).count))
    for note in diagnostic.notes {
      let place = note.span.map { " \(sources.location(of: $0))" } ?? ""
      text += "\(margin) = note: \(Self.printable(note.text))\(place)\n"
    }
    for help in diagnostic.helps { text += "\(margin) = help: \(Self.printable(help.text))\n" }
    return text
  }

  private func paint(_ text: String, _ style: String) -> String {
    colour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }

  // MARK: - The source line

  /// The line with its number, and carets under the span; nothing for an empty file.
  private func excerpt(_ diagnostic: Diagnostic, line: Int) -> String {
    let file = sources[diagnostic.span.file]
    let range = file.byteRange(ofLine: line - 1)
    let number = String(line)
    let margin = String(repeating: " ", count: max(2, number.count))
    let gutter = String(repeating: " ", count: margin.count - number.count) + number
    let bytes = diagnostic.span.bytes
    let start = min(max(bytes.lowerBound, range.lowerBound), range.upperBound)
    let end = min(max(bytes.upperBound, start), range.upperBound)
    let before = Self.printable(file.text(range.lowerBound..<start))
    let marked = Self.printable(file.text(start..<end))
    let after = Self.printable(file.text(end..<range.upperBound))
    guard !(before + marked + after).allSatisfy(\.isWhitespace) else { return "" }
    let window = clip(before: before, marked: marked, after: after)
    let label = diagnostic.label.map { " \(Self.printable($0))" } ?? ""
    let carets = String(repeating: "^", count: max(1, window.markedCount))
    let indent = String(repeating: " ", count: window.markedStart)
    return """
      \(margin) |
      \(gutter) | \(window.text)
      \(margin) | \(indent)\(paint(carets + label, diagnostic.severity == .error ? "31" : "33"))

      """
  }

  private struct Window {
    let text: String
    let markedStart: Int
    let markedCount: Int
  }

  /// Cuts a long line so that the beginning of the span stays in view.
  private func clip(before: String, marked: String, after: String) -> Window {
    let total = before.count + marked.count + after.count
    guard total > width else {
      return Window(
        text: before + marked + after, markedStart: before.count, markedCount: marked.count)
    }
    let shown = Array(before + marked + after)
    let from = max(0, min(before.count - width / 3, total - width))
    let to = min(total, from + width)
    let head = from > 0 ? "…" : ""
    let tail = to < total ? "…" : ""
    let text = head + String(shown[from..<to]) + tail
    let start = before.count - from + head.count
    let count = max(0, min(before.count + marked.count, to) - before.count)
    return Window(text: text, markedStart: start, markedCount: count)
  }

  /// Text that keeps a terminal's line as it is: a tab as one arrow, controls as their pictures.
  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: needsPicture) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: shown.append("→")
      case 0x00...0x1F: shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? "�")
      default: shown.append(needsPicture(scalar) ? "�" : scalar)
      }
    }
    return String(shown)
  }

  private static func needsPicture(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || TextFault.isHidden(scalar.value)
  }
}
