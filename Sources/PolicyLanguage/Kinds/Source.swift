// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let source = PolicyKind(
    head: "source",
    summary: "What is read from a system of record, and when.",
    executed: false,
    fields: [
      Field(
        "from",
        .oneOrMany(
          .object(
            "origin",
            [
              Field("connection", .reference("connection"), required: true, "The connection."),
              Field("object", .oneOrMany(.string), required: true, "Its objects."),
            ])), "Where records come from."),
      Field("plugin", .name(.kebab), "What reads, without a connection."),
      Field("settings", .map(.word, .setting), default: "{}", "The plugin's settings."),
      Field("mapping", .reference("mapping"), required: true, "How records become facts."),
      Field(
        "on",
        .object(
          "cadence",
          [
            Field("every", .duration, "An interval, from local midnight."),
            Field("cron", .cron, "A schedule."),
          ], rules: [.exactlyOne(["every", "cron"])]), required: true, "When it is read."),
    ], rules: [.exactlyOne(["from", "plugin"])])
}
