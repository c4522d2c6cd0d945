// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts

/// Decides a world slowly and obviously, for the engine to agree with.
///
/// At every instant at which anything could happen it asks everybody everything, in the order of
/// language.md section 7: no indexes, no wake times. Written from DESIGN.md and language.md alone.
/// Whether a step is sent stands in `chain`; here stands what happens before and after it.
final class ReferenceDecider {
  typealias World = ReferenceWorld

  let world: World
  let zones: ReferenceZones
  let rounds: [Int]
  var now = 0
  var happened: [World.Event] = []
  var sends: [Send] = []
  var enrolments: [Enrolment] = []
  var timeline = ReferenceTimeline()
  /// How many waits are solved: when they end, and when the step could be sent.
  var solves = 0
  var ticks: ReferenceTicks
  /// Of policies without events, by person: whether `when` held, and whether it came true since.
  private var wants: [[(held: Bool, isNew: Bool)]]

  init(_ world: World, _ zones: ReferenceZones) {
    self.world = world
    self.zones = zones
    rounds = world.rounds(zones)
    ticks = ReferenceTicks(world, rounds: rounds)
    wants = world.policies.map { _ in world.contacts.map { _ in (false, false) } }
  }

  func decide() -> ReferenceTimeline {
    let isRound = Set(rounds)
    while let tick = ticks.next(), tick < world.to {
      now = tick
      let news = world.events.filter { $0.at == now }
      happened += news
      news.forEach(takeAnswer)
      enrolments.forEach { takeExits($0, news) }
      enrolments.forEach(takeDeadlines)
      news.forEach(enrolByEvent)
      if now >= world.from { enrolByConditions(isFirstRound: now == rounds.first) }
      enrolments.sorted { $0.startsAt < $1.startsAt }.forEach(start)
      if isRound.contains(now) {
        walk { _ in true }
      } else if world.repliesAtOnce, now >= world.from {
        walk { e in news.contains { $0.kind == .replied && $0.contact == e.contact } }
      }
    }
    return timeline
  }

  // MARK: - Facts, exits and deadlines

  /// An answer is to every question about its person that is open.
  private func takeAnswer(_ event: World.Event) {
    guard event.kind == .granted || event.kind == .refused else { return }
    for e in enrolments where e.contact == event.contact && e.hold?.answer == .waiting {
      guard let step = e.current else { continue }
      e.hold?.answer = event.kind == .granted ? .granted : .refused
      // Good until the step's `expires`, else for 14 days.
      let end = step.expires.map { max(e.dueAt + $0, world.from) } ?? now + 14 * 86_400
      e.hold?.expiresAt = end
      ticks.add(end)
    }
  }

  private func takeExits(_ e: Enrolment, _ news: [World.Event]) {
    for exit in e.policy.exits where e.isRunning {
      switch exit.signal {
      case .on(let kind):
        if news.contains(where: { $0.kind == kind && concerns($0, e) }) { end(e, as: exit.name) }
      case .when(let condition): if condition.holds(moment(e)) == .yes { end(e, as: exit.name) }
      case .after: break
      }
    }
  }

  private func takeDeadlines(_ e: Enrolment) {
    if let until = e.policy.until, e.sentAt.isEmpty, now >= e.cameAt + until {
      end(e, as: "expired")
    }
    if let expires = e.current?.expires, now >= max(e.dueAt + expires, world.from) {
      record(e, .skip, "late")
      goOn(e)
    }
    if let startedAt = e.startedAt, let (name, span) = e.policy.exitAfter, now >= startedAt + span {
      end(e, as: name)
    }
    endIfDone(e)
    if let hold = e.hold, hold.answer != .refused, now >= hold.expiresAt {
      e.hold?.answer = .expired
    }
  }

  // MARK: - Enrolling and starting

  private func enrolByEvent(_ event: World.Event) {
    for (p, policy) in world.policies.enumerated() where policy.on.contains(event.kind) {
      guard let contact = contactToEnrol(event) else { continue }
      let deal = policy.perDeal ? event.deal : nil
      let moment = ReferenceMoment(decider: self, contact: contact, deal: deal, event: event)
      if policy.when?.holds(moment) ?? .yes == .yes { enrol(p, contact, deal, event) }
    }
  }

  private func enrolByConditions(isFirstRound: Bool) {
    for (p, policy) in world.policies.enumerated() where policy.on.isEmpty {
      for c in world.contacts.indices {
        let holds = policy.when?.holds(ReferenceMoment(decider: self, contact: c)) ?? .yes == .yes
        if holds, !wants[p][c].held { wants[p][c].isNew = policy.includesExisting || !isFirstRound }
        if !holds { wants[p][c].isNew = false }
        wants[p][c].held = holds
        if wants[p][c].isNew, enrol(p, c, nil, nil) { wants[p][c].isNew = false }
      }
    }
  }

  @discardableResult
  private func enrol(_ p: Int, _ contact: Int, _ deal: Int?, _ event: World.Event?) -> Bool {
    let policy = world.policies[p]
    let before = enrolments.filter {
      $0.policyIndex == p && $0.contact == contact && $0.deal == deal
    }
    if let last = before.last {
      guard let again = policy.again, let endedAt = last.endedAt, now >= endedAt + again.after,
        before.count < again.atMost ?? .max
      else { return false }
    }
    let name = ReferenceTimeline.Name(
      policy: policy.id, contact: world.contacts[contact].id, deal: deal.map { world.deals[$0].id },
      ordinal: before.count + 1)
    enrolments.append(Enrolment(name, policy, p, contact, deal, event, cameAt: now))
    ticks.add(now + (policy.after ?? 0))
    ticks.add(now + (policy.until ?? 0))
    return true
  }

