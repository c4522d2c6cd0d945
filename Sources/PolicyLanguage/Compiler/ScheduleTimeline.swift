// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

/// What is known of the times of one enrolment's messages, step by step.
///
/// One timeline holds what must happen, for errors; another what happens where everything goes out
/// as early as it may, for warnings. Times count from the start of the enrolment.
struct ScheduleTimeline {
  /// A message that went out.
  struct Sent {
    /// Not earlier than this.
    let at: Duration
    let channel: Int
    let priority: Int
    /// The longest that passes from it until the step before this one is done with; `nil` for no
    /// bound.
    var longestSince: Duration?
  }

  /// Whether only what is certain counts; else what is usual.
  let isProof: Bool
  private(set) var sent: [Sent] = []
  /// The earliest end of the step before.
  private(set) var last = Duration.zero

  init(isProof: Bool) { self.isProof = isProof }

  /// Forgets everything, behind a fork of the way: only "not before the start" stays true.
  mutating func forget() { self = ScheduleTimeline(isProof: isProof) }

  /// Goes past a step that sends nothing, or a message that may be left out.
  mutating func pass(until earliest: Duration, longest: Duration?) {
    last = earliest
    for index in sent.indices {
      guard let since = sent[index].longestSince else { continue }
      sent[index].longestSince = longest.map { since + $0 }
    }
  }

  mutating func append(_ message: Sent) {
    sent.append(message)
    last = message.at
  }

  /// Takes back all messages but the first ones, and the time that they took.
  mutating func keep(_ count: Int, last earliest: Duration) {
    sent.removeLast(max(0, sent.count - count))
    last = earliest
  }

  /// A limit that one of the messages closes for the next one.
  struct Closed {
    let limit: LimitRule
    let since: Sent
    /// How long after that message it is closed.
    let width: Duration

    var opens: Duration { since.at + width }
  }

  /// How long a limit stays closed for a message, as far as this enrolment's own messages tell.
  func closed(
    _ rule: LimitRule, for channel: Int, of policy: Policy
  ) -> Closed? {
    // First sends of other enrolments aren't known here, and this isn't one.
    guard rule.measures == .sends else { return nil }
    switch rule.scope {
    case .global, .tag, .policy, .account, .contact, .channel: break
    // Another sender may write, and a fact may change.
    case .sender, .fact: return nil
    }
    let counted = sent.filter {
      (rule.scope != .channel || $0.channel == channel)
        && rule.covers(
          channel: $0.channel, priority: $0.priority, policy: policy.id, tags: policy.tags)
    }
    switch rule.rule {
    case .gap(let gap):
      return counted.last.map { Closed(limit: rule, since: $0, width: gap) }
    case .periodGap(let period, _):
      return counted.last.map {
        Closed(limit: rule, since: $0, width: isProof ? period.least : period.usual)
      }
    case .cap(.count(let count), let period):
      guard count > 0, counted.count >= count else { return nil }
      let first = counted[counted.count - count]
      switch period {
      case .rolling(let width): return Closed(limit: rule, since: first, width: width)
      case .ever: return Closed(limit: rule, since: first, width: .seconds(200 * 366 * 86_400))
      case .calendar, .window: return nil
      }
    case .cap: return nil
    }
  }
}
