// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let channel = PolicyKind(
    head: "channel",
    summary: "A way to reach people: its plugin, the consent it needs, what its texts must keep.",
    fields: [
      Field("plugin", .name(.kebab), required: true, "What sends."),
      Field(
        "settings", .map(.word, .setting), default: "{}",
        "The plugin's settings; secrets by name."),
      Field(
        "consent", .list(.consentBasis), default: "[]",
        "Bases that allow writing; required unless internal."),
      Field(
        "requires", .list(.choice(["identity", "postal_address", "one_click_unsubscribe"])),
        default: "[]", "What each text must hold."),
      Field("hours", .reference("calendar"), "Quiet hours: the calendar that must be open."),
      Field(
        "first_touch",
        .object("first_touch", [Field("links", .range(.count), "How many links.")]),
        "What the first message to somebody must keep."),
      Field(
        "length",
        .object(
          "length",
          [
            Field("subject", .range(.count), "Characters of the subject."),
            Field("body", .range(.count), "Characters of the text."),
            Field("segments", .range(.count), "Segments of an SMS."),
          ]), "How long texts may be."),
      Field("lint", .setting, executed: false, "What `check` looks for in texts."),
      Field(
        "session",
        .object(
          "session",
          [
            Field("open_for", .duration, required: true, "How long free texts are allowed."),
            Field("after", .expression(.timestamp), required: true, "From when on."),
            Field(
              "outside", .choice(["template", "wait", "skip"]), default: "template",
              "What goes out else: a template of the provider, or nothing."),
          ]), "When free texts are allowed."),
      Field("initiates", .bool, default: "true", "False if the channel may only answer."),
      Field(
        "approval", .either([.choice(["always", "never"]), .approval]), default: "never",
        "Whether somebody must agree to each message."),
      Field("mode", .mode, "Stricter than the settings' mode, for this channel."),
      Field(
        "internal", .bool, default: "false",
        "The team's own channel: no consent, no caps, never to a contact."),
      Field("rank", .positive, "Its place in escalations, 1 first."),
      Field("errors", .setting, executed: false, "What the provider's errors mean."),
      Field("concurrency", .positive, executed: false, "How many sends run at a time."),
      Field("cost", .setting, executed: false, "What a message costs."),
      Field(
        "carries", .list(.choice(["identity", "postal_address", "one_click_unsubscribe"])),
        default: "[]", "What the provider adds to each text: a text needn't hold it."),
      Field(
        "resend_when_absent", .setting, executed: false,
        "Whether a send that the provider doesn't know may be sent again."),
    ])
}
