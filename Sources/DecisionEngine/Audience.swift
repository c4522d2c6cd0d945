// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Dispatch
internal import Facts
internal import Guards
internal import PolicyLanguage
internal import Synchronization

/// Who satisfies a policy's condition, and when that may change by time alone.
struct AudienceState: Sendable {
  /// What is known of a row.
  struct Mark: OptionSet, Sendable {
    let rawValue: UInt8

    /// It satisfies the condition.
    static let satisfies = Mark(rawValue: 1)
    /// It came back too early at some time: whether it still does so its record knows.
    static let early = Mark(rawValue: 2)
  }

  /// True if it asks each person at drawn intervals.
  let isDrawn: Bool
  /// By row of contacts, or of deals in policies about deals.
  var marks = RowMarks<Mark>()
  var wakesAt = RowTimes()
  var wasScanned = false

  init(_ policy: Policy) {
    if case .interval = policy.enrol.trigger { isDrawn = true } else { isDrawn = false }
  }
}

/// When each person is asked by a policy of drawn intervals.
struct IntervalState: Sendable {
  /// True once its times are on the agenda.
  var isPlanned = false
  var wakesAt = RowTimes()
  var drawn: [Int: Int] = [:]
}

// Policies without `on`: whoever comes to satisfy a condition.
extension Engine {
  mutating func planFirstWakes() {
    let from = context.world.decidesFrom
    let first = context.world.round(atOrAfter: from)
    if !context.world.index.conditional.isEmpty {
      agenda.add(Wake(at: first, subject: .firstRound))
    }
    for policy in context.world.bundle.policies where isTaking(policy.index) {
      planTimes(of: policy.index)
    }
    for machine in context.world.bundle.machines
    where machine.states.indices.contains(machine.start) {
      agenda.add(
        Wake(at: from, subject: .firstRound, group: Int32(truncatingIfNeeded: machine.index)))
    }
  }

  /// Plans when a policy of cadences or intervals asks, once.
  mutating func planTimes(of policy: Int) {
    guard intervals[policy].isPlanned == false else { return }
    intervals[policy].isPlanned = true
    switch context.world.bundle.policies[policy].enrol.trigger {
    case .events, .condition: break
    case .cadence(let cadence):
      let from = Instant(seconds: max(context.world.now, context.world.decidesFrom))
      let at = cadence.nextAtOrAfter(from, in: context.world.bundle.settings.zone)
      agenda.add(
        Wake(at: at.seconds, subject: .cadence, group: Int32(truncatingIfNeeded: policy)))
    case .interval: for row in 0..<rowCount(of: policy) { drawInterval(policy, row) }
    }
  }

  /// People and deals that a driver added since: they come to satisfy conditions now.
  mutating func noticeNewRows(_ moment: inout Moment) {
    let (contacts, deals) = (context.world.facts.contacts.count, context.world.facts.deals.count)
    defer { (seenContacts, seenDeals) = (contacts, deals) }
    guard contacts > seenContacts || deals > seenDeals else { return }
    forgetAnswersAboutNewRows(seenContacts..<contacts, seenDeals..<deals)
    for policy in context.world.index.conditional where audiences[policy].wasScanned {
      let isAboutDeals = context.world.bundle.policies[policy].enrol.subject == .deal
      let rows = isAboutDeals ? seenDeals..<deals : seenContacts..<contacts
      for row in rows { moment.audience.insert(row, of: policy) }
    }
  }

  mutating func enrolAudiences(_ moment: inout Moment) {
    if moment.isFirstRound,
      context.world.now >= context.world.round(atOrAfter: context.world.decidesFrom)
    {
      for policy in context.world.index.conditional where !audiences[policy].wasScanned {
        scan(policy, &moment)
      }
    }
    moment.audience.order()
    for place in moment.audience.indices {
      let (policy, row) = moment.audience[place]
      ask(policy, row, &moment)
    }
    for policy in moment.cadences.sorted() { askEverybody(policy, &moment) }
  }

