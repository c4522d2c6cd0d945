// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Foundation
import Synchronization
import Testing

/// One contact as either way of reading sees it.
private struct Seen: Hashable, Sendable {
  var id: String
  var facts: [String]
}

/// A schema with a fact of every type, and a mapping that reads all of them.
private struct StrangeWorld {
  let schema: FactSchema
  let mapping: Mapping
  let names = [
    "word", "count", "weight", "ok", "sent", "tags", "tier", "grade", "day", "span", "price",
    "nick", "dated", "mapped",
  ]

  init(format: String) throws {
    var schema = FactSchema()
    let fields: [FactField] = [
      FactField(name: "word", type: .string),
      FactField(name: "count", type: .int),
      FactField(name: "weight", type: .double, isNullable: true),
      FactField(name: "ok", type: .bool, defaultValue: .bool(true)),
      FactField(name: "sent", type: .instant, isNullable: true),
      FactField(name: "tags", type: .list(.string)),
      FactField(name: "tier", type: .enumeration(["key", "standard"])),
      FactField(name: "grade", type: .int, range: .int(0...10)),
      FactField(name: "day", type: .date, isNullable: true),
      FactField(name: "span", type: .duration),
      FactField(name: "price", type: .money, isNullable: true),
      FactField(name: "nick", type: .string, defaultValue: .string("none")),
      FactField(name: "dated", type: .int, staleAfter: .seconds(86_400)),
      FactField(name: "mapped", type: .string),
    ]
    for field in fields { try schema.declare(field, of: .contact) }
    self.schema = schema
    var sources = names.dropLast(2).map { Mapping.FactValueSource($0, .column($0)) }
    sources.append(
      Mapping.FactValueSource("dated", .column(MappedColumn("dated", asOf: "dated_at"))))
    sources.append(
      Mapping.FactValueSource(
        "mapped", .column(MappedColumn("mapped", map: ["a": "A"], otherwise: "other"))))
    mapping = Mapping(
      id: "strange",
      contacts: Mapping.Contacts(source: .file("x.\(format)"), id: .column("id"), facts: sources))
  }

  var slots: [Int] { names.compactMap { schema.field(FactPath(.contact, $0))?.slot } }

  func facts(_ table: FactTable, _ strings: StringPool, _ row: Int) -> [String] {
    slots.map { slot in
      let column = table.columns[slot]
      let cell = column.cell(row)
      let date = column.asOf.isEmpty ? "" : " at \(column.asOf[row])"
      guard cell.state == .known else { return "\(cell.state)\(date)" }
      if case .list(let element) = column.field.type {
        return column.elements(row).map { "\($0.value(element, strings: strings))" }.joined()
      }
      return "\(cell.value(column.field.type, strings: strings))\(date)"
    }
  }
}

@Suite struct ContactScanTests {
  /// Reads a file both ways and compares contacts, facts, and the whole report.
  private func compare(_ bytes: [UInt8], _ format: String, _ note: String) throws {
    let world = try StrangeWorld(format: format)
    let folder = NSTemporaryDirectory() + "parley-scan-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(bytes).write(to: URL(filePath: "\(folder)/x.\(format)"))
    let reader = MappingReader(world.mapping, schema: world.schema)
    let expected: Result<MappedWorld, LoadError> = Result { () throws(LoadError) in
      try reader.read(folder: folder)
    }
    let scan: Result<ContactScan?, LoadError> = Result { () throws(LoadError) in
      try reader.scan(folder: folder, keeping: Set(world.slots))
    }
    switch (expected, scan) {
    case (.failure(let a), .failure(let b)): #expect(a == b, Comment(rawValue: note))
    case (.success(let stored), .success(let scan?)):
      let contacts = (0..<stored.store.contacts.count).map { row in
        Seen(
          id: stored.store.contactID(row).rawValue,
          facts: world.facts(stored.store.contacts, stored.store.strings, row))
      }
      for (threads, blockBytes) in [(1, 1 << 20), (2, 256), (3, 17)] {
        let result = try scan.run(
          threads: threads, blockBytes: blockBytes, initial: { [Seen]() },
          look: { block in
            (0..<block.count).map { row in
              Seen(
                id: String(decoding: block.id(row), as: UTF8.self),
                facts: world.facts(block.table, block.strings, row))
            }
          }, take: { $0 += $1 })
        let note = Comment(rawValue: "\(threads) threads, blocks of \(blockBytes): \(note)")
        if stored.report.rejectedCounts[.duplicateID] != nil {
          #expect(result.ending == .idsMayRepeat, note)
        } else {
          #expect(result.ending == .complete, note)
          #expect(result.gathered == contacts, note)
          #expect(result.report == stored.report, note)
        }
      }
    case (_, _): Issue.record("only one way reads it: \(note)")
    }
  }

