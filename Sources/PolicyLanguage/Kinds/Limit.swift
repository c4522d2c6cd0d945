// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let limit = PolicyKind(
    head: "limit",
    summary: "A cap or a cooldown; several may apply to one send, and the tightest binds.",
    fields: [
      Field(
        "scope", .name(.dotted), required: true,
        "Counted apart: global, channel, tag, policy, account, contact, sender, or a fact."),
      Field(
        "count", .either([.count, .share]),
        "How many; a share is of what the scope allows that day."),
      Field("per", period, "In what time."),
      Field("gap", .period, "The least time between two; over at exactly its end."),
      Field("share", .share, "The largest part of the sends in the scope."),
      Field(
        "against", .either([.name(.word), selection]), executed: false,
        "The sends that `share` is a part of; as yet all that the scope counts."),
      Field(
        "between", .choice(["sends", "starts"]), default: "sends",
        "Whether all sends count, or first sends of enrolments."),
      Field("of", selection, "Which sends it binds."),
      Field(
        "over", .oneOrMany(.reference("channel", .word)), default: "all channels",
        "Channels that count together; `task` for tasks."),
      Field(
        "on_exceed", .choice(["wait", "skip", "stop"]), default: "wait", "What happens beyond it."),
      Field("level", .level, default: "hard", "How strict it is."),
    ],
    rules: [
      .exactlyOne(["count", "gap", "share"]), .needs("count", "per"), .needs("share", "against"),
      .needs("against", "share"),
    ])

  private static let period = FieldType.either([
    .choice(["ever"]),
    .object(
      "rolling period", [Field("rolling", .duration, required: true, "So far back from now.")]),
    .object(
      "calendar period",
      [
        Field(
          "calendar", .choice(["day", "week", "month"]), required: true, "A local period."),
        Field("zone", .zone, default: "the bundle's", "Whose: contact, account, sender or a zone."),
      ]),
    .object(
      "window period",
      [
        Field("window", .reference("calendar"), required: true, "Each opening of a calendar."),
        Field("zone", .zone, default: "contact", "Whose: contact, account, sender or a zone."),
      ]),
  ])

  private static let selection = FieldType.object(
    "selection",
    [
      Field("priority", .oneOrMany(.reference("priority", .snake)), "Steps of these classes."),
      Field("tags", .oneOrMany(.name(.word)), "Policies with one of these tags."),
      Field("policy", .oneOrMany(.reference("policy")), "These policies."),
    ], rules: [.atLeastOne(["priority", "tags", "policy"])])
}
