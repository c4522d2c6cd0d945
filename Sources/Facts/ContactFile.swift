// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
import Spelling

/// Reads files of people whose columns are named by fact paths, one contact a record.
///
/// CSV has the paths in its header, JSON lines nest them: `id`, `role` or `contact.role`,
/// `account.id`, `account.health`, `deal.id`, `deal.amount`, `address.email`, `consent.email` (and
/// `consent.email.at`, `.until`, `.source`, `.evidence`), and history such as `last_sent_at`, which
/// acts like an event of the past. Lists in CSV have `|` between elements. Facts of an account
/// or deal without `account.id` or `deal.id` make one of the contact's own, named like it.
public struct ContactFile: Sendable {
  /// How a file is written.
  public enum Format: Hashable, Sendable {
    /// Comma-separated values with a header.
    case csv
    /// One JSON object a line.
    case jsonLines

    /// JSON lines for names that end in `.jsonl`, `.ndjson` or `.json`, else CSV.
    public init(path: String) {
      let name = path.lowercased()
      self = [".jsonl", ".ndjson", ".json"].contains { name.hasSuffix($0) } ? .jsonLines : .csv
    }
  }

  /// What was read.
  public struct Contents: Sendable {
    /// The people and what is known about them.
    public let store: FactStore
    /// What wasn't used, and why.
    public let report: LoadReport
  }

  private let schema: FactSchema
  private let zone: Zone
  private let clock: Instant

  /// Prepares reading.
  ///
  /// - Parameters:
  ///   - schema: The facts that columns may name.
  ///   - zone: Whose clock instants without an offset mean.
  ///   - clock: The store's clock: histories later than it haven't happened and are left out.
  public init(schema: FactSchema, zone: Zone = .utc, clock: Instant) {
    self.schema = schema
    self.zone = zone
    self.clock = clock
  }

  /// Reads a file; its format follows from its name unless it is given.
  public func read(path: String, format: Format? = nil) throws(LoadError) -> Contents {
    switch format ?? Format(path: path) {
    case .csv:
      let source: CSVReader
      do { source = try CSVReader(path: path) } catch { throw .file(error) }
      return try read(csv: source, file: path)
    case .jsonLines:
      let names = ContactColumns(schema: schema)
      let source: JSONLReader
      do {
        source = try JSONLReader(
          path: path, paths: names.all, openBelow: ContactColumns.openObjects)
      } catch {
        throw .file(error)
      }
      return try read(lines: source, file: path)
    }
  }

  /// Prepares a scan of a CSV file, where its columns are nothing but facts of contacts.
  ///
  /// - Parameters:
  ///   - slots: The columns that are kept; the others are checked and forgotten.
  /// - Returns: `nil` if only a store can take what the file says.
  public func scan(path: String, keeping slots: Set<Int>) throws(LoadError) -> ContactScan? {
    guard Format(path: path) == .csv else { return nil }
    let file: (header: Result<[String], RecordProblem>, bytes: Int, lines: Int)
    do { file = try CSVReader.beginning(of: path) } catch { throw .file(error) }
    let loader = try loader(file.header, file: path)
    guard let plain = loader.plainContacts else { return nil }
    let layout = ContactScan.Layout(
      path: path, name: path, format: .csv, offset: file.bytes, line: file.lines,
      columns: loader.names, fields: Array(loader.names.indices),
      id: .column(place: plain.id, map: nil, otherwise: nil, asOf: nil),
      idName: loader.names[plain.id], asksIDFirst: false, predicate: nil, facts: plain.facts)
    return ContactScan(
      schema: schema, layout: layout, needed: slots, strings: plain.strings,
      opening: plain.report)
  }

  /// Reads bytes that are there already; `name` stands for the file in the report.
  public func read(bytes: [UInt8], format: Format, name: String) throws(LoadError) -> Contents {
    switch format {
    case .csv: return try read(csv: CSVReader(bytes: bytes), file: name)
    case .jsonLines:
      let paths = ContactColumns(schema: schema).all
      return try read(
        lines: JSONLReader(
          bytes: bytes, paths: paths, openBelow: ContactColumns.openObjects),
        file: name)
    }
  }

  private func read(csv reader: consuming CSVReader, file: String) throws(LoadError) -> Contents {
    var source = reader
    let header: Result<[String], RecordProblem>
    do { header = try source.header() } catch { throw .file(error) }
    var loader = try loader(header, file: file)
    do { try loader.load(&source) } catch { throw .file(error) }
    return loader.finish()
  }

  private func loader(
    _ header: Result<[String], RecordProblem>, file: String
  ) throws(LoadError) -> ContactLoader {
    var loader = ContactLoader(schema: schema, zone: zone, clock: clock, file: file)
    let names = try header.mapError { LoadError.header(file: file, $0) }.get()
    try loader.bind(names)
    guard loader.hasID else {
      throw .noColumn(
        file: file, column: "id", nearest: Spelling.nearest(to: "id", in: names))
    }
    return loader
  }

  private func read(
    lines reader: consuming JSONLReader, file: String
  ) throws(LoadError) -> Contents {
    var source = reader
    var loader = ContactLoader(schema: schema, zone: zone, clock: clock, file: file)
    try loader.bind(source.paths)
    do { try loader.load(&source) } catch { throw .file(error) }
    loader.noteUnknown(source.unknownKeys)
    return loader.finish()
  }
}
