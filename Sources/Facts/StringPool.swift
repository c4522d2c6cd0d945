// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Glibc

/// Every distinct string of a set of tables once, each with a small number in its place.
///
/// Two equal strings (byte by byte) have the same code, so columns compare codes. Code 0 is
/// the empty string. Codes are given in the order of arrival and never change.
public struct StringPool: Sendable {
  private var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<Int> = [0]
  /// Open addressing, a power of two long; -1 is free, otherwise a code.
  private var slots: ContiguousArray<Int32>

  /// Makes a pool that holds the empty string.
  public init() {
    slots = ContiguousArray(repeating: -1, count: 64)
    slots[Int(truncatingIfNeeded: mix(0)) & 63] = 0
  }

  /// How many distinct strings there are; codes are below it.
  public var count: Int { ends.count }

  /// The code of `text`, which is added if it is new.
  public mutating func intern(_ text: String) -> Int32 {
    var copy = text
    return copy.withUTF8 { intern($0) }
  }

  /// The code of a string given as UTF-8, which is added if it is new.
  ///
  /// The bytes are taken as they are: whoever reads input checks them first.
  public mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let (slot, code) = find(text)
    if code >= 0 { return code }
    precondition(ends.count < Int(Int32.max), "fewer than 2^31 distinct strings")
    let new = Int32(truncatingIfNeeded: ends.count)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[slot] = new
    if ends.count * 2 > slots.count { grow() }
    return new
  }

  /// The code of `text`, or `nil` if the pool doesn't hold it.
  public func code(of text: String) -> Int32? {
    var copy = text
    return copy.withUTF8 { code(of: $0) }
  }

  /// The code of a string given as UTF-8, or `nil` if the pool doesn't hold it.
  public func code(of text: UnsafeBufferPointer<UInt8>) -> Int32? {
    let (_, code) = find(text)
    return code >= 0 ? code : nil
  }

  /// The string with this code.
  public subscript(code: Int32) -> String {
    withUTF8(of: code) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls `body` with the bytes of the string with this code.
  @inline(__always)
  public func withUTF8<Result>(
    of code: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let index = Int(code)
    let start = index == 0 ? 0 : ends[index - 1]
    let end = ends[index]
    return bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[start..<end]))
    }
  }

  /// Whether the string of `a` comes before that of `b`, by bytes.
  public func precedes(_ a: Int32, _ b: Int32) -> Bool {
    withUTF8(of: a) { first in
      withUTF8(of: b) { second in first.lexicographicallyPrecedes(second) }
    }
  }

  /// A hash of a text, not stable and not for keys.
  static func hash(of text: UnsafeBufferPointer<UInt8>) -> UInt64 { spread(text) }

  private func find(_ text: UnsafeBufferPointer<UInt8>) -> (slot: Int, code: Int32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: spread(text)) & mask
    while true {
      let code = slots[slot]
      if code < 0 || equals(code, text) { return (slot, code) }
      slot = (slot + 1) & mask
    }
  }

  private func equals(_ code: Int32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    withUTF8(of: code) { haveEqualBytes($0, text) }
  }

  private mutating func grow() {
    var wider = ContiguousArray<Int32>(repeating: -1, count: slots.count * 2)
    let mask = wider.count - 1
    for code in 0..<Int32(truncatingIfNeeded: ends.count) {
      var slot = Int(truncatingIfNeeded: withUTF8(of: code) { spread($0) }) & mask
      while wider[slot] >= 0 { slot = (slot + 1) & mask }
      wider[slot] = code
    }
    slots = wider
  }
}

/// Whether two stretches of text are the same, byte by byte.
@inline(__always)
func haveEqualBytes(
  _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>
) -> Bool {
  guard a.count == b.count else { return false }
  guard let first = a.baseAddress, let second = b.baseAddress else { return true }
  return memcmp(first, second, a.count) == 0
}

/// Spreads the bits of a number over all of its 64 bits.
@inline(__always)
private func mix(_ value: UInt64) -> UInt64 {
  var x = value ^ (value >> 32)
  x = x &* 0x9E37_79B9_7F4A_7C15
  x ^= x >> 29
  x = x &* 0xBF58_476D_1CE4_E5B9
  return x ^ (x >> 32)
}

/// A hash for the pool's own table; eight bytes at a time, not stable and not for keys.
@inline(__always)
private func spread(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
  let raw = UnsafeRawBufferPointer(text)
  var state: UInt64 = 0
  var index = 0
  while index + 8 <= raw.count {
    state = mix(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    index += 8
  }
  var tail: UInt64 = 0
  while index < raw.count {
    tail = tail << 8 | UInt64(raw[index])
    index += 1
  }
  return mix(state ^ tail ^ (UInt64(truncatingIfNeeded: raw.count) << 56))
}
