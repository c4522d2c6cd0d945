// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts

/// Numbers from a seed.
struct Dice {
  let seed: Int64
  var count: Int64 = 0

  init(seed: Int64) { self.seed = seed }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    count += 1
    let draw = Draw(seed: seed, purpose: "test.dice", ids: [String(count)])
    return Int(draw.integer(in: Int64(range.lowerBound)...Int64(range.upperBound)))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[number(0...elements.count - 1)]
  }
}
