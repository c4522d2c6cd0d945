// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let score = PolicyKind(
    head: "score", headType: .name(.snake), headSummary: "Its name in expressions: scores.NAME.",
    summary: "A number from 0 to 100 made of weighted parts.",
    fields: [
      Field("of", .choice(["contact", "account", "deal"]), required: true, "What is scored."),
      Field(
        "parts",
        .list(
          .object(
            "part",
            [
              Field("id", .name(.word), required: true, "Its name in traces."),
              Field(
                "weight", .decimalNumber(0...100), required: true,
                "Its points; all weights add up to 100."),
              Field("value", .expression(.number), "How much of the weight, 0.0 to 1.0."),
              Field(
                "patterns", .list(.string),
                "RE2 patterns; one match in the evidence gives the weight."),
            ], rules: [.exactlyOne(["value", "patterns"])])), required: true,
        "What it is made of."),
      Field(
        "bonus",
        .list(
          .object(
            "bonus",
            [
              Field("when", .condition, required: true, "When it is added."),
              Field("add", .decimalNumber(-100...100), required: true, "Points."),
              Field(
                "range", .range(.decimalNumber(0...100)),
                "Where the sum so far is kept when it is added; 0..100 in the end."),
            ])), default: "[]", "Points beside the parts."),
      Field(
        "evidence",
        .object(
          "evidence",
          [
            Field("from", .expression(.any), required: true, "The messages that patterns read."),
            Field("within", .duration, required: true, "How far back."),
          ]), "What patterns read."),
      Field(
        "bands", .map(.word, .range(.wholeNumber(0...100))), default: "{}",
        "Names for ranges of the score."),
    ])
}
