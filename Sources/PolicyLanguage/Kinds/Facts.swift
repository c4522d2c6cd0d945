// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let facts = PolicyKind(
    head: "facts",
    headType: .object(
      "facts",
      [
        Field("contact", .map(.snake, declaration), "Facts of contacts."),
        Field("account", .map(.snake, declaration), "Facts of accounts."),
        Field("deal", .map(.snake, declaration), "Facts of deals."),
        Field("sender", .map(.snake, declaration), "Facts of senders."),
        Field("events", .map(.dotted, .map(.snake, declaration)), "Events and their attributes."),
      ]),
    headSummary: "Facts by the object that they belong to.",
    summary: "The types of what the engine may read, beyond what is built in.",
    fields: [])

  /// A fact: its type alone, or with details.
  private static let declaration = FieldType.either([
    types,
    .object(
      "fact",
      [
        Field("type", types, required: true, "What its values are."),
        Field("of", .list(.name(.word)), "The words of an enum."),
        Field("nullable", .bool, default: "false", "Whether it may be known to be none."),
        Field("default", .data, "What holds where no source names it."),
        Field(
          "range",
          .either([
            .range(.number), .range(.money), .range(.duration), .range(.date), .range(.instant),
          ]), "The smallest and the largest value."),
        Field("personal", .bool, default: "false", "Whether it tells something about a person."),
        Field("stale_after", .duration, "How old it may be before it counts as unknown."),
      ]),
  ])

  private static let types = FieldType.choice([
    "string", "int", "double", "bool", "instant", "date", "duration", "money", "enum",
    "list(string)", "list(int)", "list(double)", "list(bool)", "list(instant)", "list(date)",
    "list(duration)", "list(money)", "list(enum)",
  ])
}
