// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let reply = PolicyKind(
    head: "reply",
    summary: "What inbound messages mean, and what is done about them.",
    executed: false,
    fields: [
      Field("languages", .list(.name(.language)), "The languages that the patterns are for."),
      Field(
        "classes",
        .list(
          .object(
            "class",
            [
              Field("id", .name(.word), required: true, "What it is called."),
              Field("patterns", .list(.string), "RE2 patterns, in any case of letters."),
              Field(
                "header", .choice(["auto_submitted"]), "Sees automatic mail, and nothing else does."
              ),
              Field("model", .setting, "A model that decides."),
              Field("approval", .approval, "Who must agree to an answer."),
              Field("do", .list(action), required: true, "What is done."),
            ], rules: [.atLeastOne(["patterns", "header", "model"])])), required: true,
        "Classes in order; the first that matches."),
      Field("otherwise", .list(action), "What is done where none matches."),
    ])

  private static let action = FieldType.object(
    "reply action",
    [
      Field("suppress", .choice(["person", "channel"]), "Never writes again."),
      Field("end", .choice(["policy", "all"]), "Ends enrolments."),
      Field("answer", .reference("template", .path), "Answers at once."),
      Field(
        "hand_over",
        .object(
          "hand-over",
          [
            Field("channel", .reference("channel"), required: true, "The team's channel."),
            Field("within", .duration, "How soon somebody should answer."),
          ]), "Hands the conversation to a person."),
      Field(
        "hold_until",
        .object(
          "hold",
          [
            Field("at", .expression(.timestamp), required: true, "Until when."),
            Field("or_for", .duration, "How long if that isn't known."),
          ]), "Waits until an instant."),
      Field("hold_for", .duration, "Waits so long."),
      Field("phase", .map(.snake, .reference("phase", .word)), "Moves to a phase."),
    ] + FieldType.sideFields,
    rules: [
      .exactlyOne([
        "suppress", "end", "answer", "hand_over", "hold_until", "hold_for", "phase", "task",
        "notify", "set",
      ])
    ])
}
