// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import COpenSSL

/// The SHA-256 of something, the same on every machine.
public struct StableHash: Hashable, Sendable {
  /// The 32 bytes as four big-endian numbers, the first ones first.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Hashes the bytes as they are.
  public init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { StableHash(of: $0) }
  }

  /// Hashes bytes that stand somewhere in memory.
  init(of bytes: UnsafeRawBufferPointer) {
    var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var context = SHA256_CTX()
    withUnsafeMutableBytes(of: &digest) { out in
      SHA256_Init(&context)
      SHA256_Update(&context, bytes.baseAddress, bytes.count)
      SHA256_Final(out.bindMemory(to: UInt8.self).baseAddress, &context)
    }
    self.init(raw: digest)
  }

  /// Hashes the UTF-8 of a text.
  public init(of text: String) { self.init(of: Array(text.utf8)) }

  /// Hashes several parts, each preceded by its length as eight big-endian bytes, so that
  /// `("ab", "c")` and `("a", "bc")` differ.
  public init(parts: [String]) {
    let room = parts.reduce(0) { $0 + 8 + $1.utf8.count }
    self = HashedParts.hash(room: room) { message in
      for part in parts { message.append(part) }
    }
  }

  fileprivate init(raw: (UInt64, UInt64, UInt64, UInt64)) {
    words = (
      UInt64(bigEndian: raw.0), UInt64(bigEndian: raw.1), UInt64(bigEndian: raw.2),
      UInt64(bigEndian: raw.3)
    )
  }

  /// The first eight bytes as a big-endian number.
  public var leading64: UInt64 { words.0 }

  /// The first sixteen bytes as two big-endian numbers.
  public var leading128: (high: UInt64, low: UInt64) { (words.0, words.1) }

  /// All 32 bytes.
  public var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
    }
  }

  /// All bytes as 64 lower-case hexadecimal digits.
  public var hexadecimal: String { Self.hexadecimal(bytes) }

  /// The first bytes as lower-case hexadecimal digits, two a byte.
  public func hexadecimal(firstBytes count: Int) -> String {
    Self.hexadecimal(bytes.prefix(count))
  }

  /// Writes bytes as lower-case hexadecimal digits.
  public static func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension StableHash: Comparable, CustomStringConvertible {
  /// Whether all bytes are equal.
  public static func == (a: StableHash, b: StableHash) -> Bool { a.words == b.words }

  /// Orders by bytes.
  public static func < (a: StableHash, b: StableHash) -> Bool { a.words < b.words }

  /// Feeds the first bytes, which are as good as random already.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// All bytes in hexadecimal digits.
  public var description: String { hexadecimal }
}

/// A SHA-256 that takes its input piece by piece, for digests of many files.
public struct Digest: ~Copyable {
  private var context = EVP_MD_CTX_new()

  /// Begins with nothing.
  public init() {
    precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has SHA-256")
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes as they are.
  public mutating func update(_ bytes: [UInt8]) {
    precondition(EVP_DigestUpdate(context, bytes, bytes.count) == 1, "a digest takes any bytes")
  }

  /// Adds a part preceded by its length as eight big-endian bytes.
  public mutating func update(part: [UInt8]) {
    var length: [UInt8] = []
    length.appendBigEndian(UInt64(part.count))
    update(length)
    update(part)
  }

  /// Adds the UTF-8 of a text preceded by its length as eight big-endian bytes.
  public mutating func update(part: String) { update(part: Array(part.utf8)) }

  /// Closes the digest and returns it.
  public consuming func finish() -> StableHash {
    var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &digest) { out in
      let status = EVP_DigestFinal_ex(
        context, out.bindMemory(to: UInt8.self).baseAddress, nil)
      precondition(status == 1, "a digest closes once")
    }
    return StableHash(raw: digest)
  }
}

extension [UInt8] {
  /// Appends a number as eight bytes, the highest first.
  mutating func appendBigEndian(_ value: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  /// Appends a text's length as eight big-endian bytes, then the text.
  mutating func appendLengthPrefixed(_ text: some Collection<UInt8>) {
    appendBigEndian(UInt64(text.count))
    append(contentsOf: text)
  }
}
