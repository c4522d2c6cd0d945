// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import PolicyLanguage
import Simulation
import TextLayout

/// What a plan decided, as people read it.
struct PlanSummary {
  /// One decision in the table of its verdict.
  private struct Row {
    var contact: String
    var deal = ""
    var policy: String
    var step: String
    var reason: String
    var until = ""
  }

  private var counts: [Verdict: [String: Int]] = [:]
  private var rows: [Verdict: [Row]] = [:]
  private let seed: Int64
  private let digest: String

  init(_ decisions: [Decision], seed: Int64, bundle: Bundle, showing most: Int) {
    self.seed = seed
    digest = bundle.shortDigest
    for decision in decisions {
      let reason = decision.reason ?? ""
      count(1, decision.verdict, "\(decision.policy)/\(decision.step) \(reason)".rightTrimmed)
      guard rows[decision.verdict, default: []].count < most else { continue }
      rows[decision.verdict, default: []].append(
        Row(
          contact: decision.contact, deal: decision.deal ?? "", policy: decision.policy,
          step: decision.step, reason: reason, until: decision.until.map(\.description) ?? ""))
    }
  }

  init(_ tally: ScreenedPlan.Tally, of plan: ScreenedPlan, seed: Int64, bundle: Bundle) {
    self.seed = seed
    digest = bundle.shortDigest
    for (outcome, count) in zip(plan.outcomes, tally.counts) where count > 0 {
      guard let outcome else { continue }
      let policy = bundle.policies[outcome.policy]
      self.count(
        count, outcome.verdict,
        "\(policy.id)/\(policy.steps[0].id) \(outcome.reason ?? "")".rightTrimmed)
    }
    for (verdict, some) in tally.shown {
      rows[verdict] = some.compactMap { shown in
        guard let outcome = plan.outcomes[Int(shown.outcome)] else { return nil }
        let policy = bundle.policies[outcome.policy]
        return Row(
          contact: shown.contact, policy: policy.id, step: policy.steps[0].id,
          reason: outcome.reason ?? "")
      }
    }
  }

  private mutating func count(_ some: Int, _ verdict: Verdict, _ name: String) {
    counts[verdict, default: [:]][name, default: 0] += some
  }

  private func total(_ verdict: Verdict) -> Int { counts[verdict]?.values.reduce(0, +) ?? 0 }

  /// Prints counts, and some decisions of each verdict.
  func print(show: Int, terminal: Terminal) {
    for verdict in Verdict.allCases {
      let total = total(verdict)
      guard total > 0 else { continue }
      printOut("\(verdict.rawValue): \(Layout.number(total))\n")
      let ordered = (counts[verdict] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      for (name, count) in ordered { printOut("  \(name): \(Layout.number(count))\n") }
      if show > 0 {
        var table = TextTable(
          texts: ["contact", "deal", "policy", "step", "reason", "until"], indent: 2)
        for row in rows[verdict] ?? [] {
          table.add([row.contact, row.deal, row.policy, row.step, row.reason, row.until])
        }
        printOut(table.withoutEmptyColumns.text(terminal.style))
        if total > show { printOut("  … and \(Layout.number(total - show)) more\n") }
      }
      printOut("\n")
    }
    printOut(closing)
  }

  /// The sum, on one line.
  var closing: String {
    let parts = Verdict.allCases.map { "\(Layout.number(total($0))) \($0.rawValue)" }
    let all = Verdict.allCases.reduce(0) { $0 + total($1) }
    return "\(Layout.number(all)) decisions: \(parts.joined(separator: ", "))"
      + " (seed \(seed), bundle \(digest))\n"
  }
}
