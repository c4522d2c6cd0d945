// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let policy = PolicyKind(
    head: "policy",
    summary: "One business scenario: whom it enrols, what it sends when, and when it ends.",
    fields: [
      Field(
        "priority", .reference("priority", .snake), default: "the last class",
        "The class of its steps."),
      Field("order_by", .expression(.ordered), "Who comes first when slots are scarce."),
      Field("enrol", enrol, required: true, "Who comes in, and when."),
      Field("guards", .list(.usedGuard), default: "[]", "Conditions of every step."),
      Field("steps", .list(step), required: true, "The actions in order."),
      Field("exit", .list(exit), default: "[]", "What ends an enrolment at once."),
      Field(
        "pause",
        .list(
          .object(
            "pause",
            [
              Field("on", .event, required: true, "The event that pauses."),
              Field("until", .either([.period, .event]), required: true, "When it goes on."),
            ])), executed: false, "What pauses an enrolment."),
      Field(
        "on_exit", .map(.word, .oneOrMany(sideAction)), default: "{}",
        "What is done at an exit, by its `as`."),
      Field("approval", .approval, "Who must agree to each message."),
      Field(
        "goal",
        .object(
          "goal",
          [
            Field("event", .event, required: true, "What is hoped for."),
            Field("within", .duration, required: true, "How long after the last send."),
          ]), "What the policy is for."),
      Field(
        "targets",
        .list(
          .object(
            "target",
            [
              Field("of", .name(.dotted), required: true, "What is measured."),
              Field("at_least", .share, required: true, "What is expected."),
              Field("sample", .count, default: "0", "How many enrolments that needs."),
              Field("else", .name(.word), "What follows if it is missed."),
            ])), executed: false, "What the policy is measured by."),
      Field(
        "holdout", .share, executed: false, "People who are never contacted, to measure the lift."),
      Field(
        "write_back", .list(.writeBack("write-back")), executed: false,
        "What a system of record is told."),
      Field("with", .map(.snake, .data), default: "{}", "Constants for its expressions and texts."),
      Field(
        "links",
        .object(
          "links",
          [
            Field("utm", .map(.word, .text), "Parameters that links get."),
            Field("signed", .bool, default: "false", "Whether clicks are counted by signed links."),
          ]), executed: false, "What is done to links."),
      Field("active", .bool, default: "true", "Whether it enrols anybody."),
      Field("mode", .mode, "Stricter than the settings' mode, for this policy."),
      Field(
        "on_change", .choice(["pin", "migrate", "end"]), default: "pin",
        "What happens to open enrolments when the bundle changes."),
    ])

  private static let sideAction = FieldType.object(
    "exit action", FieldType.sideFields, rules: [.atLeastOne(["task", "notify", "set"])])

  private static let exit = FieldType.object(
    "exit",
    [
      Field("on", .oneOrMany(.event), "At one of these events."),
      Field("when", .condition, "As soon as this is true."),
      Field("after", .period, "This long after the start."),
      Field("as", .name(.word), required: true, "What the end is called."),
    ], rules: [.atLeastOne(["on", "when", "after"])])

  // MARK: - Enrolment

  private static let enrol = FieldType.object(
    "enrol",
    [
      Field("on", .oneOrMany(.either([.event, schedule])), "Events that enrol, or times."),
      Field("each", schedule, "Asks `when` of everyone at these times."),
      Field(
        "per", .choice(["contact", "account", "deal"]), default: "contact",
        "The subject: who has an enrolment of their own."),
      Field("when", .condition, default: "true", "Whom; asked again until the first send."),
      Field(
        "after", .range(.period), default: "0",
        "From the event to the start, drawn from the seed."),
      Field("until", .period, "The deadline of the first send, from the event."),
      Field("again", again, default: "never", "Whether somebody may come in again."),
      Field("existing", .bool, default: "true", "Whether those count who satisfy `when` already."),
      Field("exclusive", .name(.word), "A group of which a contact is in one policy at a time."),
    ], rules: [.atLeastOne(["on", "each", "when"])])

  private static let schedule = FieldType.object(
    "schedule",
    [
      Field("cron", .cron, "Five fields of cron, in the bundle's zone."),
      Field("every", .range(.duration), "An interval, from local midnight, or drawn from a range."),
    ], rules: [.exactlyOne(["cron", "every"])])

  private static let again = FieldType.either([
    .choice(["never"]),
    .object(
      "again",
      [
        Field("after", .range(.period), default: "0", "From the end of the last enrolment."),
        Field("at_most", .positive, "How many enrolments in all."),
      ]),
  ])

  // MARK: - Steps

  private static let actions = [
    "send", "escalate", "notify", "task", "set", "wait_for", "branch", "call",
  ]

  private static let step = FieldType.object(
    "step",
    [
      Field("id", .name(.kebab), required: true, "Its id."),
      Field("after", .range(.period), default: "0", "From the step before, or from the start."),
      Field("only_if", .condition, default: "true", "Whether it is taken at all."),
      Field("guards", .list(.usedGuard), default: "[]", "Its own conditions."),
      Field("expires", .period, "A longer wait skips it as late."),
      Field("priority", .reference("priority", .snake), default: "the policy's", "Its class."),
      Field("approval", .approval, "Who must agree to it."),
      Field("send", send, "A message to the contact."),
      Field("escalate", .list(rung), "Channels to try one after another, until a reply."),
    ] + FieldType.sideFields + [
      Field("wait_for", waitFor, "Waits for an event or a condition."),
      Field(
        "branch",
        .list(
          .object(
            "branch",
            [
              Field("when", .condition, default: "true", "The first that is true."),
              Field("goto", .reference("step"), required: true, "A later step."),
            ])), "Goes on at another step."),
      Field("call", .writeBack("call"), executed: false, "Tells a system of record."),
    ], rules: [.exactlyOne(actions)])

  private static let messageFields = [
    Field("template", .reference("template", .path), required: true, "The text."),
    Field(
      "pool", .reference("pool", .word), default: "the channel's only pool",
      "The senders, or `same_sender`."),
    Field(
      "personalise", .reference("personalise"), executed: false,
      "Slots that a model fills; until then its fallback, the template's own text."),
  ]

  private static let send = FieldType.object(
    "send",
    [Field("channel", .reference("channel"), required: true, "The channel.")] + messageFields
      + [Field("thread", .reference("step"), "The step whose conversation it continues.")])

  private static let rung = FieldType.object(
    "rung",
    [
      Field("channel", .reference("channel"), required: true, "The channel."),
      Field("after", .range(.period), default: "0", "From the rung before."),
    ] + messageFields + [
      Field("guards", .list(.usedGuard), default: "[]", "Its own conditions."),
      Field("approval", .approval, "Who must agree to it."),
    ])

  private static let waitFor = FieldType.object(
    "wait_for",
    [
      Field("on", .oneOrMany(.event), "One of these events."),
      Field("when", .condition, "Until this is true."),
      Field("at_most", .period, required: true, "How long."),
      Field(
        "else",
        .either([
          .choice(["continue", "end"]),
          .object("else", [Field("goto", .reference("step"), required: true, "A later step.")]),
        ]), default: "continue", "What follows when it doesn't come."),
    ], rules: [.atLeastOne(["on", "when"])])
}
