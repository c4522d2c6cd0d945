// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Glibc

/// Why a file can't be read.
public struct FileError: Error, Hashable, Sendable {
  /// The file as it was asked for.
  public let path: String
  /// What the system says, such as `no such file or directory`.
  public let reason: String

  /// Names the file and the reason.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// The bytes of a file in a window that moves forward, or bytes that are there already.
///
/// Reading by windows keeps memory independent of the file's size. The window is ours alone, so
/// readers may rewrite what they have consumed.
struct ByteStream: ~Copyable {
  private var window: UnsafeMutableBufferPointer<UInt8>
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  private let descriptor: Int32
  private let path: String
  private let ownsWindow: Bool
  /// How many bytes were consumed.
  private(set) var position = 0

  private static let windowBytes = 1 << 20
  /// No record of a sane file is longer.
  private static let longestBytes = 1 << 26

  /// Opens a file.
  init(path: String) throws(FileError) {
    self.path = path
    ownsWindow = true
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    window = .allocate(capacity: descriptor < 0 ? 1 : Self.windowBytes)
    if descriptor < 0 { throw FileError(path: path, reason: systemReason()) }
  }

  /// Takes bytes that are there already.
  init(bytes: [UInt8]) {
    path = ""
    ownsWindow = true
    descriptor = -1
    window = .allocate(capacity: max(bytes.count, 1))
    _ = window.initialize(from: bytes)
    end = bytes.count
    isAtEnd = true
  }

  /// Takes bytes that belong to somebody else, who keeps them as long as the stream lives.
  init(borrowing bytes: UnsafeMutableBufferPointer<UInt8>) {
    path = ""
    ownsWindow = false
    descriptor = -1
    window = bytes
    end = bytes.count
    isAtEnd = true
  }

  deinit {
    if ownsWindow { window.deallocate() }
    if descriptor >= 0 { close(descriptor) }
  }

  /// What was read and not yet consumed; it stays where it is until `more`.
  var unread: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(rebasing: window[start..<end])
  }

  mutating func consume(_ count: Int) {
    start += count
    position += count
  }

  /// Reads on, keeping what isn't consumed; false at the end of the file.
  mutating func more() throws(FileError) -> Bool {
    if isAtEnd { return false }
    if start > 0 {
      let rest = end - start
      if rest > 0, let base = window.baseAddress { memmove(base, base + start, rest) }
      start = 0
      end = rest
    }
    if end == window.count {
      guard window.count < Self.longestBytes else {
        throw FileError(path: path, reason: "one record is longer than 64 MiB")
      }
      let wider = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: window.count * 2)
      if let from = window.baseAddress, let to = wider.baseAddress { memcpy(to, from, end) }
      window.deallocate()
      window = wider
    }
    guard let base = window.baseAddress else { return false }
    while true {
      let count = read(descriptor, base + end, window.count - end)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, reason: systemReason())
      }
      if count == 0 { isAtEnd = true }
      end += count
      return count > 0
    }
  }
}
