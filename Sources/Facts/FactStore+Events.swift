// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

extension FactStore {
  /// Takes note of an event: moves running values and, if it is kept, adds it to the log.
  ///
  /// An event about a deal is also one of its account and its contact, one about a contact also
  /// one of its account. Constant time, unless it comes much later than it happened.
  ///
  /// - Returns: Its entry in the log; `nil` if such events aren't kept.
  @discardableResult
  public mutating func apply(_ told: FactEvent) -> Int? {
    var event = told
    complete(&event)
    if let deal = event.deal, BuiltInEvent(rawValue: event.code)?.isOurs != true {
      applyDeal(event, deal: deal)
    }
    if let kind = BuiltInEvent(rawValue: event.code), let contact = event.contact {
      applyContact(event, kind: kind, contact: contact)
    }
    guard isLogged[Int(event.code)] else { return nil }
    return log.append(event)
  }

  /// Announces that events about a deal are still to come: until the first it isn't there.
  public mutating func expectEvents(ofDeal row: Int) {
    guard dealHistory.presence[row] == .always else { return }
    countOpen(deal: row, by: -1)
    dealHistory.presence[row] = .expected
  }

  /// Changes what happened before the store's clock so that a history given as a fact is true.
  ///
  /// It acts like an event of the past: a send for `last_sent_at`, a send that starts an
  /// enrolment for `last_started_at`, a message for `last_reply_at` and `last_inbound_at`, an
  /// opt-out for `opted_out_at`.
  ///
  /// - Returns: The event; `nil` for a history that can't be given for a contact.
  public static func event(
    given member: HistoryMember, contact: Int, at: Instant, channel: Int? = nil
  ) -> FactEvent? {
    let kind: BuiltInEvent
    switch member {
    case .lastReplyAt, .lastInboundAt: kind = .contactReplied
    case .lastSentAt, .lastStartedAt: kind = .stepSent
    case .optedOutAt: kind = .contactOptedOut
    case .repliedSince, .repliedEver, .sentSince, .activeWithin, .had, .last, .countSince,
      .messages, .hasOpenDeal, .wonSince, .lastActivityAt, .stage, .openedAt, .wonAt, .lostAt:
      return nil
    }
    return FactEvent(
      kind, at: at, contact: contact, channel: channel, isStart: member == .lastStartedAt,
      isGiven: true)
  }

  /// The event that a date of a deal stands for; `nil` for other histories.
  public static func event(
    given member: HistoryMember, deal: Int, at: Instant
  ) -> FactEvent? {
    switch member {
    case .openedAt: FactEvent(.dealOpened, at: at, deal: deal, isGiven: true)
    case .wonAt: FactEvent(.dealWon, at: at, deal: deal, isGiven: true)
    case .lostAt: FactEvent(.dealLost, at: at, deal: deal, isGiven: true)
    case .lastReplyAt, .lastInboundAt, .lastSentAt, .lastStartedAt, .optedOutAt, .repliedSince,
      .repliedEver, .sentSince, .activeWithin, .had, .last, .countSince, .messages, .hasOpenDeal,
      .wonSince, .lastActivityAt, .stage:
      nil
    }
  }

  /// Fills in whom else the event is about, and its channel.
  private mutating func complete(_ event: inout FactEvent) {
    if let deal = event.deal {
      event.account = event.account ?? account(ofDeal: deal)
      event.contact = event.contact ?? contact(ofDeal: deal)
    }
    if let contact = event.contact {
      event.account = event.account ?? account(ofContact: contact)
      event.contact = person(of: contact)
    }
    let slot = channelSlots[Int(event.code)]
    if event.channel == nil, slot >= 0, slot < event.attributes.count,
      event.attributes[slot].state == .known, event.attributes[slot].word != 0
    {
      event.channel = channel(code: event.attributes[slot].word)
    }
  }

