// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Facts
internal import Guards
internal import PolicyLanguage

/// One run of a contact through one policy, for one subject.
struct Enrolment: Sendable {
  /// Where it stands.
  enum State: UInt8, Sendable {
    /// It came, and its start is still ahead: exits don't act.
    case pending
    /// Its current step is due or will be.
    case open
    /// Its current step waits for an event or a condition.
    case waiting
    /// All steps are decided; an exit can still come.
    case finished
    case ended

    /// True from its start to its end.
    var isRunning: Bool {
      switch self {
      case .open, .waiting, .finished: true
      case .pending, .ended: false
      }
    }
  }

  // What every turn reads stands together: people come in an order that is none in memory.

  let policy: Int
  let contact: Int
  let mode: Mode
  var state = State.pending
  /// Another enrolment of the contact holds its exclusivity group.
  var isBlocked = false
  /// True once a round has asked the step.
  var wasAsked = false
  /// Whether it holds its exclusivity group.
  var holdsGroup = false
  /// True if nothing has changed since it came to stand in its line.
  var keepsLine = false
  /// Its goal came within its time.
  var reachedGoal = false
  var step = 0
  var rung = 0
  /// The round in which it is asked next; `never` while only facts can change the answer.
  var askAt = Second.never
  /// When the step, or rung, first fell due; waiting never changes it.
  var dueAt = Second.never
  /// When `expires` turns waiting into skipping.
  var lateAt = Second.never
  /// When its earliest `exit.after` ends it.
  var exitsAt = Second.never
  /// When time alone may make an exit's condition true.
  var exitAskAt = Second.never
  /// Deadline of the first send, end excluded.
  var expiresAt = Second.never
  /// Of `wait_for`: when patience ends.
  var waitsUntil = Second.never
  /// When it closes after its last step.
  var closesAt = Second.never
  var startsAt = Second.never
  /// The next older enrolment of the same contact; -1 for none.
  let previousOfContact: Int
  /// The line in which it stands, or stood when it was asked last; -1 for none.
  var line = -1
  /// Its place in the line; 0 for none.
  var lineStamp: UInt32 = 0
  /// Where the contact lives, a position in the world's list; negative where that isn't known yet,
  /// or each person's own.
  var place = World.Place.unknown
  /// Orders ties in the walk; computed when it is first needed, 0 before.
  var tieHash: UInt64 = 0
  var hold: Hold?
  var sends = SentSteps()
  /// What the last written decision said of this step.
  var written: Written?
  /// What `order_by` says; computed when it is first needed, and `nil` again once anything that it
  /// may read has changed.
  var order: OrderValue?
  /// Guards of the current chain that needn't be asked until something changes.
  var settled = Settled()

  /// The account's or deal's row where the policy is about one, else the contact's.
  let subject: Int
  let deal: Int?
  /// The how-manieth of its policy, contact and subject that was ever made: part of its id.
  let ordinal: Int
  /// The how-manieth that counts: rehearsals don't.
  let count: Int
  /// Position of the event that enrolled it; -1 without one.
  let event: Int
  /// When its event happened, or when it came to satisfy the condition.
  let cameAt: Second
  /// What `again` asks, as long as it is the newest of its policy, contact and subject.
  var record: EnrolmentRecord
  /// Its id, once somebody asked for it.
  fileprivate(set) var id: EnrolmentID?

  var startedAt = Second.never
  var endedAt = Second.never
  /// How it ended: an exit's name, a guard's id, `expired`, `done`.
  var endedAs = ""
  /// When the current step as a whole fell due: what a reply is measured against.
  var stepDueAt = Second.never

  /// What a decision line said: another one is written only if something of it changes.
  struct Written: Equatable, Sendable {
    var verdict: Verdict
    var reason: String?
    var until: Second
  }

  /// A question to people.
  struct Hold: Sendable {
    /// The position in the chain of the guard that asked.
    var link: Int
    var askedAt: Second
    /// Until when an answer is awaited; afterwards until when a granted one is good.
    var expiresAt: Second
    /// Who agreed, of a question that takes two people.
    var granters: Set<String> = []
    var needsFourEyes = false
    var answer = Answer.none
    /// The sender that the payload was made for.
    var sender: Int?
    /// What the text was when people were asked.
    var digest: UInt64 = 0
    /// How often a changed text made an answer void.
    var lapses = 0

