// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension DecisionContext: Activation {
  func value(ofVariable slot: Int) -> Value {
    guard let variable = PolicyLanguage.Variable(rawValue: slot) else {
      return .error(.undeclaredName("#\(slot)"))
    }
    switch variable {
    case .now: return .timestamp(now)
    case .contact: return object(.contact, contact)
    case .account: return account.map { object(.account, $0) } ?? .null
    case .deal: return deal.map { object(.deal, $0) } ?? .null
    case .event: return liveEvent == nil && event < 0 ? .null : object(.event, Self.ownEvent)
    case .enrolment: return object(.enrolment, 0)
    case .phase: return object(.phase, 0)
    case .step: return object(.step, 0)
    case .steps: return sentSteps
    case .rung: return object(.rung, 0)
    case .identity: return object(.identity, 0)
    case .unsubscribeURL: return .string(world.bundle.settings.identity.unsubscribe)
    case .sender: return senderAsked < 0 ? .null : object(.sender, senderAsked)
    case .scores: return object(.scores, 0)
    case .offers: return object(.offers, 0)
    case .channel:
      return channelIndex.map { .string(world.bundle.channels[$0].id) } ?? .null
    case .sends: return shown?.sends ?? .null
    case .decisions: return shown?.decisions ?? .null
    // Answers are evaluated elsewhere; here this name has no value.
    case .reply: return .null
    }
  }

  /// The row of the event that enrolled or woke; entries of the log have theirs.
  static let ownEvent = -1

  func object(_ kind: ObjectKind, _ row: Int) -> Value {
    .object(ObjectReference(type: kind.rawValue, row: Int32(truncatingIfNeeded: row)))
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    let row = Int(object.row)
    switch ObjectKind(rawValue: object.type) {
    case .contact?: return fact(.contact, slot, row)
    case .account?: return fact(.account, slot, row)
    case .deal?: return fact(.deal, slot, row)
    case .event?: return eventField(slot, row)
    case .sender?: return senderField(slot, row)
    case .scores?: return score(slot)
    case .enrolment?: return enrolmentField(slot)
    case .phase?: return instant(phaseEnteredAt)
    case .step?: return step < 0 ? .null : .string(policyStep.id)
    case .sentStep?: return sentAt(step: row)
    case .rung?: return channelIndex.map { .string(world.bundle.channels[$0].id) } ?? .null
    case .identity?: return identity(slot)
    // Offers read and check; none matches until they execute.
    case .offers?: return .list([])
    case .sendRecord?, .decisionRecord?:
      return shown?.fields.value(ofField: slot, of: object, facts: world.facts)
        ?? .error(.noSuchField("#\(slot)"))
    case .reply?, nil: return .error(.noSuchField("#\(slot)"))
    }
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    switch value(ofField: slot, of: object) {
    case .null: .absent
    case .unknown: .unknown
    case .error: .unknown
    case .bool, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network:
      .present
    }
  }

  func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? {
    world.zones.zone(named: name).map { Int($0.offsetSeconds(at: instant)) }
  }

  // MARK: - Facts

  private func fact(_ object: FactObject, _ slot: Int, _ row: Int) -> Value {
    if slot >= MemberSlots.computed {
      return computed(object, slot - MemberSlots.computed, row)
    }
    switch object {
    case .contact: return value(world.facts.contacts, slot, row)
    case .account: return value(world.facts.accounts, slot, row)
    case .deal: return value(world.facts.deals, slot, row)
    case .event, .sender: return .error(.noSuchField("#\(slot)"))
    }
  }

  private func value(_ table: FactTable, _ slot: Int, _ row: Int) -> Value {
    guard slot < table.columns.count else { return .error(.noSuchField("#\(slot)")) }
    let type = table.columns[slot].field.type
    let cell = table.cell(slot, row, at: now)
    switch cell.state {
    case .unknown: return .unknown(UnknownSet())
    case .absent: return .null
    case .known:
      if case .list(let element) = type {
        return .list(table.columns[slot].elements(row).map { value($0, element) })
      }
      return value(cell, type)
    }
  }

  /// A known cell as a value of the language.
  func value(_ cell: Cell, _ type: FactType) -> Value { Value(cell, type, world.facts.strings) }

  private func eventField(_ slot: Int, _ row: Int) -> Value {
    if row == Self.ownEvent {
      guard let event = liveEvent ?? enrollingEvent else { return .null }
      return attribute(slot, of: event.code, at: event.at) { place in
        place < event.attributes.count ? event.attributes[place] : .absent
      }
    }
    return attribute(
      slot, of: world.facts.log.code(row), at: world.facts.log.instant(row)
    ) {
      world.facts.log.attribute(row, slot: $0)
    }
  }

  private var enrollingEvent: FactEvent? {
    event < 0 ? nil : world.enrollingEvents[event]
  }

  private func attribute(
    _ slot: Int, of code: Int32, at instant: Instant, _ cell: (Int) -> Cell
  ) -> Value {
    guard world.index.attributeSlots.indices.contains(Int(code)) else { return .null }
    switch slot {
    case 0: return .string(world.facts.schema.events[Int(code)].name)
    case 1: return .timestamp(instant)
    case _:
      let places = world.index.attributeSlots[Int(code)]
      guard slot < places.count, places[slot] >= 0 else { return .null }
      let found = cell(places[slot])
      switch found.state {
      case .unknown: return .unknown(UnknownSet())
      case .absent: return .null
      case .known:
        let event = world.facts.schema.events[Int(code)]
        return value(found, event.attributes[places[slot]].type)
      }
    }
  }

  // MARK: - The run itself

  var policyStep: Step { world.bundle.policies[policy].steps[step] }

  private func instant(_ second: Second) -> Value {
    second == .never ? .null : .timestamp(Instant(seconds: second))
  }

  private func enrolmentField(_ slot: Int) -> Value {
    guard enrolment >= 0 else {
      // Asked about somebody who isn't enrolled: as if it started now, for the first time.
      return slot == EnrolmentField.startedAt.rawValue ? .timestamp(now) : .int(1)
    }
    switch EnrolmentField(rawValue: slot) {
    case .startedAt?:
      let started = world.enrolments[enrolment].startedAt
      return instant(started == .never ? world.enrolments[enrolment].startsAt : started)
    case .count?: return .int(Int64(world.enrolments[enrolment].count))
    case nil: return .error(.noSuchField("#\(slot)"))
    }
  }

  private var sentSteps: Value {
    policy < 0 ? .null : world.index.policies[policy].sentSteps
  }

  private func sentAt(step: Int) -> Value {
    guard enrolment >= 0, let at = world.enrolments[enrolment].sends.at(step: step) else {
      return .null
    }
    return instant(at)
  }

  private func identity(_ slot: Int) -> Value {
    let identity = world.bundle.settings.identity
    return switch IdentityField(rawValue: slot) {
    case .name?: .string(identity.name)
    case .postalAddress?: .string(identity.postalAddress)
    case .site?: .string(identity.site)
    case nil: .error(.noSuchField("#\(slot)"))
    }
  }
}
