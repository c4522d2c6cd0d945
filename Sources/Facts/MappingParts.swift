// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
import Spelling

/// Rows that become accounts.
struct AccountsPart: MappingPart {
  let source: MappingSource
  let plan: RowPlan
  let predicate: PlannedPredicate?
  private let id: PlannedValue
  private let facts: PlannedFacts

  init(_ part: Mapping.Accounts, job: inout MappingJob) throws(LoadError) {
    var plan = RowPlan()
    source = part.source
    id = plan.value(part.id)
    facts = try PlannedFacts(part.facts, of: .account, plan: &plan, job: &job)
    predicate = plan.predicate(part.predicate)
    self.plan = plan
  }

  func add<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, to job: inout MappingJob
  ) throws(RowRefusal) {
    let code = try row.id(id, job: &job)
    let gathered = try facts.gather(row, strings: &job.store.strings)
    guard let account = job.store.addAccount(idCode: code) else {
      throw job.taken(code)
    }
    facts.store(gathered, row: account, in: &job.store)
    if let contact = gathered.mainContact { job.mainContacts.append((account, contact)) }
  }
}

/// Rows that become contacts.
struct ContactsPart: MappingPart {
  private struct PlannedConsent {
    var channel: Int
    var basis: PlannedValue
    var at: PlannedValue?
    var until: PlannedValue?
    var source: PlannedValue?
    var evidence: PlannedValue?
  }

  let source: MappingSource
  let plan: RowPlan
  let predicate: PlannedPredicate?
  let id: PlannedValue
  private let account: PlannedValue?
  private let addresses: [(channel: Int, value: PlannedValue)]
  private let consents: [PlannedConsent]
  let facts: PlannedFacts

  init(_ part: Mapping.Contacts, job: inout MappingJob) throws(LoadError) {
    var plan = RowPlan()
    source = part.source
    id = plan.value(part.id)
    account = part.account.map { plan.value($0) }
    addresses = part.addresses.map { (job.store.channel($0.channel), plan.value($0.value)) }
    consents = part.consents.map { channel, consent in
      PlannedConsent(
        channel: job.store.channel(channel), basis: plan.value(consent.basis),
        at: consent.at.map { plan.value($0) }, until: consent.until.map { plan.value($0) },
        source: consent.source.map { plan.value($0) },
        evidence: consent.evidence.map { plan.value($0) })
    }
    facts = try PlannedFacts(part.facts, of: .contact, plan: &plan, job: &job)
    predicate = plan.predicate(part.predicate)
    self.plan = plan
  }

  func add<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, to job: inout MappingJob
  ) throws(RowRefusal) {
    let code = try row.id(id, job: &job)
    let gathered = try facts.gather(row, strings: &job.store.strings)
    let account = try row.account(account, job: &job)
    var codes: [(channel: Int, code: Int32)] = []
    for (channel, value) in addresses {
      if let address = try address(row, value, channel: channel, job: &job) {
        codes.append((channel, address))
      }
    }
    var statements: [(channel: Int, consent: Consent)] = []
    for consent in consents {
      if let statement = try statement(row, consent, job: &job) {
        statements.append((consent.channel, statement))
      }
    }
    guard let contact = job.store.addContact(idCode: code) else {
      throw job.taken(code)
    }
    facts.store(gathered, row: contact, in: &job.store)
    if let account { job.store.setAccount(account, ofContact: contact) }
    for (channel, code) in codes {
      if case .samePerson = job.store.setAddress(code: code, of: contact, channel: channel) {
        job.report.mergedCount += 1
      }
    }
    for (channel, consent) in statements {
      job.store.addConsent(consent, of: contact, channel: channel)
    }
    for (member, at) in gathered.histories {
      if let event = FactStore.event(given: member, contact: contact, at: at) {
        job.add(event, order: -1)
      }
    }
  }

  private func address<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, _ value: PlannedValue, channel: Int, job: inout MappingJob
  ) throws(RowRefusal) -> Int32? {
    let code: Int32? = try row.with(value) { raw in
      switch raw.kind {
      case .missing, .empty: 0
      case .text, .number: Address.intern(raw.bytes, strings: &job.store.strings)
      case .bool, .array, .object: nil
      }
    }
    guard let code else {
      throw RowRefusal(reason: .value, detail: "an address that isn't text in UTF-8")
    }
    guard code > 0 else { return nil }
    if let owner = job.store.addresses.owner(of: code, channel: channel),
      Address.isRole(job.store.strings[code])
    {
      throw RowRefusal(
        reason: .sharedAddress,
        detail: "`\(job.store.strings[code])` is the address of `\(job.store.contactID(owner))`")
    }
    return code
  }

  private func statement<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, _ planned: PlannedConsent, job: inout MappingJob
  ) throws(RowRefusal) -> Consent? {
    let word = try row.with(planned.basis) { raw in
      raw.kind == .missing ? nil : String(decoding: raw.bytes, as: UTF8.self)
    }
    guard let word else { return nil }
    guard var basis = ConsentBasis(word: word.isEmpty ? "none" : word) else {
      throw RowRefusal(
        reason: .value, detail: "consent is `\(word)`, expected one of \(ConsentBasis.words)")
    }
    let zone = job.options.zone
    let at = try row.instant(planned.at, "consent.at", zone: zone)
    let until = try row.instant(planned.until, "consent.until", zone: zone)
    let source = try row.code(planned.source, "consent.source", strings: &job.store.strings)
    let evidence = try row.code(planned.evidence, "consent.evidence", strings: &job.store.strings)
    if job.options.demandsConsentProof, basis >= .implied, at == nil || source == nil {
      basis = .none
    }
    return Consent(
      basis: basis, at: at, until: until, source: source ?? 0, evidence: evidence ?? 0)
  }
}

