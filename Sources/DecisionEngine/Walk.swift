// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// The round's walk: what is due, in order, each once, reserving as it goes.
extension Engine {
  mutating func walk(_ moment: inout Moment, _ sink: (Decision) -> Void) {
    guard context.world.now >= context.world.decidesFrom else { return }
    var candidates = due(among: moment.touchedInOrder())
    var heads = lineHeads(&moment)
    guard !candidates.isEmpty || !heads.isEmpty else { return }
    moment.isWalking = true
    let rouses = context.world.index.sendsMatter || !context.world.index.endingLimits.isEmpty
    while !candidates.isEmpty || !heads.isEmpty {
      moment.added = []
      settle(candidates)
      var rest = inWalkOrder(candidates)[...]
      while let position = takeTurn(&rest, &heads) {
        let turn = rouses ? turn(of: position) : nil
        decide(position, &moment, sink)
        emitActions(&moment, sink)
        if let turn { join(&rest, behind: turn, &moment) }
      }
      // What a skip or a step without a message brought up has its turn behind what was due.
      candidates = due(among: Set(moment.added).sorted())
    }
    moment.isWalking = false
  }

  // MARK: - Sleepers

  /// Marks a contact's waiting steps that read what was sent.
  mutating func rouse(_ contact: Int, _ moment: inout Moment) {
    guard context.world.index.sendsMatter else { return }
    for position in context.world.enrolments(of: contact)
    where isAsleep(position) && chain(of: position)?.mask.sends == true {
      moment.roused.insert(position)
    }
  }

  /// Marks the waiting steps that a limit, now used up, skips or stops before what they wait for.
  mutating func rouseLimited(_ sender: Int, _ draft: Draft, _ moment: inout Moment) {
    for (limit, _) in draft.scopes where context.world.index.endingLimits.contains(limit) {
      let rule = context.world.bundle.limits[limit].rule
      let usage = withContext(enrolment: sender) { $0.usage(of: rule) }
      // Of starts the sender itself isn't asked any more; each one may close a gap.
      guard !usage.isAsked || usage.used >= usage.allowed else { continue }
      let isNarrow = rule.scope == .contact || rule.scope == .account
      let contacts = isNarrow ? Set(colleagues(of: context.world.enrolments[sender].contact)) : []
      for position in context.world.enrolments.indices
      where isAsleep(position)
        && (!isNarrow || contacts.contains(context.world.enrolments[position].contact))
        && chain(of: position)?.limits.contains(limit) == true
      {
        moment.roused.insert(position)
      }
    }
  }

  // Step by step, and in place: whoever changes the world would otherwise be given a copy to ask.
  @inline(__always)
  private func isAsleep(_ position: Int) -> Bool {
    let now = context.world.now
    guard context.world.enrolments[position].askAt > now else { return false }
    guard context.world.enrolments[position].dueAt <= now else { return false }
    return context.world.enrolments[position].state == .open
  }

  private func chain(of position: Int) -> BundleIndex.ChainIndex? {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    return context.world.index.policies[policy].steps[checked: step]?[
      checked: context.world.enrolments[position].rung]
  }

  /// Gives the roused their turn in this walk if it is still ahead, else in the next round.
  private mutating func join(
    _ rest: inout ArraySlice<Candidate>, behind turn: Turn, _ moment: inout Moment
  ) {
    guard !moment.roused.isEmpty else { return }
    let roused = moment.roused.filter { isAsleep($0) }
    moment.roused = []
    // Who stood first in a line as well was asked there, and may be through with its steps.
    let left = due(among: rest.map(\.position))
    var ahead: [Int] = []
    // A round that a reply opened is its contact's alone.
    let isRound = context.world.round(atOrAfter: context.world.now) == context.world.now
    for position in roused.sorted() {
      moment.touched.append(position)
      let isIn = isRound || moment.replied.contains(context.world.enrolments[position].contact)
      if isIn, turn.isBefore(self.turn(of: position)) {
        context.world.enrolments[position].askAt = context.world.now
        ahead.append(position)
      } else {
        let round = context.world.round(atOrAfter: context.world.now + 1)
        context.world.enrolments[position].askAt = min(
          context.world.enrolments[position].askAt, round)
      }
    }
    if !ahead.isEmpty { rest = inWalkOrder(left + ahead)[...] }
  }

  private func due(among positions: [Int]) -> [Int] {
    positions.filter { position in
      context.world.enrolments[position].state == .open
        && context.world.enrolments[position].askAt <= context.world.now
    }
  }

  // MARK: - One turn

  private mutating func decide(
    _ position: Int, _ moment: inout Moment, _ sink: (Decision) -> Void
  ) {
    guard context.world.enrolments[position].state == .open,
      context.world.enrolments[position].askAt <= context.world.now
    else { return }
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    let writes = context.world.index.policies[policy].steps[step].writes
    moment.touched.append(position)
    counters.chains += 1
    if context.world.index.policies[policy].steps[step].escalates, hasReplied(position) {
      var result = ChainResult(verdict: .skip)
      result.reason = "replied"
      emit(position, result, sink)
      // A reply since the step began ends the step, not one rung.
      enterStep(position, step + 1, from: context.world.now, isCausedBySend: false, &moment)
      return
    }
    findPlace(position)
    context.focus(enrolment: position)
    var draft = options.traces ? context.solvedDraft(.trace) : context.draft(.decide)
    context.world.enrolments[position].settled.add(context.memo.settled)
    context.world.enrolments[position].wasAsked = true
    lapseIfChanged(position, &draft)
    switch draft.result.verdict {
    case .send:
      guard writes else {
        perform(position, &moment, sink)
        return
      }
      emit(position, draft, sink)
      commit(position, draft, &moment)
      goOn(position, isCausedBySend: true, &moment)
    case .wait:
      let stood = context.world.enrolments[position].line >= 0
      if standInLine(position, draft, &moment) {
        // `until` is of when they came: who stays has no news.
        if stood, isWritten(.wait, reason(of: draft, position), position) { return }
      } else {
        context.world.enrolments[position].askAt = context.world.round(
          atOrAfter: max(draft.result.wakesAt, context.world.now + 1))
      }
      emit(position, draft, sink)
    case .hold:
      leaveLine(position)
      ask(position, &draft)
      emit(position, draft, sink)
      // What time skips or stops isn't kept by a question.
      context.world.enrolments[position].askAt = context.world.round(
        atOrAfter: max(draft.result.wakesAt, context.world.now + 1))
    case .skip:
      let isUnconsumed = reason(of: draft, position) == "safe_list" && keepsStep(position)
      emit(position, draft, sink)
      if isUnconsumed {
        leaveLine(position)
        // Not consumed: asked again when the mode or the list changes.
        context.world.enrolments[position].askAt = .never
      } else {
        goOn(position, isCausedBySend: false, &moment)
      }
    case .stop:
      let reason = reason(of: draft, position)
      emit(position, draft, sink)
      // An exit has a name of its own; other guards end it by theirs.
      end(position, as: reason == "exit" ? draft.result.detail ?? "exit" : reason, &moment)
    }
  }

  private mutating func isWritten(_ verdict: Verdict, _ reason: String, _ position: Int) -> Bool {
    guard let written = context.world.enrolments[position].written else { return false }
    return written.verdict == verdict && written.reason == reason
  }

  private mutating func hasReplied(_ position: Int) -> Bool {
    guard let reply = context.world.facts.lastReply(of: context.world.enrolments[position].contact)
    else {
      return false
    }
    return reply.seconds > context.world.enrolments[position].stepDueAt
  }
}
