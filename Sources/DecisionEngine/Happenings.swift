// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// Facts and events: the first part of an instant.
extension Engine {
  mutating func takeEvents(_ events: [FactEvent], _ moment: inout Moment) {
    for event in events {
      counters.events += 1
      let namesContact = event.contact != nil
      let completed = complete(event)
      context.world.facts.apply(event)
      if event.isGiven {
        if let contact = completed.contact { forgetAnswers(ofColleaguesOf: contact) }
        record(given: completed)
        continue
      }
      moment.events.append(Moment.Happened(event: completed, namesContact: namesContact))
      spread(completed, &moment)
    }
    // What was decided earlier has its consequences now.
    guard !aftermath.isEmpty else { return }
    let due = aftermath
    aftermath = []
    for item in due {
      if let event = item.event {
        moment.events.append(Moment.Happened(event: event, namesContact: true))
      }
      touch(item.contact, item.change, &moment)
    }
  }

  /// Fills in whom an event is about, as the store does.
  private mutating func complete(_ told: FactEvent) -> FactEvent {
    var event = told
    if let deal = event.deal {
      event.account = event.account ?? context.world.facts.account(ofDeal: deal)
      event.contact = event.contact ?? context.world.facts.contact(ofDeal: deal)
    }
    if let contact = event.contact {
      event.account = event.account ?? context.world.facts.account(ofContact: contact)
      event.contact = context.world.facts.person(of: contact)
    }
    return event
  }

  /// Tells an event to whoever reads its like: the contact, and everybody of the account.
  private mutating func spread(_ event: FactEvent, _ moment: inout Moment) {
    let change = Change.event(code: Int(event.code))
    if let contact = event.contact {
      touch(contact, change, &moment)
      note(event, of: contact, &moment)
    }
    guard let account = event.account else { return }
    for other in context.world.facts.contacts(ofAccount: account) {
      let person = context.world.facts.person(of: Int(other))
      if person != event.contact { touch(person, change, &moment) }
    }
  }

  /// What some events mean beside being facts.
  private mutating func note(_ event: FactEvent, of contact: Int, _ moment: inout Moment) {
    guard let kind = BuiltInEvent(rawValue: event.code) else { return }
    switch kind {
    case .contactReplied:
      moment.replied.insert(contact)
      wakeEscalations(of: contact, &moment)
    case .contactOptedOut, .contactComplained, .contactBounced, .contactOptedIn:
      // Suppression, consent and addresses stand in every chain.
      wakeChains(of: contact, &moment)
    case .contactAnsweredByHand:
      context.world.answeredByHand[contact] = context.world.now + 7 * 86_400
      wakeChains(of: contact, &moment)
    case .conversationResolved:
      context.world.answeredByHand[contact] = nil
      wakeChains(of: contact, &moment)
    case .approvalGranted, .approvalRefused:
      answerByEvent(event, contact, granted: kind == .approvalGranted, &moment)
    case .dealOpened, .dealWon, .dealLost, .contactCreated, .contactClicked, .meetingBooked,
      .contactAutoReplied, .enrolmentStarted, .stepSent, .enrolmentEnded:
      break
    }
  }

  /// A reply opens a round for its contact at once, where the settings say so.
  ///
  /// As in every round, what came or began in this instant has its turn too.
  mutating func openRounds(_ moment: inout Moment) {
    guard context.world.bundle.settings.repliesAtOnce,
      context.world.now >= context.world.decidesFrom
    else { return }
    // In any order: what was touched is put in order before it is looked at.
    for contact in moment.replied {
      var next = context.world.latestEnrolment(of: contact)
      while next >= 0 {
        if context.world.enrolments[next].state == .open,
          context.world.enrolments[next].dueAt <= context.world.now
        {
          context.world.enrolments[next].askAt = context.world.now
          moment.touched.append(next)
        }
        next = context.world.enrolments[next].previousOfContact
      }
    }
  }

  /// Has every waiting step of a contact asked again in the next round.
  mutating func wakeChains(of contact: Int, _ moment: inout Moment) {
    var next = context.world.latestEnrolment(of: contact)
    while next >= 0 {
      wakeChain(next, &moment)
      next = context.world.enrolments[next].previousOfContact
    }
  }

  /// A reply ends an escalation in the next round, whatever its rung waits for.
  private mutating func wakeEscalations(of contact: Int, _ moment: inout Moment) {
    for position in context.world.enrolments(of: contact) {
      let (policy, step) = (
        context.world.enrolments[position].policy, context.world.enrolments[position].step
      )
      if context.world.index.policies[policy].steps[checked: step]?.escalates == true {
        wakeChain(position, &moment)
      }
    }
  }

  mutating func wakeChain(_ position: Int, _ moment: inout Moment) {
    guard context.world.enrolments[position].state == .open else { return }
    context.world.enrolments[position].forgetAnswers()
    let earliest = moment.isWalking ? context.world.now + 1 : context.world.now
    let round = context.world.round(
      atOrAfter: max(earliest, context.world.enrolments[position].dueAt))
    context.world.enrolments[position].askAt = min(context.world.enrolments[position].askAt, round)
    moment.touched.append(position)
  }