  private func start(_ e: Enrolment) {
    let isHeld = enrolments.contains {
      $0.isRunning && $0.contact == e.contact && $0.policy.isExclusive
    }
    guard e.startedAt == nil, e.endedAt == nil, now >= e.startsAt,
      !e.policy.isExclusive || !isHeld
    else { return }
    e.startedAt = now
    ticks.add(now + (e.policy.exitAfter?.span ?? 0))
    ticks.somethingHappened(at: now)
    fallDue(e)
    ticks.add(now + 1)  // This instant's exits are over: the chain asks, or the next instant.
  }

  // MARK: - The walk

  private func walk(_ isAsked: (Enrolment) -> Bool) {
    let due = enrolments.filter { $0.current != nil && $0.dueAt <= now && isAsked($0) }
    due.sorted { turn($0).lexicographicallyPrecedes(turn($1)) }.forEach(decide)
  }

  /// Priority, due time, then the id that `order_by` names, or a hash.
  private func turn(_ e: Enrolment) -> [UInt64] {
    let step = e.policy.steps[e.step]
    let hash = StableHash(parts: [
      "parley.walk.1", "\(world.seed)", e.policy.id, e.name.contact, e.name.subject, step.id,
    ])
    return [
      UInt64(step.priority ?? e.policy.priority), UInt64(e.dueAt),
      world.ordersByHash ? hash.leading64 : UInt64(e.deal ?? e.contact),
    ]
  }

  /// The first guard that doesn't pass says what happens; what isn't known waits.
  private func decide(_ e: Enrolment) {
    if e.current?.nextRung != nil, hasReplied(e) {
      record(e, .skip, "replied")
      enterStep(e, e.step + 1)
      return
    }
    let failed = chain(e).first { $0.answer != .yes }
    switch failed?.answer == .unknown ? .wait : failed?.outcome {
    case nil: send(e)
    case .wait: record(e, .wait, failed?.id)
    case .hold: hold(e)
    case .skip:
      record(e, .skip, failed?.id)
      goOn(e)
    case .stop:
      record(e, .stop, failed?.id)
      end(e, as: failed?.id == "exit" ? exit(e) ?? "" : failed?.id ?? "")
    }
  }

  private func send(_ e: Enrolment) {
    let sender = sender(e)
    record(e, .send, nil, sender)
    sends.append(Send(at: now, enrolment: e, isStart: e.sentAt.isEmpty, sender: sender))
    e.sentAt.append(now)
    ticks.somethingHappened(at: now)
    ticks.add(now + 1)  // What a send causes comes strictly later.
    ticks.add(now + (e.policy.openFor ?? 0))
    goOn(e)
  }

  /// Asks somebody, once; what was answered long ago, or not at all, skips the step.
  private func hold(_ e: Enrolment) {
    switch e.hold?.answer {
    case .refused, .expired:
      record(e, .skip, e.hold?.answer == .refused ? "refused" : "approval_expired")
      goOn(e)
    case .waiting, .granted: record(e, .hold, "approval")
    case nil:
      let end = now + (e.current?.approval ?? 0)
      e.hold = Hold(expiresAt: end, sender: sender(e))
      ticks.add(end)
      record(e, .hold, "approval")
    }
  }

  private func hasReplied(_ e: Enrolment) -> Bool {
    happened.contains { $0.kind == .replied && $0.contact == e.contact && $0.at > e.stepDueAt }
  }

  private func record(
    _ e: Enrolment, _ verdict: ReferenceTimeline.Verdict, _ reason: String?, _ sender: Int? = nil
  ) {
    guard let step = e.current else { return }
    var line = ReferenceTimeline.Line(
      at: now, name: e.name, step: step.nextRung == nil ? step.id : "\(step.id)/\(e.rung)",
      verdict: verdict, reason: reason, sender: sender.map { world.senders[$0].id })
    if verdict == .wait, solves > 0, timeline.isNews(line) {
      solves -= 1
      line.solved = .init(until: until(e, reason), earliest: earliest(e))
    }
    timeline.add(line)
  }

  // MARK: - From step to step

  /// The next rung, or the next step, counted from now.
  private func goOn(_ e: Enrolment) {
    guard e.current?.nextRung != nil, e.rung == 0 else { return enterStep(e, e.step + 1) }
    e.rung = 1
    fallDue(e)
  }

  private func enterStep(_ e: Enrolment, _ step: Int) {
    e.step = step
    e.rung = 0
    fallDue(e)
    endIfDone(e)
  }

  private func fallDue(_ e: Enrolment) {
    e.hold = nil
    guard let step = e.current else { return }
    e.dueAt = now + ((e.rung == 0 ? step.after : step.nextRung) ?? 0)
    if e.rung == 0 { e.stepDueAt = e.dueAt }
    ticks.add(e.dueAt + (step.expires ?? 0))
  }

  /// After the last step it stays open while an exit can still come.
  private func endIfDone(_ e: Enrolment) {
    guard e.step == e.policy.steps.count, e.policy.exitAfter == nil else { return }
    if let last = e.sentAt.last, now < last + (e.policy.openFor ?? 0) { return }
    end(e, as: "done")
  }

  private func end(_ e: Enrolment, as reason: String) {
    guard e.endedAt == nil else { return }
    e.endedAt = now
    ticks.add(now + 1)  // Its group is free for others.
    ticks.add(now + (e.policy.again?.after ?? 0))
    timeline.endings.append(.init(at: now, name: e.name, reason: reason))
  }
}
