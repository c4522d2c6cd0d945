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
      Field("behaviour", behaviour, default: "{}", "How people answer."),
      Field("what_if", .map(.dotted, .data), default: "{}", "Changes to the bundle for this run."),
      Field("expect", .list(expectation), default: "[]", "What must be true of the run."),
    ])

  // MARK: - People

  private static let generatedFacts = ObjectType.Rest(form: .snake, type: .generated)
  private static let consent = Field(
    "consent", .map(.word, .generated), "The basis on each channel.")

  private static let people = FieldType.either([
    .list(
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
        ])),
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
        Field(
          "list",
          .list(
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
              ])), "People to write down."),
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
      ],
      rules: [.exactlyOne(["at", "rate"])],
      rest: ObjectType.Rest(form: .snake, type: .generated)))

  // MARK: - Behaviour

  private static func reaction(_ name: String, _ more: [Field] = []) -> FieldType {
    .object(
      name,
      [
        Field("chance", .share, required: true, "How likely after each message."),
        Field("after", .generated, required: true, "How long after it."),
      ] + more)
  }

  private static let behaviour = FieldType.object(
    "behaviour",
    [
      Field(
        "reply", reaction("reply behaviour", [Field("class", .generated, "What the reply is.")]),
        "Answers."),
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
