// Licensed under the Apache License, Version 2.0; see LICENSE.

// Types that several kinds share.

extension FieldType {
  /// What the sides of guards and steps do when they don't pass.
  static let outcome = FieldType.choice(["wait", "skip", "stop", "hold"])
  /// How strict a guard or limit is where it is used.
  static let level = FieldType.choice(["hard", "soft", "observe"])
  /// What the bundle, a channel or a policy may do.
  static let mode = FieldType.choice(["off", "shadow", "safe", "live"])
  /// Bases of consent, weak to strong.
  static let consentBasis = FieldType.choice([
    "withdrawn", "none", "legitimate_interest", "implied", "explicit",
  ])
  /// The name of an event, built-in or declared.
  static let event = FieldType.reference("event", .dotted)
  /// The name of a zone.
  static let zone = FieldType.string
  /// A person of the settings, a team, or a fact that names one.
  static let person = FieldType.reference("person", .dotted)

  /// Who must agree, and when.
  static let approval = FieldType.object(
    "approval",
    [
      Field("when", .condition, default: "true", "When somebody must agree."),
      Field("by", .person, "Who must agree; anyone who may approve if it is left out."),
      Field("expires", .duration, default: "72h", "How long the answer may take."),
      Field("four_eyes", .bool, default: "false", "Whether two different people must agree."),
    ])

  /// A guard as policies and steps use it.
  static let usedGuard = FieldType.object(
    "guard",
    [
      Field(
        "use", .reference("guard"), "A guard of the library; what stands beside it tightens it.")
    ] + guardFields,
    rules: [.exactlyOne(["use"] + guardForms), .needs("freshness", "id"), .needs("window", "id")])

  /// A guard of a library.
  static let libraryGuard = FieldType.object(
    "library guard", guardFields(idRequired: true), rules: [.exactlyOne(guardForms)])

  private static let guardForms = [
    "require", "forbid", "window", "not_duplicate", "domain_authenticated", "freshness",
  ]

  private static let guardFields = guardFields(idRequired: false)

  private static func guardFields(idRequired: Bool) -> [Field] {
    [
      Field(
        "id", .name(.kebab), required: idRequired, "The name that decisions give as the reason."),
      Field("require", .condition, "Must be true to pass."),
      Field("forbid", .condition, "Must be false to pass."),
      Field(
        "window",
        .object(
          "window",
          [
            Field(
              "calendar", .reference("calendar"), required: true,
              "The calendar that must be open."),
            Field(
              "zone", .zone, default: "contact", "Whose time: contact, account, sender or a zone."),
          ]), "Passes in the open hours of a calendar."),
      Field(
        "not_duplicate",
        .object(
          "not_duplicate",
          [Field("within", .duration, required: true, "How long the same text counts as a repeat.")]
        ),
        "Passes if the same text wasn't sent to the person lately."),
      Field(
        "domain_authenticated", .bool,
        "Passes if the sender's domain is known to be authenticated."),
      Field(
        "freshness",
        .object(
          "freshness",
          [
            Field("fact", .reference("fact", .dotted), required: true, "The fact."),
            Field("within", .duration, required: true, "How old it may be."),
          ]), "Passes if a fact is young enough."),
      Field(
        "otherwise", .outcome, default: "wait for windows, else skip",
        "What happens if it doesn't pass."),
      Field("because", .text, "Why, for people; may name facts."),
      Field("applies", .condition, default: "true", "When it is asked at all."),
      Field("level", .level, default: "hard", "How strict it is here."),
    ]
  }

  /// Something done beside the messages to a contact: a note to the team, a task, a fact.
  static let sideFields: [Field] = [
    Field(
      "task",
      .object(
        "task",
        [
          Field("to", .person, "Who does it."),
          Field("text", .text, required: true, "What is to be done."),
        ]), "A task for a person."),
    Field(
      "notify",
      .object(
        "notify",
        [
          Field("channel", .reference("channel"), required: true, "An internal channel."),
          Field("text", .text, required: true, "What the team reads."),
        ]), "A note to the team."),
    Field("set", .map(.dotted, .expression(.any)), "Facts and their new values."),
  ]

  /// A note or a change in a system of record.
  static func writeBack(_ name: String) -> FieldType {
    .object(
      name,
      [
        Field("to", .reference("connection"), required: true, "The connection."),
        Field("note", .text, "A note at the contact or deal."),
        Field(
          "field",
          .object(
            "written field",
            [
              Field("name", .string, required: true, "The field's name there."),
              Field("value", .expression(.any), required: true, "Its value."),
            ]), "A field to set."),
        Field("stage", .expression(.string), "The deal's new stage."),
      ], rules: [.exactlyOne(["note", "field", "stage"])])
  }
}
