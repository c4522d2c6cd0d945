// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let warmup = PolicyKind(
    head: "warmup",
    summary: "How a new sender begins: stages, daily amounts, promotion by evidence.",
    executed: false,
    fields: [
      Field(
        "counts", .choice(["sending_days", "days"]), default: "sending_days",
        "Which days make up a stage."),
      Field(
        "stages",
        .list(
          .object(
            "stage",
            [
              Field("id", .name(.kebab), required: true, "Its id."),
              Field("days", .positive, "How long it lasts; the last stage has no end."),
              Field(
                "per_day", .either([.range(.count), .list(.count), .expression(.number)]),
                required: true,
                "Sends a day: an amount, a range, one amount a day, or an expression."),
              Field(
                "allows", .list(allowed), default: "everything",
                "Priority classes that may be sent."),
            ])), required: true, "The stages in order."),
      Field(
        "promote",
        .object(
          "promote",
          [
            Field("when", .condition, required: true, "When a sender goes on to the next stage."),
            Field("sample", .count, default: "0", "How many sends that needs."),
          ]), "Going on."),
      Field(
        "demote",
        .object(
          "demote",
          [
            Field("when", .condition, required: true, "When a sender goes back."),
            Field("by", .positive, default: "1", "By how many stages."),
          ]), "Going back."),
    ])

  private static let allowed = FieldType.either([
    .reference("priority", .word),
    .object(
      "allowance", [Field("when", .condition, required: true, "Whom it allows to write to.")]),
  ])
}
