// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The page of a diagnostic code: what it means, a wrong example, a right one.
public struct DiagnosticPage: Hashable, Sendable {
  /// The finding in a few words, in lower case.
  public let summary: String
  /// How bad it is.
  public let severity: Diagnostic.Severity
  /// What it means and why it matters.
  public let meaning: String
  /// Text that gives the finding.
  public let wrong: String
  /// The same, mended.
  public let right: String

  /// Makes a page.
  public init(
    _ summary: String, severity: Diagnostic.Severity = .error, meaning: String, wrong: String,
    right: String
  ) {
    self.summary = summary
    self.severity = severity
    self.meaning = meaning
    self.wrong = wrong
    self.right = right
  }
}

extension DiagnosticCode {
  /// The page as `parley explain` prints it.
  public var explanation: String {
    let page = page
    return """
      \(identifier) (\(severity.rawValue)): \(page.summary)

      \(Paragraph.wrapped(page.meaning))

      Wrong:

      \(Paragraph.indented(page.wrong))

      Right:

      \(Paragraph.indented(page.right))

      """
  }
}

/// Sets plain paragraphs for a terminal.
enum Paragraph {
  /// Breaks a text at spaces into lines of at most `width` characters.
  static func wrapped(_ text: String, width: Int = 80) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    lines.append(line)
    return lines.joined(separator: "\n")
  }

  /// Indents each line by four spaces.
  static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }
}
