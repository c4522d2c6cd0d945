// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// Who comes in, and when it starts: language.md, section 6.
extension Engine {
  mutating func enrolByEvents(_ moment: inout Moment) {
    enrolRelaunched(&moment)
    for happened in moment.events {
      let code = Int(happened.event.code)
      guard context.world.index.enrolling.indices.contains(code) else { continue }
      for policy in context.world.index.enrolling[code] {
        enrol(policy, by: happened.event, &moment)
      }
    }
  }

  mutating func enrol(_ policy: Int, by event: FactEvent, _ moment: inout Moment) {
    guard isTaking(policy) else { return }
    let kind = context.world.bundle.policies[policy].enrol.subject
    let deal = event.deal
    let found =
      event.contact.map { context.world.facts.person(of: $0) }
      ?? context.world.facts.contactToEnrol(deal: deal, account: event.account)
    guard let contact = found,
      let subject = subject(of: kind, contact: contact, deal: deal, event.account)
    else {
      counters.policies[policy].noContact += 1
      return
    }
    guard mayEnrol(policy, contact) else { return }
    switch answer(policy, contact: contact, deal: deal, event) {
    case .yes: break
    case .no:
      counters.policies[policy].whenFalse += 1
      return
    case .unknown, .error:
      counters.policies[policy].whenUnknown += 1
      return
    }
    let key = EnrolmentKey(policy: policy, contact: contact, subject: subject)
    guard canReturn(key) == .now else {
      counters.policies[policy].notAgain += 1
      return
    }
    add(
      key, deal: deal, cameAt: event.at.roundedUpToSecond.seconds, event: event, &moment)
  }

  /// Whether a policy's condition lets an event enrol.
  private mutating func answer(
    _ policy: Int, contact: Int, deal: Int?, _ event: FactEvent
  ) -> Answer {
    guard let when = context.world.bundle.policies[policy].enrol.when else { return .yes }
    if let isYes = context.plainAnswer(of: policy, contact: contact, deal: deal) {
      return isYes ? .yes : .no
    }
    return withContext(contact: contact, deal: deal) { context in
      context.liveEvent = event
      context.policy = policy
      return context.truth(of: when)
    }
  }

  /// Whether a policy enrols anybody at all.
  mutating func isTaking(_ policy: Int) -> Bool {
    guard context.world.bundle.policies[policy].isActive else { return false }
    if let mode = context.world.forcedMode { return mode != .off }
    return context.world.mode(of: policy) != .off
  }

  /// In mode `safe` who isn't on the list is not enrolled, and counted.
  mutating func mayEnrol(_ policy: Int, _ contact: Int) -> Bool {
    if let mode = context.world.forcedMode, mode != .safe { return true }
    guard context.world.mode(of: policy) == .safe, !context.world.isOnSafeList(contact) else {
      return true
    }
    counters.policies[policy].safeList += 1
    return false
  }

  mutating func subject(of kind: Subject, contact: Int, deal: Int?, _ account: Int?) -> Int? {
    switch kind {
    case .contact: contact
    case .account: account ?? context.world.facts.account(ofContact: contact)
    case .deal: deal
    }
  }

  /// Whether somebody may come in (again).
  enum Return: Equatable { case now, later(Second), never }

  mutating func canReturn(_ key: EnrolmentKey) -> Return {
    guard let record = context.world.record(of: key), record.count > 0 else { return .now }
    guard let again = context.world.bundle.policies[key.policy].enrol.again else { return .never }
    if let most = again.atMost, Int(record.count) >= most { return .never }
    let latest = Int(record.latest)
    guard latest >= 0, case let endedAt = context.world.enrolments[latest].endedAt,
      endedAt != .never
    else { return .later(.never) }
    // When `again.after` has passed since the last enrolment ended.
    let from =
      again.after.map { end(of: $0, from: endedAt, for: latest, purpose: "enrol.again") }
      ?? endedAt
    return from <= context.world.now ? .now : .later(from)
  }

  /// Somebody for whom the condition came true too early is asked once `again.after` has passed.
  mutating func planReturn(_ key: EnrolmentKey) {
    let row = audienceRow(key)
    guard audiences[key.policy].marks[row].contains(.early),
      context.world.record(of: key)?.cameEarly == true
    else { return }
    guard case .later(let at) = canReturn(key), at != .never else {
      scheduleAudience(key.policy, row: row, at: context.world.now + 1)
      return
    }
    scheduleAudience(key.policy, row: row, at: at)
  }

  private mutating func audienceRow(_ key: EnrolmentKey) -> Int {
    context.world.bundle.policies[key.policy].enrol.subject == .deal ? key.subject : key.contact
  }

