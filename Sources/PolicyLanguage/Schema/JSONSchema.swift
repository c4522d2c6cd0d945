// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Makes JSON Schema (draft 2020-12) from the kinds, for editors that complete and check YAML.
///
/// Editors guess types of scalars by YAML's own rules, so a text may arrive as a number; the
/// schema allows for that. `parley check` is stricter.
public enum JSONSchema {
  /// The schema of the files of one folder: any of its kinds.
  ///
  /// Each kind, and each map inside a kind, is a definition under its name.
  public static func document(for role: BundleFileRole) -> JSONText {
    let kinds = PolicyKind.all.filter { $0.place == role }
    var seen: Set<String> = []
    var inner: [(String, JSONText)] = []
    for kind in kinds {
      for field in kind.object.fields { collect(field.type, &seen, &inner) }
    }
    let definitions =
      kinds.map { ("kind.\($0.name)", object($0.object, summary: $0.summary)) }
      + inner.sorted { $0.0 < $1.0 }
    return .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Parley: \(title(of: role))")),
      ("anyOf", .array(kinds.map { reference("kind.\($0.name)") })),
      ("$defs", .object(definitions)),
    ])
  }

  /// The schema of the documents of one kind.
  public static func schema(of kind: PolicyKind) -> JSONText {
    var seen: Set<String> = []
    var inner: [(String, JSONText)] = []
    for field in kind.object.fields { collect(field.type, &seen, &inner) }
    guard case .object(let members) = object(kind.object, summary: kind.summary) else {
      return .null
    }
    return .object(
      [("$schema", .string("https://json-schema.org/draft/2020-12/schema"))] + members
        + [("$defs", .object(inner.sorted { $0.0 < $1.0 }))])
  }

  /// Defines the maps inside a type.
  private static func collect(
    _ type: FieldType, _ seen: inout Set<String>, _ definitions: inout [(String, JSONText)]
  ) {
    switch type {
    case .object(let inner):
      guard seen.insert(inner.name).inserted else { return }
      definitions.append((slug(inner), object(inner)))
      for field in inner.fields { collect(field.type, &seen, &definitions) }
      if let rest = inner.rest { collect(rest.type, &seen, &definitions) }
    case .list(let item), .oneOrMany(let item), .map(_, let item), .range(let item):
      collect(item, &seen, &definitions)
    case .either(let types): for type in types { collect(type, &seen, &definitions) }
    default: break
    }
  }

  private static func reference(_ name: String) -> JSONText {
    .object([("$ref", .string("#/$defs/\(name)"))])
  }

  private static func slug(_ type: ObjectType) -> String {
    type.name.split(separator: " ").joined(separator: "-")
  }

  private static func title(of role: BundleFileRole) -> String {
    switch role {
    case .policies: "a file of policies/"
    case .scenario: "a file of scenarios/"
    case .mapping: "a file data/NAME.mapping.yaml"
    case .template: "the front matter of a template"
    case .partial: "a partial"
    }
  }

  // MARK: - Types

  private static func object(_ type: ObjectType, summary: String? = nil) -> JSONText {
    var members: [(String, JSONText)] = [("type", .string("object"))]
    if let summary { members.append(("description", .string(summary))) }
    members.append(("properties", .object(type.fields.map { ($0.name, schema(of: $0)) })))
    if let rest = type.rest {
      members.append(("additionalProperties", .object(schema(of: rest.type))))
    } else {
      members.append(("additionalProperties", .bool(false)))
    }
    let required = type.fields.filter(\.isRequired).map(\.name)
    if !required.isEmpty { members.append(("required", .array(required.map(JSONText.string)))) }
    let rules = type.rules.map(rule)
    if !rules.isEmpty { members.append(("allOf", .array(rules))) }
    return .object(members)
  }

  private static func rule(_ rule: KeyRule) -> JSONText {
    switch rule {
    case .exactlyOne(let names): .object([("oneOf", .array(names.map(required)))])
    case .atLeastOne(let names): .object([("anyOf", .array(names.map(required)))])
    case .atMostOne(let names):
      .object([
        (
          "not",
          .object([
            (
              "anyOf",
              .array(
                names.indices.flatMap { first in
                  names[(first + 1)...].map { second in
                    .object([
                      ("required", .array([.string(names[first]), .string(second)]))
                    ])
                  }
                })
            )
          ])
        )
      ])
    case .needs(let key, let other):
      .object([("dependentRequired", .object([(key, .array([.string(other)]))]))])
    }
  }

  private static func required(_ name: String) -> JSONText {
    .object([("required", .array([.string(name)]))])
  }

  private static func schema(of field: Field) -> JSONText {
    var members = [("description", JSONText.string(description(of: field)))]
    members += schema(of: field.type)
    return .object(members)
  }

  private static func description(of field: Field) -> String {
    var text = field.summary
    if let value = field.defaultText { text += " Default: \(value)." }
    if !field.isExecuted { text += " Read, but not executed yet." }
    return text
  }

  private static func schema(of type: FieldType) -> [(String, JSONText)] {
    switch type {
    case .bool: [("type", .string("boolean"))]
    case .nothing: [("type", .string("null"))]
    case .wholeNumber(let range): number("integer", range)
    case .decimalNumber(let range):
      [
        ("type", .string("number")), ("minimum", .number(range.lowerBound)),
        ("maximum", .number(range.upperBound)),
      ]
    case .string, .text, .expression:
      [("type", .array([.string("string"), .string("number"), .string("boolean")]))]
    case .name(let form), .reference(_, let form): named(form)
    case .choice(let words):
      words.contains("on") || words.contains("off")
        // YAML 1.1 takes these words for true and false.
        ? [("enum", .array(words.map(JSONText.string) + [.bool(true), .bool(false)]))]
        : [("enum", .array(words.map(JSONText.string)))]
    case .duration: pattern("^(0|([0-9]+[wdhms])+)$", orNumber: true)
    case .period: pattern("^(0|([0-9]+[wdhms])+|[0-9]+(cd|mo|bd))$", orNumber: true)
    case .instant, .date, .closedDays, .window, .cron, .rate: [("type", .string("string"))]
    case .share: pattern("^[0-9]+(\\.[0-9]{1,4})?%$")
    case .money: pattern("^[+-]?[0-9]+(\\.[0-9]{1,4})? [A-Z]{3}$")
    case .setting, .data, .generated: []
    case .range: [("type", .array([.string("string"), .string("number")]))]
    case .list(let item):
      [("type", .string("array")), ("items", .object(schema(of: item)))]
    case .oneOrMany(let item):
      [
        (
          "anyOf",
          .array([
            .object(schema(of: item)),
            .object([("type", .string("array")), ("items", .object(schema(of: item)))]),
          ])
        )
      ]
    case .map(let form, let value):
      [
        ("type", .string("object")),
        ("propertyNames", .object([("pattern", .string(form.pattern))])),
        ("additionalProperties", .object(schema(of: value))),
      ]
    case .object(let type): [("$ref", .string("#/$defs/\(slug(type))"))]
    case .either(let types): [("anyOf", .array(types.map { .object(schema(of: $0)) }))]
    }
  }

  private static func number(
    _ type: String, _ range: ClosedRange<Int64>
  ) -> [(String, JSONText)] {
    var members: [(String, JSONText)] = [("type", .string(type))]
    if range.lowerBound != .min { members.append(("minimum", .int(Int(range.lowerBound)))) }
    if range.upperBound != .max { members.append(("maximum", .int(Int(range.upperBound)))) }
    return members
  }

  private static func pattern(
    _ pattern: String, orNumber: Bool = false
  ) -> [(String, JSONText)] {
    [
      (
        "type",
        orNumber ? .array([.string("string"), .string("integer")]) : .string("string")
      ),
      ("pattern", .string(pattern)),
    ]
  }

  /// Names of two letters such as NO and of digits arrive as what YAML takes them for.
  private static func named(_ form: NameForm) -> [(String, JSONText)] {
    [
      (
        "anyOf",
        .array([
          .object([("type", .string("string")), ("pattern", .string(form.pattern))]),
          .object([("type", .array([.string("number"), .string("boolean")]))]),
        ])
      )
    ]
  }
}
