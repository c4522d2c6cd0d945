// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let rules = PolicyKind(
    head: "rules",
    summary: "Duties by country and channel, as data; they add guards to every message.",
    fields: [
      Field("applies", .condition, required: true, "To which messages."),
      Field(
        "consent", .list(.consentBasis),
        "Bases that allow writing; with another one the step is skipped (`duty`)."),
      Field(
        "source_notice", .name(.word), executed: false,
        "When the source of the address must be named."),
      Field(
        "hours", .oneOrMany(.window),
        "Local hours in which writing is allowed; outside it waits (`quiet_hours`)."),
      Field(
        "opt_out_words", .list(.string), executed: false, "Words that must be taken for an opt-out."
      ),
      Field("verify", .string, "What should be confirmed before going live."),
    ])
}
