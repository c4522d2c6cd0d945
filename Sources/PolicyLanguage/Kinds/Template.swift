// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let template = PolicyKind(
    head: "template", headType: .name(.path),
    headSummary: "The template's id; a text for each channel and language may bear it.",
    summary: "A text: the front matter of a file in templates/.",
    place: .template,
    fields: [
      Field("channel", .reference("channel"), required: true, "The channel that it is for."),
      Field("language", .name(.language), required: true, "Its language."),
      Field("angle", .string, "What it tries."),
      Field("subject", .text, "The subject."),
      Field("preheader", .text, "What mail programs show behind the subject."),
      Field("attachments", .list(.string), executed: false, "Files that go along."),
      Field(
        "provider",
        .object(
          "provider template",
          [
            Field("name", .string, "Its name there."),
            Field("id", .string, "Its id there."),
            Field("event", .string, "The event that sends it there."),
            Field("language", .string, "Its language there."),
            Field("category", .string, "Its category there."),
            Field("variables", .map(.free, .text), default: "{}", "Its variables and their texts."),
          ], rules: [.exactlyOne(["name", "id", "event"])]),
        "A template that lives at the provider; the text below is its transcript."),
    ])
}
