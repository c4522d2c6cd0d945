// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// What expressions read that isn't a column: history, relations, and what only the engine knows.
extension DecisionContext {
  func computed(_ object: FactObject, _ position: Int, _ row: Int) -> Value {
    guard let source = world.index.source(ofComputed: position, of: object) else {
      return .error(.noSuchField("#\(position)"))
    }
    switch source {
    case .column: return .error(.noSuchField("#\(position)"))
    case .history(let member): return history(member, row)
    case .relation(let member): return relation(member, object, row)
    case .engine(let member): return engine(member, row)
    }
  }

  private func history(_ member: HistoryMember, _ row: Int) -> Value {
    switch member {
    case .lastReplyAt: return instant(world.facts.lastReply(of: row))
    case .lastInboundAt:
      return instant(world.facts.lastInbound(of: row, channel: storeChannel))
    case .lastSentAt: return instant(lastSent(to: row))
    case .lastStartedAt: return instant(lastStarted(of: row))
    case .optedOutAt: return instant(world.facts.optedOut(row))
    case .repliedEver: return .bool(world.facts.lastReply(of: row) != nil)
    case .messages:
      return .list(world.facts.messages(of: row).map { self.object(.event, $0) })
    case .hasOpenDeal: return .bool(world.facts.hasOpenDeal(row))
    case .lastActivityAt: return instant(world.facts.lastActivity(of: row))
    case .stage: return world.facts.stage(of: row).map { .string($0.rawValue) } ?? .null
    case .openedAt: return instant(world.facts.openedAt(row))
    case .wonAt: return instant(world.facts.wonAt(row))
    case .lostAt: return instant(world.facts.lostAt(row))
    case .repliedSince, .sentSince, .activeWithin, .had, .last, .countSince, .wonSince:
      return .error(.undeclaredFunction(member.rawValue))
    }
  }

  private func relation(_ member: RelationMember, _ object: FactObject, _ row: Int) -> Value {
    switch member {
    case .mainContact:
      return world.facts.mainContact(ofAccount: row).map { self.object(.contact, $0) }
        ?? .null
    case .deals:
      return .list(
        world.facts.deals(ofAccount: row).filter { world.facts.isThere(Int($0)) }
          .map { self.object(.deal, Int($0)) })
    case .contacts:
      return .list(
        world.facts.contacts(ofAccount: row).map { self.object(.contact, Int($0)) })
    case .account:
      return world.facts.account(ofDeal: row).map { self.object(.account, $0) } ?? .null
    case .contact:
      return world.facts.contact(ofDeal: row).map { self.object(.contact, $0) } ?? .null
    }
  }

  private func engine(_ member: EngineMember, _ row: Int) -> Value {
    switch member {
    case .activeEnrolments: .int(Int64(activeEnrolments(ofAccount: row)))
    case .sentToday: .int(Int64(world.sentToday(sender: row, at: clock, isShadow: mode == .shadow)))
    // Neutral until health and warm-up execute.
    case .health: .double(100)
    case .warmth, .rest, .timeOfDay: .double(1)
    case .consented, .reachable, .phase, .bounceRate: .error(.undeclaredFunction(member.rawValue))
    }
  }

  /// Other contacts of the account with an open enrolment that has sent.
  func activeEnrolments(ofAccount account: Int) -> Int {
    var count = 0
    for other in world.facts.contacts(ofAccount: account) where Int(other) != contact {
      var isActive = false
      world.forEachEnrolment(of: Int(other)) { position in
        if world.enrolments[position].isRunning, world.enrolments[position].hasSent,
          !isHidden(position)
        {
          isActive = true
        }
      }
      if isActive { count += 1 }
    }
    return count
  }

  func senderField(_ slot: Int, _ row: Int) -> Value {
    if slot >= MemberSlots.computed {
      return computed(.sender, slot - MemberSlots.computed, row)
    }
    let senders = world.index.senders
    switch world.facts.schema.fields(of: .sender)[slot].name {
    case "id": return .string(senders[row].sender.id)
    case "name": return .string(senders[row].sender.name)
    case "address": return .string(senders[row].sender.address)
    case "zone": return senders[row].sender.zone.map { .string($0.identifier) } ?? .null
    case "daily": return senders[row].sender.daily.map { .int(Int64($0)) } ?? .null
    case "topics": return .list(senders[row].sender.topics.map { .string($0) })
    case "languages": return .list(senders[row].sender.languages.map { .string($0) })
    // Declared facts of senders have no source yet.
    case _: return .unknown(UnknownSet())
    }
  }

  private func instant(_ instant: Instant?) -> Value { instant.map { .timestamp($0) } ?? .null }

  // MARK: - Functions

  func call(host function: Int, arguments: Arguments) -> Value {
    guard let function = HostFunction(rawValue: function) else {
      return .error(.undeclaredFunction("#\(function)"))
    }
    // Only business days need the zone; looking it up for `days(14)` would cost more than it.
    let needsPlace = function == .addBusinessDays
    let pure = PureFunctions(
      now: now, zone: needsPlace ? knownZone : nil,
      country: needsPlace ? world.country(of: contact) : nil)
    if let value = pure.value(
      of: function, arguments, zones: world.zones, calendars: world.bundle.calendars
    ) {
      return value
    }
    guard case .object(let object) = arguments[0] else { return .error(.host("no such subject")) }
    return history(function, object, Int(object.row), arguments)
  }

