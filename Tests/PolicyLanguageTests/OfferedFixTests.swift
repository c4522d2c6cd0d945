// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct OfferedFixTests {
  private struct Text: Sendable {
    var text: String
    var path: String
  }

  private static let texts =
    YAMLFaultTests.cases.map { Text(text: $0.text, path: "policies/a.yaml") }
    + KindFaultTests.cases.map { Text(text: $0.text, path: $0.path) }

  /// What a help says can be typed, mends what it is offered for, and breaks nothing else.
  @Test func `an offered fix mends its finding`() {
    var tried = 0
    for text in Self.texts {
      let before = errors(text.text, text.path)
      for finding in before {
        for help in finding.helps {
          guard let fix = help.replacement else { continue }
          tried += 1
          var bytes = Array(text.text.utf8)
          bytes.replaceSubrange(fix.span.bytes, with: Array(fix.text.utf8))
          let mended = String(decoding: bytes, as: UTF8.self)
          let after = errors(mended, text.path)
          let isGone = !after.contains {
            $0.code == finding.code && $0.span.bytes.lowerBound == finding.span.bytes.lowerBound
          }
          #expect(isGone, "\(help.text)\n\(mended)")
          #expect(after.count <= before.count, "\(help.text)\n\(rendered(mended, path: text.path))")
        }
      }
    }
    #expect(tried > 40)
  }

  private func errors(_ text: String, _ path: String) -> [Diagnostic] {
    BundleSource.read(text: text, path: path).diagnostics.filter { $0.severity == .error }
  }
}
