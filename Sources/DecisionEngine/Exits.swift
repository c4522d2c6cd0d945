// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// Exits and deadlines: the second and third part of an instant.
extension Engine {
  mutating func askExits(_ moment: inout Moment) {
    for happened in moment.events { takeExits(of: happened, &moment) }
    moment.exits.orderDistinct()
    // What is touched meanwhile was asked already, or is asked by its chain.
    for place in moment.exits.indices { askExitConditions(of: moment.exits[place], &moment) }
  }

  /// What an event ends, or lets go on, at once.
  private mutating func takeExits(of happened: Moment.Happened, _ moment: inout Moment) {
    let code = Int(happened.event.code)
    for position in enrolments(about: happened) {
      countGoal(position, happened.event)
      guard context.world.enrolments[position].state.isRunning else { continue }
      let (policy, step) = (
        context.world.enrolments[position].policy, context.world.enrolments[position].step
      )
      if context.world.index.policies[policy].exitEvents.contains(code),
        let name = exit(of: position, by: happened.event)
      {
        end(position, as: name, &moment)
        continue
      }
      if context.world.enrolments[position].state == .waiting,
        step < context.world.bundle.policies[policy].steps.count,
        case .waitFor(let events, let when, _, _) = context.world.bundle.policies[policy].steps[
          step
        ].action,
        events.contains(code), holds(when, position, happened.event)
      {
        enterStep(position, step + 1, from: context.world.now, isCausedBySend: false, &moment)
      }
    }
  }

  /// The enrolments that an event is about, oldest first.
  private mutating func enrolments(about happened: Moment.Happened) -> [Int] {
    let event = happened.event
    var found: [Int] = []
    if let contact = event.contact {
      var next = context.world.latestEnrolment(of: contact)
      while next >= 0 {
        found.append(next)
        next = context.world.enrolments[next].previousOfContact
      }
    }
    if let account = event.account {
      // Of colleagues only what is about the same deal, or nobody in particular.
      let isAboutAll = !happened.namesContact && event.contact == nil
      for other in context.world.facts.contacts(ofAccount: account) {
        let person = context.world.facts.person(of: Int(other))
        guard person != event.contact, isAboutAll || event.deal != nil else { continue }
        var next = context.world.latestEnrolment(of: person)
        while next >= 0 {
          if isAboutAll || context.world.enrolments[next].deal == event.deal { found.append(next) }
          next = context.world.enrolments[next].previousOfContact
        }
      }
    }
    found.orderDistinct()
    return found
  }

  private mutating func exit(of position: Int, by event: FactEvent) -> String? {
    for exit in context.world.bundle.policies[context.world.enrolments[position].policy].exits
    where exit.events.contains(Int(event.code)) && holds(exit.when, position, event) {
      return exit.name
    }
    return nil
  }

  /// Whether a condition holds for an enrolment, with the event that woke it; true without one.
  private mutating func holds(_ when: CompiledExpression?, _ position: Int, _ event: FactEvent)
    -> Bool
  {
    guard let when else { return true }
    return withContext(enrolment: position) { context in
      context.liveEvent = event
      return context.holds(when)
    }
  }

  /// Asks the conditions of an enrolment's exits, and that of the step that waits for one.
  private mutating func askExitConditions(of position: Int, _ moment: inout Moment) {
    guard context.world.enrolments[position].state.isRunning else { return }
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    var next = Second.never
    var reached: String?
    var unknown = 0
    withContext(enrolment: position) { context in
      guard context.world.index.policies[policy].hasExitConditions else { return }
      for exit in context.world.bundle.policies[policy].exits where exit.events.isEmpty {
        guard let when = exit.when else { continue }
        switch context.truth(of: when) {
        case .yes:
          reached = exit.name
          return
        case .no: break
        case .unknown, .error: unknown += 1
        }
        if when.dependsOnTime, let change = context.solveNextChange(of: when) {
          next = min(next, change.seconds)
        }
      }
    }
    counters.policies[policy].exitUnknown += unknown
    if let reached {
      end(position, as: reached, &moment)
      return
    }
    var isOver = false
    if context.world.enrolments[position].state == .waiting,
      case .waitFor(let events, let when?, _, _) =
        context.world.bundle.policies[policy].steps[step].action,
      events.isEmpty
    {
      withContext(enrolment: position) { context in
        isOver = context.holds(when)
        if !isOver, when.dependsOnTime, let change = context.solveNextChange(of: when) {
          next = min(next, change.seconds)
        }
      }
    }
    context.world.enrolments[position].exitAskAt = next
    moment.touched.append(position)
    if isOver {
      enterStep(position, step + 1, from: context.world.now, isCausedBySend: false, &moment)
    }
  }

