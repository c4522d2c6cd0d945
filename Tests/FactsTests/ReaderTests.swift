// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

/// All records of a CSV text, problems in angle brackets.
private func records(_ text: String) throws -> [[String]] {
  try records(Array(text.utf8))
}

private func records(_ bytes: [UInt8]) throws -> [[String]] {
  var reader = CSVReader(bytes: bytes)
  var found: [[String]] = []
  while true {
    switch try reader.next() {
    case .end: return found
    case .problem(let problem): found.append(["<\(problem.line): \(problem.reason)>"])
    case .record: found.append((0..<reader.cellCount).map { reader.text($0) })
    }
  }
}

@Suite struct CSVReaderTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var expected: [[String]]

    init(_ testDescription: String, _ text: String, _ expected: [[String]]) {
      self.testDescription = testDescription
      self.text = text
      self.expected = expected
    }
  }

  @Test(arguments: [
    Case("two lines", "a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
    Case("no last line end", "a,b\nc,d", [["a", "b"], ["c", "d"]]),
    Case("CRLF", "a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
    Case("a byte order mark", "\u{FEFF}a,b\n", [["a", "b"]]),
    Case("nothing", "", []),
    Case("only a byte order mark", "\u{FEFF}", []),
    Case("empty lines", "\n\r\na\n\n\nb\n", [["a"], ["b"]]),
    Case("empty cells", ",\na,,\n", [["", ""], ["a", "", ""]]),
    Case("a trailing comma at the end", "a,", [["a", ""]]),
    Case("a quoted comma and line end", "\"a,b\n\",c\n", [["a,b\n", "c"]]),
    Case("doubled quotes", "\"\"\"a\"\"b\"\"\",\"\"\n", [["\"a\"b\"", ""]]),
    Case("quotes before CRLF", "\"a\"\r\n\"b\"\r\n", [["a"], ["b"]]),
    Case("a quoted empty cell alone", "\"\"\n", [[""]]),
    Case("a quote as the last byte", "a,\"b\"", [["a", "b"]]),
    Case("spaces stay", " a , b \n", [[" a ", " b "]]),
    Case("a lone carriage return stays", "a\rb,c\n", [["a\rb", "c"]]),
    Case("not ASCII", "Łódź,東京\n", [["Łódź", "東京"]]),
    Case(
      "a quote inside a cell", "a\nb\"c\nd\n",
      [["a"], ["<2: a quote inside a cell that isn't quoted>"], ["d"]]),
    Case(
      "text behind a quote", "\"a\"b,c\nd\n",
      [["<1: text behind a closing quote>"], ["d"]]),
    Case("an open quote", "a\n\"b\nc", [["a"], ["<2: a quote that nothing closes>"]]),
  ])
  func `records read as RFC 4180 has them`(_ c: Case) throws {
    #expect(try records(c.text) == c.expected)
  }

  @Test func `a record with another number of cells than the header is a problem alone`() throws {
    var reader = CSVReader(bytes: Array("a,b\n1,2,3\n\"x\ny\",2\n4\n5,6\n".utf8))
    #expect(try reader.header() == .success(["a", "b"]))
    let first = try reader.next()
    let reason = "3 cells, where the header has 2"
    #expect(first == .problem(RecordProblem(line: 2, column: 0, reason: reason)))
    #expect(try reader.next() == .record)
    #expect(reader.line == 3)
    let third = try reader.next()
    let short = "1 cells, where the header has 2"
    #expect(third == .problem(RecordProblem(line: 5, column: 0, reason: short)))
    #expect(try reader.next() == .record)
    #expect(reader.text(1) == "6")
    #expect(try reader.next() == .end)
  }

  @Test(arguments: seeds(100))
  func `what is written reads back, wherever the window ends`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    let pieces = ["a", ",", "\"", "\n", "\r\n", "ü", "long text ", "", "0"]
    var rows: [[String]] = []
    var text = ""
    for _ in 0..<20 {
      let row = (0..<3).map { _ in
        (0..<numbers.below(5)).map { _ in pieces[numbers.below(pieces.count)] }.joined()
      }
      rows.append(row)
      text += row.map { "\"" + quoted($0) + "\"" }.joined(separator: ",")
      text += numbers.below(2) == 0 ? "\n" : "\r\n"
    }
    #expect(try records(text) == rows, "PARLEY_SEED=\(seed)")
  }

  private func quoted(_ cell: String) -> String {
    cell.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
  }

  @Test func `a missing file is named with the system's reason`() {
    let error = #expect(throws: FileError.self) { _ = try CSVReader(path: "no/such/file.csv") }
    #expect(error == FileError(path: "no/such/file.csv", reason: "no such file or directory"))
  }
}

