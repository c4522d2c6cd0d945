// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension World {
  /// The zones in which a contact may live: its own, else the account's, else those of its country,
  /// else what the settings name.
  func localZones(of contact: Int) -> LocalZones {
    if let zone = zone(of: .contact, row: contact) { return .known(zone) }
    if let account = facts.account(ofContact: contact), let zone = zone(of: .account, row: account)
    {
      return .known(zone)
    }
    if let country = country(of: contact) {
      let candidates = zones.zones(ofCountry: country.description)
      if let only = candidates.first {
        return candidates.count == 1 ? .known(only) : .oneOf(candidates)
      }
    }
    return bundle.settings.fallbackZone.map(LocalZones.known) ?? .unknown
  }

  /// The one zone to count a contact's days in; the bundle's where it isn't known.
  func countingZone(of contact: Int) -> Zone {
    switch localZones(of: contact) {
    case .known(let zone): zone
    case .oneOf(let zones): zones.first ?? bundle.settings.zone
    case .unknown: bundle.settings.zone
    }
  }

  /// The contact's country, if it is known and a code.
  func country(of contact: Int) -> CountryCode? {
    guard let code = word("country", of: .contact, row: contact) else { return nil }
    return CountryCode(facts.strings[code])
  }

  private func zone(of object: FactObject, row: Int) -> Zone? {
    guard let code = word("zone", of: object, row: row) else { return nil }
    if let known = zoneCache[code] { return known }
    return zones.zone(named: facts.strings[code])
  }

  private func word(_ name: String, of object: FactObject, row: Int) -> Int32? {
    guard let slot = facts.schema.field(FactPath(object, name))?.slot else { return nil }
    let cell =
      switch object {
      case .contact: facts.contacts.cell(slot, row, at: Instant(seconds: now))
      case .account: facts.accounts.cell(slot, row, at: Instant(seconds: now))
      case .deal, .event, .sender: Cell.unknown
      }
    return cell.state == .known && cell.word != 0 ? cell.word : nil
  }

  /// Keeps a contact's zones at hand, so that deciding takes no lock.
  mutating func cacheZones(of contact: Int) {
    for (object, row) in [
      (FactObject.contact, contact as Int?), (.account, facts.account(ofContact: contact)),
    ] {
      guard let row, let code = word("zone", of: object, row: row), zoneCache[code] == nil,
        let zone = zones.zone(named: facts.strings[code])
      else { continue }
      zoneCache[code] = zone
    }
  }
}