/// Rows that become deals.
struct DealsPart: MappingPart {
  let source: MappingSource
  let plan: RowPlan
  let predicate: PlannedPredicate?
  private let id: PlannedValue
  private let account: PlannedValue?
  private let contact: PlannedValue?
  private let stage: PlannedValue?
  private let facts: PlannedFacts

  init(_ part: Mapping.Deals, job: inout MappingJob) throws(LoadError) {
    var plan = RowPlan()
    source = part.source
    id = plan.value(part.id)
    account = part.account.map { plan.value($0) }
    contact = part.contact.map { plan.value($0) }
    stage = part.stage.map { plan.value($0) }
    facts = try PlannedFacts(part.facts, of: .deal, plan: &plan, job: &job)
    predicate = plan.predicate(part.predicate)
    self.plan = plan
  }

  func add<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, to job: inout MappingJob
  ) throws(RowRefusal) {
    let code = try row.id(id, job: &job)
    let gathered = try facts.gather(row, strings: &job.store.strings)
    let account = try row.account(account, job: &job)
    let contact = try row.contact(contact, job: &job)
    var isAt: DealStage? = .open
    if let stage {
      let word = try row.with(stage) { String(decoding: $0.bytes, as: UTF8.self) }
      isAt = word.isEmpty ? .open : DealStage(rawValue: word)
      if isAt == nil {
        throw RowRefusal(
          reason: .value, detail: "`stage` is `\(word)`, expected one of `open`, `won`, `lost`")
      }
    }
    let deal = job.store.addDeal(
      idCode: code, account: account, contact: contact, stage: isAt ?? .open)
    guard let deal else {
      throw job.taken(code)
    }
    facts.store(gathered, row: deal, in: &job.store)
    for (member, at) in gathered.histories {
      if let event = FactStore.event(given: member, deal: deal, at: at) {
        job.add(event, order: -1)
      }
    }
  }
}

/// Rows that become people who are never written to.
struct SuppressionsPart: MappingPart {
  let source: MappingSource
  let plan: RowPlan
  let predicate: PlannedPredicate?
  private let address: PlannedValue?
  private let contact: PlannedValue?
  private let reason: String

  init(_ part: Mapping.Suppressions) {
    var plan = RowPlan()
    source = part.source
    address = part.address.map { plan.value($0) }
    contact = part.contact.map { plan.value($0) }
    reason = part.reason
    predicate = plan.predicate(part.predicate)
    self.plan = plan
  }

  func add<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, to job: inout MappingJob
  ) throws(RowRefusal) {
    if let address, let code = try row.code(address, "address", strings: &job.store.strings) {
      job.store.suppress(address: job.store.strings[code], reason: reason, at: nil)
      job.report.suppressionCount += 1
    } else if let contact = try row.contact(contact, job: &job) {
      job.store.suppress(contact: contact, reason: reason, at: nil)
      job.report.suppressionCount += 1
    } else {
      throw RowRefusal(reason: .noID, detail: "no address to suppress")
    }
  }
}

/// Rows that become events of one kind.
struct EventsPart: MappingPart {
  let source: MappingSource
  let plan: RowPlan
  let predicate: PlannedPredicate?
  private let event: EventField
  private let order: Int
  private let at: PlannedValue
  private let contact: PlannedValue?
  private let account: PlannedValue?
  private let deal: PlannedValue?
  private let attributes: [(slot: Int, value: PlannedValue, reader: CellReader)]

