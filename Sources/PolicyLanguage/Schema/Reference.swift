// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Makes the reference of kinds and keys as Markdown, for `parley explain KIND` and the docs.
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
    text += "\n\n"
    let common = Set(PolicyKind.commonFields.map(\.name))
    text += table(kind.object.fields.filter { !common.contains($0.name) })
    text += rules(kind.object)
    var seen: Set<String> = [kind.object.name]
    for object in kind.object.fields.flatMap({ objects(in: $0.type) }) {
      text += describe(object, &seen)
    }
    return text
  }

  private static func describe(_ object: ObjectType, _ seen: inout Set<String>) -> String {
    guard seen.insert(object.name).inserted else { return "" }
    var text = "\n### \(object.name)\n\n\(table(object.fields))"
    if let rest = object.rest {
      text += "\nOther keys are names of the author's own, each with \(rest.type.phrase).\n"
    }
    text += rules(object)
    for inner in object.fields.flatMap({ objects(in: $0.type) }) { text += describe(inner, &seen) }
    return text
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

  private static func rules(_ object: ObjectType) -> String {
    let sentences = object.rules.map { rule in
      switch rule {
      case .exactlyOne(let names): "Exactly one of \(list(names))."
      case .atMostOne(let names): "At most one of \(list(names))."
      case .atLeastOne(let names): "At least one of \(list(names))."
      case .needs(let key, let other): "`\(key)` needs `\(other)`."
      }
    }
    return sentences.isEmpty ? "" : "\n\(sentences.joined(separator: " "))\n"
  }

  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
