// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// What was computed already while one thing is decided.
struct DecisionMemo {
  /// Scores by position; computed when first read.
  var scores: [Value?] = []
  /// The sender's choice; it reads the pool's expressions once.
  var sender: SenderAvailability?
  /// The text, rendered once.
  var content: RenderedContent?
}

/// The moment that guards and expressions look at: whom, in which step, at which instant.
///
/// It is plain data and lives only inside `World.withContext`; the world is read through a pointer
/// because retaining its parts for every guard would cost more than the guards.
struct DecisionContext {
  let world: UnsafePointer<World>
  let memo: UnsafeMutablePointer<DecisionMemo>
  /// The clock of the decision: the world's, or a later one when asking what will hold then.
  var clock: Second
  var contact: Int
  var account: Int?
  var deal: Int?
  var policy = -1
  var step = -1
  var rung = 0
  /// Position of the enrolment; -1 when nobody is enrolled.
  var enrolment = -1
  /// Position of the event in `enrollingEvents`; -1 for none, unless `liveEvent` is given.
  var event = -1
  var liveEvent: UnsafePointer<FactEvent>?
  /// The sender that an expression of a pool is asked about.
  var senderAsked = -1
  /// The phase that a transition is asked about.
  var phaseEnteredAt = Second.never

  /// The current step's message.
  var send: Send? {
    step < 0 ? nil : world.pointee.bundle.policies[policy].steps[step].send(rung: rung)
  }

  /// The channel of the current step, by position in the bundle.
  var channelIndex: Int? {
    guard step >= 0 else { return nil }
    switch world.pointee.bundle.policies[policy].steps[step].action {
    case .send(let send): return send.channel
    case .escalate(let rungs): return rungs.indices.contains(rung) ? rungs[rung].send.channel : nil
    case .notify(let channel, _): return channel
    case .task, .set, .waitFor, .branch, .call: return nil
    }
  }

  /// The channel's number in the fact store.
  var storeChannel: Int? {
    channelIndex.map { world.pointee.channelNumbers[$0] }
  }
}

extension World {
  /// Calls `body` with a context for one contact, which must not be kept.
  ///
  /// Mutating only so that the world is read where it lies: a borrowed one would be copied first.
  mutating func withContext<Result>(
    contact: Int, deal: Int? = nil, at clock: Second? = nil,
    _ body: (inout DecisionContext) -> Result
  ) -> Result {
    withUnsafePointer(to: &self) { world in
      DecisionContext.with(world, contact: contact, deal: deal, at: clock, body)
    }
  }

  /// Calls `body` with a context for one enrolment's current step.
  mutating func withContext<Result>(
    enrolment position: Int, at clock: Second? = nil, _ body: (inout DecisionContext) -> Result
  ) -> Result {
    withUnsafePointer(to: &self) { world in
      DecisionContext.with(
        world, contact: world.pointee.enrolments[position].contact,
        deal: world.pointee.enrolments[position].deal, at: clock
      ) { context in
        context.policy = world.pointee.enrolments[position].policy
        context.step = world.pointee.enrolments[position].step
        context.rung = world.pointee.enrolments[position].rung
        context.enrolment = position
        context.event = world.pointee.enrolments[position].event
        if context.step >= world.pointee.bundle.policies[context.policy].steps.count {
          context.step = -1
        }
        return body(&context)
      }
    }
  }
}

extension DecisionContext {
  /// Calls `body` with a context over a world that stays where it is meanwhile.
  static func with<Result>(
    _ world: UnsafePointer<World>, contact: Int, deal: Int?, at clock: Second?,
    _ body: (inout DecisionContext) -> Result
  ) -> Result {
    var memo = DecisionMemo()
    return withUnsafeMutablePointer(to: &memo) { memo in
      var context = DecisionContext(
        world: world, memo: memo, clock: clock ?? world.pointee.now, contact: contact,
        account: world.pointee.facts.account(ofContact: contact), deal: deal)
      if let deal, let account = world.pointee.facts.account(ofDeal: deal) {
        context.account = account
      }
      return body(&context)
    }
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
      .optional, .object, .opaque:
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
      guard case .timestamp(let instant) = program.evaluate(self) else { continue }
      let second = instant.roundedUpToSecond.seconds
      // An instant between two seconds matters at the next one, one exactly now at this one.
      if second > clock {
        next = min(next, second)
      } else if second == clock {
        next = min(next, clock + 1)
      }
    }
    if expression.mustBePolled {
      next = min(next, world.pointee.round(atOrAfter: clock + 1))
    }
    return next
  }

  /// The next instant after the clock at which time alone changes an expression's value.
  func nextChange(of expression: CompiledExpression) -> Instant? {
    let current = expression.program.evaluateBool(self)
    var ahead = self
    var rounds = 0
    while rounds < 64 {
      let next = ahead.nextBreakpoint(of: expression)
      guard next != .never else { return nil }
      ahead.clock = next
      if expression.program.evaluateBool(ahead) != current { return Instant(seconds: next) }
      rounds += 1
    }
    // It may change then; whoever waits asks again and goes on from there.
    return ahead.now
  }
}