  init(_ part: Mapping.Events, order: Int, job: inout MappingJob) throws(LoadError) {
    guard let event = job.schema.event(part.event) else {
      throw .unknownEvent(
        part.event, nearest: Spelling.nearest(to: part.event, in: job.schema.events.map(\.name)))
    }
    var plan = RowPlan()
    self.event = event
    self.order = order
    source = part.source
    at = plan.value(part.at)
    contact = part.contact.map { plan.value($0) }
    account = part.account.map { plan.value($0) }
    deal = part.deal.map { plan.value($0) }
    var attributes: [(slot: Int, value: PlannedValue, reader: CellReader)] = []
    for source in part.attributes {
      guard let field = event.attribute(source.name) else {
        throw .unknownFact(
          "\(part.event).\(source.name)",
          nearest: Spelling.nearest(to: source.name, in: event.attributes.map(\.name)))
      }
      let reader = PlannedFacts.reader(
        field, source.value, zone: job.options.zone, strings: &job.store.strings)
      attributes.append((field.slot, plan.value(source.value), reader))
    }
    self.attributes = attributes
    predicate = plan.predicate(part.predicate)
    self.plan = plan
  }

  func add<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, to job: inout MappingJob
  ) throws(RowRefusal) {
    guard let instant = try row.instant(at, "at", zone: job.options.zone) else {
      throw RowRefusal(reason: .undated, detail: "`\(event.name)` without a date")
    }
    let deal = try row.deal(deal, job: &job)
    let account = try row.account(account, job: &job)
    let contact = try row.contact(contact, job: &job)
    guard deal != nil || account != nil || contact != nil else {
      throw RowRefusal(reason: .noID, detail: "`\(event.name)` about nobody")
    }
    var cells: [Cell] = []
    if !event.attributes.isEmpty {
      cells = Array(repeating: .absent, count: event.attributes.count)
      if let deal, let slot = event.attribute("deal")?.slot {
        cells[slot] = Cell(word: job.store.deals.idCode(deal))
      }
    }
    for (slot, value, reader) in attributes {
      let outcome = try row.with(value) { reader.read($0, strings: &job.store.strings) }
      switch outcome {
      case .cell(let cell): cells[slot] = cell
      case .missing: break
      case .list(let elements): cells[slot] = job.store.log.packed(elements)
      case .problem(let expected):
        throw RowRefusal(
          reason: .value,
          detail: "`\(event.attributes[slot].name)` isn't \(expected)")
      }
    }
    job.report.eventCounts[event.name, default: 0] += 1
    job.add(
      FactEvent(
        event.code, at: instant, contact: contact, account: account, deal: deal,
        attributes: cells),
      order: order)
  }
}

extension MappingJob {
  /// Why a row is refused whose id another row has.
  fileprivate func taken(_ code: Int32) -> RowRefusal {
    RowRefusal(reason: .duplicateID, detail: "`\(store.strings[code])`")
  }
}

// MARK: - Names of others

extension MappedRow where Source: ~Copyable {
  func id(_ value: PlannedValue, job: inout MappingJob) throws(RowRefusal) -> Int32 {
    guard let code = try code(value, "id", strings: &job.store.strings) else {
      throw RowRefusal(reason: .noID, detail: "no id")
    }
    return code
  }

  func account(_ value: PlannedValue?, job: inout MappingJob) throws(RowRefusal) -> Int? {
    guard let code = try code(value, "account", strings: &job.store.strings) else { return nil }
    if let row = job.store.accounts.row(idCode: code) { return row }
    if !job.isAccountMapped { return job.store.addAccount(idCode: code) }
    throw RowRefusal(
      reason: .unknownAccount, detail: "no account `\(job.store.strings[code])`")
  }

  func contact(_ value: PlannedValue?, job: inout MappingJob) throws(RowRefusal) -> Int? {
    guard let code = try code(value, "contact", strings: &job.store.strings) else { return nil }
    if let row = job.store.contacts.row(idCode: code) { return row }
    throw RowRefusal(
      reason: .unknownContact, detail: "no contact `\(job.store.strings[code])`")
  }

  func deal(_ value: PlannedValue?, job: inout MappingJob) throws(RowRefusal) -> Int? {
    guard let code = try code(value, "deal", strings: &job.store.strings) else { return nil }
    if let row = job.store.deals.row(idCode: code) { return row }
    throw RowRefusal(reason: .unknownDeal, detail: "no deal `\(job.store.strings[code])`")
  }
}
