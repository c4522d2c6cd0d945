// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Glibc

/// Some contacts of a file, in file order, with the facts that were asked for in columns.
///
/// Ids are stretches of the file, valid while the block is looked at.
public struct ContactBlock: ~Copyable {
  /// The facts; only the columns that the scan was told to keep have rows.
  public let table: FactTable
  /// The strings of the table's columns.
  public let strings: StringPool
  private let ids: ContiguousArray<(start: Int32, count: Int32)>
  private let bytes: UnsafeBufferPointer<UInt8>

  init(
    table: consuming FactTable, strings: consuming StringPool,
    ids: consuming ContiguousArray<(start: Int32, count: Int32)>, bytes: UnsafeBufferPointer<UInt8>
  ) {
    self.table = table
    self.strings = strings
    self.ids = ids
    self.bytes = bytes
  }

  /// How many contacts there are.
  public var count: Int { ids.count }

  /// A contact's id in UTF-8.
  @inline(__always)
  public func id(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    let id = ids[row]
    return UnsafeBufferPointer(rebasing: bytes[Int(id.start)..<Int(id.start) + Int(id.count)])
  }
}

/// What is remembered of a block's ids, to tell whether an id comes twice in a file.
struct IDTrail: Sendable {
  private(set) var first: [UInt8] = []
  private(set) var last: [UInt8] = []
  /// Whether each id lies above the one before it, so that none comes twice.
  private(set) var isAscending = true
  /// A hash of each id, where order alone doesn't tell.
  private(set) var hashes: ContiguousArray<UInt64> = []

  init(_ block: borrowing ContactBlock, hashing: Bool) {
    guard block.count > 0 else { return }
    first = Array(block.id(0))
    last = Array(block.id(block.count - 1))
    if hashing {
      hashes.reserveCapacity(block.count)
      for row in 0..<block.count { hashes.append(StringPool.hash(of: block.id(row))) }
      return
    }
    for row in 1..<max(block.count, 1) {
      guard Self.isBelow(block.id(row - 1), block.id(row)) else {
        isAscending = false
        return
      }
    }
  }

  var isEmpty: Bool { first.isEmpty }

  static func isBelow(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let x = a.baseAddress, let y = b.baseAddress else { return a.count < b.count }
    let order = memcmp(x, y, min(a.count, b.count))
    return order != 0 ? order < 0 : a.count < b.count
  }
}

/// Watches over all ids of a file.
struct IDWatch: Sendable {
  enum Finding {
    case allDiffer
    /// Order alone doesn't tell: begin again with hashes.
    case needsHashes
    /// Two ids may be the same.
    case mayRepeat
  }

  private let hashing: Bool
  private var last: [UInt8] = []
  /// Open addressing, a power of two long; 0 is free.
  private var slots: ContiguousArray<UInt64>
  private var count = 0

  init(hashing: Bool) {
    self.hashing = hashing
    slots = ContiguousArray(repeating: 0, count: hashing ? 1 << 16 : 0)
  }

  mutating func take(_ trail: IDTrail) -> Finding {
    guard !trail.isEmpty else { return .allDiffer }
    guard hashing else {
      let isAbove = last.withUnsafeBufferPointer { last in
        trail.first.withUnsafeBufferPointer { IDTrail.isBelow(last, $0) }
      }
      last = trail.last
      return trail.isAscending && isAbove ? .allDiffer : .needsHashes
    }
    for hash in trail.hashes where !insert(max(hash, 1)) { return .mayRepeat }
    return .allDiffer
  }

  private mutating func insert(_ hash: UInt64) -> Bool {
    if count * 2 >= slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] == hash { return false }
      slot = (slot + 1) & mask
    }
    slots[slot] = hash
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for hash in old where hash != 0 {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = hash
    }
  }
}
