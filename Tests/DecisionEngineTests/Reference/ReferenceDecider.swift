// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts

/// Decides a world slowly and obviously, for the engine to agree with.
///
/// At every instant at which anything could happen it asks everybody everything, in the order of
/// language.md section 7: no indexes, no wake times. Written from DESIGN.md and language.md alone.
final class ReferenceDecider {
  typealias World = ReferenceWorld

  struct Enrolment {
    var name: ReferenceTimeline.Name
    var policy, contact, cameAt: Int
    var deal: Int?
    var event: World.Event?
    var startedAt: Int?
    var endedAt: Int?
    var step = 0, rung = 0
    /// When the step fell due, and when its rung did.
    var stepDueAt = 0, dueAt = 0
    var sentAt: [Int] = []
    var hold: Hold?
  }

  struct Hold {
    enum Answer { case waiting, granted, refused, expired }
    var expiresAt: Int
    var sender: Int?
    var answer = Answer.waiting
  }

  struct Send { var at, contact, policy: Int; var isStart: Bool; var sender: Int? }

  let world: World
  let zones: ReferenceZones
  var now = 0
  var happened: [World.Event] = []
  var sends: [Send] = []
  var enrolments: [Enrolment] = []
  var timeline = ReferenceTimeline()
  /// How many waits are solved: when they end, and when the step could be sent.
  var solves = 0
  let rounds: [Int]
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
      for event in news { takeAnswer(event) }
      for e in enrolments.indices { takeExits(e, news) }
      for e in enrolments.indices { takeDeadlines(e) }
      enrolByEvents(news)
      if now >= world.from { enrolByConditions(isFirstRound: now == rounds.first) }
      for e in enrolments.indices.sorted(by: { startsAt($0) < startsAt($1) }) { start(e) }
      if isRound.contains(now) {
        walk { _ in true }
      } else if world.repliesAtOnce, now >= world.from {
        walk { e in news.contains { $0.kind == .replied && $0.contact == e.contact } }
      }
    }
    return timeline
  }

  /// An answer is to every question about its person that is open.
  private func takeAnswer(_ event: World.Event) {
    guard event.kind == .granted || event.kind == .refused else { return }
    for e in enrolments.indices where enrolments[e].contact == event.contact {
      guard let step = step(e), enrolments[e].hold?.answer == .waiting else { continue }
      enrolments[e].hold?.answer = event.kind == .granted ? .granted : .refused
      // Good until the step's `expires`, else for 14 days.
      let end = step.expires.map { max(enrolments[e].dueAt + $0, world.from) }
      enrolments[e].hold?.expiresAt = end ?? now + 14 * 86_400
      ticks.add(end ?? now + 14 * 86_400)
    }
  }

  private func takeExits(_ e: Int, _ news: [World.Event]) {
    guard isRunning(e) else { return }
    for exit in world.policies[enrolments[e].policy].exits {
      switch exit.signal {
      case .on(let kind):
        if news.contains(where: { $0.kind == kind && concerns($0, enrolments[e]) }) {
          end(e, as: exit.name)
        }
      case .when(let condition): if condition.holds(moment(e)) == .yes { end(e, as: exit.name) }
      case .after: break
      }
    }
  }

  /// The first exit whose condition holds.
  func exit(_ e: Int) -> String? {
    world.policies[enrolments[e].policy].exits.first { exit in
      guard case .when(let condition) = exit.signal else { return false }
      return condition.holds(moment(e)) == .yes
    }?.name
  }

  private func takeDeadlines(_ e: Int) {
    let (enrolment, policy) = (enrolments[e], world.policies[enrolments[e].policy])
    if let until = policy.until, enrolment.sentAt.isEmpty, now >= enrolment.cameAt + until {
      end(e, as: "expired")
    }
    if let step = step(e), let expires = step.expires,
      now >= max(enrolment.dueAt + expires, world.from)
    {
      record(e, .skip, "late")
      goOn(e)
    }
    if let startedAt = enrolment.startedAt, let (name, span) = policy.exitAfter,
      now >= startedAt + span
    {
      end(e, as: name)
    }
    endIfDone(e)
    if let hold = enrolments[e].hold, hold.answer != .refused, now >= hold.expiresAt {
      enrolments[e].hold?.answer = .expired
    }
  }

  private func enrolByEvents(_ news: [World.Event]) {
    for event in news {
      for (p, policy) in world.policies.enumerated() where policy.on.contains(event.kind) {
        guard let contact = contactToEnrol(event) else { continue }
        let deal = policy.perDeal ? event.deal : nil
        let moment = ReferenceMoment(decider: self, contact: contact, deal: deal, event: event)
        if policy.when?.holds(moment) ?? .yes == .yes { enrol(p, contact, deal, event) }
      }
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
    let before = enrolments.filter { $0.policy == p && $0.contact == contact && $0.deal == deal }
    if let last = before.last {
      guard let again = world.policies[p].again, let endedAt = last.endedAt,
        now >= endedAt + again.after, before.count < again.atMost ?? .max
      else { return false }
    }
    let name = ReferenceTimeline.Name(
      policy: world.policies[p].id, contact: world.contacts[contact].id,
      deal: deal.map { world.deals[$0].id }, ordinal: before.count + 1)
    enrolments.append(
      Enrolment(name: name, policy: p, contact: contact, cameAt: now, deal: deal, event: event))
    ticks.add(now + (world.policies[p].after ?? 0))
    ticks.add(now + (world.policies[p].until ?? 0))
    return true
  }

  private func startsAt(_ e: Int) -> Int {
    enrolments[e].cameAt + (world.policies[enrolments[e].policy].after ?? 0)
  }

  private func start(_ e: Int) {
    let policy = world.policies[enrolments[e].policy]
    let isHeld = enrolments.indices.contains {
      isRunning($0) && enrolments[$0].contact == enrolments[e].contact
        && world.policies[enrolments[$0].policy].isExclusive
    }
    guard enrolments[e].startedAt == nil, enrolments[e].endedAt == nil, now >= startsAt(e),
      !policy.isExclusive || !isHeld
    else { return }
    enrolments[e].startedAt = now
    ticks.add(now + (policy.exitAfter?.span ?? 0))
    ticks.somethingHappened(at: now)
    fallDue(e, now)
    ticks.add(now + 1)  // This instant's exits are over: the chain asks, or the next instant.
  }

  private func walk(_ isAsked: (Enrolment) -> Bool) {
    let due = enrolments.indices.filter {
      step($0) != nil && enrolments[$0].dueAt <= now && isAsked(enrolments[$0])
    }
    for e in due.sorted(by: { turn($0).lexicographicallyPrecedes(turn($1)) }) { decide(e) }
  }

  private func decide(_ e: Int) {
    if let step = step(e), step.nextRung != nil, hasReplied(e) {
      record(e, .skip, "replied")
      enterStep(e, enrolments[e].step + 1)
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

  private func send(_ e: Int) {
    let (contact, policy) = (enrolments[e].contact, enrolments[e].policy)
    let isStart = enrolments[e].sentAt.isEmpty
    let sender = sender(e)
    record(e, .send, nil, sender)
    sends.append(
      Send(at: now, contact: contact, policy: policy, isStart: isStart, sender: sender))
    enrolments[e].sentAt.append(now)
    ticks.somethingHappened(at: now)
    ticks.add(now + 1)  // What a send causes comes strictly later.
    ticks.add(now + (world.policies[policy].openFor ?? 0))
    goOn(e)
  }

  /// Asks somebody, once; what was answered long ago, or not at all, skips the step.
  private func hold(_ e: Int) {
    let patience = step(e)?.approval ?? 0
    switch enrolments[e].hold?.answer {
    case .refused, .expired:
      record(e, .skip, enrolments[e].hold?.answer == .refused ? "refused" : "approval_expired")
      goOn(e)
    case .waiting, .granted: record(e, .hold, "approval")
    case nil:
      enrolments[e].hold = Hold(expiresAt: now + patience, sender: sender(e))
      ticks.add(now + patience)
      record(e, .hold, "approval")
    }
  }

  private func hasReplied(_ e: Int) -> Bool {
    happened.contains {
      $0.kind == .replied && $0.contact == enrolments[e].contact && $0.at > enrolments[e].stepDueAt
    }
  }

  /// Priority, due time, then the id that `order_by` names, or a hash.
  private func turn(_ e: Int) -> [UInt64] {
    let (enrolment, policy) = (enrolments[e], world.policies[enrolments[e].policy])
    let step = policy.steps[enrolment.step]
    let (contact, deal) = (enrolment.name.contact, enrolment.name.deal)
    let hash = StableHash(parts: [
      "parley.walk.1", "\(world.seed)", policy.id, contact, deal ?? contact, step.id,
    ])
    return [
      UInt64(step.priority ?? policy.priority), UInt64(enrolment.dueAt),
      world.ordersByHash ? hash.leading64 : UInt64(enrolment.deal ?? enrolment.contact),
    ]
  }

  /// The next rung, or the next step, counted from now.
  private func goOn(_ e: Int) {
    if step(e)?.nextRung != nil, enrolments[e].rung == 0 {
      enrolments[e].rung = 1
      fallDue(e, now)
    } else {
      enterStep(e, enrolments[e].step + 1)
    }
  }

  /// After the last step it stays open while an exit can still come.
  private func enterStep(_ e: Int, _ step: Int) {
    enrolments[e].step = step
    enrolments[e].rung = 0
    fallDue(e, now)
    endIfDone(e)
  }

  private func endIfDone(_ e: Int) {
    let (enrolment, policy) = (enrolments[e], world.policies[enrolments[e].policy])
    guard enrolment.step == policy.steps.count, policy.exitAfter == nil else { return }
    if let last = enrolment.sentAt.last, now < last + (policy.openFor ?? 0) { return }
    end(e, as: "done")
  }

  private func fallDue(_ e: Int, _ counted: Int) {
    enrolments[e].hold = nil
    guard let step = step(e) else { return }
    let isFirst = enrolments[e].rung == 0
    enrolments[e].dueAt = counted + ((isFirst ? step.after : step.nextRung) ?? 0)
    if isFirst { enrolments[e].stepDueAt = enrolments[e].dueAt }
    ticks.add(enrolments[e].dueAt + (step.expires ?? 0))
  }

  private func end(_ e: Int, as reason: String) {
    guard enrolments[e].endedAt == nil else { return }
    enrolments[e].endedAt = now
    ticks.add(now + 1)  // Its group is free for others.
    ticks.add(now + (world.policies[enrolments[e].policy].again?.after ?? 0))
    timeline.endings.append(.init(at: now, name: enrolments[e].name, reason: reason))
  }

  private func record(
    _ e: Int, _ verdict: ReferenceTimeline.Verdict, _ reason: String?, _ sender: Int? = nil
  ) {
    guard let step = step(e) else { return }
    var line = ReferenceTimeline.Line(
      at: now, name: enrolments[e].name,
      step: step.nextRung == nil ? step.id : "\(step.id)/\(enrolments[e].rung)",
      verdict: verdict, reason: reason, sender: sender.map { world.senders[$0].id })
    if verdict == .wait, solves > 0, timeline.isNews(line) {
      solves -= 1
      line.solved = .init(until: until(e, reason), earliest: earliest(e))
    }
    timeline.add(line)
  }

  private func isRunning(_ e: Int) -> Bool {
    enrolments[e].startedAt != nil && enrolments[e].endedAt == nil
  }

  /// The step that it is at, if it runs and isn't through.
  func step(_ e: Int) -> World.Step? {
    let steps = world.policies[enrolments[e].policy].steps
    return isRunning(e) && enrolments[e].step < steps.count ? steps[enrolments[e].step] : nil
  }

  func moment(_ e: Int) -> ReferenceMoment {
    let (enrolment, start) = (enrolments[e], enrolments[e].startedAt)
    return ReferenceMoment(
      decider: self, contact: enrolment.contact, deal: enrolment.deal, event: enrolment.event,
      startedAt: start)
  }
}