@Suite struct ScalarReaderTests {
  private func read<Value>(_ text: String, _ body: (ScalarReader.Bytes) -> Value?) -> Value? {
    var copy = text
    return copy.withUTF8 { body($0) }
  }

  @Test(arguments: [
    ("0", 0), ("-7", -7), ("+5", 5), ("9223372036854775807", Int64.max),
    ("-9223372036854775808", Int64.min), ("000000000000000000000012", 12),
  ])
  func `whole numbers read exactly`(text: String, value: Int64) {
    #expect(read(text, ScalarReader.int) == value)
  }

  @Test(arguments: ["", "-", "+", "1.0", "1e3", " 1", "1 ", "0x1", "9223372036854775808", "１"])
  func `other text is no whole number`(text: String) {
    #expect(read(text, ScalarReader.int) == nil)
  }

  @Test(arguments: [
    "0.1", "-2.5", "3", "1e10", "123456789012345678901", "0.30000000000000004", "5e-324", ".5",
    "2.2250738585072014e-308", "9007199254740993", "-0", "1.", "99999999999999999.9",
  ])
  func `numbers read to the nearest double`(text: String) {
    #expect(read(text, ScalarReader.double) == Double(text), "\(text)")
  }

  @Test(arguments: ["", "-", ".", "nan", "inf", "1e999", "1,5", "1e", "0x1p3", "+1", "1.2.3"])
  func `other text is no number`(text: String) {
    #expect(read(text, ScalarReader.double) == nil)
  }

  @Test(arguments: [
    ("0", 0), ("90s", 90), ("15m", 900), ("4h", 14_400), ("14d", 1_209_600), ("2w", 1_209_600),
    ("1d12h", 129_600), ("-5m", -300),
  ])
  func `durations read as policies write them`(text: String, seconds: Int64) {
    #expect(read(text, ScalarReader.duration) == seconds)
  }

  @Test(arguments: ["", "5", "d", "1d1d", "1h1d", "1.5h", "3mo", "999999999999999999w", "-"])
  func `other text is no duration`(text: String) {
    #expect(read(text, ScalarReader.duration) == nil)
  }

  @Test(arguments: [
    ("2026-10-20T10:00Z", "2026-10-20T10:00:00Z"), ("2026-10-20", "2026-10-20T00:00:00Z"),
    ("2026-10-20 10:00:05.25+02:00", "2026-10-20T08:00:05.25Z"),
    ("2026-02-28T23:59:59-05:30", "2026-03-01T05:29:59Z"),
    ("2026-10-20T10:00", "2026-10-20T10:00:00Z"), ("0001-01-01", "0001-01-01T00:00:00Z"),
  ])
  func `instants read with an offset, as local time or as a date`(text: String, utc: String) {
    #expect(read(text) { ScalarReader.instant($0, zone: .utc) }?.description == utc)
  }

  @Test(arguments: [
    "", "2026-02-30", "2026-13-01", "2026-1-1", "2026-10-20T", "2026-10-20T24:00Z",
    "2026-10-20T10:60Z", "2026-10-20T10:00:00.Z", "2026-10-20T10:00+2:00", "20/10/2026",
    "2026-10-20T10:00Zx", "2026-10-20x10:00Z", "2026-10-20T1",
  ])
  func `other text is no instant`(text: String) {
    #expect(read(text) { ScalarReader.instant($0, zone: .utc) } == nil)
  }
}
