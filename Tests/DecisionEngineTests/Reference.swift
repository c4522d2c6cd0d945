// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards

/// Decides small worlds slowly and obviously.
///
/// It lives through every tick, looks at everybody each time, and remembers only what happened.
/// Written from the language's rules alone; the engine must agree.
struct Reference {
  /// One run of a contact through one policy.
  struct Run {
    let policy: Int, contact: Int, ordinal: Int
    let cameAt: Int
    var startedAt: Int?
    var endedAt: Int?
    var endedAs = ""
    var step = 0
    var dueAt = 0
    /// Not decided before this instant: what a send causes comes strictly later.
    var notBefore = 0
    var lastSentAt: Int?
    var isFinished = false
  }
  struct Sent { let at: Int, contact: Int, account: Int, policy: Int, isStart: Bool }

  let world: SmallWorld
  var runs: [Run] = []
  var sent: [Sent] = []
  var level: [Int]
  var repliedAt: [Int?]
  var nudgedAt: [Int?]
  var isOut: [Bool]
  /// `time contact policy step verdict reason`, waits apart: they are repeated each round.
  var decisions: [String] = []
  var waits: [String: String] = [:]

  init(_ world: SmallWorld) {
    self.world = world
    level = world.people.map(\.level)
    repliedAt = world.people.map { _ in nil }
    nudgedAt = repliedAt
    isOut = world.people.map { _ in false }
  }

  mutating func live() {
    for tick in stride(from: 0, through: world.lengthSeconds, by: 600) {
      // What is caused comes a second later, between two ticks.
      instant(tick)
      instant(tick + 1)
    }
  }

  private mutating func instant(_ now: Int) {
    let happened = world.happenings.filter { $0.at == now }
    for event in happened {
      switch event.what {
      case .replied: repliedAt[event.contact] = now
      case .nudged: nudgedAt[event.contact] = now
      case .optedOut: isOut[event.contact] = true
      case .level(let value): level[event.contact] = value
      case .asked: break
      }
    }
    // Exits.
    for index in runs.indices where isOpen(index) {
      for exit in policy(index).exits where runs[index].endedAt == nil {
        let isHit: Bool =
          switch exit {
          case .replied:
            happened.contains { $0.what == .replied && $0.contact == runs[index].contact }
          case .levelAbove(let bound): level[runs[index].contact] > bound
          case .after: false
          }
        // Conditions of who starts now are asked from the next instant on.
        if isHit, (runs[index].startedAt ?? now) < now { end(index, exit.name, now) }
      }
    }
    // Deadlines.
    for index in runs.indices where runs[index].endedAt == nil {
      let run = runs[index]
      if run.lastSentAt == nil, let until = policy(index).until, now >= run.cameAt + until {
        if run.startedAt != nil, !run.isFinished { decide(index, now, .stop, "expired") }
        end(index, "expired", now)
        continue
      }
      guard let start = run.startedAt else { continue }
      let leaving = policy(index).exits.compactMap(\.afterSeconds).min()
      if let leaving, now >= start + leaving {
        end(index, "exhausted", now)
      } else if !run.isFinished, let expires = step(index).expires, now >= run.dueAt + expires {
        decide(index, now, .skip, "late")
        goOn(index, now, wasSent: false)
      }
    }
    // Enrolments, then starts.
    for event in happened { enrol(event, now) }
    let pending = runs.indices.filter {
      runs[$0].startedAt == nil && runs[$0].endedAt == nil
        && now >= runs[$0].cameAt + policy($0).after
    }
    let inOrder = pending.sorted {
      (runs[$0].cameAt + policy($0).after, $0) < (runs[$1].cameAt + policy($1).after, $1)
    }
    for index in inOrder where !groupIsHeld(by: index) {
      runs[index].startedAt = now
      begin(index, step: 0, from: now, notBefore: now)
    }
    if now % world.roundSeconds == 0 { walk(now) }
  }

  private mutating func enrol(_ event: SmallWorld.Happening, _ now: Int) {
    for (index, policy) in world.policies.enumerated() where policy.trigger == event.what {
      if let bound = policy.whenLevel, level[event.contact] < bound { continue }
      let earlier = runs.filter { $0.policy == index && $0.contact == event.contact }
      if let last = earlier.last {
        guard let again = policy.again, let end = last.endedAt, now >= end + again.after,
          earlier.count < again.atMost
        else { continue }
      }
      runs.append(
        Run(policy: index, contact: event.contact, ordinal: earlier.count + 1, cameAt: now))
    }
  }

  // MARK: - The round

  private mutating func walk(_ now: Int) {
    var turn = candidates(now, besides: [])
    var done: Set<String> = []
    while !turn.isEmpty {
      for index in turn where isDue(index, now) {
        done.insert("\(index) \(runs[index].step)")
        ask(index, now)
      }
      turn = candidates(now, besides: done)
    }
  }

  private func isDue(_ index: Int, _ now: Int) -> Bool {
    isOpen(index) && !runs[index].isFinished && runs[index].dueAt <= now
      && runs[index].notBefore <= now
  }

