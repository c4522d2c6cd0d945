// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

extension Compilation {
  /// The checks of language.md, section 10, that need all of a policy's times.
  func checkSchedules(_ policies: [Policy]) {
    let rounds = RoundSpacing(
      settings.rounds,
      every: settingsRoot?["rounds"]?["every"]?.duration
        ?? (settingsRoot?["rounds"] == nil ? .seconds(900) : nil), in: settings.zone)
    for policy in policies {
      guard let document = document("policy", policy.id) else {
        continue
      }
      ScheduleChecker(policy, document.root, self, rounds).run()
    }
  }
}

/// Finds the earliest time of each step of one policy, and compares it with what would prevent it.
///
/// An error is a proof: whatever happens, the step isn't sent. What holds only where everything
/// before was sent on time is a warning.
struct ScheduleChecker {
  let policy: Policy
  let items: [Item]
  let exitItems: [Item]
  let root: Item
  let compilation: Compilation
  let rounds: RoundSpacing
  let waits: ChainWaits

  init(
    _ policy: Policy, _ root: Item, _ compilation: Compilation, _ rounds: RoundSpacing
  ) {
    self.policy = policy
    self.root = root
    self.compilation = compilation
    self.rounds = rounds
    waits = ChainWaits(compilation: compilation, rounds: rounds)
    items = (root["steps"]?.items ?? []).filter { $0["id"] != nil }
    exitItems = (root["exit"]?.items ?? []).filter { $0["as"] != nil }
  }

  /// One message of a step: the step itself, or a rung.
  struct Message {
    let step: Step
    let index: Int
    let isRung: Bool
    let channel: Int
    let after: Delay?
    let chain: GuardChain
    /// True if a message may have gone out before.
    let isLater: Bool
    /// The chain of the message before, if nothing else lies in between.
    let before: GuardChain?
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

  func span(_ index: Int) -> SourceSpan {
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

  /// Whether the steps after it may be others than the ones that follow.
  private func forks(_ step: Step) -> Bool {
    switch step.action {
    case .branch: true
    case .waitFor(_, _, _, let otherwise):
      switch otherwise {
      case .goto: true
      case .proceed, .end: false
      }
    case .send, .escalate, .notify, .task, .set, .call: false
    }
  }

  // MARK: - Times

  private func checkTimes(_ reached: Set<Int>) {
    var proof = ScheduleTimeline(isProof: true)
    var usual = ScheduleTimeline(isProof: false)
    // Ways that part may leave steps out; from there on only lower bounds without limits are known.
    var hasForked = false
    var hasMessage = false
    var before: GuardChain?
    for (index, step) in policy.steps.enumerated() where reached.contains(index) {
      if forks(step) { hasForked = true }
      if hasForked {
        proof.forget()
        usual.forget()
        before = nil
      }
      let messages = chains(of: step)
      guard !messages.isEmpty else {
        pass(step, &proof, &usual)
        before = nil
        continue
      }
      var first: (count: Int, last: Duration)?
      for (position, message) in messages.enumerated() {
        let asked = Message(
          step: step, index: index, isRung: position > 0, channel: message.channel,
          after: position == 0 ? step.after : message.after, chain: message.chain,
          isLater: hasMessage, before: before)
        guard check(asked, &proof, &usual) else { break }
        if first == nil { first = (proof.sent.count, proof.last) }
        hasMessage = true
        before = message.chain
      }
      // A reply ends the step, so that only its first rung is certain.
      if messages.count > 1, let first {
        proof.keep(first.count, last: first.last)
        before = nil
      }
      hasMessage = true
    }
  }

  /// A step that writes to nobody takes its time.
  private func pass(
    _ step: Step, _ proof: inout ScheduleTimeline, _ usual: inout ScheduleTimeline
  ) {
    var longest = step.after.most
    if case .waitFor(_, _, let atMost, _) = step.action {
      // Without `at_most` it may wait for ever.
      longest = atMost.flatMap(\.most).flatMap { most in longest.map { $0 + most } }
    }
    let held = waits.longest(step.chains.flatMap(\.links), hasSent: !proof.sent.isEmpty)
    longest = held.flatMap { held in longest.map { $0 + held + rounds.longest } }
    proof.pass(until: proof.last + step.after.least, longest: longest)
    usual.pass(until: usual.last + step.after.usuallyLeast, longest: step.after.usuallyMost)
  }

  /// Compares one message with what would prevent it; false if it is never sent, which was told.
  private func check(
    _ message: Message, _ proof: inout ScheduleTimeline, _ usual: inout ScheduleTimeline
  ) -> Bool {
    let due = proof.last + message.after.least
    if let finding = neverSent(message, proof, due: due) {
      compilation.report(finding)
      proof.pass(until: due, longest: nil)
      return false
    }
    let hope = hope(message, usual)
    if let finding = hope.finding { compilation.report(finding) }

    let earliest = opening(message, proof, from: due).at
    let hasSent = !proof.sent.isEmpty
    let held = waits.longest(message.chain.links, hasSent: hasSent)
    let longest = held.flatMap { held in
      message.after.most.map { $0 + held + rounds.longest }
    }
    let maySkip = waits.maySkip(message.chain.links, expires: message.step.expires != nil)
    proof.pass(until: maySkip ? due : earliest, longest: longest)
    if !maySkip {
      proof.append(sent(message, at: earliest))
    }
    usual.pass(until: hope.at, longest: message.after.usuallyMost)
    if hope.isSent { usual.append(sent(message, at: hope.at)) }
    return hope.isSent
  }

  private func sent(_ message: Message, at: Duration) -> ScheduleTimeline.Sent {
    ScheduleTimeline.Sent(
      at: at, channel: message.channel, priority: message.step.priority, longestSince: .zero)
  }

  private func chains(of step: Step) -> [(channel: Int, after: Delay?, chain: GuardChain)] {
    switch step.action {
    case .send(let send):
      step.chains.first.map { [(send.channel, nil, $0)] } ?? []
    case .escalate(let rungs):
      zip(rungs, step.chains).map { ($0.send.channel, $0.after, $1) }
    case .notify, .task, .set, .waitFor, .branch, .call: []
    }
  }

  /// The earliest time that waiting limits leave, and the one that binds.
  func opening(
    _ message: Message, _ timeline: ScheduleTimeline, from due: Duration
  ) -> (at: Duration, limit: ScheduleTimeline.Closed?) {
    var (at, binding): (Duration, ScheduleTimeline.Closed?) = (due, nil)
    for link in message.chain.links {
      guard case .limit(let guarded) = link.kind, link.level != .observe,
        link.outcome == .wait || link.outcome == .hold,
        let closed = timeline.closed(guarded.limit, for: message.channel, of: policy),
        closed.opens > at
      else { continue }
      (at, binding) = (closed.opens, closed)
    }
    return (at, binding)
  }
}