  /// Asks everybody once; in ranges of rows by several threads, taken in the order of rows.
  private mutating func scan(_ policy: Int, _ moment: inout Moment) {
    audiences[policy].wasScanned = true
    guard isTaking(policy) else { return }
    let count = rowCount(of: policy)
    audiences[policy].marks.grow(to: count)
    let includes = context.world.bundle.policies[policy].enrol.includesExisting
    for (row, answer) in answers(policy, rows: 0..<count) {
      take(answer, policy, row, enrols: includes, &moment)
    }
  }

  /// The answers that matter, in the order of rows.
  private mutating func answers(_ policy: Int, rows: Range<Int>) -> [(Int, AudienceAnswer)] {
    let known = audiences[policy].marks
    let threads = max(1, min(options.threads, rows.count / 128))
    guard threads > 1 else { return context.answers(policy, rows: rows, known) }
    let parts = Mutex<[[(Int, AudienceAnswer)]]>(Array(repeating: [], count: threads))
    let snapshot = context
    DispatchQueue.concurrentPerform(iterations: threads) { part in
      var own = snapshot
      let low = rows.lowerBound + rows.count * part / threads
      let high = rows.lowerBound + rows.count * (part + 1) / threads
      let answers = own.answers(policy, rows: low..<high, known)
      parts.withLock { $0[part] = answers }
    }
    return parts.withLock { $0.flatMap { $0 } }
  }

  private mutating func rowCount(of policy: Int) -> Int {
    context.world.bundle.policies[policy].enrol.subject == .deal
      ? context.world.facts.deals.count : context.world.facts.contacts.count
  }

  /// Has a policy ask the rows of its audience that belong to a contact.
  mutating func askAudience(of policy: Int, about contact: Int, _ moment: inout Moment) {
    guard context.world.bundle.policies[policy].enrol.subject == .deal else {
      moment.audience.insert(contact, of: policy)
      return
    }
    guard let account = context.world.facts.account(ofContact: contact) else { return }
    for deal in context.world.facts.deals(ofAccount: account) {
      moment.audience.insert(Int(deal), of: policy)
    }
  }

  private mutating func ask(_ policy: Int, _ row: Int, _ moment: inout Moment) {
    if audiences[policy].isDrawn {
      drawInterval(policy, row)
      if isTaking(policy) { askOnce(policy, row, &moment) }
      return
    }
    // Before its first round a policy asks nobody: the past makes facts, not audiences.
    guard audiences[policy].wasScanned, isTaking(policy) else { return }
    guard let answer = context.answer(policy, row: row) else { return }
    take(answer, policy, row, enrols: true, &moment)
  }

  private mutating func take(
    _ answer: AudienceAnswer, _ policy: Int, _ row: Int, enrols: Bool, _ moment: inout Moment
  ) {
    scheduleAudience(policy, row: row, at: answer.changesAt)
    let before = audiences[policy].marks[row]
    guard answer.isYes else {
      if before.contains(.satisfies) { audiences[policy].marks[row].remove(.satisfies) }
      if answer.isUnknown { counters.policies[policy].whenUnknown += 1 }
      if before.contains(.early) { forgetEarly(policy, row) }
      return
    }
    if !before.contains(.satisfies) { audiences[policy].marks[row].insert(.satisfies) }
    guard enrols,
      !before.contains(.satisfies) || before.contains(.early) && cameEarly(policy, row)
    else { return }
    come(policy, row, &moment)
  }

  /// A row satisfies the condition and didn't before.
  private mutating func come(_ policy: Int, _ row: Int, _ moment: inout Moment) {
    guard let key = key(policy, row) else {
      counters.policies[policy].noContact += 1
      return
    }
    guard mayEnrol(policy, key.contact) else { return }
    let deal = context.world.bundle.policies[policy].enrol.subject == .deal ? row : nil
    switch canReturn(key) {
    case .now: add(key, deal: deal, cameAt: context.world.now, event: nil, &moment)
    case .later(let at):
      // A change that comes early enrols once `after` has passed, if it is still true.
      context.world.enrolments[context.world.newestEnrolment(of: key)].record.cameEarly = true
      audiences[policy].marks[row].insert(.early)
      if at != .never { scheduleAudience(policy, row: row, at: at) }
    case .never: counters.policies[policy].notAgain += 1
    }
  }

