// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Something in a text that can't be read as a template.
public struct TemplateError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// `{{` without `}}` before the next `{{` or the end.
    case unclosedTag
    /// `{{{` closed by two braces only.
    case unclosedRawTag
    /// `{{}}`: no name.
    case emptyTag
    /// What stands where a name belongs.
    case badName(String)
    /// `{{.}}` outside a section: there is no element.
    case elementOutsideSection
    /// `{{#name}}` without `{{/name}}`.
    case unclosedSection(String)
    /// `{{/name}}` that closes nothing; `open` is the section that is open there.
    case unmatchedSectionEnd(String, open: String?)
    /// A filter that doesn't exist.
    case unknownFilter(String, nearest: TemplateFilter.Name?)
    /// `|` with nothing after it.
    case filterNameMissing
    /// A filter in a section, a partial or a section's end.
    case filterNotAllowed
    /// The same filter twice.
    case filterRepeated(TemplateFilter.Name)
    /// `default` without its text.
    case filterArgumentMissing(TemplateFilter.Name)
    /// An argument to a filter that takes none.
    case filterArgumentUnexpected(TemplateFilter.Name)
    /// An argument without quotes.
    case filterArgumentUnquoted(String)
    /// A quote that isn't closed on its line.
    case unclosedQuote
    /// Something after a complete name or filter.
    case unexpectedText(String)
    /// `{{=`: other delimiters.
    case delimiterChange
    /// More sections inside each other than `MessageText.nestingLimit`.
    case nestingTooDeep(limit: Int)
  }

  /// What is wrong.
  public let kind: Kind
  /// The bytes (UTF-8) that are wrong, from the beginning of the text.
  public let range: Range<Int>

  /// Places a mistake.
  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  /// The first wrong byte.
  public var offset: Int { range.lowerBound }
  /// The number of wrong bytes.
  public var length: Int { range.count }
}

extension TemplateError: CustomStringConvertible {
  /// A headline for people: one line, lower case, no full stop.
  public var description: String {
    switch kind {
    case .unclosedTag: "`{{` is never closed by `}}`"
    case .unclosedRawTag: "`{{{` is closed by `}}` where `}}}` is expected"
    case .emptyTag: "a name is expected between `{{` and `}}`"
    case .badName(let name): "`\(shown(name))` is no name: names look like `contact.first_name`"
    case .elementOutsideSection: "`{{.}}` stands for an element, and no section is open here"
    case .unclosedSection(let name):
      "section `\(shown(name))` is never closed by `{{/\(shown(name))}}`"
    case .unmatchedSectionEnd(let name, let open):
      if let open {
        "`{{/\(shown(name))}}` closes nothing: the open section is `\(shown(open))`"
      } else {
        "`{{/\(shown(name))}}` closes nothing: no section is open"
      }
    case .unknownFilter(let name, _): "no filter is called `\(shown(name))`"
    case .filterNameMissing: "a filter is expected after `|`"
    case .filterNotAllowed: "only variables take filters"
    case .filterRepeated(let name): "filter `\(name.rawValue)` is given twice"
    case .filterArgumentMissing(let name):
      "filter `\(name.rawValue)` expects a text: `\(name.rawValue): \"…\"`"
    case .filterArgumentUnexpected(let name): "filter `\(name.rawValue)` takes no argument"
    case .filterArgumentUnquoted(let text): "the argument `\(shown(text))` is expected in quotes"
    case .unclosedQuote: "this quote is not closed on its line"
    case .unexpectedText(let text): "`\(shown(text))` is not expected here"
    case .delimiterChange: "`{{=` is not supported: tags are always `{{…}}`"
    case .nestingTooDeep(let limit): "more than \(limit) sections inside each other"
    }
  }

  /// What to type instead, where that can be told.
  public var help: String? {
    switch kind {
    case .unknownFilter(_, let nearest?): "did you mean `\(nearest.rawValue)`?"
    case .unknownFilter(_, nil):
      "filters are "
        + TemplateFilter.Name.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    case .unmatchedSectionEnd(_, let open?): "close it with `{{/\(shown(open))}}`"
    case .filterArgumentUnquoted(let text): "write `\"\(shown(text))\"`"
    case .unexpectedText: "filters follow a `|`, as in `{{name | upper}}`"
    case .unclosedTag, .unclosedRawTag, .emptyTag, .badName, .elementOutsideSection,
      .unclosedSection, .unmatchedSectionEnd, .filterNameMissing, .filterNotAllowed,
      .filterRepeated, .filterArgumentMissing, .filterArgumentUnexpected, .unclosedQuote,
      .delimiterChange, .nestingTooDeep:
      nil
    }
  }
}

/// The author's words, cut where they would fill the screen.
func shown(_ words: String) -> String {
  let limit = 60
  let scalars = words.unicodeScalars
  let line = scalars.prefix(while: { $0 != "\n" && $0 != "\r" }).prefix(limit)
  return line.endIndex == scalars.endIndex ? words : String(line) + "…"
}
