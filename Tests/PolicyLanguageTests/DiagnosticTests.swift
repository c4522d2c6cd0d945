// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct DiagnosticTests {
  struct Near: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var name: String
    var names: [String]
    var expected: [String]
  }

  @Test(arguments: [
    Near(testDescription: "one letter", name: "helth", names: ["health"], expected: ["health"]),
    Near(
      testDescription: "exchanged letters count once", name: "hta", names: ["hat"],
      expected: ["hat"]),
    Near(
      testDescription: "two letters of three are too many", name: "hat", names: ["cot"],
      expected: []),
    Near(
      testDescription: "a third of the length", name: "otherwse", names: ["otherwise", "outcomes"],
      expected: ["otherwise"]),
    Near(
      testDescription: "case doesn't count", name: "Contact", names: ["contact"],
      expected: ["contact"]),
    Near(
      testDescription: "three at most, nearest first", name: "abcdef",
      names: ["abcdeX", "abcdXX", "abcdeY", "abcdeZ", "zzz"],
      expected: ["abcdeX", "abcdeY", "abcdeZ"]),
    Near(testDescription: "empty", name: "", names: ["a"], expected: []),
  ])
  func `names are suggested within a third of their length`(_ c: Near) {
    #expect(NameSuggestion.nearest(to: c.name, in: c.names) == c.expected)
  }

  @Test func `long lines are cut around the span`() {
    let value = String(repeating: "x", count: 200)
    let text =
      rendered("title: \(value)\ncalendar: a", width: 60)
      + rendered(
        "guards: [{id: a, require: contact.ok, because: \(value), otherwise: drop}]", width: 60)
    let lines = text.split(separator: "\n").filter { $0.contains("|") }
    #expect(lines.allSatisfy { $0.count < 130 })
    let caret = lines.first { $0.contains("^^^^") && !$0.contains("names") }
    #expect(caret != nil)
  }

  @Test func `on a terminal texts are broken, but not what can be typed`() {
    let source = BundleSource.read(
      text: """
        policy: a
        enrol: {on: deal.lost}
        guards: [{id: g, otherwse: stop, require: contact.replied_since(now - days(14)) && true}]
        steps:
          - {id: s, only_if: account.health >= 40 # && !account.has_open_deal and so on and on
        """, path: "policies/a-policy-with-a-long-name.yaml")
    let text = DiagnosticRenderer(sources: source.sources, width: 80, wrapsTexts: true)
      .render(source.diagnostics)
    let lines = text.split(separator: "\n")
    #expect(lines.count > 8)
    #expect(lines.allSatisfy { $0.count <= 80 || $0.contains("= help: ") }, "\(text)")
    let plain = DiagnosticRenderer(sources: source.sources).render(source.diagnostics)
    for help in source.diagnostics.flatMap(\.helps) where help.replacement != nil {
      #expect(text.contains(help.text))
    }
    #expect(plain.count { $0 == "\n" } < lines.count)
  }

  @Test func `carets stand under wide and tabbed text`() throws {
    let text = rendered("guards: [{id: a,\trequire: contact.ok, because: é😀, otherwise: drop}]")
    let lines = text.split(separator: "\n").map(Array.init)
    let source = try #require(lines.first { $0.contains("→") })
    let carets = try #require(lines.first { $0.contains("^") })
    let start = try #require(carets.firstIndex(of: "^"))
    #expect(String(source[start..<start + 4]) == "drop")
    #expect(carets.filter { $0 == "^" }.count == 4)
  }

  @Test func `colour only repeats words`() {
    let source = BundleSource.read(text: "title: a\ngap: 1", path: "policies/a.yaml")
    let plain = DiagnosticRenderer(sources: source.sources).render(source.diagnostics)
    let coloured = DiagnosticRenderer(sources: source.sources, colour: true)
      .render(source.diagnostics)
    #expect(coloured != plain)
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
  }

  @Test func `findings have a JSON form`() throws {
    let source = BundleSource.read(
      text: "guards: [{id: a, require: contact.ok, otherwise: sikp, id: b}]",
      path: "policies/a.yaml")
    let json = DiagnosticRenderer(sources: source.sources).json(source.diagnostics).pretty
    try expectGolden(json + "\n", "reader/diagnostics.json")
  }
}
