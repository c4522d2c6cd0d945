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

  /// All rows, by group and row.
  mutating func takeAll() -> [(group: Int, row: Int)] {
    defer { packed.removeAll() }
    return sorted(packed)
  }

  /// The rows of one group, which are then no longer here.
  mutating func take(group: Int) -> [(group: Int, row: Int)] {
    guard !packed.isEmpty else { return [] }
    let own = packed.filter { $0 >> 32 == UInt64(group) }
    packed.removeAll { $0 >> 32 == UInt64(group) }
    return sorted(own)
  }

  private func sorted(_ rows: [UInt64]) -> [(group: Int, row: Int)] {
    var last: UInt64?
    var result: [(group: Int, row: Int)] = []
    for row in rows.sorted() where row != last {
      last = row
      result.append((Int(row >> 32), Int(row & 0xFFFF_FFFF)))
    }
    return result
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
