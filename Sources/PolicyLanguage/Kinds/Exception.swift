// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let exception = PolicyKind(
    head: "exception",
    summary: "A dated, counted permission to pass one soft guard or limit.",
    executed: false,
    fields: [
      Field("guard", .reference("guard or limit", .word), required: true, "What may be passed."),
      Field("for", .condition, required: true, "For whom."),
      Field("reason", .string, required: true, "Why."),
      Field("approved_by", .person, required: true, "Who allowed it."),
      Field("expires_at", .instant, required: true, "Until when."),
      Field("max_uses", .positive, required: true, "How often."),
    ])
}
