// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// The cells of one fact, one a row.
///
/// What a cell holds depends on the field's type; the other arrays stay empty:
///
/// | type | array |
/// | --- | --- |
/// | string, enum | `words`: codes of the string pool |
/// | int | `longs` |
/// | double | `doubles` |
/// | bool | `bytes`: 0 or 1 |
/// | instant, duration | `longs`: whole seconds, rounded down; `words`: nanoseconds, once one isn't 0 |
/// | date | `words`: days since 1970-01-01 |
/// | money | `longs`: ten-thousandths; `words`: the currency |
/// | list | `lists`: elements in the same form |
///
/// A cell that isn't known holds zero, so kernels may read it before they look at `states`.
public struct FactColumn: Sendable {
  /// The fact.
  public let field: FactField
  /// One `FactState` a row.
  public private(set) var states: ContiguousArray<UInt8> = []
  /// Whole numbers of 64 bits, see above.
  public private(set) var longs: ContiguousArray<Int64> = []
  /// Whole numbers of 32 bits, see above.
  public private(set) var words: ContiguousArray<Int32> = []
  /// Floating-point numbers.
  public private(set) var doubles: ContiguousArray<Double> = []
  /// Truth values.
  public private(set) var bytes: ContiguousArray<UInt8> = []
  /// Elements of lists.
  public private(set) var lists = ListCells()
  /// When each value was true, in seconds.
  ///
  /// `.min` means as fresh as the decision. Empty unless the field has `staleAfter`.
  public private(set) var asOf: ContiguousArray<Int64> = []

  /// How many rows aren't known: while there are none, nobody has to look at `states`.
  private var gaps = 0

  private let form: CellForm
  private let staleAfterSeconds: Int64
  private let standard: Cell
  private let standardList: [Cell]

  /// Makes an empty column; defaults and enumeration words are interned in `strings`.
  init(_ field: FactField, strings: inout StringPool) {
    self.field = field
    form = CellForm(field.type)
    staleAfterSeconds = field.staleAfter?.components.seconds ?? .max
    if case .enumeration(let words) = field.type {
      for word in words { _ = strings.intern(word) }
    }
    if case .list(let values) = field.defaultValue {
      standard = Cell(state: .known)
      standardList = values.map { Cell($0, strings: &strings) }
    } else if let value = field.defaultValue {
      standard = Cell(value, strings: &strings)
      standardList = []
    } else {
      standard = Cell(state: .unknown)
      standardList = []
    }
  }

  /// How many rows there are.
  public var count: Int { states.count }

  /// Whether every row is known and stays so.
  @inline(__always)
  var isComplete: Bool { gaps == 0 && asOf.isEmpty }

  @inline(__always)
  private mutating func setState(_ state: FactState, row: Int) {
    let known = FactState.known.rawValue
    if states[row] != state.rawValue {
      gaps += (state == .known ? 0 : 1) - (states[row] == known ? 0 : 1)
      states[row] = state.rawValue
    }
  }

  mutating func reserve(_ rows: Int) {
    states.reserveCapacity(rows)
    switch form {
    case .word: words.reserveCapacity(rows)
    case .long, .time: longs.reserveCapacity(rows)
    case .double: doubles.reserveCapacity(rows)
    case .bool: bytes.reserveCapacity(rows)
    case .money:
      longs.reserveCapacity(rows)
      words.reserveCapacity(rows)
    case .list: break
    }
  }

  /// Adds a row with the field's default, or an unknown one.
  mutating func appendDefault() {
    states.append(standard.state.rawValue)
    if standard.state != .known { gaps += 1 }
    if field.staleAfter != nil { asOf.append(.min) }
    switch form {
    case .word: words.append(standard.word)
    case .long: longs.append(standard.long)
    case .time:
      longs.append(standard.long)
      if !words.isEmpty || standard.word != 0 { setNanoseconds(standard.word, row: count - 1) }
    case .double: doubles.append(standard.double)
    case .bool: bytes.append(UInt8(truncatingIfNeeded: standard.long))
    case .money:
      longs.append(standard.long)
      words.append(standard.word)
    case .list:
      lists.appendRow()
      if !standardList.isEmpty { lists.set(standardList, row: count - 1) }
    }
  }

  /// Makes all of so many rows say what the field's default says, or nothing.
  mutating func reset(rows: Int) {
    states = ContiguousArray(repeating: standard.state.rawValue, count: rows)
    gaps = standard.state == .known ? 0 : rows
    if field.staleAfter != nil { asOf = ContiguousArray(repeating: .min, count: rows) }
    switch form {
    case .word: words = ContiguousArray(repeating: standard.word, count: rows)
    case .long: longs = ContiguousArray(repeating: standard.long, count: rows)
    case .time:
      longs = ContiguousArray(repeating: standard.long, count: rows)
      words = standard.word == 0 ? [] : ContiguousArray(repeating: standard.word, count: rows)
    case .double: doubles = ContiguousArray(repeating: standard.double, count: rows)
    case .bool:
      bytes = ContiguousArray(repeating: UInt8(truncatingIfNeeded: standard.long), count: rows)
    case .money:
      longs = ContiguousArray(repeating: standard.long, count: rows)
      words = ContiguousArray(repeating: standard.word, count: rows)
    case .list:
      lists.reset(rows: rows)
      if !standardList.isEmpty { for row in 0..<rows { lists.set(standardList, row: row) } }
    }
  }

