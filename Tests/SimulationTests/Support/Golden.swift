// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

/// Compares with a file beside the tests; recording one writes it and fails the test.
func expectGolden(
  _ actual: String, _ name: String, at: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = folder.appending(path: "Golden/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try actual.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("rewrote \(name): read its diff, run again", sourceLocation: at)
  } else {
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(actual == expected, "UPDATE_GOLDEN=1 rewrites \(name)", sourceLocation: at)
  }
}
