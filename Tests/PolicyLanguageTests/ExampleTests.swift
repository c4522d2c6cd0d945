// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct ExampleTests {
  @Test(arguments: Examples.names)
  func `the example bundles read without errors`(_ name: String) throws {
    let source = BundleSource.read(Examples.files(name))
    let errors = source.diagnostics.filter { $0.severity == .error }
    let text = DiagnosticRenderer(sources: source.sources).render(errors)
    #expect(errors.isEmpty, "\(text)")
    try expectGolden(
      DiagnosticRenderer(sources: source.sources).render(source.diagnostics),
      "examples/\(name).txt")
  }
}
