// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a text can't be written for one person.
public struct RenderError: Error, Hashable, Sendable {
  /// What stands in the way.
  public enum Reason: Error, Hashable, Sendable {
    /// The text has mistakes of its own; the first of them.
    case malformed(TemplateError)
    /// A name without a value and without `default`.
    case noValue(String)
    /// A name whose value nobody knows.
    case unknownValue(String)
    /// A filter that can't take the value's kind.
    case wrongKind(String, TemplateValue.Kind, filter: TemplateFilter.Name)
    /// A value for which nothing can be written: a number that isn't finite, a list of lists.
    case unwritable(String)
    /// A filter that leaves nothing of the value.
    case nothingLeft(String, filter: TemplateFilter.Name)
    /// A filter that needs the words of a language which has none here.
    case noWords(language: String, filter: TemplateFilter.Name)
    /// A day beyond the calendar's years.
    case dateOutOfRange(String)
    /// A partial that doesn't exist.
    case noPartial(String)
    /// Partials that include each other, or more than `MessageText.nestingLimit` of them.
    case partialsTooDeep(String)
    /// More than the renderer's limits of bytes or pieces.
    case tooLarge
  }

  /// What stands in the way.
  public let reason: Reason
  /// The bytes of the tag's name, in the text named by `partial`.
  public let range: Range<Int>
  /// The partial in which it stands; `nil` for the text itself.
  public let partial: String?

  /// Places a refusal.
  public init(reason: Reason, range: Range<Int>, partial: String? = nil) {
    self.reason = reason
    self.range = range
    self.partial = partial
  }

  /// The name that can't be written, if it is about one.
  public var path: String? {
    switch reason {
    case .noValue(let path), .unknownValue(let path), .wrongKind(let path, _, _),
      .unwritable(let path), .nothingLeft(let path, _), .dateOutOfRange(let path):
      path
    case .malformed, .noWords, .noPartial, .partialsTooDeep, .tooLarge: nil
    }
  }
}

extension RenderError: CustomStringConvertible {
  /// A headline for people: one line, lower case, no full stop, no values.
  public var description: String {
    switch reason {
    case .malformed(let error): error.description
    case .noValue(let path): "`\(shown(path))` has no value here, and no `default`"
    case .unknownValue(let path): "`\(shown(path))` is unknown here"
    case .wrongKind(let path, let kind, let filter):
      "filter `\(filter.rawValue)` can't take `\(shown(path))`, \(kind.phrase)"
    case .unwritable(let path): "nothing can be written for `\(shown(path))`"
    case .nothingLeft(let path, let filter):
      "filter `\(filter.rawValue)` leaves nothing of `\(shown(path))`"
    case .noWords(let language, let filter):
      "filter `\(filter.rawValue)` has no words for language `\(shown(language))`"
    case .dateOutOfRange(let path): "`\(shown(path))` lies beyond the years that can be written"
    case .noPartial(let name): "no partial is called `\(shown(name))`"
    case .partialsTooDeep(let name): "partial `\(shown(name))` includes itself or lies too deep"
    case .tooLarge: "the text grows larger than \(RenderLimits.bytes) bytes"
    }
  }
}

extension TemplateValue.Kind {
  /// The kind with its article.
  var phrase: String {
    switch self {
    case .string: "a text"
    case .int, .double: "a number"
    case .bool: "a yes or no"
    case .instant: "an instant"
    case .date: "a date"
    case .duration: "a duration"
    case .money: "an amount of money"
    case .list: "a list"
    }
  }
}

/// Bounds on one rendering: partials can multiply, whatever their own size.
enum RenderLimits {
  static let bytes = 1 << 20
  static let pieces = 100_000
}
