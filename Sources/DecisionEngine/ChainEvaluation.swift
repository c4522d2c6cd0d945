// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// What a chain says of one step now.
struct ChainResult {
  var verdict: Verdict
  /// Position of the guard that decided; -1 if all let the step through.
  var link = -1
  /// The reason where it isn't the guard's id: `refused`, `approval_expired`.
  var reason: String?
  /// What the guard added: the exit's name, `zone_unknown`.
  var detail: String?
  /// When the reported guard opens by time alone.
  var until = Second.never
  /// When to ask again because time alone may change what happens.
  var wakesAt = Second.never
  /// When a guard before the reported one may skip, stop or hold by time alone.
  var flipsAt = Second.never
  var missing: [String] = []
  var traces = ChainTrace()

  /// Everything lets the step through.
  static var send: ChainResult { ChainResult(verdict: .send) }
}

/// How much of a chain is asked.
enum Depth {
  /// Up to the first guard that blocks: what a live run needs.
  case decide
  /// All guards; what lies behind the one that decided and costs much is left out.
  case trace
  /// All guards, for people who ask why.
  case exhaust
}

extension DecisionContext {
  /// Asks the guards of the current step in the chain's order.
  ///
  /// Deny overrides: the step goes out only if every blocking guard lets it, whatever their order.
  /// The first that doesn't, in chain order, is reported and names the outcome.
  func evaluate(_ depth: Depth) -> ChainResult {
    var result = ChainResult.send
    var isDecided = false
    // A skip or a stop that time brings must be noticed during a wait for something behind it, and
    // that a guard on the way begins or ceases to apply.
    var flipsAt = Second.never
    let places = world.conditions.places(policy, step, rung)
    var truths: ContiguousArray<FactTruth> = []
    var firstCondition = 0
    var record: ChainTrace.Record?
    switch depth {
    case .decide: break
    case .trace, .exhaust:
      let chain = world.conditions.chain(policy, step, rung)
      firstCondition = chain.conditions.lowerBound
      truths = world.facts.contacts.truths(
        of: chain.conditions, in: world.conditions.facts, row: contact, now: clock)
      record = ChainTrace.Record(chain.text)
    }
    let settled = settledBefore(depth)
    for position in 0..<places.count {
      if settled.lets(position) {
        flipsAt = min(flipsAt, settled.end(of: position))
        continue
      }
      let one = world.conditions[places.lowerBound + position]
      let level = one.level
      if case .decide = depth, level == .observe { continue }
      if isDecided {
        if case .decide = depth { break }
        if case .trace = depth, one.isCostly {
          record?.close(
            .notReached, isReached: false, blocks: false, flipsAt: nil, because: nil)
          continue
        }
      }
      // For a verdict alone only the ends of what would skip or stop matter.
      if case .decide = depth { memo.wantsPassEnds = one.ends }
      let isKnown = !truths.isEmpty && one.condition >= 0
      let answer = ask(
        position, one,
        known: isKnown ? truths[Int(one.condition) - firstCondition] : nil)
      if !isDecided, one.appliesByTime { flipsAt = min(flipsAt, appliesChanges(position)) }
      if case .decide = depth { settle(position, answer) }
      let blocks = level != .observe && !answer.lets && !isForgiven(position, one)
      if blocks, !isDecided {
        isDecided = true
        result = outcome(of: position, answer)
        switch result.verdict {
        case .wait:
          result.flipsAt = flipsAt
          result.wakesAt = min(result.wakesAt, flipsAt)
        // The question's own end is watched apart.
        case .hold: result.wakesAt = flipsAt
        case .send, .skip, .stop: break
        }
      } else if !isDecided, case .pass(let until?) = answer, one.ends {
        flipsAt = min(flipsAt, until.roundedUpToSecond.seconds)
      }
      record?.add(
        position, one, answer, blocks: blocks, isReached: !isDecided || result.link == position,
        depth, in: self)
    }
    if let record { result.traces = ChainTrace(record) }
    return settled.isEmpty ? result : confirmed(result)
  }

  /// Asks one guard, where it applies.
  func ask(_ position: Int) -> GuardResult {
    ask(position, world.conditions[policy, step, rung, position])
  }

  /// Asks one guard, where it applies.
  ///
  /// - Parameter known: What its condition over stored facts comes out as, if that was asked.
  func ask(
    _ position: Int, _ one: GuardConditions.One, known: FactTruth? = nil
  ) -> GuardResult {
    if one.hasApplies, let answer = unlessItApplies(position, one) { return answer }
    if one.window >= 0, let hours = hours(of: Int(one.window)) {
      return Window.answer(hours, wantsEnd: memo.wantsPassEnds)
    }
    // Most of what is asked in a walk: without taking the guard out of its chain.
    if let plain = one.plain { return plain.check(self) }
    if one.limit >= 0 { return LimitGuard(world.bundle.limits[Int(one.limit)].rule).check(self) }
    return quickAnswer(one, known: known) ?? settledAnswer(one)
      ?? world.bundle.policies[policy].steps[step].chains[rung].links[position].kind.check(self)
  }

