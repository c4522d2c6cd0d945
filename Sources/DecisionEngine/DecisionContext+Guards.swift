// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension DecisionContext: GuardContext {
  var wantsPassEnds: Bool { memo.wantsPassEnds }

  var isKillSwitchOn: Bool { world.isKillSwitchOn }

  var isOnSafeList: Bool { world.isOnSafeList(contact) }

  var suppressionReason: String? {
    world.facts.suppression(of: contact, channel: storeChannel).map {
      world.facts.strings[$0.reason]
    }
  }

  var consent: ConsentBasis {
    guard let storeChannel else { return .none }
    return world.facts.consent(of: contact, channel: storeChannel, at: now)?.basis ?? .none
  }

  var consentEnds: Instant? {
    guard let storeChannel else { return nil }
    return world.facts.consent(of: contact, channel: storeChannel, at: now)?.until
  }

  var address: AddressState {
    guard let storeChannel else { return .missing }
    return switch world.facts.addressStatus(of: contact, channel: storeChannel) {
    case .none: .missing
    case .valid: .usable
    case .bounced: .bounced
    }
  }

  var zones: LocalZones { place?.zones ?? world.localZones(of: contact) }

  var country: CountryCode? { place?.country ?? world.country(of: contact) }

  /// Where the contact lives, if that was looked up when it was asked before.
  private var place: World.Place? {
    guard enrolment >= 0, world.enrolments[enrolment].place >= 0 else { return nil }
    return world.places[Int(world.enrolments[enrolment].place)]
  }

  var answeredByHandUntil: Instant? {
    guard let until = world.answeredByHand[contact], until > clock else { return nil }
    return Instant(seconds: until)
  }

  var exclusiveHolder: String? {
    if enrolment >= 0, world.enrolments[enrolment].holdsGroup { return nil }
    guard policy >= 0, let group = world.index.policies[policy].group,
      let holder = World.holder(
        ofGroup: group, latest: world.latestEnrolment(of: contact), isShadow: isShadowEnrolment,
        world.enrolments, world.index.policies),
      holder != enrolment
    else { return nil }
    return world.bundle.policies[world.enrolments[holder].policy].id
  }

  var exitReached: String? {
    let isOver = enrolment >= 0 && world.enrolments[enrolment].exitsAt <= clock
    guard isOver || world.index.policies[policy].hasExitConditions else { return nil }
    for index in world.programs.exits[policy].indices {
      if isReached(exit: index) || isOver && world.bundle.policies[policy].exits[index].after != nil
      {
        return world.bundle.policies[policy].exits[index].name
      }
    }
    return nil
  }

  /// Whether the condition of an exit holds.
  private func isReached(exit index: Int) -> Bool {
    if let plain = truth(world.programs.exits[policy][index], rows) { return plain }
    guard let when = world.bundle.policies[policy].exits[index].when else { return false }
    return holds(when)
  }

  private var isShadowEnrolment: Bool {
    enrolment >= 0 && world.enrolments[enrolment].mode == .shadow
  }

  var hasSent: Bool { enrolment >= 0 && world.enrolments[enrolment].hasSent }

  var dueAt: Second {
    guard enrolment >= 0, world.enrolments[enrolment].dueAt != .never else { return clock }
    return world.enrolments[enrolment].dueAt
  }

  var lateAt: Instant? {
    guard step >= 0 else { return nil }
    // Of an enrolment's own step it was solved when the step began.
    if enrolment >= 0, world.enrolments[enrolment].step == step,
      world.enrolments[enrolment].rung == rung
    {
      let end = world.enrolments[enrolment].lateAt
      return end == .never ? nil : Instant(seconds: end)
    }
    return solvedLateAt
  }

  /// When the step's `expires` turns waiting into skipping.
  var solvedLateAt: Instant? {
    guard let expires = world.bundle.policies[policy].steps[step].expires else { return nil }
    // Made here, and only where they are read: a closure would take a copy of the world with it.
    let ids = expires.isDrawn ? [drawSubject, policyStep.id] : []
    let end = world.solvedEnd(
      of: expires, from: dueAt, contact: contact, purpose: "step.expires", ids: ids)
    return end == .never ? nil : Instant(seconds: end)
  }

  private var drawSubject: String {
    enrolment >= 0
      ? world.id(ofEnrolment: enrolment).description
      : world.facts.contactID(contact).rawValue
  }

  var wasMissed: Bool {
    // Asked about a later round, it has been asked by then.
    guard enrolment >= 0, clock <= world.now,
      !world.enrolments[enrolment].wasAsked
    else { return false }
    let firstRound = world.round(atOrAfter: max(dueAt, world.decidesFrom))
    return firstRound != .never
      && clock - firstRound > world.bundle.settings.catchUp.wholeSeconds
  }

  func duplicateSent(within: Duration) -> Instant? {
    let key = World.TextKey(
      contact: contact, digest: renderedContent().digest, isShadow: isRehearsal)
    guard let at = world.texts[key], at > clock - within.wholeSeconds else { return nil }
    return Instant(seconds: at)
  }

  func asOf(fact path: String) -> Fact<Instant> {
    guard let path = FactPath(path), let field = world.facts.schema.field(path) else {
      return .unknown
    }
    switch path.object {
    case .contact: return asOf(world.facts.contacts.columns[field.slot], contact)
    case .account:
      return account.map { asOf(world.facts.accounts.columns[field.slot], $0) } ?? .absent
    case .deal:
      return deal.map { asOf(world.facts.deals.columns[field.slot], $0) } ?? .absent
    case .event, .sender: return .unknown
    }
  }

  private func asOf(_ column: FactColumn, _ row: Int) -> Fact<Instant> {
    switch column.state(row, at: now) {
    case .unknown: .unknown
    case .absent: .absent
    // A fact without a date is as fresh as the decision.
    case .known:
      column.asOf.isEmpty || column.asOf[row] == .min
        ? .known(now) : .known(Instant(seconds: column.asOf[row]))
    }
  }

  func approval(_ rule: ApprovalRule) -> ApprovalState {
    if let approver = rule.approver {
      switch approver.program.evaluate(self) {
      case .unknown(let set): return .approverUnknown(set.paths)
      case .null, .error: return .approverUnknown([approver.text])
      case .bool, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration,
        .type, .optional, .object, .opaque, .network:
        break
      }
    }
    guard enrolment >= 0, let hold = world.enrolments[enrolment].hold else {
      return .notAsked
    }
    return switch hold.answer {
    case .none: .waiting(expiresAt: Instant(seconds: hold.expiresAt))
    case .granted: .granted
    case .refused: .refused
    case .expired: .expired
    }
  }

  /// Whether people have agreed to this step: then what asked for it no longer stands in the way.
  var isGranted: Bool {
    enrolment >= 0 && world.enrolments[enrolment].hold?.answer == .granted
  }
}