    enum Answer: UInt8, Sendable { case none, granted, refused, expired }
  }

  /// What was sent, by step; nothing is allocated before the first send.
  struct SentSteps: Sendable {
    private var entries: [(step: Int, at: Second, sender: Int?, channel: Int)] = []

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }
    var firstAt: Second? { entries.first?.at }
    var lastAt: Second? { entries.last?.at }
    var lastSender: Int? { entries.last?.sender }

    mutating func add(step: Int, at: Second, sender: Int?, channel: Int) {
      entries.append((step, at, sender, channel))
    }

    /// When a step sent last.
    func at(step: Int) -> Second? { entries.last { $0.step == step }?.at }

    /// Who wrote a step's last message.
    func sender(ofStep step: Int) -> Int?? { entries.last { $0.step == step }.map(\.sender) }
  }

  /// Another step, or rung, begins: what its guards say is asked anew.
  mutating func forgetStep() {
    order = nil
    settled = Settled()
    keepsLine = false
  }

  /// Something has changed that answers may have been made of.
  mutating func forgetAnswers() {
    forgetStep()
    place = World.Place.unknown
  }

  /// True once it has sent something.
  @inline(__always)
  var hasSent: Bool { !sends.isEmpty }

  /// True from its start to its end.
  var isRunning: Bool { state.isRunning }
}

// When something is to be looked at again. Asked by position and field by field: a function of one
// enrolment would be given a copy of all its fields.
extension [Enrolment] {
  /// Whether one of an enrolment's deadlines may have come.
  func hasDeadline(_ position: Int, at now: Second) -> Bool {
    guard self[position].state != .ended else { return false }
    if self[position].lateAt <= now || self[position].exitsAt <= now { return true }
    if self[position].waitsUntil <= now || self[position].closesAt <= now { return true }
    if self[position].expiresAt <= now && self[position].sends.isEmpty { return true }
    return (self[position].hold?.expiresAt ?? .never) <= now
  }

  /// When something about an enrolment is to be looked at next.
  func wakesAt(_ position: Int) -> Second {
    switch self[position].state {
    case .pending:
      return Swift.min(
        self[position].isBlocked ? .never : self[position].startsAt, self[position].expiresAt)
    case .open:
      return Swift.min(
        Swift.min(self[position].askAt, self[position].lateAt), endsAt(position),
        questionEndsAt(position))
    case .waiting: return Swift.min(self[position].waitsUntil, endsAt(position))
    case .finished: return Swift.min(self[position].closesAt, endsAt(position))
    case .ended: return .never
    }
  }

  /// When an exit, or the deadline of the first send, may end an enrolment.
  @inline(__always)
  private func endsAt(_ position: Int) -> Second {
    let exits = Swift.min(self[position].exitsAt, self[position].exitAskAt)
    let until = self[position].expiresAt
    return until >= exits || !self[position].sends.isEmpty ? exits : until
  }

  /// When the time to answer a question, or to make use of the answer, is over.
  @inline(__always)
  private func questionEndsAt(_ position: Int) -> Second {
    switch self[position].hold?.answer {
    case .none?, .granted?: self[position].hold?.expiresAt ?? .never
    case .refused?, .expired?, nil: .never
    }
  }
}

/// What an enrolment is: at most one is open for each.
struct EnrolmentKey: Hashable, Sendable {
  var policy: Int
  var contact: Int
  var subject: Int
}

/// How often and when somebody was enrolled: what `again` asks.
struct EnrolmentRecord: Sendable {
  /// How many count: rehearsals don't.
  var count: Int32 = 0
  /// The latest one of them, a position in the list of enrolments.
  var latest: Int32 = -1
  /// The condition came true again too early: enrol once `again.after` has passed.
  var cameEarly = false
}

