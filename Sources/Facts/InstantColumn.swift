// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// One instant or none for each row.
public struct InstantColumn: Sendable {
  /// Whole seconds; `Int64.min` stands for none.
  public private(set) var seconds: ContiguousArray<Int64> = []
  /// What is added; empty as long as every instant is a whole second.
  private var nanoseconds: ContiguousArray<Int32> = []

  /// Makes an empty column.
  public init() {}

  /// How many rows there are.
  public var count: Int { seconds.count }

  mutating func appendNone() {
    seconds.append(.min)
    if !nanoseconds.isEmpty { nanoseconds.append(0) }
  }

  mutating func grow(to rows: Int) {
    while seconds.count < rows { appendNone() }
  }

  /// The row's instant.
  @inline(__always)
  public subscript(row: Int) -> Instant? {
    guard row < seconds.count, seconds[row] != .min else { return nil }
    return Instant(
      seconds: seconds[row], nanoseconds: nanoseconds.isEmpty ? 0 : nanoseconds[row])
  }

  mutating func set(_ instant: Instant?, row: Int) {
    seconds[row] = instant?.seconds ?? .min
    let rest = instant?.nanoseconds ?? 0
    if rest != 0, nanoseconds.isEmpty {
      nanoseconds = ContiguousArray(repeating: 0, count: seconds.count)
    }
    if !nanoseconds.isEmpty { nanoseconds[row] = rest }
  }

  /// Sets the row unless it holds a later instant.
  mutating func raise(to instant: Instant, row: Int) {
    if let known = self[row], known >= instant { return }
    set(instant, row: row)
  }
}
