// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

// MARK: - Belonging

extension FactStore {
  /// The account of a contact.
  @inline(__always)
  public func account(ofContact row: Int) -> Int? { Self.row(contactAccounts[row]) }

  /// The account of a deal.
  @inline(__always)
  public func account(ofDeal row: Int) -> Int? { Self.row(dealAccounts[row]) }

  /// The contact of a deal, as its row names it.
  @inline(__always)
  public func contact(ofDeal row: Int) -> Int? { Self.row(dealContacts[row]) }

  /// The contact that stands for an account, if one was named.
  public func mainContact(ofAccount row: Int) -> Int? { Self.row(mainContacts[row]) }

  /// The account's contacts, oldest row first.
  public func contacts(ofAccount row: Int) -> ArraySlice32 { accountContacts[row] }

  /// The account's deals, oldest row first, those included that aren't there yet.
  public func deals(ofAccount row: Int) -> ArraySlice32 { accountDeals[row] }

  /// Whom an event about a deal or account enrols.
  ///
  /// The deal's contact, else the account's main contact, else its only contact, else nobody.
  public func contactToEnrol(deal: Int?, account: Int?) -> Int? {
    if let deal, let contact = contact(ofDeal: deal) { return person(of: contact) }
    guard let account = account ?? deal.flatMap({ self.account(ofDeal: $0) }) else { return nil }
    if let main = mainContact(ofAccount: account) { return person(of: main) }
    let rows = contacts(ofAccount: account)
    if rows.count == 1 { return person(of: Int(rows[rows.startIndex])) }
    let all = Set(rows.map { person(of: Int($0)) })
    return all.count == 1 ? all.first : nil
  }

  /// Moves a contact to an account.
  public mutating func setAccount(_ account: Int?, ofContact row: Int) {
    if let old = self.account(ofContact: row) {
      accountContacts.remove(Int32(truncatingIfNeeded: row), from: old)
    }
    contactAccounts[row] = account.map { Int32(truncatingIfNeeded: $0) } ?? -1
    if let account { accountContacts.append(Int32(truncatingIfNeeded: row), to: account) }
  }

  /// Names the contact that stands for an account.
  public mutating func setMainContact(_ contact: Int?, ofAccount row: Int) {
    mainContacts[row] = contact.map { Int32(truncatingIfNeeded: $0) } ?? -1
  }

  /// Moves a deal to an account.
  public mutating func setAccount(_ account: Int?, ofDeal row: Int) {
    countOpen(deal: row, by: -1)
    if let old = self.account(ofDeal: row) {
      accountDeals.remove(Int32(truncatingIfNeeded: row), from: old)
    }
    dealAccounts[row] = account.map { Int32(truncatingIfNeeded: $0) } ?? -1
    if let account { accountDeals.append(Int32(truncatingIfNeeded: row), to: account) }
    countOpen(deal: row, by: 1)
  }

  /// Names the contact of a deal.
  public mutating func setContact(_ contact: Int?, ofDeal row: Int) {
    dealContacts[row] = contact.map { Int32(truncatingIfNeeded: $0) } ?? -1
  }

  @inline(__always)
  private static func row(_ stored: Int32) -> Int? { stored >= 0 ? Int(stored) : nil }
}

// MARK: - Channels and addresses

/// What became of an address that was given to a contact.
public enum AddressOutcome: Hashable, Sendable {
  /// It is the contact's.
  case stored
  /// Another contact has it, so both are one person from now on.
  case samePerson(as: Int)
  /// It is a role's address (`info@…`) and another contact has it, so it wasn't stored.
  case shared(with: Int)
}

extension FactStore {
  /// The number of a channel, which is new if its name is.
  public mutating func channel(_ id: ChannelID) -> Int {
    channel(code: strings.intern(id.rawValue))
  }

  mutating func channel(code: Int32) -> Int {
    if let known = channelCodes[code] { return known }
    channelCodes[code] = channelNames.count
    channelNames.append(strings[code])
    return channelNames.count - 1
  }

  /// The number of a channel that the store has met.
  public func channelNumber(_ id: ChannelID) -> Int? {
    strings.code(of: id.rawValue).flatMap { channelCodes[$0] }
  }

  /// The channels that the store has met, by number.
  public var channels: [ChannelID] { channelNames.map { ChannelID($0) } }

