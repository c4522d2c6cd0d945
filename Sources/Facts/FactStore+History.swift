// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

// MARK: - Contacts

extension FactStore {
  /// When the person wrote to us last.
  @inline(__always)
  public func lastReply(of contact: Int) -> Instant? {
    contactHistory.replied[person(of: contact)]
  }

  /// When the person wrote to us last, on one channel or on any.
  ///
  /// A message that no source gives a channel counts on every one of them only when none is named.
  public func lastInbound(of contact: Int, channel: Int? = nil) -> Instant? {
    guard let channel else { return lastReply(of: contact) }
    guard channel < contactHistory.inbound.count else { return nil }
    return contactHistory.inbound[channel][person(of: contact)]
  }

  /// When we wrote to the person last.
  @inline(__always)
  public func lastSent(to contact: Int) -> Instant? { contactHistory.sent[person(of: contact)] }

  /// When the first send of an enrolment of the person happened last.
  @inline(__always)
  public func lastStarted(of contact: Int) -> Instant? {
    contactHistory.started[person(of: contact)]
  }

  /// When the person opted out first.
  @inline(__always)
  public func optedOut(_ contact: Int) -> Instant? {
    contactHistory.optedOut[person(of: contact)]
  }

  /// Whether the person wrote in (since, clock].
  @inline(__always)
  public func replied(_ contact: Int, since: Instant) -> Bool {
    lastReply(of: contact).map { $0 > since } ?? false
  }

  /// Whether we wrote in (since, clock].
  @inline(__always)
  public func sent(to contact: Int, since: Instant) -> Bool {
    lastSent(to: contact).map { $0 > since } ?? false
  }

  /// Whether the person wrote, clicked, booked or opted in within (now − span, now].
  public func isActive(_ contact: Int, within span: Duration, now: Instant) -> Bool {
    contactHistory.active[person(of: contact)].map { $0 > now - span } ?? false
  }

  /// When the person wrote, clicked, booked or opted in last.
  public func lastActive(_ contact: Int) -> Instant? {
    contactHistory.active[person(of: contact)]
  }

  /// The entries of the person's messages, oldest first.
  public func messages(of contact: Int) -> [Int] {
    var entries: [Int] = []
    log.walk(.contact(person(of: contact))) { entry in
      if log.code(entry) == BuiltInEvent.contactReplied.rawValue { entries.append(entry) }
      return true
    }
    return entries.reversed()
  }

  /// The column of a contact's history, for kernels; of merged people ask the person's row.
  public func column(of member: HistoryMember) -> InstantColumn? {
    switch member {
    case .lastReplyAt, .lastInboundAt: contactHistory.replied
    case .lastSentAt: contactHistory.sent
    case .lastStartedAt: contactHistory.started
    case .optedOutAt: contactHistory.optedOut
    case .lastActivityAt: accountHistory.activity
    case .openedAt: dealHistory.opened
    case .wonAt: dealHistory.won
    case .lostAt: dealHistory.lost
    case .repliedSince, .repliedEver, .sentSince, .activeWithin, .had, .last, .countSince,
      .messages, .hasOpenDeal, .wonSince, .stage:
      nil
    }
  }
}

// MARK: - Accounts

extension FactStore {
  /// Whether a deal of the account is open.
  @inline(__always)
  public func hasOpenDeal(_ account: Int) -> Bool { accountHistory.openDeals[account] > 0 }

  /// Whether a deal of the account was won in (since, clock].
  @inline(__always)
  public func won(_ account: Int, since: Instant) -> Bool {
    accountHistory.won[account].map { $0 > since } ?? false
  }

  /// When a deal of the account was won last.
  public func lastWon(_ account: Int) -> Instant? { accountHistory.won[account] }

  /// The latest deal event or inbound message of the account.
  @inline(__always)
  public func lastActivity(of account: Int) -> Instant? { accountHistory.activity[account] }
}

// MARK: - Deals

extension FactStore {
  /// Whether the deal is there: its first event has happened, or it has none at all.
  @inline(__always)
  public func isThere(_ deal: Int) -> Bool { dealHistory.presence[deal] != .expected }

  /// How the deal stands; `nil` as long as it isn't there.
  @inline(__always)
  public func stage(of deal: Int) -> DealStage? {
    isThere(deal) ? dealHistory.stages[deal] : nil
  }

  /// How the deal stood at an earlier instant, if its events are kept.
  public func stage(of deal: Int, at instant: Instant) -> DealStage? {
    if dealHistory.presence[deal] == .always { return dealHistory.stages[deal] }
    var isThere = false
    var stage: DealStage?
    log.walk(.deal(deal)) { entry in
      guard log.instant(entry) <= instant else { return true }
      isThere = true
      stage = BuiltInEvent(rawValue: log.code(entry))?.dealStage
      return stage == nil
    }
    return isThere ? stage ?? dealHistory.rowStages[deal] : nil
  }

  /// When the deal was opened last.
  @inline(__always)
  public func openedAt(_ deal: Int) -> Instant? { dealHistory.opened[deal] }

  /// When the deal was won last.
  @inline(__always)
  public func wonAt(_ deal: Int) -> Instant? { dealHistory.won[deal] }

  /// When the deal was lost last.
  @inline(__always)
  public func lostAt(_ deal: Int) -> Instant? { dealHistory.lost[deal] }
}

// MARK: - Any event

extension FactStore {
  /// Whether the subject ever had such an event.
  public func had(_ code: Int32, _ subject: EventSubject) -> Bool {
    log.last(code, of: ofPerson(subject), at: nil) != nil
  }

  /// When the subject had such an event last.
  public func last(_ code: Int32, of subject: EventSubject) -> Instant? {
    log.last(code, of: ofPerson(subject), at: nil)
  }

  /// How many such events the subject had in (since, now].
  public func count(
    _ code: Int32, of subject: EventSubject, since: Instant, now: Instant
  ) -> Int {
    log.count(code, of: ofPerson(subject), since: since, now: now)
  }

  private func ofPerson(_ subject: EventSubject) -> EventSubject {
    switch subject {
    case .contact(let row): .contact(person(of: row))
    case .account, .deal: subject
    }
  }
}