  private mutating func countGoal(_ position: Int, _ event: FactEvent) {
    let policy = context.world.enrolments[position].policy
    guard !context.world.enrolments[position].reachedGoal,
      context.world.bundle.policies[policy].goal?.event == Int(event.code),
      let goal = context.world.bundle.policies[policy].goal,
      let last = context.world.enrolments[position].sends.lastAt,
      event.at.seconds > last
    else { return }
    let end = goalEnd(of: position, goal)
    guard event.at.seconds <= end else { return }
    context.world.enrolments[position].reachedGoal = true
    counters.policies[policy].reachedGoal += 1
  }

  mutating func goalEnd(of position: Int, _ goal: Goal) -> Second {
    guard let last = context.world.enrolments[position].sends.lastAt else { return .never }
    return end(of: goal.within, from: last, for: position, purpose: "goal.within")
  }

  // MARK: - Deadlines

  mutating func passDeadlines(_ moment: inout Moment, _ sink: (Decision) -> Void) {
    moment.orderTouched()
    // Who is touched meanwhile stands behind these and has its turn in the next instant.
    for place in moment.touched.indices {
      let position = moment.touched[place]
      guard context.world.enrolments.hasDeadline(position, at: context.world.now) else { continue }
      passUntil(position, &moment, sink)
      if context.world.enrolments[position].state == .open,
        context.world.enrolments[position].lateAt <= context.world.now
      {
        dropLate(position, &moment, sink)
      }
      passEnds(position, &moment)
      emitActions(&moment, sink)
    }
  }

  private mutating func passUntil(
    _ position: Int, _ moment: inout Moment, _ sink: (Decision) -> Void
  ) {
    guard context.world.enrolments[position].expiresAt <= context.world.now,
      !context.world.enrolments[position].hasSent
    else { return }
    switch context.world.enrolments[position].state {
    case .pending: end(position, as: "expired", &moment)
    case .open, .waiting, .finished: expire(position, &moment, sink)
    case .ended: break
    }
  }

  private mutating func passEnds(_ position: Int, _ moment: inout Moment) {
    guard context.world.enrolments[position].state.isRunning else { return }
    if context.world.enrolments[position].exitsAt <= context.world.now {
      end(position, as: firstExitAfter(of: position), &moment)
    } else if context.world.enrolments[position].closesAt <= context.world.now {
      end(position, as: "done", &moment)
    } else if context.world.enrolments[position].state == .waiting,
      context.world.enrolments[position].waitsUntil <= context.world.now
    {
      stopWaiting(position, &moment)
    } else {
      expireHold(position, &moment)
    }
  }

  /// Nothing was sent by `until`: the step that was still wanted is not decided any more.
  private mutating func expire(
    _ position: Int, _ moment: inout Moment, _ sink: (Decision) -> Void
  ) {
    if context.world.enrolments[position].step
      < context.world.bundle.policies[context.world.enrolments[position].policy].steps.count
    {
      var result = ChainResult(verdict: .stop)
      result.reason = "expired"
      emit(position, result, sink)
    }
    end(position, as: "expired", &moment)
  }

  /// A step waited past its `expires`, whatever it waited for.
  private mutating func dropLate(
    _ position: Int, _ moment: inout Moment, _ sink: (Decision) -> Void
  ) {
    var result = ChainResult(verdict: .skip)
    result.reason = "late"
    emit(position, result, sink)
    goOn(position, isCausedBySend: false, &moment)
  }

  private mutating func firstExitAfter(of position: Int) -> String {
    let policy = context.world.enrolments[position].policy
    var name = ""
    var earliest = Second.never
    for exit in context.world.bundle.policies[policy].exits {
      let at = exitTime(exit, of: position)
      if at < earliest { (name, earliest) = (exit.name, at) }
    }
    return name
  }

  /// When an exit's `after` ends an enrolment.
  mutating func exitTime(_ exit: Exit, of position: Int) -> Second {
    guard let after = exit.after else { return .never }
    return end(
      of: after, from: context.world.enrolments[position].startedAt, for: position,
      purpose: "exit.after",
      exit.name)
  }

  private mutating func expireHold(_ position: Int, _ moment: inout Moment) {
    guard context.world.isQuestionOver(position),
      let answer = context.world.enrolments[position].hold?.answer
    else { return }
    switch answer {
    case .none, .granted:
      context.world.enrolments[position].hold?.answer = .expired
      context.world.enrolments[position].hold?.expiresAt = .never
      wakeChain(position, &moment)
    case .refused, .expired: break
    }
  }

