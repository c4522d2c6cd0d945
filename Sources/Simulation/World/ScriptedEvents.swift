// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage

/// The events that a scenario writes down, with names resolved and texts read.
struct ScriptedEvents: Sendable {
  /// Whom an event is about.
  enum Target: Sendable {
    /// Whom the scenario names; account and contact of a deal follow from it.
    case named(contact: Int?, account: Int?, deal: Int?)
    /// Anybody, drawn each time.
    case drawn
    /// One of these contacts, drawn each time.
    case among([Int32])
  }

  /// A fact that changes with an event.
  struct Change: Sendable {
    var path: FactPath
    var field: FactField
    /// The attribute that says what it changes to, or how that is made.
    var attribute: Int?
    var drawn: DrawnField?
  }

  struct Script: Sendable {
    var code: Int32
    var target: Target
    /// True if each event brings a deal of its own.
    var makesDeal: Bool
    var isAboutDeal: Bool
    var dealFacts: [DrawnField]
    var attributes: [DrawnField]
    var attributeCount: Int
    /// Facts that change with it.
    var changes: [Change]
    /// Attributes that are what a fact was until then, by slot of the attribute.
    var copies: [(slot: Int, path: FactPath, factSlot: Int)]
    var perDay: Double
    var from: Instant
    var until: Instant
    /// Given for an event at one instant, which no rate has.
    var at: Instant?
  }

  private(set) var scripts: [Script] = []
  /// Facts that the last event changed, and whose.
  private(set) var changed: [(object: FactObject, slot: Int, row: Int)] = []
  private let seed: Int64
  private let zone: Zone
  /// How many deals were made so far: they are `d-0001…` in the order of their events.
  private var dealCount = 0
  /// Slots of what is known to be none of a deal that nobody says more about.
  private let absentDealSlots: [Int]

  /// Reads the scenario's events against the people of the store.
  init(
    _ events: [ScriptedEvent], scenario: Scenario, bundle: Bundle, seed: Int64, store: FactStore
  ) throws(WorldError) {
    self.seed = seed
    zone = bundle.settings.zone
    absentDealSlots = bundle.schema.fields(of: .deal)
      .filter { $0.slot > 0 && $0.isNullable && $0.defaultValue == nil }.map(\.slot)
    for event in events {
      scripts.append(
        try Self.script(
          event, scenario: scenario, schema: bundle.schema, zone: zone, store: store))
    }
  }

  /// Puts the first item of each script into the queue.
  func start(_ queue: inout PendingEvents) {
    for (index, script) in scripts.enumerated() {
      if let at = script.at {
        queue.add(
          .scripted(script: index, dayNumber: 0, number: 0),
          at: at.roundedUpToSecond.seconds, order: Self.order(index, number: 0))
      } else if script.from < script.until, script.perDay > 0 {
        let day = zone.date(at: script.from)
        queue.add(
          .day(script: index, dayNumber: day.daysSinceEpoch),
          at: zone.startOfDay(day).seconds, order: Self.order(index, number: 0))
      }
    }
  }

  /// Draws the events of a local day and queues them with the day after.
  func expand(script index: Int, dayNumber: Int32, into queue: inout PendingEvents) {
    let day = CivilDate(daysSinceEpoch: dayNumber)
    let next = day.adding(days: 1)
    let begin = zone.startOfDay(day).seconds
    let end = zone.startOfDay(next).seconds
    let (perDay, from, until) = (scripts[index].perDay, scripts[index].from, scripts[index].until)
    var count = Int(perDay)
    let rest = perDay - Double(count)
    if rest > 0, draw("scenario.count", index, dayNumber, 0).chance(rest) { count += 1 }
    if end > begin {
      for number in 0..<Int32(count) {
        let offset = draw("scenario.at", index, dayNumber, number).integer(
          in: 0...(end - begin - 1))
        let at = Instant(seconds: begin + offset)
        guard at >= from, at < until else { continue }
        queue.add(
          .scripted(script: index, dayNumber: dayNumber, number: number), at: at.seconds,
          order: Self.order(index, number: number + 1))
      }
    }
    let nextBegin = Instant(seconds: max(end, begin + 1))
    if nextBegin < until {
      queue.add(
        .day(script: index, dayNumber: next.daysSinceEpoch), at: nextBegin.seconds,
        order: Self.order(index, number: 0))
    }
  }

