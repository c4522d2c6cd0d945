// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// Something that happened, as it is told to a store.
public struct FactEvent: Sendable {
  /// When.
  public var at: Instant
  /// What, as the schema numbers events.
  public var code: Int32
  /// The contact's row, if it is about one.
  public var contact: Int?
  /// The account's row, if it is about one.
  public var account: Int?
  /// The deal's row, if it is about one.
  public var deal: Int?
  /// The channel, if it came over one.
  public var channel: Int?
  /// Of `step.sent`: whether it was the first send of its enrolment.
  public var isStart: Bool
  /// Whether it only restates a history that was given as a fact, and so enrols nobody.
  public var isGiven: Bool
  /// What is known about it, by slot; empty if nothing is.
  public var attributes: [Cell]

  /// Makes an event.
  public init(
    _ code: Int32, at: Instant, contact: Int? = nil, account: Int? = nil, deal: Int? = nil,
    channel: Int? = nil, isStart: Bool = false, isGiven: Bool = false, attributes: [Cell] = []
  ) {
    self.at = at
    self.code = code
    self.contact = contact
    self.account = account
    self.deal = deal
    self.channel = channel
    self.isStart = isStart
    self.isGiven = isGiven
    self.attributes = attributes
  }

  /// Makes a built-in event.
  public init(
    _ event: BuiltInEvent, at: Instant, contact: Int? = nil, account: Int? = nil,
    deal: Int? = nil, channel: Int? = nil, isStart: Bool = false, isGiven: Bool = false,
    attributes: [Cell] = []
  ) {
    self.init(
      event.rawValue, at: at, contact: contact, account: account, deal: deal, channel: channel,
      isStart: isStart, isGiven: isGiven, attributes: attributes)
  }
}

/// What an entry of the log is about.
public enum EventSubject: Hashable, Sendable {
  /// The contact with this row.
  case contact(Int)
  /// The account with this row.
  case account(Int)
  /// The deal with this row.
  case deal(Int)
}

/// Everything that happened, append-only, a record an entry.
///
/// Three chains run through it, from each contact, account and deal to its latest entry and from
/// there backwards in time. Entries that arrive late are chained where they belong. People come in
/// an order that is none in memory, so whatever a walk reads of an entry stands together.
public struct EventLog: Sendable {
  private var records: ContiguousArray<Entry> = []
  /// For each chain and each of its subjects the latest entry.
  private var heads = ContiguousArray<ContiguousArray<Head>>(repeating: [], count: 3)
  private var attributes: ContiguousArray<Cell> = []
  private var listElements: ContiguousArray<Cell> = []

  private struct Entry {
    var at: Instant
    var code: Int32
    var attributeStart: Int32
    /// For each chain the subject; -1 for none.
    var rows: InlineArray<3, Int32> = [-1, -1, -1]
    /// For each chain the entry before it in time of the same subject; -1 for none.
    var previous: InlineArray<3, Int32> = [-1, -1, -1]
    var channel: Int16
  }

  /// The latest entry of a subject, with its time: whoever adds a later one needn't look at it.
  private struct Head {
    var at = Instant(seconds: .min)
    var entry: Int32 = -1
  }

  /// How many entries there are.
  public var count: Int { records.count }

  /// When the entry happened.
  public func instant(_ entry: Int) -> Instant { records[entry].at }

  /// What happened, as the schema numbers events.
  public func code(_ entry: Int) -> Int32 { records[entry].code }

  /// The channel it came over.
  public func channel(_ entry: Int) -> Int? {
    records[entry].channel >= 0 ? Int(records[entry].channel) : nil
  }

  /// The row of the contact it is about.
  public func contact(_ entry: Int) -> Int? { row(entry, 0) }

  /// The row of the account it is about.
  public func account(_ entry: Int) -> Int? { row(entry, 1) }

  /// The row of the deal it is about.
  public func deal(_ entry: Int) -> Int? { row(entry, 2) }

  /// One attribute; absent if the event came without.
  public func attribute(_ entry: Int, slot: Int) -> Cell {
    let start = Int(records[entry].attributeStart)
    let end = entry + 1 < count ? Int(records[entry + 1].attributeStart) : attributes.count
    return start + slot < end ? attributes[start + slot] : .absent
  }

