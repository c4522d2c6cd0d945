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
  }

  let id: EnrolmentID
  let policy: Int
  let contact: Int
  /// The account's or deal's row where the policy is about one, else the contact's.
  let subject: Int
  let deal: Int?
  /// The how-manieth of its policy, contact and subject that was ever made: part of its id.
  let ordinal: Int
  /// The how-manieth that counts: rehearsals don't.
  let count: Int
  let mode: Mode
  /// Position of the event that enrolled it; -1 without one.
  let event: Int
  /// When its event happened, or when it came to satisfy the condition.
  let cameAt: Second
  let startsAt: Second

  // What every turn reads stands together: people come in an order that is none in memory.

  var state = State.pending
  var step = 0
  var rung = 0
  /// When the step, or rung, first fell due; waiting never changes it.
  var dueAt = Second.never
  /// When `expires` turns waiting into skipping.
  var lateAt = Second.never
  /// The round in which it is asked next; `never` while only facts can change the answer.
  var askAt = Second.never
  /// True once a round has asked the step.
  var wasAsked = false
  /// Orders ties in the walk; computed when it is first needed, 0 before.
  var tieHash: UInt64 = 0
  /// The line in which it stands, or stood when it was asked last; -1 for none.
  var line = -1
  var sends = SentSteps()
  /// What the last written decision said of this step.
  var written: Written?
  /// What `order_by` says; computed when it is first needed, and `nil` again once anything that it
  /// may read has changed.
  var order: OrderValue?
  /// Guards of the current chain that needn't be asked until something changes.
  var settled = Settled()
  /// Where the contact lives, a position in the world's list; negative where that isn't known yet,
  /// or each person's own.
  var place = World.Place.unknown
  /// Whether it holds its exclusivity group.
  var holdsGroup = false
  /// True if nothing has changed since it came to stand in its line.
  var keepsLine = false

  var startedAt = Second.never
  var endedAt = Second.never
  /// How it ended: an exit's name, a guard's id, `expired`, `done`.
  var endedAs = ""
  /// Deadline of the first send, end excluded.
  var expiresAt = Second.never
  /// When its earliest `exit.after` ends it.
  var exitsAt = Second.never
  /// When time alone may make an exit's condition true.
  var exitAskAt = Second.never
  /// When it closes after its last step.
  var closesAt = Second.never

  /// When the current step as a whole fell due: what a reply is measured against.
  var stepDueAt = Second.never
  /// Of `wait_for`: when patience ends.
  var waitsUntil = Second.never
  var hold: Hold?

  /// Another enrolment of the contact holds its exclusivity group.
  var isBlocked = false
  /// Its goal came within its time.
  var reachedGoal = false
  var generation: UInt32 = 0
  /// The next older enrolment of the same contact; -1 for none.
  var previousOfContact = -1
  /// Its place in the line; 0 for none.
  var lineStamp: UInt32 = 0

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
  var hasSent: Bool { !sends.isEmpty }

  /// True from its start to its end.
  var isRunning: Bool {
    switch state {
    case .open, .waiting, .finished: true
    case .pending, .ended: false
    }
  }

  /// When something about it is to be looked at next.
  var wakesAt: Second {
    switch state {
    case .pending: min(isBlocked ? .never : startsAt, expiresAt)
    case .open:
      min(
        min(askAt, exitsAt), min(exitAskAt, hasSent ? .never : expiresAt),
        min(holdExpiry, lateAt))
    case .waiting: min(min(waitsUntil, exitsAt), min(exitAskAt, hasSent ? .never : expiresAt))
    case .finished: min(min(closesAt, hasSent ? .never : expiresAt), min(exitsAt, exitAskAt))
    case .ended: .never
    }
  }

  private var holdExpiry: Second {
    guard let hold else { return .never }
    switch hold.answer {
    case .none, .granted: return hold.expiresAt
    case .refused, .expired: return .never
    }
  }
}

/// What an enrolment is: at most one is open for each.
struct EnrolmentKey: Hashable, Sendable {
  var policy: Int32
  var contact: Int32
  var subject: Int32

  init(policy: Int, contact: Int, subject: Int) {
    self.policy = Int32(truncatingIfNeeded: policy)
    self.contact = Int32(truncatingIfNeeded: contact)
    self.subject = Int32(truncatingIfNeeded: subject)
  }
}

/// How often and when somebody was enrolled: what `again` asks.
struct EnrolmentRecord: Sendable {
  var count = 0
  /// How many there ever were, rehearsals included.
  var made = 0
  /// The latest one, a position in the list of enrolments.
  var latest = -1
  /// The condition came true again too early: enrol once `again.after` has passed.
  var cameEarly = false
}