  private var knownZone: Zone? {
    switch world.localZones(of: contact) {
    case .known(let zone): zone
    case .oneOf(let zones): zones.first
    case .unknown: nil
    }
  }

  private func history(
    _ function: HostFunction, _ object: ObjectReference, _ row: Int, _ arguments: Arguments
  ) -> Value {
    switch function {
    case .repliedSince: return since(arguments) { world.facts.replied(row, since: $0) }
    case .sentSince:
      return since(arguments) { start in lastSent(to: row).map { $0 > start } ?? false }
    case .wonSince: return since(arguments) { world.facts.won(row, since: $0) }
    case .activeWithin:
      guard case .duration(let span) = arguments[1] else { return mismatch }
      return .bool(world.facts.isActive(row, within: span, now: now))
    case .had:
      return event(arguments) { .bool(world.facts.had($0, subject(object))) }
    case .last:
      return event(arguments) { instant(world.facts.last($0, of: subject(object))) }
    case .countSince:
      guard case .timestamp(let start) = arguments[2] else { return mismatch }
      return event(arguments) {
        .int(Int64(world.facts.count($0, of: subject(object), since: start, now: now)))
      }
    case .consented: return channel(arguments) { .bool(isConsented(row, $0)) }
    case .reachable:
      return channel(arguments) { channel in
        let number = world.channelNumbers[channel]
        return .bool(
          isConsented(row, channel)
            && world.facts.addressStatus(of: row, channel: number) == .valid
            && world.facts.suppression(of: row, channel: number) == nil)
      }
    case .phaseOf: return phase(row, arguments)
    case .bounceRate: return .double(0)
    case .lastReplyInstant: return instant(world.facts.lastReply(of: row))
    case .lastSentInstant: return instant(lastSent(to: row))
    case .lastWonInstant: return instant(world.facts.lastWon(row))
    case .activeUntil:
      guard case .duration(let span) = arguments[1] else { return mismatch }
      return instant(world.facts.lastActive(row).map { $0 + span })
    case .days, .hours, .minutes, .weeks, .addBusinessDays, .today, .date, .dateYear, .dateMonth,
      .dateDay, .dateLess, .dateLessOrEqual, .dateGreater, .dateGreaterOrEqual, .between, .money,
      .moneyAdd, .moneySubtract, .moneyMultiply, .moneyMultiplyReversed, .moneyLess,
      .moneyLessOrEqual, .moneyGreater, .moneyGreaterOrEqual, .sum, .nextMidnight:
      return mismatch
    }
  }

  private var mismatch: Value { .error(.host("the function doesn't take these values")) }

  private func subject(_ object: ObjectReference) -> EventSubject {
    let row = Int(object.row)
    return switch ObjectKind(rawValue: object.type) {
    case .account?: .account(row)
    case .deal?: .deal(row)
    case .contact?, .event?, .enrolment?, .phase?, .step?, .sentStep?, .rung?, .identity?,
      .sender?, .scores?, .offers?, .reply?, .sendRecord?, .decisionRecord?, nil:
      .contact(row)
    }
  }

  private func since(_ arguments: Arguments, _ body: (Instant) -> Bool) -> Value {
    guard case .timestamp(let start) = arguments[1] else { return mismatch }
    return .bool(body(start))
  }

  private func event(_ arguments: Arguments, _ body: (Int32) -> Value) -> Value {
    guard case .string(let name) = arguments[1] else { return mismatch }
    guard let event = world.facts.schema.event(name) else {
      return .error(.host("no event is called `\(name)`"))
    }
    return body(event.code)
  }

  private func channel(_ arguments: Arguments, _ body: (Int) -> Value) -> Value {
    guard case .string(let name) = arguments[1] else { return mismatch }
    guard let channel = world.bundle.channels.firstIndex(where: { $0.id == name }) else {
      return .error(.host("no channel is called `\(name)`"))
    }
    return body(channel)
  }

  func isConsented(_ contact: Int, _ channel: Int) -> Bool {
    let number = world.channelNumbers[channel]
    let basis = world.facts.consent(of: contact, channel: number, at: now)?.basis ?? .none
    return world.bundle.channels[channel].consent.contains(basis)
  }

  private func phase(_ contact: Int, _ arguments: Arguments) -> Value {
    guard case .string(let name) = arguments[1] else { return mismatch }
    guard let machine = world.bundle.machines.first(where: { $0.id == name }) else {
      return .error(.host("no phases are called `\(name)`"))
    }
    let row =
      switch machine.subject {
      case .contact: contact
      case .account: world.facts.account(ofContact: contact) ?? -1
      case .deal: deal ?? -1
      }
    let states = world.phases[machine.index]
    guard states.indices.contains(row), states[row].state >= 0 else {
      return .string(machine.states[machine.start].id)
    }
    return .string(machine.states[Int(states[row].state)].id)
  }
}