  /// Patience of a `wait_for` has ended.
  mutating func stopWaiting(_ position: Int, _ moment: inout Moment) {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    guard
      case .waitFor(_, _, _, let orElse) = context.world.bundle.policies[policy].steps[step].action
    else { return }
    switch orElse {
    case .proceed:
      enterStep(position, step + 1, from: context.world.now, isCausedBySend: false, &moment)
    case .goto(let target):
      enterStep(position, target, from: context.world.now, isCausedBySend: false, &moment)
    case .end: end(position, as: "waited_out", &moment)
    }
  }

  // MARK: - The end

  /// Ends an enrolment.
  mutating func end(_ position: Int, as name: String, _ moment: inout Moment) {
    let (policy, contact) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].contact
    )
    guard context.world.enrolments[position].state != .ended else { return }
    context.world.enrolments[position].state = .ended
    leaveLine(position)
    context.world.enrolments[position].endedAt = context.world.now
    context.world.enrolments[position].endedAs = name
    context.world.enrolments[position].hold = nil
    counters.policies[policy].countEnding(name)
    moment.touched.append(position)
    carryOutExitActions(of: position, &moment)
    release(position, &moment)
    planReturn(
      EnrolmentKey(
        policy: policy, contact: contact, subject: context.world.enrolments[position].subject))
    tellOwn(.enrolmentEnded, of: position, as: name)
    guard context.world.enrolments[position].hasSent else { return }
    // One active enrolment less: colleagues of the account may go on.
    for colleague in colleagues(of: contact) {
      context.world.forgetAnswers(of: colleague)
      if moment.isWalking {
        rouse(colleague, &moment)
        cause(Aftermath(contact: colleague, change: .sends))
      } else {
        touch(colleague, .sends, &moment)
      }
    }
  }

  /// The persons of a contact's account, the contact included.
  ///
  /// Mutating, because whoever changes the world would otherwise be given a copy to ask.
  mutating func colleagues(of contact: Int) -> [Int] {
    guard let account = context.world.facts.account(ofContact: contact) else { return [contact] }
    let contacts = context.world.facts.contacts(ofAccount: account)
    if contacts.count == 1,
      context.world.facts.person(of: Int(contacts[contacts.startIndex])) == contact
    {
      return [contact]
    }
    var persons = [contact]
    for other in contacts { persons.append(context.world.facts.person(of: Int(other))) }
    persons.orderDistinct()
    return persons
  }

  /// Forgets what was computed of the facts of a contact and of its account's persons.
  mutating func forgetAnswers(ofColleaguesOf contact: Int) {
    context.world.forgetAnswers(of: contact)
    guard let account = context.world.facts.account(ofContact: contact) else { return }
    for other in context.world.facts.contacts(ofAccount: account) {
      context.world.forgetAnswers(of: context.world.facts.person(of: Int(other)))
    }
  }

  /// Queues something that comes strictly later than now.
  mutating func cause(_ item: Aftermath) {
    guard context.world.index.sendsMatter || item.event != nil else { return }
    aftermath.append(item)
    agenda.add(Wake(at: context.world.now + 1, subject: .aftermath))
  }

  /// Tells one of the engine's own events, if anything in the bundle reads or waits for them.
  mutating func tellOwn(_ kind: BuiltInEvent, of position: Int, as name: String? = nil) {
    // A rehearsal has no consequences for what isn't one.
    guard context.world.index.usesOwnEvents,
      context.world.isAllShadow || context.world.enrolments[position].mode != .shadow
    else { return }
    let event = ownEvent(kind, of: position, as: name)
    if kind != .stepSent {
      context.world.facts.apply(event)
      forgetAnswers(ofColleaguesOf: context.world.enrolments[position].contact)
    }
    cause(
      Aftermath(
        contact: context.world.enrolments[position].contact,
        change: .event(code: Int(kind.rawValue)),
        event: event))
  }

  mutating func ownEvent(_ kind: BuiltInEvent, of position: Int, as name: String?) -> FactEvent {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    let isAtStep = step < context.world.bundle.policies[policy].steps.count && kind == .stepSent
    let texts: [String?] = [
      context.world.bundle.policies[policy].id,
      isAtStep ? context.world.bundle.policies[policy].steps[step].id : nil, name,
    ]
    var cells: [Cell] = []
    for text in texts {
      if let text {
        cells.append(Cell(.string(text), strings: &context.world.facts.strings))
      } else {
        cells.append(.absent)
      }
    }
    return FactEvent(
      kind, at: Instant(seconds: context.world.now),
      contact: context.world.enrolments[position].contact,
      deal: context.world.enrolments[position].deal,
      attributes: cells)
  }
}
