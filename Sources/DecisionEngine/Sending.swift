// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// What a chain said of a step, with what follows from it.
struct Draft {
  var result: ChainResult
  /// Position of the chosen sender over all pools.
  var sender: Int?
  /// Of the rendered text.
  var digest: UInt64 = 0
  var earliest = Second.never
  var lostTo: (enrolment: Int, limit: String)?
  /// Limits that a send is counted by, with the scope it has in them.
  var scopes: [(limit: Int, scope: Ledger.Scope)] = []
  /// Limits of shares, which count every send of their scope.
  var shares: [(limit: Int, scope: Ledger.Scope)] = []

  init(_ result: ChainResult) { self.result = result }
}

extension DecisionContext {
  /// Asks the chain and collects what recording its verdict takes; for people also when the step
  /// could go out.
  mutating func solvedDraft(_ depth: Depth) -> Draft {
    var draft = draft(depth)
    guard draft.result.verdict == .wait,
      draft.result.until != .never || draft.result.wakesAt != .never
    else { return draft }
    let first = min(draft.result.until, draft.result.wakesAt)
    draft.earliest = earliestRound(after: first)?.round ?? .never
    return draft
  }

  /// Asks the chain and collects what recording its verdict takes.
  func draft(_ depth: Depth) -> Draft {
    var draft = Draft(evaluate(depth))
    leaveToPeople(&draft)
    switch draft.result.verdict {
    case .send, .hold:
      guard step >= 0, world.index.policies[policy].steps[step].writes else { return draft }
      if case .available(let sender) = senderChoice() { draft.sender = sender }
      if memo.content != nil || draft.result.verdict == .hold {
        draft.digest = renderedContent().digest
      }
      collectScopes(&draft)
    case .wait:
      draft.lostTo = winner(draft.result, isForPeople: depth == .exhaust)
    case .skip, .stop: break
    }
    return draft
  }

  /// While somebody leads the conversation, what would go out, or wait for less, waits for them.
  private func leaveToPeople(_ draft: inout Draft) {
    guard let end = answeredByHandUntil else { return }
    switch draft.result.verdict {
    case .skip, .stop: return
    case .send, .wait, .hold:
      let traces = draft.result.traces
      draft.result = ChainResult(verdict: .wait)
      draft.result.traces = traces
      draft.result.reason = "paused"
      draft.result.detail = "answered_by_hand"
      draft.result.until = end.seconds
      draft.result.wakesAt = end.seconds
    }
  }

  private func collectScopes(_ draft: inout Draft) {
    let isStart = !hasSent
    for limit in world.index.policies[policy].steps[step].chains[rung].limits {
      let rule = world.bundle.limits[limit].rule
      if rule.measures == .starts, !isStart { continue }
      if case .sender = rule.scope, draft.sender == nil { continue }
      guard case .success(let scope) = scope(of: rule, sender: draft.sender) else { continue }
      draft.scopes.append((limit, scope))
    }
    for limit in world.index.shareLimits {
      let rule = world.bundle.limits[limit].rule
      if case .success(let scope) = scope(of: rule, sender: draft.sender) {
        draft.shares.append((limit, scope))
      }
    }
  }

  /// Who took the place that this step waits for, in this very walk; for people who ask why, who
  /// took it last.
  private func winner(
    _ result: ChainResult, isForPeople: Bool
  ) -> (enrolment: Int, limit: String)? {
    guard result.link >= 0 else { return nil }
    let link = world.bundle.policies[policy].steps[step].chains[rung].links[result.link]
    switch link.kind {
    case .limit(let guarded):
      let rule = guarded.limit
      let senders: [Int?] = rule.scope == .sender ? senderCandidates().map { $0 } : [nil]
      for sender in senders {
        guard case .success(let scope) = scope(of: rule, sender: sender),
          let last = world.ledger.last(limit: rule.index, scope: scope),
          last.enrolment >= 0
        else { continue }
        let isOther = world.enrolments[last.enrolment].contact != contact
        guard last.at == clock || isForPeople && isOther else { continue }
        return (last.enrolment, rule.id)
      }
      return nil
    case .sender:
      for sender in senderCandidates() {
        if let last = world.senders[world.log(of: sender, mode == .shadow)].window.last,
          last.at == clock
        {
          return (last.enrolment, link.id)
        }
      }
      return nil
    case .killSwitch, .mode, .safeList, .budget, .suppression, .consent, .address, .duty, .window,
      .paused, .holdout, .exclusive, .exit, .audience, .requirement, .late, .session,
      .template, .notDuplicate, .domainAuthenticated, .freshness, .approval:
      return nil
    }
  }
}

