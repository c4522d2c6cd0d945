// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// The seven lists that people who work with contacts keep; everybody stands in exactly one.
public enum ContactView: String, Hashable, Sendable, CaseIterable {
  /// Never written to, and some channel allows it.
  case ready
  /// Written to, no answer yet, and a policy is still at it.
  case awaitingReply = "awaiting-reply"
  /// Answered within the last fortnight.
  case inConversation = "in-conversation"
  /// Answered once and quiet since, or a phase machine says so.
  case nurturing
  /// A phase machine says that an offer is next.
  case offerReady = "offer-ready"
  /// Won, or at its policy's goal (not only an answer), after we wrote.
  case converted
  /// Nobody may write any more, or nobody will.
  case archived

  /// The view that a phase of this name puts its contact into, whatever the history says.
  init?(phase: String) {
    switch phase {
    case "nurturing", "nurture": self = .nurturing
    case "offer_ready", "offer-ready", "offer", "offer_introduction", "offer-introduction":
      self = .offerReady
    case "converted", "client": self = .converted
    case "archived", "churned", "unqualified": self = .archived
    case _: return nil
    }
  }
}

/// Where a person stands in the world as it is now, over all policies.
public struct ContactStanding: Sendable {
  /// The person's id.
  public var contact: String
  /// The id of the person's account.
  public var account: String?
  /// The list it stands in.
  public var view: ContactView
  /// The policy that does, or did, something last.
  public var policy: String?
  /// Its current step; `nil` where all are decided.
  public var step: String?
  /// What happened last, such as `contact.replied`, `step.sent` or `ended: answered`.
  public var lastEvent: String?
  /// When that was.
  public var lastEventAt: Instant?
  /// When a policy asks or waits next.
  public var nextAt: Instant?
}

extension Engine {
  /// How long after a reply a conversation counts as going on.
  private static let conversationSpan = Duration.seconds(14 * 86_400)

  /// Where everybody stands now, in the order in which people became known.
  public func standings() -> [ContactStanding] {
    var copy = self
    return (0..<context.world.facts.contacts.count).compactMap { row in
      context.world.facts.isPerson(row) ? copy.standing(of: row) : nil
    }
  }

  private mutating func standing(of contact: Int) -> ContactStanding {
    let facts = context.world.facts
    let course = course(of: contact)
    var standing = ContactStanding(
      contact: facts.contactID(contact).rawValue,
      account: facts.account(ofContact: contact).map { facts.accountID($0).rawValue },
      view: view(of: contact, course))
    if let position = course.position {
      let enrolment = context.world.enrolments[position]
      let policy = context.world.bundle.policies[enrolment.policy]
      standing.policy = policy.id
      if enrolment.state != .ended, policy.steps.indices.contains(enrolment.step) {
        standing.step = policy.steps[enrolment.step].id
      }
    }
    standing.nextAt = course.nextAt.map { Instant(seconds: $0) }
    (standing.lastEvent, standing.lastEventAt) = lastEvent(of: contact, course)
    return standing
  }

  // MARK: - The course of a person's enrolments

  private struct Course {
    /// The enrolment that acts next, else the one that was touched last.
    var position: Int?
    var nextAt: Second?
    var firstSentAt: Second?
    var isOpen = false
    var reachedGoal = false
    var endedAs: String?
    var endedAt = Second.min
  }

  private func course(of contact: Int) -> Course {
    var course = Course()
    context.world.forEachEnrolment(of: contact) { position in
      let enrolment = context.world.enrolments[position]
      if course.position == nil { course.position = position }
      if enrolment.reachedGoal, isConversion(context.world.bundle.policies[enrolment.policy].goal) {
        course.reachedGoal = true
      }
      if let first = enrolment.sends.firstAt {
        course.firstSentAt = min(course.firstSentAt ?? first, first)
      }
      guard enrolment.state != .ended else {
        if enrolment.endedAt != .never, enrolment.endedAt > course.endedAt {
          (course.endedAs, course.endedAt) = (enrolment.endedAs, enrolment.endedAt)
        }
        return
      }
      course.isOpen = true
      guard let next = next(of: enrolment), next < course.nextAt ?? .never else { return }
      course.nextAt = next
      course.position = position
    }
    return course
  }

