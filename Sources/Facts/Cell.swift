// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// One value in the form in which columns keep it: plain numbers, no references.
///
/// Strings are codes of the store's pool. Which number counts follows from the type; see
/// `FactColumn`. A bool is `long` 0 or 1.
public struct Cell: Hashable, Sendable {
  /// What is known.
  public var state: FactState
  /// A code, nanoseconds, days or a currency.
  public var word: Int32
  /// A number, seconds, an amount or a truth value.
  public var long: Int64
  /// A floating-point number.
  public var double: Double

  /// Makes a cell.
  @inlinable
  public init(state: FactState = .known, word: Int32 = 0, long: Int64 = 0, double: Double = 0) {
    self.state = state
    self.word = word
    self.long = long
    self.double = double
  }

  /// A cell that is known to be none.
  public static let absent = Cell(state: .absent)
  /// A cell that no source names.
  public static let unknown = Cell(state: .unknown)

  /// A point in time.
  public init(_ instant: Instant) {
    self.init(word: instant.nanoseconds, long: instant.seconds)
  }

  /// Packs one value, whose strings go into the pool; a list packs as an empty known cell.
  public init(_ value: FactValue, strings: inout StringPool) {
    switch value {
    case .string(let text): self.init(word: strings.intern(text))
    case .int(let number): self.init(long: number)
    case .double(let number): self.init(double: number)
    case .bool(let truth): self.init(long: truth ? 1 : 0)
    case .instant(let instant): self.init(instant)
    case .date(let date): self.init(word: date.daysSinceEpoch)
    case .duration(let span):
      let (seconds, attoseconds) = span.components
      let nanoseconds = attoseconds / 1_000_000_000
      self.init(
        word: Int32(
          truncatingIfNeeded: nanoseconds < 0 ? nanoseconds + 1_000_000_000 : nanoseconds),
        long: nanoseconds < 0 ? seconds - 1 : seconds)
    case .money(let money): self.init(word: money.currency.packed, long: money.amount)
    case .list: self.init()
    }
  }

  /// The instant, for cells of that type.
  @inlinable
  public var instant: Instant { Instant(seconds: long, nanoseconds: word) }

  /// The span, for cells of that type.
  public var duration: Duration { .seconds(long) + .nanoseconds(Int64(word)) }

  /// The amount, for cells of that type.
  @inlinable
  public var money: Money { Money(amount: long, currency: Currency(packed: word)) }

  /// Unpacks a known cell of a type that isn't a list.
  public func value(_ type: FactType, strings: StringPool) -> FactValue {
    switch type {
    case .string, .enumeration: .string(strings[word])
    case .int: .int(long)
    case .double: .double(double)
    case .bool: .bool(long != 0)
    case .instant: .instant(instant)
    case .date: .date(CivilDate(daysSinceEpoch: word))
    case .duration: .duration(duration)
    case .money: .money(money)
    case .list: .list([])
    }
  }
}

/// The elements of all lists of one column, each row's in a row of their own.
///
/// A row that gets a longer list takes new room at the end; the old room stays unused.
public struct ListCells: Sendable {
  private var starts: ContiguousArray<Int32> = []
  private var counts: ContiguousArray<Int32> = []
  private var cells: ContiguousArray<Cell> = []

  mutating func appendRow() {
    starts.append(0)
    counts.append(0)
  }

  mutating func set(_ elements: [Cell], row: Int) {
    if elements.count > Int(counts[row]) {
      precondition(cells.count < Int(Int32.max) - elements.count, "fewer than 2^31 elements")
      starts[row] = Int32(truncatingIfNeeded: cells.count)
      cells.append(contentsOf: elements)
    } else {
      for (offset, element) in elements.enumerated() { cells[Int(starts[row]) + offset] = element }
    }
    counts[row] = Int32(truncatingIfNeeded: elements.count)
  }

  /// Makes so many rows of empty lists and forgets all elements.
  mutating func reset(rows: Int) {
    cells.removeAll(keepingCapacity: true)
    starts = ContiguousArray(repeating: 0, count: rows)
    counts = ContiguousArray(repeating: 0, count: rows)
  }

  /// Makes the row's list empty; `append` may fill it then.
  mutating func begin(row: Int) {
    precondition(cells.count < Int(Int32.max), "fewer than 2^31 elements")
    starts[row] = Int32(truncatingIfNeeded: cells.count)
    counts[row] = 0
  }

  /// Adds an element to the list that was begun last.
  mutating func append(_ element: Cell, row: Int) {
    cells.append(element)
    counts[row] += 1
  }

  /// How many elements the row's list has.
  public func count(_ row: Int) -> Int { Int(counts[row]) }

  /// One element.
  public func element(_ row: Int, _ index: Int) -> Cell {
    precondition(index < count(row), "an element of the list")
    return cells[Int(starts[row]) + index]
  }

  func elements(_ row: Int) -> [Cell] {
    let start = Int(starts[row])
    return Array(cells[start..<start + count(row)])
  }
}
