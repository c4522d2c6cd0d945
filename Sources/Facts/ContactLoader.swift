// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// Adds the records of one file of people to a store.
struct ContactLoader {
  private enum Binding {
    case id(FactObject)
    case fact(FactObject, slot: Int, reader: Int)
    case history(FactObject, HistoryMember)
    case stage
    case address(channel: Int)
    case consent(channel: Int, ContactColumns.ConsentPart)
    case ignored
  }

  /// What one record says, gathered before anything is changed.
  private struct Draft {
    var ids: [Int32] = [-1, -1, -1]
    /// Whether the record has a field for the id, be it empty.
    var isNamed = [false, false, false]
    var cells: ContiguousArray<(binding: Int, cell: Cell)> = []
    var lists: [(binding: Int, cells: [Cell])] = []
    var histories: [(binding: Int, at: Instant)] = []
    var stage: DealStage?
    var addresses: [(channel: Int, code: Int32)] = []
    var consents: [(channel: Int, consent: Consent)] = []

    mutating func clear() {
      for index in ids.indices {
        ids[index] = -1
        isNamed[index] = false
      }
      cells.removeAll(keepingCapacity: true)
      lists.removeAll(keepingCapacity: true)
      histories.removeAll(keepingCapacity: true)
      stage = nil
      addresses.removeAll(keepingCapacity: true)
      consents.removeAll(keepingCapacity: true)
    }
  }

  private struct Refusal: Error {
    var reason: RejectReason
    var detail: String
  }

  private let schema: FactSchema
  private let zone: Zone
  private let clock: Instant
  private let file: String
  private let columns: ContactColumns
  private var store: FactStore
  private var report = LoadReport()
  private var bindings: ContiguousArray<Binding> = []
  private(set) var names: [String] = []
  private var readers: [CellReader] = []
  private var draft = Draft()
  /// Whether a column holds the contacts' ids.
  private(set) var hasID = false
  /// Whether columns hold facts or histories of contacts, accounts, deals.
  private var hasColumns = [false, false, false]

  init(schema: FactSchema, zone: Zone, clock: Instant, file: String) {
    self.schema = schema
    self.zone = zone
    self.clock = clock
    self.file = file
    columns = ContactColumns(schema: schema)
    store = FactStore(schema: schema)
  }

  /// Takes the next columns' names.
  mutating func bind(_ names: some Sequence<String>) throws(LoadError) {
    for name in names {
      let binding = binding(of: name)
      if case .id(.contact) = binding { hasID = true }
      bindings.append(binding)
      self.names.append(name)
    }
    // In JSON both spellings are offered; only a header can really hold a column twice.
    var seen: Set<String> = []
    for name in self.names {
      guard seen.insert(name).inserted else { throw .columnTwice(file: file, column: name) }
    }
  }

  private mutating func binding(of name: String) -> Binding {
    guard let meaning = columns.meaning(of: name) else {
      report.unknownColumns.append(UnknownColumn(name: name, nearest: columns.nearest(to: name)))
      return .ignored
    }
    switch meaning {
    case .fact(let object, slot: 0): return .id(object)
    case .fact(let object, let slot):
      let field = schema.fields(of: object)[slot]
      hasColumns[place(object)] = true
      readers.append(CellReader(field, zone: zone, strings: &store.strings))
      return .fact(object, slot: slot, reader: readers.count - 1)
    case .history(let object, let member):
      hasColumns[place(object)] = true
      return .history(object, member)
    case .stage: return .stage
    case .address(let channel): return .address(channel: store.channel(ChannelID(channel)))
    case .consent(let channel, let part):
      return .consent(channel: store.channel(ChannelID(channel)), part)
    }
  }

  mutating func noteUnknown(_ keys: [String]) {
    for key in keys {
      report.unknownColumns.append(UnknownColumn(name: key, nearest: columns.nearest(to: key)))
    }
  }

  mutating func load<Source: RecordSource & ~Copyable>(
    _ source: inout Source
  ) throws(FileError) {
    while true {
      switch try source.next() {
      case .end: return
      case .problem(let problem): report.reject(problem, file)
      case .record:
        report.recordCount += 1
        let fieldCount = source.fieldCount
        while bindings.count < fieldCount {
          let name = source.fieldName(bindings.count)
          let binding = binding(of: name)
          bindings.append(binding)
          names.append(name)
        }
        do throws(Refusal) {
          draft.clear()
          for index in bindings.indices { try gather(source.field(index), index) }
          try add()
        } catch {
          report.reject(error.reason, file, line: source.line, error.detail)
        }
      }
    }
  }

