// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// Why one step of one policy goes, or doesn't go, to one contact now.
public struct Explanation: Sendable {
  /// Where the contact stands in the policy.
  public enum Standing: Hashable, Sendable {
    /// It came, and starts then; `nil` while another policy holds its exclusivity group.
    case pending(startsAt: Instant?)
    /// The step is due, or will be then.
    case open(dueAt: Instant)
    /// The step waits for an event or a condition, until then at most.
    case waiting(until: Instant?)
    /// All steps are decided.
    case finished
    /// It ended by an exit's name, a guard's id, `expired` or `done`.
    case ended(as: String, at: Instant)
    case notEnrolled(Obstacle)
  }

  /// Why somebody isn't enrolled.
  public enum Obstacle: Hashable, Sendable {
    /// None of these events happened since it could enrol.
    case noEvent([String])
    /// `enrol.when` is false.
    case whenFalse
    /// `enrol.when` reads facts that nobody knows, or can't be computed.
    case whenUnknown([String])
    /// The condition holds; the policy's next round or time to ask is still to come.
    case notAskedYet
    /// `again` allows no other one before then; `nil` for never.
    case again(from: Instant?)
    /// Mode `safe`, and not on the list.
    case safeList
    /// The policy is switched off, or its mode is `off`.
    case inactive
    /// The contact has no account or deal that the policy could be about.
    case noSubject
  }

  /// The policy's id.
  public var policy: String
  /// The step's id.
  public var step: String
  /// Where the contact stands.
  public var standing: Standing
  /// The step at which the enrolment is, where another one was asked about.
  public var current: String?
  /// The policy's `enrol.when` with its values, if it has one.
  public var audience: GuardTrace?
  /// What the chain says now, every guard asked; for somebody who isn't enrolled, as if it was.
  public var decision: Decision
  /// The id of the guard that is the last to open before `decision.earliest`.
  public var binding: String?

  /// The guards that stand in the way, in chain order.
  public var blockers: [GuardTrace] { decision.guards.filter(\.blocks) }
}

extension Engine {
  /// Asks every guard of what a contact is, or could be, about to get.
  ///
  /// - Parameters:
  ///   - contact: The contact's row.
  ///   - policy: Position of the only policy to explain; `nil` for all of them.
  ///   - deal: Row of the only deal to explain, in policies about deals.
  ///   - step: Position of the step; `nil` for the next undecided one.
  /// - Returns: One explanation a policy and subject, in the bundle's order.
  public func explain(
    contact: Int, policy: Int? = nil, deal: Int? = nil, step: Int? = nil
  ) -> [Explanation] {
    var copy = self
    var found: [Explanation] = []
    let person = context.world.facts.person(of: contact)
    for candidate in context.world.bundle.policies where policy == nil || policy == candidate.index
    {
      guard !candidate.steps.isEmpty else { continue }
      for subject in copy.subjects(of: candidate, person, deal) {
        found.append(copy.explain(candidate, person, subject, step))
      }
    }
    return found
  }

  /// The deals that a policy about deals could be about; nobody in particular for others.
  private func subjects(of policy: Policy, _ contact: Int, _ deal: Int?) -> [Int?] {
    guard policy.enrol.subject == .deal else { return [nil] }
    if let deal { return [deal] }
    let account = context.world.facts.account(ofContact: contact)
    let deals = (account.map { context.world.facts.deals(ofAccount: $0).map { Int($0) } } ?? [])
      .filter {
        context.world.facts.isThere($0)
          && context.world.facts.contactToEnrol(deal: $0, account: account) == contact
      }
    return deals.isEmpty ? [nil] : deals
  }

  private mutating func explain(
    _ policy: Policy, _ contact: Int, _ deal: Int?, _ step: Int?
  ) -> Explanation {
    let position = latest(policy, contact, deal)
    let standing = standing(policy, contact, deal, position)
    let isOpen = position.map { context.world.enrolments[$0].state != .ended } ?? false
    let current = isOpen ? position.map { context.world.enrolments[$0].step } ?? 0 : 0
    let asked = min(max(step ?? current, 0), policy.steps.count - 1)
    var binding: Int?
    var audience: GuardTrace?
    let index = policy.index
    let rung =
      isOpen && asked == current ? position.map { context.world.enrolments[$0].rung } ?? 0 : 0
    let enrolment = isOpen ? position ?? -1 : -1
    let event = position.map { context.world.enrolments[$0].event } ?? -1
    // Who would write, should nobody be free now: the text can be written all the same.
    let writer = firstSender(
      policy: index, step: asked, rung: rung, language: bundle.settings.languages.first ?? "")
    var decision = withContext(contact: contact, deal: deal) { context -> Decision in
      if let writer { context.senderAsked = writer }
      context.policy = index
      context.step = asked
      context.rung = rung
      context.enrolment = enrolment
      context.event = event
      audience = context.audienceTrace()
      var draft = context.solvedDraft(.exhaust)
      if draft.result.verdict == .wait, let solved = context.earliestRound(after: context.clock) {
        draft.earliest = solved.round
        binding = solved.binding < 0 ? draft.result.link : solved.binding
      }
      let link = context.reason(of: draft.result)
      return context.decision(draft, draft.result.verdict == .send ? nil : link)
    }
    if isOpen { decision.enrolment = position.map { context.world.keptID(ofEnrolment: $0) } }
    let links = policy.steps[asked].chains[rung].links
    return Explanation(
      policy: policy.id, step: policy.steps[asked].id, standing: standing,
      current: isOpen && asked != current ? policy.steps[checked: current]?.id : nil,
      audience: audience,
      decision: decision, binding: binding.flatMap { links[checked: $0]?.id })
  }

