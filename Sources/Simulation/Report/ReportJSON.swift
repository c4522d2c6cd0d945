// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

extension SimulationReport {
  /// The shape's version: it grows when a key changes its meaning or goes; new keys don't count.
  public static let jsonVersion = 1

  /// The report as one JSON object in one line, UTF-8, ending with a line feed.
  ///
  /// Series hold one number for each local day, beginning with `volumes.first_day`.
  public func json() -> [UInt8] {
    var text = JSONText()
    text.object { text in
      text.key("version")
      text.value(Self.jsonVersion)
      write(run: &text)
      write(world: &text)
      write(verdicts: &text)
      write(volumes: &text)
      write(funnels: &text)
      write(guards: &text)
      write(limits: &text)
      write(endings: &text)
      write(expectations: &text)
    }
    return text.bytes + [0x0A]
  }

  private func write(run text: inout JSONText) {
    text.key("run")
    text.object { text in
      text.key("scenario")
      text.value(run.scenario)
      text.key("title")
      text.value(run.title)
      text.key("from")
      text.value(run.from.description)
      text.key("to")
      text.value(run.to.description)
      text.key("zone")
      text.value(run.zone.identifier)
      text.key("seed")
      text.value(run.seed)
      text.key("bundle")
      text.value(run.bundle)
      text.key("passed")
      text.value(passed)
    }
  }

  private func write(world text: inout JSONText) {
    text.key("world")
    text.object { text in
      text.key("contacts")
      text.value(world.contacts)
      text.key("accounts")
      text.value(world.accounts)
      text.key("deals")
      text.value(world.deals)
      text.key("events")
      text.value(world.events)
      text.key("rejected_rows")
      text.value(world.rejectedCount)
      text.key("rejected")
      text.array(world.rejected) { text, row in
        text.object { text in
          text.key("file")
          text.value(row.file)
          text.key("line")
          text.value(row.line)
          text.key("reason")
          text.value(row.reason)
        }
      }
    }
  }

  private func write(verdicts text: inout JSONText) {
    text.key("verdicts")
    text.object { text in
      text.key("total")
      text.value(verdicts.total)
      for verdict in Verdict.allCases {
        text.key(verdict.rawValue)
        text.value(verdicts[verdict])
      }
    }
  }

  private func write(volumes text: inout JSONText) {
    text.key("volumes")
    text.object { text in
      text.key("first_day")
      text.value(volumes.firstDay.description)
      text.key("total")
      text.array(volumes.total) { $0.value($1) }
      text.key("policies")
      write(volumes.policies, to: &text)
      text.key("channels")
      write(volumes.channels, to: &text)
      text.key("senders")
      write(volumes.senders, to: &text)
    }
  }

  private func write(_ series: [Volumes.Series], to text: inout JSONText) {
    text.object { text in
      for entry in series {
        text.key(entry.name)
        text.array(entry.perDay) { $0.value($1) }
      }
    }
  }

  private func write(funnels text: inout JSONText) {
    text.key("funnels")
    text.object { text in
      for funnel in funnels {
        text.key(funnel.policy)
        text.array(funnel.stages) { text, stage in
          text.object { text in
            text.key("stage")
            text.value(stage.name)
            text.key("enrolments")
            text.value(stage.count)
          }
        }
      }
    }
  }

  private func write(guards text: inout JSONText) {
    text.key("guards")
    text.array(guards) { text, count in
      text.object { text in
        text.key("id")
        text.value(count.id)
        text.key("verdict")
        text.value(count.verdict.rawValue)
        text.key("decisions")
        text.value(count.decisions)
        text.key("enrolments")
        text.value(count.enrolments)
        text.key("alone")
        text.value(count.alone)
      }
    }
  }

  private func write(limits text: inout JSONText) {
    text.key("limits")
    text.array(limits) { text, limit in
      text.object { text in
        text.key("id")
        text.value(limit.id)
        text.key("scope")
        text.value(limit.scope)
        text.key("allowance")
        text.value(limit.allowance)
        text.key("allowed")
        text.value(limit.allowed)
        text.key("allowed_per_day")
        text.value(limit.allowedPerDay)
        text.key("used")
        text.array(limit.usedPerDay) { $0.value($1) }
        text.key("blocked")
        text.value(limit.blocked)
        text.key("blocked_enrolments")
        text.value(limit.blockedEnrolments)
        text.key("binding_days")
        text.value(limit.bindingDays)
        text.key("first_binding")
        text.value(limit.firstBinding?.description)
      }
    }
  }

  private func write(endings text: inout JSONText) {
    text.key("endings")
    text.array(endings) { text, ending in
      text.object { text in
        text.key("policy")
        text.value(ending.policy)
        text.key("as")
        text.value(ending.name)
        text.key("enrolments")
        text.value(ending.count)
      }
    }
    text.key("counters")
    text.object { text in
      for counter in counters {
        text.key(counter.name)
        text.value(counter.count)
      }
    }
    text.key("approvals")
    text.object { text in
      text.key("asked")
      text.value(approvals.asked)
      text.key("granted")
      text.value(approvals.granted)
      text.key("refused")
      text.value(approvals.refused)
      text.key("unanswered")
      text.value(approvals.unanswered)
    }
  }

  private func write(expectations text: inout JSONText) {
    text.key("expectations")
    text.array(expectations) { text, result in
      text.object { text in
        text.key("expects")
        text.value(result.text)
        text.key("file")
        text.value(result.place.file)
        text.key("line")
        text.value(result.place.line)
        text.key("passed")
        text.value(result.passed)
        text.key("counterexample")
        text.value(result.counterexample)
      }
    }
  }
}
