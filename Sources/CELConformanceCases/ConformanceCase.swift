// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
import Chronology
public import Foundation

/// One case of the public conformance suite, read from a line of JSON.
public struct ConformanceCase: Sendable {
  /// What the case wants of the implementation.
  public enum Expectation: Sendable {
    /// Evaluation gives this value.
    case value(Value)
    /// Checking or evaluation fails.
    case error
    /// Only the deduced type is looked at.
    case typeOnly
  }

  /// `file/section/name`.
  public let id: String
  /// The expression's text.
  public let text: String
  /// The scope in which names are resolved.
  public let container: String
  /// What the case needs beyond the standard language.
  public let needs: [String]
  /// Why the case can't be run without protocol buffers; `nil` if it can.
  public let obstacle: String?
  /// Whether macros are left alone.
  public let disablesMacros: Bool
  /// Whether types are left to run time.
  public let disablesCheck: Bool
  /// The result.
  public let expectation: Expectation
  /// The type that the checker deduces, as text; `nil` if not told.
  public let type: String?
  let variables: [(name: String, type: CELType)]
  let functions: [(name: String, overloads: [Overload])]
  let bindings: [(name: String, value: Value)]

  /// Reads a file of cases, one a line.
  ///
  /// Cases that need protocol buffers have no expectation that could be read; their `needs` says so.
  public static func read(_ file: URL) throws -> [ConformanceCase] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try ConformanceCase(json: JSONSerialization.jsonObject(with: Data($0.utf8)))
    }
  }

  /// Why a line can't be read as a case.
  public struct Malformed: Error, CustomStringConvertible {
    /// What was expected.
    public let description: String
  }

  init(json: Any) throws {
    guard let fields = json as? [String: Any], let id = fields["id"] as? String,
      let text = fields["expr"] as? String, let expect = fields["expect"] as? [String: Any]
    else { throw Malformed(description: "a case has id, expr and expect") }
    self.id = id
    self.text = text
    container = fields["container"] as? String ?? ""
    needs = fields["needs"] as? [String] ?? []
    obstacle = needs.contains("proto") ? Self.obstacle(id: id, fields) : nil
    disablesMacros = fields["disable_macros"] as? Bool ?? false
    disablesCheck = fields["disable_check"] as? Bool ?? false
    type = expect["type"] as? String
    let isReadable = !needs.contains("proto")
    if expect["error"] != nil {
      expectation = .error
    } else if isReadable, fields["check_only"] as? Bool != true, let value = expect["value"] {
      expectation = .value(try TaggedValue.value(value))
    } else {
      expectation = .typeOnly
    }
    var variables: [(name: String, type: CELType)] = []
    var functions: [(name: String, overloads: [Overload])] = []
    for declaration in isReadable ? fields["declare"] as? [[String: Any]] ?? [] : [] {
      if let name = declaration["name"] as? String, let type = declaration["type"] as? String {
        variables.append((name, try TypeText.type(type)))
      } else if let name = declaration["function"] as? String {
        let overloads = declaration["overloads"] as? [[String: Any]] ?? []
        functions.append((name, try overloads.map(Self.overload)))
      }
    }
    self.variables = variables
    self.functions = functions
    let bindings = fields["bindings"] as? [String: [String: Any]] ?? [:]
    self.bindings =
      try isReadable
      ? bindings.sorted { $0.key < $1.key }.map {
        ($0.key, try TaggedValue.value($0.value["value"] ?? NSNull()))
      } : []
  }

  /// What of protocol buffers a case is about, from the narrowest to the widest.
  private static func obstacle(id: String, _ fields: [String: Any]) -> String {
    let text = String(describing: fields)
    if id.hasPrefix("enums/") { return "enums of protocol buffers" }
    if id.hasPrefix("proto2_ext/") { return "extension fields of messages" }
    if text.contains("TestAllTypes") || text.contains("TestRequired") {
      return "messages of a schema"
    }
    return "well-known messages such as wrappers, Struct and Any"
  }

  private static func overload(_ json: [String: Any]) throws -> Overload {
    guard let id = json["id"] as? String, let parameters = json["params"] as? [String],
      let result = json["result"] as? String
    else { throw Malformed(description: "an overload has id, params and result") }
    return Overload(
      id: id, parameters: try parameters.map(TypeText.type), result: try TypeText.type(result),
      isMember: json["member"] as? Bool ?? false, implementation: .declaredOnly)
  }
}

