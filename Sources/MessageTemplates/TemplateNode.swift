// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One piece of a parsed text.
///
/// Nodes lie flat in source order. Ranges count UTF-8 bytes from the beginning of the text.
public struct TemplateNode: Hashable, Sendable {
  /// What the piece does.
  public enum Kind: Hashable, Sendable {
    /// Characters that are written as they stand.
    case literal
    /// A value, escaped in HTML unless it is raw.
    case variable(TemplateVariable)
    /// The beginning of a section; `end` is the index of its `sectionEnd`.
    case section(TemplateCondition, end: Int)
    /// The end of a section; `start` is the index of its `section`.
    case sectionEnd(start: Int)
    /// Another text; `indent` are the blanks before a tag that stands alone on its line.
    case partial(name: String, indent: Range<Int>)
  }

  /// What the piece does.
  public let kind: Kind
  /// The piece's bytes: a literal's text, or a whole tag with its braces.
  public let range: Range<Int>
}

/// A value that a text writes: `{{contact.first_name | default: "there"}}`.
public struct TemplateVariable: Hashable, Sendable {
  /// The whole name, `contact.first_name`; `.` is the element of the section around it.
  public let path: String
  /// Where the name stands.
  public let pathRange: Range<Int>
  /// What is done to the value, in order.
  public let filters: [TemplateFilter]
  /// Written without escaping: `{{{name}}}` or `{{& name}}`.
  public let isRaw: Bool

  /// What is written when there is no value; `nil` without the filter `default`.
  public var fallback: String? {
    for case .fallback(let text) in filters { return text }
    return nil
  }
}

/// What a section asks: `{{#account.owner}}` or `{{^account.owner}}`.
public struct TemplateCondition: Hashable, Sendable {
  /// The whole name that is asked.
  public let path: String
  /// Where the name stands.
  public let pathRange: Range<Int>
  /// Shown when the value is missing, false or empty: `{{^name}}`.
  public let isInverted: Bool
}
