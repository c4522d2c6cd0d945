// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How one fact of a contact is read from a record into its column.
///
/// Plain data for the common cases, so that reading a cell counts no references; whatever is
/// unusual goes through the fact's `CellReader`, which decides what everything means.
struct FactFiller {
  /// What a cell is read as without asking the reader.
  enum Form: UInt8 {
    case int, double, bool, instant, text, texts
    /// The reader is asked.
    case other
  }

  /// What an empty cell means.
  enum Emptiness: UInt8 {
    case standard, absent, noElements
  }

  /// The field of the record; -1 where a value isn't one field as it stands.
  let field: Int
  /// The column.
  let slot: Int
  let form: Form
  let emptiness: Emptiness
  /// Whether anything reads the column; others are only checked.
  let isStored: Bool
  let separator: UInt8
}

/// What a filler asks where it doesn't know better.
struct FillerSource: Sendable {
  /// The name in reports.
  let name: String
  let value: PlannedValue
  let reader: CellReader

  /// Builds the quick part.
  ///
  /// - Parameter fields: For each place of the plan the field of the source.
  func filler(fields: [Int], needed: Set<Int>) -> FactFiller {
    var field = -1
    if case .column(let place, nil, nil, nil) = value { field = fields[place] }
    let fact = reader.field
    let hasStandard = !fact.isNullable && fact.defaultValue != nil
    let isList = if case .list = fact.type { true } else { false }
    return FactFiller(
      field: field, slot: fact.slot, form: form(isPlain: field >= 0),
      emptiness: hasStandard ? .standard : isList && !fact.isNullable ? .noElements : .absent,
      isStored: needed.contains(fact.slot), separator: reader.separator)
  }

  private func form(isPlain: Bool) -> FactFiller.Form {
    guard isPlain, reader.field.range == nil else { return .other }
    return switch reader.field.type {
    case .int: .int
    case .double: .double
    case .bool: .bool
    case .instant: .instant
    case .string: .text
    case .list(.string): .texts
    case .date, .duration, .money, .enumeration, .list: .other
    }
  }
}

/// Reads the records of one block into columns.
struct ContactFiller {
  let sources: [FillerSource]
  let fillers: ContiguousArray<FactFiller>
  /// Whether a block has no byte above 127, so that every text is UTF-8.
  var isASCII = false
  /// Whether the table's lists take all stored elements.
  var table: FactTable
  var strings: StringPool

  /// Reads all facts of a record into a row.
  @inline(__always)
  mutating func fill<Source: RecordSource & ~Copyable>(
    _ record: borrowing MappedRow<Source>, row: Int
  ) throws(RowRefusal) {
    for index in fillers.indices {
      let filler = fillers[index]
      guard filler.field >= 0 else {
        try fillSlowly(record, filler, index, row)
        continue
      }
      let raw = record.source.field(filler.field)
      switch raw.kind {
      case .text, .number, .bool:
        guard quick(raw.bytes, filler, row) else {
          try fillSlowly(record, filler, index, row)
          continue
        }
      case .empty: setEmpty(filler, row)
      case .missing: if filler.isStored { table[slot: filler.slot].setDefault(row: row) }
      case .array, .object: try fillSlowly(record, filler, index, row)
      }
    }
  }

  private mutating func setEmpty(_ filler: FactFiller, _ row: Int) {
    guard filler.isStored else { return }
    switch filler.emptiness {
    case .standard: table[slot: filler.slot].setDefault(row: row)
    case .absent: table[slot: filler.slot].set(.absent, row: row)
    case .noElements: table[slot: filler.slot].beginList(row: row)
    }
  }

  /// Reads a cell the short way; false if the reader has to look at it.
  @inline(__always)
  private mutating func quick(
    _ bytes: UnsafeBufferPointer<UInt8>, _ filler: FactFiller, _ row: Int
  ) -> Bool {
    switch filler.form {
    case .int:
      guard let number = ScalarReader.int(bytes) else { return false }
      if filler.isStored { table[slot: filler.slot].set(Cell(long: number), row: row) }
    case .double:
      guard let number = ScalarReader.double(bytes) else { return false }
      if filler.isStored { table[slot: filler.slot].set(Cell(double: number), row: row) }
    case .bool:
      guard let truth = ScalarReader.bool(bytes) else { return false }
      if filler.isStored { table[slot: filler.slot].set(Cell(long: truth ? 1 : 0), row: row) }
    case .instant:
      guard let second = ScalarReader.utcSecond(bytes) else { return false }
      if filler.isStored { table[slot: filler.slot].set(Cell(long: second), row: row) }
    case .text:
      guard filler.isStored else { return isASCII }
      guard let code = code(of: bytes) else { return false }
      table[slot: filler.slot].set(Cell(word: code), row: row)
    case .texts: return quickTexts(bytes, filler, row)
    case .other: return false
    }
    return true
  }

  private mutating func quickTexts(
    _ bytes: UnsafeBufferPointer<UInt8>, _ filler: FactFiller, _ row: Int
  ) -> Bool {
    guard isASCII else { return false }
    guard filler.isStored else { return true }
    table[slot: filler.slot].beginList(row: row)
    var begin = 0
    while begin < bytes.count {
      var end = begin
      while end < bytes.count, bytes[end] != filler.separator { end &+= 1 }
      if end > begin {
        let code = strings.intern(UnsafeBufferPointer(rebasing: bytes[begin..<end]))
        table[slot: filler.slot].append(element: Cell(word: code), row: row)
      }
      begin = end &+ 1
    }
    return true
  }

  @inline(__always)
  private mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
    isASCII ? strings.intern(bytes) : strings.internChecked(bytes)
  }

  /// Reads a value as any mapping may write it.
  private mutating func fillSlowly<Source: RecordSource & ~Copyable>(
    _ record: borrowing MappedRow<Source>, _ filler: FactFiller, _ index: Int, _ row: Int
  ) throws(RowRefusal) {
    let source = sources[index]
    let outcome = try record.with(source.value) { source.reader.read($0, strings: &strings) }
    let asOf = try record.asOf(source.value, source.name, zone: source.reader.zone)
    switch outcome {
    case .cell(let cell):
      if filler.isStored { table.set(cell, slot: filler.slot, row: row, asOf: asOf) }
    case .list(let cells):
      guard filler.isStored else { return }
      table[slot: filler.slot].beginList(row: row)
      for cell in cells { table[slot: filler.slot].append(element: cell, row: row) }
      table[slot: filler.slot].date(row: row, asOf: asOf)
    case .missing: if filler.isStored { table[slot: filler.slot].setDefault(row: row) }
    case .problem(let expected):
      throw try record.refusal(source.value, source.name, expected)
    }
  }
}

extension MappedRow where Source: ~Copyable {
  /// Refuses the row because a value isn't what its fact needs.
  func refusal(
    _ value: PlannedValue, _ name: String, _ expected: String
  ) throws(RowRefusal) -> RowRefusal {
    let shown = try with(value) { String(decoding: $0.bytes.prefix(40), as: UTF8.self) }
    return RowRefusal(reason: .value, detail: "`\(name)` is `\(shown)`, expected \(expected)")
  }
}
