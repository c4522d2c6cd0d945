// Licensed under the Apache License, Version 2.0; see LICENSE.

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
    var step = 0
    var dueAt = 0
    var sentAt: [Int] = []
  }

  struct Send { var at, contact, policy: Int; var isStart: Bool }

  let world: World
  let zones: ReferenceZones
  var now = 0
  var happened: [World.Event] = []
  var sends: [Send] = []
  var enrolments: [Enrolment] = []
  var timeline = ReferenceTimeline()
  private let rounds: [Int]
  private var ticks: ReferenceTicks
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
      for e in enrolments.indices { takeExits(e, news) }
      for e in enrolments.indices { takeDeadlines(e) }
      enrolByEvents(news)
      if now >= world.from { enrolByConditions(isFirstRound: now == rounds.first) }
      for e in enrolments.indices { start(e) }
      if isRound.contains(now) {
        walk { _ in true }
      } else if world.repliesAtOnce, now >= world.from {
        walk { e in news.contains { $0.kind == .replied && $0.contact == e.contact } }
      }
    }
    return timeline
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

  private func start(_ e: Int) {
    let policy = world.policies[enrolments[e].policy]
    let startsAt = enrolments[e].cameAt + (policy.after ?? 0)
    guard enrolments[e].startedAt == nil, enrolments[e].endedAt == nil, now >= startsAt else {
      return
    }
    enrolments[e].startedAt = startsAt
    ticks.add(startsAt + (policy.exitAfter?.span ?? 0))
    ticks.somethingHappened(at: startsAt)
    fallDue(e, startsAt)
    ticks.add(now + 1)  // This instant's exits are over: the chain asks, or the next instant.
  }

  private func walk(_ isAsked: (Enrolment) -> Bool) {
    let due = enrolments.indices.filter {
      step($0) != nil && enrolments[$0].dueAt <= now && isAsked(enrolments[$0])
    }
    for e in due.sorted(by: { turn($0).lexicographicallyPrecedes(turn($1)) }) {
      let failed = chain(e).first { $0.answer != .yes }
      switch failed?.answer == .unknown ? .wait : failed?.outcome {
      case nil:
        record(e, .send, nil)
        let isStart = enrolments[e].sentAt.isEmpty
        let (contact, policy) = (enrolments[e].contact, enrolments[e].policy)
        sends.append(Send(at: now, contact: contact, policy: policy, isStart: isStart))
        enrolments[e].sentAt.append(now)
        ticks.somethingHappened(at: now)
        ticks.add(now + 1)  // What a send causes comes strictly later.
        ticks.add(now + (world.policies[policy].openFor ?? 0))
        goOn(e)
      case .wait: record(e, .wait, failed?.id)
      case .skip:
        record(e, .skip, failed?.id)
        goOn(e)
      case .stop:
        record(e, .stop, failed?.id)
        end(e, as: failed?.id == "exit" ? exit(e) ?? "" : failed?.id ?? "")
      }
    }
  }

  /// Priority, due time, then the id that `order_by` names in every policy of these worlds.
  private func turn(_ e: Int) -> [Int] {
    let (enrolment, policy) = (enrolments[e], world.policies[enrolments[e].policy])
    let priority = policy.steps[enrolment.step].priority ?? policy.priority
    return [priority, enrolment.dueAt, enrolment.deal ?? enrolment.contact]
  }

  /// The next step, counted from now; after the last it stays open while an exit can still come.
  private func goOn(_ e: Int) {
    enrolments[e].step += 1
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
    guard let step = step(e) else { return }
    enrolments[e].dueAt = counted + (step.after ?? 0)
    ticks.add(enrolments[e].dueAt + (step.expires ?? 0))
  }

  private func end(_ e: Int, as reason: String) {
    guard enrolments[e].endedAt == nil else { return }
    enrolments[e].endedAt = now
    ticks.add(now + (world.policies[enrolments[e].policy].again?.after ?? 0))
    timeline.endings.append(.init(at: now, name: enrolments[e].name, reason: reason))
  }

  private func record(_ e: Int, _ verdict: ReferenceTimeline.Verdict, _ reason: String?) {
    guard let step = step(e) else { return }
    timeline.add(
      .init(at: now, name: enrolments[e].name, step: step.id, verdict: verdict, reason: reason))
  }

  private func isRunning(_ e: Int) -> Bool {
    enrolments[e].startedAt != nil && enrolments[e].endedAt == nil
  }

  /// The step that it is at, if it runs and isn't through.
  private func step(_ e: Int) -> World.Step? {
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