  /// Whether a policy's goal is more than that somebody answers: that is a conversation.
  private func isConversion(_ goal: Goal?) -> Bool {
    guard let goal, let event = BuiltInEvent(rawValue: Int32(truncatingIfNeeded: goal.event)) else {
      return goal != nil
    }
    return event != .contactReplied && event != .contactClicked
  }

  /// When a policy does something next: its exits aside.
  private func next(of enrolment: Enrolment) -> Second? {
    let next: Second =
      switch enrolment.state {
      case .pending: enrolment.isBlocked ? .never : enrolment.startsAt
      case .open where enrolment.lineStamp != 0:
        min(enrolment.askAt, lines[enrolment.line].wakesAt)
      case .open: enrolment.askAt == .never ? enrolment.hold?.expiresAt ?? .never : enrolment.askAt
      case .waiting: enrolment.waitsUntil
      case .finished, .ended: .never
      }
    return next == .never ? nil : max(next, context.world.now)
  }

  // MARK: - The view

  private mutating func view(of contact: Int, _ course: Course) -> ContactView {
    let facts = context.world.facts
    if facts.optedOut(contact) != nil || facts.suppression(of: contact, channel: nil) != nil {
      return .archived
    }
    let phase = phaseView(of: contact)
    if phase == .converted || phase == .archived { return phase ?? .archived }
    if course.reachedGoal || wonAfter(course.firstSentAt, contact) { return .converted }
    if phase == .offerReady { return .offerReady }
    if let reply = facts.lastReply(of: contact) {
      let isRecent = reply > Instant(seconds: context.world.now) - Self.conversationSpan
      return isRecent ? .inConversation : .nurturing
    }
    if phase == .nurturing { return .nurturing }
    guard canBeReached(contact) else { return .archived }
    if facts.lastSent(to: contact) == nil { return .ready }
    return course.isOpen ? .awaitingReply : .archived
  }

  private func phaseView(of contact: Int) -> ContactView? {
    for machine in context.world.bundle.machines {
      guard let row = subjectRow(ofMachine: machine.index, contact: contact),
        context.world.phases[machine.index].indices.contains(row)
      else { continue }
      let state = Int(context.world.phases[machine.index][row].state)
      guard machine.states.indices.contains(state) else { continue }
      if let view = ContactView(phase: machine.states[state].id) { return view }
    }
    return nil
  }

  private func wonAfter(_ firstSent: Second?, _ contact: Int) -> Bool {
    guard let firstSent, let account = context.world.facts.account(ofContact: contact),
      let won = context.world.facts.lastWon(account)
    else { return false }
    return won.seconds > firstSent
  }

  private mutating func canBeReached(_ contact: Int) -> Bool {
    let numbers = context.world.channelNumbers
    let channels = context.world.bundle.channels.filter { !$0.isInternal }.map(\.index)
    return withContext(contact: contact) { context in
      channels.contains { channel in
        context.isConsented(contact, channel)
          && context.world.facts.addressStatus(of: contact, channel: numbers[channel]) == .valid
          && context.world.facts.suppression(of: contact, channel: numbers[channel]) == nil
      }
    }
  }

  // MARK: - What happened last

  private func lastEvent(of contact: Int, _ course: Course) -> (name: String?, at: Instant?) {
    let facts = context.world.facts
    var found: (name: String?, at: Instant?) = (nil, nil)
    func consider(_ name: String, _ at: Instant?) {
      guard let at, at.seconds <= context.world.now else { return }
      if let best = found.at, best > at { return }
      found = (name, at)
    }
    // Later ones win where two fall on one instant, so the most telling comes last.
    consider("step.sent", facts.lastSent(to: contact))
    facts.log.walk(.contact(contact)) { entry in
      consider(facts.schema.events[Int(facts.log.code(entry))].name, facts.log.instant(entry))
      return false
    }
    consider("contact.replied", facts.lastReply(of: contact))
    consider("contact.opted_out", facts.optedOut(contact))
    if let name = course.endedAs, !course.isOpen, course.endedAt > (found.at?.seconds ?? .min) {
      consider("ended: \(name)", Instant(seconds: course.endedAt))
    }
    return found
  }
}
