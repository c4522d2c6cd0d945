// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A small generator of numbers (SplitMix64, public domain): one seed, one world.
struct ReferenceGenerator {
  private var state: UInt64

  init(seed: Int) {
    state = UInt64(bitPattern: Int64(seed))
    // Mixed, or the next seed would draw the same numbers one later.
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

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
