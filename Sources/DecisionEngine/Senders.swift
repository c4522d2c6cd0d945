// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
public import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension World {
  /// How many messages a sender wrote on its local day.
  func sentToday(sender: Int, at now: Second, isShadow: Bool) -> Int {
    let zone = index.senders[sender].sender.zone ?? bundle.settings.zone
    let day = LocalPeriod.day.bounds(of: Instant(seconds: now), in: zone)
    return senders[log(of: sender, isShadow)].window.count(after: day.lowerBound.seconds - 1)
  }

  /// Where a sender's log is; what was only rehearsed stands apart.
  func log(of sender: Int, _ isShadow: Bool) -> Int {
    isShadow ? sender + index.senders.count : sender
  }

  /// Records that a sender wrote, and draws the gap until it may write again.
  mutating func recordSend(by sender: Int, enrolment: Int, isShadow: Bool) {
    let log = log(of: sender, isShadow)
    if let gap = bundle.pools[index.senders[sender].pool].gap {
      let draw = Draw(
        seed: seed, purpose: "pool.gap",
        ids: [index.senders[sender].sender.id, String(senders[log].count)])
      senders[log].freeAt = now + draw.duration(in: gap).wholeSeconds
    }
    senders[log].window.add(
      Ledger.Use(at: now, enrolment: enrolment), keepingAfter: now - 3 * 86_400)
  }
}

extension Engine {
  /// Takes a sender out until an instant: it is quarantined, or its provider doesn't answer.
  ///
  /// Who would have been written to from there waits under the guard `sender`; nothing is lost, and
  /// afterwards caps, gaps and hours hold as ever, so that no burst follows.
  public mutating func setAway(sender id: String, until instant: Instant, because why: String) {
    for position in context.world.index.senders.indices
    where context.world.index.senders[position].sender.id == id {
      let until = instant.roundedUpToSecond.seconds
      guard until > context.world.senders[position].awayUntil else { continue }
      context.world.senders[position].awayUntil = until
      context.world.senders[position].awayBecause = why
    }
  }
}

extension DecisionContext {
  /// Which sender would write, or why none can; asked once a decision.
  func senderChoice() -> SenderAvailability {
    if let known = memo.sender { return known }
    let choice = chooseSender()
    memo.sender = choice
    return choice
  }

  private func chooseSender() -> SenderAvailability {
    guard step >= 0 else { return .notNeeded }
    if case .none = world.index.policies[policy].steps[step].chains[rung].pool { return .notNeeded }
    let candidates = senderCandidates()
    guard !candidates.isEmpty else {
      return .none(freesAt: nil, detail: "no sender of the pool may write to this person")
    }
    var free: [Int] = []
    var soonest = Second.never
    var reported: Busyness?
    for sender in candidates {
      let (freesAt, why) = busy(sender)
      guard freesAt > clock else {
        free.append(sender)
        continue
      }
      if reported == nil || freesAt < soonest { reported = why }
      soonest = min(soonest, freesAt)
    }
    guard !free.isEmpty else {
      return .none(
        freesAt: soonest == .never ? nil : Instant(seconds: soonest),
        detail: reported.map { words($0) } ?? "")
    }
    // Of a later round only this matters: that somebody is free.
    return clock > world.now ? .available(sender: free[0]) : draw(from: free)
  }

  /// When somebody who may write to this person is free; at once where nobody in particular writes.
  var sendersFreeAt: Second {
    guard step >= 0 else { return .min }
    if case .none = world.index.policies[policy].steps[step].chains[rung].pool { return .min }
    var soonest: Second?
    for sender in senderCandidates() {
      let until = busy(sender).until
      if until <= clock { return .min }
      soonest = min(soonest ?? .never, until)
    }
    return soonest ?? .min
  }

  /// Who may write to this person at all, busy or not.
  func senderCandidates() -> [Int] {
    if let known = memo.candidates { return known }
    let found = findCandidates()
    memo.candidates = found
    return found
  }

  private func findCandidates() -> [Int] {
    guard step >= 0 else { return [] }
    if enrolment >= 0 {
      if let hold = world.enrolments[enrolment].hold, hold.answer == .granted,
        let sender = hold.sender
      {
        return [sender]
      }
      if let thread = world.index.policies[policy].steps[step].chains[rung].thread,
        case .some(.some(let sender)) = world.enrolments[enrolment].sends.sender(
          ofStep: thread)
      {
        return [sender]
      }
    }
    switch world.index.policies[policy].steps[step].chains[rung].pool {
    case .none: return []
    case .sameSender:
      if enrolment >= 0, let sender = world.enrolments[enrolment].sends.lastSender {
        return [sender]
      }
      // Nothing was sent before: whoever writes on this channel may begin.
      return world.bundle.pools.indices.filter { world.bundle.pools[$0].channel == channelIndex }
        .flatMap { candidates(ofPool: $0) }
    case .pool(let pool): return candidates(ofPool: pool)
    }
  }

  private func candidates(ofPool pool: Int) -> [Int] {
    if world.bundle.pools[pool].sticksToConversation,
      let old = conversation(pool)
    {
      if world.index.senders.indices.contains(old), world.index.senders[old].pool == pool {
        return [old]
      }
      if world.bundle.pools[pool].waitsForLostSender { return [] }
    }
    return speakers(ofPool: pool)
  }

