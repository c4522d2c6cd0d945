// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

struct ParserTests {
  struct Failure: CustomTestStringConvertible, Sendable {
    var testDescription: String { text }
    let text: String
    let kind: ParseError.Kind
    let place: String
  }

  @Test(arguments: [
    Failure(text: "a = b", kind: .singleEquals, place: "="),
    Failure(text: "a and b", kind: .foreignOperator(found: "and", use: "&&"), place: "and"),
    Failure(text: "not a", kind: .foreignOperator(found: "not", use: "!"), place: "not"),
    Failure(text: "a & b", kind: .foreignOperator(found: "&", use: "&&"), place: "&"),
    Failure(text: "a | b", kind: .foreignOperator(found: "|", use: "||"), place: "|"),
    Failure(
      text: "a +", kind: .unexpectedEnd(expected: "a value"), place: ""),
    Failure(text: "(a", kind: .unexpectedEnd(expected: "`)`"), place: ""),
    Failure(
      text: "a b", kind: .unexpected(found: "b", expected: "an operator or the end"), place: "b"),
    Failure(text: "'abc", kind: .unterminatedString, place: "'abc"),
    Failure(text: "'a\nb'", kind: .unterminatedString, place: "'a"),
    Failure(text: #"'\s'"#, kind: .badEscape(#"\s"#), place: #"\s"#),
    Failure(text: #"'\ud83d'"#, kind: .badEscape(#"\ud83d"#), place: #"\ud83d"#),
    Failure(text: #"b'\u0041'"#, kind: .badEscape(#"\u"#), place: #"\u"#),
    Failure(text: "1x", kind: .badNumber("1x"), place: "1x"),
    Failure(text: "0x", kind: .badNumber("0x"), place: "0x"),
    Failure(
      text: "9223372036854775808", kind: .numberOutOfRange("9223372036854775808"),
      place: "9223372036854775808"),
    Failure(text: "1e999", kind: .numberOutOfRange("1e999"), place: "1e999"),
    Failure(text: "for + 1", kind: .reservedWord("for"), place: "for"),
    Failure(text: "a.in", kind: .reservedWord("in"), place: "in"),
    Failure(
      text: "has(a)", kind: .badMacro(name: "has", expected: "a field, as in `has(a.b)`"),
      place: "a"),
    Failure(
      text: "[1].all(x.y, true)",
      kind: .badMacro(name: "all", expected: "a simple name as its variable"), place: "x.y"),
    Failure(text: "a # b", kind: .unknownCharacter("#"), place: "#"),
    Failure(text: "a → b", kind: .unknownCharacter("→"), place: "→"),
    Failure(text: "-!a", kind: .unexpected(found: "!", expected: "a value"), place: "!"),
    Failure(text: "!-a", kind: .unexpected(found: "-", expected: "a value"), place: "-"),
  ])
  func `a text that is no expression is refused where it goes wrong`(_ c: Failure) {
    do {
      let tree = try Parser().parse(c.text)
      Issue.record("parsed as \(tree)")
    } catch {
      #expect(error.kind == c.kind)
      #expect(error.range.text(in: c.text) == c.place)
    }
  }

  @Test(arguments: [
    ("a&&b&&c||d", "a && b && c || d"),
    ("(a || b) && c", "(a || b) && c"),
    ("a && (b && c)", "a && b && c"),
    ("a - (b - c)", "a - (b - c)"),
    ("(a - b) - c", "a - b - c"),
    ("a ? b : c ? d : e", "a ? b : c ? d : e"),
    ("(a ? b : c) ? d : e", "(a ? b : c) ? d : e"),
    ("-(5)", "-(5)"),
    ("- 5", "-(5)"),
    ("--5", "--5"),
    ("-5.foo()", "-5.foo()"),
    ("!(a == b)", "!(a == b)"),
    ("-(a + b)", "-(a + b)"),
    ("(-a).b", "(-a).b"),
    ("[1, 2,][0]", "[1, 2][0]"),
    ("{'a': 1,}.a", #"{"a": 1}.a"#),
    ("has( a.b )", "has(a.b)"),
    ("[1].map(x, x > 0, x)", "[1].map(x, x > 0, x)"),
    ("a.`content-type`", "a.`content-type`"),
    (".a.b", ".a.b"),
    ("T{f: 1}", "T{f: 1}"),
    ("r'\\d' + b'\\xff'", #""\\d" + b"\xff""#),
    ("1.0 + 1e30 + 2u", "1.0 + 1e+30 + 2u"),
    ("a.?b[?c]", "a.?b[?c]"),
    ("x in [1] == true", "x in [1] == true"),
  ])
  func `an expression prints in one canonical form`(_ text: String, _ canonical: String) throws {
    #expect(try World.environment().parse(text).description == canonical)
  }

  @Test func `nodes know their own place and that of their operator`() throws {
    let text = "a +  bcd.e(1)"
    let tree = try Parser().parse(text)
    let root = tree[tree.root]
    #expect(root.range.text(in: text) == text)
    #expect(root.operatorRange.text(in: text) == "+")
    let right = tree[root.kind.children[1]]
    #expect(right.range.text(in: text) == "bcd.e(1)")
    #expect(right.operatorRange.text(in: text) == "e")
    #expect(right.range.lineAndColumn(in: text) == (1, 6))
  }
}