/// Reads values as the suite tags them: `{"int": "-1"}`.
enum TaggedValue {
  static func value(_ json: Any) throws -> Value {
    guard let fields = json as? [String: Any], let (tag, content) = fields.first, fields.count == 1
    else { throw ConformanceCase.Malformed(description: "a value has one tag") }
    if let value = scalar(tag, content) { return value }
    switch (tag, content) {
    case ("list", let elements as [Any]): return .list(try elements.map(value))
    case ("map", let entries as [[Any]]):
      return .map(
        try MapValue(
          entries.map { entry in
            guard entry.count == 2 else {
              throw ConformanceCase.Malformed(description: "an entry has key and value")
            }
            return (key: try value(entry[0]), value: try value(entry[1]))
          }))
    default: throw ConformanceCase.Malformed(description: "unknown tag \(tag)")
    }
  }

  private static func scalar(_ tag: String, _ content: Any) -> Value? {
    if tag == "null" { return .null }
    if tag == "bool" { return (content as? Bool).map { .bool($0) } }
    if tag == "timestamp", let fields = content as? [String: Any],
      let seconds = (fields["seconds"] as? String).flatMap({ Int64($0) }),
      let nanoseconds = fields["nanos"] as? Int
    {
      return .timestamp(Instant(seconds: seconds, nanoseconds: Int32(nanoseconds)))
    }
    guard let text = content as? String else { return nil }
    switch tag {
    case "int": return Int64(text).map { .int($0) }
    case "uint": return UInt64(text).map { .uint($0) }
    case "double":
      return (text == "Infinity" ? .infinity : text == "-Infinity" ? -.infinity : Double(text))
        .map { .double($0) }
    case "string": return .string(text)
    case "bytes": return Data(base64Encoded: text).map { .bytes(Array($0)) }
    case "type": return .type(TypeText.runtimeType(text))
    case "duration":
      // "1.5s": whole and fractional seconds.
      let digits = text.dropLast()
      let parts = digits.drop { $0 == "-" }.split(separator: ".")
      guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
      let fraction = parts.count > 1 ? String(parts[1]) : ""
      let padded = fraction + String(repeating: "0", count: max(0, 9 - fraction.count))
      let gap = Duration.seconds(whole) + .nanoseconds(Int64(padded) ?? 0)
      return .duration(digits.hasPrefix("-") ? .zero - gap : gap)
    default: return nil
    }
  }
}

/// Reads types as the suite writes them: `map(string, list(dyn))`.
enum TypeText {
  static func runtimeType(_ name: String) -> CELType {
    switch name {
    case "google.protobuf.Timestamp": .timestamp
    case "google.protobuf.Duration": .duration
    case "list": .list(.dyn)
    case "map": .map(key: .dyn, value: .dyn)
    case "type": .type(.dyn)
    case "optional_type": .optional(.dyn)
    default: (try? type(name)) ?? .object(name)
    }
  }

  static func type(_ text: String) throws -> CELType {
    var rest = text[...]
    let type = try type(&rest)
    guard rest.isEmpty else { throw ConformanceCase.Malformed(description: "a type: \(text)") }
    return type
  }

  private static func type(_ rest: inout Substring) throws -> CELType {
    let name = String(rest.prefix { $0 != "(" && $0 != ")" && $0 != "," && $0 != " " })
    rest = rest.dropFirst(name.count)
    var parameters: [CELType] = []
    if rest.hasPrefix("(") {
      rest = rest.dropFirst()
      while !rest.hasPrefix(")") {
        parameters.append(try type(&rest))
        rest = rest.drop { $0 == "," || $0 == " " }
        if rest.isEmpty { throw ConformanceCase.Malformed(description: "`)` in a type") }
      }
      rest = rest.dropFirst()
    }
    switch (name, parameters.count) {
    case ("null_type", 0): return .null
    case ("bool", 0): return .bool
    case ("int", 0): return .int
    case ("uint", 0): return .uint
    case ("double", 0): return .double
    case ("string", 0): return .string
    case ("bytes", 0): return .bytes
    case ("timestamp", 0): return .timestamp
    case ("duration", 0): return .duration
    case ("dyn", 0): return .dyn
    case ("type", 0): return .type(.dyn)
    case ("type", 1): return .type(parameters[0])
    case ("list", 1): return .list(parameters[0])
    case ("map", 2): return .map(key: parameters[0], value: parameters[1])
    case ("wrapper", 1): return .wrapper(parameters[0])
    case ("optional_type", 1): return .optional(parameters[0])
    case (_, 0): return name.count == 1 ? .typeParameter(name) : .object(name)
    default: return .opaque(name, parameters: parameters)
    }
  }
}
