// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A node of a YAML document with its place; scalars are not typed.
public struct YAMLNode: Hashable, Sendable {
  /// What stands there.
  public indirect enum Content: Hashable, Sendable {
    /// A single value.
    case scalar(ScalarSource)
    /// Keys and values, in order.
    case mapping(YAMLMapping)
    /// Items, in order.
    case sequence([YAMLNode])
    /// Something that has been reported already.
    case broken
  }

  /// Where it stands, comments and line breaks behind it left out.
  public let span: SourceSpan
  /// What stands there.
  public let content: Content

  /// Makes a node.
  public init(span: SourceSpan, content: Content) {
    self.span = span
    self.content = content
  }

  /// The scalar, if it is one.
  public var scalar: ScalarSource? {
    if case .scalar(let scalar) = content { return scalar }
    return nil
  }

  /// The mapping, if it is one.
  public var mapping: YAMLMapping? {
    if case .mapping(let mapping) = content { return mapping }
    return nil
  }

  /// The items, if it is a sequence.
  public var items: [YAMLNode]? {
    if case .sequence(let items) = content { return items }
    return nil
  }
}

/// The entries of a mapping, each key once.
public struct YAMLMapping: Hashable, Sendable {
  /// In the order of the source.
  public let entries: [YAMLEntry]
  /// Whether it is written in braces.
  public let isFlow: Bool

  /// The value of a key.
  public subscript(key: String) -> YAMLNode? { entries.first { $0.key.text == key }?.value }
}

/// A key and its value.
public struct YAMLEntry: Hashable, Sendable {
  /// The key.
  public let key: ScalarSource
  /// The value; an empty scalar if nothing is written.
  public let value: YAMLNode
}

/// One document of a file.
public struct YAMLDocument: Sendable {
  /// Its root; never an empty scalar.
  public let root: YAMLNode
  /// Whether lines of it had to be left out after a syntax error, so that what is missing in it
  /// may only be unread.
  public let isDamaged: Bool
}
