// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage

/// Where people live, for the local hours and dates that expectations ask for.
///
/// The contact's own zone, else the account's, else the first of its country, else what the
/// settings name for people without one, else the bundle's.
struct LocalZoneTable: Sendable {
  private let zones: ZoneDatabase
  private let fallback: Zone
  private let contactZone: Int
  private let contactCountry: Int
  private let accountZone: Int
  /// By string code; looking a zone up by name takes a lock.
  private var byZone: [Int32: Zone] = [:]
  private var byCountry: [Int32: Zone] = [:]

  init(bundle: Bundle, zones: ZoneDatabase) {
    self.zones = zones
    fallback = bundle.settings.fallbackZone ?? bundle.settings.zone
    contactZone = bundle.schema.field(FactPath(.contact, "zone"))?.slot ?? 0
    contactCountry = bundle.schema.field(FactPath(.contact, "country"))?.slot ?? 0
    accountZone = bundle.schema.field(FactPath(.account, "zone"))?.slot ?? 0
  }

  /// The zone of a contact.
  mutating func zone(ofContact row: Int, store: FactStore) -> Zone {
    if let zone = zone(store.contacts.columns[contactZone].cell(row), store) { return zone }
    if let account = store.account(ofContact: row),
      let zone = zone(store.accounts.columns[accountZone].cell(account), store)
    {
      return zone
    }
    let country = store.contacts.columns[contactCountry].cell(row)
    guard country.state == .known else { return fallback }
    if let known = byCountry[country.word] { return known }
    let zone = zones.zones(ofCountry: store.strings[country.word]).first ?? fallback
    byCountry[country.word] = zone
    return zone
  }

  private mutating func zone(_ cell: Cell, _ store: FactStore) -> Zone? {
    guard cell.state == .known else { return nil }
    if let known = byZone[cell.word] { return known }
    guard let zone = zones.zone(named: store.strings[cell.word]) else { return nil }
    byZone[cell.word] = zone
    return zone
  }
}
