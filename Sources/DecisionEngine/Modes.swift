// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
public import Guards
internal import PolicyLanguage

// Modes: what enrolments were made in, what holds now, and what a change of it brings about.
extension Engine {
  /// Turns the mode of everything, or the one that a policy has of its own.
  ///
  /// Taken up at the next instant. Turned to `live`, a policy's shadow enrolments end as
  /// `rehearsed`, and so do safe ones that have sent nothing: they count neither for `again` nor for
  /// `at_most`, and who satisfies `enrol.when` in the first round then counts as just having come.
  /// What was made in `safe` or `live` waits while the mode is `shadow`, and everything while it
  /// is `off`.
  ///
  /// - Parameters:
  ///   - mode: The mode from now on.
  ///   - policy: Position of the one policy that is meant; its mode counts where it is stricter
  ///     than that of the settings, and only in an engine that follows them.
  public mutating func setMode(_ mode: Mode, ofPolicy policy: Int? = nil) {
    if let policy {
      context.world.policyModes[policy] = mode
    } else if context.world.forcedMode != nil {
      context.world.forcedMode = mode
    } else {
      context.world.settingsMode = mode
    }
    context.world.hasSeveralModes = true
    agenda.add(Wake(at: context.world.now, subject: .aftermath))
  }

  /// Whether a mode was turned and nobody has looked at it yet.
  var hasTurnedModes: Bool {
    modesInForce.indices.contains { modesInForce[$0] != context.world.mode(of: $0) }
  }

  mutating func takeTurnedModes(_ moment: inout Moment) {
    guard context.world.hasSeveralModes, context.world.now >= context.world.decidesFrom else {
      return
    }
    for policy in modesInForce.indices {
      let (old, new) = (modesInForce[policy], context.world.mode(of: policy))
      guard old != new else { continue }
      modesInForce[policy] = new
      for position in context.world.enrolments.indices {
        context.world.enrolments[position].forgetAnswers()
      }
      if new == .live { endRehearsals(of: policy, &moment) }
      for position in context.world.enrolments.indices
      where context.world.enrolments[position].policy == policy
        && context.world.enrolments[position].state == .open
      {
        wakeChain(position, &moment)
      }
      if new != .off { beginAnew(policy, &moment) }
    }
  }

  /// Ends what was only rehearsed, so that it can be done in earnest.
  private mutating func endRehearsals(of policy: Int, _ moment: inout Moment) {
    for position in context.world.enrolments.indices
    where context.world.enrolments[position].policy == policy {
      let enrolment = context.world.enrolments[position]
      guard enrolment.state != .ended else { continue }
      switch enrolment.mode {
      case .shadow: break
      // What was sent to the safe list goes on as it is.
      case .safe: if enrolment.hasSent { continue }
      case .off, .live: continue
      }
      end(position, as: Enrolment.rehearsed, &moment)
      forgetRehearsal(position)
      // Its event may still enrol, as a launch lets earlier events do.
      let isInTime =
        enrolment.expiresAt != .never
        ? context.world.now < enrolment.expiresAt
        : context.world.now - enrolment.cameAt <= context.world.bundle.settings.catchUp.wholeSeconds
      if enrolment.event >= 0, isInTime {
        moment.relaunched.append(
          Moment.Relaunched(policy: policy, event: context.world.enrollingEvents[enrolment.event]))
      }
    }
  }

  /// Takes a rehearsal out of what `again` counts.
  private mutating func forgetRehearsal(_ position: Int) {
    let enrolment = context.world.enrolments[position]
    let key = EnrolmentKey(
      policy: enrolment.policy, contact: enrolment.contact, subject: enrolment.subject)
    var earlier = -1
    context.world.forEachEnrolment(of: enrolment.contact) { other in
      let isMeant =
        context.world.enrolments[other].policy == enrolment.policy
        && context.world.enrolments[other].subject == enrolment.subject
        && context.world.enrolments[other].endedAs != Enrolment.rehearsed
      if earlier < 0, isMeant { earlier = other }
    }
    let newest = context.world.newestEnrolment(of: key)
    guard newest >= 0 else { return }
    context.world.enrolments[newest].record.count -= 1
    context.world.enrolments[newest].record.latest = Int32(truncatingIfNeeded: earlier)
    context.world.enrolments[newest].record.cameEarly = false
  }

  /// A policy's first round in a mode: who satisfies its condition counts as just having come,
  /// unless it was enrolled before.
  private mutating func beginAnew(_ policy: Int, _ moment: inout Moment) {
    switch context.world.bundle.policies[policy].enrol.trigger {
    case .events: return
    case .cadence, .interval: planTimes(of: policy)
    case .condition:
      guard audiences[policy].wasScanned else { return }
      audiences[policy].wasScanned = false
      for row in audiences[policy].marks.indices
      where audiences[policy].marks[row].contains(.satisfies) {
        let count = key(policy, row).flatMap { context.world.record(of: $0)?.count } ?? 0
        if count == 0 { audiences[policy].marks[row].remove(.satisfies) }
      }
      let round = context.world.round(atOrAfter: context.world.now)
      if round == context.world.now {
        moment.isFirstRound = true
      } else {
        agenda.add(Wake(at: round, subject: .firstRound))
      }
    }
  }

