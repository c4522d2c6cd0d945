// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// What decides who of a pool can write a message.
struct SpeakersKey: Hashable, Sendable {
  /// Where the guards of the message begin, which tells it from others.
  var chain: Int
  var pool: Int
  /// The code of the person's language; -1 if it isn't known.
  var language: Int32
}

/// What was computed already while one thing is decided.
///
/// A class, because guards only read their context; never shared between two decisions.
final class DecisionMemo {
  /// Scores by position; computed when first read.
  var scores: [Value?] = []
  /// Whether guards that pass should say until when.
  var wantsPassEnds = true
  /// Who may write at all.
  var candidates: [Int]?
  /// The sender's choice; it reads the pool's expressions once.
  var sender: SenderAvailability?
  /// The text, rendered once.
  var content: RenderedContent?
  /// The sender that an expression of a pool is asked about.
  var senderAsked = -1
  /// Guards that were asked and needn't be again until something changes.
  var settled = Settled()
  /// True if what was settled before is asked again.
  var asksSettled = false
  /// What calendars say; kept from one decision to the next.
  var calendars = CalendarMemo()
  /// Who writes a message in somebody's language; kept likewise.
  var speakers: [SpeakersKey: [Int]] = [:]
  /// What `sends` and `decisions` are, where somebody asks with them.
  var shown: ShownDecisions?
  /// What names in texts stand for; kept likewise.
  var names: [NameKey: NameMeaning] = [:]

  func clear() {
    settled = Settled()
    asksSettled = false
    senderAsked = -1
    if !scores.isEmpty { scores = [] }
    wantsPassEnds = true
    candidates = nil
    sender = nil
    content = nil
  }
}

/// The moment that guards and expressions look at: whom, in which step, at which instant.
///
/// It holds the world by value and lives as long as the engine; asking moves its focus. Guards get
/// it borrowed, so that reading the world copies nothing and counts no references.
struct DecisionContext: Sendable {
  var world: World
  /// Replaced where another copy of the context has it too.
  nonisolated(unsafe) private(set) var memo = DecisionMemo()  // tidy:allow
  /// The clock of the decision: the world's, or a later one when asking what will hold then.
  var clock: Second = .min
  var contact = 0
  var account: Int?
  var deal: Int?
  var policy = -1
  var step = -1
  var rung = 0
  /// Position of the enrolment; -1 when nobody is enrolled.
  var enrolment = -1
  /// Position of the event in `enrollingEvents`; -1 for none, unless `liveEvent` is given.
  var event = -1
  var liveEvent: FactEvent?
  /// The sender that an expression of a pool is asked about.
  var senderAsked: Int {
    get { memo.senderAsked }
    nonmutating set { memo.senderAsked = newValue }
  }
  /// What `sends` and `decisions` are, where somebody asks with them.
  var shown: ShownDecisions? {
    get { memo.shown }
    nonmutating set { memo.shown = newValue }
  }
  /// The phase that a transition is asked about.
  var phaseEnteredAt = Second.never

  init(world: World) { self.world = world }

  /// The current step's message.
  var send: Send? {
    step < 0 ? nil : world.bundle.policies[policy].steps[step].send(rung: rung)
  }

  /// The channel of the current step, by position in the bundle.
  var channelIndex: Int? {
    guard step >= 0, rung < world.index.policies[policy].steps[step].count else { return nil }
    return world.index.policies[policy].steps[step].chains[rung].channel
  }

  /// The channel's number in the fact store.
  var storeChannel: Int? {
    channelIndex.map { world.channelNumbers[$0] }
  }
}

extension DecisionContext {
  /// Looks at a contact, and at a deal where it is about one.
  mutating func focus(contact: Int, deal: Int? = nil, at clock: Second? = nil) {
    forget()
    self.clock = clock ?? world.now
    self.contact = contact
    self.deal = deal
    account =
      deal.flatMap { world.facts.account(ofDeal: $0) } ?? world.facts.account(ofContact: contact)
    (policy, step, rung, enrolment, event) = (-1, -1, 0, -1, -1)
    if liveEvent != nil { liveEvent = nil }
    phaseEnteredAt = .never
  }

  /// Looks at the current step of an enrolment.
  mutating func focus(enrolment position: Int) {
    focus(
      contact: world.enrolments[position].contact, deal: world.enrolments[position].deal)
    enrolment = position
    policy = world.enrolments[position].policy
    step = world.enrolments[position].step
    rung = world.enrolments[position].rung
    event = world.enrolments[position].event
    if step >= world.bundle.policies[policy].steps.count { step = -1 }
  }

  /// Forgets what was computed for another question.
  mutating func forget() {
    if isKnownUniquelyReferenced(&memo) { memo.clear() } else { memo = DecisionMemo() }
  }
}

extension Engine {
  /// Calls `body` with the context looking at a contact.
  mutating func withContext<Result>(
    contact: Int, deal: Int? = nil, _ body: (inout DecisionContext) -> Result
  ) -> Result {
    context.focus(contact: contact, deal: deal)
    return body(&context)
  }