  /// The columns as plain facts of contacts; `nil` if one of them means more.
  var plainContacts: (id: Int, facts: [FillerSource], strings: StringPool, report: LoadReport)? {
    var ids: [Int] = []
    var facts: [FillerSource] = []
    for (index, binding) in bindings.enumerated() {
      switch binding {
      case .ignored: break
      case .id(.contact): ids.append(index)
      case .fact(.contact, _, let reader):
        facts.append(
          FillerSource(
            name: names[index],
            value: .column(place: index, map: nil, otherwise: nil, asOf: nil),
            reader: readers[reader]))
      case .id, .fact, .history, .stage, .address, .consent: return nil
      }
    }
    guard ids.count == 1 else { return nil }
    return (ids[0], facts, store.strings, report)
  }

  consuming func finish() -> ContactFile.Contents {
    report.contactCount = store.contacts.count
    report.accountCount = store.accounts.count
    report.dealCount = store.deals.count
    return ContactFile.Contents(store: store, report: report)
  }

  // MARK: - Gathering

  @inline(__always)
  private mutating func gather(_ raw: RawField, _ index: Int) throws(Refusal) {
    if raw.kind == .missing { return }
    switch bindings[index] {
    case .ignored: return
    case .fact(_, _, let reader):
      switch readers[reader].read(raw, strings: &store.strings) {
      case .cell(let cell): draft.cells.append((index, cell))
      case .list(let cells): draft.lists.append((index, cells))
      case .missing: break
      case .problem(let expected): throw refusal(index, raw, expected)
      }
    case .id(let object):
      draft.isNamed[place(object)] = true
      if raw.kind == .empty { return }
      guard let code = text(raw) else { throw refusal(index, raw, "text in UTF-8") }
      draft.ids[place(object)] = code
    case .history:
      if raw.kind == .empty { return }
      guard raw.kind == .text, let at = ScalarReader.instant(raw.bytes, zone: zone) else {
        throw refusal(index, raw, "an instant such as `2026-10-20T10:00Z`")
      }
      draft.histories.append((index, at))
    case .stage:
      if raw.kind == .empty { return }
      guard let stage = DealStage(rawValue: String(decoding: raw.bytes, as: UTF8.self)) else {
        throw refusal(index, raw, "one of `open`, `won`, `lost`")
      }
      draft.stage = stage
    case .address(let channel): try gatherAddress(raw, index, channel)
    case .consent(let channel, let part): try gatherConsent(raw, index, channel, part)
    }
  }

  private mutating func gatherAddress(
    _ raw: RawField, _ index: Int, _ channel: Int
  ) throws(Refusal) {
    if raw.kind == .empty { return }
    guard raw.kind == .text || raw.kind == .number,
      let code = Address.intern(raw.bytes, strings: &store.strings)
    else { throw refusal(index, raw, "an address in UTF-8") }
    if code == 0 { return }
    if let owner = store.addresses.owner(of: code, channel: channel),
      Address.isRole(store.strings[code])
    {
      throw Refusal(
        reason: .sharedAddress,
        detail: "`\(store.strings[code])` is the address of `\(store.contactID(owner))`")
    }
    draft.addresses.append((channel, code))
  }

  private mutating func gatherConsent(
    _ raw: RawField, _ index: Int, _ channel: Int, _ part: ContactColumns.ConsentPart
  ) throws(Refusal) {
    // An object's parts come as fields of their own.
    if raw.kind == .empty || raw.kind == .object { return }
    var position = draft.consents.firstIndex { $0.channel == channel } ?? -1
    if position < 0 {
      position = draft.consents.count
      draft.consents.append((channel, Consent(basis: .none)))
    }
    switch part {
    case .basis:
      guard let basis = ConsentBasis(word: String(decoding: raw.bytes, as: UTF8.self)) else {
        throw refusal(index, raw, "one of \(ConsentBasis.words)")
      }
      draft.consents[position].consent.basis = basis
    case .at, .until:
      guard let at = ScalarReader.instant(raw.bytes, zone: zone) else {
        throw refusal(index, raw, "an instant such as `2026-10-20T10:00Z`")
      }
      if part == .at {
        draft.consents[position].consent.at = at
      } else {
        draft.consents[position].consent.until = at
      }
    case .source, .evidence:
      guard let code = text(raw) else { throw refusal(index, raw, "text in UTF-8") }
      if part == .source {
        draft.consents[position].consent.source = code
      } else {
        draft.consents[position].consent.evidence = code
      }
    }
  }

