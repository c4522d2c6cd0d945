// Licensed under the Apache License, Version 2.0; see LICENSE.

import TextLayout

/// Shows diagnostics as text for people.
public struct DiagnosticRenderer: Sendable {
  /// The files that spans point into.
  public let sources: SourceMap
  /// Whether words are coloured; colour only repeats what a word says.
  public let colour: Bool
  /// Source lines longer than this many characters are cut around the span.
  public let width: Int
  /// Whether headlines, notes and helps are broken to the width, too: on a terminal.
  ///
  /// Elsewhere each stays on a line, for tools that read them.
  public let wrapsTexts: Bool

  /// Makes a renderer.
  public init(
    sources: SourceMap, colour: Bool = false, width: Int = 120, wrapsTexts: Bool = false
  ) {
    self.sources = sources
    self.colour = colour
    self.width = max(width, 40)
    self.wrapsTexts = wrapsTexts
  }

  /// All of them, sorted by place, an empty line between two.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted(by: Diagnostic.inOrder).map(render).joined(separator: "\n")
  }

  /// One diagnostic, ending with a line break.
  public func render(_ diagnostic: Diagnostic) -> String {
    let place = sources.location(of: diagnostic.span)
    let word = diagnostic.severity.rawValue
    let code = "[\(diagnostic.code.identifier)]: "
    let taken = place.description.count + 2 + word.count + code.count
    var text = "\(paint(place.description, .dim)): "
    text += paint(word, diagnostic.severity == .error ? .boldRed : .boldYellow) + code
    text += broken(Self.printable(diagnostic.headline), behind: taken, indent: 4) + "\n"
    text += excerpt(diagnostic, line: place.line)
    let margin = String(repeating: " ", count: max(2, String(place.line).count))
    func remark(_ name: String, _ words: String, isTyped: Bool = false) -> String {
      let start = "\(margin) = \(name): "
      let lines = isTyped ? words : broken(words, behind: start.count, indent: start.count)
      return start + lines + "\n"
    }
    for note in diagnostic.notes {
      let place = note.span.map { " \(sources.location(of: $0))" } ?? ""
      text += remark("note", Self.printable(note.text) + place)
    }
    // What can be typed stays in one piece, so that it can be copied.
    for help in diagnostic.helps {
      text += remark("help", Self.printable(help.text), isTyped: help.replacement != nil)
    }
    return text
  }

  /// A text in lines of the width, where texts are broken.
  ///
  /// - Parameters:
  ///   - taken: Columns of the first line that something else stands in.
  ///   - indent: Spaces before the other lines.
  private func broken(_ text: String, behind taken: Int, indent: Int) -> String {
    guard wrapsTexts else { return text }
    return text.wrapped(to: width - indent, first: width - taken)
      .joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  private func paint(_ text: String, _ colour: TerminalStyle.Colour) -> String {
    TerminalStyle(width: nil, usesColour: self.colour).paint(text, colour)
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
    // Room for the gutter, and for an ellipsis at both ends.
    let room = wrapsTexts ? width - margin.count - 5 : width
    let window = clip(before: before, marked: marked, after: after, to: room)
    let label = diagnostic.label.map(Self.printable) ?? ""
    let carets = String(repeating: "^", count: max(1, window.markedCount))
    var marks = [String(repeating: " ", count: window.markedStart) + carets]
    if !wrapsTexts || marks[0].count + 1 + label.count <= room + 2 {
      marks[0] = (marks[0] + " " + label).rightTrimmed
    } else {
      // Below the carets, further left where there is too little room.
      let indent = max(0, min(window.markedStart, room - 40))
      let pad = String(repeating: " ", count: indent)
      marks += label.wrapped(to: room - indent).map { pad + $0 }
    }
    let colour: TerminalStyle.Colour = diagnostic.severity == .error ? .red : .yellow
    let lines = marks.map { mark in
      let text = mark.drop { $0 == " " }
      return "\(margin) | " + mark.prefix(mark.count - text.count) + paint(String(text), colour)
    }
    return "\(margin) |\n\(gutter) | \(window.text)\n" + lines.map { $0 + "\n" }.joined()
  }

  private struct Window {
    let text: String
    let markedStart: Int
    let markedCount: Int
  }

  /// Cuts a long line so that the beginning of the span stays in view.
  private func clip(before: String, marked: String, after: String, to width: Int) -> Window {
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
