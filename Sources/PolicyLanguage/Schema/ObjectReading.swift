// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Compares the keys of one map with its description: unknown ones, missing ones, ones that
/// exclude each other.
struct ObjectReading {
  let type: ObjectType
  let mapping: YAMLMapping
  let span: SourceSpan
  /// Keys that a misspelt one was most likely meant to be: they aren't reported as missing.
  private var meant: Set<String> = []

  /// How many keys a note lists.
  private static let listLimit = 14

  init(type: ObjectType, mapping: YAMLMapping, span: SourceSpan) {
    self.type = type
    self.mapping = mapping
    self.span = span
  }

  private var name: String { FieldType.article(type.name) }

  mutating func unknownKey(_ key: ScalarSource) -> Diagnostic {
    let names = type.fields.map(\.name)
    meant.formUnion(NameSuggestion.nearest(to: key.text, in: names))
    let diagnostic = Diagnostic(
      .unknownKey, at: key.span, "\(name) has no key `\(Validator.excerpt(key.text))`",
      label: "not one of its keys")
    let hasKind = PolicyKind.named(type.name) != nil
    let listing: Diagnostic
    if names.count <= Self.listLimit || !hasKind {
      listing = diagnostic.note("\(name) has \(names.joined(separator: ", "))")
    } else {
      listing = diagnostic.note("`parley explain \(type.name)` lists the keys of \(name)")
    }
    return listing.suggesting(key.text, from: names, replacing: key.span)
  }

  /// What is missing, or too much; called after all unknown keys are known.
  func missingKeys() -> [Diagnostic] {
    let present = Set(mapping.entries.map(\.key.text))
    var found: [Diagnostic] = []
    for field in type.fields where field.isRequired && !present.contains(field.name) {
      guard !meant.contains(field.name) else { continue }
      found.append(
        Diagnostic(.missingKey, at: place, "\(name) needs `\(field.name)`")
          .note("`\(field.name)`: \(Self.uncapitalised(field.summary))")
          .help("add `\(field.name):` with \(field.type.phrase)"))
    }
    return found + type.rules.flatMap { breaches(of: $0, present) }
  }

  private func breaches(of rule: KeyRule, _ present: Set<String>) -> [Diagnostic] {
    switch rule {
    case .exactlyOne(let names):
      return tooMany(names) ?? tooFew(names, present, "exactly one") ?? []
    case .atMostOne(let names): return tooMany(names) ?? []
    case .atLeastOne(let names): return tooFew(names, present, "at least one") ?? []
    case .needs(let key, let other):
      guard let entry = mapping.entries.first(where: { $0.key.text == key }),
        !present.contains(other), !meant.contains(other)
      else { return [] }
      return [
        Diagnostic(
          .keyConflict, at: entry.key.span, "`\(key)` needs `\(other)` beside it",
          label: "`\(other)` is missing")
      ]
    }
  }

  private func tooMany(_ names: [String]) -> [Diagnostic]? {
    let given = mapping.entries.filter { names.contains($0.key.text) }
    guard given.count > 1, let first = given.first else { return nil }
    return given.dropFirst().map { entry in
      Diagnostic(
        .keyConflict, at: entry.key.span,
        "`\(entry.key.text)` can't stand beside `\(first.key.text)`",
        label: "\(name) has one of them"
      )
      .note("`\(first.key.text)` stands at", at: first.key.span)
    }
  }

  private func tooFew(
    _ names: [String], _ present: Set<String>, _ amount: String
  ) -> [Diagnostic]? {
    guard present.isDisjoint(with: names), meant.isDisjoint(with: names) else { return nil }
    let list = names.map { "`\($0)`" }
    let words =
      list.count == 1
      ? list[0] : list.dropLast().joined(separator: ", ") + " or " + (list.last ?? "")
    return [Diagnostic(.keyConflict, at: place, "\(name) needs \(amount) of \(words)")]
  }

  /// The first key, or the empty map.
  private var place: SourceSpan { mapping.entries.first?.key.span ?? span }

  private static func uncapitalised(_ text: String) -> String {
    guard let first = text.first else { return text }
    let sentence = first.lowercased() + text.dropFirst()
    return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}
