// Licensed under the Apache License, Version 2.0; see LICENSE.

import TextLayout

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

      \(page.meaning.wrapped(to: 80).joined(separator: "\n"))

      Wrong:

      \(Self.indented(page.wrong))

      Right:

      \(Self.indented(page.right))

      """
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }
}
