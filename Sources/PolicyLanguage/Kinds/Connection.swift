// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let connection = PolicyKind(
    head: "connection",
    summary: "A system of record, read by sources and written by write-backs.",
    executed: false,
    fields: [
      Field("plugin", .name(.kebab), required: true, "What talks to it."),
      Field(
        "settings", .map(.word, .setting), default: "{}",
        "The plugin's settings; secrets by name."),
    ])
}
