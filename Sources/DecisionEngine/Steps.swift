// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// How an enrolment goes from step to step.
extension Engine {
  /// Begins a step.
  ///
  /// - Parameters:
  ///   - base: What its `after` counts from.
  ///   - isCausedBySend: What a send causes comes strictly later.
  mutating func enterStep(
    _ position: Int, _ step: Int, from base: Second, isCausedBySend: Bool, _ moment: inout Moment
  ) {
    let policy = context.world.enrolments[position].policy
    context.world.enrolments[position].state = .open
    context.world.enrolments[position].step = step
    context.world.enrolments[position].waitsUntil = .never
    leaveLine(position)
    moment.touched.append(position)
    guard step < context.world.bundle.policies[policy].steps.count else {
      finish(position, &moment)
      return
    }
    var dueAt = base
    if let after = context.world.bundle.policies[policy].steps[step].after {
      dueAt = end(
        of: after, from: base, for: position, purpose: "step.after",
        context.world.bundle.policies[policy].steps[step].id)
    }
    context.world.enrolments[position].stepDueAt = dueAt
    enterRung(position, 0, from: dueAt, isCausedBySend: isCausedBySend, &moment)
  }

  /// When a delay of an enrolment is over.
  ///
  /// Where its length is drawn, it is by the enrolment's id, and by a name and a number of what it
  /// delays.
  mutating func end(
    of delay: Delay, from start: Second, for position: Int, purpose: String,
    _ name: String? = nil, _ number: Int? = nil
  ) -> Second {
    if let end = delay.exactEnd(from: start) { return end }
    var parts: [String] = []
    if delay.isDrawn {
      parts.append(context.world.keptID(ofEnrolment: position).description)
      if let name { parts.append(name) }
      if let number { parts.append(String(number)) }
    }
    return end(
      of: delay, from: start, contact: context.world.enrolments[position].contact, purpose,
      by: parts)
  }

  /// When a delay that may be drawn by ids is over.
  mutating func end(
    of delay: Delay, from start: Second, contact: Int, _ purpose: String, by ids: [String]
  ) -> Second {
    // Most are of exact lengths: whoever changes the world is given a copy of it to ask for others.
    delay.drawnEnd(from: start, seed: context.world.seed, purpose: purpose, ids: ids)
      ?? context.world.end(of: delay, from: start, contact: contact, purpose: purpose, ids: ids)
  }

  /// Begins a rung of an escalation, or the only one of another step.
  private mutating func enterRung(
    _ position: Int, _ rung: Int, from base: Second, isCausedBySend: Bool, _ moment: inout Moment
  ) {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    var dueAt = base
    if context.world.index.policies[policy].steps[step].escalates,
      case .escalate(let rungs) = context.world.bundle.policies[policy].steps[step].action,
      rung < rungs.count, let after = rungs[rung].after
    {
      dueAt = end(
        of: after, from: base, for: position, purpose: "rung.after",
        context.world.bundle.policies[policy].steps[step].id, rung)
    }
    context.world.enrolments[position].rung = rung
    context.world.enrolments[position].dueAt = dueAt
    context.world.enrolments[position].wasAsked = false
    context.world.enrolments[position].written = nil
    context.world.enrolments[position].hold = nil
    context.world.enrolments[position].tieHash = 0
    context.world.enrolments[position].forgetStep()
    leaveLine(position)
    context.world.enrolments[position].lateAt = lateTime(position)
    let earliest = isCausedBySend ? context.world.now + 1 : context.world.now
    context.world.enrolments[position].askAt = context.world.round(atOrAfter: max(dueAt, earliest))
    moment.touched.append(position)
    if moment.isWalking, context.world.enrolments[position].askAt <= context.world.now {
      moment.added.append(position)
    }
  }

  /// When the step's `expires` is over; in the past of the first instant it is decided then.
  private mutating func lateTime(_ position: Int) -> Second {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    guard context.world.bundle.policies[policy].steps[step].expires != nil else { return .never }
    let end = withContext(enrolment: position) { $0.solvedLateAt }
    return end.map { max($0.roundedUpToSecond.seconds, context.world.decidesFrom) } ?? .never
  }

  /// Goes on after a rung, or step, was sent or skipped.
  mutating func goOn(_ position: Int, isCausedBySend: Bool, _ moment: inout Moment) {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    let rung = context.world.enrolments[position].rung
    if rung + 1 < context.world.bundle.policies[policy].steps[step].rungCount {
      enterRung(
        position, rung + 1, from: context.world.now, isCausedBySend: isCausedBySend, &moment)
    } else {
      enterStep(
        position, step + 1, from: context.world.now, isCausedBySend: isCausedBySend, &moment)
    }
  }

  /// All steps are decided: stays open while an exit can still come.
  private mutating func finish(_ position: Int, _ moment: inout Moment) {
    let policy = context.world.enrolments[position].policy
    context.world.enrolments[position].state = .finished
    context.world.enrolments[position].askAt = .never
    context.world.enrolments[position].hold = nil
    guard !context.world.bundle.policies[policy].exits.isEmpty else {
      end(position, as: "done", &moment)
      return
    }
    guard context.world.enrolments[position].exitsAt == .never else { return }
    if let goal = context.world.bundle.policies[policy].goal,
      context.world.enrolments[position].hasSent
    {
      let closesAt = goalEnd(of: position, goal)
      if closesAt > context.world.now {
        context.world.enrolments[position].closesAt = closesAt
        return
      }
    }
    end(position, as: "done", &moment)
  }

