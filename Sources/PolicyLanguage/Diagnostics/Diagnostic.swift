// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What a check found in the author's text: data, which one renderer shows.
///
/// The headline is one line in lower case without a full stop, the author's names in back-quotes.
/// One cause gives one diagnostic.
public struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable {
    /// The bundle can't be used.
    case error
    /// The bundle can be used; somebody should look.
    case warning
  }

  /// A sentence that adds something, with the place it speaks of.
  public struct Note: Hashable, Sendable {
    /// The sentence; if there is a span, its place is shown behind it.
    public let text: String
    /// The place that the sentence ends with.
    public let span: SourceSpan?
  }

  /// What the author can do.
  public struct Help: Hashable, Sendable {
    /// The advice.
    public let text: String
    /// What to type where, if that alone mends it.
    public let replacement: Replacement?
  }

  /// Text that takes the place of a span.
  public struct Replacement: Hashable, Sendable {
    /// What is replaced; empty to insert.
    public let span: SourceSpan
    /// The new text.
    public let text: String
  }

  /// Which finding it is.
  public let code: DiagnosticCode
  /// Error or warning.
  public let severity: Severity
  /// Where it is.
  public let span: SourceSpan
  /// One line: what is wrong here.
  public let headline: String
  /// A few words behind the carets.
  public private(set) var label: String?
  /// What else is worth knowing.
  public private(set) var notes: [Note] = []
  /// What to do.
  public private(set) var helps: [Help] = []

  /// Makes a diagnostic with its code's severity.
  public init(
    _ code: DiagnosticCode, at span: SourceSpan, _ headline: String, label: String? = nil
  ) {
    self.init(code, code.severity, at: span, headline, label: label)
  }

  /// Makes a diagnostic.
  public init(
    _ code: DiagnosticCode, _ severity: Severity, at span: SourceSpan, _ headline: String,
    label: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.span = span
    self.headline = headline
    self.label = label
  }

  /// Adds a sentence; `at` is shown behind it, so the sentence should end with "in" or "at".
  public func note(_ text: String, at span: SourceSpan? = nil) -> Diagnostic {
    var copy = self
    copy.notes.append(Note(text: text, span: span))
    return copy
  }

  /// Adds advice.
  public func help(_ text: String) -> Diagnostic {
    var copy = self
    copy.helps.append(Help(text: text, replacement: nil))
    return copy
  }

  /// Adds advice, if there is any.
  public func help(_ text: String?) -> Diagnostic {
    guard let text else { return self }
    return help(text)
  }

  /// Adds advice that can be applied: `replacement` takes the place of `span`.
  public func help(_ text: String, replacing span: SourceSpan, with replacement: String)
    -> Diagnostic
  {
    var copy = self
    copy.helps.append(
      Help(text: text, replacement: Replacement(span: span, text: replacement)))
    return copy
  }

  /// Offers the nearest of `names`, to be put where `span` is; nothing if none is near.
  public func suggesting(
    _ name: String, from names: some Collection<String>, replacing span: SourceSpan,
    quote: (String) -> String = { $0 }
  ) -> Diagnostic {
    let near = NameSuggestion.nearest(to: name, in: names)
    guard let first = near.first else { return self }
    let list = near.map { "`\($0)`" }
    let text =
      list.count == 1
      ? list[0] : list.dropLast().joined(separator: ", ") + " or " + (list.last ?? "")
    return help("did you mean \(text)?", replacing: span, with: quote(first))
  }

  /// Orders findings as they are shown: by place, then by code.
  public static func inOrder(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    a.span != b.span ? a.span < b.span : a.code.rawValue < b.code.rawValue
  }
}

extension [Diagnostic] {
  /// Whether any of them is an error.
  public var hasErrors: Bool { contains { $0.severity == .error } }
}
