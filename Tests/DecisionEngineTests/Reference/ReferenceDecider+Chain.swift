// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts

extension ReferenceDecider {
  /// One guard's answer and what its failure means.
  typealias Asked = (id: String, outcome: World.Outcome, answer: ReferenceTruth)

  /// The guard chain of language.md section 4, every guard of it, in order.
  func chain(_ e: Int) -> [Asked] {
    let (enrolment, moment) = (enrolments[e], moment(e))
    let (person, policy) = (world.contacts[enrolment.contact], world.policies[enrolment.policy])
    func had(_ kind: World.Kind, level: Int = 0) -> Bool {
      happened.contains {
        $0.kind == kind && $0.contact == enrolment.contact && $0.level >= level
      }
    }
    // The second rung writes by SMS; who opted in did so for e-mail.
    let isEmail = enrolment.rung == 0
    let consent = isEmail && had(.optedIn) ? "explicit" : person.consent ?? "none"
    let isReachable = person.hasAddress && !had(.bounced, level: 2)
    var chain: [Asked] = [
      ("suppression", .stop, .init(!had(.optedOut))),
      ("consent", .skip, .init(world.consentNeeded.contains(consent))),
      ("address", .skip, .init(isReachable)),
    ]
    if world.hasQuietHours { chain.append(("quiet_hours", .wait, isOpen(person))) }
    chain += world.mandatory.flatMap { ask($0, moment) }
    chain.append(("exit", .stop, .init(exit(e) == nil)))
    if enrolment.sentAt.isEmpty, let when = policy.when {
      chain.append(("audience", .stop, when.holds(moment)))
    }
    chain += policy.guards.flatMap { ask($0, moment) }
    if let onlyIf = policy.steps[enrolment.step].onlyIf {
      chain.append(("only_if", .skip, onlyIf.holds(moment)))
    }
    chain += policy.steps[enrolment.step].guards.flatMap { ask($0, moment) }
    let narrowestFirst = world.limits.sorted {
      ($0.scope.rawValue, $0.id) < ($1.scope.rawValue, $1.id)
    }
    for limit in narrowestFirst where !limit.isObserved && limit.looksAt(enrolment.policy) {
      chain.append((limit.id, limit.onExceed, fits(limit, e)))
    }
    if isEmail, !world.senders.isEmpty {
      chain.append(("sender", .wait, .init(!freeSenders(e).isEmpty)))
    }
    if policy.steps[enrolment.step].approval != nil {
      chain.append(("approval", .hold, .init(enrolment.hold?.answer == .granted)))
    }
    return chain
  }

  /// A guard of the author; nothing if it only observes or doesn't apply.
  private func ask(_ asked: World.Guard, _ moment: ReferenceMoment) -> [Asked] {
    let applies = asked.applies?.holds(moment) ?? .yes
    if asked.isObserved || applies == .no { return [] }
    if applies == .unknown { return [(asked.id, .wait, .unknown)] }
    switch asked.test {
    case .require(let condition): return [(asked.id, asked.otherwise, condition.holds(moment))]
    case .forbid(let condition): return [(asked.id, asked.otherwise, !condition.holds(moment))]
    case .window: return [(asked.id, asked.otherwise, isOpen(moment.person))]
    }
  }

  /// Whether the calendar is open in every zone in which the person may live.
  private func isOpen(_ person: World.Contact) -> ReferenceTruth {
    let name = person.zone ?? world.accounts[person.account].zone
    var places = name.map { [zones.named($0)] } ?? person.country.map(zones.ofCountry) ?? []
    if places.isEmpty, let fallback = world.fallbackZone { places = [zones.named(fallback)] }
    return places.isEmpty ? .unknown : .init(places.allSatisfy { world.calendar.isOpen(now, $0) })
  }

  private func fits(_ limit: World.Limit, _ e: Int) -> ReferenceTruth {
    let enrolment = enrolments[e]
    let account = world.contacts[enrolment.contact].account
    let counted = sends.filter { send in
      guard limit.looksAt(send.policy) else { return false }
      return switch limit.scope {
      case .contact: send.contact == enrolment.contact
      case .account: world.contacts[send.contact].account == account
      case .policy: send.policy == enrolment.policy
      case .global: true
      }
    }
    switch limit.rule {
    case .gap(let gap, starts: false):
      return .init(counted.allSatisfy { now >= $0.at + gap })
    case .gap(let gap, starts: true):
      if !enrolment.sentAt.isEmpty { return .yes }
      return .init(counted.allSatisfy { !$0.isStart || now >= $0.at + gap })
    case .rolling(let count, let width):
      return .init(counted.filter { $0.at > now - width }.count < count)
    case .daily(let count, let name):
      let zone = zones.named(name)
      func day(_ second: Int) -> CivilDate { zone.date(at: Instant(seconds: Int64(second))) }
      return .init(counted.filter { day($0.at) == day(now) }.count < count)
    }
  }
}

extension ReferenceDecider {
  /// Who may write now: the one whom people agreed to, else anybody with time and gap.
  private func freeSenders(_ e: Int) -> [Int] {
    let hold = enrolments[e].hold
    let agreed = hold?.answer == .granted ? hold?.sender.map { [$0] } : nil
    let zone = zones.named(world.zone)
    func day(_ second: Int) -> CivilDate { zone.date(at: Instant(seconds: Int64(second))) }
    return (agreed ?? Array(world.senders.indices)).filter { sender in
      let own = sends.filter { $0.sender == sender }
      return own.allSatisfy { now >= $0.at + world.senderGap }
        && own.filter { day($0.at) == day(now) }.count < world.senders[sender].daily ?? .max
    }
  }

