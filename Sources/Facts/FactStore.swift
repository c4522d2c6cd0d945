// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// Everything that is known about the people of one world, up to its clock.
///
/// Facts stand in columnar tables, belonging in row numbers, history in an append-only log with
/// running values beside it, so that what guards ask most costs constant time. Whoever moves the
/// clock applies the events that are due; a store never holds the future, apart from deals that
/// are announced by `expectEvents(ofDeal:)`.
public struct FactStore: Sendable {
  /// The layout of the tables.
  public let schema: FactSchema
  /// Every string of every table.
  public var strings: StringPool
  /// The contacts' facts.
  public internal(set) var contacts: FactTable
  /// The accounts' facts.
  public internal(set) var accounts: FactTable
  /// The deals' facts.
  public internal(set) var deals: FactTable
  /// What happened.
  public internal(set) var log = EventLog()

  var contactAccounts: ContiguousArray<Int32> = []
  var accountContacts = Adjacency()
  var accountDeals = Adjacency()
  var mainContacts: ContiguousArray<Int32> = []
  var dealAccounts: ContiguousArray<Int32> = []
  var dealContacts: ContiguousArray<Int32> = []

  var contactHistory = ContactHistory()
  var accountHistory = AccountHistory()
  var dealHistory = DealHistory()

  var channelNames: [String] = []
  var channelCodes: [Int32: Int] = [:]
  var addresses = AddressBook()
  var consents = ConsentLog()
  var suppressions = SuppressionList()
  var persons = Persons()
  /// Which events the log keeps, by code; the others only move the running values.
  var isLogged: ContiguousArray<Bool>
  /// Where each event has its channel among its attributes; -1 for nowhere.
  let channelSlots: ContiguousArray<Int>

  /// Makes a store without rows.
  public init(schema: FactSchema) {
    self.schema = schema
    var strings = StringPool()
    contacts = FactTable(of: .contact, schema: schema, strings: &strings)
    accounts = FactTable(of: .account, schema: schema, strings: &strings)
    deals = FactTable(of: .deal, schema: schema, strings: &strings)
    self.strings = strings
    isLogged = ContiguousArray(repeating: true, count: schema.events.count)
    channelSlots = ContiguousArray(
      schema.events.map { $0.attribute("channel")?.slot ?? -1 })
  }

  /// Makes room for people.
  public mutating func reserve(contacts: Int = 0, accounts: Int = 0, deals: Int = 0) {
    self.contacts.reserve(contacts)
    self.accounts.reserve(accounts)
    self.deals.reserve(deals)
  }

  /// Keeps only these events in the log; the running values still follow all of them.
  ///
  /// A simulation of many events stays small that way: name what the policies ask by `had`,
  /// `last`, `count_since` and `messages`.
  public mutating func keepInLog(only codes: some Sequence<Int32>) {
    let kept = Set(codes)
    for code in isLogged.indices {
      isLogged[code] = kept.contains(Int32(truncatingIfNeeded: code))
    }
  }
}

// MARK: - Rows

extension FactStore {
  /// Adds a contact; `nil` if the id is taken.
  public mutating func addContact(_ id: ContactID) -> Int? {
    addContact(idCode: strings.intern(id.rawValue))
  }

  /// Adds a contact whose id has this string code; `nil` if it is taken.
  public mutating func addContact(idCode: Int32) -> Int? {
    guard let row = contacts.appendRow(id: idCode) else { return nil }
    contactAccounts.append(-1)
    contactHistory.appendRow()
    return row
  }

  /// Adds an account; `nil` if the id is taken.
  public mutating func addAccount(_ id: AccountID) -> Int? {
    addAccount(idCode: strings.intern(id.rawValue))
  }

  /// Adds an account whose id has this string code; `nil` if it is taken.
  public mutating func addAccount(idCode: Int32) -> Int? {
    guard let row = accounts.appendRow(id: idCode) else { return nil }
    accountContacts.appendOwner()
    accountDeals.appendOwner()
    mainContacts.append(-1)
    accountHistory.appendRow()
    return row
  }

  /// Adds a deal; `nil` if the id is taken.
  ///
  /// - Parameter stage: How it stands as long as no event about it is applied.
  public mutating func addDeal(
    _ id: DealID, account: Int? = nil, contact: Int? = nil, stage: DealStage = .open
  ) -> Int? {
    addDeal(idCode: strings.intern(id.rawValue), account: account, contact: contact, stage: stage)
  }

