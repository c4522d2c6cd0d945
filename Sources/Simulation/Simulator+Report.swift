// Licensed under the Apache License, Version 2.0; see LICENSE.

import DecisionEngine
import Facts
import PolicyLanguage

extension Simulator {
  /// What the run has shown so far.
  func report() -> SimulationReport {
    let counters = engine.counters
    return SimulationReport(
      run: SimulationReport.Run(
        scenario: scenario.id, title: scenario.title, from: scenario.from, to: scenario.to,
        zone: bundle.settings.zone, seed: String(seed), bundle: bundle.digest),
      world: SimulationReport.World(
        contacts: engine.facts.contacts.count, accounts: engine.facts.accounts.count,
        deals: engine.facts.deals.count, events: eventCount, rejected: rejectedRows,
        rejectedCount: rejectedCount),
      verdicts: tally.verdicts, volumes: tally.volumes, funnels: tally.progress.funnels(counters),
      guards: tally.guardCounts, limits: tally.limitUses, endings: endings(counters),
      counters: notes(counters), approvals: tally.approvals,
      expectations: expectations.results(
        bundle: bundle, store: engine.facts, zones: zones, end: scenario.to))
  }

  /// Events without a date are counted on their own: mappings expect them.
  private var rejectedRows: [SimulationReport.RejectedRow] {
    (loaded?.rejections ?? []).filter { $0.reason != .undated }.map {
      SimulationReport.RejectedRow(
        file: $0.file, line: $0.line, reason: "\($0.reason.rawValue): \($0.detail)")
    }
  }

  private var rejectedCount: Int {
    (loaded?.rejectedCounts ?? [:]).reduce(0) { $0 + ($1.key == .undated ? 0 : $1.value) }
  }

  private func endings(_ counters: Counters) -> [Ending] {
    bundle.policies.indices.flatMap { index -> [Ending] in
      let policy = bundle.policies[index].id
      let counts = counters.policies[index]
      var endings = counts.endings.map { Ending(policy: policy, name: $0.name, count: $0.count) }
        .sorted { $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name }
      if counts.open > 0 {
        endings.append(Ending(policy: policy, name: "open", count: counts.open))
      }
      return endings
    }
  }

  private func notes(_ counters: Counters) -> [Counter] {
    func sum(_ path: KeyPath<PolicyCounters, Int>) -> Int {
      counters.policies.reduce(0) { $0 + $1[keyPath: path] }
    }
    return [
      Counter(
        name: "no_contact", count: sum(\.noContact), isNotable: true,
        meaning: "events concern nobody: no contact, and no account with a main or only one"),
      Counter(
        name: "undated", count: loaded?.rejectedCounts[.undated] ?? 0, isNotable: true,
        meaning: "rows have no date for an event and give none"),
      Counter(
        name: "when_unknown", count: sum(\.whenUnknown), isNotable: true,
        meaning: "times `enrol.when` read facts that aren't known: counted as false"),
      Counter(
        name: "exit_unknown", count: sum(\.exitUnknown), isNotable: true,
        meaning: "times `exit.when` read facts that aren't known: counted as false"),
      Counter(
        name: "safe_list", count: sum(\.safeList), isNotable: true,
        meaning: "people aren't on the safe list and were not enrolled"),
      Counter(
        name: "side_actions", count: sum(\.sideActions), isNotable: true,
        meaning: "notes and tasks for the team, decided as `send`"),
      Counter(
        name: "when_false", count: sum(\.whenFalse), isNotable: false,
        meaning: "events whose `enrol.when` was false"),
      Counter(
        name: "not_again", count: sum(\.notAgain), isNotable: false,
        meaning: "enrolments that `again` doesn't allow"),
    ]
  }
}