  private static let header =
    "id,word,count,weight,ok,sent,tags,tier,grade,day,span,price,nick,dated,mapped,dated_at\n"
  private static let row =
    "c1,hello,3,1.5,true,2026-01-02T03:04:05Z,a|b,key,7,2026-01-02,14d,25 USD,x,4,a,2026-01-01\n"

  private static func file(_ rows: String...) -> String { header + rows.joined() }

  private static func row(_ old: String, _ new: String) -> String {
    row.replacingOccurrences(of: old, with: new)
  }

  private static let behindID = String(row.dropFirst(8))

  private static let strangeCSV: [String] = [
    file(row), header, "", "id,word\nc1,a\n", "\u{FEFF}\(file(row))",
    file(row("\n", "\r\n\r\n\n"), row("c1", "c2")).replacingOccurrences(
      of: ",dated_at\n", with: ",dated_at\r\n"),
    file(row("\n", "")), file("c1,\"a,\"\"b\"\"\nc\"\(behindID)"),
    file(row, "c2,only two\n", row("c1", "c3")), file("c1,\"never closed\n", row, row),
    file("c1,a\"b\(behindID)", row), file("c1,\"a\"b\(behindID)"), file(row, row),
    file(row("c1", "c2"), row), file(row("c1", "c2"), row, row), file(row("c1", "")),
    file(row("c1", "\"\"")), "word,\(header)w,\(row)",
    "extra, id ,\(String(header.dropFirst(3)))w,\(row)", file(row("hello", "grüße")),
    file(row(",3,", ",1e3,")), file(row(",1.5,", ",1e3,")),
  ]

  @Test(arguments: strangeCSV)
  func `a strange CSV file is scanned as it is read`(_ text: String) throws {
    try compare(Array(text.utf8), "csv", text)
  }

  private static let object =
    #"{"id":"c1","word":"hello","count":3,"weight":1.5,"ok":true,"sent":"2026-01-02T03:04:05Z","#
    + #""tags":["a","b"],"tier":"key","grade":7,"day":"2026-01-02","span":"14d","price":"25 USD","#
    + #""nick":"x","dated":4,"mapped":"a","dated_at":"2026-01-01"}"#

  private static func object(_ old: String, _ new: String) -> String {
    object.replacingOccurrences(of: old, with: new)
  }

