// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let experiment = PolicyKind(
    head: "experiment",
    summary: "Variants of a step, how they are compared, and when one wins.",
    executed: false,
    fields: [
      Field("policy", .reference("policy"), required: true, "The policy."),
      Field("step", .reference("step"), required: true, "Its step."),
      Field("variants", .map(.word, .share), required: true, "Variants and their shares."),
      Field("metric", .event, required: true, "What is counted."),
      Field(
        "sample",
        .object(
          "sample", [Field("per_variant", .positive, required: true, "Sends of each variant.")]),
        required: true, "How many sends a decision needs."),
      Field(
        "decide",
        .object(
          "decision rule",
          [
            Field("test", .choice(["chi_squared"]), required: true, "The test."),
            Field("p_below", .decimalNumber(0...1), required: true, "From when on it is believed."),
          ]), required: true, "How the winner is found."),
      Field(
        "then",
        .object(
          "promotion",
          [Field("promote", .share, required: true, "The winner's share from then on.")]),
        "What follows."),
    ])
}
