// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CRE2

/// A compiled RE2 pattern; matching takes time linear in the text.
///
/// RE2 objects don't change once compiled, so one may be used from many threads.
final class RegularExpression: Sendable {
  nonisolated(unsafe) private let pattern: OpaquePointer?

  /// Why the pattern can't be used; nothing if it can.
  let problem: String?

  init(_ text: String) {
    var text = text
    let pattern = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, true) }
    }
    self.pattern = pattern
    problem = pattern.flatMap { cre2_error($0) }.map { String(cString: $0) }
  }

  deinit {
    if let pattern { cre2_free(pattern) }
  }

  /// Tells whether the pattern matches anywhere in the text.
  func matches(_ text: String) -> Value {
    if let problem { return .error(.badPattern(problem)) }
    guard let pattern else { return .error(.badPattern("out of memory")) }
    var text = text
    return .bool(
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          cre2_matches(pattern, $0.baseAddress, $0.count)
        }
      })
  }

  /// How many groups the pattern captures.
  var groupCount: Int { pattern.map { Int(cre2_groups($0)) } ?? 0 }

  /// The matches from left to right, none overlapping another: the whole match and each group, a
  /// group that took no part being `nil`.
  ///
  /// An empty match right behind the one before it doesn't count.
  func matches(in bytes: [UInt8], limit: Int) -> [[Range<Int>?]] {
    guard let pattern, problem == nil else { return [] }
    var found: [[Range<Int>?]] = []
    var ranges = [Int](repeating: -1, count: 2 * (groupCount + 1))
    var position = 0
    var lastEnd = -1
    while position <= bytes.count, found.count < limit {
      let isFound = bytes.withUnsafeBytes { text in
        // An empty array has no address; RE2 needs one to tell a match from none.
        withUnsafeBytes(of: 0) { empty in
          cre2_find(
            pattern, (text.baseAddress ?? empty.baseAddress)?.assumingMemoryBound(to: CChar.self),
            text.count, position, &ranges, Int32(ranges.count / 2))
        }
      }
      guard isFound else { break }
      let match = stride(from: 0, to: ranges.count, by: 2).map {
        ranges[$0] < 0 ? nil : ranges[$0]..<ranges[$0 + 1]
      }
      guard let whole = match[0] else { break }
      let isBehindLast = whole.isEmpty && whole.lowerBound == lastEnd
      if whole.upperBound > position {
        position = whole.upperBound
      } else {
        position += 1
        while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
      }
      lastEnd = whole.upperBound
      if !isBehindLast { found.append(match) }
    }
    return found
  }
}
