// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import PolicyLanguage
import Testing

@Suite struct CompilerBadBundlesTests {
  @Test(arguments: ["bad-names", "bad-yaml", "bad-logic"])
  func `ten mistakes are told in one run`(_ name: String) throws {
    let files = BundleFiles.folder(goldenFolder.appending(path: name).path)
    let result = BundleCompiler.compile(files, zones: try ZoneDatabase())
    #expect(result.bundle == nil)
    #expect(result.errorCount == 10)
    try expectGolden(result.text + "\n" + result.summary + "\n", "\(name)/expected.txt")
  }

  @Test func `country NO reads as Norway`() throws {
    let scenario = """
      scenario: north
      from: 2026-09-01
      to: 2026-09-30
      people:
        generate: {count: 1, contact: {country: NO}}
      """
    let result = try SmallBundle.compile(
      "policy: a\nenrol: {when: contact.country == \"NO\"}\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}",
      ["scenarios/north.yaml": scenario])
    #expect(result.diagnostics.isEmpty, "\(result.text)")
    let people = try #require(result.bundle?.scenarios.first?.people?.generated)
    guard case .constant("NO") = people.contact.first?.value else {
      Issue.record("expected the text NO")
      return
    }
  }
}