  /// What happens now: draws subject and facts, and adds the deal that the event brings.
  ///
  /// - Returns: The event; `nil` if there is nobody to whom it could happen.
  mutating func event(
    script index: Int, dayNumber: Int32, number: Int32, at: Instant, store: inout FactStore
  ) -> FactEvent? {
    var contact: Int?
    var account: Int?
    var deal: Int?
    // By position here and below: a copy of a script counts a dozen references.
    switch scripts[index].target {
    case .named(let namedContact, let namedAccount, let namedDeal):
      (contact, account, deal) = (namedContact, namedAccount, namedDeal)
    case .drawn:
      let draw = draw("scenario.subject", index, dayNumber, number)
      if scripts[index].isAboutDeal, !scripts[index].makesDeal, store.deals.count > 0 {
        deal = Int(draw.integer(in: 0...Int64(store.deals.count - 1)))
      } else if store.contacts.count > 0 {
        let drawn = Int(draw.integer(in: 0...Int64(store.contacts.count - 1)))
        contact = store.person(of: drawn)
      } else if store.accounts.count > 0 {
        account = Int(draw.integer(in: 0...Int64(store.accounts.count - 1)))
      } else {
        return nil
      }
    case .among(let rows):
      guard !rows.isEmpty else { return nil }
      let place = draw("scenario.subject", index, dayNumber, number).integer(
        in: 0...Int64(rows.count - 1))
      contact = store.person(of: Int(rows[Int(place)]))
    }
    if account == nil, let contact { account = store.account(ofContact: contact) }
    if scripts[index].isAboutDeal, deal == nil {
      deal = makeDeal(index, dayNumber, number, contact: contact, account: account, &store)
    }
    let rows = (contact: contact, account: account, deal: deal)
    let attributes = attributes(index, dayNumber, number, rows, &store)
    change(index, dayNumber, number, rows, attributes, &store)
    return FactEvent(
      scripts[index].code, at: at, contact: contact, account: account, deal: deal,
      attributes: attributes)
  }

  private typealias Rows = (contact: Int?, account: Int?, deal: Int?)

  /// What is known about an event: drawn, or what facts were until then.
  private mutating func attributes(
    _ index: Int, _ dayNumber: Int32, _ number: Int32, _ rows: Rows, _ store: inout FactStore
  ) -> [Cell] {
    guard !scripts[index].attributes.isEmpty || !scripts[index].copies.isEmpty else { return [] }
    var cells = [Cell](repeating: .absent, count: scripts[index].attributeCount)
    for place in scripts[index].attributes.indices {
      let draw = draw(scripts[index].attributes[place].purpose, index, dayNumber, number)
      let slot = scripts[index].attributes[place].field.slot
      switch scripts[index].attributes[place].made(draw, strings: &store.strings) {
      case .cell(let cell): cells[slot] = cell
      case .list: cells[slot] = Cell()
      }
    }
    for copy in scripts[index].copies {
      guard let row = Self.row(of: copy.path.object, rows) else { continue }
      cells[copy.slot] = Self.cell(copy.path, copy.factSlot, row, store)
    }
    return cells
  }

