// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Guards

extension Compilation {
  /// Reads invariants, in the order of their ids.
  func compileInvariants() -> [Invariant] {
    var seen: Set<String> = []
    return documents("invariant").filter { seen.insert($0.id).inserted }.compactMap(invariant)
  }

  private func invariant(_ document: SourceDocument) -> Invariant? {
    let subject = document.root["for"]?.text.flatMap(Subject.init(rawValue:)) ?? .contact
    var scope = ExpressionScope.about(subject, owner: "invariant `\(document.id)`")
      .with(.sends, .decisions)
    // A company has many people, and a deal may have none.
    if subject != .contact { scope = scope.without(.contact, .scores, .offers) }
    guard let condition = condition(document.root["always"], in: scope) else { return nil }
    return Invariant(
      id: document.id, title: document.root["title"]?.text, subject: subject,
      condition: condition,
      // A text that holds the word elsewhere only costs memory.
      readsDecisions: condition.text.contains("decisions"))
  }
}