  /// Lets the events of rehearsals enrol once more.
  mutating func enrolRelaunched(_ moment: inout Moment) {
    let relaunched = moment.relaunched
    moment.relaunched = []
    for item in relaunched { enrol(item.policy, by: item.event, &moment) }
  }

  /// Whether a send of the current step is counted among rehearsals alone.
  mutating func rehearses(_ position: Int) -> Bool {
    guard context.world.hasSeveralModes else {
      return context.world.forcedMode != .shadow
        && context.world.enrolments[position].mode == .shadow
    }
    return withContext(enrolment: position) { $0.mode == .shadow }
  }

  /// Whether a step that the safe list keeps back is asked again when mode or list change.
  ///
  /// A rung is skipped as by any other guard where only its channel is in mode `safe`: the next
  /// channel may reach the person.
  mutating func keepsStep(_ position: Int) -> Bool {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    guard context.world.index.policies[policy].steps[step].escalates else { return true }
    return withContext(enrolment: position) { $0.modeWithoutChannel == .safe }
  }
}

extension Enrolment {
  /// How an enrolment ends that was made in another mode than the one that sends now.
  static let rehearsed = "rehearsed"
}

extension World {
  /// True if everything is a rehearsal: then all of it is one history.
  var isAllShadow: Bool { forcedMode == .shadow && !hasSeveralModes }

  /// True if some of what happens may be a rehearsal beside what is sent.
  var mayRehearse: Bool { forcedMode == nil || hasSeveralModes }

  /// The mode of a policy's new enrolments.
  func mode(of policy: Int) -> Mode {
    if let forcedMode { return forcedMode }
    guard let own = policyModes[policy] ?? bundle.policies[policy].mode else {
      return settingsMode
    }
    return own.stricter(settingsMode)
  }
}

extension DecisionContext {
  /// The mode that the step is decided in: the enrolment's own, or a stricter one of now.
  var mode: Mode {
    guard world.hasSeveralModes else {
      if enrolment >= 0 { return world.enrolments[enrolment].mode }
      return policy >= 0 ? world.mode(of: policy) : .live
    }
    let mode = modeWithoutChannel
    guard world.forcedMode == nil, let channelIndex,
      let own = world.bundle.channels[channelIndex].mode
    else { return mode }
    return mode.stricter(own)
  }

  /// The mode but for a channel's own.
  var modeWithoutChannel: Mode {
    let current = policy >= 0 ? world.mode(of: policy) : .live
    guard enrolment >= 0 else { return current }
    let own = world.enrolments[enrolment].mode
    // What is meant to be sent isn't spent on a rehearsal: it waits.
    return current == .shadow ? own : own.stricter(current)
  }

  var isSuspended: Bool {
    guard world.hasSeveralModes, enrolment >= 0 else { return false }
    return world.mode(of: policy) == .shadow && world.enrolments[enrolment].mode != .shadow
  }

  /// Whether what a step of this mode does is seen by rehearsals alone.
  var isRehearsal: Bool { mode == .shadow && !world.isAllShadow }

  // MARK: - The history that rehearsals have beside everybody's

  /// When somebody was written to last; a rehearsal also sees what was only rehearsed.
  func lastSent(to contact: Int) -> Instant? {
    later(world.facts.lastSent(to: contact), \.sentAt, contact)
  }

  /// When an enrolment of somebody sent its first message last.
  func lastStarted(of contact: Int) -> Instant? {
    later(world.facts.lastStarted(of: contact), \.startedAt, contact)
  }

  private func later(
    _ real: Instant?, _ path: KeyPath<World.Rehearsed, Second>, _ contact: Int
  ) -> Instant? {
    guard !world.rehearsals.isEmpty, mode == .shadow,
      let at = world.rehearsals[world.facts.person(of: contact)]?[keyPath: path], at != .min
    else { return real }
    return max(real ?? Instant(seconds: at), Instant(seconds: at))
  }

  /// Whether an enrolment is a rehearsal that this step doesn't see.
  func isHidden(_ other: Int) -> Bool {
    world.enrolments[other].mode == .shadow && !world.isAllShadow && mode != .shadow
  }
}

extension World {
  /// What was sent to somebody in mode `shadow` beside everybody's history.
  struct Rehearsed: Sendable {
    var sentAt = Second.min
    var startedAt = Second.min
  }
}

extension Mode {
  /// The one of both that lets less through.
  func stricter(_ other: Mode) -> Mode { rank <= other.rank ? self : other }

  private var rank: Int {
    switch self {
    case .off: 0
    case .shadow: 1
    case .safe: 2
    case .live: 3
    }
  }
}