  /// What a guard says that doesn't apply, or of which that can't be told; `nil` where it applies.
  private func unlessItApplies(_ position: Int, _ one: GuardConditions.One) -> GuardResult? {
    if let applies = appliesForNow(one) { return applies ? nil : .notApplicable }
    guard
      let applies = world.bundle.policies[policy].steps[step].chains[rung].links[position].applies
    else { return nil }
    return switch truth(of: applies) {
    case .yes: nil
    case .no: .notApplicable
    case .unknown(let facts): .unknown(facts)
    case .error(let text): .error(text)
    }
  }

  /// When time alone makes a guard begin or cease to apply.
  private func appliesChanges(_ position: Int) -> Second {
    guard
      let applies = world.bundle.policies[policy].steps[step].chains[rung].links[position].applies
    else { return .never }
    return nextChange(of: applies)?.seconds ?? .never
  }

  /// When time alone makes a condition known: `unknown || now >= t` does.
  private func conditionChanges(_ position: Int) -> Second {
    guard
      let condition = world.bundle.policies[policy].steps[step].chains[rung].links[position].kind
        .expression, condition.dependsOnTime
    else {
      return .never
    }
    return nextChange(of: condition)?.seconds ?? .never
  }

  /// People have agreed: a guard that only asked for that no longer stands in the way.
  ///
  /// A text that can't be made stays one, whoever agreed.
  private func isForgiven(_ position: Int, _ one: GuardConditions.One) -> Bool {
    guard one.outcome == .hold, isGranted else { return false }
    if case .template = world.bundle.policies[policy].steps[step].chains[rung].links[position].kind
    {
      return false
    }
    return true
  }

  /// What the failure of a guard means here.
  private func outcome(of position: Int, _ answer: GuardResult) -> ChainResult {
    var result = ChainResult(verdict: .wait, link: position)
    switch answer {
    case .unknown(let facts):
      // Fails closed, whatever its own outcome; facts wake it.
      result.missing = facts
      result.wakesAt = conditionChanges(position)
      return result
    case .error(let text):
      result.detail = text
      result.missing = []
      result.wakesAt = conditionChanges(position)
      return result
    case .pass, .notApplicable: return result
    case .fail(let opensAt, let detail):
      result.detail = detail
      if let opensAt { result.until = opensAt.roundedUpToSecond.seconds }
      result.wakesAt = result.until
      if case .window = world.bundle.policies[policy].steps[step].chains[rung].links[position].kind,
        detail == Window.zoneUnknown
      {
        return result
      }
    }
    let outcome = world.bundle.policies[policy].steps[step].chains[rung].links[position].outcome
    switch outcome {
    case .wait:
      result.verdict = .wait
      if mustBePolled(position) { result.wakesAt = min(result.wakesAt, clock + 1) }
    case .skip, .stop:
      result.verdict = outcome == .skip ? .skip : .stop
      // What is decided for good doesn't open again.
      result.until = .never
    case .hold: hold(&result)
    }
    return result
  }

  private func mustBePolled(_ position: Int) -> Bool {
    if case .limit(let guarded) = world.bundle.policies[policy].steps[step].chains[rung].links[
      position
    ].kind {
      return guarded.limit.mustBePolled
    }
    return false
  }

  private func hold(_ result: inout ChainResult) {
    result.verdict = .hold
    guard enrolment >= 0, let hold = world.enrolments[enrolment].hold else { return }
    switch hold.answer {
    case .none, .granted: break
    case .refused:
      result.verdict = .skip
      result.reason = "refused"
    case .expired:
      result.verdict = .skip
      result.reason = "approval_expired"
    }
  }

  /// The first round at which all guards could pass, if nothing but the time changes, and the
  /// guard that is the last to open.
  ///
  /// People's answers and the text are taken for granted: time doesn't change them.
  mutating func earliestRound(after first: Second) -> (round: Second, binding: Int)? {
    let present = clock
    defer {
      clock = present
      forget()
    }
    var round = world.round(atOrAfter: max(first, clock))
    var binding = -1
    // Windows, gaps and caps push each other on a few times; what goes on for ever isn't solved.
    for _ in 0..<96 {
      guard round != .never else { return nil }
      forget()
      clock = round
      guard let blocked = firstBlocked else { return (round, binding) }
      guard blocked.opensAt != .never else { return nil }
      binding = blocked.link
      round = world.round(atOrAfter: blocked.opensAt)
    }
    return nil
  }

  /// The first guard that stands in the way at the clock, and when it opens by time alone.
  private var firstBlocked: (link: Int, opensAt: Second)? {
    memo.wantsPassEnds = false
    let places = world.conditions.places(policy, step, rung)
    for position in 0..<places.count {
      let one = world.conditions[places.lowerBound + position]
      let outcome = one.outcome
      if one.level == .observe || outcome == .hold { continue }
      let answer = ask(position, one)
      guard !answer.lets else { continue }
      guard case .fail(let opensAt?, _) = answer, outcome == .wait else {
        return (position, .never)
      }
      return (position, max(opensAt.roundedUpToSecond.seconds, clock + 1))
    }
    return nil
  }
}
