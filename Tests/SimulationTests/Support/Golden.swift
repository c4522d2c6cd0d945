// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// Compares with a file beside the tests.
func expectGolden(
  _ actual: String, _ name: String, at: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  try expect(actual, in: folder.appending(path: "Golden/\(name)"), at: at)
}