  /// Sets the facts that change with an event, before anybody hears of it.
  private mutating func change(
    _ index: Int, _ dayNumber: Int32, _ number: Int32, _ rows: Rows, _ attributes: [Cell],
    _ store: inout FactStore
  ) {
    changed.removeAll(keepingCapacity: true)
    for place in scripts[index].changes.indices {
      let object = scripts[index].changes[place].path.object
      let slot = scripts[index].changes[place].field.slot
      guard let row = Self.row(of: object, rows) else { continue }
      if let attribute = scripts[index].changes[place].attribute {
        guard attributes.indices.contains(attribute) else { continue }
        store.set(attributes[attribute], object, slot: slot, row: row)
      } else if let purpose = scripts[index].changes[place].drawn?.purpose {
        let draw = draw(purpose, index, dayNumber, number)
        let made = scripts[index].changes[place].drawn?.made(draw, strings: &store.strings)
        if let made { store.set(made, object, slot: slot, row: row) }
      }
      changed.append((object, slot, row))
    }
  }

  private static func row(of object: FactObject, _ rows: Rows) -> Int? {
    switch object {
    case .contact: rows.contact
    case .account: rows.account
    case .deal: rows.deal
    case .event, .sender: nil
    }
  }

  private static func cell(
    _ path: FactPath, _ slot: Int, _ row: Int, _ store: borrowing FactStore
  ) -> Cell {
    switch path.object {
    case .contact: store.contacts.columns[slot].cell(row)
    case .account: store.accounts.columns[slot].cell(row)
    case .deal: store.deals.columns[slot].cell(row)
    case .event, .sender: .absent
    }
  }

  private mutating func makeDeal(
    _ index: Int, _ dayNumber: Int32, _ number: Int32, contact: Int?,
    account: Int?, _ store: inout FactStore
  ) -> Int? {
    var row: Int?
    // Data may have brought a deal of that name.
    while row == nil {
      dealCount += 1
      row = store.addDeal(
        DealID("d-\(Layout.digits(dealCount, 4))"), account: account, contact: contact)
    }
    guard let row else { return nil }
    for slot in absentDealSlots { store.set(Cell.absent, .deal, slot: slot, row: row) }
    for place in scripts[index].dealFacts.indices {
      let draw = draw(scripts[index].dealFacts[place].purpose, index, dayNumber, number)
      let slot = scripts[index].dealFacts[place].field.slot
      let made = scripts[index].dealFacts[place].made(draw, strings: &store.strings)
      store.set(made, .deal, slot: slot, row: row)
    }
    return row
  }

  private func draw(_ purpose: String, _ script: Int, _ day: Int32, _ number: Int32) -> Draw {
    Draw(seed: seed, purpose: purpose, .number(script), .number(Int(day)), .number(Int(number)))
  }

  /// Scripts in their order, then as they were drawn; a day's beginning before its events.
  private static func order(_ script: Int, number: Int32) -> UInt64 {
    UInt64(script) << 32 | UInt64(UInt32(bitPattern: number))
  }
}

// MARK: - Reading

extension ScriptedEvents {
  private static func script(
    _ event: ScriptedEvent, scenario: Scenario, schema: FactSchema, zone: Zone, store: FactStore
  ) throws(WorldError) -> Script {
    guard schema.events.indices.contains(event.event) else {
      throw .name(kind: "event", name: "#\(event.event)")
    }
    let declared = schema.events[event.event]
    let isAboutDeal = declared.name.hasPrefix("deal.")
    var dealFacts: [DrawnField] = []
    for attribute in event.dealFacts {
      guard let field = schema.field(FactPath(.deal, attribute.name)) else {
        throw .name(kind: "fact of deal", name: attribute.name)
      }
      dealFacts.append(
        DrawnField(
          field, purpose: "scenario.deal.\(field.name)",
          try Sampler(attribute.value, for: field, zone: zone)))
    }
    var attributes: [DrawnField] = []
    for attribute in event.attributes {
      guard let field = declared.attribute(attribute.name) else {
        throw .name(kind: "attribute of \(declared.name)", name: attribute.name)
      }
      attributes.append(
        DrawnField(
          field, purpose: "scenario.\(field.name)",
          try Sampler(attribute.value, for: field, zone: zone)))
    }
    var script = Script(
      code: declared.code, target: try target(event, store: store), makesDeal: false,
      isAboutDeal: isAboutDeal, dealFacts: dealFacts, attributes: attributes,
      attributeCount: declared.attributes.count,
      changes: try changes(event, declared, schema, zone),
      copies: event.copies.compactMap { copy in
        guard let attribute = declared.attribute(copy.attribute),
          let fact = schema.field(copy.path)
        else { return nil }
        return (attribute.slot, copy.path, fact.slot)
      },
      perDay: 0, from: scenario.from,
      until: scenario.to, at: nil)
    // Without facts of its own a drawn deal event is about a deal that is there.
    script.makesDeal =
      isAboutDeal && event.deal == nil
      && (!dealFacts.isEmpty || store.deals.count == 0)
    switch event.timing {
    case .at(let instant): script.at = instant
    case .rate(let perDay, let from, let until):
      script.perDay = max(0, perDay)
      script.from = from ?? scenario.from
      script.until = min(until ?? scenario.to, scenario.to)
    }
    return script
  }