  /// Whom, and about what, a row of a policy's audience would be enrolled; `nil` for nobody.
  mutating func key(_ policy: Int, _ row: Int) -> EnrolmentKey? {
    switch context.world.bundle.policies[policy].enrol.subject {
    case .contact:
      guard context.world.facts.isPerson(row) else { return nil }
      return EnrolmentKey(policy: policy, contact: row, subject: row)
    case .account:
      guard context.world.facts.isPerson(row),
        let account = context.world.facts.account(ofContact: row)
      else {
        return nil
      }
      return EnrolmentKey(policy: policy, contact: row, subject: account)
    case .deal:
      guard context.world.facts.isThere(row),
        let contact = context.world.facts.contactToEnrol(deal: row, account: nil)
      else { return nil }
      return EnrolmentKey(policy: policy, contact: contact, subject: row)
    }
  }

  private mutating func cameEarly(_ policy: Int, _ row: Int) -> Bool {
    key(policy, row).flatMap { context.world.record(of: $0)?.cameEarly } ?? false
  }

  private mutating func forgetEarly(_ policy: Int, _ row: Int) {
    guard let key = key(policy, row), case let newest = context.world.newestEnrolment(of: key),
      newest >= 0
    else { return }
    context.world.enrolments[newest].record.cameEarly = false
  }

  /// Has a row asked again at an instant, unless it is sooner anyway.
  mutating func scheduleAudience(_ policy: Int, row: Int, at: Second) {
    guard at != .never else { return }
    guard audiences[policy].wakesAt[row] > at else { return }
    audiences[policy].wakesAt[row] = at
    agenda.add(
      Wake(
        at: at, subject: .audience, group: Int32(truncatingIfNeeded: policy),
        index: Int32(truncatingIfNeeded: row)))
  }

  // MARK: - Cadences

  private mutating func askEverybody(_ policy: Int, _ moment: inout Moment) {
    guard case .cadence(let cadence) = context.world.bundle.policies[policy].enrol.trigger else {
      return
    }
    let next = cadence.next(
      after: Instant(seconds: context.world.now), in: context.world.bundle.settings.zone)
    agenda.add(
      Wake(at: next.seconds, subject: .cadence, group: Int32(truncatingIfNeeded: policy)))
    guard isTaking(policy) else { return }
    for (row, answer) in answers(policy, rows: 0..<rowCount(of: policy)) {
      takeOnce(answer, policy, row, &moment)
    }
  }

  private mutating func askOnce(_ policy: Int, _ row: Int, _ moment: inout Moment) {
    guard let answer = context.answer(policy, row: row) else { return }
    takeOnce(answer, policy, row, &moment)
  }

  private mutating func takeOnce(
    _ answer: AudienceAnswer, _ policy: Int, _ row: Int, _ moment: inout Moment
  ) {
    if answer.isUnknown { counters.policies[policy].whenUnknown += 1 }
    guard answer.isYes else { return }
    guard let key = key(policy, row) else {
      counters.policies[policy].noContact += 1
      return
    }
    guard mayEnrol(policy, key.contact) else { return }
    guard canReturn(key) == .now else {
      counters.policies[policy].notAgain += 1
      return
    }
    let deal = context.world.bundle.policies[policy].enrol.subject == .deal ? row : nil
    add(key, deal: deal, cameAt: context.world.now, event: nil, &moment)
  }

  private mutating func drawInterval(_ policy: Int, _ row: Int) {
    guard case .interval(let range) = context.world.bundle.policies[policy].enrol.trigger else {
      return
    }
    let number = intervals[policy].drawn[row] ?? 0
    intervals[policy].drawn[row] = number + 1
    let draw = Draw(
      seed: context.world.seed, purpose: "enrol.each",
      ids: [context.world.bundle.policies[policy].id, String(row), String(number)])
    let at =
      max(context.world.now, context.world.decidesFrom)
      + max(1, draw.duration(in: range).wholeSeconds)
    intervals[policy].wakesAt[row] = at
    agenda.add(
      Wake(
        at: at, subject: .interval, group: Int32(truncatingIfNeeded: policy),
        index: Int32(truncatingIfNeeded: row)))
  }
}
