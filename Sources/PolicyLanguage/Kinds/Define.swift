// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let define = PolicyKind(
    head: "define", headType: .map(.snake, .expression(.any)),
    headSummary: "Names and their expressions.",
    summary: "Names for expressions and constants, for use in other expressions.",
    fields: [])
}