extension Engine {
  /// Reserves and records a send: limits, sender, conversation, history.
  mutating func commit(_ position: Int, _ draft: Draft, _ moment: inout Moment) {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    let contact = context.world.enrolments[position].contact
    guard
      let channel = context.world.index.policies[policy].steps[step].chains[
        context.world.enrolments[position].rung
      ]
      .channel
    else { return }
    let isStart = !context.world.enrolments[position].hasSent
    let rehearses = rehearses(position)
    let isShadow = rehearses || context.world.enrolments[position].mode == .shadow
    let use = Ledger.Use(at: context.world.now, enrolment: position)
    for (limit, scope) in draft.scopes {
      let horizon = context.world.bundle.limits[limit].rule.horizon(at: context.world.now)
      context.world.ledger.record(use, limit: limit, scope: scope, keepingAfter: horizon)
      if context.world.mayRehearse, !scope.isShadow {
        // What was sent counts for rehearsals, too; what was rehearsed for them alone.
        context.world.ledger.record(
          use, limit: limit, scope: Ledger.Scope(value: scope.value, isShadow: true),
          keepingAfter: horizon)
      }
    }
    for (limit, scope) in draft.shares {
      let horizon = context.world.bundle.limits[limit].rule.horizon(at: context.world.now)
      context.world.ledger.recordAny(use, limit: limit, scope: scope, keepingAfter: horizon)
    }
    if let sender = draft.sender {
      context.world.recordSend(by: sender, enrolment: position, isShadow: isShadow)
      let pool = context.world.index.senders[sender].pool
      context.world.conversations[
        World.ConversationKey(contact: contact, pool: pool, isShadow: rehearses)] = sender
    }
    if draft.digest != 0 {
      let key = World.TextKey(contact: contact, digest: draft.digest, isShadow: rehearses)
      context.world.texts[key] = context.world.now
    }
    // Of a channel that only rehearses nothing reached the person: the enrolment hasn't sent.
    if !rehearses || context.world.enrolments[position].mode == .shadow {
      context.world.enrolments[position].sends.add(
        step: step, at: context.world.now, sender: draft.sender, channel: channel)
    }
    if rehearses {
      context.world.rehearsals[contact, default: World.Rehearsed()].sentAt = use.at
      if isStart { context.world.rehearsals[contact]?.startedAt = use.at }
    } else {
      tellSend(of: position, channel: channel, isStart: isStart)
    }
    for colleague in colleagues(of: contact) {
      context.world.forgetAnswers(of: colleague)
      rouse(colleague, &moment)
      cause(Aftermath(contact: colleague, change: .sends))
    }
    rouseLimited(position, draft, &moment)
    counters.policies[policy].sent += 1
    if isStart { counters.policies[policy].began += 1 }
  }

  private mutating func tellSend(of position: Int, channel: Int, isStart: Bool) {
    var event = ownEvent(.stepSent, of: position, as: nil)
    event.channel = context.world.channelNumbers[channel]
    event.isStart = isStart
    // Read at one's turn by whoever follows in this walk; what it causes comes later.
    context.world.facts.apply(event)
    guard context.world.index.usesOwnEvents, let contact = event.contact else { return }
    cause(Aftermath(contact: contact, change: .event(code: Int(event.code)), event: event))
  }

