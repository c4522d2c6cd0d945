// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Dispatch
internal import Synchronization

/// Reads a file of contacts block by block into typed columns, by several threads, without a store.
///
/// For questions whose answer for one contact doesn't depend on the others. What it reads, rejects
/// and reports is what `MappingReader` and `ContactFile` read, reject and report.
public struct ContactScan: Sendable {
  /// How a scan ended.
  public enum Ending: Hashable, Sendable {
    case complete
    /// Two contacts may have one id: only a store can tell, so what was taken doesn't count.
    case idsMayRepeat
  }

  /// What reading a file needs to know of it.
  struct Layout: Sendable {
    var path: String
    /// The file's name in reports.
    var name: String
    var format: ContactFile.Format
    /// Where the first record begins, and how many lines lie before it.
    var offset = 0
    var line = 0
    /// The header's names, or the paths in JSON.
    var columns: [String]
    /// For each place of the plan the field of a record.
    var fields: [Int]
    var id: PlannedValue
    /// The name of the id's column in reports.
    var idName = "id"
    /// Whether a record without an id is refused before its facts are looked at.
    var asksIDFirst: Bool
    var predicate: PlannedPredicate?
    var facts: [FillerSource]
  }

  private let schema: FactSchema
  private let layout: Layout
  private let needed: Set<Int>
  private let strings: StringPool
  /// What is known before anything is read: columns that nothing reads.
  private let opening: LoadReport

  init(
    schema: FactSchema, layout: Layout, needed: Set<Int>, strings: StringPool,
    opening: LoadReport = LoadReport()
  ) {
    self.schema = schema
    self.layout = layout
    self.needed = needed
    self.strings = strings
    self.opening = opening
  }

  /// Reads the file.
  ///
  /// - Parameters:
  ///   - threads: How many take part; the result doesn't depend on it.
  ///   - blockBytes: How much is read at a time; nor on this.
  ///   - initial: Makes what the results are gathered in; asked again if reading begins anew.
  ///   - look: Makes something of a block; called by any thread.
  ///   - take: Gathers what was made, in file order.
  /// - Returns: What was gathered, what became of the records, and whether both count.
  public func run<Made: Sendable, Gathered: Sendable>(
    threads: Int, blockBytes: Int = 1 << 20, initial: () throws -> Gathered,
    look: @escaping @Sendable (borrowing ContactBlock) -> Made,
    take: @escaping @Sendable (inout Gathered, Made) -> Void
  ) throws -> (gathered: Gathered, report: LoadReport, ending: Ending) {
    for hashing in [false, true] {
      let order = BlockOrder<Made, Gathered>(
        try initial(), opening: opening, line: layout.line, hashing: hashing, take: take)
      guard
        let blocks = try RecordBlocks(
          path: layout.path, from: layout.offset, layout.format == .csv ? .cells : .lines,
          blockBytes: blockBytes)
      else { return (order.finish().gathered, opening, .idsMayRepeat) }
      let failure = Mutex<FileError?>(nil)
      DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
        do throws(FileError) {
          try work(blocks, order, hashing: hashing, look)
        } catch {
          failure.withLock { $0 = error }
        }
      }
      if let failure = failure.withLock({ $0 }) { throw LoadError.file(failure) }
      let (gathered, report, finding) = order.finish()
      switch finding {
      case .allDiffer: return (gathered, report, .complete)
      case .mayRepeat: return (gathered, report, .idsMayRepeat)
      case .needsHashes: continue
      }
    }
    return (try initial(), opening, .idsMayRepeat)
  }

  private func work<Made: Sendable, Gathered: Sendable>(
    _ blocks: RecordBlocks, _ order: BlockOrder<Made, Gathered>, hashing: Bool,
    _ look: @Sendable (borrowing ContactBlock) -> Made
  ) throws(FileError) {
    var buffer = BlockBuffer(capacity: blocks.blockBytes)
    var reader = BlockReader(layout: layout, schema: schema, needed: needed, strings: strings)
    while order.goesOn, let block = try blocks.next(into: &buffer) {
      let bytes = UnsafeMutableBufferPointer(rebasing: buffer.bytes[..<block.length])
      let (made, ids) = try Self.look(
        at: reader.read(bytes, isFirst: block.number == 0), hashing: hashing, look)
      order.put(
        block.number,
        BlockOrder.Part(made: made, report: reader.report, lines: reader.lines, ids: ids))
    }
  }

  /// The block ends here, so that its columns can be filled again without a copy.
  private static func look<Made>(
    at contacts: consuming ContactBlock, hashing: Bool, _ look: (borrowing ContactBlock) -> Made
  ) -> (Made, IDTrail) {
    (look(contacts), IDTrail(contacts, hashing: hashing))
  }
}

/// Puts what threads make of blocks into the order of the file.
private final class BlockOrder<Made: Sendable, Gathered: Sendable>: Sendable {
  struct Part: Sendable {
    var made: Made
    var report: LoadReport
    var lines: Int
    var ids: IDTrail
  }

  private struct State {
    var gathered: Gathered
    var report: LoadReport
    var line: Int
    var watch: IDWatch
    var finding = IDWatch.Finding.allDiffer
    var next = 0
    var early: [Int: Part] = [:]
  }

  private let state: Mutex<State>
  private let take: @Sendable (inout Gathered, Made) -> Void

  init(
    _ initial: Gathered, opening: LoadReport, line: Int, hashing: Bool,
    take: @escaping @Sendable (inout Gathered, Made) -> Void
  ) {
    self.take = take
    state = Mutex(
      State(gathered: initial, report: opening, line: line, watch: IDWatch(hashing: hashing)))
  }

