// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

private let samplePartials = TemplatePartials([
  "footer": MessageText(
    "{{identity.name}}, {{identity.postal_address}}\nNo more? {{unsubscribe_url}}\n"),
  "address": MessageText("{{identity.postal_address}}"),
  "link": MessageText("https://example.com"),
  "long": MessageText(String(repeating: "x", count: 100) + "\n"),
  "cyrillic": MessageText("я"),
])

private func template(
  _ body: String, subject: String? = nil, format: RenderMode = .text, language: String = "en"
) -> MessageTemplate {
  MessageTemplate(
    id: .init(name: "t", channel: "email", language: language), file: "t.md", format: format,
    subject: subject.map { .init(MessageText($0), fileRange: 0..<0) },
    body: MessageText(body), bodyOffset: 0)
}

private let allDuties = TemplateRules(duties: TemplateFinding.Duty.allCases)
private let oneLink = TemplateRules(links: 0...1)
private let oneSegment = TemplateRules(segments: 1...1)
func times(_ text: String, _ count: Int) -> String {
  String(repeating: text, count: count)
}

@Suite struct TemplateRulesTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var template: MessageTemplate
    var rules: TemplateRules
    var expected: [TemplateFinding.Kind]

    init(
      _ name: String, _ template: MessageTemplate, _ rules: TemplateRules,
      _ expected: TemplateFinding.Kind...
    ) {
      (testDescription, self.template) = (name, template)
      (self.rules, self.expected) = (rules, expected)
    }
  }

  @Test(arguments: [
    Case("duties by a partial", template("Hi\n{{> footer}}"), allDuties),
    Case(
      "no duty done", template("Hi"), allDuties, .missing(.identity, isConditional: false),
      .missing(.postalAddress, isConditional: false),
      .missing(.unsubscribe, isConditional: false)),
    Case(
      "a comment doesn't count", template("{{! {{unsubscribe_url}}{{> address}}"),
      TemplateRules(duties: [.unsubscribe]), .missing(.unsubscribe, isConditional: false)),
    Case(
      "a duty for some", template("{{#a}}{{> footer}}{{/a}}"),
      TemplateRules(duties: [.unsubscribe]), .missing(.unsubscribe, isConditional: true)),
    Case(
      "a duty either way", template("{{#a}}{{> footer}}{{/a}}{{^a}}{{unsubscribe_url}}{{/a}}"),
      TemplateRules(duties: [.unsubscribe])),
    Case(
      "a link in capitals", template("{{unsubscribe_url | upper}}"),
      TemplateRules(duties: [.unsubscribe]), .missing(.unsubscribe, isConditional: false)),
    Case(
      "no subject", template("Hi"), TemplateRules(needsSubject: true), .noSubject),
    Case(
      "a subject of 60", template("Hi", subject: times("я", 60)),
      TemplateRules(subjectLength: 1...60)),
    Case(
      "a subject of 61", template("Hi", subject: times("я", 60) + "{{a}}"),
      TemplateRules(subjectLength: 1...60), .tooLong(least: 61, allowed: 1...60)),
    Case(
      "an empty subject", template("Hi", subject: ""), TemplateRules(subjectLength: 1...60),
      .tooShort(most: 0, allowed: 1...60)),
    Case(
      "a name may be long", template("{{a}}"), TemplateRules(bodyLength: 50...60)),
    Case(
      "partials count, without their last break", template("{{> long}}"),
      TemplateRules(bodyLength: 1...99), .tooLong(least: 100, allowed: 1...99)),
    Case(
      "a section may be left out", template("ab{{#a}}{{> long}}{{/a}}"),
      TemplateRules(bodyLength: 1...2)),
    Case(
      "one of two sections is written", template("{{#a}}{{> long}}{{/a}}{{^a}}xyz{{/a}}"),
      TemplateRules(bodyLength: 1...2), .tooLong(least: 3, allowed: 1...2)),
    Case(
      "a known value is counted", template("{{identity.name}}"),
      TemplateRules(bodyLength: 1...13), .tooLong(least: 14, allowed: 1...13)),
    Case("one segment", template(times("a", 159) + "{{a}}"), oneSegment),
    Case(
      "two segments", template(times("a", 160) + "{{a}}"), oneSegment,
      .segments(least: 2, allowed: 1...1, encoding: .gsm7, beyondGSM7: nil)),
    Case(
      "a dash makes two segments", template(times("a", 70) + "—"), oneSegment,
      .segments(least: 2, allowed: 1...1, encoding: .ucs2, beyondGSM7: "—")),
    Case(
      "a dash for some doesn't", template(times("a", 70) + "{{#a}}—{{/a}}"), oneSegment),
    Case("one link and the unsubscribe link", template("http://a.example {{> footer}}"), oneLink),
    Case(
      "two links", template("HTTPS://a.example {{> link}}"), oneLink,
      .tooManyLinks(most: 2, allowed: 0...1)),
    Case(
      "a name that is a link", template("{{identity.site}} {{> link}}"), oneLink,
      .tooManyLinks(most: 2, allowed: 0...1)),
    Case(
      "a link either way", template("{{#a}}{{> link}}{{/a}}{{^a}}http://b.example{{/a}}"), oneLink),
    Case(
      "a link an element", template("{{#a}}{{.}} {{> link}}{{/a}}"), oneLink,
      .tooManyLinks(most: nil, allowed: 0...1)),
    Case(
      "too few links", template("Hi"), TemplateRules(links: 1...2),
      .tooFewLinks(least: 0, allowed: 1...2)),
    Case("braces left over", template("{{a}}}} b"), TemplateRules(), .strayBraces),
    Case(
      "reading turned round", template("a\u{202E}b", subject: "p\u{430}ypal"), TemplateRules(),
      .suspicious(.mixedScripts(word: "p\u{430}ypal")),
      .suspicious(.bidirectionalControl("\u{202E}"))),
    Case(
      "months of another language", template("{{a | month}}", language: "de"), TemplateRules(),
      .noWords(language: "de", filter: .month)),
    Case("a text with mistakes is passed over", template("{{a | b}}}}"), oneSegment),
  ])
  func `a template is told the rules it must break`(_ c: Case) {
    let known: [String: TemplateValue] = ["identity.name": .string("Example Studio")]
    let findings = c.rules.findings(in: c.template, partials: samplePartials, known: known)
    #expect(findings.map(\.kind) == c.expected)
    for finding in findings { #expect(!finding.description.isEmpty) }
  }

  @Test func `a finished message is measured exactly`() {
    let link = "https://studio.example.com/u/1"
    let message = RenderedMessage(
      subject: "", text: times("a", 150) + " https://example.com, \(link). {{x}}")
    let rules = TemplateRules(
      needsSubject: true, bodyLength: 1...100, segments: 1...1, links: 0...0)
    #expect(
      rules.findings(in: message, unsubscribe: link).map(\.kind) == [
        .noSubject, .tooLong(least: 209, allowed: 1...100),
        .segments(least: 2, allowed: 1...1, encoding: .gsm7, beyondGSM7: nil),
        .tooManyLinks(most: 1, allowed: 0...0), .strayBraces, .strayBraces,
      ])
  }

  @Test(arguments: [
    ("p\u{430}ypal", ["p\u{430}ypal"]), ("UI-дизайн", []), ("3Dпринтер", []), ("привет Ada", []),
    ("{{c\u{43E}ntact}}", ["c\u{43E}ntact"]), ("ОООa", ["ОООa"]), ("naïve résumé", []),
  ])
  func `words that mix scripts that look alike are found`(_ text: String, _ words: [String]) {
    let found = SuspiciousCharacters.find(in: text)
    #expect(found.map(\.kind) == words.map { .mixedScripts(word: $0) })
    for place in found {
      #expect(words.contains(String(decoding: Array(text.utf8)[place.range], as: UTF8.self)))
    }
  }
}
