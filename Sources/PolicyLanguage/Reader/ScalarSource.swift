// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How a scalar is written.
public enum ScalarStyle: Hashable, Sendable {
  /// Without quotes.
  case plain
  /// In `'…'`.
  case singleQuoted
  /// In `"…"`.
  case doubleQuoted
  /// Lines below `|`, kept.
  case literal
  /// Lines below `>`, joined.
  case folded
}

/// One scalar as it stands in the source: its text, and where each part of the text stands.
///
/// The text is what all styles mean alike: quotes and escapes resolved, lines joined. Nothing is
/// guessed from it; the key's type decides what it is.
public struct ScalarSource: Hashable, Sendable {
  /// The text.
  public let text: String
  /// How it is written.
  public let style: ScalarStyle
  /// The whole scalar, with its quotes, or from `|` or `>` on.
  public let span: SourceSpan
  /// Whether it stands on more than one line.
  public let isMultiline: Bool
  /// A comment behind a plain scalar, on its line.
  public let comment: TrailingComment?
  /// Where the pieces of the text stand, in order; empty if all of it begins at `span`.
  let segments: [ScalarSegment]

  /// Makes a scalar whose text begins where the span does, or one with segments.
  init(
    text: String, style: ScalarStyle = .plain, span: SourceSpan, isMultiline: Bool = false,
    comment: TrailingComment? = nil, segments: [ScalarSegment] = []
  ) {
    self.text = text
    self.style = style
    self.span = span
    self.isMultiline = isMultiline
    self.comment = comment
    self.segments = segments
  }

  /// Whether nothing is written at all, as after `key:` at a line's end.
  public var isEmpty: Bool { text.isEmpty && style == .plain }

  /// Where a part of the text stands in the source.
  ///
  /// - Parameter part: UTF-8 bytes of `text`; an empty range gives an empty span.
  public func span(of part: Range<Int>) -> SourceSpan {
    let start = sourceOffset(of: part.lowerBound)
    guard !part.isEmpty else { return SourceSpan(file: span.file, bytes: start..<start) }
    let end = max(start, sourceEnd(of: part.upperBound))
    return SourceSpan(file: span.file, bytes: start..<end)
  }

  /// The byte of the source at which a byte of the text stands.
  private func sourceOffset(of offset: Int) -> Int {
    guard !segments.isEmpty else {
      return min(span.bytes.lowerBound + offset, span.bytes.upperBound)
    }
    guard let segment = segments.last(where: { $0.content <= offset }) else {
      return span.bytes.lowerBound
    }
    let inside = offset - segment.content
    if inside >= segment.contentCount { return segment.source + segment.sourceCount }
    return segment.source + (segment.isVerbatim ? inside : 0)
  }

  /// The byte of the source behind the last byte before `offset` of the text.
  private func sourceEnd(of offset: Int) -> Int {
    guard !segments.isEmpty else { return sourceOffset(of: offset) }
    guard let segment = segments.last(where: { $0.content < offset }) else {
      return span.bytes.lowerBound
    }
    let inside = offset - segment.content
    return segment.source
      + (segment.isVerbatim ? min(inside, segment.sourceCount) : segment.sourceCount)
  }
}

/// A comment on the same line behind a plain scalar.
public struct TrailingComment: Hashable, Sendable {
  /// From `#` to the line's end.
  public let span: SourceSpan
  /// The text behind `#`.
  public let text: String
  /// How many spaces or tabs stand before `#`.
  public let gap: Int
}

/// A piece of a scalar's text and the bytes of the source that it comes from.
struct ScalarSegment: Hashable, Sendable {
  var content: Int
  var contentCount: Int
  var source: Int
  var sourceCount: Int

  /// Whether the bytes are the same ones, so that offsets inside can be carried over.
  var isVerbatim: Bool { contentCount == sourceCount }
}
