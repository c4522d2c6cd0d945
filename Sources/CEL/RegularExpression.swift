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
}