  private mutating func applyDeal(_ event: FactEvent, deal: Int) {
    if let account = event.account { accountHistory.activity.raise(to: event.at, row: account) }
    countOpen(deal: deal, by: -1)
    dealHistory.presence[deal] = .here
    if let stage = BuiltInEvent(rawValue: event.code)?.dealStage {
      switch stage {
      case .open: dealHistory.opened.raise(to: event.at, row: deal)
      case .lost: dealHistory.lost.raise(to: event.at, row: deal)
      case .won:
        dealHistory.won.raise(to: event.at, row: deal)
        if let account = event.account { accountHistory.won.raise(to: event.at, row: account) }
      }
      // Of two events of one instant the one that is applied later counts.
      if dealHistory.staged[deal].map({ event.at >= $0 }) ?? true {
        dealHistory.stages[deal] = stage
        dealHistory.staged.set(event.at, row: deal)
      }
    }
    countOpen(deal: deal, by: 1)
  }

  private mutating func applyContact(_ event: FactEvent, kind: BuiltInEvent, contact: Int) {
    let at = event.at
    switch kind {
    case .contactReplied:
      contactHistory.replied.raise(to: at, row: contact)
      contactHistory.active.raise(to: at, row: contact)
      if let channel = event.channel {
        contactHistory.received(at, contact: contact, channel: channel)
      }
      if let account = event.account { accountHistory.activity.raise(to: at, row: account) }
    case .contactClicked, .meetingBooked:
      contactHistory.active.raise(to: at, row: contact)
    case .contactOptedIn:
      contactHistory.active.raise(to: at, row: contact)
      recordOptIn(event, contact: contact)
    case .contactOptedOut:
      // The first opt-out is the one that every later send has broken.
      if contactHistory.optedOut[contact].map({ at < $0 }) ?? true {
        contactHistory.optedOut.set(at, row: contact)
      }
      suppress(contact: contact, reason: "opted_out", at: at)
      if let channel = event.channel {
        addConsent(Consent(basis: .withdrawn, at: at), of: contact, channel: channel)
      }
    case .contactComplained:
      suppress(contact: contact, reason: "complained", at: at)
    case .contactBounced: recordBounce(event, contact: contact)
    case .stepSent:
      contactHistory.sent.raise(to: at, row: contact)
      if event.isStart { contactHistory.started.raise(to: at, row: contact) }
    case .contactCreated:
      if let slot = schema.field(FactPath(.contact, "created_at"))?.slot {
        contacts.set(Cell(at), slot: slot, row: contact)
      }
    case .dealOpened, .dealWon, .dealLost, .contactAutoReplied, .contactAnsweredByHand,
      .conversationResolved, .approvalGranted, .approvalRefused, .enrolmentStarted,
      .enrolmentEnded:
      break
    }
  }

  private mutating func recordOptIn(_ event: FactEvent, contact: Int) {
    let attributes = schema.events[Int(event.code)]
    guard let channel = event.channel else { return }
    func code(_ name: String) -> Int32 {
      guard let slot = attributes.attribute(name)?.slot, slot < event.attributes.count else {
        return 0
      }
      return event.attributes[slot].state == .known ? event.attributes[slot].word : 0
    }
    let word = strings[code("basis")]
    // An opt-in that doesn't say more is the person's own word.
    guard let basis = word.isEmpty ? .explicit : ConsentBasis(word: word) else { return }
    addConsent(
      Consent(basis: basis, at: event.at, source: code("source"), evidence: code("wording")),
      of: contact, channel: channel)
  }

  private mutating func recordBounce(_ event: FactEvent, contact: Int) {
    guard let slot = schema.events[Int(event.code)].attribute("kind")?.slot else { return }
    // A bounce that doesn't say its kind counts as hard: better one address too few.
    if slot < event.attributes.count, event.attributes[slot].state == .known,
      strings[event.attributes[slot].word] == "soft"
    {
      return
    }
    for row in rows(ofPerson: contact) {
      if let channel = event.channel {
        setAddressStatus(.bounced, of: row, channel: channel)
      } else {
        for channel in channelNames.indices {
          setAddressStatus(.bounced, of: row, channel: channel)
        }
      }
    }
  }

  /// Adds to the number of open deals of the deal's account, if the deal is open and there.
  mutating func countOpen(deal: Int, by change: Int32) {
    guard dealHistory.presence[deal] != .expected, dealHistory.stages[deal] == .open,
      let account = account(ofDeal: deal)
    else { return }
    accountHistory.openDeals[account] += change
  }
}
