// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

@Suite struct TemplateParserTests {
  struct Mistakes: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var errors: [TemplateError]

    init(_ name: String, _ text: String, _ errors: (TemplateError.Kind, Range<Int>)...) {
      testDescription = name
      self.text = text
      self.errors = errors.map { TemplateError(kind: $0.0, range: $0.1) }
    }
  }

  @Test(arguments: [
    Mistakes("nothing", ""),
    Mistakes("plain text with single braces", "a { b } {c}"),
    Mistakes("closing braces are text", "a }} b"),
    Mistakes("a tag that ends with the text", "Hi {{name", (.unclosedTag, 3..<5)),
    Mistakes("a lone opening", "{{", (.unclosedTag, 0..<2)),
    Mistakes(
      "an unclosed tag before a good one", "{{first {{second}}", (.unclosedTag, 0..<2)),
    Mistakes("one closing brace", "{{name} and", (.unclosedTag, 0..<2)),
    Mistakes("a raw tag closed by two braces", "{{{name}} x", (.unclosedRawTag, 0..<3)),
    Mistakes("an unclosed comment", "a {{! b", (.unclosedTag, 2..<4)),
    Mistakes("an empty tag", "{{ }}", (.emptyTag, 0..<5)),
    Mistakes("a name with a digit first", "{{1a}}", (.badName("1a"), 2..<4)),
    Mistakes("a name that ends with a dot", "{{a.}}", (.badName("a."), 2..<4)),
    Mistakes("an empty subscript", "{{a[]}}", (.badName("a[]"), 2..<5)),
    Mistakes("an element without a section", "{{.}}", (.elementOutsideSection, 2..<3)),
    Mistakes(
      "an element in an inverted section", "{{^a}}{{.}}{{/a}}",
      (.elementOutsideSection, 8..<9)),
    Mistakes("an open section", "{{#a}}x", (.unclosedSection("a"), 0..<6)),
    Mistakes(
      "an end without a section", "x{{/a}}", (.unmatchedSectionEnd("a", open: nil), 1..<7)),
    Mistakes(
      "another section's end", "{{#a}}{{/b}}{{/a}}",
      (.unmatchedSectionEnd("b", open: "a"), 6..<12)),
    Mistakes(
      "a section that ends too late", "{{#a}}{{#b}}{{/a}}{{/b}}",
      (.unclosedSection("b"), 6..<12), (.unmatchedSectionEnd("b", open: nil), 18..<24)),
    Mistakes(
      "a misspelt filter", "{{a | uper}}", (.unknownFilter("uper", nearest: .upper), 6..<10)),
    Mistakes(
      "a filter like no other", "{{a | capitalise}}",
      (.unknownFilter("capitalise", nearest: nil), 6..<16)),
    Mistakes("a bar without a filter", "{{a | }}", (.filterNameMissing, 5..<6)),
    Mistakes("default alone", "{{a|default}}", (.filterArgumentMissing(.default), 4..<11)),
    Mistakes("default and a colon", "{{a|default: }}", (.filterArgumentMissing(.default), 11..<12)),
    Mistakes(
      "an argument without quotes", "{{a | default: you | upper}}",
      (.filterArgumentUnquoted("you"), 15..<18)),
    Mistakes(
      "an argument too many", "{{a | upper: \"x\"}}", (.filterArgumentUnexpected(.upper), 13..<16)),
    Mistakes("an open quote", "{{a | default: \"x}}", (.unclosedQuote, 15..<16)),
    Mistakes(
      "a quote over two lines", "{{a | default: \"x\ny\"}}", (.unclosedQuote, 15..<16)),
    Mistakes("a filter twice", "{{a | upper | upper}}", (.filterRepeated(.upper), 14..<19)),
    Mistakes("a filter on a section", "{{#a | upper}}{{/a}}", (.filterNotAllowed, 5..<12)),
    Mistakes("two words", "{{a b}}", (.unexpectedText("b"), 4..<5)),
    Mistakes("other delimiters", "{{=<% %>=}}", (.delimiterChange, 0..<11)),
    Mistakes("a partial without a name", "{{> }}", (.emptyTag, 0..<6)),
    Mistakes("a partial outside its folder", "{{> ../a}}", (.badName("../a"), 4..<8)),
    Mistakes(
      "offsets count bytes", "Привет {{имя фамилия}}", (.unexpectedText("фамилия"), 22..<36)),
    Mistakes(
      "several at once", "{{a |}}{{#b}}{{c | dat}}{{/d}}", (.filterNameMissing, 4..<5),
      (.unclosedSection("b"), 7..<13), (.unknownFilter("dat", nearest: .date), 19..<22),
      (.unmatchedSectionEnd("d", open: "b"), 24..<30)),
  ])
  func `all mistakes of a text are told, where they are`(_ c: Mistakes) {
    #expect(MessageText(c.text).errors == c.errors)
  }

  @Test(arguments: [
    ("{{contact.first_name}}", "contact.first_name"),
    ("{{ contact.first_name }}", "contact.first_name"),
    ("{{\n  a\n}}", "a"),
    ("{{steps[\"first-letter\"].sent_at}}", "steps[\"first-letter\"].sent_at"),
    ("{{email_addresses[0]}}", "email_addresses[0]"),
    ("{{deal-stage}}", "deal-stage"),
    ("{{Название}}", "Название"),
    ("{{{a}}}", "a"),
    ("{{& a}}", "a"),
  ])
  func `names are read whole`(_ text: String, _ path: String) {
    let parsed = MessageText(text)
    #expect(parsed.errors.isEmpty)
    let use = parsed.references().variables.first
    #expect(use?.path == path)
    #expect(use.map { parsed.substring($0.range) } == path)
  }

  @Test func `filters keep their order and arguments`() throws {
    let text = MessageText("{{a | default: \"}} {{ | x\" | upper|title}}")
    #expect(text.errors.isEmpty)
    let use = try #require(text.references().variables.first)
    #expect(use.filters == [.fallback("}} {{ | x"), .upper, .title])
  }

  @Test func `sixty-four sections may lie inside each other, and no more`() {
    let open = { (count: Int) in String(repeating: "{{#a}}", count: count) }
    let close = { (count: Int) in String(repeating: "{{/a}}", count: count) }
    #expect(MessageText(open(64) + close(64)).errors.isEmpty)
    #expect(
      MessageText(open(70) + close(70)).errors
        == [TemplateError(kind: .nestingTooDeep(limit: 64), range: (64 * 6)..<(65 * 6))])
  }

  @Test(arguments: [
    "{{", "{{{", "{{#a}}", "{{/a}}", "{{^a}}{{.}}", "{{a | default: \"", "{{a | default: '\"",
    "{{!", " {{!}} ", "{{> a}}", "}}", "{{=", "{{#a}}{{/b}}", "{{a[", "{{a|", "\\\"{{:'",
  ])
  func `a hundred thousand copies of anything are read in linear time`(_ piece: String) {
    let text = MessageText(String(repeating: piece, count: 100_000))
    #expect(text.nodes.count <= 300_001)
  }

  @Test func `messages are one line and cut what is long`() {
    let name = String(repeating: "x", count: 500) + "!"
    for text in [
      "{{\(name)}}", "{{#a}}\n{{/\(name)}}", "{{a | \(name)}}", "{{a |\ndefault: b\nc}}",
    ] {
      for error in MessageText(text).errors {
        let words = error.description + (error.help ?? "")
        #expect(!words.contains("\n") && words.count < 260)
      }
    }
  }
}