  private func candidates(_ now: Int, besides done: Set<String>) -> [Int] {
    let due = runs.indices.filter {
      isDue($0, now) && !done.contains("\($0) \(runs[$0].step)")
    }
    func hash(_ index: Int) -> UInt64 {
      let contact = world.people[runs[index].contact].id
      return StableHash(parts: [
        "parley.walk.1", String(world.seed), policy(index).id, contact, contact, step(index).id,
      ]).leading64
    }
    var order = due.sorted {
      (policy($0).priority, runs[$0].dueAt, hash($0)) < (
        policy($1).priority, runs[$1].dueAt, hash($1)
      )
    }
    // Within one policy its own order takes the places that hashes gave it.
    for place in world.policies.indices where world.policies[place].ordersByLevel {
      for key in Set(order.map { [policy($0).priority, runs[$0].dueAt] }) {
        let places = order.indices.filter {
          runs[order[$0]].policy == place
            && [policy(order[$0]).priority, runs[order[$0]].dueAt] == key
        }
        let mine = places.map { order[$0] }.enumerated().sorted {
          (level[runs[$0.element].contact], $0.offset) < (
            level[runs[$1.element].contact], $1.offset
          )
        }
        for (place, entry) in zip(places, mine) { order[place] = entry.element }
      }
    }
    return order
  }

  private mutating func ask(_ index: Int, _ now: Int) {
    let (verdict, reason) = verdict(index, now)
    decide(index, now, verdict, reason)
    switch verdict {
    case .send:
      let person = world.people[runs[index].contact]
      sent.append(
        Sent(
          at: now, contact: runs[index].contact, account: person.account,
          policy: runs[index].policy, isStart: runs[index].lastSentAt == nil))
      runs[index].lastSentAt = now
      goOn(index, now, wasSent: true)
    case .skip: goOn(index, now, wasSent: false)
    case .stop: end(index, reason, now)
    case .wait, .hold: break
    }
  }

  /// The first guard that doesn't let it, in the order of chains.
  private func verdict(_ index: Int, _ now: Int) -> (Verdict, String) {
    let (run, person) = (runs[index], world.people[runs[index].contact])
    let start = run.startedAt ?? now
    let hasReplied = repliedAt[run.contact].map { $0 > start } ?? false
    if isOut[run.contact] { return (.stop, "suppression") }
    if !person.hasConsent { return (.skip, "consent") }
    for exit in policy(index).exits {
      if case .levelAbove(let bound) = exit, level[run.contact] > bound { return (.stop, "exit") }
    }
    if run.lastSentAt == nil, let bound = policy(index).whenLevel, level[run.contact] < bound {
      return (.stop, "audience")
    }
    for rule in policy(index).rules {
      switch rule.what {
      case .levelAtLeast(let bound):
        if level[run.contact] < bound { return (rule.outcome, rule.id) }
      case .quiet: if hasReplied { return (rule.outcome, rule.id) }
      case .aged(let hours): if now < start + hours * 3_600 { return (rule.outcome, rule.id) }
      case .hours: if !SmallWorld.isOffice(now) { return (.wait, rule.id) }
      case .mood:
        guard let mood = person.mood else { return (.wait, rule.id) }
        if mood != "good" { return (rule.outcome, rule.id) }
      }
    }
    if step(index).onlyIfQuiet, hasReplied { return (.skip, "only_if") }
    for limit in world.limits where isExceeded(limit, index, now) {
      return (limit.skips ? .skip : .wait, limit.id)
    }
    return (.send, "")
  }

  private func isExceeded(_ limit: SmallWorld.Limit, _ index: Int, _ now: Int) -> Bool {
    let (run, person) = (runs[index], world.people[runs[index].contact])
    if limit.isAboutStarts, run.lastSentAt != nil { return false }
    let counted = sent.filter { other in
      if limit.isAboutStarts, !other.isStart { return false }
      return switch limit.scope {
      case .global: true
      case .contact: other.contact == run.contact
      case .account: other.account == person.account
      case .policy: other.policy == run.policy
      }
    }
    return switch limit.amount {
    case .gap(let seconds): counted.contains { now < $0.at + seconds }
    case .rolling(let count, let seconds): counted.count { $0.at > now - seconds } >= count
    case .day(let count): counted.count { $0.at / 86_400 == now / 86_400 } >= count
    }
  }

  // MARK: - Small parts

  private func policy(_ index: Int) -> SmallWorld.Policy { world.policies[runs[index].policy] }

  private func step(_ index: Int) -> SmallWorld.Step { policy(index).steps[runs[index].step] }

  private func isOpen(_ index: Int) -> Bool {
    runs[index].startedAt != nil && runs[index].endedAt == nil
  }

  private func groupIsHeld(by index: Int) -> Bool {
    guard policy(index).isExclusive else { return false }
    return runs.indices.contains {
      isOpen($0) && policy($0).isExclusive && runs[$0].contact == runs[index].contact
    }
  }

  private mutating func begin(_ index: Int, step: Int, from base: Int, notBefore: Int) {
    runs[index].step = step
    runs[index].dueAt = base + policy(index).steps[step].after
    runs[index].notBefore = notBefore
  }

  private mutating func goOn(_ index: Int, _ now: Int, wasSent: Bool) {
    guard runs[index].step + 1 < policy(index).steps.count else {
      runs[index].isFinished = true
      // Open as long as an exit can come; without a bound it is done.
      if policy(index).exits.compactMap(\.afterSeconds).isEmpty { end(index, "done", now) }
      return
    }
    begin(index, step: runs[index].step + 1, from: now, notBefore: wasSent ? now + 1 : now)
  }

  private mutating func end(_ index: Int, _ name: String, _ now: Int) {
    runs[index].endedAt = now
    runs[index].endedAs = name
  }

  private mutating func decide(_ index: Int, _ now: Int, _ verdict: Verdict, _ reason: String) {
    let what =
      "\(now) \(world.people[runs[index].contact].id) \(policy(index).id) \(step(index).id)"
    if verdict == .wait {
      waits[what] = reason
    } else {
      decisions.append("\(what) \(verdict.rawValue) \(reason)")
    }
  }
}