  private func latest(_ policy: Policy, _ contact: Int, _ deal: Int?) -> Int? {
    var found: Int?
    context.world.forEachEnrolment(of: contact) { position in
      let enrolment = context.world.enrolments[position]
      if enrolment.policy == policy.index, found == nil, deal == nil || enrolment.deal == deal {
        found = position
      }
    }
    return found
  }

  private mutating func standing(
    _ policy: Policy, _ contact: Int, _ deal: Int?, _ position: Int?
  ) -> Explanation.Standing {
    guard let position else { return .notEnrolled(obstacle(policy, contact, deal)) }
    let enrolment = context.world.enrolments[position]
    func instant(_ second: Second) -> Instant? {
      second == .never ? nil : Instant(seconds: second)
    }
    switch enrolment.state {
    case .pending:
      return .pending(startsAt: enrolment.isBlocked ? nil : instant(enrolment.startsAt))
    case .open: return .open(dueAt: Instant(seconds: enrolment.dueAt))
    case .waiting: return .waiting(until: instant(enrolment.waitsUntil))
    case .finished: return .finished
    case .ended:
      return .ended(as: enrolment.endedAs, at: Instant(seconds: enrolment.endedAt))
    }
  }

  private mutating func obstacle(
    _ policy: Policy, _ contact: Int, _ deal: Int?
  ) -> Explanation.Obstacle {
    guard isTaking(policy.index) else { return .inactive }
    guard let subject = subject(of: policy.enrol.subject, contact: contact, deal: deal, nil) else {
      return .noSubject
    }
    if context.world.mode(of: policy.index) == .safe, !context.world.isOnSafeList(contact) {
      return .safeList
    }
    switch canReturn(EnrolmentKey(policy: policy.index, contact: contact, subject: subject)) {
    case .now: break
    case .later(let at): return .again(from: at == .never ? nil : Instant(seconds: at))
    case .never: return .again(from: nil)
    }
    if case .events(let codes) = policy.enrol.trigger {
      let happened = codes.contains { hasHappened($0, contact, deal) }
      guard happened else {
        return .noEvent(codes.map { context.world.facts.schema.events[$0].name })
      }
    }
    guard let when = policy.enrol.when else { return .notAskedYet }
    let answer = withContext(contact: contact, deal: deal) { context in
      context.policy = policy.index
      return context.truth(of: when)
    }
    switch answer {
    case .yes: return .notAskedYet
    case .no: return .whenFalse
    case .unknown(let facts): return .whenUnknown(facts)
    case .error(let text): return .whenUnknown([text])
    }
  }

  private func hasHappened(_ code: Int, _ contact: Int, _ deal: Int?) -> Bool {
    let code = Int32(truncatingIfNeeded: code)
    if let deal, context.world.facts.had(code, .deal(deal)) { return true }
    return deal == nil && context.world.facts.had(code, .contact(contact))
  }
}

extension DecisionContext {
  /// The policy's condition with its values.
  fileprivate func audienceTrace() -> GuardTrace? {
    guard let when = world.bundle.policies[policy].enrol.when else { return nil }
    let answer = truth(of: when)
    let status: GuardStatus =
      switch answer {
      case .yes: .pass
      case .no: .fail
      case .unknown: .unknown
      case .error: .error
      }
    var record = ChainTrace.Record(
      ChainText([
        ChainText.Guard(
          id: "audience", stage: .policy, expression: when.text, names: when.leaves.map(\.path),
          ownNames: when.leaves.count, place: when.place)
      ]))
    writeLeaves(of: when, to: &record)
    record.close(
      status, isReached: true, blocks: status != .pass,
      flipsAt: when.dependsOnTime ? nextChange(of: when) : nil, because: nil)
    return ChainTrace(record).first
  }
}
