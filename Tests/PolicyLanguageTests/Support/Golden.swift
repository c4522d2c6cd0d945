// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import PolicyLanguage
import Testing

/// Compares a text with a file of `Golden/`; `UPDATE_GOLDEN=1` rewrites it and fails the test.
func expectGolden(
  _ actual: String, _ name: String, at: SourceLocation = #_sourceLocation
) throws {
  let file = goldenFolder.appending(path: name)
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try actual.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("rewrote \(name): read its diff, run again", sourceLocation: at)
  } else {
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? "(no such file)"
    #expect(actual == expected, "UPDATE_GOLDEN=1 rewrites \(name)", sourceLocation: at)
  }
}

/// The folder of golden files beside the tests.
let goldenFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Golden")

/// The bundles that the tests read as they stand.
enum Examples {
  static let names = ["studio", "crm-sales", "every-key"]

  static func files(_ name: String) -> BundleFiles {
    .folder(goldenFolder.appending(path: "bundles/\(name)").path)
  }

  /// Every file of all bundles, with its path inside its bundle.
  static func all() -> [(path: String, bytes: [UInt8])] {
    var all: [(path: String, bytes: [UInt8])] = []
    for name in names {
      let files = files(name)
      for path in files.paths().sorted() {
        if case .success(let bytes) = files.read(path) { all.append((path, bytes)) }
      }
    }
    return all
  }
}

/// What is found in one policy file, rendered.
func rendered(_ text: String, path: String = "policies/a.yaml", width: Int = 100) -> String {
  let source = BundleSource.read(text: text, path: path)
  return DiagnosticRenderer(sources: source.sources, width: width).render(source.diagnostics)
}

/// The codes found in one policy file, in order of their places.
func codes(_ text: String, path: String = "policies/a.yaml") -> [DiagnosticCode] {
  BundleSource.read(text: text, path: path).diagnostics.sorted(by: Diagnostic.inOrder).map(\.code)
}

/// The only document of a file without findings.
func document(_ text: String, path: String = "policies/a.yaml") throws -> TypedDocument {
  let source = BundleSource.read(text: text, path: path)
  let errors = source.diagnostics.filter { $0.severity == .error }
  #expect(errors.isEmpty, "\(rendered(text, path: path))")
  return try #require(source.documents.first)
}
