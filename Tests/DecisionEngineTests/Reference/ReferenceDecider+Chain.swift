// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts

extension ReferenceDecider {
  /// One guard's answer and what its failure means.
  typealias Asked = (id: String, outcome: World.Outcome, answer: ReferenceTruth)

  /// The guard chain of language.md section 4, every guard of it, in order.
  func chain(_ e: Enrolment) -> [Asked] {
    let (person, policy, step) = (world.contacts[e.contact], e.policy, e.policy.steps[e.step])
    let moment = moment(e)
    func had(_ kind: World.Kind, level: Int = 0) -> Bool {
      happened.contains { $0.kind == kind && $0.contact == e.contact && $0.level >= level }
    }
    // The second rung writes by SMS; who opted in did so for e-mail.
    let isEmail = e.rung == 0
    let consent = isEmail && had(.optedIn) ? "explicit" : person.consent ?? "none"
    var chain: [Asked] = [
      ("suppression", .stop, .init(!had(.optedOut))),
      ("consent", .skip, .init(world.consentNeeded.contains(consent))),
      ("address", .skip, .init(person.hasAddress && !had(.bounced, level: 2))),
    ]
    if world.hasQuietHours { chain.append(("quiet_hours", .wait, isOpen(person))) }
    chain += world.mandatory.flatMap { ask($0, moment) }
    chain.append(("exit", .stop, .init(exit(e) == nil)))
    if e.sentAt.isEmpty, let when = policy.when {
      chain.append(("audience", .stop, when.holds(moment)))
    }
    chain += policy.guards.flatMap { ask($0, moment) }
    if let onlyIf = step.onlyIf { chain.append(("only_if", .skip, onlyIf.holds(moment))) }
    chain += step.guards.flatMap { ask($0, moment) }
    let narrowestFirst = world.limits.sorted {
      ($0.scope.rawValue, $0.id) < ($1.scope.rawValue, $1.id)
    }
    for limit in narrowestFirst where !limit.isObserved && looksAt(limit, e) {
      chain.append((limit.id, limit.onExceed, fits(limit, e)))
    }
    if isEmail, !world.senders.isEmpty {
      chain.append(("sender", .wait, .init(!freeSenders(e).isEmpty)))
    }
    if step.approval != nil {
      chain.append(("approval", .hold, .init(e.hold?.answer == .granted)))
    }
    return chain
  }

  /// The first exit whose condition holds.
  func exit(_ e: Enrolment) -> String? {
    e.policy.exits.first { exit in
      guard case .when(let condition) = exit.signal else { return false }
      return condition.holds(moment(e)) == .yes
    }?.name
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

  private func looksAt(_ limit: World.Limit, _ e: Enrolment) -> Bool {
    limit.of?.contains(e.policyIndex) ?? true
  }

  private func fits(_ limit: World.Limit, _ e: Enrolment) -> ReferenceTruth {
    func account(_ e: Enrolment) -> Int { world.contacts[e.contact].account }
    let counted = sends.filter { send in
      guard looksAt(limit, send.enrolment) else { return false }
      return switch limit.scope {
      case .contact: send.enrolment.contact == e.contact
      case .account: account(send.enrolment) == account(e)
      case .policy: send.enrolment.policyIndex == e.policyIndex
      case .global: true
      }
    }
    switch limit.rule {
    case .gap(let gap, starts: false):
      return .init(counted.allSatisfy { now >= $0.at + gap })
    case .gap(let gap, starts: true):
      return .init(!e.sentAt.isEmpty || counted.allSatisfy { !$0.isStart || now >= $0.at + gap })
    case .rolling(let count, let width):
      return .init(counted.filter { $0.at > now - width }.count < count)
    case .daily(let count, let zone):
      return .init(counted.filter { isToday($0.at, in: zone) }.count < count)
    }
  }

  private func isToday(_ second: Int, in zone: String) -> Bool {
    func day(_ second: Int) -> CivilDate {
      zones.named(zone).date(at: Instant(seconds: Int64(second)))
    }
    return day(second) == day(now)
  }

  /// Who may write now: the one whom people agreed to, else anybody with time and gap.
  private func freeSenders(_ e: Enrolment) -> [Int] {
    let agreed = e.hold?.answer == .granted ? e.hold?.sender.map { [$0] } : nil
    return (agreed ?? Array(world.senders.indices)).filter { sender in
      let own = sends.filter { $0.sender == sender }
      return own.allSatisfy { now >= $0.at + world.senderGap }
        && own.filter { isToday($0.at, in: world.zone) }.count
          < world.senders[sender].daily ?? .max
    }
  }

  /// Who writes: drawn among the free, the same one for the same enrolment.
  func sender(_ e: Enrolment) -> Int? {
    let free = e.rung == 0 ? freeSenders(e) : []
    guard free.count > 1 else { return free.first }
    let id = EnrolmentID(
      policy: e.name.policy, contact: e.name.contact, subject: e.name.subject,
      ordinal: e.name.ordinal)
    let draw = Draw(
      seed: Int64(world.seed), purpose: "pool.choose", ids: ["writers", id.description])
    return draw.choice(weights: free.map { _ in 1 }).map { free[$0] }
  }
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
