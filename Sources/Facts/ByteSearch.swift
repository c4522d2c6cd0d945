// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Three bytes that are looked for together, eight places at a time.
struct ByteSet: Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
    self.first = UInt64(first) &* Self.ones
    self.second = UInt64(second) &* Self.ones
    self.third = UInt64(third) &* Self.ones
  }

  /// Marks the lowest of eight bytes that is in the set by its highest bit; 0 if none is.
  ///
  /// Bits above the lowest one may be set for other bytes.
  @inline(__always)
  func marks(_ word: UInt64) -> UInt64 {
    let a = word ^ first
    let b = word ^ second
    let c = word ^ third
    return ((a &- Self.ones) & ~a | (b &- Self.ones) & ~b | (c &- Self.ones) & ~c) & Self.highs
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte == UInt8(truncatingIfNeeded: first) || byte == UInt8(truncatingIfNeeded: second)
      || byte == UInt8(truncatingIfNeeded: third)
  }
}

/// The first place from `begin` on whose byte is in the set, or the end.
@inline(__always)
func firstByte(
  of set: ByteSet, in bytes: UnsafeBufferPointer<UInt8>, from begin: Int
) -> Int {
  guard let base = bytes.baseAddress else { return begin }
  var index = begin
  while index &+ 8 <= bytes.count {
    let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
    let marks = set.marks(UInt64(littleEndian: word))
    if marks != 0 { return index &+ marks.trailingZeroBitCount &>> 3 }
    index &+= 8
  }
  while index < bytes.count, !set.contains(base[index]) { index &+= 1 }
  return index
}

/// The first place from `begin` on that a plain stretch of a JSON string doesn't go beyond: a quote,
/// a backslash, a control character or the end.
@inline(__always)
func plainStringEnd(_ bytes: UnsafeMutableBufferPointer<UInt8>, from begin: Int) -> Int {
  guard let base = bytes.baseAddress else { return begin }
  let ones: UInt64 = 0x0101_0101_0101_0101
  let quotes = UInt64(UInt8(ascii: "\"")) &* ones
  let backslashes = UInt64(UInt8(ascii: "\\")) &* ones
  var index = begin
  while index &+ 8 <= bytes.count {
    let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    let a = word ^ quotes
    let b = word ^ backslashes
    let isControl = (word &- (0x20 &* ones)) & ~word
    let marks = ((a &- ones) & ~a | (b &- ones) & ~b | isControl) & 0x8080_8080_8080_8080
    if marks != 0 { return index &+ marks.trailingZeroBitCount &>> 3 }
    index &+= 8
  }
  while index < bytes.count {
    let byte = base[index]
    if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
    index &+= 1
  }
  return index
}

/// Whether no byte has its highest bit set.
func areASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  let raw = UnsafeRawBufferPointer(bytes)
  var index = 0
  var seen = SIMD4<UInt64>(repeating: 0)
  while index &+ 32 <= raw.count {
    seen |= raw.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
    index &+= 32
  }
  var rest = seen[0] | seen[1] | seen[2] | seen[3]
  while index < raw.count {
    rest |= UInt64(raw[index])
    index &+= 1
  }
  return rest & 0x8080_8080_8080_8080 == 0
}
