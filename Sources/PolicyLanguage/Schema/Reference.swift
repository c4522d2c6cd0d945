// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Makes the reference of kinds and keys as Markdown, for the docs.
public enum Reference {
  /// All kinds.
  public static func markdown() -> String {
    var text = """
      # Kinds and keys

      Made from the descriptions that the reader itself goes by. *Not executed yet* marks what is
      read and checked, but has no effect in this version.


      """
    text += PolicyKind.all.map { "- [\($0.name)](#\($0.name)): \($0.summary)" }
      .joined(separator: "\n")
    text += "\n\n## Keys of every document\n\n\(table(PolicyKind.commonFields))"
    for kind in PolicyKind.all { text += "\n\(markdown(of: kind))" }
    return text
  }

  /// One kind: its keys, and the keys of the maps in it.
  public static func markdown(of kind: PolicyKind) -> String {
    var text = "## \(kind.name)\n\n\(kind.summary)"
    if !kind.isExecuted { text += " *Not executed yet.*" }
    text += "\n\n" + table(ownFields(kind)) + paragraph(rules(kind.object))
    for object in maps(in: kind) {
      text += "\n### \(object.name)\n\n\(table(object.fields))"
      text += paragraph(rest(object)) + paragraph(rules(object))
    }
    return text
  }

  private static func paragraph(_ text: String) -> String { text.isEmpty ? "" : "\n\(text)\n" }

  // MARK: - What a kind consists of

  /// The keys of a kind without those that every document may have.
  static func ownFields(_ kind: PolicyKind) -> [Field] {
    let common = Set(PolicyKind.commonFields.map(\.name))
    return kind.object.fields.filter { !common.contains($0.name) }
  }

  /// The maps in a kind, each once, behind the one that it first stands in.
  static func maps(in kind: PolicyKind) -> [ObjectType] {
    var seen: Set<String> = [kind.object.name]
    var found: [ObjectType] = []
    func visit(_ object: ObjectType) {
      for inner in object.fields.flatMap({ objects(in: $0.type) }) {
        guard seen.insert(inner.name).inserted else { continue }
        found.append(inner)
        visit(inner)
      }
    }
    visit(kind.object)
    return found
  }

  private static func objects(in type: FieldType) -> [ObjectType] {
    switch type {
    case .object(let object): [object]
    case .list(let item), .oneOrMany(let item), .map(_, let item), .range(let item):
      objects(in: item)
    case .either(let types): types.flatMap(objects)
    default: []
    }
  }

  private static func table(_ fields: [Field]) -> String {
    guard !fields.isEmpty else { return "" }
    var text = "| key | value | default | |\n| --- | --- | --- | --- |\n"
    for field in fields {
      let value = field.isRequired ? "required" : field.defaultText.map { "`\($0)`" } ?? ""
      let mark = field.isExecuted ? "" : " *Not executed yet.*"
      text += "| `\(field.name)` | \(escaped(field.type.phrase)) | \(escaped(value)) "
      text += "| \(escaped(field.summary))\(mark) |\n"
    }
    return text
  }

  /// What keys demand of each other, in a sentence each.
  static func rules(_ object: ObjectType) -> String {
    object.rules.map { rule in
      switch rule {
      case .exactlyOne(let names): "Exactly one of \(list(names))."
      case .atMostOne(let names): "At most one of \(list(names))."
      case .atLeastOne(let names): "At least one of \(list(names))."
      case .needs(let key, let other): "`\(key)` needs `\(other)`."
      }
    }.joined(separator: " ")
  }

  /// What other keys of a map may be.
  static func rest(_ object: ObjectType) -> String {
    guard let rest = object.rest else { return "" }
    return "Other keys are names of the author's own, each with \(rest.type.phrase)."
  }

  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
