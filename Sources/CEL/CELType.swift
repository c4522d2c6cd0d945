// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A type of the Common Expression Language, as the checker sees it.
///
/// At run time type parameters are forgotten: `type([1]) == type(["a"])`.
public indirect enum CELType: Hashable, Sendable {
  /// The type of `null`.
  case null
  /// Truth values.
  case bool
  /// Whole numbers of 64 bits with a sign.
  case int
  /// Whole numbers of 64 bits without a sign.
  case uint
  /// Binary floating-point numbers.
  case double
  /// Sequences of Unicode code points.
  case string
  /// Sequences of octets.
  case bytes
  /// Instants from the year 1 to 9999.
  case timestamp
  /// Exact spans of time.
  case duration
  /// Any type; decided at run time.
  case dyn
  /// The type of what did not check; agrees with every type, so that one mistake is told once.
  case error
  /// The type of a type value: `int` has the type `type(int)`.
  case type(CELType)
  /// A list whose elements have one type.
  case list(CELType)
  /// A map whose keys have one type, and its values another.
  case map(key: CELType, value: CELType)
  /// A host object with declared fields, by its name.
  case object(String)
  /// A host scalar such as a date or an amount of money, by its name.
  case opaque(String, parameters: [CELType] = [])
  /// A value or none.
  case optional(CELType)
  /// A scalar that may also be null.
  case wrapper(CELType)
  /// A type variable of an overload, or of the checker while it works.
  case typeParameter(String)
}

extension CELType: CustomStringConvertible {
  /// The type as the language's documents write it: `list(string)`, `map(string, dyn)`.
  public var description: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .dyn: "dyn"
    case .error: "error"
    case .type(let inner): inner == .dyn ? "type" : "type(\(inner))"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .object(let name): name
    case .opaque(let name, let parameters):
      parameters.isEmpty
        ? name : name + "(" + parameters.map(\.description).joined(separator: ", ") + ")"
    case .optional(let inner): "optional_type(\(inner))"
    case .wrapper(let inner): "wrapper(\(inner))"
    case .typeParameter(let name): name
    }
  }
}

extension CELType {
  /// The name of the type as a value of the language: `list`, `google.protobuf.Timestamp`.
  public var runtimeName: String {
    switch self {
    case .null, .bool, .int, .uint, .double, .string, .bytes, .dyn, .error: description
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .list: "list"
    case .map: "map"
    case .object(let name): name
    case .opaque(let name, _): name
    case .optional: "optional_type"
    case .wrapper(let inner): inner.runtimeName
    case .typeParameter: "dyn"
    }
  }

  /// The types that this one is made of.
  var parameters: [CELType] {
    switch self {
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .error,
      .object, .typeParameter:
      []
    case .type(let inner), .list(let inner), .optional(let inner), .wrapper(let inner): [inner]
    case .map(let key, let value): [key, value]
    case .opaque(_, let parameters): parameters
    }
  }

  /// The same type with every part replaced by what `change` makes of it.
  func mapParameters(_ change: (CELType) -> CELType) -> CELType {
    switch self {
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .error,
      .object, .typeParameter:
      self
    case .type(let inner): .type(change(inner))
    case .list(let inner): .list(change(inner))
    case .optional(let inner): .optional(change(inner))
    case .wrapper(let inner): .wrapper(change(inner))
    case .map(let key, let value): .map(key: change(key), value: change(value))
    case .opaque(let name, let parameters): .opaque(name, parameters: parameters.map(change))
    }
  }

  /// Tells whether null may stand where this type is expected.
  var acceptsNull: Bool {
    switch self {
    case .null, .wrapper, .timestamp, .duration, .object, .opaque, .dyn, .error: true
    case .bool, .int, .uint, .double, .string, .bytes, .type, .list, .map, .optional,
      .typeParameter:
      false
    }
  }

  /// Tells whether null is one of the type's values instead of the sign that there is none.
  var hasNullValue: Bool {
    switch self {
    case .null, .dyn, .wrapper: true
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .error, .type, .list,
      .map, .object, .opaque, .optional, .typeParameter:
      false
    }
  }
}