  // MARK: - Decisions

  /// The reason of a verdict: a guard's id, or what stands in for one.
  ///
  /// Mutating, because whoever changes the world would otherwise be given a copy to ask.
  mutating func reason(of draft: Draft, _ position: Int) -> String {
    if let reason = draft.result.reason { return reason }
    guard draft.result.link >= 0 else { return "" }
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    let rung = context.world.enrolments[position].rung
    return context.world.bundle.policies[policy].steps[step].chains[rung].links[draft.result.link]
      .id
  }

  /// Hands a decision on, if it says something else than the last one about this step.
  mutating func emit(_ position: Int, _ result: ChainResult, _ sink: (Decision) -> Void) {
    emit(position, Draft(result), sink)
  }

  mutating func emit(_ position: Int, _ draft: Draft, _ sink: (Decision) -> Void) {
    // History makes enrolments and ends them, and decides nothing.
    guard context.world.now >= context.world.decidesFrom else { return }
    let reason = draft.result.verdict == .send ? nil : reason(of: draft, position)
    let written = Enrolment.Written(
      verdict: draft.result.verdict, reason: reason, until: draft.result.until)
    guard context.world.enrolments[position].written != written else { return }
    context.world.enrolments[position].written = written
    let names = options.namesPeople
    // What people answer is drawn by the id.
    let isIdentified = names || draft.result.verdict == .send || draft.result.verdict == .hold
    let id = isIdentified ? context.world.keptID(ofEnrolment: position) : nil
    // What follows from the verdict comes later: the context still looks at this step, or again.
    sink(
      keepingContext(enrolment: position) {
        $0.decision(draft, reason, names: names, enrolment: id)
      })
  }
}

extension DecisionContext {
  /// The reason of a verdict: a guard's id, or what stands in for one.
  func reason(of result: ChainResult) -> String {
    result.reason
      ?? (result.link < 0
        ? "" : world.bundle.policies[policy].steps[step].chains[rung].links[result.link].id)
  }

  /// A decision about the current step.
  ///
  /// - Parameters:
  ///   - names: Whether it names contact, account and deal.
  ///   - id: The enrolment's, where it is told.
  func decision(
    _ draft: Draft, _ reason: String?, names: Bool = true, enrolment id: EnrolmentID? = nil
  ) -> Decision {
    let result = draft.result
    let writes = world.index.policies[policy].steps[step].writes
    let lostTo =
      !names
      ? nil
      : draft.lostTo.map { lost in
        LostTo(
          policy: world.bundle.policies[world.enrolments[lost.enrolment].policy].id,
          contact: world.facts.contactID(world.enrolments[lost.enrolment].contact).rawValue,
          limit: lost.limit)
      }
    let details = DecisionDetails.unlessEmpty(
      contact: names ? world.facts.contactID(contact).rawValue : "",
      account: names ? account.map { world.facts.accountID($0).rawValue } : nil,
      deal: names ? deal.map { world.facts.dealID($0).rawValue } : nil,
      earliest: draft.earliest == .never ? nil : Instant(seconds: draft.earliest),
      missing: result.missing, lostTo: lostTo, guards: result.traces)
    return Decision(
      at: now, about: world.index.words[policy][step][rung], details,
      enrolment: id, rung: world.index.policies[policy].steps[step].escalates ? rung : nil,
      verdict: result.verdict, reason: reason,
      until: result.until == .never ? nil : Instant(seconds: result.until),
      sender: draft.sender.map { world.index.senders[$0].sender.id }, seed: world.seed, mode: mode,
      isOutward: writes && channelIndex.map { !world.bundle.channels[$0].isInternal } ?? false,
      isStart: result.verdict == .send && writes && !hasSent,
      rows: Decision.Rows(
        contact: contact, account: account, deal: deal, policy: policy, step: step,
        enrolment: enrolment < 0 ? nil : enrolment, channel: channelIndex, sender: draft.sender))
  }
}
