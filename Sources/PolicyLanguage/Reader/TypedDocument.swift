// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One document, read by its kind.
public struct TypedDocument: Sendable {
  /// Its kind.
  public let kind: PolicyKind
  /// Its id; `nil` for kinds without one (settings, facts, define, guards), and if it is broken.
  public let id: ScalarSource?
  /// Its keys, the head included.
  public let object: TypedObject
  /// Where its head key stands.
  public let headSpan: SourceSpan
  /// Whether lines of it are unread after a syntax error: what seems to be missing may stand there.
  public let isDamaged: Bool

  /// The value of a key.
  public subscript(name: String) -> Typed? { object[name] }
}

/// Reads documents by the kind that their first key names.
enum DocumentReading {
  /// - Parameters:
  ///   - role: Which files the document's file is one of.
  /// - Returns: `nil` if its kind isn't known.
  static func read(
    _ document: YAMLDocument, role: BundleFileRole, into diagnostics: inout [Diagnostic]
  ) -> TypedDocument? {
    guard let mapping = document.root.mapping, let first = mapping.entries.first else {
      if document.root.content != .broken {
        diagnostics.append(
          Diagnostic(
            .unknownKind, at: document.root.span,
            "a document begins with the key that names its kind"
          )
          .help("begin with a line such as `\(example(of: role))`"))
      }
      return nil
    }
    guard let kind = kind(of: first, mapping, role, document, &diagnostics) else { return nil }
    checkPlace(of: kind, first.key, role, &diagnostics)
    var validator = Validator(isDamaged: document.isDamaged)
    // Under a misspelt head the other keys are still worth reading.
    let read =
      kind.head == first.key.text
      ? mapping
      : YAMLMapping(
        entries: [YAMLEntry(key: first.key.renamed(kind.head), value: first.value)]
          + mapping.entries.dropFirst(), isFlow: mapping.isFlow)
    let typed = validator.read(read, at: document.root, as: kind.object)
    diagnostics += validator.diagnostics
    guard let object = typed.object else { return nil }
    diagnostics += warnings(kind, object, first.key.span, validator.unexecuted)
    var id: ScalarSource?
    if kind.headIsID, case .name(let source)? = object[kind.head]?.value { id = source }
    return TypedDocument(
      kind: kind, id: id, object: object, headSpan: first.key.span,
      isDamaged: document.isDamaged)
  }

  private static func example(of role: BundleFileRole) -> String {
    switch role {
    case .policies: "policy: winback-lost-deal"
    case .scenario: "scenario: first-quarter"
    case .mapping: "mapping: crm"
    case .template, .partial: "template: winback/new-angle"
    }
  }

  private static func kind(
    of first: YAMLEntry, _ mapping: YAMLMapping, _ role: BundleFileRole,
    _ document: YAMLDocument, _ diagnostics: inout [Diagnostic]
  ) -> PolicyKind? {
    if let kind = PolicyKind.with(head: first.key.text) { return kind }
    // The head itself may be one of the lines that are unread.
    if document.isDamaged { return nil }
    let heads = PolicyKind.all.filter { $0.place == role }.map(\.head)
    var diagnostic = Diagnostic(
      .unknownKind, at: first.key.span, "no kind is called `\(Validator.excerpt(first.key.text))`",
      label: "the first key of a document names its kind")
    if let later = mapping.entries.first(where: { heads.contains($0.key.text) }) {
      diagnostics.append(
        diagnostic.note("`\(later.key.text)` stands at", at: later.key.span)
          .help("put the line `\(later.key.text): …` first"))
      return nil
    }
    let near = NameSuggestion.nearest(to: first.key.text, in: heads)
    diagnostic =
      near.isEmpty
      ? diagnostic.note("the kinds here are \(heads.joined(separator: ", "))")
      : diagnostic.suggesting(first.key.text, from: heads, replacing: first.key.span)
    diagnostics.append(diagnostic)
    return near.first.flatMap(PolicyKind.with(head:))
  }

  private static func checkPlace(
    of kind: PolicyKind, _ key: ScalarSource, _ role: BundleFileRole,
    _ diagnostics: inout [Diagnostic]
  ) {
    guard kind.place != role else { return }
    let folder: String =
      switch kind.place {
      case .policies: "`policies/`"
      case .scenario: "`scenarios/`"
      case .mapping: "`data/NAME.mapping.yaml`"
      case .template, .partial: "the front matter of a file in `templates/`"
      }
    diagnostics.append(
      Diagnostic(
        .misplacedKind, at: key.span, "\(FieldType.article(kind.name)) doesn't belong in this file"
      )
      .help("put it into \(folder)"))
  }

  /// What is read but not executed, told once a document.
  private static func warnings(
    _ kind: PolicyKind, _ object: TypedObject, _ head: SourceSpan,
    _ unexecuted: [(name: String, span: SourceSpan)]
  ) -> [Diagnostic] {
    guard kind.isExecuted else {
      return [
        Diagnostic(
          .notExecutedYet, at: head,
          "`\(kind.name)` is read, but not executed yet",
          label: "has no effect in this version")
      ]
    }
    guard let first = unexecuted.first else { return [] }
    var names: [String] = []
    for key in unexecuted where !names.contains(key.name) { names.append(key.name) }
    let list = names.map { "`\($0)`" }.joined(separator: ", ")
    return [
      Diagnostic(
        .notExecutedYet, at: first.span,
        "\(list) \(names.count == 1 ? "is" : "are") read, but not executed yet",
        label: "has no effect in this version")
    ]
  }
}

extension ScalarSource {
  /// The same place under another name.
  fileprivate func renamed(_ text: String) -> ScalarSource {
    ScalarSource(text: text, style: style, span: span)
  }
}