  /// Makes the row say what the field's default says, or nothing.
  mutating func setDefault(row: Int) {
    if form == .list {
      setState(standard.state, row: row)
      if !asOf.isEmpty { asOf[row] = .min }
      lists.begin(row: row)
      for element in standardList { lists.append(element, row: row) }
    } else {
      set(standard, row: row)
    }
  }

  /// Begins a list that `append(element:row:)` fills.
  mutating func beginList(row: Int) {
    setState(.known, row: row)
    if !asOf.isEmpty { asOf[row] = .min }
    lists.begin(row: row)
  }

  /// Says when the row's value was true.
  mutating func date(row: Int, asOf time: Int64) { if !asOf.isEmpty { asOf[row] = time } }

  /// Adds an element to the list that was begun last.
  mutating func append(element: Cell, row: Int) { lists.append(element, row: row) }

  /// What is known about a row at `now`: a value older than `stale_after` is unknown.
  @inlinable
  public func state(_ row: Int, at now: Instant) -> FactState {
    guard let state = FactState(rawValue: states[row]) else { return .unknown }
    guard state == .known, !asOf.isEmpty else { return state }
    return isStale(row, at: now) ? .unknown : state
  }

  /// Whether the row's value is dated and older than `stale_after`.
  public func isStale(_ row: Int, at now: Instant) -> Bool {
    guard !asOf.isEmpty, asOf[row] != .min else { return false }
    let age = now.seconds.subtractingReportingOverflow(asOf[row])
    return age.overflow ? now.seconds > asOf[row] : age.partialValue > staleAfterSeconds
  }

  /// When a dated value becomes unknown: the first whole second at which it is stale.
  public func becomesStale(_ row: Int) -> Instant? {
    guard !asOf.isEmpty, asOf[row] != .min, states[row] == FactState.known.rawValue else {
      return nil
    }
    let end = asOf[row].addingReportingOverflow(staleAfterSeconds)
    guard !end.overflow, end.partialValue < .max else { return nil }
    return Instant(seconds: end.partialValue + 1)
  }

  /// The row's cell without regard to its age.
  @inline(__always)
  public func cell(_ row: Int) -> Cell {
    var cell = Cell(state: gaps == 0 ? .known : FactState(rawValue: states[row]) ?? .unknown)
    switch form {
    case .word: cell.word = words[row]
    case .long: cell.long = longs[row]
    case .time:
      cell.long = longs[row]
      if !words.isEmpty { cell.word = words[row] }
    case .double: cell.double = doubles[row]
    case .bool: cell.long = Int64(bytes[row])
    case .money:
      cell.long = longs[row]
      cell.word = words[row]
    case .list: break
    }
    return cell
  }

  /// The cells of the row's list; empty for other types.
  public func elements(_ row: Int) -> [Cell] { form == .list ? lists.elements(row) : [] }

  /// Replaces the row's cell; for lists use `set(list:row:)`.
  @inline(__always)
  public mutating func set(_ cell: Cell, row: Int, asOf time: Int64 = .min) {
    setState(cell.state, row: row)
    if !asOf.isEmpty { asOf[row] = time }
    switch form {
    case .word: words[row] = cell.word
    case .long: longs[row] = cell.long
    case .time:
      longs[row] = cell.long
      if cell.word != 0 || !words.isEmpty { setNanoseconds(cell.word, row: row) }
    case .double: doubles[row] = cell.double
    case .bool: bytes[row] = UInt8(truncatingIfNeeded: cell.long)
    case .money:
      longs[row] = cell.long
      words[row] = cell.word
    case .list: lists.set([], row: row)
    }
  }

  /// Replaces the row's list.
  public mutating func set(list: [Cell], row: Int, asOf time: Int64 = .min) {
    precondition(form == .list, "\(field.name) is a list")
    setState(.known, row: row)
    if !asOf.isEmpty { asOf[row] = time }
    lists.set(list, row: row)
  }

  private mutating func setNanoseconds(_ value: Int32, row: Int) {
    while words.count < states.count { words.append(0) }
    words[row] = value
  }
}

/// Which arrays a column of some type uses.
enum CellForm: Hashable, Sendable {
  case word, long, time, double, bool, money, list

  init(_ type: FactType) {
    switch type {
    case .string, .enumeration, .date: self = .word
    case .int: self = .long
    case .instant, .duration: self = .time
    case .double: self = .double
    case .bool: self = .bool
    case .money: self = .money
    case .list: self = .list
    }
  }
}
