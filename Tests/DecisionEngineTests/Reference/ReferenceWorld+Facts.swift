// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

extension ReferenceWorld {
  /// The people of the world as a fact store holds them; rows have the positions of the lists.
  func store(_ schema: FactSchema) -> FactStore {
    var store = FactStore(schema: schema)
    let channels = ["email", "sms"].map { store.channel(ChannelID($0)) }
    for account in accounts {
      guard let row = store.addAccount(AccountID(account.id)) else { continue }
      let paths = ("zone", "segment", "health")
      if let zone = account.zone { store.set(.string(zone), FactPath(.account, paths.0), row: row) }
      if let segment = account.segment {
        store.set(.string(segment), FactPath(.account, paths.1), row: row)
      }
      if let health = account.health {
        store.set(
          .int(Int64(health)), FactPath(.account, paths.2), row: row,
          asOf: account.healthAsOf.map(Self.instant))
      }
    }
    for contact in contacts { add(contact, to: &store, channels) }
    for (row, account) in accounts.enumerated() {
      store.setMainContact(account.mainContact, ofAccount: row)
    }
    for (index, deal) in deals.enumerated() {
      guard
        let row = store.addDeal(
          DealID(deal.id), account: deal.account, contact: deal.contact,
          stage: DealStage(rawValue: deal.stage.rawValue) ?? .open)
      else { continue }
      if let amount = deal.amount {
        store.set(.int(Int64(amount)), FactPath(.deal, "amount"), row: row)
      }
      if events.contains(where: { $0.deal == index }) { store.expectEvents(ofDeal: row) }
    }
    return store
  }

  private func add(_ contact: Contact, to store: inout FactStore, _ channels: [Int]) {
    guard let row = store.addContact(ContactID(contact.id)) else { return }
    store.setAccount(contact.account, ofContact: row)
    func path(_ name: String) -> FactPath { FactPath(.contact, name) }
    store.set(.string("en"), path("language"), row: row)
    if let zone = contact.zone { store.set(.string(zone), path("zone"), row: row) }
    if let country = contact.country { store.set(.string(country), path("country"), row: row) }
    if let role = contact.role { store.set(.string(role), path("role"), row: row) }
    if let at = contact.createdAt {
      store.set(.instant(Self.instant(at)), path("created_at"), row: row)
    }
    switch contact.tier {
    case .known(let tier): store.set(.int(Int64(tier)), path("tier"), row: row)
    case .absent: store.set(nil, path("tier"), row: row)
    case .unknown: break
    }
    for channel in channels {
      if contact.hasAddress {
        store.setAddress("\(contact.id)@example.com", of: row, channel: channel)
      }
      if let basis = contact.consent.flatMap({ ConsentBasis(word: $0) }) {
        store.addConsent(Consent(basis: basis), of: row, channel: channel)
      }
    }
  }

  /// The events as they are told to an engine, in order.
  func told(_ store: inout FactStore) -> [FactEvent] {
    events.compactMap { event in
      guard let field = store.schema.event(event.kind.rawValue) else { return nil }
      var values: [String: FactValue] = [:]
      switch event.kind {
      case .signal, .flagged: values["level"] = .int(Int64(event.level))
      case .bounced: values["kind"] = .string(event.level >= 2 ? "hard" : "soft")
      case .optedIn:
        values = [
          "channel": .string("email"), "basis": .string("explicit"), "source": .string("form"),
          "wording": .string("Yes, write to me"),
        ]
      case .opened, .won, .lost:
        if let deal = event.deal { values["deal"] = .string(deals[deal].id) }
      case .replied, .optedOut, .granted, .refused: break
      }
      let attributes = field.attributes.map { attribute in
        values[attribute.name].map { Cell($0, strings: &store.strings) } ?? .absent
      }
      return FactEvent(
        field.code, at: Self.instant(event.at), contact: event.contact, account: event.account,
        deal: event.deal, attributes: attributes)
    }
  }

  static func instant(_ second: Int) -> Instant { Instant(seconds: Int64(second)) }
}
