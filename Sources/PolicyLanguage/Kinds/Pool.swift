// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let pool = PolicyKind(
    head: "pool",
    summary: "Senders of a channel, and how one is chosen.",
    fields: [
      Field("channel", .reference("channel"), required: true, "Their channel."),
      Field("senders", .list(sender), required: true, "The senders."),
      Field(
        "choose",
        .object(
          "choose",
          [
            Field("by", .expression(.number), "A sender's weight in the draw."),
            Field("prefer", .condition, "Senders for which this is true come first."),
            Field("sticky", sticky, "Whether a conversation keeps its sender."),
          ]), default: "equal weights", "How a sender is chosen."),
      Field(
        "gap", .range(.duration), "The least time between two sends of one sender, drawn each time."
      ),
      Field(
        "rest",
        .object(
          "rest",
          [
            Field("weekly", .duration, "Rest in each week."),
            Field("monthly", .duration, "Rest in each month."),
            Field("staggered", .bool, default: "false", "Whether senders rest at different times."),
          ]), executed: false, "Days without sends."),
      Field("warmup", .reference("warmup"), executed: false, "How new senders begin."),
      Field("health", .reference("health"), executed: false, "How senders' health is kept."),
    ])

  private static let sender = FieldType.object(
    "sender",
    [
      Field("id", .name(.kebab), required: true, "Its id."),
      Field("name", .string, required: true, "Its name in texts."),
      Field("address", .string, required: true, "Its address on the channel."),
      Field("zone", .zone, default: "the bundle's", "Its zone."),
      Field("daily", .count, default: "unlimited", "How many sends a local day."),
      Field("topics", .list(.string), default: "[]", "What it writes about."),
      Field(
        "languages", .list(.name(.language)), default: "[]", "What it writes in; any if left out."),
      Field(
        "stage", .reference("stage", .word), executed: false,
        "Its stage of warm-up without a log."),
      Field("reserve", .either([.count, .share]), executed: false, "What is kept for replies."),
    ])

  private static let sticky = FieldType.either([
    .choice(["conversation"]),
    .object(
      "sticky",
      [
        Field(
          "conversation", .either([.nothing, .bool]), required: true,
          "A conversation keeps its sender."),
        Field(
          "lost", .choice(["wait", "move"]), default: "wait",
          "What happens when the sender is lost."),
      ]),
  ])
}