  /// Whether reading on makes sense.
  var goesOn: Bool { state.withLock { $0.finding == .allDiffer } }

  func put(_ number: Int, _ part: Part) {
    state.withLock { state in
      state.early[number] = part
      while state.finding == .allDiffer, let part = state.early.removeValue(forKey: state.next) {
        state.next += 1
        state.report.append(part.report, below: state.line)
        state.line += part.lines
        state.finding = state.watch.take(part.ids)
        if state.finding == .allDiffer { take(&state.gathered, part.made) }
      }
    }
  }

  func finish() -> (gathered: Gathered, report: LoadReport, finding: IDWatch.Finding) {
    state.withLock { ($0.gathered, $0.report, $0.finding) }
  }
}

/// Reads blocks, one after the other, into the same columns.
private struct BlockReader {
  private let layout: ContactScan.Layout
  private let slots: [Int]
  private var filler: ContactFiller
  private var ids: ContiguousArray<(start: Int32, count: Int32)> = []
  private var parser: JSONRecordParser
  private let fresh: StringPool
  /// What became of the last block's records; lines count from its beginning.
  private(set) var report = LoadReport()
  /// How many lines the last block has.
  private(set) var lines = 0

  /// More distinct strings than this and the pool begins anew: codes matter only within a block.
  private static let mostStrings = 1 << 16

  init(
    layout: ContactScan.Layout, schema: FactSchema, needed: Set<Int>, strings: StringPool
  ) {
    self.layout = layout
    slots = needed.sorted()
    var own = strings
    let table = FactTable(of: .contact, schema: schema, strings: &own)
    fresh = own
    filler = ContactFiller(
      sources: layout.facts,
      fillers: ContiguousArray(
        layout.facts.map { $0.filler(fields: layout.fields, needed: needed) }),
      table: table, strings: own)
    parser = JSONRecordParser(
      paths: layout.format == .csv ? [] : layout.columns, openBelow: [])
  }

  mutating func read(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, isFirst: Bool
  ) throws(FileError) -> ContactBlock {
    report = LoadReport()
    ids.removeAll(keepingCapacity: true)
    if filler.strings.count > Self.mostStrings { filler.strings = fresh }
    filler.table.reset(rows: lineFeeds(UnsafeBufferPointer(bytes)) + 1, slots: slots)
    filler.isASCII = areASCII(UnsafeBufferPointer(bytes))
    switch layout.format {
    case .csv:
      let reader = CSVReader(part: bytes, names: layout.columns)
      var row = MappedRow(source: reader, fields: layout.fields)
      try read(&row, bytes)
      lines = row.source.linesRead
    case .jsonLines:
      let reader = JSONLReader(part: bytes, isFirst: isFirst, parser: parser)
      var row = MappedRow(source: reader, fields: layout.fields)
      try read(&row, bytes)
      lines = row.source.line
      parser = row.source.parser
    }
    report.contactCount = ids.count
    filler.table.keep(rows: ids.count)
    return ContactBlock(
      table: filler.table, strings: filler.strings, ids: ids, bytes: UnsafeBufferPointer(bytes))
  }

  private mutating func read<Source: RecordSource & ~Copyable>(
    _ row: inout MappedRow<Source>, _ bytes: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileError) {
    while true {
      switch try row.source.next() {
      case .end: return
      case .problem(let problem): report.reject(problem, layout.name)
      case .record:
        report.recordCount += 1
        do throws(RowRefusal) {
          guard try row.holds(layout.predicate) else { continue }
          if layout.asksIDFirst {
            let id = try id(row, bytes)
            try filler.fill(row, row: ids.count)
            ids.append(id)
          } else {
            try filler.fill(row, row: ids.count)
            ids.append(try id(row, bytes))
          }
        } catch {
          report.reject(error.reason, layout.name, line: row.source.line, error.detail)
        }
      }
    }
  }

  /// Where the record's id stands.
  @inline(__always)
  private func id<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, _ bytes: UnsafeMutableBufferPointer<UInt8>
  ) throws(RowRefusal) -> (start: Int32, count: Int32) {
    guard case .column(let place, _, _, _) = layout.id else {
      throw RowRefusal(reason: .noID, detail: "no id")
    }
    let raw = row.field(place)
    let isText: Bool
    switch raw.kind {
    case .missing, .empty: throw RowRefusal(reason: .noID, detail: "no id")
    case .text, .number: isText = filler.isASCII || isUTF8(raw.bytes)
    case .bool: isText = layout.asksIDFirst
    case .array, .object: isText = false
    }
    guard isText, let start = raw.bytes.baseAddress, let base = bytes.baseAddress else {
      guard layout.asksIDFirst else {
        throw try row.refusal(layout.id, layout.idName, "text in UTF-8")
      }
      throw RowRefusal(reason: .value, detail: "`id` isn't text in UTF-8")
    }
    return (
      Int32(truncatingIfNeeded: start - UnsafePointer(base)),
      Int32(truncatingIfNeeded: raw.bytes.count)
    )
  }
}

private func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  areASCII(bytes) || String(validating: bytes, as: UTF8.self) != nil
}

/// How many line feeds there are; eight bytes at a time.
private func lineFeeds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
  let raw = UnsafeRawBufferPointer(bytes)
  let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  var count = 0
  var index = 0
  while index &+ 8 <= raw.count {
    let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
    // The highest bit of each byte is clear where the byte is zero, and nowhere else.
    count &+= 8 &- (((word & low) &+ low | word) & ~low).nonzeroBitCount
    index &+= 8
  }
  while index < raw.count {
    count &+= raw[index] == 0x0A ? 1 : 0
    index &+= 1
  }
  return count
}
