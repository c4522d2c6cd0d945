// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let personalise = PolicyKind(
    head: "personalise",
    summary: "Slots of a text that a model may fill, and what it must keep.",
    executed: false,
    fields: [
      Field(
        "slots",
        .map(
          .word,
          .object(
            "slot",
            [
              Field("max", .positive, required: true, "Characters at most."),
              Field("must_end_with", .string, "How it must end."),
            ])), required: true, "The slots."),
      Field(
        "facts", .list(.reference("fact", .dotted)), required: true,
        "What the model sees, and nothing else."),
      Field("forbid", .list(.string), default: "[]", "What must not stand in a slot."),
      Field(
        "claims", .choice(["only_from_facts", "any"]), default: "only_from_facts",
        "What may be claimed."),
      Field(
        "model",
        .object(
          "model",
          [
            Field("tier", .name(.word), required: true, "Which budget it takes from."),
            Field("timeout", .duration, default: "20s", "How long it may take."),
          ]), "Which model."),
      Field(
        "fallback", .choice(["template", "skip", "hold"]), default: "template",
        "What goes out without it."),
    ])
}
