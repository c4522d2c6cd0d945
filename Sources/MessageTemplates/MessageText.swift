// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A text with tags: a letter's body, its subject, a partial, or a guard's `because`.
///
/// The language is a strict subset of Mustache: variables with filters
/// (`{{contact.first_name | default: "there"}}`), raw variables (`{{{name}}}`, `{{& name}}`),
/// sections (`{{#name}}…{{/name}}`), inverted sections (`{{^name}}…{{/name}}`), comments
/// (`{{! … }}`) and partials (`{{> name}}`). A tag other than a variable that stands alone on its
/// line takes the line with it. Names are always whole: a section opens no scope, only `{{.}}`
/// stands for its value, or for each element of a list in turn. No other delimiters, no lambdas.
///
/// Parsing never stops at the first mistake and takes time linear in the text: `errors` has all of
/// them. A text with errors can be examined, but not rendered.
public struct MessageText: Hashable, Sendable {
  /// The deepest that sections may lie inside each other.
  public static let nestingLimit = 64

  /// The text as written.
  public let source: String
  /// The text's pieces in source order.
  public let nodes: [TemplateNode]
  /// Everything that can't be read, in source order.
  public let errors: [TemplateError]
  /// The source's UTF-8, which all ranges count.
  let bytes: [UInt8]

  /// Parses a text.
  public init(_ source: String) {
    var parser = TemplateParser(source)
    parser.run()
    self.source = source
    self.bytes = parser.bytes
    self.nodes = parser.nodes
    self.errors = parser.errors.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
  }

  /// No tags: what is written is what is sent.
  public var isPlain: Bool {
    nodes.allSatisfy { $0.kind == .literal } && errors.isEmpty
  }

  /// The characters of a range of bytes.
  public func substring(_ range: Range<Int>) -> String {
    let range = range.clamped(to: bytes.indices)
    return String(decoding: bytes[range], as: UTF8.self)
  }
}
