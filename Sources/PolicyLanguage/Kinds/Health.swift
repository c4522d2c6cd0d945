// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let health = PolicyKind(
    head: "health",
    summary: "What hurts a sender's health, what follows, and how it recovers.",
    executed: false,
    fields: [
      Field("start", .wholeNumber(0...100), default: "100", "The health of a new sender."),
      Field(
        "events", .map(.word, .wholeNumber(-100...100)), required: true,
        "Events and their points."),
      Field(
        "recover",
        .object(
          "recover",
          [
            Field(
              "per_clean_day", .wholeNumber(0...100), required: true,
              "Points for a day without events."),
            Field("at_most", .rate, "The most points in a time."),
            Field("unless", .list(.string), "An event, and how long it stops recovery."),
          ]), "How health comes back."),
      Field(
        "demote",
        .object("demotion", [Field("below", .wholeNumber(0...100), required: true, "Points.")]),
        "When a sender goes back a stage."),
      Field(
        "quarantine",
        .object(
          "quarantine",
          [
            Field("below", .wholeNumber(0...100), "Points."),
            Field("on", .list(trigger), default: "[]", "Events that do it at once."),
            Field("for", .duration, required: true, "How long."),
            Field("then", .name(.word), "What follows."),
          ]), "When a sender rests."),
      Field(
        "stop",
        .object(
          "emergency stop",
          [
            Field("scope", .choice(["channel", "all"]), required: true, "What stops."),
            Field(
              "when_quarantined", .share, required: true, "The part of the pool in quarantine."),
            Field("tell", .reference("channel"), "The channel that is told."),
          ]), "When everything stops."),
      Field(
        "rates",
        .list(
          .object(
            "rate rule",
            [
              Field("of", .name(.word), required: true, "The event."),
              Field("over", .duration, required: true, "How far back."),
              Field("sample", .count, required: true, "How many sends that needs."),
              Field("above", .share, required: true, "The part of sends from which it holds."),
              Field("clear_below", .share, "The part under which it holds no more."),
              Field("then", .name(.word), required: true, "What follows."),
            ])), default: "[]", "Rates of events."),
    ])

  private static let trigger = FieldType.either([
    .name(.word),
    .object(
      "trigger",
      [
        Field("event", .name(.word), required: true, "The event."),
        Field("count", .positive, default: "1", "How often."),
        Field("within", .duration, "In what time."),
      ]),
  ])
}