  /// Adds a deal whose id has this string code; `nil` if it is taken.
  public mutating func addDeal(
    idCode: Int32, account: Int? = nil, contact: Int? = nil, stage: DealStage = .open
  ) -> Int? {
    guard let row = deals.appendRow(id: idCode) else { return nil }
    dealAccounts.append(-1)
    dealContacts.append(contact.map { Int32(truncatingIfNeeded: $0) } ?? -1)
    dealHistory.appendRow(stage: stage)
    if let account { setAccount(account, ofDeal: row) }
    return row
  }

  /// The row of a contact.
  public func contact(_ id: ContactID) -> Int? {
    strings.code(of: id.rawValue).flatMap { contacts.row(idCode: $0) }
  }

  /// The row of an account.
  public func account(_ id: AccountID) -> Int? {
    strings.code(of: id.rawValue).flatMap { accounts.row(idCode: $0) }
  }

  /// The row of a deal.
  public func deal(_ id: DealID) -> Int? {
    strings.code(of: id.rawValue).flatMap { deals.row(idCode: $0) }
  }

  /// The id of a contact's row.
  public func contactID(_ row: Int) -> ContactID { ContactID(strings[contacts.idCode(row)]) }

  /// The id of an account's row.
  public func accountID(_ row: Int) -> AccountID { AccountID(strings[accounts.idCode(row)]) }

  /// The id of a deal's row.
  public func dealID(_ row: Int) -> DealID { DealID(strings[deals.idCode(row)]) }
}

// MARK: - Values

extension FactStore {
  /// The table of an object that has one here; senders and events are the engine's.
  public func table(of object: FactObject) -> FactTable? {
    switch object {
    case .contact: contacts
    case .account: accounts
    case .deal: deals
    case .event, .sender: nil
    }
  }

  /// Reads one stored fact at `now`.
  public func value(_ path: FactPath, row: Int, at now: Instant) -> Fact<FactValue> {
    guard let field = schema.field(path) else { return .unknown }
    let column: FactColumn
    switch path.object {
    case .contact: column = contacts.columns[field.slot]
    case .account: column = accounts.columns[field.slot]
    case .deal: column = deals.columns[field.slot]
    case .event, .sender: return .unknown
    }
    switch column.state(row, at: now) {
    case .unknown: return .unknown
    case .absent: return .absent
    case .known:
      if case .list(let element) = field.type {
        return .known(
          .list(column.elements(row).map { $0.value(element, strings: strings) }))
      }
      return .known(column.cell(row).value(field.type, strings: strings))
    }
  }

  /// Replaces one stored fact; `nil` makes it absent.
  ///
  /// - Returns: False if there is no such fact or the value isn't of its type, in which case
  ///   nothing changes. The declared range isn't asked.
  @discardableResult
  public mutating func set(
    _ value: FactValue?, _ path: FactPath, row: Int, asOf: Instant? = nil
  ) -> Bool {
    guard let field = schema.field(path), field.slot > 0,
      value.map(field.type.admits) ?? true
    else { return false }
    let time = asOf?.seconds ?? .min
    if case .list(let values) = value {
      let cells = values.map { Cell($0, strings: &strings) }
      switch path.object {
      case .contact: contacts.set(list: cells, slot: field.slot, row: row, asOf: time)
      case .account: accounts.set(list: cells, slot: field.slot, row: row, asOf: time)
      case .deal: deals.set(list: cells, slot: field.slot, row: row, asOf: time)
      case .event, .sender: return false
      }
      return true
    }
    let cell = value.map { Cell($0, strings: &strings) } ?? .absent
    return set(cell, path.object, slot: field.slot, row: row, asOf: time)
  }

  /// Replaces one cell.
  @inline(__always) @discardableResult
  public mutating func set(
    _ cell: Cell, _ object: FactObject, slot: Int, row: Int, asOf: Int64 = .min
  ) -> Bool {
    switch object {
    case .contact: contacts.set(cell, slot: slot, row: row, asOf: asOf)
    case .account: accounts.set(cell, slot: slot, row: row, asOf: asOf)
    case .deal: deals.set(cell, slot: slot, row: row, asOf: asOf)
    case .event, .sender: return false
    }
    return true
  }

  /// Replaces one list.
  @discardableResult
  public mutating func set(
    list: [Cell], _ object: FactObject, slot: Int, row: Int, asOf: Int64 = .min
  ) -> Bool {
    switch object {
    case .contact: contacts.set(list: list, slot: slot, row: row, asOf: asOf)
    case .account: accounts.set(list: list, slot: slot, row: row, asOf: asOf)
    case .deal: deals.set(list: list, slot: slot, row: row, asOf: asOf)
    case .event, .sender: return false
    }
    return true
  }
}