  /// Puts a list aside and gives the cell that stands for it among an event's attributes.
  public mutating func packed(_ list: [Cell]) -> Cell {
    let start = listElements.count
    listElements.append(contentsOf: list)
    return Cell(word: Int32(truncatingIfNeeded: list.count), long: Int64(start))
  }

  /// The elements of a list attribute's cell.
  public func elements(of cell: Cell) -> [Cell] {
    guard cell.state == .known else { return [] }
    let start = Int(cell.long)
    return Array(listElements[start..<start + Int(cell.word)])
  }

  /// The entries of one subject, oldest first.
  public func entries(of subject: EventSubject) -> [Int] {
    var entries: [Int] = []
    walk(subject) { entry in
      entries.append(entry)
      return true
    }
    return entries.reversed()
  }

  /// When the subject had such an event last, not after `now`.
  public func last(_ code: Int32, of subject: EventSubject, at now: Instant?) -> Instant? {
    var found: Instant?
    walk(subject) { entry in
      guard records[entry].code == code else { return true }
      let at = records[entry].at
      if let now, at > now { return true }
      found = at
      return false
    }
    return found
  }

  /// How many such events the subject had in (since, now].
  public func count(
    _ code: Int32, of subject: EventSubject, since: Instant, now: Instant
  ) -> Int {
    var count = 0
    walk(subject) { entry in
      let at = records[entry].at
      guard at > since else { return false }
      if at <= now, records[entry].code == code { count += 1 }
      return true
    }
    return count
  }

  /// Calls `body` with the subject's entries, latest first, until it says false.
  @inline(__always)
  public func walk(_ subject: EventSubject, _ body: (Int) -> Bool) {
    let (chain, row) = Self.place(subject)
    guard row < heads[chain].count else { return }
    var next = heads[chain][row].entry
    while next >= 0 {
      guard body(Int(next)) else { return }
      next = records[Int(next)].previous[chain]
    }
  }

  @discardableResult
  mutating func append(_ event: FactEvent) -> Int {
    let entry = records.count
    precondition(
      entry < Int(Int32.max) && attributes.count < Int(Int32.max) - 64, "fewer than 2^31 entries")
    records.append(
      Entry(
        at: event.at, code: event.code,
        attributeStart: Int32(truncatingIfNeeded: attributes.count),
        channel: event.channel.map { Int16(truncatingIfNeeded: $0) } ?? -1))
    attributes.append(contentsOf: event.attributes)
    if let contact = event.contact { chain(entry, chain: 0, row: contact) }
    if let account = event.account { chain(entry, chain: 1, row: account) }
    if let deal = event.deal { chain(entry, chain: 2, row: deal) }
    return entry
  }

  /// Hands the entries of one contact over to another one.
  mutating func moveEntries(ofContact from: Int, to other: Int) {
    guard from < heads[0].count else { return }
    var moved: [Int] = []
    walk(.contact(from)) { entry in
      moved.append(entry)
      return true
    }
    heads[0][from] = Head()
    for entry in moved.reversed() { chain(entry, chain: 0, row: other) }
  }

  private func row(_ entry: Int, _ chain: Int) -> Int? {
    let row = records[entry].rows[chain]
    return row >= 0 ? Int(row) : nil
  }

  private static func place(_ subject: EventSubject) -> (chain: Int, row: Int) {
    switch subject {
    case .contact(let row): (0, row)
    case .account(let row): (1, row)
    case .deal(let row): (2, row)
    }
  }

  private mutating func chain(_ entry: Int, chain: Int, row: Int) {
    let missing = row + 1 - heads[chain].count
    if missing > 0 { heads[chain].append(contentsOf: repeatElement(Head(), count: missing)) }
    let at = records[entry].at
    let head = heads[chain][row]
    records[entry].rows[chain] = Int32(truncatingIfNeeded: row)
    let index = Int32(truncatingIfNeeded: entry)
    guard head.entry >= 0, head.at > at else {
      records[entry].previous[chain] = head.entry
      heads[chain][row] = Head(at: at, entry: index)
      return
    }
    var later = head.entry
    var next = records[Int(later)].previous[chain]
    while next >= 0, records[Int(next)].at > at {
      later = next
      next = records[Int(next)].previous[chain]
    }
    records[entry].previous[chain] = next
    records[Int(later)].previous[chain] = index
  }
}
