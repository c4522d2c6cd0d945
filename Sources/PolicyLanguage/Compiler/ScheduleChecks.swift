// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

extension Compilation {
  /// The checks of language.md, section 10, that need all of a policy's times.
  func checkSchedules(_ policies: [Policy]) {
    for policy in policies {
      guard let document = document("policy", policy.id) else {
        continue
      }
      ScheduleChecker(policy, document.root, self).run()
    }
  }
}

/// Finds the earliest time of each step of one policy, and compares it with what would prevent it.
///
/// Times count from the start of an enrolment in which everything is sent as early as it may be.
private struct ScheduleChecker {
  private let policy: Policy
  private let items: [Item]
  private let exitItems: [Item]
  private let root: Item
  private let compilation: Compilation

  init(_ policy: Policy, _ root: Item, _ compilation: Compilation) {
    self.policy = policy
    self.root = root
    self.compilation = compilation
    items = (root["steps"]?.items ?? []).filter { $0["id"] != nil }
    exitItems = (root["exit"]?.items ?? []).filter { $0["as"] != nil }
  }

  /// A message that went out.
  private struct Sent {
    let at: Duration
    let channel: Int
    let priority: Int
  }

  func run() {
    let reached = reachable()
    for (index, item) in items.enumerated() where !reached.contains(index) {
      compilation.report(
        Diagnostic(
          .unreachable, at: span(index), "step `\(item["id"]?.text ?? "")` is never reached",
          label: "every way goes past it"
        ).help("let a branch lead to it, or remove it"))
    }
    // Where a step has errors, its times aren't known.
    if (root["steps"]?.typed.list ?? []).count == policy.steps.count { checkTimes(reached) }
  }

  private func span(_ index: Int) -> SourceSpan {
    items.indices.contains(index) ? items[index]["id"]?.span ?? items[index].span : root.span
  }

  // MARK: - Ways

  /// The steps that some way leads to, by what is written: steps with errors lead on, too.
  private func reachable() -> Set<Int> {
    let ids = items.map { $0["id"]?.text ?? "" }
    var found: Set<Int> = []
    var open = items.isEmpty ? [] : [0]
    while let index = open.popLast() {
      guard items.indices.contains(index), found.insert(index).inserted else { continue }
      let rows = items[index]["branch"]?.items ?? []
      let targets =
        rows.compactMap { $0["goto"]?.text }
        + [items[index]["wait_for"]?["else"]?["goto"]?.text].compactMap { $0 }
      open += targets.compactMap { ids.firstIndex(of: $0) }
      // A row without a condition always holds; a misspelt one may have had one.
      let isClosed = rows.contains { !$0.has("when") && $0["goto"] != nil }
      if !isClosed { open.append(index + 1) }
    }
    return found
  }

  // MARK: - Times

  private func checkTimes(_ reached: Set<Int>) {
    var sent: [Sent] = []
    var last = Duration.zero
    // A branch may leave steps out; from there on only lower bounds without limits are known.
    var hasBranched = false
    for (index, step) in policy.steps.enumerated() where reached.contains(index) {
      let messages = messages(of: step)
      if case .branch = step.action { hasBranched = true }
      guard !messages.isEmpty else {
        last += least(step.after)
        continue
      }
      if hasBranched {
        sent = []
        last = .zero
      }
      for (position, message) in messages.enumerated() {
        let due = last + least(position == 0 ? step.after : message.after)
        let latestDue = last + most(position == 0 ? step.after : message.after)
        let bound = earliest(
          from: due, latestDue: latestDue, message, step: step, index: index, sent)
        guard let bound else { break }
        check(step, index, isRung: position > 0, due: due, at: bound, isFirst: sent.isEmpty)
        sent.append(
          Sent(at: bound.at, channel: message.channel, priority: step.priority))
        last = bound.at
      }
    }
  }

  private struct Message {
    let channel: Int
    let after: Delay?
    let chain: GuardChain
  }

  private func messages(of step: Step) -> [Message] {
    switch step.action {
    case .send(let send):
      step.chains.first.map { [Message(channel: send.channel, after: nil, chain: $0)] } ?? []
    case .escalate(let rungs):
      zip(rungs, step.chains).map { rung, chain in
        Message(channel: rung.send.channel, after: rung.after, chain: chain)
      }
    case .notify, .task, .set, .waitFor, .branch, .call: []
    }
  }

  /// The earliest instant of a message, and the limit that binds it.
  private struct Bound {
    var at: Duration
    var limit: LimitRule?
  }