  private static let strangeLines: [String] = [
    "\(object)\n", object, "", "\n\n\(object)\r\n  \n", "\u{FEFF}\(object)\n",
    #"{"id":"c1"}"#, #"{"word":"a","id":"c\u00e9\n\"x\""}"#, #"{"id":"c1","word":"\ud83d\ude00"}"#,
    #"{"id":"c1","word":"\ud83d"}"#, #"{"id":"c1","id":"c2"}"#, #"{"id":7,"count":1e3}"#,
    #"{"id":7,"weight":1e3,"count":01}"#, #"{"id":true}"#, #"{"id":null}"#, #"{"id":["c1"]}"#,
    #"{ "id" : "c1" , "tags" : [ "a" , "b\u0041" , "" ] , "other" : { "x" : [ 1 , {} ] } }"#,
    #"{"id":"c1","tags":"a|b||c"}"#, #"{"id":"c1","tags":["a",null]}"#, #"{"id":"c1","tags":[]}"#,
    #"{"id":"c1","tags":null,"ok":null,"word":"","sent":""}"#, #"{"id":"c1","ok":"true"}"#,
    #"{"id":"c1"} x"#, #"[{"id":"c1"}]"#, #"{"id":"c1","word":{"a":1}}"#, #"{"id":"c1","word":5}"#,
    "\(object)\n\(object("c1", "c2"))\n{\"id\":\"c3\"", "\(object)\n\(object)\n",
  ]

  @Test(arguments: strangeLines)
  func `a strange file of JSON lines is scanned as it is read`(_ text: String) throws {
    try compare(Array(text.utf8), "jsonl", text)
  }

  @Test func `text that isn't UTF-8 is refused the same way`() throws {
    for place in ["hello", "c1", "x,4"] {
      let text = Self.file(Self.row(place, "~\(place)"))
      let bytes = text.utf8.map { $0 == UInt8(ascii: "~") ? 0xFF : $0 }
      try compare(bytes, "csv", place)
    }
    for place in ["hello", "c1", "\"b\""] {
      let text = Self.object(place, place == "\"b\"" ? "\"~b\"" : "~\(place)")
      let bytes = text.utf8.map { $0 == UInt8(ascii: "~") ? 0xFF : $0 }
      try compare(bytes, "jsonl", place)
    }
  }

  private static let cells: [[String]] = [
    ["", "hello", "a b", "\"q\"", "\"a,b\"", "\"x\ny\"", "é", "\"\"", "\"a\"\"b\"", "a\"b", " "],
    ["0", "-7", "+3", "007", "1e3", "9223372036854775807", "9223372036854775808", "x", "", " 1"],
    ["1.5", "-0", ".5", "5.", "1e400", "nan", "", "1_0"],
    ["true", "false", "TRUE", "", "1"],
    [
      "2026-01-02T03:04:05Z", "2026-01-02", "2026-01-02T03:04Z", "2026-01-02T03:04:05.25Z",
      "2026-01-02T03:04:05+02:00", "2026-02-30T00:00:00Z", "", "0000-01-01T00:00:00Z", "soon",
      "2026-01-02T24:00:00Z", "2026-01-02 03:04:05",
    ],
    ["", "a", "a|b", "|", "a||b", "\"a|é\"", "vip|a|vip"],
    ["key", "standard", "other", ""], ["0", "10", "11", "-1", ""],
    ["2026-01-02", "2026-13-02", ""], ["14d", "1d12h", "0", "x", ""],
    ["25 USD", "-0.5 EUR", "25", ""], ["x", ""], ["4", "", "x"], ["a", "b", ""],
    ["2026-01-01", "", "x"],
  ]

  @Test(arguments: seeds(40))
  func `random CSV files are scanned as they are read`(_ seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    let isWindows = numbers.below(3) == 0
    var text = Self.header
    for row in 0..<30 {
      // Most ids rise; some files have them in disorder, a few twice.
      let id = seed % 3 == 0 ? numbers.below(1_000_000) : row + 100
      var cells = ["c\(id)"]
      for some in Self.cells {
        // Usually the first: a row with one strange cell says more than one with ten.
        cells.append(numbers.below(8) == 0 ? some[numbers.below(some.count)] : some[0])
      }
      if numbers.below(15) == 0 { cells.removeLast() }
      text += cells.joined(separator: ",") + (isWindows ? "\r\n" : "\n")
      if numbers.below(10) == 0 { text += "\n" }
    }
    try compare(Array(text.utf8), "csv", "PARLEY_SEED=\(seed)")
  }
}
