// Licensed under the Apache License, Version 2.0; see LICENSE.

import TestSupport

/// What worlds are drawn from: one seed, one world.
struct ReferenceGenerator {
  private var random: SeededGenerator

  init(seed: Int) {
    random = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)))
    // Mixed, or the next seed would draw the same numbers one later.
    random = SeededGenerator(seed: random.next())
  }

  mutating func next() -> UInt64 { random.next() }

  /// A number of the range, both ends included.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// True in so many of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of the values.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }

  /// One of the values, or nothing in the other cases.
  mutating func maybe<Value>(_ percent: Int, _ values: [Value]) -> Value? {
    chance(percent) ? pick(values) : nil
  }

  /// All values in another order.
  mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var rest = values
    var out: [Value] = []
    while !rest.isEmpty { out.append(rest.remove(at: number(0...rest.count - 1))) }
    return out
  }
}
