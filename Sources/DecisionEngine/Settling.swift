// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// The guards of a chain that were asked and let the step through until something changes.
struct Settled: Sendable {
  /// A bit for each of the first 64 guards that do so for good.
  private(set) var guards: UInt64 = 0
  /// The guard that does so until an instant; -1 for none.
  private var timed = -1
  private var timedUntil = Second.min

  var isEmpty: Bool { guards == 0 && timed < 0 }

  @inline(__always)
  func lets(_ position: Int) -> Bool {
    position == timed || position < 64 && guards & (1 << UInt64(position)) != 0
  }

  /// When time alone ends it.
  @inline(__always)
  func end(of position: Int) -> Second { position == timed ? timedUntil : .never }

  mutating func add(_ position: Int) { guards |= 1 << UInt64(position) }

  mutating func add(_ position: Int, until: Second) { (timed, timedUntil) = (position, until) }

  mutating func add(_ other: Settled) {
    guards |= other.guards
    if other.timed >= 0 { (timed, timedUntil) = (other.timed, other.timedUntil) }
  }

  /// What still stands at an instant.
  func standing(at now: Second) -> Settled {
    guard timed >= 0, timedUntil <= now else { return self }
    var standing = Settled()
    standing.guards = guards
    return standing
  }
}

// Guards that read a person's facts alone needn't be asked in every round: where they let the step
// through, they do so until something changes for the person. Whoever would go out, or be asked
// about, is asked everything once more, so that no message rests on what was true before.
extension DecisionContext {
  /// The guards that needn't be asked.
  func settledBefore(_ depth: Depth) -> Settled {
    guard case .decide = depth, !memo.asksSettled, isAtOwnStep else { return Settled() }
    return world.enrolments[enrolment].settled.standing(at: clock)
  }

  /// Takes note of a guard that lets the step through.
  func settle(_ position: Int, _ answer: GuardResult) {
    guard position < 64, isAtOwnStep else { return }
    switch answer {
    case .pass(nil):
      let settling = world.index.policies[policy].steps[step].chains[rung].settling
      if settling & (1 << UInt64(position)) != 0 { memo.settled.add(position) }
    case .notApplicable:
      let settling =
        world.index.policies[policy].steps[step].chains[rung].settling
        | world.index.policies[policy].steps[step].chains[rung].leaving
      if settling & (1 << UInt64(position)) != 0 { memo.settled.add(position) }
    case .pass(let until?):
      if world.index.policies[policy].steps[step].chains[rung].timedAudience == position {
        memo.settled.add(position, until: until.roundedUpToSecond.seconds)
      }
    case .fail, .unknown, .error: break
    }
  }

  /// The verdict of a chain of which some guards weren't asked.
  func confirmed(_ result: ChainResult) -> ChainResult {
    switch result.verdict {
    case .wait, .skip, .stop: return result
    case .send, .hold:
      memo.asksSettled = true
      defer { memo.asksSettled = false }
      return evaluate(.decide)
    }
  }

  /// Asks what can be settled of the current step, up to the first guard that can't.
  fileprivate func settle() {
    let chain = world.index.policies[policy].steps[step].chains[rung].settling
    let timed = world.index.policies[policy].steps[step].chains[rung].timedAudience
    for position in 0..<64 where chain & (1 << UInt64(position)) != 0 || position == timed {
      memo.wantsPassEnds = true
      let answer = ask(position)
      settle(position, answer)
      guard answer.lets else { return }
    }
  }

  private var isAtOwnStep: Bool {
    enrolment >= 0 && world.enrolments[enrolment].step == step
      && world.enrolments[enrolment].rung == rung
  }
}

extension Engine {
  /// How many make it worth while to look at facts in the order in which they are stored.
  private static let crowd = 128

  /// Asks of many what their own facts tell, before the walk takes them in its order: one after the
  /// other as they lie in memory, which is several times as fast as here and there.
  ///
  /// - Parameter positions: Of enrolments that are due, ascending.
  mutating func settle(_ positions: [Int]) {
    guard positions.count >= Self.crowd, !options.traces else { return }
    for position in positions {
      let (policy, step) = (
        context.world.enrolments[position].policy, context.world.enrolments[position].step
      )
      findPlace(position)
      let wanted = context.world.index.policies[policy].steps[step].chains[
        context.world.enrolments[position].rung
      ]
      .settling
      guard wanted & ~context.world.enrolments[position].settled.guards != 0 else { continue }
      let settled = withContext(enrolment: position) { context in
        context.settle()
        return context.memo.settled
      }
      context.world.enrolments[position].settled.add(settled)
      _ = orderValue(of: position)
    }
  }

  /// Looks up where somebody lives, unless that is known.
  mutating func findPlace(_ position: Int) {
    guard context.world.enrolments[position].place == World.Place.unknown else { return }
    context.world.enrolments[position].place = context.world.place(
      of: context.world.enrolments[position].contact)
  }

  /// Forgets what was computed of those whose account got another person or deal.
  mutating func forgetAnswersAboutNewRows(_ contacts: Range<Int>, _ deals: Range<Int>) {
    guard !context.world.enrolments.isEmpty else { return }
    let accounts =
      contacts.compactMap { context.world.facts.account(ofContact: $0) }
      + deals.compactMap { context.world.facts.account(ofDeal: $0) }
    for account in accounts {
      for contact in context.world.facts.contacts(ofAccount: account) {
        context.world.forgetAnswers(of: context.world.facts.person(of: Int(contact)))
      }
    }
  }
}
