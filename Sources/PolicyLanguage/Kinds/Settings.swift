// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let settings = PolicyKind(
    head: "parley", name: "settings", headType: .wholeNumber(1...1),
    headSummary: "The version of the policy language.",
    summary: "Settings of the whole bundle; always in policies/parley.yaml.",
    fields: [
      Field("mode", .mode, default: "off", "Whether anything may leave the house."),
      Field(
        "safe_list", .list(.string), default: "[]",
        "Addresses, and domains as @example.com, that mode safe may write to."),
      Field(
        "kill_switch",
        .object(
          "kill_switch",
          [
            Field("env", .string, "A variable that must be unset or `true`."),
            Field("file", .string, "A file whose presence stops every send."),
          ], rules: [.atLeastOne(["env", "file"])]),
        "What stops every send at once."),
      Field(
        "identity",
        .object(
          "identity",
          [
            Field("name", .string, required: true, "The sender's name."),
            Field("postal_address", .string, required: true, "Where letters reach the sender."),
            Field("site", .string, "The sender's site."),
            Field("unsubscribe", .text, "The page for unsubscribing, with {{token}}."),
          ]), "Who writes; every outreach e-mail says it."),
      Field(
        "time_zone", .zone, default: "UTC", "The zone of calendar days, rounds and local times."),
      Field(
        "zone_unknown", .zone, default: "wait",
        "`wait`, or the zone to assume for people without one."),
      Field(
        "languages", .list(.name(.language)), default: "[en]",
        "Fallback order of templates' languages."),
      Field(
        "rounds",
        .object(
          "rounds",
          [
            Field("every", .duration, "The time between rounds, from local midnight."),
            Field("cron", .cron, "The schedule of rounds."),
            Field(
              "at_once", .list(.choice(["replies"])), default: "[]",
              "What opens a round of its own."),
          ], rules: [.exactlyOne(["every", "cron"])]),
        default: "{every: 15m}", "When sends are decided."),
      Field(
        "catch_up", .duration, default: "6h", "What no round reached for longer is dropped as late."
      ),
      Field(
        "priorities", .list(.name(.snake)),
        default: "[replies, follow_ups, new_outreach, discovery, analysis]",
        "Classes of steps, the most urgent first."),
      Field(
        "mandatory", .list(.reference("guard")), default: "[]",
        "Library guards that no policy can leave out."),
      Field(
        "retention",
        .object(
          "retention",
          [
            Field("contacts", .period, "How long people without events are kept."),
            Field("messages", .period, "How long texts are kept."),
            Field("decisions", .period, "How long decisions are kept."),
          ]), executed: false, "How long things are kept."),
      Field(
        "budgets",
        .object(
          "budgets",
          [
            Field(
              "models",
              .object(
                "model budget",
                [
                  Field("per_day", .money, "What models may cost a day."),
                  Field("calls", .map(.word, .rate), "How often each tier may be called."),
                ]), "The budget for models.")
          ]), executed: false, "What may be spent."),
      Field("approval", .approval, "Joins all other approvals; the strictest wins."),
      Field(
        "concurrency", .either([.positive, .map(.word, .positive)]), executed: false,
        "How many sends run at a time, per channel."),
      Field("funnel", .list(.event), "Events that the report counts in order."),
      Field("alerts", .setting, executed: false, "What tells the team of trouble."),
      Field("digests", .setting, executed: false, "What tells the team how things go."),
      Field("webhooks", .setting, executed: false, "Who is told of events."),
      Field("lint", .setting, executed: false, "What `check` is stricter or milder about."),
      Field("links", .setting, executed: false, "How links are signed and counted."),
      Field(
        "launch",
        .object(
          "launch",
          [Field("at_most", .count, default: "100", "More people wait for `parley launch`.")]),
        executed: false, "How many people a new policy may enrol by itself."),
      Field(
        "people",
        .map(
          .word,
          .object(
            "person",
            [
              Field(
                "approves", .list(.name(.dotted)), default: "[]", "What the person may agree to."),
              Field("name", .string, "The person's name."),
              Field("address", .string, "Where the person is reached."),
            ])), executed: false, "People who act and approve."),
      Field("runtime", runtime, executed: false, "How the live side runs."),
    ])

  private static let runtime = FieldType.object(
    "runtime",
    [
      Field("lease", .duration, "How long a runner holds a send."),
      Field("http_timeout", .duration, "How long HTTP servers are waited for."),
      Field("smtp_timeout", .duration, "How long mail servers are waited for."),
      Field("sweep", .duration, "How often lost leases are looked for."),
      Field("quarantine", .duration, "How long a doubt rests before it may be resolved."),
      Field("look_ups", .setting, "How providers are asked about doubts."),
      Field("retry", .setting, "How failed sends are tried again."),
      Field("on_doubt", .setting, "What happens to a send whose fate is unknown."),
      Field("free_disk", .setting, "How much of the disk must be free."),
      Field("batch", .positive, "How many sends are claimed at a time."),
      Field("anchors", .setting, "Where digests of the log are kept."),
      Field("journal", .setting, "How the log is written."),
      Field("listen", .string, "Where the runner listens."),
      Field("public_url", .string, "How the runner is reached from outside."),
    ])
}
