// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

/// Values and keys that a kind doesn't take, and what is said about each.
@Suite struct KindFaultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var codes: [DiagnosticCode]
    var path = "policies/a.yaml"
  }

  static let cases: [Case] = [
    Case(
      testDescription: "misspelt head", text: "polcy: a\nenrol: {on: deal.lost}\nstpes: []",
      codes: [.unknownKind, .unknownKey]),
    Case(
      testDescription: "head in second place", text: "title: A\ncalendar: a",
      codes: [.unknownKind]),
    Case(testDescription: "no kind at all", text: "foo: bar", codes: [.unknownKind]),
    Case(
      testDescription: "misspelt keys",
      text: """
        guards:
          - id: a
            requires: contact.ok
            otherwse: stop
            becuase: x
        """, codes: [.unknownKey, .unknownKey, .unknownKey]),
    Case(
      testDescription: "missing keys", text: "channel: email\nrank: 1", codes: [.missingKey]),
    Case(
      testDescription: "bools of other languages",
      text: """
        facts:
          contact:
            a: {type: string, nullable: yes}
            b: {type: string, nullable: "NO"}
            c: {type: string, nullable: maybe}
        """, codes: [.notBool, .notBool, .notBool]),
    Case(
      testDescription: "durations",
      text: """
        limit: a
        scope: contact
        gap: two weeks
        ---
        limit: b
        scope: contact
        gap: 14x
        ---
        limit: c
        scope: contact
        gap: 1.5d
        """, codes: [.wrongType, .wrongType, .wrongType]),
    Case(
      testDescription: "windows",
      text: """
        calendar: a
        open: [mon-fri 22:00-06:00, mon 09:00-25:00, 'mon 9-18', moon 09:00-10:00]
        """, codes: [.windowEndsFirst, .wrongType, .wrongType, .wrongType]),
    Case(
      testDescription: "dates",
      text: """
        calendar: a
        closed: [2026-02-30, 13-01, 2026/01/01, tomorrow]
        ---
        scenario: a
        from: 2026-01-01T25:00
        to: 01.02.2026
        """,
      codes: [
        .noSuchTime, .wrongType, .wrongType, .wrongType, .misplacedKind, .wrongType, .wrongType,
      ]),
    Case(
      testDescription: "ranges",
      text: "score: a\nof: contact\nparts: []\nbands: {hot: 100..75, warm: 40..., cold: 0..139}",
      codes: [.rangeReversed, .wrongType, .outOfRange]),
    Case(
      testDescription: "shares, rates, money",
      text: """
        policy: a
        enrol: {on: deal.lost}
        steps: [{id: b, task: {text: c}}]
        holdout: 0.05
        ---
        parley: 1
        budgets: {models: {per_day: 25, calls: {large: 50/dya, small: lots}}}
        ---
        policy: b
        enrol: {on: deal.lost}
        steps: [{id: b, task: {text: c}}]
        holdout: 120%
        """,
      codes: [
        .notExecutedYet, .wrongType, .notExecutedYet, .wrongType, .wrongType, .wrongType,
        .notExecutedYet, .outOfRange,
      ]),
    Case(
      testDescription: "names",
      text: """
        policy: Winback_Deals
        enrol: {on: deal lost}
        steps: [{id: First Step, task: {text: c}}]
        ---
        score: lead-fit
        of: contact
        parts: []
        ---
        calendar: a
        holidays: {pt: [], Portugal: []}
        """, codes: [.badName, .badName, .badName, .badName, .badName, .badName]),
    Case(
      testDescription: "choices",
      text: "guards: [{id: a, require: contact.ok, otherwise: drop, level: sotf}]",
      codes: [.unknownChoice, .unknownChoice]),
    Case(
      testDescription: "forms",
      text: """
        policy: a
        enrol: deal.lost
        steps: hello
        exit: {on: contact.replied, as: answered}
        title: [a, b]
        """, codes: [.wrongForm, .wrongForm, .wrongForm, .wrongForm]),
    Case(
      testDescription: "ranges with a hyphen",
      text: """
        pool: a
        channel: email
        senders: [{id: anna, name: Anna, address: anna@example.com}]
        gap: 5-10m
        ---
        policy: b
        enrol: {on: deal.lost, after: 5d – 7d}
        guards: []
        steps: []
        """,
      codes: [.wrongType, .wrongType]),
    Case(
      testDescription: "nothing behind keys",
      text: "policy:\nenrol:\nsteps:\ntitle:",
      codes: [.wrongForm, .wrongForm, .wrongForm, .wrongForm]),
    Case(
      testDescription: "keys that exclude each other",
      text: """
        policy: a
        enrol: {after: 3d}
        guards: [{id: g, require: contact.ok, forbid: contact.late}, {otherwise: stop}]
        steps:
          - {id: b, task: {text: c}, send: {channel: email, template: d}}
          - {id: c, after: 3d}
          - {id: b, task: {text: c}}
        ---
        limit: b
        scope: contact
        count: 3
        """,
      codes: [
        .keyConflict, .keyConflict, .keyConflict, .keyConflict, .keyConflict, .duplicateName,
        .keyConflict,
      ]),
    Case(
      testDescription: "alternatives",
      text: """
        limit: a
        scope: contact
        count: many
        per: {rolling: 7d}
        ---
        limit: b
        scope: contact
        count: 3
        per: {calender: day}
        """, codes: [.wrongType, .unknownKey]),
    Case(
      testDescription: "secrets in a file",
      text:
        "channel: email\nplugin: smtp\nsettings: {user: a, password: hunter2, token: {secret: t}}",
      codes: [.literalSecret]),
    Case(
      testDescription: "shares of values",
      text: """
        scenario: a
        from: 2026-01-01
        to: 2026-02-01
        people:
          generate:
            count: 10
            contact: {language: {en: 70%, ru: 20%}, age: "normal(62)", size: "nromal(1, 2)", country: NO}
        """, codes: [.sharesDoNotAddUp, .wrongType, .wrongType], path: "scenarios/a.yaml"),
    Case(
      testDescription: "template without front matter", text: "Hi {{contact.first_name}}",
      codes: [.frontMatter], path: "templates/a.md"),
    Case(
      testDescription: "template with odd front matter",
      text: "---\ntemplate: a/B\nchanel: email\nlanguage: english\n---\nHi",
      codes: [.badName, .unknownKey, .badName],
      path: "templates/a.md"),
    Case(
      testDescription: "odd characters",
      text: "define: {a: 1}\ntitle: a\u{202E}b\u{7}c",
      codes: [.bidirectionalControl, .controlCharacter]),
  ]

  @Test(arguments: cases)
  func `what a kind doesn't take is told`(_ c: Case) throws {
    #expect(codes(c.text, path: c.path) == c.codes, "\(rendered(c.text, path: c.path))")
  }

  @Test func `what a kind doesn't take reads well`() throws {
    let text = Self.cases.map { "## \($0.testDescription)\n\n\(rendered($0.text, path: $0.path))" }
    try expectGolden(text.joined(separator: "\n"), "reader/kinds.txt")
  }

  @Test func `a country called NO is Norway`() throws {
    let source = try document(
      """
      scenario: a
      from: 2026-01-01
      to: 2026-02-01
      people: {generate: {count: 10, contact: {country: NO, active: on}}}
      """, path: "scenarios/a.yaml")
    let contact = source["people"]?.object?["generate"]?.object?["contact"]?.object
    guard case .constant(let country)? = contact?.rest.first?.value.generated else {
      Issue.record("no constant")
      return
    }
    #expect(country.text == "NO")
  }
}