  // MARK: - Steps that write to nobody

  /// Carries out a step that writes to no contact, once its guards let it.
  mutating func perform(_ position: Int, _ moment: inout Moment, _ sink: (Decision) -> Void) {
    let enrolment = context.world.enrolments[position]
    let step = context.world.bundle.policies[enrolment.policy].steps[enrolment.step]
    switch step.action {
    case .send, .escalate: break
    case .notify, .task, .call:
      // An entry of the outbox, not a message to a contact: nothing counts it.
      emit(position, .send, sink)
      counters.policies[enrolment.policy].sideActions += 1
      goOn(position, isCausedBySend: false, &moment)
    case .set(let values):
      for value in values { set(value.object, value.slot, value.value, position) }
      goOn(position, isCausedBySend: false, &moment)
    case .branch(let rows):
      let target = withContext(enrolment: position) { context in
        rows.first { row in row.when.map { context.holds($0) } ?? true }?.goto
      }
      enterStep(
        position, target ?? enrolment.step + 1, from: context.world.now, isCausedBySend: false,
        &moment)
    case .waitFor(let events, let when, let atMost, _):
      beginWaiting(position, events, when, atMost, &moment)
    }
  }

  private mutating func beginWaiting(
    _ position: Int, _ events: [Int], _ when: CompiledExpression?, _ atMost: Delay?,
    _ moment: inout Moment
  ) {
    let (step, dueAt) = (
      context.world.enrolments[position].step, context.world.enrolments[position].dueAt
    )
    let contact = context.world.enrolments[position].contact
    let since = Instant(seconds: dueAt)
    // It waits from when it fell due, not from the round that noticed.
    let happened = events.contains { code in
      let last = context.world.facts.last(Int32(truncatingIfNeeded: code), of: .contact(contact))
      return last.map { $0 > since } ?? false
    }
    var next = Second.never
    let holds = withContext(enrolment: position) { context -> Bool in
      guard let when else { return happened }
      if !events.isEmpty { return happened && context.holds(when) }
      if when.dependsOnTime { next = context.solveNextChange(of: when)?.seconds ?? .never }
      return context.holds(when)
    }
    if holds {
      enterStep(position, step + 1, from: context.world.now, isCausedBySend: false, &moment)
      return
    }
    var until = Second.never
    if let atMost {
      until = end(
        of: atMost, from: dueAt, for: position, purpose: "wait_for.at_most", nil, step)
    }
    context.world.enrolments[position].state = .waiting
    context.world.enrolments[position].askAt = .never
    context.world.enrolments[position].waitsUntil = until
    context.world.enrolments[position].exitAskAt = min(
      context.world.enrolments[position].exitAskAt, next)
    if until <= context.world.now { stopWaiting(position, &moment) }
  }

  /// Sets a fact to the value of an expression.
  mutating func set(
    _ object: Int32, _ slot: Int, _ expression: CompiledExpression, _ position: Int
  ) {
    let enrolment = context.world.enrolments[position]
    let value = withContext(enrolment: position) { expression.program.evaluate($0) }
    let place: (FactObject, Int?)
    switch ObjectKind(rawValue: object) {
    case .contact?: place = (.contact, enrolment.contact)
    case .account?: place = (.account, context.world.facts.account(ofContact: enrolment.contact))
    case .deal?: place = (.deal, enrolment.deal)
    case .event?, .enrolment?, .phase?, .step?, .sentStep?, .rung?, .identity?, .sender?,
      .scores?, .offers?, .reply?, .sendRecord?, .decisionRecord?, nil:
      return
    }
    guard let row = place.1,
      let field = context.world.facts.schema.fields(of: place.0)[checked: slot]
    else { return }
    // What can't be computed leaves the fact as it was.
    let known: FactValue?
    if case .null = value {
      known = nil
    } else {
      guard let value = FactValue(value, as: field.type) else { return }
      known = value
    }
    let path = FactPath(place.0, field.name)
    context.world.facts.set(known, path, row: row, asOf: Instant(seconds: context.world.now))
    noteChange(of: path, row: row)
  }
}

extension FactValue {
  /// The value of an expression as a fact of a type; `nil` for errors, unknowns and other types.
  fileprivate init?(_ value: Value, as type: FactType) {
    switch (value, type) {
    case (.string(let text), .string), (.string(let text), .enumeration): self = .string(text)
    case (.int(let number), .int): self = .int(number)
    case (.double(let number), .double): self = .double(number)
    case (.int(let number), .double): self = .double(Double(number))
    case (.bool(let truth), .bool): self = .bool(truth)
    case (.timestamp(let instant), .instant): self = .instant(instant)
    case (.duration(let duration), .duration): self = .duration(duration)
    case (.opaque, .date):
      guard let date = value.date else { return nil }
      self = .date(date)
    case (.opaque, .money):
      guard let money = value.money else { return nil }
      self = .money(money)
    case (.list(let values), .list(let element)):
      var known: [FactValue] = []
      for value in values {
        guard let value = FactValue(value, as: element) else { return nil }
        known.append(value)
      }
      self = .list(known)
    case (_, _): return nil
    }
  }
}

extension Array {
  /// The element at a position, if there is one.
  subscript(checked position: Int) -> Element? {
    indices.contains(position) ? self[position] : nil
  }
}
