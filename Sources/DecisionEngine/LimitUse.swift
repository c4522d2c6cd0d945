// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension DecisionContext {
  /// What a limit has used up for this step; of a sender's limit, what its freest sender has.
  func usage(of limit: LimitRule) -> LimitUsage {
    if limit.measures == .starts, hasSent { return .notAsked }
    guard case .sender = limit.scope else {
      return switch scope(of: limit, sender: nil) {
      case .success(let scope): usage(of: limit, scope, sender: nil)
      case .failure(let missing):
        LimitUsage(used: 0, allowed: 0, freesAt: nil, missing: missing.facts)
      }
    }
    var best: LimitUsage?
    for sender in senderCandidates() {
      let usage = senderUsage(of: limit, sender: sender)
      if usage.used < usage.allowed || !usage.isAsked { return usage }
      let isSooner = (usage.freesAt?.seconds ?? .never) < (best?.freesAt?.seconds ?? .never)
      if best == nil || isSooner { best = usage }
    }
    return best ?? .notAsked
  }

  /// What a sender's limit has used for one sender.
  func senderUsage(of limit: LimitRule, sender: Int) -> LimitUsage {
    if limit.measures == .starts, hasSent { return .notAsked }
    let scope = Ledger.Scope(value: Int64(sender), isShadow: mode == .shadow)
    return usage(of: limit, scope, sender: sender)
  }

  private func usage(of limit: LimitRule, _ scope: Ledger.Scope, sender: Int?) -> LimitUsage {
    switch limit.rule {
    case .gap(let gap):
      return world.ledger.usage(gap: gap, limit: limit.index, scope: scope, now: clock)
    case .periodGap(let period, let calendar):
      return periodGapUsage(period, calendar, of: limit, scope)
    case .cap(.count(let count), let period):
      return usage(of: limit, scope, allowed: count, period, sender)
    case .cap(.percentOfAllowance(let share), let period):
      guard let allowance = allowance(of: limit, sender: sender) else { return .notAsked }
      let allowed = Int((Double(allowance) * share).rounded(.down))
      return usage(of: limit, scope, allowed: allowed, period, sender)
    case .cap(.shareOfSends(let share), let period):
      let since = start(of: period, sender)
      let counts = world.ledger.share(limit: limit.index, scope: scope, after: since)
      // With this one among them; the first is always within its share.
      let allowed = max(1, Int((share * Double(counts.all + 1)).rounded(.down)))
      return LimitUsage(used: counts.own, allowed: allowed, freesAt: nil)
    }
  }

  private func usage(
    of limit: LimitRule, _ scope: Ledger.Scope, allowed: Int, _ period: LimitRule.Period,
    _ sender: Int?
  ) -> LimitUsage {
    let index = limit.index
    switch period {
    case .rolling(let span):
      return world.ledger.usage(
        rolling: span, allowed: allowed, limit: index, scope: scope, now: clock)
    case .calendar(let unit, let choice):
      // Nobody needs to know where a day begins of which nothing was used.
      guard world.ledger.isUsed(limit: index, scope: scope) else {
        return LimitUsage(used: 0, allowed: allowed, freesAt: nil)
      }
      let bounds = memo.calendars.bounds(of: unit, at: now, in: zone(choice, sender))
      return world.ledger.usage(
        period: bounds, allowed: allowed, limit: index, scope: scope)
    case .window(let calendar, let choice):
      return openingUsage(of: limit, scope, allowed: allowed, calendar, zone(choice, sender))
    case .ever:
      return world.ledger.usage(everAllowed: allowed, limit: index, scope: scope)
    }
  }

  /// A gap in calendar units: over when as many have passed by the contact's clocks.
  private func periodGapUsage(
    _ period: CalendarPeriod, _ calendar: Int?, of limit: LimitRule, _ scope: Ledger.Scope
  ) -> LimitUsage {
    guard let last = world.ledger.last(limit: limit.index, scope: scope) else {
      return LimitUsage(used: 0, allowed: 1, freesAt: nil)
    }
    let opensAt = period.advance(
      Instant(seconds: last.at), in: countingZone,
      calendar: calendar.map { world.bundle.calendars[$0].calendar },
      country: country)
    if let opensAt, opensAt <= now { return LimitUsage(used: 0, allowed: 1, freesAt: nil) }
    // Business days of a calendar without any never come.
    return LimitUsage(used: 1, allowed: 1, freesAt: opensAt)
  }

  /// Counts the uses since the calendar opened: those after which it hasn't closed again.
  private func openingUsage(
    of limit: LimitRule, _ scope: Ledger.Scope, allowed: Int, _ calendar: Int, _ zone: Zone
  ) -> LimitUsage {
    let calendar = world.bundle.calendars[calendar].calendar
    let closes = calendar.nextChange(after: now, in: zone)
    var used = 0
    if let window = world.ledger.window(limit: limit.index, scope: scope) {
      while used < allowed, let use = window.use(fromLatest: used + 1) {
        let change = calendar.nextChange(after: Instant(seconds: use.at), in: zone)
        if let change, change <= now { break }
        used += 1
      }
    }
    guard used >= allowed else { return LimitUsage(used: used, allowed: allowed, freesAt: nil) }
    let opens = closes.flatMap { calendar.nextOpen(atOrAfter: $0, in: zone) }
    return LimitUsage(used: used, allowed: allowed, freesAt: opens)
  }

  /// The last instant that no longer counts.
  private func start(of period: LimitRule.Period, _ sender: Int?) -> Second {
    switch period {
    case .rolling(let span): clock - span.wholeSeconds
    case .calendar(let unit, let choice):
      memo.calendars.bounds(of: unit, at: now, in: zone(choice, sender)).lowerBound.seconds - 1
    case .window: clock - 86_400
    case .ever: .min
    }
  }

  /// What the scope allows that day, which a share is taken of; `nil` for no bound.
  private func allowance(of limit: LimitRule, sender: Int?) -> Int? {
    if let sender { return world.index.senders[sender].sender.daily }
    var least: Int?
    for other in world.bundle.limits {
      guard other.rule.scope == limit.scope, other.rule.priorities == nil,
        case .cap(.count(let count), .calendar(.day, _)) = other.rule.rule
      else { continue }
      least = min(least ?? count, count)
    }
    return least
  }

  private func zone(_ choice: LimitRule.ZoneChoice, _ sender: Int?) -> Zone {
    switch choice {
    case .fixed(let zone): zone
    case .contact: countingZone
    case .sender:
      sender.flatMap { world.index.senders[$0].sender.zone }
        ?? world.bundle.settings.zone
    case .bundle: world.bundle.settings.zone
    }
  }

  /// The one zone to count the contact's days in.
  private var countingZone: Zone { world.countingZone(zones) }

  // MARK: - Scopes

  struct MissingFacts: Error { let facts: [String] }

  /// Whom a limit counts for here.
  func scope(of limit: LimitRule, sender: Int?) -> Result<Ledger.Scope, MissingFacts> {
    let value: Int64
    switch limit.scope {
    case .global, .tag: value = 0
    case .channel: value = Int64(channelIndex ?? -1)
    case .policy: value = Int64(policy)
    // Who belongs to no account stands alone.
    case .account: value = account.map(Int64.init) ?? Int64(-2 - contact)
    case .contact: value = Int64(contact)
    case .sender: value = Int64(sender ?? -1)
    case .fact(let object, let slot, let path):
      guard let cell = cell(object, slot), cell.state != .unknown else {
        return .failure(MissingFacts(facts: [path]))
      }
      value =
        cell.state == .absent
        ? .min
        : cell.long &+ Int64(cell.word) &+ Int64(bitPattern: cell.double.bitPattern)
    }
    return .success(Ledger.Scope(value: value, isShadow: mode == .shadow))
  }

  private func cell(_ object: Int32, _ slot: Int) -> Cell? {
    switch ObjectKind(rawValue: object) {
    case .contact?: world.facts.contacts.cell(slot, contact, at: now)
    case .account?: account.map { world.facts.accounts.cell(slot, $0, at: now) }
    case .deal?: deal.map { world.facts.deals.cell(slot, $0, at: now) }
    case .event?, .enrolment?, .phase?, .step?, .sentStep?, .rung?, .identity?, .sender?,
      .scores?, .offers?, .reply?, .sendRecord?, .decisionRecord?, nil:
      nil
    }
  }
}

extension LimitRule {
  /// Uses up to this instant can't matter any more.
  func horizon(at now: Second) -> Second {
    switch rule {
    case .gap, .periodGap: now
    case .cap(_, let period):
      switch period {
      case .rolling(let span): now - span.wholeSeconds
      // A day more than the longest period, for zones that differ.
      case .calendar(.day, _): now - 3 * 86_400
      case .calendar(.week, _): now - 9 * 86_400
      case .calendar(.month, _), .window: now - 33 * 86_400
      case .ever: now
      }
    }
  }

  /// True if nothing tells when it frees a place, so that it must be asked again each round.
  var mustBePolled: Bool {
    if case .cap(.shareOfSends, _) = rule { true } else { false }
  }
}
