// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A growing set of small numbers, a bit each.
struct Bitset: Sendable {
  private var words: ContiguousArray<UInt64> = []
  /// How many numbers are in it.
  private(set) var count = 0

  /// Adds a number; true if it is new.
  @inline(__always)
  @discardableResult
  mutating func insert(_ number: Int) -> Bool {
    let word = number >> 6
    if word >= words.count { grow(to: word) }
    let mask: UInt64 = 1 << UInt64(number & 63)
    guard words[word] & mask == 0 else { return false }
    words[word] |= mask
    count += 1
    return true
  }

  func contains(_ number: Int) -> Bool {
    let word = number >> 6
    return word < words.count && words[word] & (1 << UInt64(number & 63)) != 0
  }

  private mutating func grow(to word: Int) {
    let wanted = max(word + 1, words.count * 2)
    words.append(contentsOf: repeatElement(0, count: wanted - words.count))
  }
}
