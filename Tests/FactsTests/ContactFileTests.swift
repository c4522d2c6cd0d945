// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@Suite struct ContactFileTests {
  private func read(
    _ text: String, _ format: ContactFile.Format = .csv, clock: String = "2026-10-31"
  ) throws -> ContactFile.Contents {
    try ContactFile(schema: try sampleSchema(), clock: at(clock))
      .read(bytes: Array(text.utf8), format: format, name: "people")
  }

  private static let csv = """
    id,role,contact.seniority,topics,account.id,account.health,address.email,consent.email,last_sent_at
    ana,Head of Growth,head,saas|payments,acme,62,Ana@Example.com,explicit,2026-10-01T09:00Z
    bob,,junior,,acme,62,bob@example.com,none,

    """

  private static let lines = """
    {"id": "ana", "role": "Head of Growth", "contact": {"seniority": "head"}, "topics": ["saas", "payments"], "account": {"id": "acme", "health": 62}, "address": {"email": "Ana@Example.com"}, "consent": {"email": "explicit"}, "last_sent_at": "2026-10-01T09:00Z"}
    {"id": "bob", "role": null, "contact.seniority": "junior", "account": {"id": "acme", "health": 62}, "address": {"email": "bob@example.com"}, "consent": {"email": {"basis": "none"}}}
    """

  @Test(arguments: [ContactFile.Format.csv, .jsonLines])
  func `CSV and JSON lines say the same`(format: ContactFile.Format) throws {
    let contents = try read(format == .csv ? Self.csv : Self.lines, format)
    let store = contents.store
    let now = at("2026-10-31")
    #expect(contents.report.contactCount == 2)
    #expect(contents.report.accountCount == 1)
    #expect(contents.report.rejectedCount == 0)
    #expect(contents.report.unknownColumns.isEmpty)
    let email = try #require(store.channelNumber("email"))
    #expect(
      store.value(FactPath(.contact, "role"), row: 0, at: now) == .known(.string("Head of Growth")))
    #expect(store.value(FactPath(.contact, "role"), row: 1, at: now) == .absent)
    #expect(
      store.value(FactPath(.contact, "topics"), row: 0, at: now)
        == .known(.list([.string("saas"), .string("payments")])))
    #expect(store.value(FactPath(.contact, "topics"), row: 1, at: now) == .known(.list([])))
    #expect(store.value(FactPath(.account, "health"), row: 0, at: now) == .known(.int(62)))
    #expect(store.address(of: 0, channel: email) == "ana@example.com")
    #expect(store.consent(of: 0, channel: email, at: now)?.basis == .explicit)
    #expect(store.consent(of: 1, channel: email, at: now)?.basis == ConsentBasis.none)
    #expect(store.lastSent(to: 0) == at("2026-10-01T09:00Z"))
    #expect(store.lastSent(to: 1) == nil)
    #expect(Array(store.contacts(ofAccount: 0)) == [0, 1])
  }

  @Test func `a row that can't be used is listed with its line and reason`() throws {
    let contents = try read(
      """
      id,followers,account.health,seniority,address.email
      a,1,50,head,info@example.com
      ,1,50,head,
      a,1,50,head,
      c,many,50,head,
      d,1,101,head,
      e,1,50,chief,
      f,1,50,head,info@example.com
      g,1,50,head,"x
      """)
    let found = contents.report.rejections.map { "\($0.line) \($0.reason.rawValue): \($0.detail)" }
    #expect(
      found == [
        "3 no_id: no id",
        "4 duplicate_id: `a`",
        "5 value: `followers` is `many`, expected a whole number",
        "6 value: `account.health` is `101`, expected a whole number, 0..100",
        "7 value: `seniority` is `chief`, expected one of `junior`, `senior`, `head`",
        "8 shared_address: `info@example.com` is the address of `a`",
        "9 malformed: a quote that nothing closes",
      ])
    #expect(contents.report.recordCount == 8)
    #expect(contents.report.contactCount == 1)
    // A row that was refused leaves nothing behind.
    #expect(contents.report.accountCount == 1)
  }

  @Test func `a column that nothing reads is named with what it may stand for`() throws {
    let contents = try read("id,account.helth,shoe_size\na,3,44\n")
    #expect(contents.report.unknownColumns.map(\.name) == ["account.helth", "shoe_size"])
    #expect(contents.report.unknownColumns.first?.nearest == ["account.health"])
    let lines = try read(
      #"{"id": "a", "account": {"helth": 3}, "shoe_size": {"left": 44}}"#, .jsonLines)
    #expect(lines.report.unknownColumns.map(\.name) == ["account.helth", "shoe_size"])
  }

  @Test func `a file without ids isn't read`() {
    #expect(throws: LoadError.noColumn(file: "people", column: "id", nearest: ["ids"])) {
      try read("ids,role\n1,x\n")
    }
    #expect(throws: LoadError.columnTwice(file: "people", column: "id")) {
      try read("id,id\n1,2\n")
    }
    #expect(throws: LoadError.noColumn(file: "people", column: "id", nearest: [])) {
      try read("")
    }
  }

  @Test func `a history after the clock hasn't happened`() throws {
    let text = "id,last_sent_at,opted_out_at\na,2026-10-01,2026-11-01\n"
    let contents = try read(text, clock: "2026-10-31")
    #expect(contents.store.lastSent(to: 0) == at("2026-10-01"))
    #expect(contents.store.optedOut(0) == nil)
    #expect(try read(text, clock: "2026-11-01").store.optedOut(0) == at("2026-11-01"))
  }

  @Test func `a deal's dates make its stage`() throws {
    let contents = try read(
      """
      id,deal.id,deal.amount,deal.lost_at
      a,d1,8000 EUR,2026-09-01T12:00Z
      b,d2,1 USD,2026-12-01
      c,d3,1 USD,
      """)
    #expect(contents.store.stage(of: 0) == .lost)
    #expect(contents.store.lostAt(0) == at("2026-09-01T12:00Z"))
    #expect(contents.store.stage(of: 1) == nil)
    #expect(contents.store.stage(of: 2) == .open)
    #expect(contents.store.contact(ofDeal: 0) == 0)
  }

  @Test func `facts of an account without a name make one of the contact's own`() throws {
    let contents = try read("id,account.health\na,3\nb,4\n")
    #expect(contents.store.accountID(1) == "b")
    #expect(contents.store.account(ofContact: 0) == 0)
    let named = try read("id,account.id,account.health\na,,3\n")
    #expect(named.store.account(ofContact: 0) == nil)
  }

  @Test func `a second row with a person's address is the same person`() throws {
    let contents = try read(
      "id,address.email,last_sent_at\na,x@example.com,\nb,X@example.com,2026-10-01\n")
    #expect(contents.report.mergedCount == 1)
    #expect(contents.store.person(of: 1) == 0)
    #expect(contents.store.lastSent(to: 0) == at("2026-10-01"))
  }

  @Test(arguments: [
    (#"{"id": "a\u00e9\ud83d\ude00\n\"\\\/"}"#, "aé😀\n\"\\/"),
    (#"{"id": 12.50}"#, "12.50"),
    (#" { "id" : "a" , "x" : [ 1 , {"y": []}, null, true ] } "#, "a"),
    ("\u{FEFF}{\"id\": \"a\"}", "a"),
    (#"{"x": "\ud83d\ude00", "id": "b"}"#, "b"),
    (#"{"topics": ["a\"b", "c"], "id": "x"}"#, "x"),
  ])
  func `JSON reads with escapes and surrogates`(line: String, id: String) throws {
    let contents = try read(line, .jsonLines)
    #expect(contents.report.rejections == [])
    #expect(contents.store.contactID(0).rawValue == id)
  }

  @Test func `lists keep their elements' escapes`() throws {
    let contents = try read(
      #"{"topics": ["a\"b", "\u00e9\\", "c,d"], "id": "x"}"#, .jsonLines)
    #expect(
      contents.store.value(FactPath(.contact, "topics"), row: 0, at: at("2026-10-31"))
        == .known(.list([.string("a\"b"), .string("é\\"), .string("c,d")])))
    let nested = try read(#"{"topics": ["a", ["b"]], "id": "x"}"#, .jsonLines)
    #expect(nested.report.rejectedCounts == [.value: 1])
  }

  @Test(arguments: [
    ("{", "1:2"), (#"{"id"}"#, "1:6"), (#"{"id": "a""#, "1:11"), (#"{"id": "\ud83d"}"#, "1:11"),
    (#"{"id": 01}"#, "1:8"), (#"{"id": tru}"#, "1:8"), ("[1]", "1:1"), (#"{"id": "a"} x"#, "1:13"),
    (#"{"id": "a", "id": "b"}"#, "1:19"), ("\n\n{\"id\": \"a\tb\"}", "3:10"),
    (#"{"id": "a",}"#, "1:12"), (#"{"id": "\x"}"#, "1:10"),
  ])
  func `a line that isn't JSON is named with its place`(line: String, place: String) throws {
    let contents = try read(line, .jsonLines)
    #expect(contents.report.rejectedCounts == [.malformed: 1])
    #expect(contents.report.contactCount == 0)
    let rejection = try #require(contents.report.rejections.first)
    #expect("\(rejection.line):\(rejection.column)" == place, "\(rejection.detail)")
  }

  @Test func `deep nesting is refused, not followed`() throws {
    let line = #"{"id": "a", "x": "# + String(repeating: "[", count: 100_000)
    let contents = try read(line, .jsonLines)
    #expect(contents.report.rejections.first?.detail == "expected at most 64 levels")
  }

  @Test func `text that isn't UTF-8 is refused`() throws {
    let file = ContactFile(schema: try sampleSchema(), clock: at("2026-10-31"))
    let contents = try file.read(
      bytes: Array("id,role\na,".utf8) + [0xFF, 0xFE] + Array("\nb,fine\n".utf8), format: .csv,
      name: "people")
    #expect(contents.report.rejectedCounts == [.value: 1])
    #expect(contents.store.contact("b") == 0)
  }

  @Test(arguments: seeds(300))
  func `no bytes end the process`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    for format in [ContactFile.Format.csv, .jsonLines] {
      var bytes = Array((format == .csv ? Self.csv : Self.lines).utf8)
      for _ in 0..<(1 + numbers.below(8)) {
        let place = numbers.below(bytes.count)
        switch numbers.below(4) {
        case 0: bytes[place] = UInt8(numbers.below(256))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + numbers.below(20)))
        case 2: bytes.insert(contentsOf: bytes[place...].prefix(numbers.below(40)), at: place)
        default:
          let hostile = ["\"", "\\u", "\\ud800", "\n", "\r", ",", "{", "[[[[", "\u{FEFF}", "\\"]
          bytes.insert(contentsOf: hostile[numbers.below(hostile.count)].utf8, at: place)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let file = ContactFile(schema: try sampleSchema(), clock: at("2026-10-31"))
      do {
        let contents = try file.read(bytes: bytes, format: format, name: "people")
        #expect(
          contents.report.contactCount + contents.report.rejectedCount
            == contents.report.recordCount, "PARLEY_SEED=\(seed)")
      } catch {
        // A header that lost its id is refused whole.
      }
    }
  }
}
