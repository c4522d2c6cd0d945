// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Foundation
import Testing

private struct ColumnEquals: RowPredicate {
  let columns: [String]
  let value: String

  init(_ column: String, _ value: String) {
    columns = [column]
    self.value = value
  }

  func holds(_ cells: [String?]) throws(RowError) -> Bool {
    guard let cell = cells[0] else { throw RowError(reason: "`\(columns[0])` has no value") }
    return cell == value
  }
}

private struct SlugAddress: RowText {
  let columns: [String]

  func text(_ cells: [String?]) throws(RowError) -> String {
    let slug = (cells[0] ?? "").lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return String(slug) + "@example.com"
  }
}

private struct Folder: ~Copyable {
  let path: String

  /// Writes the files into a folder that no other test uses.
  init(_ files: [String: String], _ user: String = #function) throws {
    path =
      NSTemporaryDirectory() + "parley-facts-" + String(ProcessInfo.processInfo.processIdentifier)
      + "-" + StableHash(of: user).hexadecimal
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct MappingReaderTests {
  private func mapping() -> Mapping {
    Mapping(
      id: "crm",
      accounts: Mapping.Accounts(
        source: .file("companies.csv"), id: .column("id"),
        facts: [
          .init(
            "tier",
            .column(MappedColumn("level", map: ["A": "key"], otherwise: "standard"))),
          .init("health", .column(MappedColumn("health", asOf: "measured"))),
        ]),
      contacts: Mapping.Contacts(
        source: .object("people"), id: .column("id"), account: .column("company.id"),
        addresses: [("email", .column("email_addresses[0]"))],
        consents: [
          (
            "email",
            Mapping.ConsentSource(
              basis: .column(MappedColumn("consent.basis", otherwise: "none")),
              at: .column("consent.at"), source: .column("consent.source"))
          )
        ],
        facts: [.init("source", .constant("crm")), .init("score", .none)]),
      deals: Mapping.Deals(
        source: .file("deals.csv"), id: .column("id"), account: .column("company"),
        stage: .column(MappedColumn("stage", map: ["Won": "won"], otherwise: "open")),
        facts: [
          .init(
            "amount", .column(MappedColumn("value", unit: Currency("USD"))))
        ]),
      suppressions: [
        Mapping.Suppressions(
          source: .object("people"), predicate: ColumnEquals("do_not_contact", "true"),
          address: .column("email_addresses[0]"))
      ],
      events: [
        Mapping.Events(
          event: "deal.won", source: .file("deals.csv"), predicate: ColumnEquals("stage", "Won"),
          at: .column("closed"), deal: .column("id")),
        Mapping.Events(
          event: "deal.opened", source: .file("deals.csv"), at: .column("begun"),
          deal: .column("id")),
      ])
  }

  private static let files = [
    "companies.csv": "id,level,health,measured\nacme,A,62,2026-09-01\nb,,50,\nacme,B,1,\n",
    "people.jsonl": """
    {"id": "ana", "company": {"id": "acme"}, "email_addresses": ["Ana@example.com", "x"], "do_not_contact": false, "consent": {"basis": "explicit", "at": "2026-01-01", "source": "fair"}}
    {"id": "bob", "company": {"id": "gone"}, "email_addresses": [], "do_not_contact": false}
    {"id": "cleo", "company": {"id": null}, "email_addresses": ["cleo@example.com"], "do_not_contact": true, "consent": {"basis": "explicit"}}
    {"id": "dan", "do_not_contact": null}
    """,
    "deals.csv": """
    id,company,stage,value,begun,closed
    d1,acme,Won,100.5,2026-02-01,2026-03-01
    d2,,Prospecting,,,
    d3,acme,Won,7,2026-03-01,2026-03-01
    d4,nobody,Won,7,,
    """,
  ]

  @Test func `rows become accounts, contacts, deals and events in order`() throws {
    let folder = try Folder(Self.files)
    let world = try MappingReader(mapping(), schema: try sampleSchema()).read(folder: folder.path)
    let store = world.store
    let now = at("2026-09-05")
    #expect(store.value(FactPath(.account, "tier"), row: 0, at: now) == .known(.string("key")))
    #expect(store.value(FactPath(.account, "tier"), row: 1, at: now) == .known(.string("standard")))
    #expect(store.value(FactPath(.account, "health"), row: 0, at: now) == .known(.int(62)))
    #expect(store.value(FactPath(.account, "health"), row: 0, at: at("2026-09-09")) == .unknown)
    let email = try #require(store.channelNumber("email"))
    let ana = try #require(store.contact("ana"))
    #expect(store.address(of: ana, channel: email) == "ana@example.com")
    #expect(store.consent(of: ana, channel: email, at: now)?.basis == .explicit)
    #expect(store.value(FactPath(.contact, "source"), row: ana, at: now) == .known(.string("crm")))
    #expect(store.value(FactPath(.contact, "score"), row: ana, at: now) == .absent)
    let cleo = try #require(store.contact("cleo"))
    #expect(store.suppression(of: cleo, channel: email) != nil)
    #expect(store.suppression(of: ana, channel: email) == nil)
    #expect(
      world.events.map {
        store.dealID($0.deal ?? -1).rawValue + " " + store.schema.events[Int($0.code)].name
      }
        == ["d1 deal.opened", "d1 deal.won", "d3 deal.won", "d3 deal.opened"])
    let d2 = try #require(store.deal("d2"))
    #expect(store.account(ofDeal: d2) == nil)
    #expect(store.stage(of: d2) == .open)
    #expect(store.stage(of: 0) == nil)
    #expect(store.value(FactPath(.deal, "amount"), row: d2, at: now) == .absent)
    #expect(
      store.value(FactPath(.deal, "amount"), row: 0, at: now)
        == Money("100.5 USD").map { .known(.money($0)) })
  }

