// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let scenario = PolicyKind(
    head: "scenario",
    summary: "A simulated world: a span of time, people, events, behaviour, expectations.",
    place: .scenario,
    fields: [
      Field("from", .instant, required: true, "When it begins."),
      Field("to", .instant, required: true, "When it ends; a date includes its day."),
      Field("seed", .wholeNumber(0...Int64.max), default: "0", "What draws are made from."),
      Field("mode", .mode, default: "live", "How it is decided."),
      Field(
        "kill_switch", .choice(["on", "off"]), default: "off", "Whether the kill switch is on."),
      Field("people", people, "People to make up, or to write down."),
      Field(
        "data",
        .object(
          "data",
          [
            Field("mapping", .reference("mapping"), required: true, "How rows become facts."),
            Field(
              "folder", .string, required: true, "Where the files are, relative to the scenario."),
          ]), "People and events from files."),
      Field("events", .list(event), default: "[]", "What happens."),
      Field(
        "outages", .list(outage), default: "[]",
        "When senders can't send: quarantined, or their provider is down."),
      Field("behaviour", behaviour, default: "{}", "How people answer."),
      Field("what_if", .map(.dotted, .data), default: "{}", "Changes to the bundle for this run."),
      Field("expect", .list(expectation), default: "[]", "What must be true of the run."),
    ])

  // MARK: - People

  private static let generatedFacts = ObjectType.Rest(form: .snake, type: .generated)
  private static let consent = Field(
    "consent", .map(.word, .generated), "The basis on each channel.")

  private static let listed = FieldType.list(
    .object(
      "person of a scenario",
      [
        Field(
          "contact",
          .object(ObjectType("contact facts", [consent, address], rest: generatedFacts)),
          required: true, "The person's facts."),
        Field(
          "account", .object(ObjectType("account facts", [], rest: generatedFacts)),
          "The account's facts."),
      ]))

  private static let people = FieldType.either([
    listed,
    .object(
      "people",
      [
        Field(
          "generate",
          .object(
            "generate",
            [
              Field("count", .count, required: true, "How many people."),
              Field(
                "contact",
                .object(ObjectType("generated contact", [consent], rest: generatedFacts)),
                default: "{}", "Facts of contacts."),
              Field(
                "account", .object(ObjectType("generated account", [], rest: generatedFacts)),
                default: "{}", "Facts of accounts."),
            ]), "People to make up."),
        Field("list", listed, "People to write down."),
      ], rules: [.atLeastOne(["generate", "list"])]),
  ])

  private static let address = Field(
    "address", .map(.word, .string), "The address on each channel.")

  // MARK: - Events

  private static let event = FieldType.object(
    ObjectType(
      "scripted event",
      [
        Field("event", .event, required: true, "Its name."),
        Field("at", .instant, "When, once."),
        Field("rate", .rate, "How often, at drawn times."),
        Field("from", .instant, default: "the scenario's", "From when on."),
        Field(
          "until", .instant, default: "the scenario's end", "Until when; a date includes its day."),
        Field("contact", .name(.free), "To whom."),
        Field("account", .name(.free), "To which account."),
        Field(
          "deal",
          .either([.name(.free), .object(ObjectType("deal facts", [], rest: generatedFacts))]),
          "An existing deal, or the facts of a new one."),
        Field(
          "among", .map(.dotted, .oneOrMany(.string)),
          "Facts, as they are at the beginning, of those who may be drawn."),
        Field("set", .map(.dotted, .generated), "Facts that change with it, and their new values."),
      ],
      rules: [.exactlyOne(["at", "rate"])],
      rest: ObjectType.Rest(form: .snake, type: .generated)))

  // MARK: - Behaviour

  private static let outage = FieldType.object(
    "outage",
    [
      Field("sender", .reference("sender"), "The sender that is out."),
      Field("channel", .reference("channel"), "The channel all of whose senders are out."),
      Field("from", .instant, required: true, "Since when."),
      Field("until", .instant, required: true, "Until when; a date includes its day."),
      Field("because", .string, default: "out of order", "Why, for traces."),
    ], rules: [.exactlyOne(["sender", "channel"])])

  private static func reaction(_ name: String, _ more: [Field] = []) -> FieldType {
    .object(
      name,
      [
        Field("chance", .share, required: true, "How likely after each message."),
        Field("after", .generated, required: true, "How long after it."),
        Field(
          "where", .list(circumstance), default: "[]",
          "Messages for which it differs; all that fit apply, in order."),
      ] + more)
  }

  private static let circumstance = FieldType.object(
    "circumstance",
    [
      Field("channel", .oneOrMany(.reference("channel")), "On these channels."),
      Field("template", .oneOrMany(.reference("template", .path)), "With these texts."),
      Field("hour", .range(.wholeNumber(0...23)), "Sent in these hours of the person's day."),
      Field("from_message", .positive, "From this message to the person on, counted in the run."),
      Field("chance", .share, "The chance instead."),
      Field("times", .decimalNumber(0...1000), "A factor for the chance."),
      Field("after", .generated, "How long after it instead."),
    ],
    rules: [
      .atLeastOne(["channel", "template", "hour", "from_message"]),
      .atLeastOne(["chance", "times", "after"]),
    ])

  private static let behaviour = FieldType.object(
    "behaviour",
    [
      Field(
        "reply",
        reaction(
          "reply behaviour",
          [
            Field("class", .generated, "What the reply is."),
            Field("text", .generated, "What it says."),
          ]), "Answers."),
      Field(
        "bounce", reaction("bounce behaviour", [Field("kind", .generated, "Hard or soft.")]),
        "Bounces."),
      Field("opt_out", reaction("opt-out behaviour"), "Opts out."),
      Field("click", reaction("click behaviour"), "Clicks."),
      Field("meeting", reaction("meeting behaviour"), "Books a meeting."),
      Field("deal_opened", reaction("deal behaviour"), "Opens a deal."),
      Field("approve", reaction("approval behaviour"), "An approver agrees."),
    ])

  // MARK: - Expectations

  private static let expectation = FieldType.object(
    "expectation",
    [
      Field("that", .condition, "A statement over `sends` and `decisions`."),
      Field("policy", .reference("policy"), "Decisions of this policy."),
      Field("contact", .name(.free), "Decisions about this person."),
      Field("step", .reference("step"), "Decisions about this step."),
      Field("verdict", verdict, "This must be decided."),
      Field("never", verdict, "This must not be decided."),
      Field("reason", .name(.word), "For this reason."),
      Field("after", .instant, "From this instant on."),
      Field("before", .instant, "Before this instant."),
    ], rules: [.exactlyOne(["that", "verdict", "never"])])

  private static let verdict = FieldType.choice(["send", "wait", "hold", "skip", "stop"])
}