  /// Who of a pool writes the language of the message.
  ///
  /// Outside sessions it follows from the person's language alone, and is found once for each.
  private func speakers(ofPool pool: Int) -> [Int] {
    guard let channelIndex, world.bundle.channels[channelIndex].session == nil else {
      return findSpeakers(ofPool: pool)
    }
    let cell = world.facts.contacts.cell(world.index.contactLanguage, contact, at: now)
    let key = SpeakersKey(
      chain: world.conditions.chain(policy, step, rung).start, pool: pool,
      language: cell.state == .known ? cell.word : -1)
    if let known = memo.speakers[key] { return known }
    let found = findSpeakers(ofPool: pool)
    memo.speakers[key] = found
    return found
  }

  private func findSpeakers(ofPool pool: Int) -> [Int] {
    let language = variantLanguage
    var found: [Int] = []
    // By position: a sender is large, and copied for every loop that takes it out.
    for place in world.bundle.pools[pool].senders.indices {
      if let language, !world.bundle.pools[pool].senders[place].languages.isEmpty,
        !world.bundle.pools[pool].senders[place].languages.contains(language)
      {
        continue
      }
      found.append(world.bundle.pools[pool].senders[place].index)
    }
    return found
  }

  /// Why a sender can't write now.
  private enum Busyness {
    case gap
    case away(String)
    case daily(Int)
    case limit(Int, LimitUsage)
  }

  private func words(_ why: Busyness) -> String {
    switch why {
    case .gap: "the pool's gap runs"
    case .away(let because): because
    case .daily(let daily): "\(daily) of \(daily) sent today"
    case .limit(let limit, let usage):
      "limit \(world.bundle.limits[limit].rule.id): \(usage.used)/\(usage.allowed) used"
    }
  }

  /// Who wrote to the person last from a pool; a rehearsal goes on with what was rehearsed.
  private func conversation(_ pool: Int) -> Int? {
    if isRehearsal,
      let old = world.conversations[
        World.ConversationKey(contact: contact, pool: pool, isShadow: true)]
    {
      return old
    }
    return world.conversations[World.ConversationKey(contact: contact, pool: pool)]
  }

  /// Until when a sender can't write, and why; an instant that has passed if it can.
  private func busy(_ sender: Int) -> (until: Second, why: Busyness?) {
    let isShadow = mode == .shadow
    let log = world.log(of: sender, isShadow)
    var until = Second.min
    var why: Busyness?
    if world.senders[log].freeAt > clock {
      until = world.senders[log].freeAt
      why = .gap
    }
    // Who is away is so for rehearsals, too.
    if world.senders[sender].awayUntil > clock, world.senders[sender].awayUntil > until {
      until = world.senders[sender].awayUntil
      why = .away(world.senders[sender].awayBecause)
    }
    if let daily = world.index.senders[sender].sender.daily, world.senders[log].count >= daily,
      case let zone = world.index.senders[sender].sender.zone ?? world.bundle.settings.zone,
      case let day = memo.calendars.bounds(of: .day, at: now, in: zone),
      world.senders[log].window.count(after: day.lowerBound.seconds - 1) >= daily
    {
      until = max(until, daily > 0 ? day.upperBound.seconds : .never)
      why = .daily(daily)
    }
    for limit in world.index.policies[policy].steps[step].chains[rung].senderLimits {
      let rule = world.bundle.limits[limit].rule
      let usage = senderUsage(of: rule, sender: sender)
      guard usage.isAsked, usage.used >= usage.allowed else { continue }
      until = max(until, usage.freesAt?.seconds ?? .never)
      why = .limit(limit, usage)
    }
    return (until, why)
  }

  /// The deterministic weighted draw: the same enrolment draws the same sender of the same ones.
  private func draw(from free: [Int]) -> SenderAvailability {
    let pool = world.index.senders[free[0]].pool
    let chosenBy = world.bundle.pools[pool].weight
    var candidates = free
    guard free.count > 1 || chosenBy != nil else { return .available(sender: free[0]) }
    let before = senderAsked
    defer { senderAsked = before }
    if free.count > 1, let prefer = world.bundle.pools[pool].prefer {
      let preferred = free.filter { sender in
        senderAsked = sender
        return holds(prefer)
      }
      if !preferred.isEmpty { candidates = preferred }
    }
    if candidates.count == 1, chosenBy == nil { return .available(sender: candidates[0]) }
    var weights: [Double] = []
    for sender in candidates {
      guard let weight = chosenBy else {
        weights.append(1)
        continue
      }
      senderAsked = sender
      switch number(of: weight) {
      case .success(let number): weights.append(number)
      case .failure(let missing): return .unknown(missing.facts)
      }
    }
    let draw = Draw(
      seed: world.seed, purpose: "pool.choose", ids: [world.bundle.pools[pool].id, drawID])
    guard let place = draw.choice(weights: weights) else {
      return .none(freesAt: nil, detail: "every sender has the weight zero")
    }
    return .available(sender: candidates[place])
  }

  private var drawID: String {
    enrolment >= 0
      ? world.id(ofEnrolment: enrolment).description
      : world.facts.contactID(contact).rawValue
  }

  /// The value of an expression that is a number.
  func number(of expression: CompiledExpression) -> Result<Double, MissingFacts> {
    switch expression.program.evaluate(self) {
    case .double(let number): .success(number)
    case .int(let number): .success(Double(number))
    case .uint(let number): .success(Double(number))
    case .unknown(let set): .failure(MissingFacts(facts: set.paths))
    case .error, .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network:
      .failure(MissingFacts(facts: []))
    }
  }
}
