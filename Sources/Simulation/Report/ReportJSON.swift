// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
import PolicyLanguage

extension SimulationReport {
  /// The shape's version: it grows when a key changes its meaning or goes; new keys don't count.
  public static let jsonVersion = 1

  /// The report as one JSON object in one line, UTF-8, ending with a line feed.
  ///
  /// Series hold one number for each local day, beginning with `volumes.first_day`.
  public func json() -> [UInt8] {
    let text = JSONText.object([
      ("version", .int(Self.jsonVersion)),
      ("run", runJSON),
      ("world", worldJSON),
      (
        "verdicts",
        .object(
          [("total", .int(verdicts.total))]
            + Verdict.allCases.map { ($0.rawValue, .int(verdicts[$0])) })
      ),
      ("volumes", volumesJSON),
      ("funnels", funnelsJSON),
      ("guards", .array(guards.map(\.json))),
      ("limits", .array(limits.map(\.json))),
      ("endings", .array(endings.map(\.json))),
      ("counters", .object(counters.map { ($0.name, .int($0.count)) })),
      ("approvals", approvals.json),
      ("expectations", .array(expectations.map(\.json))),
      ("invariants", .array(invariants.map(\.json))),
    ])
    return Array(text.compact.utf8) + [0x0A]
  }

  private var runJSON: JSONText {
    .object([
      ("scenario", .string(run.scenario)), ("title", .text(run.title)),
      ("from", .string(run.from.description)), ("to", .string(run.to.description)),
      ("zone", .string(run.zone.identifier)), ("seed", .string(run.seed)),
      ("bundle", .string(run.bundle)), ("passed", .bool(passed)),
    ])
  }

  private var worldJSON: JSONText {
    .object([
      ("contacts", .int(world.contacts)), ("accounts", .int(world.accounts)),
      ("deals", .int(world.deals)), ("events", .int(world.events)),
      ("rejected_rows", .int(world.rejectedCount)),
      (
        "rejected",
        .array(
          world.rejected.map { row in
            .object([
              ("file", .string(row.file)), ("line", .int(row.line)),
              ("reason", .string(row.reason)),
            ])
          })
      ),
    ])
  }

  private var volumesJSON: JSONText {
    func series(_ all: [Volumes.Series]) -> JSONText {
      .object(all.map { ($0.name, .counts($0.perDay)) })
    }
    return .object([
      ("first_day", .string(volumes.firstDay.description)), ("total", .counts(volumes.total)),
      ("policies", series(volumes.policies)), ("channels", series(volumes.channels)),
      ("senders", series(volumes.senders)),
    ])
  }

  private var funnelsJSON: JSONText {
    .object(
      funnels.map { funnel in
        (
          funnel.policy,
          .array(
            funnel.stages.map {
              .object([("stage", .string($0.name)), ("enrolments", .int($0.count))])
            })
        )
      })
  }
}

extension JSONText {
  fileprivate static func text(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  fileprivate static func whole(_ number: Int?) -> JSONText { number.map { .int($0) } ?? .null }

  fileprivate static func counts(_ numbers: [Int]) -> JSONText { .array(numbers.map { .int($0) }) }
}

extension GuardCount {
  fileprivate var json: JSONText {
    .object([
      ("id", .string(id)), ("verdict", .string(verdict.rawValue)), ("decisions", .int(decisions)),
      ("enrolments", .int(enrolments)), ("alone", .whole(alone)),
    ])
  }
}

extension LimitUse {
  fileprivate var json: JSONText {
    .object([
      ("id", .string(id)), ("scope", .string(scope)), ("allowance", .string(allowance)),
      ("allowed", .whole(allowed)), ("allowed_per_day", .whole(allowedPerDay)),
      ("used", .counts(usedPerDay)), ("blocked", .int(blocked)),
      ("blocked_enrolments", .int(blockedEnrolments)), ("binding_days", .int(bindingDays)),
      ("first_binding", .text(firstBinding?.description)),
    ])
  }
}

extension Ending {
  fileprivate var json: JSONText {
    .object([("policy", .string(policy)), ("as", .string(name)), ("enrolments", .int(count))])
  }
}

extension Approvals {
  fileprivate var json: JSONText {
    .object([
      ("asked", .int(asked)), ("granted", .int(granted)), ("refused", .int(refused)),
      ("unanswered", .int(unanswered)),
    ])
  }
}

extension ExpectationResult {
  fileprivate var json: JSONText {
    .object(
      (name.map { [("invariant", .string($0))] } ?? []) + [
        ("expects", .string(text)), ("file", .string(place.file)), ("line", .int(place.line)),
        ("passed", .bool(passed)), ("counterexample", .text(counterexample)),
      ])
  }
}
