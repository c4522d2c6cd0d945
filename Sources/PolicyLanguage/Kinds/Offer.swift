// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let offer = PolicyKind(
    head: "offer",
    summary: "What can be offered to whom: signals for and against, price, who may offer it.",
    executed: false,
    fields: [
      Field("type", .name(.word), "What sort of offer it is."),
      Field("signals", .list(signal), required: true, "What speaks for it."),
      Field("disqualifiers", .list(signal), default: "[]", "What rules it out."),
      Field("price", .range(.money), "What it costs."),
      Field(
        "senders",
        .list(
          .object(
            "offering sender",
            [
              Field("id", .reference("sender"), required: true, "The sender."),
              Field("priority", .positive, default: "1", "Who comes first, 1 before 2."),
            ])), default: "any", "Who may offer it."),
      Field("ready", .list(readiness("ready signal", [])), default: "[]", "Signs of readiness."),
      Field(
        "not_ready",
        .list(
          readiness(
            "not-ready signal",
            [
              Field(
                "then",
                .either([
                  .choice(["stay", "task"]),
                  .object(
                    "not-ready step",
                    [
                      Field("to", .reference("phase", .word), "The phase to go to."),
                      Field("end", .choice(["policy", "all"]), "What ends."),
                      Field("task", .setting, "What a person does."),
                    ], rules: [.exactlyOne(["to", "end", "task"])]),
                ]), "What follows.")
            ])), default: "[]", "Signs against it."),
    ])

  private static let signal = FieldType.either([
    .condition,
    .object(
      "signal", [Field("patterns", .list(.string), required: true, "RE2 patterns in messages.")]),
  ])

  private static func readiness(_ name: String, _ more: [Field]) -> FieldType {
    .object(
      name,
      [
        Field("id", .name(.kebab), required: true, "Its id."),
        Field("weight", .number, required: true, "How much it counts."),
        Field("when", .condition, "When it holds."),
        Field("patterns", .list(.string), "RE2 patterns in messages."),
      ] + more, rules: [.exactlyOne(["when", "patterns"])])
  }
}
