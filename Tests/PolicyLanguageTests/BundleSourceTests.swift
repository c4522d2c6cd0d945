// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import PolicyLanguage
import Testing

@Suite struct BundleSourceTests {
  private let settings = "parley: 1\n"

  @Test func `files have roles by their paths`() {
    let roles: [(String, BundleFileRole?)] = [
      ("policies/a.yaml", .policies), ("policies/deep/er/a.yaml", .policies),
      ("scenarios/a.yaml", .scenario), ("scenarios/deep/a.yaml", nil),
      ("data/a.mapping.yaml", .mapping), ("data/a.yaml", nil), ("data/a.csv", nil),
      ("templates/email/a.en.md", .template), ("templates/partials/a.en.md", .partial),
      ("policies/.hidden.yaml", nil), ("README.md", nil), ("policies/notes.md", nil),
    ]
    for (path, role) in roles { #expect(BundleFileRole(path: path) == role, "\(path)") }
  }

  @Test func `mistakes between files are told`() throws {
    let source = BundleSource.read(
      .memory(texts: [
        "policies/a.yaml": "calendar: work\nopen: [mon 09:00-10:00]\nreview_by: 2026-01-01",
        "policies/b.yaml": "calendar: work\nopen: [mon 09:00-10:00]\n---\nparley: 1",
        "policies/parley.yaml": settings + "---\nparley: 1\n",
        "policies/big.yaml": String(repeating: "#", count: 1_048_577),
        "templates/a.md": "---\ntemplate: t\nchannel: email\nlanguage: en\n---\nHi",
        "templates/b.md": "---\ntemplate: t\nchannel: email\nlanguage: en\n---\nHi",
        "templates/c.md": "---\ntemplate: t\nchannel: email\nlanguage: de\n---\nHallo",
      ]), today: try CivilDate(text: "2026-11-21"))
    try expectGolden(
      DiagnosticRenderer(sources: source.sources).render(source.diagnostics), "reader/bundle.txt")
    #expect(source.templates.count == 3)
    #expect(source.sources.text(of: source.templates[2].body) == "Hallo")
  }

  @Test func `a bundle without settings is told so`() {
    let empty = BundleSource.read(.memory(texts: [:]))
    #expect(empty.diagnostics.map(\.code) == [.settingsMissing])
    let text = DiagnosticRenderer(sources: empty.sources).render(empty.diagnostics)
    #expect(text.hasPrefix("policies/parley.yaml:1:1: error[PAR2015]"))
  }

  @Test func `a folder on disk that isn't there is an empty bundle`() {
    #expect(BundleFiles.folder("/nonexistent/bundle").paths().isEmpty)
  }

  @Test func `text of other encodings is refused with its place`() {
    let bytes: [UInt8] = Array("title: Caf".utf8) + [0xE9, 0x0A]
    let source = BundleSource.read(.memory(["policies/parley.yaml": bytes]))
    #expect(source.diagnostics.map(\.code) == [.notUTF8])
    #expect(source.sources.location(of: source.diagnostics[0].span).column == 11)
  }

  @Test func `a byte order mark and carriage returns do no harm`() throws {
    let text = "\u{FEFF}parley: 1\r\nmode: shadwo\r\nidentity:\r\n  name: a\r\n"
    let source = BundleSource.read(.memory(texts: ["policies/parley.yaml": text]))
    let found = source.diagnostics.sorted(by: Diagnostic.inOrder)
    #expect(found.map(\.code) == [.unknownChoice, .missingKey])
    #expect(source.sources.location(of: found[0].span).description == "policies/parley.yaml:2:7")
  }

  @Test func `values are typed by their keys`() throws {
    let limit = try document(
      """
      limit: a
      scope: contact
      count: 70%
      per: {calendar: day, zone: sender}
      over: email
      of: {priority: new_outreach}
      """)
    #expect(limit.id?.text == "a")
    #expect(limit["count"]?.share?.millionths == 700_000)
    #expect(limit["per"]?.object?["calendar"]?.string == "day")
    #expect(limit["over"]?.list?.compactMap(\.name) == ["email"])
    let cooldown = try document("limit: b\nscope: contact\ngap: 1w")
    #expect(cooldown["gap"]?.duration == .seconds(7 * 86_400))
    let policy = try document("policy: p\nenrol: {on: deal.lost, after: 5d..1w}\nsteps: []")
    let after = policy["enrol"]?.object?["after"]?.range
    #expect(after?.low.duration == .seconds(5 * 86_400))
    #expect(after?.high.duration == .seconds(7 * 86_400))
    let calendar = try document("calendar: c\nopen: mon-thu 09:00-18:00\nclosed: 12-24..01-02")
    #expect(calendar["open"]?.list?.first?.window?.description == "mon-thu 09:00-18:00")
    #expect(calendar["closed"]?.list?.first?.closedDays?.description == "12-24..01-02")
  }
}
