// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let phases = PolicyKind(
    head: "phases", headType: .name(.snake),
    headSummary: "Its name in expressions: contact.phase(\"NAME\").",
    summary: "A state machine per contact, account or deal.",
    fields: [
      Field("of", .choice(["contact", "account", "deal"]), required: true, "What has the phases."),
      Field("start", .reference("phase", .word), required: true, "The phase of somebody new."),
      Field(
        "phase",
        .map(
          .word,
          .object(
            "phase",
            [
              Field("at_least", .period, default: "0", "The earliest time of a change."),
              Field("until", .period, "When it ends by itself."),
              Field("next", .list(transition), default: "[]", "Ways out; the first that holds."),
              Field(
                "otherwise",
                .object(
                  "otherwise",
                  [Field("to", .reference("phase", .word), required: true, "The next phase.")]),
                "Where it ends at `until`."),
            ], rules: [.needs("until", "otherwise"), .needs("otherwise", "until")])),
        required: true, "The phases by name."),
    ])

  private static let transition = FieldType.object(
    "transition",
    [
      Field("to", .reference("phase", .word), required: true, "The next phase."),
      Field("when", .condition, "While this is true."),
      Field("on", .oneOrMany(.event), "At one of these events."),
      Field("after", .period, "This long after entering."),
    ], rules: [.atLeastOne(["when", "on", "after"])])
}
