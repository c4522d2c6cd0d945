// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// The facts of all contacts, accounts, deals or senders: a column a fact, a row a thing.
///
/// Rows are numbered from 0 in the order of arrival and never move. Codes of strings belong to
/// the pool of the store that owns the table.
public struct FactTable: Sendable {
  /// What the rows are.
  public let object: FactObject
  /// The columns, by slot.
  public private(set) var columns: ContiguousArray<FactColumn>
  /// How many rows there are.
  public private(set) var count = 0
  /// The row of each string code that is an id; -1 for others, and short of later codes.
  private var rowByCode: ContiguousArray<Int32> = []

  /// Makes an empty table laid out by the schema.
  public init(of object: FactObject, schema: FactSchema, strings: inout StringPool) {
    self.object = object
    columns = []
    for field in schema.fields(of: object) {
      columns.append(FactColumn(field, strings: &strings))
    }
  }

  /// Makes room for rows.
  public mutating func reserve(_ rows: Int) {
    for slot in columns.indices { columns[slot].reserve(rows) }
  }

  /// Gives some columns so many rows that say what their fields' defaults say; the other columns
  /// and ids stay empty.
  mutating func reset(rows: Int, slots: [Int]) {
    count = rows
    for slot in slots { columns[slot].reset(rows: rows) }
  }

  /// Forgets rows at the end that were only room.
  mutating func keep(rows: Int) { count = min(rows, count) }

  /// A column, to be filled in place.
  subscript(slot slot: Int) -> FactColumn {
    @inline(__always) _read { yield columns[slot] }
    @inline(__always) _modify { yield &columns[slot] }
  }

  /// Adds a row whose facts are their defaults, or unknown; `nil` if the id is taken.
  public mutating func appendRow(id: Int32) -> Int? {
    guard row(idCode: id) == nil else { return nil }
    let row = count
    precondition(row < Int(Int32.max), "fewer than 2^31 rows")
    count += 1
    for slot in columns.indices { columns[slot].appendDefault() }
    columns[0].set(Cell(word: id), row: row)
    let index = Int(id)
    if index >= rowByCode.count {
      rowByCode.append(contentsOf: repeatElement(-1, count: index + 1 - rowByCode.count))
    }
    rowByCode[index] = Int32(truncatingIfNeeded: row)
    return row
  }

  /// The row whose id has this string code.
  @inline(__always)
  public func row(idCode: Int32) -> Int? {
    let index = Int(idCode)
    guard index < rowByCode.count else { return nil }
    let row = rowByCode[index]
    return row >= 0 ? Int(row) : nil
  }

  /// The string code of a row's id.
  @inline(__always)
  public func idCode(_ row: Int) -> Int32 { columns[0].words[row] }

  /// The cell of a fact at `now`: unknown if it has grown stale.
  @inline(__always)
  public func cell(_ slot: Int, _ row: Int, at now: Instant) -> Cell {
    let cell = columns[slot].cell(row)
    guard cell.state == .known, !columns[slot].asOf.isEmpty else { return cell }
    return columns[slot].isStale(row, at: now) ? .unknown : cell
  }

  /// Replaces a cell.
  ///
  /// - Parameter asOf: When the value was true, in seconds; `.min`: as fresh as any decision.
  @inline(__always)
  public mutating func set(_ cell: Cell, slot: Int, row: Int, asOf: Int64 = .min) {
    columns[slot].set(cell, row: row, asOf: asOf)
  }

  /// Replaces a list.
  public mutating func set(list: [Cell], slot: Int, row: Int, asOf: Int64 = .min) {
    columns[slot].set(list: list, row: row, asOf: asOf)
  }
}