  /// Who writes: drawn among the free, the same one for the same enrolment.
  func sender(_ e: Int) -> Int? {
    let free = enrolments[e].rung == 0 ? freeSenders(e) : []
    guard free.count > 1 else { return free.first }
    let name = enrolments[e].name
    let id = EnrolmentID(
      policy: name.policy, contact: name.contact, subject: name.deal ?? name.contact,
      ordinal: name.ordinal)
    let draw = Draw(
      seed: Int64(world.seed), purpose: "pool.choose", ids: ["writers", id.description])
    return draw.choice(weights: free.map { _ in 1 }).map { free[$0] }
  }

  // MARK: - What a wait says of the time ahead

  /// When time alone changes the answer of a guard: everything else stays as it is.
  func until(_ e: Int, _ id: String?) -> Int? {
    let present = now
    defer { now = present }
    func answer() -> ReferenceTruth? { chain(e).first { $0.id == id }?.answer }
    let before = answer()
    // Who waits for facts is told which.
    if before == .unknown { return nil }
    return instantsAhead.first { instant in
      now = instant
      return answer() != before
    }
  }

  /// The first round at which every guard passes, unless one before ends the step.
  func earliest(_ e: Int) -> Int? {
    let present = now
    defer { now = present }
    let (enrolment, policy) = (enrolments[e], world.policies[enrolments[e].policy])
    for round in rounds where round > present {
      now = round
      if let expires = policy.steps[enrolment.step].expires, now >= enrolment.dueAt + expires {
        return nil
      }
      if let (_, span) = policy.exitAfter, now >= (enrolment.startedAt ?? 0) + span { return nil }
      let failed = chain(e).first { $0.answer != .yes && $0.outcome != .hold }
      guard let failed else { return round }
      // What isn't known waits, and time may make it matter no more.
      if failed.answer != .unknown, failed.outcome != .wait { return nil }
    }
    return nil
  }

  /// Every instant at which a guard may flip: half hours for windows and days, and the ends of
  /// everything that began.
  private var instantsAhead: [Int] {
    let spans = world.limits.map { limit in
      switch limit.rule {
      case .gap(let gap, _): gap
      case .rolling(_, let width): width
      case .daily: 0
      }
    }
    let ends = sends.flatMap { send in (spans + [world.senderGap]).map { send.at + $0 } }
    let halves = stride(from: now - now % 1_800, to: now + 12 * 86_400, by: 1_800)
    return Set(ticks.all + ends + halves).filter { $0 > now }.sorted()
  }
}

extension ReferenceDecider {
  /// Whom an event enrols: its contact; else the deal's; else the account's main one or only one.
  func contactToEnrol(_ event: World.Event) -> Int? {
    if let contact = event.contact ?? event.deal.flatMap({ world.deals[$0].contact }) {
      return contact
    }
    guard let account = event.account ?? event.deal.map({ world.deals[$0].account }) else {
      return nil
    }
    let people = world.contacts.indices.filter { world.contacts[$0].account == account }
    return world.accounts[account].mainContact ?? (people.count == 1 ? people.first : nil)
  }

  /// Whether an event is about an enrolment: its deal, its person, or nobody else of the account.
  func concerns(_ event: World.Event, _ enrolment: Enrolment) -> Bool {
    if let deal = event.deal, deal == enrolment.deal { return true }
    if let contact = event.contact ?? event.deal.flatMap({ world.deals[$0].contact }) {
      return contact == enrolment.contact
    }
    let account = event.account ?? event.deal.map { world.deals[$0].account }
    return account == world.contacts[enrolment.contact].account
  }

  /// A deal without any event has its row's stage always; else it is there from its first event.
  func stage(ofDeal deal: Int) -> World.Deal.Stage? {
    guard world.events.contains(where: { $0.deal == deal }) else { return world.deals[deal].stage }
    return happened.last { $0.deal == deal }?.kind.stage
  }
}

extension ReferenceWorld.Policy {
  /// After the last send, while an exit can still come.
  var openFor: Int? { exits.isEmpty ? nil : goalWithin }

  /// The earliest exit that counts from the start.
  var exitAfter: (name: String, span: Int)? {
    for exit in exits {
      if case .after(let span) = exit.signal { return (exit.name, span) }
    }
    return nil
  }
}

extension ReferenceWorld.Limit {
  func looksAt(_ policy: Int) -> Bool { of?.contains(policy) ?? true }
}

extension ReferenceWorld.Hours {
  /// Half-open windows; each belongs to the day on which it begins.
  func isOpen(_ second: Int, _ zone: Zone) -> Bool {
    let local = zone.civil(at: Instant(seconds: Int64(second)))
    return [0, 1].contains { daysAgo in
      let date = local.date.adding(days: -daysAgo)
      let minute = local.time.minuteOfDay + daysAgo * 1_440
      return !closed.contains { $0.month == date.month && $0.day == date.day }
        && windows.contains {
          $0.days.contains(date.weekday.rawValue) && $0.from <= minute && minute < $0.to
        }
    }
  }
}
