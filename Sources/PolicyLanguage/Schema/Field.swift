// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One key of a kind: its name, its type, its default, and a sentence about it.
public struct Field: Sendable {
  /// The key.
  public let name: String
  /// What its value may be.
  public let type: FieldType
  /// Whether it must be there.
  public let isRequired: Bool
  /// What holds without it, as an author would write it; `nil` if there is nothing to say.
  public let defaultText: String?
  /// Whether this version acts on it; what isn't executed is checked, and warned of.
  public let isExecuted: Bool
  /// A sentence for the reference.
  public let summary: String

  /// Describes a key.
  public init(
    _ name: String, _ type: FieldType, required: Bool = false, default: String? = nil,
    executed: Bool = true, _ summary: String
  ) {
    self.name = name
    self.type = type
    isRequired = required
    defaultText = `default`
    isExecuted = executed
    self.summary = summary
  }
}

/// What the keys of one map demand of each other.
public enum KeyRule: Hashable, Sendable {
  /// One of them, and not two.
  case exactlyOne([String])
  /// Not two of them.
  case atMostOne([String])
  /// One of them or more.
  case atLeastOne([String])
  /// Where the first stands, the second must.
  case needs(String, String)
}

/// A map with keys of the language's own.
public struct ObjectType: Sendable {
  /// What messages and the reference call it, such as `step`.
  public let name: String
  /// The keys.
  public let fields: [Field]
  /// Other keys: the author's own names.
  public let rest: Rest?
  /// What keys demand of each other.
  public let rules: [KeyRule]

  /// Keys of the author's own beside the fields.
  public struct Rest: Sendable {
    /// How they are written.
    public let form: NameForm
    /// Their values.
    public let type: FieldType
  }

  /// Describes a map.
  public init(
    _ name: String, _ fields: [Field], rules: [KeyRule] = [], rest: Rest? = nil
  ) {
    self.name = name
    self.fields = fields
    self.rules = rules
    self.rest = rest
  }

  /// The field with a name.
  public subscript(name: String) -> Field? { fields.first { $0.name == name } }
}

extension FieldType {
  /// A map with the given keys.
  public static func object(
    _ name: String, _ fields: [Field], rules: [KeyRule] = []
  ) -> FieldType {
    .object(ObjectType(name, fields, rules: rules))
  }
}
