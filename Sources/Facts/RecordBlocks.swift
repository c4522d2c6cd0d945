// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Glibc
internal import Synchronization

/// Bytes that a reader of blocks owns and fills again and again.
struct BlockBuffer: ~Copyable {
  private(set) var bytes: UnsafeMutableBufferPointer<UInt8>

  init(capacity: Int) { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }

  /// Makes room, keeping the first bytes.
  mutating func grow(to count: Int, keeping kept: Int) {
    guard count > bytes.count else { return }
    let wider = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    if let from = bytes.baseAddress, let to = wider.baseAddress { memcpy(to, from, kept) }
    bytes.deallocate()
    bytes = wider
  }
}

/// Cuts a file into blocks of whole records, so that several threads may read it at once.
///
/// Blocks are read into buffers, not mapped: a file that grows shorter meanwhile ends early instead
/// of ending the process, and memory doesn't grow with the file.
final class RecordBlocks: Sendable {
  /// What lies between two records.
  enum Separation {
    /// Each line feed.
    case lines
    /// Each line feed outside of a quoted cell.
    case cells
  }

  /// One block, at the front of its reader's buffer.
  struct Block {
    /// From 0, in the order of the file.
    var number: Int
    /// How many bytes it has.
    var length: Int
  }

  private struct State {
    var offset: Int
    var number = 0
    var isAtEnd = false
  }

  /// Large enough that a thread has something to do, small enough for the second cache.
  static let usualBytes = 1 << 20
  /// No record of a sane file is longer.
  private static let longestBytes = 1 << 26

  let blockBytes: Int
  private let path: String
  private let separation: Separation
  private let descriptor: Int32
  private let state: Mutex<State>

  /// Opens a file; `nil` if it isn't one that can be read at any place, such as a pipe.
  init?(
    path: String, from offset: Int, _ separation: Separation, blockBytes: Int = usualBytes
  ) throws(FileError) {
    self.path = path
    self.blockBytes = blockBytes
    self.separation = separation
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    state = Mutex(State(offset: offset))
    guard descriptor >= 0 else { throw FileError(path: path, reason: systemReason()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Reads the next block into a buffer; `nil` behind the last one.
  func next(into buffer: inout BlockBuffer) throws(FileError) -> Block? {
    try state.withLock { state throws(FileError) in try next(&state, &buffer) }
  }

  private func next(_ state: inout State, _ buffer: inout BlockBuffer) throws(FileError) -> Block? {
    guard !state.isAtEnd else { return nil }
    var wanted = blockBytes
    var filled = 0
    while true {
      buffer.grow(to: wanted, keeping: filled)
      filled = try fill(buffer.bytes, from: filled, to: wanted, at: state.offset)
      let isLast = filled < wanted
      let read = UnsafeBufferPointer(rebasing: buffer.bytes[..<filled])
      let length = isLast ? filled : wholeRecords(read)
      state.isAtEnd = isLast
      if length > 0 {
        defer {
          state.number += 1
          state.offset += length
        }
        return Block(number: state.number, length: length)
      }
      if isLast { return nil }
      guard wanted < Self.longestBytes else {
        throw FileError(path: path, reason: "one record is longer than 64 MiB")
      }
      wanted *= 2
    }
  }

  private func fill(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, from begin: Int, to end: Int, at offset: Int
  ) throws(FileError) -> Int {
    guard let base = bytes.baseAddress else { return begin }
    var filled = begin
    while filled < end {
      let count = pread(descriptor, base + filled, end - filled, offset + filled)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, reason: systemReason())
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// How many bytes whole records take at the front.
  private func wholeRecords(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    switch separation {
    case .lines: return behindLastLineFeed(base, 0, bytes.count) ?? 0
    case .cells: return wholeCells(base, bytes.count)
    }
  }

  /// Follows quotes as `CSVReader` does: one at the beginning of a cell opens it, and only the same
  /// sign alone closes it again.
  private func wholeCells(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let quote = UInt8(ascii: "\"")
    var safe = 0
    var index = 0
    while index < count, let found = memchr(base + index, Int32(quote), count - index) {
      let place = found - UnsafeMutableRawPointer(mutating: base)
      let before = place == 0 ? UInt8(ascii: "\n") : base[place - 1]
      if let end = behindLastLineFeed(base, index, place) { safe = end }
      guard before == UInt8(ascii: ",") || before == UInt8(ascii: "\n") else {
        index = place + 1
        continue
      }
      guard let close = closingQuote(base, place + 1, count) else { return safe }
      index = close + 1
    }
    return behindLastLineFeed(base, index, count) ?? safe
  }

  private func closingQuote(_ base: UnsafePointer<UInt8>, _ begin: Int, _ count: Int) -> Int? {
    let quote = UInt8(ascii: "\"")
    var index = begin
    while index < count, let found = memchr(base + index, Int32(quote), count - index) {
      let place = found - UnsafeMutableRawPointer(mutating: base)
      // At the very end nobody knows yet whether it is one of two.
      guard place + 1 < count else { return nil }
      if base[place + 1] != quote { return place }
      index = place + 2
    }
    return nil
  }

  private func behindLastLineFeed(
    _ base: UnsafePointer<UInt8>, _ begin: Int, _ end: Int
  ) -> Int? {
    var index = end
    while index > begin {
      index &-= 1
      if base[index] == 0x0A { return index &+ 1 }
    }
    return nil
  }
}
