// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Glibc
import Spelling

/// Why one row of a mapped file isn't used.
struct RowRefusal: Error {
  var reason: RejectReason
  var detail: String
}

/// One part of a mapping, ready to take rows.
protocol MappingPart {
  /// Where the rows are.
  var source: MappingSource { get }
  /// The columns that it reads.
  var plan: RowPlan { get }
  /// Which rows count.
  var predicate: PlannedPredicate? { get }
  /// Adds what the row says to the job's store; what it throws rejects the row.
  func add<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, to job: inout MappingJob
  ) throws(RowRefusal)
}

/// Reads the parts of one mapping into one store.
struct MappingJob {
  /// A dated event with its place among others of the same instant.
  private struct Dated {
    var event: FactEvent
    var order: Int
    var sequence: Int
  }

  let schema: FactSchema
  let options: MappingReader.Options
  private let folder: String
  var store: FactStore
  var report = LoadReport()
  private var dated: [Dated] = []
  /// Whether accounts come from rows of their own; if not, being named makes them.
  let isAccountMapped: Bool
  /// Accounts whose main contact was named before contacts were read, by string code.
  var mainContacts: [(account: Int, contact: Int32)] = []

  init(
    schema: FactSchema, options: MappingReader.Options, folder: String, isAccountMapped: Bool
  ) {
    self.schema = schema
    self.options = options
    self.folder = folder
    self.isAccountMapped = isAccountMapped
    store = FactStore(schema: schema)
  }

  mutating func add(_ event: FactEvent, order: Int) {
    dated.append(Dated(event: event, order: order, sequence: dated.count))
    if let deal = event.deal { store.expectEvents(ofDeal: deal) }
  }

  consuming func finish() -> MappedWorld {
    for (account, code) in mainContacts {
      if let contact = store.contacts.row(idCode: code) {
        store.setMainContact(contact, ofAccount: account)
      }
    }
    dated.sort {
      if $0.event.at != $1.event.at { return $0.event.at < $1.event.at }
      return $0.order != $1.order ? $0.order < $1.order : $0.sequence < $1.sequence
    }
    report.accountCount = store.accounts.count
    report.contactCount = store.contacts.count
    report.dealCount = store.deals.count
    return MappedWorld(store: store, events: dated.map(\.event), report: report)
  }

  /// Gives every row of the part's file to the part.
  mutating func run(_ part: some MappingPart) throws(LoadError) {
    let (path, name) = locate(part.source)
    switch ContactFile.Format(path: path) {
    case .csv:
      var reader: CSVReader
      do { reader = try CSVReader(path: path) } catch { throw .file(error) }
      let header: Result<[String], RecordProblem>
      do { header = try reader.header() } catch { throw .file(error) }
      let fields = try fields(of: part.plan, in: header, file: name)
      var row = MappedRow(source: reader, fields: fields)
      do { try run(part, &row, file: name) } catch { throw .file(error) }
    case .jsonLines:
      let reader: JSONLReader
      do {
        reader = try JSONLReader(path: path, paths: part.plan.columns)
      } catch {
        throw .file(error)
      }
      var row = MappedRow(source: reader, fields: Array(part.plan.columns.indices))
      do { try run(part, &row, file: name) } catch { throw .file(error) }
    }
  }

  private mutating func run<Source: RecordSource & ~Copyable>(
    _ part: some MappingPart, _ row: inout MappedRow<Source>, file: String
  ) throws(FileError) {
    while true {
      switch try row.source.next() {
      case .end: return
      case .problem(let problem): report.reject(problem, file)
      case .record:
        report.recordCount += 1
        do throws(RowRefusal) {
          if try row.holds(part.predicate) { try part.add(row, to: &self) }
        } catch {
          report.reject(error.reason, file, line: row.source.line, error.detail)
        }
      }
    }
  }

  /// The file of a source, and its name in reports.
  func locate(_ source: MappingSource) -> (path: String, name: String) {
    switch source {
    case .file(let name):
      return (options.overrides[source] ?? "\(folder)/\(name)", name)
    case .object(let object):
      if let path = options.overrides[source] { return (path, object) }
      let csv = "\(folder)/\(object).csv"
      let isCSV = access(csv, F_OK) == 0
      return isCSV ? (csv, "\(object).csv") : ("\(folder)/\(object).jsonl", "\(object).jsonl")
    }
  }

  func fields(
    of plan: RowPlan, in header: Result<[String], RecordProblem>, file: String
  ) throws(LoadError) -> [Int] {
    let names: [String]
    switch header {
    case .success(let found): names = found
    case .failure(let problem): throw .header(file: file, problem)
    }
    var fields: [Int] = []
    for column in plan.columns {
      guard let field = names.firstIndex(of: column) else {
        throw .noColumn(
          file: file, column: column, nearest: Spelling.nearest(to: column, in: names))
      }
      guard names.lastIndex(of: column) == field else {
        throw .columnTwice(file: file, column: column)
      }
      fields.append(field)
    }
    return fields
  }
}

extension MappedRow where Source: ~Copyable {
  func holds(_ planned: PlannedPredicate?) throws(RowRefusal) -> Bool {
    do throws(RowError) { return try passes(planned) } catch {
      throw RowRefusal(reason: .expression, detail: error.reason)
    }
  }

  /// Calls `body` with a value as a field; a text that fails rejects the row.
  func with<Result>(
    _ value: PlannedValue, _ body: (RawField) -> Result
  ) throws(RowRefusal) -> Result {
    do throws(RowError) { return try reading(value, body) } catch {
      throw RowRefusal(reason: .expression, detail: error.reason)
    }
  }

  /// A value as the code of a string; `nil` for none.
  func code(
    _ value: PlannedValue?, _ name: String, strings: inout StringPool
  ) throws(RowRefusal) -> Int32? {
    guard let value else { return nil }
    let code: Int32? = try with(value) { raw in
      switch raw.kind {
      case .missing, .empty: 0
      case .text, .number, .bool: strings.internChecked(raw.bytes)
      case .array, .object: nil
      }
    }
    guard let code else {
      throw RowRefusal(reason: .value, detail: "`\(name)` isn't text in UTF-8")
    }
    return code > 0 ? code : nil
  }

  /// A value as an instant; `nil` for none.
  func instant(
    _ value: PlannedValue?, _ name: String, zone: Zone
  ) throws(RowRefusal) -> Instant? {
    guard let value else { return nil }
    let read: Fact<Instant> = try with(value) { raw in
      if raw.kind == .missing || raw.kind == .empty { return .absent }
      return ScalarReader.instant(raw.bytes, zone: zone).map { .known($0) } ?? .unknown
    }
    switch read {
    case .known(let instant): return instant
    case .absent: return nil
    case .unknown:
      let shown = try with(value) { String(decoding: $0.bytes.prefix(40), as: UTF8.self) }
      throw RowRefusal(
        reason: .value,
        detail: "`\(name)` is `\(shown)`, expected an instant such as `2026-10-20T10:00Z`")
    }
  }
}
