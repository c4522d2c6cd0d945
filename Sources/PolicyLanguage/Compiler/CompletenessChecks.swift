// Licensed under the Apache License, Version 2.0; see LICENSE.

import Guards

extension Compilation {
  /// Nothing that is written may vanish silently: without errors, everything is in the bundle.
  ///
  /// What this finds is a gap of this compiler. It is told as an error of the document, because a
  /// lost guard or limit would let messages through.
  func checkCompleteness(_ policies: [Policy], _ mappings: Int, _ scenarios: Int) {
    guard !hasErrors else { return }
    let counts: [(String, Int)] = [
      ("limit", limits.count), ("phases", machines.count), ("score", scores.count),
      ("calendar", calendars.count), ("channel", channels.count), ("pool", pools.count),
      ("policy", policies.count), ("mapping", mappings), ("scenario", scenarios),
    ]
    for (head, count) in counts {
      let written = documents(head)
      if count < written.count, let first = written.first { lost("a `\(head)`", at: first.idSpan) }
    }
    for policy in policies {
      guard let document = document("policy", policy.id) else {
        continue
      }
      check(policy, document.root)
    }
    checkScores()
  }

  private func check(_ policy: Policy, _ root: Item) {
    func count(_ item: Item?) -> Int { item?.typed.list?.count ?? 0 }
    if policy.steps.count < count(root["steps"]) { lost("a step", at: root.span(ofKey: "steps")) }
    if policy.exits.count < count(root["exit"]) { lost("an exit", at: root.span(ofKey: "exit")) }
    let actions = (root["on_exit"]?.entries ?? []).flatMap { $0.value.items }
      .reduce(0) { $0 + $1.entries.count }
    if policy.onExit.reduce(0, { $0 + $1.actions.count }) < actions {
      lost("an action", at: root.span(ofKey: "on_exit"))
    }
    if root["enrol"]?["when"] != nil, policy.enrol.when == nil {
      lost("`when`", at: root.span(ofKey: "enrol"))
    }
    let steps = root["steps"]?.items ?? []
    for (step, item) in zip(policy.steps, steps) {
      let rungs = item["escalate"]?.items ?? []
      if step.chains.count < max(1, rungs.count) { lost("a chain", at: item.span) }
      for (position, chain) in step.chains.enumerated() {
        let lists =
          [root["guards"], item["guards"]]
          + (rungs.indices.contains(position) ? [rungs[position]["guards"]] : [])
        let written = lists.flatMap { $0?.items ?? [] }
          // Only messages can repeat one.
          .filter { step.action.writes || !$0.has("not_duplicate") }
        var missing = Set(written.compactMap { ($0["use"] ?? $0["id"])?.text })
        if item["only_if"] != nil { missing.insert("only_if") }
        missing.subtract(chain.links.map(\.id))
        if let name = missing.min() { lost("guard `\(name)`", at: item.span) }
      }
    }
  }

  private func checkScores() {
    for (score, document) in zip(scores, documents("score")) {
      if score.parts.count < document.root["parts"]?.typed.list?.count ?? 0 {
        lost("a part", at: document.idSpan)
      }
    }
  }

  private func lost(_ what: String, at span: SourceSpan) {
    report(
      Diagnostic(
        .lostPart, at: span, "\(what) written here can't be used, and nothing says why"
      )
      .note("this is a mistake of Parley, not of the bundle")
      .help("report it with this document; nothing is decided without the whole bundle"))
  }
}
