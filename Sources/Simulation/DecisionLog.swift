// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Gathers decision lines and hands them on in large pieces.
///
/// Where they go is the caller's matter: a file, a pipe, a digest in a test. What is handed on
/// is whole lines, in walk order.
public struct DecisionLog {
  private var buffer: [UInt8] = []
  private let limit: Int
  private let write: ([UInt8]) throws -> Void

  /// Writes to `write`, about `limit` bytes at a time.
  public init(limit: Int = 1 << 16, to write: @escaping ([UInt8]) throws -> Void) {
    self.limit = limit
    self.write = write
    buffer.reserveCapacity(limit + (1 << 12))
  }

  /// Adds one line: `make` appends its bytes and the line feed.
  mutating func add(_ make: (inout [UInt8]) -> Void) throws {
    make(&buffer)
    if buffer.count >= limit { try flush() }
  }

  /// Hands on what is left.
  mutating func flush() throws {
    guard !buffer.isEmpty else { return }
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
