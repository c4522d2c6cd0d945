// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import PolicyLanguage
import Testing

/// That the examples of `parley explain CODE` are true.
@Suite struct ExplainPageTests {
  private let zones: ZoneDatabase
  private let today: CivilDate

  init() throws {
    zones = try ZoneDatabase()
    today = try CivilDate(text: "2026-11-21")
  }

  @Test(arguments: DiagnosticCode.allCases.filter { PageFrame.frames[$0] != nil })
  func `the wrong example of a page gives its code, the right one no error`(
    code: DiagnosticCode
  ) throws {
    let frame = try #require(PageFrame.frames[code])
    let page = code.page
    let wrong = found(frame.files(page.wrong), in: frame.path(of: page.wrong))
    let own = wrong.findings.filter { $0.code == code }
    #expect(!own.isEmpty && own.allSatisfy { $0.severity == page.severity }, "\(wrong.text)")
    let right = found(frame.files(page.right), in: frame.path(of: page.right))
    #expect(
      right.findings.allSatisfy { $0.code != code && $0.severity == .warning }, "\(right.text)")
    #expect(right.isUsable, "\(right.text)")
  }

  private func found(
    _ files: BundleFiles, in path: String
  ) -> (findings: [Diagnostic], isUsable: Bool, text: String) {
    let result = BundleCompiler.compile(files, zones: zones, today: today)
    let findings = result.diagnostics.filter { result.source.sources[$0.span.file].path == path }
    return (findings, result.isUsable, result.text)
  }

  /// What a few lines can't show.
  private static let large: [(code: DiagnosticCode, bytes: [UInt8])] = [
    (.fileTooLarge, Array(repeating: UInt8(ascii: "#"), count: 1_048_577)),
    (.notUTF8, Array("title: Caf".utf8) + [0xE9]),
    (.nestedTooDeep, Array("tags: \(String(repeating: "[", count: 65))".utf8)),
    (.tooManyFaults, Array(String(repeating: "a: b: c\n", count: 1000).utf8)),
  ]

  @Test(arguments: large.map(\.code))
  func `files that can't be examples give their code`(code: DiagnosticCode) throws {
    let bytes = try #require(Self.large.first { $0.code == code }).bytes
    let source = BundleSource.read(.memory(["policies/parley.yaml": bytes]))
    #expect(source.diagnostics.contains { $0.code == code })
  }

  @Test func `a file that the system refuses is told`() {
    let files = BundleFiles(paths: { ["policies/parley.yaml"] }) { path in
      .failure(.unreadable("permission denied"))
    }
    #expect(BundleSource.read(files).diagnostics.map(\.code) == [.fileUnreadable])
  }

  /// `settingsMissing` is a bundle without a file; `lostPart` is a mistake of Parley's own.
  @Test func `every page is tried`() {
    let tried = Set(PageFrame.frames.keys).union(Self.large.map(\.code))
      .union([.fileUnreadable, .settingsMissing, .lostPart])
    #expect(tried == Set(DiagnosticCode.allCases))
  }
}