  /// Adds an enrolment, pending until its start.
  mutating func add(
    _ key: EnrolmentKey, deal: Int?, cameAt: Second, event: FactEvent?, _ moment: inout Moment
  ) {
    let (policy, contact) = (key.policy, key.contact)
    let newest = context.world.newestEnrolment(of: key)
    let ordinal = newest < 0 ? 1 : context.world.enrolments[newest].ordinal + 1
    let count = newest < 0 ? 1 : context.world.enrolments[newest].record.count + 1
    let position = context.world.enrolments.count
    var eventPosition = -1
    if let event {
      eventPosition = context.world.enrollingEvents.count
      context.world.enrollingEvents.append(event)
    }
    let missing = contact + 1 - context.world.latestOfContact.count
    if missing > 0 {
      context.world.latestOfContact.append(contentsOf: repeatElement(-1, count: missing))
    }
    context.world.enrolments.append(
      Enrolment(
        policy: policy, contact: contact, mode: context.world.mode(of: policy),
        previousOfContact: Int(context.world.latestOfContact[contact]), subject: key.subject,
        deal: deal,
        ordinal: ordinal, count: Int(count), event: eventPosition, cameAt: cameAt,
        record: EnrolmentRecord(count: count, latest: Int32(truncatingIfNeeded: position))))
    context.world.latestOfContact[contact] = Int32(truncatingIfNeeded: position)
    context.world.enrolments[position].startsAt = cameAt
    if let after = context.world.bundle.policies[policy].enrol.after {
      context.world.enrolments[position].startsAt = end(
        of: after, sinceComing: position, "enrol.after")
    }
    if let until = context.world.bundle.policies[policy].enrol.until {
      context.world.enrolments[position].expiresAt = end(
        of: until, sinceComing: position, "enrol.until")
    }
    counters.policies[policy].enrolled += 1
    moment.touched.append(position)
  }

  /// When a delay that begins with an enrolment's event is over: drawn by what makes up its id.
  private mutating func end(of delay: Delay, sinceComing position: Int, _ purpose: String)
    -> Second
  {
    let (cameAt, contact) = (
      context.world.enrolments[position].cameAt, context.world.enrolments[position].contact
    )
    if let end = delay.exactEnd(from: cameAt) { return end }
    let ids = delay.isDrawn ? context.world.idParts(ofEnrolment: position).texts : []
    return end(of: delay, from: cameAt, contact: contact, purpose, by: ids)
  }

  // MARK: - Starts

  mutating func startDue(_ moment: inout Moment) {
    moment.orderTouched()
    var due: [(startsAt: Second, position: Int)] = []
    for position in moment.touched where context.world.enrolments[position].state == .pending {
      let startsAt = context.world.enrolments[position].startsAt
      if startsAt <= context.world.now { due.append((startsAt, position)) }
    }
    due.sort { $0 < $1 }
    for (_, position) in due { start(position, &moment) }
  }

  private mutating func start(_ position: Int, _ moment: inout Moment) {
    let (policy, contact) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].contact
    )
    if let group = context.world.index.policies[policy].group {
      let isShadow = context.world.enrolments[position].mode == .shadow
      let holder = World.holder(
        ofGroup: group, latest: context.world.latestEnrolment(of: contact), isShadow: isShadow,
        context.world.enrolments, context.world.index.policies)
      guard holder == nil else {
        // Stays pending until the group is free.
        context.world.enrolments[position].isBlocked = true
        return
      }
      context.world.enrolments[position].holdsGroup = true
    }
    context.world.enrolments[position].isBlocked = false
    context.world.enrolments[position].startedAt = context.world.now
    counters.policies[policy].started += 1
    var exitsAt = Second.never
    for exit in context.world.bundle.policies[policy].exits.indices
    where context.world.bundle.policies[policy].exits[exit].after != nil {
      exitsAt = min(
        exitsAt, exitTime(context.world.bundle.policies[policy].exits[exit], of: position))
    }
    context.world.enrolments[position].exitsAt = exitsAt
    // Exits were asked before starts in this instant: theirs is the next one.
    if context.world.index.policies[policy].hasExitConditions {
      context.world.enrolments[position].exitAskAt = context.world.now + 1
    }
    tellOwn(.enrolmentStarted, of: position)
    enterStep(position, 0, from: context.world.now, isCausedBySend: false, &moment)
  }

  /// Lets the next enrolment of the contact have the exclusivity group.
  mutating func release(_ position: Int, _ moment: inout Moment) {
    // Who holds no group keeps nobody out.
    guard context.world.enrolments[position].holdsGroup,
      let group = context.world.index.policies[context.world.enrolments[position].policy].group
    else { return }
    let contact = context.world.enrolments[position].contact
    context.world.enrolments[position].holdsGroup = false
    var next = context.world.latestEnrolment(of: contact)
    while next >= 0 {
      if context.world.enrolments[next].state == .pending, context.world.enrolments[next].isBlocked,
        context.world.index.policies[context.world.enrolments[next].policy].group == group
      {
        context.world.enrolments[next].isBlocked = false
        moment.touched.append(next)
      }
      next = context.world.enrolments[next].previousOfContact
    }
  }
}
