// Licensed under the Apache License, Version 2.0; see LICENSE.

package import Foundation
package import Testing

/// Compares a text with a file; `UPDATE_GOLDEN=1` rewrites it and fails the test, so that green
/// always means compared.
package func expect(
  _ actual: String, in file: URL, at location: SourceLocation = #_sourceLocation
) throws {
  let expected = try? String(contentsOf: file, encoding: .utf8)
  if actual == expected { return }
  let name = file.lastPathComponent
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try actual.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("rewrote \(name): read its diff, run again", sourceLocation: location)
  } else {
    #expect(
      actual == expected ?? "(no such file)", "UPDATE_GOLDEN=1 rewrites \(name)",
      sourceLocation: location)
  }
}
