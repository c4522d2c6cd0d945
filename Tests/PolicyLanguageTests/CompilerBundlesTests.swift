// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import PolicyLanguage
import Testing

@Suite struct CompilerBundlesTests {
  @Test(arguments: Examples.names)
  func `the example bundles compile with warnings only`(_ name: String) throws {
    let result = BundleCompiler.compile(Examples.files(name), zones: try ZoneDatabase())
    let errors = result.diagnostics.filter { $0.severity == .error }
    #expect(
      errors.isEmpty, "\(DiagnosticRenderer(sources: result.source.sources).render(errors))")
    let bundle = try #require(result.bundle)
    #expect(!bundle.policies.isEmpty)
    #expect(bundle.digest.utf8.count == 64)
  }

  /// The design's own examples stand beside the repository; a clone without them has its copies.
  private static let design = RepositoryBundles.root.deletingLastPathComponent()
    .appending(path: "shared/design")
  private static var hasDesign: Bool { FileManager.default.fileExists(atPath: design.path) }

  @Test(
    .enabled(if: hasDesign, "../shared/design isn't there"),
    arguments: ["example", "example-crm-sales"])
  func `the design's bundles compile with warnings only`(_ name: String) throws {
    let files = BundleFiles.folder(Self.design.appending(path: name).path)
    let result = BundleCompiler.compile(files, zones: try ZoneDatabase())
    #expect(result.bundle != nil, "\(result.text)")
  }

  @Test func `a bundle has its parts in the order of their ids`() throws {
    let result = BundleCompiler.compile(Examples.files("studio"), zones: try ZoneDatabase())
    let bundle = try #require(result.bundle)
    #expect(bundle.channels.map(\.id) == ["email", "sms", "team", "telegram", "whatsapp"])
    #expect(bundle.policies.map(\.id) == bundle.policies.map(\.id).sorted())
    #expect(bundle.limits.map(\.id) == bundle.limits.map(\.id).sorted())
    #expect(bundle.scores.map(\.id) == ["fit", "readiness"])
  }
}
