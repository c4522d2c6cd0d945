// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension DecisionContext: GuardContext {
  var mode: Mode {
    if enrolment >= 0 { return world.pointee.enrolments[enrolment].mode }
    return policy >= 0 ? world.pointee.mode(of: policy) : .live
  }

  var isKillSwitchOn: Bool { world.pointee.isKillSwitchOn }

  var isOnSafeList: Bool { world.pointee.isOnSafeList(contact) }

  var suppressionReason: String? {
    world.pointee.facts.suppression(of: contact, channel: storeChannel).map {
      world.pointee.facts.strings[$0.reason]
    }
  }

  var consent: ConsentBasis {
    guard let storeChannel else { return .none }
    return world.pointee.facts.consent(of: contact, channel: storeChannel, at: now)?.basis ?? .none
  }

  var consentEnds: Instant? {
    storeChannel.flatMap {
      world.pointee.facts.consentChanges(of: contact, channel: $0, after: now)
    }
  }

  var address: AddressState {
    guard let storeChannel else { return .missing }
    return switch world.pointee.facts.addressStatus(of: contact, channel: storeChannel) {
    case .none: .missing
    case .valid: .usable
    case .bounced: .bounced
    }
  }

  var zones: LocalZones { world.pointee.localZones(of: contact) }

  var country: CountryCode? { world.pointee.country(of: contact) }

  var answeredByHandUntil: Instant? {
    guard let until = world.pointee.answeredByHand[contact], until > clock else { return nil }
    return Instant(seconds: until)
  }

  var exclusiveHolder: String? {
    guard policy >= 0, let group = world.pointee.bundle.policies[policy].enrol.exclusive,
      let holder = world.pointee.holders[World.ExclusiveKey(group: group, contact: contact)],
      holder != enrolment
    else { return nil }
    return world.pointee.bundle.policies[world.pointee.enrolments[holder].policy].id
  }

  var exitReached: String? {
    for exit in world.pointee.bundle.policies[policy].exits {
      if exit.events.isEmpty, let when = exit.when, holds(when) { return exit.name }
      if exit.after != nil, enrolment >= 0, world.pointee.enrolments[enrolment].exitsAt <= clock {
        return exit.name
      }
    }
    return nil
  }

  var hasSent: Bool { enrolment >= 0 && world.pointee.enrolments[enrolment].hasSent }

  var dueAt: Second {
    guard enrolment >= 0, world.pointee.enrolments[enrolment].dueAt != .never else { return clock }
    return world.pointee.enrolments[enrolment].dueAt
  }

  var lateAt: Instant? {
    guard step >= 0, let expires = policyStep.expires else { return nil }
    let end = world.pointee.end(
      of: expires, from: dueAt, contact: contact, purpose: "step.expires",
      ids: [drawSubject, policyStep.id])
    return end == .never ? nil : Instant(seconds: end)
  }

  private var drawSubject: String {
    enrolment >= 0
      ? world.pointee.enrolments[enrolment].id.description
      : world.pointee.facts.contactID(contact).rawValue
  }

  var wasMissed: Bool {
    guard enrolment >= 0, !world.pointee.enrolments[enrolment].wasAsked else { return false }
    let firstRound = world.pointee.round(atOrAfter: max(dueAt, world.pointee.decidesFrom))
    return firstRound != .never
      && clock - firstRound > world.pointee.bundle.settings.catchUp.wholeSeconds
  }

  func duplicateSent(within: Duration) -> Instant? {
    let key = World.TextKey(contact: contact, digest: renderedContent().digest)
    guard let at = world.pointee.texts[key], at > clock - within.wholeSeconds else { return nil }
    return Instant(seconds: at)
  }

  func asOf(fact path: String) -> Fact<Instant> {
    guard let path = FactPath(path), let field = world.pointee.facts.schema.field(path) else {
      return .unknown
    }
    switch path.object {
    case .contact: return asOf(world.pointee.facts.contacts.columns[field.slot], contact)
    case .account:
      return account.map { asOf(world.pointee.facts.accounts.columns[field.slot], $0) } ?? .absent
    case .deal:
      return deal.map { asOf(world.pointee.facts.deals.columns[field.slot], $0) } ?? .absent
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
        .type, .optional, .object, .opaque:
        break
      }
    }
    guard enrolment >= 0, let hold = world.pointee.enrolments[enrolment].hold else {
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
    enrolment >= 0 && world.pointee.enrolments[enrolment].hold?.answer == .granted
  }
}
