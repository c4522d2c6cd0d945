// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension World {
  /// The zones in which a contact may live: its own, else the account's, else those of its country,
  /// else those of its phone numbers' countries, else what the settings name.
  func localZones(of contact: Int) -> LocalZones {
    if let zone = contactZone(contact) ?? accountZone(of: contact) { return .known(zone) }
    if let country = country(of: contact) {
      let candidates = countryZones[country] ?? zones.zones(ofCountry: country.description)
      if let zones = LocalZones(candidates) { return zones }
    }
    if let zones = LocalZones(dialledZones(of: contact)) { return zones }
    return bundle.settings.fallbackZone.map(LocalZones.known) ?? .unknown
  }

  /// The zones of the countries that a contact's phone numbers may belong to.
  private func dialledZones(of contact: Int) -> [Zone] {
    var found: [Zone] = []
    for channel in channelNumbers {
      guard let code = facts.addressCode(of: contact, channel: channel) else { continue }
      let zones = dialledZones[code] ?? zones(ofNumber: facts.strings[code])
      // Mostly one number on every channel.
      if found.isEmpty {
        found = zones
      } else {
        let known = Set(found.map(\.identifier))
        found += zones.filter { !known.contains($0.identifier) }
      }
    }
    return found
  }

  private func zones(ofNumber number: String) -> [Zone] {
    guard number.hasPrefix("+") else { return [] }
    return DiallingPrefix.countries(ofNumber: number).flatMap {
      zones.zones(ofCountry: $0.description)
    }
  }

  /// The one zone to count a contact's days in; the bundle's where it isn't known.
  func countingZone(of contact: Int) -> Zone { countingZone(localZones(of: contact)) }

  /// The one zone to count the days of somebody in who lives there; the bundle's where it isn't known.
  func countingZone(_ zones: LocalZones) -> Zone {
    switch zones {
    case .known(let zone): zone
    case .oneOf(let zones): zones.first ?? bundle.settings.zone
    case .unknown: bundle.settings.zone
    }
  }

  /// The contact's country, if it is known and a code.
  func country(of contact: Int) -> CountryCode? {
    guard let code = word(facts.contacts, index.contactCountry, contact) else { return nil }
    return countryCache[code] ?? CountryCode(facts.strings[code])
  }

  private func contactZone(_ contact: Int) -> Zone? {
    zone(code: word(facts.contacts, index.contactZone, contact))
  }

  private func accountZone(of contact: Int) -> Zone? {
    facts.account(ofContact: contact).flatMap {
      zone(code: word(facts.accounts, index.accountZone, $0))
    }
  }

  private func zone(code: Int32?) -> Zone? {
    guard let code else { return nil }
    return zoneCache[code] ?? zones.zone(named: facts.strings[code])
  }

  private func word(_ table: FactTable, _ slot: Int, _ row: Int) -> Int32? {
    guard slot > 0 else { return nil }
    let cell = table.cell(slot, row, at: Instant(seconds: now))
    return cell.state == .known && cell.word != 0 ? cell.word : nil
  }

  /// The code of the name of the zone that a contact's days are counted in; 0 where none is known.
  func zoneCode(of contact: Int) -> Int32 {
    word(facts.contacts, index.contactZone, contact)
      ?? facts.account(ofContact: contact).flatMap { word(facts.accounts, index.accountZone, $0) }
      ?? 0
  }

  /// The code of a contact's country; 0 where it isn't known.
  func countryCode(of contact: Int) -> Int32 {
    word(facts.contacts, index.contactCountry, contact) ?? 0
  }

  /// The names of the zones that only phone numbers tell; empty where something else says where
  /// somebody lives.
  func dialledNames(of contact: Int) -> [String] {
    guard contactZone(contact) == nil, accountZone(of: contact) == nil else { return [] }
    if let country = country(of: contact),
      !(countryZones[country] ?? zones.zones(ofCountry: country.description)).isEmpty
    {
      return []
    }
    return dialledZones(of: contact).map(\.identifier)
  }

  /// The number of the place where a contact lives; negative where only its phone numbers tell, or
  /// what is known of it grows stale.
  mutating func place(of contact: Int) -> Int32 {
    guard facts.contacts.lasts(index.contactZone), facts.contacts.lasts(index.contactCountry),
      facts.accounts.lasts(index.accountZone)
    else {
      cacheZones(of: contact)
      return Place.own
    }
    let account = facts.account(ofContact: contact)
    let key = Place.Key(
      zone: word(facts.contacts, index.contactZone, contact) ?? 0,
      accountZone: account.flatMap { word(facts.accounts, index.accountZone, $0) } ?? 0,
      country: word(facts.contacts, index.contactCountry, contact) ?? 0)
    if let known = placeNumbers[key] {
      if known == Place.own { cacheZones(of: contact) }
      return known
    }
    cacheZones(of: contact)
    let country = country(of: contact)
    let isTold =
      contactZone(contact) != nil || accountZone(of: contact) != nil
      || !(country.map { countryZones[$0] ?? zones.zones(ofCountry: $0.description) } ?? []).isEmpty
    let number = isTold ? Int32(truncatingIfNeeded: places.count) : Place.own
    if isTold { places.append(Place(zones: localZones(of: contact), country: country)) }
    placeNumbers[key] = number
    return number
  }

  /// Keeps a contact's zones and country at hand, so that deciding takes no lock.
  private mutating func cacheZones(of contact: Int) {
    cacheZone(word(facts.contacts, index.contactZone, contact))
    if let account = facts.account(ofContact: contact) {
      cacheZone(word(facts.accounts, index.accountZone, account))
    }
    if let code = word(facts.contacts, index.contactCountry, contact), countryCache[code] == nil {
      let country = CountryCode(facts.strings[code])
      countryCache[code] = country
      if let country { countryZones[country] = zones.zones(ofCountry: country.description) }
    }
    // Numbers are looked at where nothing else says where somebody lives.
    guard contactZone(contact) == nil, accountZone(of: contact) == nil, country(of: contact) == nil
    else { return }
    for channel in channelNumbers {
      guard let code = facts.addressCode(of: contact, channel: channel), dialledZones[code] == nil
      else { continue }
      dialledZones[code] = zones(ofNumber: facts.strings[code])
    }
  }

  private mutating func cacheZone(_ code: Int32?) {
    guard let code, zoneCache[code] == nil else { return }
    zoneCache[code] = zones.zone(named: facts.strings[code])
  }
}

extension World {
  /// Where somebody lives, as calendars ask.
  struct Place: Sendable {
    /// What a place follows from: codes of names, 0 for none.
    struct Key: Hashable, Sendable {
      var zone: Int32
      var accountZone: Int32
      var country: Int32
    }

    /// The number before it was looked up.
    static let unknown: Int32 = -1
    /// The number where it isn't shared with anybody.
    static let own: Int32 = -2

    var zones: LocalZones
    var country: CountryCode?
  }
}

extension FactTable {
  /// Whether what is known of a fact stays so until it is changed; slot 0 stands for no fact.
  fileprivate func lasts(_ slot: Int) -> Bool { slot == 0 || columns[slot].asOf.isEmpty }
}

extension LocalZones {
  /// One of several zones; `nil` for none.
  fileprivate init?(_ candidates: [Zone]) {
    guard let first = candidates.first else { return nil }
    self = candidates.count == 1 ? .known(first) : .oneOf(candidates)
  }
}
