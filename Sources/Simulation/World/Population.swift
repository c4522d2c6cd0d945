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

  private var series: DrawSeries
  /// The codes of each country's zones and of its language, looked up once.
  private var countries: [Int32: Country] = [:]
  /// Built-in facts that everybody gets.
  private let slots: Slots

  private struct Country {
    var zones: [Int32]
    var language: Int32
  }

  private struct Slots {
    var name, firstName, language, country, zone, createdAt, accountName, accountZone: Int
    /// Nullable facts without a default: known to be none where a scenario is silent.
    var contactAbsent, accountAbsent: [Int]

    init(_ schema: FactSchema) {
      func slot(_ object: FactObject, _ name: String) -> Int {
        schema.field(FactPath(object, name))?.slot ?? 0
      }
      func absent(_ object: FactObject) -> [Int] {
        schema.fields(of: object)
          .filter { $0.slot > 0 && $0.isNullable && $0.defaultValue == nil }.map(\.slot)
      }
      name = slot(.contact, "name")
      firstName = slot(.contact, "first_name")
      language = slot(.contact, "language")
      country = slot(.contact, "country")
      zone = slot(.contact, "zone")
      createdAt = slot(.contact, "created_at")
      accountName = slot(.account, "name")
      accountZone = slot(.account, "zone")
      contactAbsent = absent(.contact)
      accountAbsent = absent(.account)
    }
  }

  private static let zonePart = DrawSeries.part("contact.zone")

  init(bundle: Bundle, zones: ZoneDatabase, seed: Int64, since: Instant) {
    self.bundle = bundle
    self.zones = zones
    self.seed = seed
    self.since = since
    series = DrawSeries(seed: seed, purpose: "people.generate")
    slots = Slots(bundle.schema)
  }

  /// Adds people `c-0001…`, each with an account `a-0001…` of its own and an address on every
  /// channel that writes to people.
  mutating func generate(_ people: People.Generated, into store: inout FactStore) throws(WorldError)
  {
    guard people.count > 0 else { return }
    var facts = try FactSources(
      contact: people.contact, account: people.account, bundle: bundle, store: &store)
    let consent = try consents(people.consent, store: &store)
    let channels = addressed(&store)
    store.reserve(contacts: people.count, accounts: people.count)
    for number in 1...people.count {
      let digits = Layout.digits(number, 4)
      let id = "c-" + digits
      guard let account = store.addAccount(AccountID("a-" + digits)) else {
        throw .doubleID(kind: "account", id: "a-" + digits)
      }
      guard let row = store.addContact(ContactID(id)) else {
        throw .doubleID(kind: "contact", id: id)
      }
      store.setAccount(account, ofContact: row)
      store.setMainContact(row, ofAccount: account)
      let part = DrawSeries.part(id)
      begin(contact: row, account: account, &store)
      facts.fill(
        contact: row, account: account, ids: (part, part), series: &series, at: since, &store)
      complete(contact: row, account: account, part: part, digits: digits, &store)
      for channel in channels {
        store.setAddress(channel.address(id: id, number: number), of: row, channel: channel.index)
      }
      for entry in consent { give(entry, to: row, account: account, part: part, &store) }
    }
  }

  /// Adds the people that the scenario writes down; those without an id are `c-0001…` too, and
  /// people whose account has one id share it.
  mutating func write(_ people: [People.Written], into store: inout FactStore) throws(WorldError) {
    for (index, person) in people.enumerated() {
      let digits = Layout.digits(index + 1, 4)
      let id = Self.id(person.contact) ?? "c-\(digits)"
      let accountID = Self.id(person.account) ?? "a-\(digits)"
      var facts = try FactSources(
        contact: person.contact, account: person.account, bundle: bundle, store: &store)
      let consent = try consents(person.consent, store: &store)
      guard let row = store.addContact(ContactID(id)) else {
        throw .doubleID(kind: "contact", id: id)
      }
      let known = store.account(AccountID(accountID))
      guard let account = known ?? store.addAccount(AccountID(accountID)) else {
        throw .doubleID(kind: "account", id: accountID)
      }
      store.setAccount(account, ofContact: row)
      let part = DrawSeries.part(id)
      begin(contact: row, account: known == nil ? account : nil, &store)
      facts.fill(
        contact: row, account: account, ids: (part, DrawSeries.part(accountID)), series: &series,
        at: since, &store)
      complete(contact: row, account: account, part: part, digits: digits, &store)
      if person.addresses.isEmpty {
        for channel in addressed(&store) {
          // Numbered on behind those who were made up: one number is one person.
          store.setAddress(
            channel.address(id: id, number: row + 1), of: row, channel: channel.index)
        }
      }
      for entry in person.addresses {
        guard bundle.channels.contains(where: { $0.id == entry.channel }) else {
          throw .name(kind: "channel", name: entry.channel)
        }
        store.setAddress(entry.address, of: row, channel: store.channel(ChannelID(entry.channel)))
      }
      for entry in consent { give(entry, to: row, account: account, part: part, &store) }
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

  /// What a scenario leaves out has its default, is absent if it may be, or unknown.
  private func begin(contact: Int, account: Int?, _ store: inout FactStore) {
    for slot in slots.contactAbsent { store.set(Cell.absent, .contact, slot: slot, row: contact) }
    guard let account else { return }
    for slot in slots.accountAbsent { store.set(Cell.absent, .account, slot: slot, row: account) }
  }

  /// Gives what every person has: a name, since when it is known, a zone and a language of its
  /// country.
  private mutating func complete(
    contact: Int, account: Int, part: [UInt8], digits: String, _ store: inout FactStore
  ) {
    func isOpen(_ table: FactTable, _ slot: Int, _ row: Int) -> Bool {
      table.cell(slot, row, at: since).state != .known
    }
    func set(_ code: Int32, _ object: FactObject, _ slot: Int, _ row: Int) {
      store.set(Cell(word: code), object, slot: slot, row: row)
    }
    if isOpen(store.contacts, slots.name, contact) {
      set(store.strings.intern("Person " + digits), .contact, slots.name, contact)
    }
    if isOpen(store.contacts, slots.firstName, contact) {
      set(store.strings.intern("Person"), .contact, slots.firstName, contact)
    }
    if isOpen(store.accounts, slots.accountName, account) {
      set(store.strings.intern("Account " + digits), .account, slots.accountName, account)
    }
    if isOpen(store.contacts, slots.createdAt, contact) {
      store.set(Cell(since), .contact, slot: slots.createdAt, row: contact)
    }
    let cell = store.contacts.cell(slots.country, contact, at: since)
    guard cell.state == .known else { return }
    let country = self.country(cell.word, &store)
    if isOpen(store.contacts, slots.language, contact) {
      set(country.language, .contact, slots.language, contact)
    }
    guard !country.zones.isEmpty else { return }
    let place = series.draw(part, Self.zonePart).integer(in: 0...Int64(country.zones.count - 1))
    let zone = country.zones[Int(place)]
    if isOpen(store.contacts, slots.zone, contact) { set(zone, .contact, slots.zone, contact) }
    if isOpen(store.accounts, slots.accountZone, account) {
      set(zone, .account, slots.accountZone, account)
    }
  }

  private mutating func country(_ code: Int32, _ store: inout FactStore) -> Country {
    if let known = countries[code] { return known }
    let name = store.strings[code]
    let language = CountryLanguages.language(of: name, among: bundle.settings.languages)
    let country = Country(
      zones: zones.zones(ofCountry: name).map { store.strings.intern($0.identifier) },
      language: store.strings.intern(language))
    countries[code] = country
    return country
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
    var part: [UInt8]
    var recipe: Recipe
    /// Bases by the code of their word.
    var bases: [Int32: ConsentBasis]
  }

  private func consents(
    _ attributes: [Attribute], store: inout FactStore
  ) throws(WorldError) -> [ConsentSource] {
    var bases: [Int32: ConsentBasis] = [:]
    for basis in ConsentBasis.allCases { bases[store.strings.intern(basis.word)] = basis }
    var sources: [ConsentSource] = []
    for attribute in attributes {
      guard bundle.channels.contains(where: { $0.id == attribute.name }) else {
        throw .name(kind: "channel", name: attribute.name)
      }
      let field = FactField(
        name: "consent.\(attribute.name)",
        type: .enumeration(ConsentBasis.allCases.map(\.word)))
      let reader = RecipeReader(field: field, bundle: bundle, places: [:])
      sources.append(
        ConsentSource(
          channel: store.channel(ChannelID(attribute.name)), part: DrawSeries.part(field.name),
          recipe: try reader.recipe(attribute.value, &store), bases: bases))
    }
    return sources
  }

  private mutating func give(
    _ source: ConsentSource, to row: Int, account: Int, part: [UInt8], _ store: inout FactStore
  ) {
    let draw =
      source.recipe.isDrawn ? series.draw(part, source.part) : Draw(bits: 0)
    let made = FactSources.make(
      source.recipe, draw, normal: nil, contact: row, account: account, at: since, store)
    guard case .cell(let cell) = made, let basis = source.bases[cell.word] else { return }
    store.addConsent(Consent(basis: basis), of: row, channel: source.channel)
  }
}
