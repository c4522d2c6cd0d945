// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage

/// Makes a scenario's people up and puts them into a store.
///
/// Everything is drawn by (seed, `people.generate`, contact, fact), so one more fact, or one more
/// person, changes nothing for the others.
struct Population {
  let bundle: Bundle
  let zones: ZoneDatabase
  let seed: Int64
  /// Since when generated people are known: the scenario's beginning.
  let since: Instant

  /// A fact with how its values are made.
  private struct Source {
    var field: FactField
    var sampler: Sampler
    /// What the draw is for: `contact.seniority`.
    var path: String
  }

  /// The names of each country's zones, looked up once.
  private var zonesByCountry: [String: [String]] = [:]

  init(bundle: Bundle, zones: ZoneDatabase, seed: Int64, since: Instant) {
    self.bundle = bundle
    self.zones = zones
    self.seed = seed
    self.since = since
  }

  /// Adds people `c-0001…`, each with an account `a-0001…` of its own and an address on every
  /// channel that writes to people.
  mutating func generate(_ people: People.Generated, into store: inout FactStore) throws(WorldError)
  {
    let contact = try sources(people.contact, of: .contact)
    let account = try sources(people.account, of: .account)
    let consent = try consents(people.consent, store: &store)
    let channels = addressed(&store)
    store.reserve(contacts: people.count, accounts: people.count)
    for number in 1...max(1, people.count) where number <= people.count {
      let digits = Layout.digits(number, 4)
      let id = "c-\(digits)"
      guard let accountRow = store.addAccount(AccountID("a-\(digits)")) else {
        throw .doubleID(kind: "account", id: "a-\(digits)")
      }
      guard let row = store.addContact(ContactID(id)) else {
        throw .doubleID(kind: "contact", id: id)
      }
      store.setAccount(accountRow, ofContact: row)
      store.setMainContact(row, ofAccount: accountRow)
      fill(.contact, row, contact, drawnFor: id, &store)
      fill(.account, accountRow, account, drawnFor: id, &store)
      complete(contact: row, account: accountRow, id: id, digits: digits, &store)
      for channel in channels {
        store.setAddress(channel.address(id: id, number: number), of: row, channel: channel.index)
      }
      for entry in consent { give(entry, to: row, drawnFor: id, &store) }
    }
  }

  /// Adds the people that the scenario writes down; those without an id are `c-0001…` too, and
  /// people whose account has one id share it.
  mutating func write(_ people: [People.Written], into store: inout FactStore) throws(WorldError) {
    for (index, person) in people.enumerated() {
      let digits = Layout.digits(index + 1, 4)
      let id = Self.id(person.contact) ?? "c-\(digits)"
      let accountID = Self.id(person.account) ?? "a-\(digits)"
      let contact = try sources(person.contact, of: .contact)
      let account = try sources(person.account, of: .account)
      let consent = try consents(person.consent, store: &store)
      guard let row = store.addContact(ContactID(id)) else {
        throw .doubleID(kind: "contact", id: id)
      }
      let known = store.account(AccountID(accountID))
      guard let accountRow = known ?? store.addAccount(AccountID(accountID)) else {
        throw .doubleID(kind: "account", id: accountID)
      }
      store.setAccount(accountRow, ofContact: row)
      fill(.contact, row, contact, drawnFor: id, &store)
      if known == nil {
        fill(.account, accountRow, account, drawnFor: accountID, &store)
      } else {
        for source in account {
          set(source, row: accountRow, .account, drawnFor: accountID, &store)
        }
      }
      complete(contact: row, account: accountRow, id: id, digits: digits, &store)
      if person.addresses.isEmpty {
        for channel in addressed(&store) {
          store.setAddress(
            channel.address(id: id, number: index + 1), of: row, channel: channel.index)
        }
      }
      for entry in person.addresses {
        guard bundle.channels.contains(where: { $0.id == entry.channel }) else {
          throw .name(kind: "channel", name: entry.channel)
        }
        store.setAddress(entry.address, of: row, channel: store.channel(ChannelID(entry.channel)))
      }
      for entry in consent { give(entry, to: row, drawnFor: id, &store) }
    }
  }
}

// MARK: - Facts

extension Population {
  private static func id(_ attributes: [Attribute]) -> String? {
    for attribute in attributes where attribute.name == "id" {
      if case .constant(let text) = attribute.value { return text }
    }
    return nil
  }

  private func sources(
    _ attributes: [Attribute], of object: FactObject
  ) throws(WorldError) -> [Source] {
    var sources: [Source] = []
    for attribute in attributes where attribute.name != "id" {
      guard let field = bundle.schema.field(FactPath(object, attribute.name)) else {
        throw .name(kind: "fact of \(object.rawValue)", name: attribute.name)
      }
      sources.append(
        Source(
          field: field,
          sampler: try Sampler(attribute.value, for: field, zone: bundle.settings.zone),
          path: "\(object.rawValue).\(field.name)"))
    }
    return sources
  }