  /// The contact's address on a channel, normalised.
  public func address(of contact: Int, channel: Int) -> String? {
    addressCode(of: contact, channel: channel).map { strings[$0] }
  }

  /// The string code of the contact's address on a channel.
  public func addressCode(of contact: Int, channel: Int) -> Int32? {
    addresses.code(contact, channel: channel)
  }

  /// Whether messages reach the contact on a channel.
  @inline(__always)
  public func addressStatus(of contact: Int, channel: Int) -> AddressStatus {
    addresses.status(contact, channel: channel)
  }

  /// The person who has an address.
  public func person(withAddress address: String, channel: Int) -> Int? {
    guard let code = strings.code(of: Address.normalised(address)) else { return nil }
    return addresses.owner(of: code, channel: channel).map { person(of: $0) }
  }

  /// Gives a contact an address, which is normalised.
  @discardableResult
  public mutating func setAddress(
    _ address: String, of contact: Int, channel: Int
  ) -> AddressOutcome {
    setAddress(code: strings.intern(Address.normalised(address)), of: contact, channel: channel)
  }

  /// Gives a contact an address that is normalised and interned.
  mutating func setAddress(code: Int32, of contact: Int, channel: Int) -> AddressOutcome {
    if let entry = suppressions.entry(address: code) {
      suppressions.add(
        contact: person(of: contact), channel: nil, reason: entry.reason, at: entry.at)
    }
    if let owner = addresses.owner(of: code, channel: channel),
      person(of: owner) != person(of: contact)
    {
      if Address.isRole(strings[code]) { return .shared(with: owner) }
      addresses.set(code, contact: contact, channel: channel, owned: false)
      merge(contact, with: owner)
      return .samePerson(as: person(of: owner))
    }
    addresses.set(code, contact: contact, channel: channel, owned: true)
    return .stored
  }

  /// Records whether messages reach an address.
  public mutating func setAddressStatus(_ status: AddressStatus, of contact: Int, channel: Int) {
    addresses.setStatus(status, contact: contact, channel: channel)
  }
}

// MARK: - Consent and suppression

extension FactStore {
  /// Adds a statement about consent.
  public mutating func addConsent(_ consent: Consent, of contact: Int, channel: Int) {
    consents.append(consent, contact: contact, channel: channel)
  }

  /// The consent in force; `nil` if nothing was ever said.
  ///
  /// Of a person with several rows it is the weakest of those rows that have an address there.
  public func consent(of contact: Int, channel: Int, at now: Instant) -> Consent? {
    let own = consents.inForce(contact: contact, channel: channel, at: now)
    guard !persons.isEmpty else { return own }
    let rows = persons.rows(of: person(of: contact))
    guard rows.count > 1 else { return own }
    var weakest: Consent?
    var isFirst = true
    for row in rows where addressStatus(of: row, channel: channel) != .none || row == contact {
      let consent = consents.inForce(contact: row, channel: channel, at: now)
      let basis = consent?.basis ?? .none
      if isFirst || basis < (weakest?.basis ?? .none) { weakest = consent }
      isFirst = false
    }
    return weakest
  }

  /// When the consent in force may change next without a new statement.
  public func consentChanges(of contact: Int, channel: Int, after now: Instant) -> Instant? {
    persons.rows(of: person(of: contact)).compactMap {
      consents.nextChange(contact: $0, channel: channel, after: now)
    }.min()
  }

  /// Puts a person on the list of those who are never written to.
  ///
  /// - Parameter channel: The only channel it is about; `nil` for all of them.
  public mutating func suppress(
    contact: Int, channel: Int? = nil, reason: String, at: Instant?
  ) {
    suppressions.add(
      contact: person(of: contact), channel: channel, reason: strings.intern(reason), at: at)
  }

  /// Puts an address on that list, and whoever has it now or later on any channel.
  public mutating func suppress(address: String, reason: String, at: Instant?) {
    let code = strings.intern(Address.normalised(address))
    suppressions.add(address: code, reason: strings.intern(reason), at: at)
    for channel in 0..<addresses.channelCount {
      if let owner = addresses.owner(of: code, channel: channel) {
        suppress(contact: owner, reason: reason, at: at)
      }
    }
  }

  /// Why the person is never written to, on this channel or at all; `nil` if that isn't so.
  @inline(__always)
  public func suppression(of contact: Int, channel: Int?) -> Suppression? {
    suppressions.entry(contact: person(of: contact), channel: channel)
  }
}
