// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@Suite struct FactTableTests {
  @Test func `equal strings have one code, across growth`() {
    var pool = StringPool()
    let empty = pool.intern("")
    #expect(empty == 0)
    let codes = (0..<10_000).map { pool.intern("name-\($0)") }
    #expect(Set(codes).count == 10_000)
    for (index, code) in codes.enumerated() {
      let again = pool.intern("name-\(index)")
      #expect(again == code)
      #expect(pool[code] == "name-\(index)")
    }
    #expect(pool.code(of: "never") == nil)
    #expect(pool.code(of: "") == 0)
  }

  @Test func `strings that differ in bytes differ, though people see the same`() {
    var pool = StringPool()
    let one = pool.intern("\u{E9}")
    let two = pool.intern("e\u{301}")
    #expect(one != two)
  }

  @Test func `a new row has defaults, and the rest is unknown`() throws {
    var store = FactStore(schema: try sampleSchema())
    let newRow = store.addContact("ana")
    let row = try #require(newRow)
    let now = at("2026-10-01")
    #expect(store.value(FactPath(.contact, "followers"), row: row, at: now) == .known(.int(0)))
    #expect(store.value(FactPath(.contact, "topics"), row: row, at: now) == .known(.list([])))
    #expect(store.value(FactPath(.contact, "role"), row: row, at: now) == .unknown)
    #expect(
      store.value(FactPath(.contact, "id"), row: row, at: now) == .known(.string("ana")))
    let again = store.addContact("ana")
    #expect(again == nil)
    #expect(store.contact("ana") == row)
    #expect(store.contact("bob") == nil)
  }

  @Test func `every type of value comes back as it went in`() throws {
    var store = FactStore(schema: try sampleSchema())
    let newContact = store.addContact("ana")
    let contact = try #require(newContact)
    let newAccount = store.addAccount("acme")
    let account = try #require(newAccount)
    let newDeal = store.addDeal("d1", account: account)
    let deal = try #require(newDeal)
    let date = try #require(CivilDate(year: 1990, month: 2, day: 28))
    let money = try #require(Money("8000.5 EUR"))
    let created = Instant(seconds: 1_700_000_000, nanoseconds: 5)
    let values: [(FactPath, Int, FactValue)] = [
      (FactPath(.contact, "role"), contact, .string("Head of Growth, and then some")),
      (FactPath(.contact, "seniority"), contact, .string("head")),
      (FactPath(.contact, "followers"), contact, .int(.min)),
      (FactPath(.contact, "topics"), contact, .list([.string("saas"), .string("payments")])),
      (FactPath(.contact, "birthday"), contact, .date(date)),
      (FactPath(.contact, "score"), contact, .double(-0.25)),
      (FactPath(.contact, "vip"), contact, .bool(true)),
      (FactPath(.contact, "patience"), contact, .duration(.milliseconds(-1_500))),
      (FactPath(.contact, "created_at"), contact, .instant(created)),
      (FactPath(.account, "tier"), account, .string("key")),
      (FactPath(.deal, "amount"), deal, .money(money)),
    ]
    for (path, row, value) in values {
      let isSet = store.set(value, path, row: row)
      #expect(isSet)
    }
    // A later row must not disturb earlier ones, nanoseconds included.
    _ = store.addContact("bob")
    for (path, row, value) in values {
      #expect(store.value(path, row: row, at: created) == .known(value), "\(path)")
    }
    let isIntRole = store.set(.int(1), FactPath(.contact, "role"), row: contact)
    let isChief = store.set(.string("chief"), FactPath(.contact, "seniority"), row: contact)
    #expect(!isIntRole && !isChief)
    store.set(nil, FactPath(.contact, "score"), row: contact)
    #expect(store.value(FactPath(.contact, "score"), row: contact, at: created) == .absent)
  }

  @Test func `a dated value is unknown once it is older than it may be`() throws {
    var store = FactStore(schema: try sampleSchema())
    let newRow = store.addAccount("acme")
    let row = try #require(newRow)
    let health = FactPath(.account, "health")
    store.set(.int(62), health, row: row, asOf: at("2026-09-01"))
    #expect(store.value(health, row: row, at: at("2026-09-08")) == .known(.int(62)))
    #expect(store.value(health, row: row, at: at("2026-09-08T00:00:01Z")) == .unknown)
    let slot = try #require(store.schema.field(health)?.slot)
    #expect(store.accounts.columns[slot].becomesStale(row) == at("2026-09-08T00:00:01Z"))
    store.set(.int(50), health, row: row)
    #expect(store.value(health, row: row, at: at("2036-01-01")) == .known(.int(50)))
    #expect(store.accounts.columns[slot].becomesStale(row) == nil)
  }
}
