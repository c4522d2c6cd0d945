// Licensed under the Apache License, Version 2.0; see LICENSE.

import CRE2

/// Asks RE2 about patterns of policies.
enum RegularPattern {
  /// Why RE2 can't read a pattern; `nil` if it can.
  static func fault(_ pattern: String) -> String? {
    var text = pattern
    let compiled = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, false) }
    }
    guard let compiled else { return "out of memory" }
    defer { cre2_free(compiled) }
    return cre2_error(compiled).map { String(cString: $0) }
  }
}
