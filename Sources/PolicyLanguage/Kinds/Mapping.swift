// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let mapping = PolicyKind(
    head: "mapping",
    summary: "How rows of files or records become facts and dated events.",
    place: .mapping,
    fields: [
      Field("account", object("account mapping", [idField]), "Accounts."),
      Field(
        "contact",
        object(
          "contact mapping",
          [
            idField,
            Field("account", value, "The account's id."),
            Field("address", .map(.word, value), default: "{}", "The address on each channel."),
            Field("consent", .map(.word, consent), default: "{}", "The basis on each channel."),
          ]), "Contacts."),
      Field(
        "deal",
        object(
          "deal mapping",
          [
            idField,
            Field("account", value, "The account's id."),
            Field("contact", value, "The contact's id."),
            Field("stage", value, "One of open, won, lost."),
          ]), "Deals."),
      Field(
        "suppression",
        .oneOrMany(
          .object(
            "suppression mapping",
            [
              fromField, whereField,
              Field(
                "address", .either([value, .map(.word, value)]), required: true,
                "The address, or one for each channel."),
              Field("reason", value, "Why."),
              Field("at", value, executed: false, "Since when; as yet a row holds always."),
            ])), "People never to write to."),
      Field("events", .list(event), default: "[]", "Dated events."),
      Field(
        "rejected", .choice(["report", "fail"]), default: "report",
        "What happens to rows that can't be used."),
    ])

  private static let idField = Field("id", value, required: true, "The id.")
  private static let whereField = Field(
    "where", .condition, default: "true", "Which rows; an expression over their columns.")

  /// A file, or an object of a system of record.
  private static let fromField = Field(
    "from",
    .either([
      .string,
      .object("record source", [Field("object", .string, required: true, "The object's name.")]),
    ]), required: true, "The file, or the record's object.")

  private static func object(_ name: String, _ fields: [Field]) -> FieldType {
    .object(
      name,
      [fromField] + fields + [
        whereField,
        Field("facts", .map(.snake, value), default: "{}", "Facts, built-in and declared."),
      ])
  }

  /// A column, or a column with how it is read, a constant, or a text of columns.
  private static let value = FieldType.either([
    .string,
    .object(
      "mapped value",
      [
        Field("column", .string, "The column."),
        Field("map", .map(.free, .string), "Values there and here."),
        Field("else", .string, "What other values become."),
        Field("unit", .string, "The unit or currency of numbers."),
        Field("as_of", .string, "The column with the fact's date."),
        Field("split", .string, "What separates the items of a list."),
        Field("value", .string, "A constant; `none` for known to be none."),
        Field("text", .text, "A text of columns."),
      ],
      rules: [
        .exactlyOne(["column", "value", "text"]), .needs("map", "column"),
        .needs("split", "column"),
      ]),
  ])

  private static let consent = FieldType.either([
    value,
    .object(
      "mapped consent",
      [
        Field("basis", value, required: true, "The basis."),
        Field("at", value, "Since when."),
        Field("source", value, "Where it was given."),
        Field("evidence", value, "What proves it."),
        Field("until", value, "Until when it holds."),
      ]),
  ])

  private static let event = FieldType.object(
    ObjectType(
      "mapped event",
      [
        Field("event", .event, required: true, "Its name."),
        fromField, whereField,
        Field("at", value, required: true, "When."),
        Field("contact", value, "The contact's id."),
        Field("account", value, "The account's id."),
        Field("deal", value, "The deal's id."),
      ],
      rules: [.atLeastOne(["contact", "account", "deal"])],
      rest: ObjectType.Rest(form: .snake, type: value)))
}
