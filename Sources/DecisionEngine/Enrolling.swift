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
      guard world.index.enrolling.indices.contains(code) else { continue }
      for policy in world.index.enrolling[code] { enrol(policy, by: happened.event, &moment) }
    }
  }

  mutating func enrol(_ policy: Int, by event: FactEvent, _ moment: inout Moment) {
    let enrol = world.bundle.policies[policy].enrol
    guard isTaking(policy) else { return }
    let found =
      event.contact.map { world.facts.person(of: $0) }
      ?? world.facts.contactToEnrol(deal: event.deal, account: event.account)
    guard let contact = found,
      let subject = subject(of: enrol.subject, contact: contact, deal: event.deal, event.account)
    else {
      counters.policies[policy].noContact += 1
      return
    }
    let deal = event.deal
    guard mayEnrol(policy, contact) else { return }
    if let when = enrol.when {
      let answer = withContext(contact: contact, deal: deal) { context in
        context.liveEvent = event
        context.policy = policy
        return context.truth(of: when)
      }
      switch answer {
      case .yes: break
      case .no:
        counters.policies[policy].whenFalse += 1
        return
      case .unknown, .error:
        counters.policies[policy].whenUnknown += 1
        return
      }
    }
    guard canReturn(policy, contact: contact, subject: subject) == .now else {
      counters.policies[policy].notAgain += 1
      return
    }
    add(
      policy, contact: contact, subject: subject, deal: deal,
      cameAt: event.at.roundedUpToSecond.seconds,
      event: event, &moment)
  }

  /// Whether a policy enrols anybody at all.
  func isTaking(_ policy: Int) -> Bool {
    world.bundle.policies[policy].isActive && world.mode(of: policy) != .off
  }

  /// In mode `safe` who isn't on the list is not enrolled, and counted.
  mutating func mayEnrol(_ policy: Int, _ contact: Int) -> Bool {
    guard world.mode(of: policy) == .safe, !world.isOnSafeList(contact) else { return true }
    counters.policies[policy].safeList += 1
    return false
  }

  func subject(of kind: Subject, contact: Int, deal: Int?, _ account: Int?) -> Int? {
    switch kind {
    case .contact: contact
    case .account: account ?? world.facts.account(ofContact: contact)
    case .deal: deal
    }
  }

  /// Whether somebody may come in (again).
  enum Return: Equatable { case now, later(Second), never }

  func canReturn(_ policy: Int, contact: Int, subject: Int) -> Return {
    let key = EnrolmentKey(policy: policy, contact: contact, subject: subject)
    guard let record = world.records[key], record.count > 0 else { return .now }
    guard let again = world.bundle.policies[policy].enrol.again else { return .never }
    if let most = again.atMost, record.count >= most { return .never }
    guard record.latest >= 0, case let endedAt = world.enrolments[record.latest].endedAt,
      endedAt != .never
    else { return .later(.never) }
    let from = returnTime(key, record, endedAt)
    return from <= world.now ? .now : .later(from)
  }

  /// When `again.after` has passed since the last enrolment ended.
  private func returnTime(
    _ key: EnrolmentKey, _ record: EnrolmentRecord, _ endedAt: Second
  ) -> Second {
    guard let after = world.bundle.policies[Int(key.policy)].enrol.again?.after else {
      return endedAt
    }
    return world.end(
      of: after, from: endedAt, contact: Int(key.contact), purpose: "enrol.again",
      ids: [world.enrolments[record.latest].id.description])
  }

  /// Somebody for whom the condition came true too early is asked once `again.after` has passed.
  mutating func planReturn(_ key: EnrolmentKey) {
    guard audiences[Int(key.policy)].metEarly, let record = world.records[key], record.cameEarly
    else { return }
    let policy = Int(key.policy)
    guard
      case .later(let at) = canReturn(
        policy, contact: Int(key.contact), subject: Int(key.subject)), at != .never
    else {
      scheduleAudience(policy, row: audienceRow(policy, key), at: world.now + 1)
      return
    }
    scheduleAudience(policy, row: audienceRow(policy, key), at: at)
  }

  private func audienceRow(_ policy: Int, _ key: EnrolmentKey) -> Int {
    world.bundle.policies[policy].enrol.subject == .deal ? Int(key.subject) : Int(key.contact)
  }

  /// Adds an enrolment, pending until its start.
  mutating func add(
    _ policy: Int, contact: Int, subject: Int, deal: Int?, cameAt: Second, event: FactEvent?,
    _ moment: inout Moment
  ) {
    let key = EnrolmentKey(policy: policy, contact: contact, subject: subject)
    let count = (world.records[key]?.count ?? 0) + 1
    let ordinal = (world.records[key]?.made ?? 0) + 1
    // By codes: whoever changes the world would be given a copy of the store to ask.
    let contactID = world.facts.strings[world.facts.contacts.idCode(contact)]
    let subjectID = world.facts.strings[
      subjectCode(world.bundle.policies[policy].enrol.subject, subject)]
    let id = EnrolmentID(
      policy: world.bundle.policies[policy].id, contact: contactID, subject: subjectID,
      ordinal: ordinal)
    func delayed(_ delay: Delay, _ purpose: String) -> Second {
      delay.exactEnd(from: cameAt)
        ?? world.end(
          of: delay, from: cameAt, contact: contact, purpose: purpose,
          ids: [world.bundle.policies[policy].id, contactID, subjectID, String(ordinal)])
    }
    var eventPosition = -1
    if let event {
      eventPosition = world.enrollingEvents.count
      world.enrollingEvents.append(event)
    }
    var enrolment = Enrolment(
      id: id, policy: policy, contact: contact, subject: subject, deal: deal, ordinal: ordinal,
      count: count,
      mode: world.mode(of: policy), event: eventPosition, cameAt: cameAt,
      startsAt: world.bundle.policies[policy].enrol.after.map { delayed($0, "enrol.after") }
        ?? cameAt)
    enrolment.expiresAt =
      world.bundle.policies[policy].enrol.until.map { delayed($0, "enrol.until") } ?? .never
    let position = world.enrolments.count
    let missing = contact + 1 - world.latestOfContact.count
    if missing > 0 {
      world.latestOfContact.append(contentsOf: repeatElement(-1, count: missing))
    }
    enrolment.previousOfContact = Int(world.latestOfContact[contact])
    world.latestOfContact[contact] = Int32(truncatingIfNeeded: position)
    world.enrolments.append(enrolment)
    world.records[key] = EnrolmentRecord(count: count, made: ordinal, latest: position)
    world.cacheZones(of: contact)
    counters.policies[policy].enrolled += 1
    moment.touched.append(position)
  }

  private mutating func subjectCode(_ kind: Subject, _ row: Int) -> Int32 {
    switch kind {
    case .contact: world.facts.contacts.idCode(row)
    case .account: world.facts.accounts.idCode(row)
    case .deal: world.facts.deals.idCode(row)
    }
  }

  // MARK: - Starts

  mutating func startDue(_ moment: inout Moment) {
    let due = moment.touchedInOrder().filter {
      world.enrolments[$0].state == .pending && world.enrolments[$0].startsAt <= world.now
    }
    let inOrder = due.sorted {
      (world.enrolments[$0].startsAt, $0) < (world.enrolments[$1].startsAt, $1)
    }
    for position in inOrder { start(position, &moment) }
  }

  private mutating func start(_ position: Int, _ moment: inout Moment) {
    let (policy, contact) = (world.enrolments[position].policy, world.enrolments[position].contact)
    if let group = world.index.policies[policy].group {
      let key = World.ExclusiveKey(
        group: group, contact: contact, isShadow: world.enrolments[position].mode == .shadow)
      if world.holders[key] != nil {
        // Stays pending until the group is free.
        world.enrolments[position].isBlocked = true
        return
      }
      world.holders[key] = position
      world.enrolments[position].holdsGroup = true
    }
    world.enrolments[position].isBlocked = false
    world.enrolments[position].startedAt = world.now
    counters.policies[policy].started += 1
    let enrolment = world.enrolments[position]
    var exitsAt = Second.never
    for exit in world.bundle.policies[policy].exits {
      exitsAt = min(exitsAt, exitTime(exit, of: enrolment))
    }
    world.enrolments[position].exitsAt = exitsAt
    // Exits were asked before starts in this instant: theirs is the next one.
    if world.index.policies[policy].hasExitConditions {
      world.enrolments[position].exitAskAt = world.now + 1
    }
    tellOwn(.enrolmentStarted, of: position)
    enterStep(position, 0, from: world.now, isCausedBySend: false, &moment)
  }

  /// Lets the next enrolment of the contact have the exclusivity group.
  mutating func release(_ position: Int, _ moment: inout Moment) {
    let enrolment = world.enrolments[position]
    guard let group = world.index.policies[enrolment.policy].group else { return }
    let key = World.ExclusiveKey(
      group: group, contact: enrolment.contact, isShadow: enrolment.mode == .shadow)
    guard world.holders[key] == position else { return }
    world.holders[key] = nil
    world.enrolments[position].holdsGroup = false
    for other in world.enrolments(of: enrolment.contact)
    where world.enrolments[other].state == .pending && world.enrolments[other].isBlocked
      && world.index.policies[world.enrolments[other].policy].group == group
    {
      world.enrolments[other].isBlocked = false
      moment.touched.append(other)
    }
  }
}