  private static func changes(
    _ event: ScriptedEvent, _ declared: EventField, _ schema: FactSchema, _ zone: Zone
  ) throws(WorldError) -> [Change] {
    var changes: [Change] = []
    for (path, value) in event.changes {
      guard let field = schema.field(path) else {
        throw .name(kind: "fact of \(path.object.rawValue)", name: path.name)
      }
      var change = Change(path: path, field: field)
      switch value {
      case .made(let made):
        change.drawn = DrawnField(
          field, purpose: "scenario.set.\(path)", try Sampler(made, for: field, zone: zone))
      case .attribute(let name): change.attribute = declared.attribute(name)?.slot
      }
      changes.append(change)
    }
    return changes
  }

  /// The contacts whose facts, and those of their accounts, are as asked for now.
  private static func rows(
    _ among: [(path: FactPath, values: [String])], store: FactStore
  ) throws(WorldError) -> [Int32] {
    var wanted: [(field: FactField, isContact: Bool, cells: [Cell])] = []
    var strings = store.strings
    for (path, texts) in among {
      guard let field = store.schema.field(path) else {
        throw .name(kind: "fact of \(path.object.rawValue)", name: path.name)
      }
      var cells: [Cell] = []
      for text in texts {
        guard let value = FactText.value(text, as: field.type, zone: .utc) else {
          throw .value(fact: path.description, text: text, expected: field.type.description)
        }
        cells.append(Cell(value, strings: &strings))
      }
      wanted.append((field, path.object == .contact, cells))
    }
    var rows: [Int32] = []
    for contact in 0..<store.contacts.count {
      let fits = wanted.allSatisfy { field, isContact, cells in
        if isContact { return cells.contains(store.contacts.columns[field.slot].cell(contact)) }
        guard let account = store.account(ofContact: contact) else { return false }
        return cells.contains(store.accounts.columns[field.slot].cell(account))
      }
      if fits { rows.append(Int32(truncatingIfNeeded: contact)) }
    }
    return rows
  }

  private static func target(
    _ event: ScriptedEvent, store: FactStore
  ) throws(WorldError) -> Target {
    var contact: Int?
    var account: Int?
    var deal: Int?
    if let id = event.contact {
      guard let row = store.contact(ContactID(id)) else { throw .name(kind: "contact", name: id) }
      contact = row
    }
    if let id = event.account {
      guard let row = store.account(AccountID(id)) else { throw .name(kind: "account", name: id) }
      account = row
    }
    if let id = event.deal {
      guard let row = store.deal(DealID(id)) else { throw .name(kind: "deal", name: id) }
      deal = row
    }
    if contact == nil, account == nil, deal == nil {
      return event.among.isEmpty ? .drawn : .among(try rows(event.among, store: store))
    }
    return .named(contact: contact, account: account, deal: deal)
  }
}
