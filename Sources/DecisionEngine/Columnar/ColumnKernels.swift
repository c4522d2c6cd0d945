// Licensed under the Apache License, Version 2.0; see LICENSE.

// The loops of a screen: each goes once through the rows that are left, writes the guard's number
// where the test fails, and moves the others to the front. No branch depends on the data.

/// Keeps the rows that pass, marks the others with `mark`, and gives how many are left.
@inline(__always)
private func sift(
  _ rows: UnsafeMutableBufferPointer<Int32>, _ count: Int,
  _ marks: UnsafeMutableBufferPointer<UInt8>,
  _ mark: UInt8, _ passes: (Int) -> Bool
) -> Int {
  guard let rows = rows.baseAddress, let marks = marks.baseAddress else { return 0 }
  var left = 0
  for index in 0..<count {
    let row = rows[index]
    let pass = passes(Int(row))
    marks[Int(row)] = pass ? 0 : mark
    rows[left] = row
    left &+= pass ? 1 : 0
  }
  return left
}

/// The rows of a screen that are still to be decided.
struct Survivors {
  /// Row numbers; the first `count` are left.
  let rows: UnsafeMutableBufferPointer<Int32>
  /// The number of the guard that stopped each row of the table.
  let marks: UnsafeMutableBufferPointer<UInt8>
  var count: Int

  mutating func keepTrue(_ bytes: ContiguousArray<UInt8>, wanted: Bool, mark: UInt8) {
    let want: UInt8 = wanted ? 1 : 0
    count = bytes.withUnsafeBufferPointer { bytes in
      guard let bytes = bytes.baseAddress else { return 0 }
      return sift(rows, count, marks, mark) { bytes[$0] == want }
    }
  }

  mutating func keepInRange(
    _ longs: ContiguousArray<Int64>, _ range: ClosedRange<Int64>, mark: UInt8
  ) {
    // One unsigned comparison: what lies below the range wraps to above its width.
    let low = range.lowerBound
    let width = UInt64(bitPattern: range.upperBound &- low)
    count = longs.withUnsafeBufferPointer { longs in
      guard let longs = longs.baseAddress else { return 0 }
      return sift(rows, count, marks, mark) { UInt64(bitPattern: longs[$0] &- low) <= width }
    }
  }

  mutating func keepOutOfRange(
    _ longs: ContiguousArray<Int64>, _ range: ClosedRange<Int64>, mark: UInt8
  ) {
    let low = range.lowerBound
    let width = UInt64(bitPattern: range.upperBound &- low)
    count = longs.withUnsafeBufferPointer { longs in
      guard let longs = longs.baseAddress else { return 0 }
      return sift(rows, count, marks, mark) { UInt64(bitPattern: longs[$0] &- low) > width }
    }
  }

  /// `accepted` has one entry a code of the pool: 1 where the text passes.
  mutating func keepWords(
    _ words: ContiguousArray<Int32>, accepted: ContiguousArray<UInt8>, mark: UInt8
  ) {
    count = words.withUnsafeBufferPointer { words in
      accepted.withUnsafeBufferPointer { accepted in
        guard let words = words.baseAddress, let accepted = accepted.baseAddress else { return 0 }
        return sift(rows, count, marks, mark) { accepted[Int(words[$0])] != 0 }
      }
    }
  }

  mutating func keep(mark: UInt8, where passes: (Int) -> Bool) {
    count = sift(rows, count, marks, mark, passes)
  }
}
