// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

/// Mistakes that people make in YAML, and what is said about each.
@Suite struct YAMLFaultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var codes: [DiagnosticCode]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "tab before an item",
      text: """
        guards:
        \t- id: a
        \t  require: contact.ok
        """, codes: [.tabIndentation]),
    Case(
      testDescription: "tab before a key",
      text: """
        limit: a
        scope: contact
        per:
        \trolling: 7d
        count: 3
        """, codes: [.tabIndentation]),
    Case(
      testDescription: "duplicate key",
      text: """
        limit: a
        scope: contact
        gap: 1d
        scope: account
        """, codes: [.duplicateKey]),
    Case(
      testDescription: "unquoted exclamation mark",
      text: """
        guards:
          - id: a
            require: !contact.replied_since(enrolment.started_at)
          - id: b
            require: !has(contact.source) && contact.ok
        """, codes: [.tag, .tag]),
    Case(
      testDescription: "unquoted exclamation mark in braces",
      text: "guards: [{id: a, require: !contact.replied_ever, otherwise: stop}]", codes: [.tag]),
    Case(
      testDescription: "tag of a type",
      text: "calendar: a\nzone: !!str UTC\nopen: [mon 09:00-10:00]", codes: [.tag]),
    Case(
      testDescription: "a value that begins with an at sign",
      text: "parley: 1\nsafe_list: [@studio.example.com]", codes: [.reservedCharacter]),
    Case(
      testDescription: "values that begin with reserved signs",
      text: """
        define:
          a: & b
          b: * c
          c: `d`
          d: %e
          e: @f
        """,
      codes: [
        .reservedCharacter, .reservedCharacter, .reservedCharacter, .reservedCharacter,
        .reservedCharacter,
      ]),
    Case(
      testDescription: "colon in a value",
      text: """
        define:
          a: contact.ok ? "a": "b"
        guards: []
        title: next: step
        """, codes: [.colonInValue, .unknownKey, .colonInValue]),
    Case(
      testDescription: "text behind quotes",
      text: """
        define:
          a: "lead" == contact.stage
          b: contact.ok
        """, codes: [.textAfterValue]),
    Case(
      testDescription: "text behind brackets",
      text: """
        define:
          a: [1, 2].exists(x, x == 1)
          b: {"a": 1}["a"] == 1
        """, codes: [.textAfterValue, .textAfterValue]),
    Case(
      testDescription: "apostrophe in single quotes",
      text: """
        guards:
          - id: a
            require: contact.ok
            because: 'it's late'
        """, codes: [.textAfterValue]),
    Case(
      testDescription: "open quote",
      text: """
        define:
          a: "contact.ok
        title: b
        """, codes: [.unclosedQuote]),
    Case(
      testDescription: "open bracket",
      text: """
        limit: a
        scope: contact
        gap: 1d
        over: [email, sms
        level: soft
        """, codes: [.unclosedBracket]),
    Case(
      testDescription: "wrong bracket",
      text: "limit: a\nscope: contact\ngap: 1d\nover: [email, sms}\nlevel: soft",
      codes: [.unclosedBracket]),
    Case(
      testDescription: "key too far left",
      text: """
        policy: a
        enrol: {on: deal.lost}
        steps:
          - id: b
            send:
                channel: email
              template: c
        """, codes: [.unexpectedIndentation]),
    Case(
      testDescription: "key too far right",
      text: "limit: a\nscope: contact\n  gap: 1d\nlevel: soft", codes: [.unexpectedIndentation]),
    Case(
      testDescription: "line without a colon",
      text: "limit: a\nscope: contact\ngap: 1d\nlevel soft\ntitle: b", codes: [.missingColon]),
    Case(
      testDescription: "colon without a space",
      text: "limit: a\nscope: contact\ngap: 1d\nlevel:soft\ntitle: b", codes: [.missingColon]),
    Case(
      testDescription: "comparison that begins a block",
      text: "define:\n  a: > 3\n  b: 1", codes: [.blockHeader]),
    Case(
      testDescription: "unknown escape", text: "define:\n  a: \"x.matches('\\d+')\"",
      codes: [.escape]),
    Case(
      testDescription: "directive", text: "%YAML 1.2\n---\ndefine: {a: 1}", codes: [.directive]),
    Case(
      testDescription: "a directive without a document's beginning",
      text: "%YAML 1.2\ndefine: {a: 1}", codes: [.directive]),
    Case(
      testDescription: "anchors and aliases",
      text: """
        define:
          a: &x 1
          b: *x
          c: *x
        """, codes: [.alias]),
    Case(testDescription: "anchor alone", text: "define:\n  a: &x 1", codes: [.anchor]),
    Case(
      testDescription: "merge key",
      text: "define: &d {a: 1}\n---\nlimit: a\nscope: contact\ngap: 1d\n<<: *d",
      codes: [.anchor, .alias]),
    Case(
      testDescription: "torn draw in braces",
      text: """
        scenario: a
        from: 2026-01-01
        to: 2026-02-01
        people: {generate: {count: 5, account: {health: normal(62, 18), stage: a}}}
        """, codes: [.misplacedKind, .tornCall]),
    Case(
      testDescription: "torn call in brackets",
      text: "guards: [{id: a, require: between(contact.age, 1, 2), otherwise: stop}]",
      codes: [.tornCall]),
    Case(
      testDescription: "torn macro in brackets",
      text: """
        offer: a
        signals: [contact.topics.exists(t, t in ["saas"])]
        """, codes: [.notExecutedYet, .tornCall]),
    Case(
      testDescription: "braces of a text",
      text: "guards:\n  - id: a\n    require: contact.ok\n    because: {{contact.name}} is late",
      codes: [.keyNotText]),
    Case(
      testDescription: "a comment may cut an expression",
      text: """
        define:
          a: contact.a && contact.b #c
          b: contact.tag == "a #1"
          c: contact.a &&  # and then
          d: contact.a  # && contact.b
          e: contact.a   # plainly a comment
        """,
      codes: [
        .commentInExpression, .commentInExpression, .commentInExpression, .commentInExpression,
      ]),
    Case(
      testDescription: "a comment between the lines of an expression",
      text: """
        define:
          a: contact.a   # why
            && contact.b
          b: contact.c
        """, codes: [.commentInExpression]),
    Case(
      testDescription: "slashes in folded text",
      text: """
        define:
          a: >-
            contact.a // why
            && contact.b
          b: |-
            contact.a // why
            && contact.b
          c: "'//' + contact.url"
        """, codes: [.commentSwallowsLines]),
    Case(
      testDescription: "nesting", text: "define: " + String(repeating: "[", count: 70),
      codes: [.nestedTooDeep]),
    Case(
      testDescription: "a list where a key begins", text: "- a\n- b", codes: [.unknownKind]),
    Case(
      testDescription: "one torn document of three",
      text: """
        limit: a
        scop: contact
        gap: 1d
        ---
        limit: b
        over: [email
        scope: contact
        gap: 14x
        ---
        limit: c
        scope: contact
        """,
      codes: [.unknownKey, .unclosedBracket, .wrongType, .keyConflict]),
  ]

  @Test(arguments: cases)
  func `mistakes in YAML are told one by one`(_ c: Case) throws {
    #expect(codes(c.text) == c.codes, "\(rendered(c.text))")
  }

  @Test func `mistakes in YAML read well`() throws {
    let text = Self.cases.map { c in
      "## \(c.testDescription)\n\n\(rendered(c.text))"
    }
    try expectGolden(text.joined(separator: "\n"), "reader/faults.txt")
  }
}
