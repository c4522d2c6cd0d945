// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// A small world for one test: a bundle written as text, people, and what happens to them.
///
/// Times are given as `day hh:mm` of January 2026, in UTC: the 5th is a Monday.
struct TestWorld {
  let bundle: Bundle
  let zones: ZoneDatabase
  var store: FactStore
  var events: [FactEvent] = []
  var seed: Int64 = 1
  var options = Engine.Options()

  /// What the compiler refused.
  struct NotABundle: Error { var findings: [String] }

  static let settings = """
    parley: 1
    mode: live
    safe_list: [ana@people.example.com]
    identity: {name: Example Studio, postal_address: 1 Example Road, site: https://studio.example.com, unsubscribe: "https://studio.example.com/u/{{token}}"}
    time_zone: UTC
    zone_unknown: UTC
    languages: [en]
    rounds: {every: 1h}
    catch_up: 6h
    priorities: [replies, follow_ups, new_outreach]
    mandatory: []
    """

  static let facts = """
    facts:
      contact:
        level: {type: int, default: 0}
        role: {type: string, nullable: true}
        mood: {type: string}
        nick: {type: string, nullable: true}
      account:
        health: {type: int, range: 0..100, stale_after: 7d}
        tier: {type: enum, of: [key, standard], default: standard}
        owner: {type: string, nullable: true}
      deal:
        amount: {type: money}
      events:
        asked: {topic: string}
        nudged: {by: string}
    ---
    channel: email
    plugin: file
    consent: [explicit, legitimate_interest]
    ---
    channel: sms
    plugin: file
    consent: [explicit]
    ---
    channel: team
    plugin: file
    internal: true
    """

  static let letter = """
    ---
    template: hello
    channel: email
    language: en
    subject: Hello
    ---
    Hello from {{identity.name}}, {{identity.postal_address}} · {{unsubscribe_url}}
    """

  /// Compiles a bundle of the common parts and `policies`.
  init(
    _ policies: String, templates: [String: String] = [:], settings: String = Self.settings
  ) throws {
    zones = try ZoneDatabase()
    var texts = [
      "policies/parley.yaml": settings, "policies/facts.yaml": Self.facts,
      "policies/test.yaml": policies, "templates/hello.en.md": Self.letter,
      "templates/hello.sms.en.md":
        "---\ntemplate: hello\nchannel: sms\nlanguage: en\n---\n{{identity.name}}: hello. STOP ends.",
    ]
    for (name, text) in templates { texts["templates/\(name)"] = text }
    let result = BundleCompiler.compile(.memory(texts: texts), zones: zones)
    guard let bundle = result.bundle else {
      throw NotABundle(
        findings: result.diagnostics.filter { $0.severity == .error }.map(\.headline))
    }
    self.bundle = bundle
    store = FactStore(schema: bundle.schema)
  }

  /// Adds somebody with an account of the same name, addresses and consent.
  @discardableResult
  mutating func person(
    _ id: String, account: String? = nil, consent: [String: ConsentBasis] = ["email": .explicit],
    _ facts: [String: FactValue] = [:]
  ) throws -> Int {
    let accountID = AccountID(account ?? "\(id)-co")
    let added = store.addContact(ContactID(id))
    let row = try #require(added)
    let company = store.account(accountID) ?? store.addAccount(accountID)
    let accountRow = try #require(company)
    store.setAccount(accountRow, ofContact: row)
    for (channel, basis) in consent.sorted(by: { $0.key < $1.key }) {
      let number = store.channel(ChannelID(channel))
      store.setAddress(
        channel == "email" ? "\(id)@people.example.com" : "+4477009000\(row)", of: row,
        channel: number)
      store.addConsent(Consent(basis: basis), of: row, channel: number)
    }
    for (path, value) in facts {
      let path = try #require(FactPath(path))
      let isSet = store.set(value, path, row: path.object == .account ? accountRow : row)
      #expect(isSet, "\(path)")
    }
    return row
  }

  @discardableResult
  mutating func deal(_ id: String, account: String) throws -> Int {
    let row = try #require(store.account(AccountID(account)))
    let added = store.addDeal(DealID(id), account: row)
    let deal = try #require(added)
    store.expectEvents(ofDeal: deal)
    return deal
  }

  /// Something happens to a contact.
  mutating func happens(
    _ name: String, to contact: String? = nil, deal: String? = nil, at time: String,
    _ attributes: [String] = []
  ) throws {
    let event = try #require(store.schema.event(name))
    var cells: [Cell] = []
    for text in attributes { cells.append(Cell(word: store.strings.intern(text))) }
    let row = contact.flatMap { store.contact(ContactID($0)) }
    events.append(
      FactEvent(
        event.code, at: Self.instant(time), contact: row,
        deal: deal.flatMap { store.deal(DealID($0)) }, attributes: cells))
  }

  static func instant(_ text: String) -> Instant {
    let parts = text.split(separator: " ")
    let clock = parts.count > 1 ? parts[1].split(separator: ":").compactMap { Int64($0) } : [0, 0]
    let days = Int64(parts[0]) ?? 1
    // 2026-01-01 is day 20,454 after 1970-01-01.
    let seconds = (20_454 + days - 1) * 86_400 + clock[0] * 3_600 + clock[1] * 60
    return Instant(seconds: seconds + (clock.count > 2 ? clock[2] : 0))
  }

  static func text(_ instant: Instant?) -> String {
    guard let instant else { return "-" }
    let seconds = instant.seconds - 20_453 * 86_400
    let (day, rest) = (seconds / 86_400, seconds % 86_400)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(rest / 3_600)):\(two(rest % 3_600 / 60))"
    return rest % 60 == 0 ? "\(day) \(clock)" : "\(day) \(clock):\(two(rest % 60))"
  }

  /// A driver that begins on the 5th.
  func drive(from: String = "5") -> Drive {
    Drive(
      bundle: bundle, store: store, events: events.sorted { $0.at < $1.at }, zones: zones,
      seed: seed, from: Self.instant(from), options: options)
  }

  /// Runs from the 5th and tells what was decided, a line a decision.
  func timeline(from: String = "5", until: String = "40") -> [String] {
    var drive = drive(from: from)
    drive.run(until: Self.instant(until))
    return drive.decisions.map(Self.line)
  }

  /// `5 10:00 ana hello wait cooldown until 19 10:00`.
  static func line(_ decision: Decision) -> String {
    var line = "\(text(decision.at)) \(decision.contact) \(decision.step)"
    if let rung = decision.rung { line += "/\(rung)" }
    line += " \(decision.verdict.rawValue)"
    if let reason = decision.reason { line += " \(reason)" }
    if let until = decision.until { line += " until \(text(until))" }
    if !decision.missing.isEmpty { line += " missing \(decision.missing.joined(separator: ", "))" }
    if let sender = decision.sender { line += " from \(sender)" }
    return line
  }

  /// How enrolments ended: `policy contact name`, in the order in which they came.
  static func endings(_ drive: Drive) -> [String] {
    drive.engine.context.world.enrolments.map { enrolment in
      let policy = drive.engine.bundle.policies[enrolment.policy].id
      let contact = drive.engine.facts.contactID(enrolment.contact).rawValue
      let end =
        enrolment.state == .ended
        ? "\(enrolment.endedAs) \(text(Instant(seconds: enrolment.endedAt)))" : "\(enrolment.state)"
      return "\(policy) \(contact) \(end)"
    }
  }
}