  private mutating func text(_ raw: RawField) -> Int32? {
    guard raw.kind == .text || raw.kind == .number else { return nil }
    return store.strings.internChecked(raw.bytes)
  }

  private func refusal(_ index: Int, _ raw: RawField, _ expected: String) -> Refusal {
    let shown = String(decoding: raw.bytes.prefix(40), as: UTF8.self)
    return Refusal(
      reason: .value, detail: "`\(names[index])` is `\(shown)`, expected \(expected)")
  }

  private func place(_ object: FactObject) -> Int {
    switch object {
    case .contact: 0
    case .account: 1
    case .deal: 2
    case .event, .sender: 0
    }
  }

  // MARK: - Adding

  private mutating func add() throws(Refusal) {
    guard draft.ids[0] > 0 else { throw Refusal(reason: .noID, detail: "no id") }
    guard let contact = store.addContact(idCode: draft.ids[0]) else {
      throw Refusal(reason: .duplicateID, detail: "`\(store.strings[draft.ids[0]])`")
    }
    let account = account()
    if let account { store.setAccount(account, ofContact: contact) }
    let deal = try deal(account: account, contact: contact)
    func row(_ object: FactObject) -> Int? {
      switch object {
      case .contact: contact
      case .account: account
      case .deal: deal
      case .event, .sender: nil
      }
    }
    for (index, cell) in draft.cells {
      if case .fact(let object, let slot, _) = bindings[index], let row = row(object) {
        store.set(cell, object, slot: slot, row: row)
      }
    }
    for (index, cells) in draft.lists {
      if case .fact(let object, let slot, _) = bindings[index], let row = row(object) {
        store.set(list: cells, object, slot: slot, row: row)
      }
    }
    for (channel, code) in draft.addresses {
      if case .samePerson = store.setAddress(code: code, of: contact, channel: channel) {
        report.mergedCount += 1
      }
    }
    for (channel, consent) in draft.consents {
      store.addConsent(consent, of: contact, channel: channel)
    }
    applyHistories(contact: contact, deal: deal)
  }

  /// The contact's account, added if it is new.
  private mutating func account() -> Int? {
    var code = draft.ids[1]
    if code <= 0 {
      guard !draft.isNamed[1], says(.account) else { return nil }
      code = draft.ids[0]
    }
    return store.accounts.row(idCode: code) ?? store.addAccount(idCode: code)
  }

  private mutating func deal(account: Int?, contact: Int) throws(Refusal) -> Int? {
    var code = draft.ids[2]
    if code <= 0 {
      guard !draft.isNamed[2], says(.deal) || draft.stage != nil else { return nil }
      code = draft.ids[0]
    }
    // A deal may stand beside several contacts of its account; the first is its contact.
    return store.deals.row(idCode: code)
      ?? store.addDeal(
        idCode: code, account: account, contact: contact, stage: draft.stage ?? .open)
  }

  /// Whether the record has a fact or history of the object.
  private func says(_ object: FactObject) -> Bool {
    guard hasColumns[place(object)] else { return false }
    func isOf(_ index: Int) -> Bool {
      switch bindings[index] {
      case .fact(let other, _, _), .history(let other, _): other == object
      case .id, .stage, .address, .consent, .ignored: false
      }
    }
    return draft.cells.contains { isOf($0.binding) } || draft.lists.contains { isOf($0.binding) }
      || draft.histories.contains { isOf($0.binding) }
  }

  private mutating func applyHistories(contact: Int, deal: Int?) {
    for (index, at) in draft.histories {
      guard case .history(let object, let member) = bindings[index] else { continue }
      var event: FactEvent?
      if object == .deal, let deal {
        store.expectEvents(ofDeal: deal)
        event = FactStore.event(given: member, deal: deal, at: at)
      } else if object == .contact {
        event = FactStore.event(given: member, contact: contact, at: at)
      }
      if let event, at <= clock { store.apply(event) }
    }
  }
}