  /// Calls `body` with the context looking at an enrolment's current step, as it did or anew.
  ///
  /// For what doesn't read what was computed before, which may be of now or of a moment ago.
  mutating func keepingContext<Result>(
    enrolment position: Int, _ body: (inout DecisionContext) -> Result
  ) -> Result {
    let looksThere =
      context.enrolment == position && context.clock == context.world.now
      && context.step == context.world.enrolments[position].step
      && context.rung == context.world.enrolments[position].rung
    if !looksThere { context.focus(enrolment: position) }
    return body(&context)
  }

  /// Calls `body` with the context looking at an enrolment's current step.
  mutating func withContext<Result>(
    enrolment position: Int, _ body: (inout DecisionContext) -> Result
  ) -> Result {
    context.focus(enrolment: position)
    return body(&context)
  }
}

// MARK: - Conditions

extension DecisionContext {
  /// The clock as an instant.
  var now: Instant { Instant(seconds: clock) }

  /// Asks a condition.
  func truth(of expression: CompiledExpression) -> Answer {
    switch expression.program.evaluateBool(self) {
    case .yes: .yes
    case .no: .no
    case .unknown, .error: explain(expression)
    }
  }

  /// Why a condition is neither true nor false; only then values are made of it.
  private func explain(_ expression: CompiledExpression) -> Answer {
    switch expression.program.evaluate(self) {
    case .unknown(let set): .unknown(set.paths)
    case .error(let error): .error(error.description)
    case .bool(let truth): truth ? .yes : .no
    case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network:
      .error("expected a condition (bool)")
    }
  }

  /// Whether a condition holds; unknown and error count as false.
  func holds(_ expression: CompiledExpression) -> Bool {
    expression.program.evaluateBool(self) == .yes
  }

  /// The next instant after the clock at which time alone may change an expression.
  ///
  /// Between its breakpoints it is constant, so its earliest one is asked again: never too late.
  func nextBreakpoint(of expression: CompiledExpression) -> Second {
    var next = Second.never
    for program in expression.breakpoints {
      // Most give one instant; inside macros there is one for each element.
      let value = program.evaluate(self)
      if case .timestamp(let instant) = value {
        next = min(next, change(at: instant))
      } else {
        for instant in TemporalAnalysis.instants(in: value) {
          next = min(next, change(at: instant))
        }
      }
    }
    for fact in expression.agingFacts { next = min(next, nextStale(fact)) }
    if expression.mustBePolled {
      next = min(next, world.round(atOrAfter: clock + 1))
    }
    return next
  }

  /// The second at which a change at an instant is seen, if that lies ahead.
  ///
  /// An instant between two seconds matters at the next one, one exactly now at the one behind it.
  private func change(at instant: Instant) -> Second {
    let second = instant.roundedUpToSecond.seconds
    return second > clock ? second : second == clock ? clock + 1 : .never
  }

  /// When a dated fact that is still fresh turns unknown.
  private func nextStale(_ dependency: Dependency) -> Second {
    guard case .fact(let object, let slot) = dependency else { return .never }
    switch ObjectKind(rawValue: object) {
    case .contact?: return stale(world.facts.contacts, slot, contact)
    case .account?: return account.map { stale(world.facts.accounts, slot, $0) } ?? .never
    case .deal?:
      // The policy's deal, or any of `account.deals`.
      var next = deal.map { stale(world.facts.deals, slot, $0) } ?? .never
      for row in account.map({ world.facts.deals(ofAccount: $0) }) ?? [] {
        next = min(next, stale(world.facts.deals, slot, Int(row)))
      }
      return next
    case .event?, .enrolment?, .phase?, .step?, .sentStep?, .rung?, .identity?, .sender?,
      .scores?, .offers?, .reply?, .sendRecord?, .decisionRecord?, nil:
      return .never
    }
  }

  private func stale(_ table: borrowing FactTable, _ slot: Int, _ row: Int) -> Second {
    guard table.columns.indices.contains(slot),
      let end = table.columns[slot].becomesStale(row)?.seconds, end > clock
    else { return .never }
    return end
  }

  /// The next instant after the clock at which time alone changes an expression's value.
  func nextChange(of expression: CompiledExpression) -> Instant? {
    let next = nextBreakpoint(of: expression)
    guard next != .never else { return nil }
    // One copy of the world for all instants that are tried.
    var ahead = self
    return ahead.change(of: expression, from: next)
  }

  /// The same for whoever may move the clock meanwhile: nothing is copied.
  mutating func solveNextChange(of expression: CompiledExpression) -> Instant? {
    let next = nextBreakpoint(of: expression)
    guard next != .never else { return nil }
    let asked = clock
    defer {
      forget()
      clock = asked
    }
    return change(of: expression, from: next)
  }

  /// Tries one breakpoint after the other, and leaves the clock where it came to.
  private mutating func change(of expression: CompiledExpression, from first: Second) -> Instant? {
    let current = expression.program.evaluateBool(self)
    var next = first
    for _ in 0..<64 {
      forget()
      clock = next
      if expression.program.evaluateBool(self) != current { return Instant(seconds: next) }
      next = nextBreakpoint(of: expression)
      guard next != .never else { return nil }
    }
    // It may change then; whoever waits asks again and goes on from there.
    return now
  }
}
