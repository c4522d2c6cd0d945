// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import PolicyLanguage

/// Follows how far each enrolment comes: which steps it sent, and whether the person answered.
///
/// An answer counts for the enrolment that wrote to the person last.
struct FunnelTally: Sendable {
  /// One enrolment that has sent something: 16 bytes.
  private struct Progress: Sendable {
    /// Steps from 63 on share a bit.
    var sentSteps: UInt64 = 0
    var policy: Int32 = -1
    var replied = false
  }

  private let bundle: Bundle
  private var progress: ContiguousArray<Progress> = []
  /// For each contact the enrolment that wrote last; -1 for none.
  private var lastWriter: ContiguousArray<Int32> = []
  private var sent: [[Int]]
  private var replied: [Int]

  init(bundle: Bundle) {
    self.bundle = bundle
    sent = bundle.policies.map { [Int](repeating: 0, count: $0.steps.count) }
    replied = bundle.policies.map { _ in 0 }
  }

  mutating func addSend(_ decision: Decision) {
    let rows = decision.rows
    guard let enrolment = rows.enrolment else { return }
    Self.grow(&progress, toHold: enrolment, Progress())
    Self.grow(&lastWriter, toHold: rows.contact, -1)
    progress[enrolment].policy = Int32(truncatingIfNeeded: rows.policy)
    lastWriter[rows.contact] = Int32(truncatingIfNeeded: enrolment)
    let mask: UInt64 = 1 << UInt64(min(63, rows.step))
    if progress[enrolment].sentSteps & mask == 0 {
      progress[enrolment].sentSteps |= mask
      sent[rows.policy][rows.step] += 1
    }
  }

  /// Takes note that a person answered.
  mutating func addReply(contact: Int) {
    guard contact < lastWriter.count, lastWriter[contact] >= 0 else { return }
    let enrolment = Int(lastWriter[contact])
    guard !progress[enrolment].replied else { return }
    progress[enrolment].replied = true
    replied[Int(progress[enrolment].policy)] += 1
  }

  /// The stages of each policy; what the engine counts itself is taken from it.
  func funnels(_ counters: Counters) -> [Funnel] {
    bundle.policies.indices.map { index in
      let policy = bundle.policies[index]
      let counts = counters.policies[index]
      var stages = [
        Funnel.Stage(name: "enrolled", count: counts.enrolled),
        Funnel.Stage(name: "first send", count: counts.began),
      ]
      for step in policy.steps where step.action.writes {
        stages.append(Funnel.Stage(name: "sent \(step.id)", count: sent[index][step.index]))
      }
      stages.append(Funnel.Stage(name: "replied", count: replied[index]))
      if let goal = policy.goal {
        let name = bundle.schema.events[goal.event].name
        stages.append(Funnel.Stage(name: "goal \(name)", count: counts.reachedGoal))
      }
      return Funnel(policy: policy.id, stages: stages)
    }
  }

  private static func grow<Element>(
    _ array: inout ContiguousArray<Element>, toHold index: Int, _ element: Element
  ) {
    guard index >= array.count else { return }
    let wanted = max(index + 1, array.count * 2)
    array.append(contentsOf: repeatElement(element, count: wanted - array.count))
  }
}