  /// `nil` if a limit drops the message each time, which was told.
  private func earliest(
    from due: Duration, latestDue: Duration, _ message: Message, step: Step, index: Int,
    _ sent: [Sent]
  ) -> Bound? {
    var bound = Bound(at: due)
    for link in message.chain.links {
      guard case .limit(let guarded) = link.kind, link.level != .observe,
        let opens = opens(guarded.limit, sent), opens > due
      else { continue }
      switch link.outcome {
      case .wait, .hold: if opens > bound.at { bound = Bound(at: opens, limit: guarded.limit) }
      case .skip, .stop:
        guard opens > latestDue, link.level == .hard else { continue }
        compilation.report(
          Diagnostic(
            .neverSent, at: span(index), "step `\(step.id)` can never be sent"
          )
          .note(
            "it is due \(latestDue.text) after the start; limit `\(guarded.limit.id)` "
              + "(\(guarded.limit.place.file):\(guarded.limit.place.line)) lets nothing through before "
              + "\(opens.text) and then says \(link.outcome.rawValue)"
          )
          .help("send it later, or let the limit `wait`"))
        return nil
      }
    }
    return bound
  }

  /// When a limit lets the next message of this enrolment through, as far as its own messages tell.
  private func opens(_ rule: LimitRule, _ sent: [Sent]) -> Duration? {
    // First sends of other enrolments aren't known here, and this isn't one.
    guard rule.measures == .sends else { return nil }
    let counted = sent.filter {
      rule.covers(
        channel: $0.channel, priority: $0.priority, policy: policy.id, tags: policy.tags)
    }
    switch rule.rule {
    case .gap(let gap): return counted.last.map { $0.at + gap }
    case .cap(.count(let count), .rolling(let width)):
      guard count > 0, counted.count >= count else { return nil }
      return counted[counted.count - count].at + width
    case .cap(.count(let count), .ever):
      return counted.count >= count ? .seconds(100 * 366 * 86_400) : nil
    case .cap: return nil
    }
  }

  // MARK: - Findings

  private func check(
    _ step: Step, _ index: Int, isRung: Bool, due: Duration, at bound: Bound, isFirst: Bool
  ) {
    if let item = items[index]["expires"], let expires = item.duration, bound.at - due >= expires,
      let limit = bound.limit
    {
      compilation.report(
        Diagnostic(.neverSent, at: span(index), "step `\(step.id)` can never be sent")
          .note(
            "limit `\(limit.id)` (\(limit.place.file):\(limit.place.line)) holds it back for "
              + "\((bound.at - due).text), and it expires after \(expires.text)"
          )
          .help("let it expire later, or give it an `after` that the limit allows"))
      return
    }
    for (exit, item) in zip(policy.exits, exitItems) {
      guard let after = item["after"]?.duration, bound.at >= after else { continue }
      compilation.report(
        Diagnostic(.neverSent, at: span(index), "step `\(step.id)` can never be sent")
          .note(
            "it is due at \(bound.at.text); exit `\(exit.name)` (line \(exit.place.line)) ends the "
              + "enrolment at \(after.text)"
          )
          .help("send it earlier, or raise `\(exit.name)` above \(bound.at.text)"))
      return
    }
    if isFirst, let item = root["enrol"]?["until"], let until = item.duration {
      let start = least(policy.enrol.after)
      if start + bound.at >= until {
        compilation.report(
          Diagnostic(.neverSent, at: span(index), "step `\(step.id)` can never be sent")
            .note(
              "it is due \((start + bound.at).text) after the event; `until` ends the wait for the "
                + "first message at \(until.text)", at: item.span
            )
            .help("raise `until`, or start earlier"))
        return
      }
    }
    guard let limit = bound.limit, bound.at > due else { return }
    let late = bound.at - due
    compilation.report(
      Diagnostic(
        .sentLate, at: span(index),
        "step `\(step.id)` goes out \(Self.words(late)) later than it says"
      )
      .note(
        "it is due at \(due.text); limit `\(limit.id)` (\(limit.place.file):\(limit.place.line)) lets "
          + "it through at \(bound.at.text)"
      )
      .help("say so in `after`, or let the limit measure `between: starts`"))
  }

  /// `9 days`, or a duration as policies write it.
  private static func words(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    guard seconds % 86_400 == 0, duration.components.attoseconds == 0 else { return duration.text }
    let days = seconds / 86_400
    return days == 1 ? "1 day" : "\(days) days"
  }

  // MARK: - Bounds of delays

  private func least(_ delay: Delay?) -> Duration { delay.map { Self.least($0.shortest) } ?? .zero }

  private func most(_ delay: Delay?) -> Duration { delay.map { Self.most($0.longest) } ?? .zero }

  /// The shortest that a length can be: clocks may jump, months have 28 days.
  private static func least(_ length: Delay.Length) -> Duration {
    switch length {
    case .exact(let duration): duration
    case .period(.days(let count)): .seconds(max(0, count * 86_400 - 3_600))
    case .period(.months(let count)): .seconds(max(0, count * 28 * 86_400 - 3_600))
    case .period(.businessDays(let count)): .seconds(max(0, count * 86_400 - 3_600))
    }
  }

  private static func most(_ length: Delay.Length) -> Duration {
    switch length {
    case .exact(let duration): duration
    case .period(.days(let count)): .seconds(count * 86_400 + 3_600)
    case .period(.months(let count)): .seconds(count * 31 * 86_400 + 3_600)
    case .period(.businessDays(let count)): .seconds(count * 10 * 86_400)
    }
  }
}