  @Test func `what can't be used is counted by reason`() throws {
    let folder = try Folder(Self.files)
    let world = try MappingReader(mapping(), schema: try sampleSchema()).read(folder: folder.path)
    #expect(
      world.report.rejectedCounts == [
        .duplicateID: 1, .unknownAccount: 2, .expression: 1, .undated: 3,
      ])
    #expect(world.report.suppressionCount == 1)
    #expect(world.report.eventCounts == ["deal.won": 2, "deal.opened": 2])
    let first = try #require(world.report.rejections.first)
    #expect(
      first == Rejection(file: "companies.csv", line: 4, reason: .duplicateID, detail: "`acme`"))
  }

  @Test func `live imports take explicit consent only with its proof`() throws {
    let folder = try Folder(Self.files)
    let strict = MappingReader.Options(demandsConsentProof: true)
    let store = try MappingReader(mapping(), schema: try sampleSchema(), options: strict)
      .read(folder: folder.path).store
    let email = try #require(store.channelNumber("email"))
    let bases = try ["ana", "cleo"].map { name in
      let row = try #require(store.contact(ContactID(name)))
      return store.consent(of: row, channel: email, at: at("2026-09-05"))?.basis
    }
    #expect(bases == [.explicit, ConsentBasis.none])
  }

  @Test func `a misspelt column or fact is an error with the nearest names`() throws {
    let folder = try Folder(Self.files)
    let schema = try sampleSchema()
    var wrong = mapping()
    wrong.accounts?.id = .column("idd")
    #expect(throws: LoadError.noColumn(file: "companies.csv", column: "idd", nearest: ["id"])) {
      try MappingReader(wrong, schema: schema).read(folder: folder.path)
    }
    wrong = mapping()
    wrong.accounts?.facts[0].name = "teir"
    #expect(throws: LoadError.unknownFact("account.teir", nearest: ["tier"])) {
      try MappingReader(wrong, schema: schema).read(folder: folder.path)
    }
    wrong = mapping()
    wrong.events[0].event = "deal.wonn"
    #expect(throws: LoadError.unknownEvent("deal.wonn", nearest: ["deal.won", "deal.lost"])) {
      try MappingReader(wrong, schema: schema).read(folder: folder.path)
    }
  }
}

/// The public sales set that lies beside a checkout, where there is one.
private let salesFolder: String? = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "../shared/data/crm-sales").standardizedFileURL.path
  return FileManager.default.fileExists(atPath: folder + "/sales_pipeline.csv") ? folder : nil
}()

@Suite struct SalesSetTests {
  private func mapping() -> Mapping {
    let stages = ["Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"]
    func event(_ name: String, _ stage: String?, _ date: String) -> Mapping.Events {
      Mapping.Events(
        event: name, source: .file("sales_pipeline.csv"),
        predicate: stage.map { ColumnEquals("deal_stage", $0) }, at: .column(date),
        deal: .column("opportunity_id"))
    }
    return Mapping(
      id: "crm-sales",
      accounts: Mapping.Accounts(
        source: .file("accounts.csv"), id: .column("account"),
        facts: [.init("name", .column("account"))]),
      contacts: Mapping.Contacts(
        source: .file("accounts.csv"), id: .column("account"), account: .column("account"),
        addresses: [("email", .text(SlugAddress(columns: ["account"])))],
        consents: [("email", Mapping.ConsentSource(basis: .constant("legitimate_interest")))],
        facts: [.init("language", .constant("en"))]),
      deals: Mapping.Deals(
        source: .file("sales_pipeline.csv"), id: .column("opportunity_id"),
        account: .column("account"), stage: .column(MappedColumn("deal_stage", map: stages)),
        facts: [
          .init("package", .column("product")),
          .init("amount", .column(MappedColumn("close_value", unit: Currency("USD")))),
        ]),
      events: [
        event("deal.opened", nil, "engage_date"), event("deal.lost", "Lost", "close_date"),
        event("deal.won", "Won", "close_date"),
      ])
  }

  @Test(.enabled(if: salesFolder != nil, "../shared/data/crm-sales isn't there"))
  func `the sales set reads to the last row`() throws {
    let folder = try #require(salesFolder)
    let world = try MappingReader(mapping(), schema: try sampleSchema()).read(folder: folder)
    var store = world.store
    #expect(store.accounts.count == 85)
    #expect(store.contacts.count == 85)
    #expect(store.deals.count == 8_800)
    #expect(world.report.mergedCount == 0)
    #expect(
      world.report.eventCounts == ["deal.opened": 8_300, "deal.lost": 2_473, "deal.won": 4_238])
    #expect(world.report.rejectedCounts == [.undated: 500])
    #expect((0..<8_800).filter { store.account(ofDeal: $0) == nil }.count == 1_425)
    #expect((0..<8_800).filter { store.isThere($0) }.count == 500)
    #expect(world.events.first?.at == at("2016-10-20"))
    for event in world.events { store.apply(event) }
    #expect(world.events.last?.at == at("2017-12-31"))
    // Every account always has an open deal, so the strict question for lost customers is empty.
    #expect((0..<85).allSatisfy { store.hasOpenDeal($0) })
    let won = (0..<8_800).filter { store.stage(of: $0) == .won }
    #expect(won.count == 4_238)
    let slot = try #require(store.schema.field(FactPath(.deal, "amount"))?.slot)
    #expect(won.map { store.deals.columns[slot].longs[$0] }.reduce(0, +) == 10_005_534 * 10_000)
  }
}
