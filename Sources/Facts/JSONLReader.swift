// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Glibc

/// Reads a file with one JSON object a line, and picks the values at the asked paths.
///
/// A path names keys from the outside in, with dots between them and positions in brackets:
/// `account.health`, `email_addresses[0]`. A key that holds the dots itself is found too, on the
/// outermost level. What isn't asked for is checked and passed over. Empty lines are skipped.
struct JSONLReader: ~Copyable, RecordSource {
  private var stream: ByteStream
  /// Knows the paths; it may serve another part of the file.
  private(set) var parser: JSONRecordParser
  private var pending = 0
  private var isFirst = true
  /// The line of the record, from 1.
  private(set) var line = 0

  /// Opens a file.
  init(path: String, paths: [String], openBelow: [String] = []) throws(FileError) {
    stream = try ByteStream(path: path)
    parser = JSONRecordParser(paths: paths, openBelow: openBelow)
  }

  /// Reads bytes that are there already.
  init(bytes: [UInt8], paths: [String], openBelow: [String] = []) {
    stream = ByteStream(bytes: bytes)
    parser = JSONRecordParser(paths: paths, openBelow: openBelow)
  }

  /// Reads a part of a file with a parser that was used before; only the first has a byte order mark.
  init(
    part bytes: UnsafeMutableBufferPointer<UInt8>, isFirst: Bool, parser: JSONRecordParser
  ) {
    stream = ByteStream(borrowing: bytes)
    self.isFirst = isFirst
    self.parser = parser
  }

  /// The asked paths, then those found below an open one.
  var paths: [String] { parser.paths }

  /// Keys that no path asks for, as paths, in the order in which they were met.
  var unknownKeys: [String] { parser.unknownKeys }

  /// Goes to the next record.
  mutating func next() throws(FileError) -> RecordOutcome {
    while true {
      stream.consume(pending)
      pending = 0
      guard let length = try lineLength() else { return .end }
      pending = length
      line += 1
      var bytes = UnsafeMutableBufferPointer(rebasing: stream.unread[..<length])
      if isFirst {
        isFirst = false
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
          bytes = UnsafeMutableBufferPointer(rebasing: bytes[3...])
        }
      }
      switch parser.parse(bytes) {
      case .nothing: continue
      case .object: return .record
      case .problem(let offset, let reason):
        return .problem(RecordProblem(line: line, column: offset + 1, reason: reason))
      }
    }
  }

  var fieldCount: Int { parser.paths.count }

  func fieldName(_ index: Int) -> String { parser.paths[index] }

  func field(_ index: Int) -> RawField { parser.field(index) }

  /// How long the next line is, with its end; `nil` behind the last one.
  private mutating func lineLength() throws(FileError) -> Int? {
    var searched = 0
    while true {
      let bytes = stream.unread
      if let end = firstLineFeed(bytes, from: searched) { return end + 1 }
      searched = bytes.count
      if try !stream.more() { return searched == 0 ? nil : searched }
    }
  }
}

private func firstLineFeed(
  _ bytes: UnsafeMutableBufferPointer<UInt8>, from begin: Int
) -> Int? {
  guard begin < bytes.count, let base = bytes.baseAddress,
    let found = memchr(base + begin, 0x0A, bytes.count - begin)
  else { return nil }
  return found - UnsafeMutableRawPointer(base)
}
