// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Rows to be asked, by policy or phase machine: gathered in any order, taken each once and sorted.
struct GroupRows: Sendable {
  /// Group and row in one number, so that sorting compares once.
  private var packed: [UInt64] = []

  /// Whether there are none.
  var isEmpty: Bool { packed.isEmpty }

  /// Adds a row, which may be there already.
  mutating func insert(_ row: Int, of group: Int) {
    packed.append(
      UInt64(UInt32(truncatingIfNeeded: group)) << 32 | UInt64(UInt32(truncatingIfNeeded: row)))
  }

  /// Forgets all rows, and keeps its room.
  mutating func clear() { packed.removeAll(keepingCapacity: true) }

  /// Puts the rows in order, each once.
  mutating func order() { packed.orderDistinct() }

  /// The places of the rows that are there.
  var indices: Range<Int> { packed.indices }

  /// The row at a place, and its group.
  subscript(place: Int) -> (group: Int, row: Int) {
    (Int(packed[place] >> 32), Int(packed[place] & 0xFFFF_FFFF))
  }

  /// The places of one group's rows, if they are in order.
  func places(of group: Int) -> Range<Int> {
    let first = packed.firstIndex { $0 >> 32 >= UInt64(group) } ?? packed.endIndex
    let end = packed[first...].firstIndex { $0 >> 32 > UInt64(group) } ?? packed.endIndex
    return first..<end
  }
}

extension Array where Element: Comparable {
  /// Sorts, and keeps each element once.
  mutating func orderDistinct() {
    // Mostly there are few, and in order already.
    var inOrder = 1
    while inOrder < count, self[inOrder - 1] < self[inOrder] { inOrder += 1 }
    guard inOrder < count else { return }
    sort()
    var kept = 1
    for place in 1..<count where self[kept - 1] != self[place] {
      self[kept] = self[place]
      kept += 1
    }
    removeSubrange(kept...)
  }
}

/// An instant for some rows of a table; `never` for the others.
struct RowTimes: Sendable {
  private var times: ContiguousArray<Second> = []

  subscript(row: Int) -> Second {
    get { row < times.count ? times[row] : .never }
    set {
      let missing = row + 1 - times.count
      if missing > 0 { times.append(contentsOf: repeatElement(.never, count: missing)) }
      times[row] = newValue
    }
  }
}

/// What is known of some rows of a table; nothing of the others.
struct RowMarks<Mark: OptionSet & Sendable>: Sendable where Mark.RawValue == UInt8 {
  private var bits: ContiguousArray<UInt8> = []

  /// The rows of which something may be known.
  var indices: Range<Int> { bits.indices }

  subscript(row: Int) -> Mark {
    get { Mark(rawValue: row < bits.count ? bits[row] : 0) }
    set {
      grow(to: row + 1)
      bits[row] = newValue.rawValue
    }
  }

  mutating func grow(to count: Int) {
    let missing = count - bits.count
    if missing > 0 { bits.append(contentsOf: repeatElement(0, count: missing)) }
  }
}
