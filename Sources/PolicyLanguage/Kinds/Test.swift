// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let test = PolicyKind(
    head: "test", headType: .reference("policy"), headSummary: "The policy that is tested.",
    summary: "A table of decisions: given facts and an instant, expect a verdict and its reason.",
    executed: false,
    fields: [
      Field("now", .instant, required: true, "The instant of the decisions."),
      Field("given", .map(.dotted, .data), default: "{}", "Facts that all cases begin with."),
      Field(
        "cases",
        .list(
          .object(
            "case",
            [
              Field("it", .string, required: true, "What it shows, as a sentence."),
              Field("given", .map(.dotted, .data), default: "{}", "Facts of this case."),
              Field("now", .instant, default: "the test's", "The instant of this case."),
              Field("expect", expectation, required: true, "What must be decided."),
            ])), required: true, "The cases."),
    ])

  private static let expectation = FieldType.object(
    "expected decision",
    [
      Field(
        "verdict", .choice(["send", "wait", "hold", "skip", "stop"]), required: true, "The verdict."
      ),
      Field("step", .reference("step"), "The step."),
      Field("channel", .reference("channel"), "The channel."),
      Field("guard", .reference("guard", .word), "The guard that decides."),
      Field("until", .instant, "Until when it waits."),
      Field("missing", .oneOrMany(.reference("fact", .dotted)), "Facts that are unknown."),
    ])
}
