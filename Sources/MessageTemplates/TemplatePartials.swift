// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The texts that `{{> name}}` includes, of one language.
public struct TemplatePartials: Hashable, Sendable {
  /// No partials.
  public static let none = TemplatePartials([:])

  private let texts: [String: MessageText]

  /// Makes a set of partials by name.
  public init(_ texts: [String: MessageText]) { self.texts = texts }

  /// The partial of that name; `nil` where there is none.
  public subscript(name: String) -> MessageText? { texts[name] }

  /// All names, in order.
  public var names: [String] { texts.keys.sorted() }
}
