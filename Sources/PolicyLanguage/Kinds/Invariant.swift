// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let invariant = PolicyKind(
    head: "invariant",
    summary: "A statement that must hold in every world: `simulate` asks it of everybody.",
    fields: [
      Field("for", .choice(["contact", "account", "deal"]), required: true, "For each of what."),
      Field(
        "always", .condition, required: true,
        "What must be true of it, with `sends` and `decisions` about it so far."),
    ])
}
