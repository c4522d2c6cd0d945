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
  }

  struct Script: Sendable {
    var code: Int32
    var target: Target
    /// True if each event brings a deal of its own.
    var makesDeal: Bool
    var isAboutDeal: Bool
    var dealFacts: [(field: FactField, sampler: Sampler)]
    var attributes: [(field: FactField, sampler: Sampler)]
    var attributeCount: Int
    var perDay: Double
    var from: Instant
    var until: Instant
    /// Given for an event at one instant, which no rate has.
    var at: Instant?
  }

  private(set) var scripts: [Script] = []
  private let seed: Int64
  private let zone: Zone
  /// How many deals were made so far: they are `d-0001…` in the order of their events.
  private var dealCount = 0

  /// Reads the scenario's events against the people of the store.
  init(
    _ events: [ScriptedEvent], scenario: Scenario, bundle: Bundle, seed: Int64, store: FactStore
  ) throws(WorldError) {
    self.seed = seed
    zone = bundle.settings.zone
    for event in events {
      scripts.append(
        try Self.script(event, scenario: scenario, schema: bundle.schema, zone: zone, store: store))
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
    let script = scripts[index]
    let day = CivilDate(daysSinceEpoch: dayNumber)
    let next = day.adding(days: 1)
    let begin = zone.startOfDay(day).seconds
    let end = zone.startOfDay(next).seconds
    var count = Int(script.perDay)
    let rest = script.perDay - Double(count)
    if rest > 0, draw("scenario.count", index, dayNumber, 0).chance(rest) { count += 1 }
    if end > begin {
      for number in 0..<Int32(count) {
        let offset = draw("scenario.at", index, dayNumber, number).integer(
          in: 0...(end - begin - 1))
        let at = Instant(seconds: begin + offset)
        guard at >= script.from, at < script.until else { continue }
        queue.add(
          .scripted(script: index, dayNumber: dayNumber, number: number), at: at.seconds,
          order: Self.order(index, number: number + 1))
      }
    }
    let nextBegin = Instant(seconds: max(end, begin + 1))
    if nextBegin < script.until {
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
    let script = scripts[index]
    var contact: Int?
    var account: Int?
    var deal: Int?
    switch script.target {
    case .named(let namedContact, let namedAccount, let namedDeal):
      (contact, account, deal) = (namedContact, namedAccount, namedDeal)
    case .drawn:
      let draw = draw("scenario.subject", index, dayNumber, number)
      if script.isAboutDeal, !script.makesDeal, store.deals.count > 0 {
        deal = Int(draw.integer(in: 0...Int64(store.deals.count - 1)))
      } else if store.contacts.count > 0 {
        let drawn = Int(draw.integer(in: 0...Int64(store.contacts.count - 1)))
        contact = store.person(of: drawn)
      } else if store.accounts.count > 0 {
        account = Int(draw.integer(in: 0...Int64(store.accounts.count - 1)))
      } else {
        return nil
      }
    }
    if account == nil, let contact { account = store.account(ofContact: contact) }
    if script.isAboutDeal, deal == nil {
      deal = makeDeal(
        script: script, index, dayNumber, number, contact: contact, account: account, &store)
    }
    var attributes: [Cell] = []
    if !script.attributes.isEmpty {
      attributes = [Cell](repeating: .absent, count: script.attributeCount)
      for entry in script.attributes {
        let draw = draw("scenario.\(entry.field.name)", index, dayNumber, number)
        if let value = entry.sampler.value(draw) {
          attributes[entry.field.slot] = Cell(value, strings: &store.strings)
        }
      }
    }
    return FactEvent(
      script.code, at: at, contact: contact, account: account, deal: deal, attributes: attributes)
  }

  private mutating func makeDeal(
    script: Script, _ index: Int, _ dayNumber: Int32, _ number: Int32, contact: Int?,
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
    for field in store.schema.fields(of: .deal)
    where field.slot > 0 && field.isNullable && field.defaultValue == nil {
      store.set(Cell.absent, .deal, slot: field.slot, row: row)
    }
    for entry in script.dealFacts {
      let draw = draw("scenario.deal.\(entry.field.name)", index, dayNumber, number)
      WorldValues.set(entry.sampler.value(draw), entry.field, .deal, row: row, store: &store)
    }
    return row
  }

  private func draw(_ purpose: String, _ script: Int, _ day: Int32, _ number: Int32) -> Draw {
    Draw(seed: seed, purpose: purpose, ids: [String(script), String(day), String(number)])
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
    var dealFacts: [(field: FactField, sampler: Sampler)] = []
    for attribute in event.dealFacts {
      guard let field = schema.field(FactPath(.deal, attribute.name)) else {
        throw .name(kind: "fact of deal", name: attribute.name)
      }
      dealFacts.append((field, try Sampler(attribute.value, for: field, zone: zone)))
    }
    var attributes: [(field: FactField, sampler: Sampler)] = []
    for attribute in event.attributes {
      guard let field = declared.attribute(attribute.name) else {
        throw .name(kind: "attribute of \(declared.name)", name: attribute.name)
      }
      attributes.append((field, try Sampler(attribute.value, for: field, zone: zone)))
    }
    var script = Script(
      code: declared.code, target: try target(event, store: store), makesDeal: false,
      isAboutDeal: isAboutDeal, dealFacts: dealFacts, attributes: attributes,
      attributeCount: declared.attributes.count, perDay: 0, from: scenario.from,
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
    if contact == nil, account == nil, deal == nil { return .drawn }
    return .named(contact: contact, account: account, deal: deal)
  }
}
