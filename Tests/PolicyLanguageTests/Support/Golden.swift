// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import PolicyLanguage
import TestSupport
import Testing

/// Compares a text with a file of `Golden/`.
func expectGolden(
  _ actual: String, _ name: String, at: SourceLocation = #_sourceLocation
) throws {
  try expect(actual, in: goldenFolder.appending(path: name), at: at)
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
