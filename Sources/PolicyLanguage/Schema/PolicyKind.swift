// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One kind of document: its head key, its keys, and where its documents stand.
///
/// A kind is one file in `Kinds/` and one entry in `all`. Reading, the JSON Schema, `explain` and
/// the reference follow from it.
public struct PolicyKind: Sendable {
  /// The key that begins a document of this kind.
  public let head: String
  /// What people call it; the head, but for the settings.
  public let name: String
  /// One sentence.
  public let summary: String
  /// Which files hold its documents.
  public let place: BundleFileRole
  /// All keys, the head first, the common ones last.
  public let object: ObjectType
  /// Whether this version acts on documents of this kind.
  public let isExecuted: Bool
  /// Whether the head's value is the document's id; where it isn't, it is the content.
  public let headIsID: Bool

  /// Describes a kind.
  ///
  /// - Parameters:
  ///   - head: The head key.
  ///   - headType: The type of its value; by default an id in kebab-case.
  ///   - headSummary: The sentence about the head key.
  public init(
    head: String, name: String? = nil, headType: FieldType = .name(.kebab),
    headSummary: String = "The document's id, unique among documents of its kind.",
    summary: String, place: BundleFileRole = .policies, executed: Bool = true, fields: [Field],
    rules: [KeyRule] = []
  ) {
    self.head = head
    self.name = name ?? head
    self.summary = summary
    self.place = place
    isExecuted = executed
    if case .name = headType { headIsID = true } else { headIsID = false }
    let own = [Field(head, headType, required: true, headSummary)] + fields
    let names = Set(own.map(\.name))
    object = ObjectType(
      self.name, own + Self.commonFields.filter { !names.contains($0.name) }, rules: rules)
  }

  /// Keys that any document may have.
  public static let commonFields = [
    Field("title", .string, "What people read instead of the id."),
    Field("owner", .string, "Who answers for it: a person or a team."),
    Field("notes", .string, "Anything worth knowing."),
    Field("tags", .list(.name(.word)), default: "[]", "Words to select by."),
    Field("review_by", .date, "When somebody should look at it again; `check` warns from then on."),
  ]

  /// Every kind, in the order of the reference.
  public static let all: [PolicyKind] = [
    .settings, .facts, .define, .guards, .calendar, .limit, .score, .phases, .channel, .pool,
    .warmup, .health, .rules, .policy, .reply, .offer, .experiment, .personalise, .exception,
    .invariant, .connection, .source, .template, .scenario, .mapping, .test,
  ]

  /// The kind that a head key begins.
  public static func with(head: String) -> PolicyKind? { all.first { $0.head == head } }

  /// The kind that people call so: by its name or its head.
  public static func named(_ name: String) -> PolicyKind? {
    all.first { $0.name == name } ?? with(head: name)
  }
}