  /// Sets what the scenario names; the rest has its default, is absent if it may be, or unknown.
  private func fill(
    _ object: FactObject, _ row: Int, _ sources: [Source], drawnFor id: String,
    _ store: inout FactStore
  ) {
    for field in bundle.schema.fields(of: object)
    where field.slot > 0 && field.isNullable && field.defaultValue == nil {
      store.set(Cell.absent, object, slot: field.slot, row: row)
    }
    for source in sources { set(source, row: row, object, drawnFor: id, &store) }
  }

  private func set(
    _ source: Source, row: Int, _ object: FactObject, drawnFor id: String,
    _ store: inout FactStore
  ) {
    let value: FactValue?
    if case .constant(let constant) = source.sampler {
      value = constant
    } else {
      value = source.sampler.value(
        Draw(seed: seed, purpose: "people.generate", ids: [id, source.path]))
    }
    WorldValues.set(value, source.field, object, row: row, store: &store)
  }

  /// Gives what every person has: a name, since when it is known, a zone of its country.
  private mutating func complete(
    contact: Int, account: Int, id: String, digits: String, _ store: inout FactStore
  ) {
    setIfUnknown(.string("Person \(digits)"), FactPath(.contact, "name"), contact, &store)
    setIfUnknown(.string("Person"), FactPath(.contact, "first_name"), contact, &store)
    setIfUnknown(.string("Account \(digits)"), FactPath(.account, "name"), account, &store)
    setIfUnknown(.instant(since), FactPath(.contact, "created_at"), contact, &store)
    guard
      case .known(.string(let country)) = store.value(
        FactPath(.contact, "country"), row: contact, at: since)
    else { return }
    let places =
      zonesByCountry[country] ?? zones.zones(ofCountry: country).map(\.identifier)
    zonesByCountry[country] = places
    guard !places.isEmpty else { return }
    let draw = Draw(seed: seed, purpose: "people.generate", ids: [id, "contact.zone"])
    let zone = places[Int(draw.integer(in: 0...Int64(places.count - 1)))]
    setIfUnknown(.string(zone), FactPath(.contact, "zone"), contact, &store)
    setIfUnknown(.string(zone), FactPath(.account, "zone"), account, &store)
  }

  private func setIfUnknown(
    _ value: FactValue, _ path: FactPath, _ row: Int, _ store: inout FactStore
  ) {
    switch store.value(path, row: row, at: since) {
    case .known: return
    case .absent, .unknown: store.set(value, path, row: row)
    }
  }
}

// MARK: - Channels

extension Population {
  /// A channel on which everybody has an address.
  private struct AddressedChannel {
    var id: String
    /// Its number in the store.
    var index: Int

    /// Numbers of the range that is set aside for fiction, addresses of a domain set aside for
    /// examples: nothing here can reach anybody.
    func address(id contact: String, number: Int) -> String {
      switch id {
      case "email", "mail": return "\(contact)@example.com"
      case "sms", "whatsapp", "phone", "call", "voice", "signal", "viber":
        return "+1555" + Layout.digits(number, 7)
      default: return "\(contact).example"
      }
    }
  }

  private func addressed(_ store: inout FactStore) -> [AddressedChannel] {
    bundle.channels.filter { !$0.isInternal }.map {
      AddressedChannel(id: $0.id, index: store.channel(ChannelID($0.id)))
    }
  }

  private struct ConsentSource {
    var channel: Int
    var path: String
    var sampler: Sampler
  }

  private func consents(
    _ attributes: [Attribute], store: inout FactStore
  ) throws(WorldError) -> [ConsentSource] {
    var sources: [ConsentSource] = []
    for attribute in attributes {
      guard bundle.channels.contains(where: { $0.id == attribute.name }) else {
        throw .name(kind: "channel", name: attribute.name)
      }
      let field = FactField(
        name: "consent.\(attribute.name)",
        type: .enumeration(ConsentBasis.allCases.map(\.word)))
      sources.append(
        ConsentSource(
          channel: store.channel(ChannelID(attribute.name)), path: field.name,
          sampler: try Sampler(attribute.value, for: field, zone: bundle.settings.zone)))
    }
    return sources
  }

  private func give(
    _ source: ConsentSource, to row: Int, drawnFor id: String, _ store: inout FactStore
  ) {
    let draw = Draw(seed: seed, purpose: "people.generate", ids: [id, source.path])
    guard case .string(let word) = source.sampler.value(draw),
      let basis = ConsentBasis(word: word)
    else { return }
    store.addConsent(Consent(basis: basis), of: row, channel: source.channel)
  }
}

/// Puts drawn values into a store's columns.
enum WorldValues {
  /// Sets a value, or absent for `nil`.
  static func set(
    _ value: FactValue?, _ field: FactField, _ object: FactObject, row: Int,
    store: inout FactStore
  ) {
    if case .list(let values) = value {
      let cells = values.map { Cell($0, strings: &store.strings) }
      store.set(list: cells, object, slot: field.slot, row: row)
    } else {
      let cell = value.map { Cell($0, strings: &store.strings) } ?? .absent
      store.set(cell, object, slot: field.slot, row: row)
    }
  }
}