// Which enrolments there are of somebody. Inlined or mutating: whoever changes the world would
// otherwise be given a copy of it to ask.
extension World {
  /// The latest enrolment of a contact, from which `previousOfContact` leads on; -1 for none.
  @inline(__always)
  func latestEnrolment(of contact: Int) -> Int {
    contact < latestOfContact.count ? Int(latestOfContact[contact]) : -1
  }

  /// The newest enrolment of a policy, contact and subject, which holds their record; -1 for none.
  @inline(__always)
  mutating func newestEnrolment(of key: EnrolmentKey) -> Int {
    var next = latestEnrolment(of: key.contact)
    while next >= 0,
      enrolments[next].policy != key.policy || enrolments[next].subject != key.subject
    {
      next = enrolments[next].previousOfContact
    }
    return next
  }

  /// The enrolment that holds an exclusivity group of a contact; rehearsals hold groups against each
  /// other alone.
  ///
  /// - Parameter latest: The contact's latest enrolment.
  static func holder(
    ofGroup group: Int, latest: Int, isShadow: Bool, _ enrolments: borrowing [Enrolment],
    _ policies: borrowing [BundleIndex.PolicyIndex]
  ) -> Int? {
    var next = latest
    while next >= 0 {
      if enrolments[next].holdsGroup, (enrolments[next].mode == .shadow) == isShadow,
        policies[enrolments[next].policy].group == group
      {
        return next
      }
      next = enrolments[next].previousOfContact
    }
    return nil
  }

  /// How often and when somebody was enrolled; `nil` for never.
  @inline(__always)
  mutating func record(of key: EnrolmentKey) -> EnrolmentRecord? {
    let newest = newestEnrolment(of: key)
    return newest < 0 ? nil : enrolments[newest].record
  }
}

extension World {
  /// An enrolment's id.
  ///
  /// Most are never asked for: a hash of three names for each would be most of what enrolling costs.
  func id(ofEnrolment position: Int) -> EnrolmentID {
    enrolments[position].id
      ?? EnrolmentID(
        Self.idParts(
          policy: bundle.policies[enrolments[position].policy].id, idCodes(of: position),
          facts.strings))
  }

  /// An enrolment's id, kept for the next who asks.
  mutating func keptID(ofEnrolment position: Int) -> EnrolmentID {
    if let id = enrolments[position].id { return id }
    let id = EnrolmentID(idParts(ofEnrolment: position))
    enrolments[position].id = id
    return id
  }

  /// What an enrolment's id is made of.
  mutating func idParts(ofEnrolment position: Int) -> EnrolmentID.Parts {
    let policy = bundle.policies[enrolments[position].policy].id
    return Self.idParts(policy: policy, idCodes(of: position), facts.strings)
  }

  private static func idParts(
    policy: String, _ codes: (contact: Int32, subject: Int32, ordinal: Int), _ strings: StringPool
  ) -> EnrolmentID.Parts {
    EnrolmentID.Parts(
      policy: policy, contact: strings[codes.contact], subject: strings[codes.subject],
      ordinal: codes.ordinal)
  }

  /// The codes of the ids that an enrolment's own is made of.
  @inline(__always)
  private func idCodes(of position: Int) -> (contact: Int32, subject: Int32, ordinal: Int) {
    let row = enrolments[position].subject
    let subject =
      switch bundle.policies[enrolments[position].policy].enrol.subject {
      case .contact: facts.contacts.idCode(row)
      case .account: facts.accounts.idCode(row)
      case .deal: facts.deals.idCode(row)
      }
    return (
      facts.contacts.idCode(enrolments[position].contact), subject, enrolments[position].ordinal
    )
  }
}

extension EnrolmentID {
  /// What it is made of, and what is drawn for somebody who just came is drawn by.
  struct Parts {
    var policy: String
    var contact: String
    var subject: String
    var ordinal: Int

    var texts: [String] { [policy, contact, subject, String(ordinal)] }
  }

  init(_ parts: Parts) {
    self.init(
      policy: parts.policy, contact: parts.contact, subject: parts.subject, ordinal: parts.ordinal)
  }
}