  /// Something changed for a contact: asks again whatever reads it.
  ///
  /// - Parameter move: The one phase that changed, if that is all.
  mutating func touch(
    _ contact: Int, _ change: Change, move: PhaseMove? = nil, _ moment: inout Moment
  ) {
    var next = context.world.latestEnrolment(of: contact)
    while next >= 0 {
      if context.world.enrolments[next].state.isRunning { touch(enrolment: next, change, &moment) }
      next = context.world.enrolments[next].previousOfContact
    }
    guard let readers = readers[change] else { return }
    for policy in readers.audiences where move.map({ self.readers.concerns(policy, $0) }) ?? true {
      askAudience(of: policy, about: contact, &moment)
    }
    for machine in readers.machines {
      if let row = subjectRow(ofMachine: machine, contact: contact) {
        moment.phases.insert(row, of: machine)
      }
    }
  }

  private mutating func touch(
    enrolment position: Int, _ change: Change, _ moment: inout Moment
  ) {
    context.world.enrolments[position].forgetAnswers()
    // By position: copying what is known of a policy counts a dozen references.
    let policy = context.world.enrolments[position].policy
    if context.world.index.policies[policy].exits.isTouched(by: change) {
      moment.exits.append(position)
    }
    if context.world.enrolments[position].lineStamp != 0,
      context.world.index.policies[policy].order.isTouched(by: change)
    {
      moment.reordered.append(position)
    }
    let (step, rung) = (
      context.world.enrolments[position].step, context.world.enrolments[position].rung
    )
    guard step < context.world.index.policies[policy].steps.count,
      rung < context.world.index.policies[policy].steps[step].count
    else { return }
    let isRead = context.world.index.policies[policy].steps[step].chains[rung].mask.isTouched(
      by: change)
    switch context.world.enrolments[position].state {
    case .open: if isRead { wakeChain(position, &moment) }
    case .waiting: if isRead { moment.exits.append(position) }
    case .pending, .finished, .ended: break
    }
  }

  // MARK: - What is due

  mutating func takeWakes(_ moment: inout Moment) {
    agenda.takeDue(at: context.world.now, into: &moment.wakes)
    for wake in moment.wakes {
      // What the engine caused was taken already.
      guard wake.subject == .aftermath || stands(wake) else { continue }
      let (group, index) = (Int(wake.group), Int(wake.index))
      switch wake.subject {
      case .enrolment:
        enrolmentWakes[index] = .never
        moment.touched.append(index)
        if context.world.enrolments[index].exitAskAt <= context.world.now {
          moment.exits.append(index)
        }
      case .audience:
        audiences[group].wakesAt[index] = .never
        moment.audience.insert(index, of: group)
      case .phase:
        moment.phases.insert(index, of: group)
      case .cadence: moment.cadences.insert(group)
      case .interval:
        moment.audience.insert(index, of: group)
      case .firstRound: moment.isFirstRound = true
      case .aftermath: break
      case .line: moment.wokenLines.append(index)
      }
      counters.wakes += 1
    }
  }

  // MARK: - History that was given as facts

  /// Sends of before the engine's time that the store knows count for people's limits.
  mutating func recordGivenHistory() {
    let concerned = context.world.bundle.limits.contains { $0.rule.scope.isAboutPeople }
    guard concerned, let sent = context.world.facts.column(of: .lastSentAt),
      let started = context.world.facts.column(of: .lastStartedAt)
    else { return }
    for row in 0..<context.world.facts.contacts.count {
      if let at = sent[row] { record(givenSendTo: row, at: at.seconds, isStart: false) }
      if let at = started[row] { record(givenSendTo: row, at: at.seconds, isStart: true) }
    }
  }

  private mutating func record(given event: FactEvent) {
    guard event.code == BuiltInEvent.stepSent.rawValue, let contact = event.contact else { return }
    record(givenSendTo: contact, at: event.at.seconds, isStart: false)
    if event.isStart { record(givenSendTo: contact, at: event.at.seconds, isStart: true) }
  }

  private mutating func record(givenSendTo contact: Int, at: Second, isStart: Bool) {
    let kinds = context.world.mayRehearse ? [false, true] : [context.world.forcedMode == .shadow]
    for limit in context.world.bundle.limits where limit.rule.scope.isAboutPeople {
      guard (limit.rule.measures == .starts) == isStart else { continue }
      let account = context.world.facts.account(ofContact: contact)
      let value =
        limit.rule.scope == .contact
        ? Int64(contact) : account.map(Int64.init) ?? Int64(-2 - contact)
      for isShadow in kinds {
        context.world.ledger.record(
          Ledger.Use(at: at, enrolment: -1), limit: limit.rule.index,
          scope: Ledger.Scope(value: value, isShadow: isShadow), keepingAfter: .min)
      }
    }
  }
}

extension LimitRule.Scope {
  /// True for limits of a person or a company, of whom a history may be given.
  fileprivate var isAboutPeople: Bool {
    switch self {
    case .contact, .account: true
    case .global, .channel, .tag, .policy, .sender, .fact: false
    }
  }
}
