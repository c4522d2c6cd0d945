// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// What a mapping made of a folder.
public struct MappedWorld: Sendable {
  /// The people and what is known about them, before any dated event.
  public internal(set) var store: FactStore
  /// The dated events by time, then by their order in the mapping, then by row.
  public internal(set) var events: [FactEvent]
  /// What wasn't used, and why.
  public internal(set) var report: LoadReport
}

/// Applies a mapping to the files of a folder.
///
/// Accounts come first, then contacts, deals, suppressions and events, each in the order of its
/// rows. A row that can't be used is counted and listed with the reason; reading goes on. Facts
/// that are histories (`last_sent_at`, a deal's `lost_at`) become events of their date.
public struct MappingReader: Sendable {
  /// How a mapping is applied.
  public struct Options: Sendable {
    /// Whose clock dates and times without an offset mean.
    public var zone: Zone
    /// Files that stand for those that the mapping names.
    public var overrides: [MappingSource: String]
    /// Whether `explicit` and `implied` consent needs `source` and `at`, as importing for live
    /// sends demands; without them it counts as none.
    public var demandsConsentProof: Bool

    /// Sets options.
    public init(
      zone: Zone = .utc, overrides: [MappingSource: String] = [:],
      demandsConsentProof: Bool = false
    ) {
      self.zone = zone
      self.overrides = overrides
      self.demandsConsentProof = demandsConsentProof
    }
  }

  private let mapping: Mapping
  private let schema: FactSchema
  private let options: Options

  /// Prepares reading.
  public init(_ mapping: Mapping, schema: FactSchema, options: Options = Options()) {
    self.mapping = mapping
    self.schema = schema
    self.options = options
  }

  /// Reads the files of a folder.
  public func read(folder: String) throws(LoadError) -> MappedWorld {
    var job = MappingJob(
      schema: schema, options: options, folder: folder, isAccountMapped: mapping.accounts != nil)
    if let accounts = mapping.accounts { try job.run(AccountsPart(accounts, job: &job)) }
    if let contacts = mapping.contacts { try job.run(ContactsPart(contacts, job: &job)) }
    if let deals = mapping.deals { try job.run(DealsPart(deals, job: &job)) }
    for suppressions in mapping.suppressions { try job.run(SuppressionsPart(suppressions)) }
    for (order, events) in mapping.events.enumerated() {
      try job.run(EventsPart(events, order: order, job: &job))
    }
    return job.finish()
  }

  /// Prepares a scan of the contacts, where the mapping reads nothing but facts of contacts.
  ///
  /// - Parameters:
  ///   - slots: The columns that are kept; the others are checked and forgotten.
  /// - Returns: `nil` if only a store can take what the mapping reads.
  public func scan(folder: String, keeping slots: Set<Int>) throws(LoadError) -> ContactScan? {
    guard mapping.accounts == nil, mapping.deals == nil, mapping.suppressions.isEmpty,
      mapping.events.isEmpty, let contacts = mapping.contacts, contacts.account == nil,
      contacts.addresses.isEmpty, contacts.consents.isEmpty
    else { return nil }
    var job = MappingJob(schema: schema, options: options, folder: folder, isAccountMapped: false)
    let part = try ContactsPart(contacts, job: &job)
    guard case .column(_, nil, nil, _) = part.id else { return nil }
    var facts: [FillerSource] = []
    for (name, value, target) in part.facts.facts {
      guard case .fact(_, let reader) = target else { return nil }
      facts.append(FillerSource(name: name, value: value, reader: reader))
    }
    let (path, name) = job.locate(part.source)
    var layout = ContactScan.Layout(
      path: path, name: name, format: ContactFile.Format(path: path), columns: part.plan.columns,
      fields: Array(part.plan.columns.indices), id: part.id, asksIDFirst: true,
      predicate: part.predicate, facts: facts)
    if layout.format == .csv {
      let file: (header: Result<[String], RecordProblem>, bytes: Int, lines: Int)
      do { file = try CSVReader.beginning(of: path) } catch { throw .file(error) }
      layout.fields = try job.fields(of: part.plan, in: file.header, file: name)
      layout.columns = try file.header.mapError { LoadError.header(file: name, $0) }.get()
      (layout.offset, layout.line) = (file.bytes, file.lines)
    }
    return ContactScan(
      schema: schema, layout: layout, needed: slots, strings: job.store.strings)
  }
}
