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
      guard let document = documents("policy").first(where: { $0.id == policy.id }) else {
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
    if root["enrol"]?["when"] != nil, policy.enrol.when == nil {
      lost("`when`", at: root.span(ofKey: "enrol"))
    }
    let steps = root["steps"]?.items ?? []
    for (step, item) in zip(policy.steps, steps) {
      let rungs = item["escalate"]?.items ?? []
      if step.chains.count < max(1, rungs.count) { lost("a chain", at: item.span) }
      for (position, chain) in step.chains.enumerated() {
        // Guards of the policy, of the step and of the rung, and the condition of the step.
        let own =
          count(root["guards"]) + count(item["guards"])
          + (rungs.indices.contains(position) ? count(rungs[position]["guards"]) : 0)
          + (item["only_if"] == nil ? 0 : 1)
        let authored = chain.links.count {
          $0.origin.hasPrefix("policy ") || $0.origin.hasPrefix("step ")
            || $0.origin.hasPrefix("rung ") || $0.origin.hasPrefix("guards, used")
        }
        let builtIn = chain.links.count {
          ["paused", "holdout", "exclusive", "exit", "audience", "late"].contains($0.id)
        }
        let approvals = chain.links.count {
          $0.stage == .approval && !$0.origin.hasPrefix("channel")
            && !$0.origin.hasPrefix("settings")
        }
        if authored - builtIn - approvals < own { lost("a guard", at: item.span) }
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
