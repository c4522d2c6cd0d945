// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import MessageTemplates
import Testing

let english = TemplateFormat(language: "en", zone: .utc)
let russian = TemplateFormat(language: "ru", zone: .utc)

@Suite struct TemplateRenderTests {
  static let values: [String: TemplateValue] = [
    "name": .string("Ada"), "empty": .string(" "), "none": .missing, "nobody_knows": .unknown,
    "yes": .bool(true), "no": .bool(false), "zero": .int(0), "tags": .list([]),
    "topics": .list([.string("saas"), .string(""), .string("<payments>")]),
    "html": .string("<b>\"Tom\" & 'Ada'</b>"), "two_lines": .string("one\ntwo"),
  ]
  static let partials = TemplatePartials([
    "footer": MessageText("-- \n{{name}}\n"), "loop": MessageText("{{> loop}}"),
    "bold": MessageText("{{html}}{{{html}}}"), "outer": MessageText("<\n {{> footer}}\n>\n"),
    "bad": MessageText("{{#a}}"), "strict": MessageText("{{none}}"),
    "double": MessageText(String(repeating: "{{> doubled}}", count: 1000)),
    "doubled": MessageText(String(repeating: "{{> triple}}", count: 1000)),
    "triple": MessageText(""),
  ])

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var expected: String
    var mode: RenderMode = .text

    init(_ name: String, _ text: String, _ expected: String, _ mode: RenderMode = .text) {
      (testDescription, self.text, self.expected, self.mode) = (name, text, expected, mode)
    }
  }

  @Test(arguments: [
    Case("plain", "Hello.\n", "Hello.\n"),
    Case("a value", "Hi {{name}}!", "Hi Ada!"),
    Case("a default unused", "{{name | default: \"there\"}}", "Ada"),
    Case("a default used", "{{none | default: \"there\"}}", "there"),
    Case("a default in single quotes", "{{none | default: 'you'}}", "you"),
    Case("a blank text is no value", "{{empty | default: \"there\"}}", "there"),
    Case("an empty list is no value", "{{tags | default: \"-\"}}", "-"),
    Case("an empty default is meant", "[{{none | default: \"\"}}]", "[]"),
    Case("filters after default", "{{none | default: \"a b\" | upper}}", "A B"),
    Case("filters before default", "{{none | upper | default: \"a b\"}}", "a b"),
    Case("a date that isn't there", "{{none | default: \"soon\" | date}}", "soon"),
    Case("a list", "{{topics}}", "saas, <payments>"),
    Case("a section", "{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{#none}}m{{/none}}", "y"),
    Case("an inverted section", "{{^yes}}y{{/yes}}{{^no}}n{{/no}}{{^empty}}e{{/empty}}", "ne"),
    Case("zero is a value", "{{#zero}}{{.}}{{/zero}}", "0"),
    Case("each element", "{{#topics}}[{{. | upper}}]{{/topics}}", "[SAAS][<PAYMENTS>]"),
    Case(
      "sections in sections", "{{#yes}}{{#topics}}{{^no}}{{.}};{{/no}}{{/topics}}{{/yes}}",
      "saas;<payments>;"),
    Case("a comment", "a{{! {{name | nonsense }}b", "ab"),
    Case("a comment on its line", "a\n  {{! b\n c }}  \nd", "a\nd"),
    Case("sections on their lines", "a\n{{#yes}}\nb\n{{/yes}}\nc", "a\nb\nc"),
    Case("on the first and last line", "{{#yes}}\r\nb\r\n{{/yes}}", "b\r\n"),
    Case("two tags on one line stay", "a\n{{#yes}}{{/yes}}\nb", "a\n\nb"),
    Case("a variable on its line stays", "a\n {{name}}\nb", "a\n Ada\nb"),
    Case("a partial on its line", "x\n{{> footer}}\ny", "x\n-- \nAda\ny"),
    Case("a partial in a line", "x {{> footer}} y", "x -- \nAda\n y"),
    Case("an indented partial", "x\n  {{> footer}}\ny", "x\n  -- \n  Ada\ny"),
    Case("partials indent each other", " {{> outer}}", " <\n  -- \n  Ada\n >\n"),
    Case("values aren't indented inside", "{{#yes}}\n  {{two_lines}}\n{{/yes}}", "  one\ntwo\n"),
    Case("text isn't escaped", "{{html}}", "<b>\"Tom\" & 'Ada'</b>"),
    Case(
      "HTML is escaped", "<i>{{html}}</i>",
      "<i>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ada&#39;&lt;/b&gt;</i>", .html),
    Case("raw isn't escaped", "{{{html}}}{{& name}}", "<b>\"Tom\" & 'Ada'</b>Ada", .html),
    Case(
      "partials keep the mode: text", "{{> bold}}",
      "<b>\"Tom\" & 'Ada'</b><b>\"Tom\" & 'Ada'</b>"),
    Case(
      "partials keep the mode: HTML", "{{> bold}}",
      "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ada&#39;&lt;/b&gt;<b>\"Tom\" & 'Ada'</b>", .html),
    Case("closing braces alone are text", "}} {name}", "}} {name}"),
  ])
  func `a text is written as its tags say`(_ c: Case) throws {
    let text = MessageText(c.text)
    #expect(text.errors.isEmpty)
    let written = try text.render(
      Self.values, partials: Self.partials, mode: c.mode, format: english)
    #expect(written == c.expected)
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var reason: RenderError.Reason
    var range: Range<Int>
    var partial: String?
  }

  @Test(arguments: [
    Refusal(
      testDescription: "no value", text: "Hi {{none}}", reason: .noValue("none"), range: 5..<9),
    Refusal(
      testDescription: "a blank value", text: "{{empty}}", reason: .noValue("empty"), range: 2..<7),
    Refusal(
      testDescription: "a name nobody gives", text: "{{nothing.here}}",
      reason: .noValue("nothing.here"), range: 2..<14),
    Refusal(
      testDescription: "unknown, whatever default says",
      text: "{{nobody_knows | default: \"x\"}}", reason: .unknownValue("nobody_knows"),
      range: 2..<14),
    Refusal(
      testDescription: "an unknown condition", text: "{{^nobody_knows}}x{{/nobody_knows}}",
      reason: .unknownValue("nobody_knows"), range: 3..<15),
    Refusal(
      testDescription: "a date of a text", text: "{{name | date}}",
      reason: .wrongKind("name", .string, filter: .date), range: 2..<6),
    Refusal(
      testDescription: "capitals of a number", text: "{{zero | upper}}",
      reason: .wrongKind("zero", .int, filter: .upper), range: 2..<6),
    Refusal(
      testDescription: "a slug of nothing", text: "{{dash | slug}}",
      reason: .nothingLeft("dash", filter: .slug), range: 2..<6),
    Refusal(
      testDescription: "no partial", text: "{{> nowhere}}", reason: .noPartial("nowhere"),
      range: 0..<13),
    Refusal(
      testDescription: "inside a partial", text: "{{> strict}}", reason: .noValue("none"),
      range: 2..<6, partial: "strict"),
    Refusal(
      testDescription: "a partial with mistakes", text: "{{> bad}}",
      reason: .malformed(TemplateError(kind: .unclosedSection("a"), range: 0..<6)), range: 0..<6,
      partial: "bad"),
    Refusal(
      testDescription: "a partial inside itself", text: "{{> loop}}",
      reason: .partialsTooDeep("loop"), range: 0..<10, partial: "loop"),
    Refusal(
      testDescription: "a number that is none", text: "{{nan}}", reason: .unwritable("nan"),
      range: 2..<5),
  ])
  func `what can't be written is refused by name`(_ c: Refusal) {
    var values = Self.values
    values["dash"] = .string("—")
    values["nan"] = .double(.nan)
    let text = MessageText(c.text)
    let error = #expect(throws: RenderError.self) {
      try text.render(values, partials: Self.partials, format: english)
    }
    #expect(error?.reason == c.reason)
    #expect(error?.range == c.range)
    #expect(error?.partial == c.partial)
  }

  @Test func `partials that multiply are stopped`() {
    let error = #expect(throws: RenderError.self) {
      try MessageText("{{> double}}").render(
        Self.values, partials: Self.partials, format: english)
    }
    #expect(error?.reason == .tooLarge)
  }

  @Test(arguments: [
    ("health is {{none}}; {{nobody_knows | default: \"x\"}}", "health is ‹none›; ‹nobody_knows›"),
    ("{{#nobody_knows}}a{{/nobody_knows}}{{^nobody_knows}}b{{/nobody_knows}}c", "c"),
    ("{{> nowhere}} {{name | date}}", "‹nowhere› ‹name›"),
    ("{{name}} {{> loop}}", "{{name}} {{> loop}}"),
    ("{{name}} {{", "{{name}} {{"),
  ])
  func `a preview names what it can't write`(_ text: String, _ expected: String) {
    let written = MessageText(text).preview(
      Self.values, partials: Self.partials, format: english)
    #expect(written == expected)
  }

  @Test func `each filter takes the kinds that it can write`() {
    let taken = Dictionary(
      uniqueKeysWithValues: [
        TemplateFilter.fallback("x"), .date, .month, .money, .upper, .title, .slug,
      ].map { filter in
        (filter.name, TemplateValue.Kind.allCases.filter { filter.result(of: $0) != nil })
      })
    #expect(
      taken == [
        .default: TemplateValue.Kind.allCases, .date: [.instant, .date],
        .month: [.instant, .date], .money: [.money], .upper: [.string], .title: [.string],
        .slug: [.string],
      ])
  }

  struct Format: CustomTestStringConvertible {
    var testDescription: String { "\(text) in \(format.language)" }
    var value: TemplateValue
    var text: String
    var format: TemplateFormat
    var expected: String

    init(_ value: TemplateValue, _ text: String, _ format: TemplateFormat, _ expected: String) {
      (self.value, self.text, self.format, self.expected) = (value, text, format, expected)
    }
  }

  static let evening = Instant(seconds: 1_791_325_800)  // 2026-10-06T22:30:00Z
  static let east = TemplateFormat(
    language: "en-GB", zone: Zone(fixedOffsetSeconds: 7200) ?? .utc)

  @Test(arguments: [
    Format(.int(-1_234_567), "{{v}}", english, "-1234567"),
    Format(.double(3), "{{v}}", english, "3"),
    Format(.double(-0.1), "{{v}}", english, "-0.1"),
    Format(.double(1e300), "{{v}}", english, "1e+300"),
    Format(.bool(true), "{{v}}", english, "true"),
    Format(.instant(evening), "{{v}}", east, "2026-10-06T22:30:00Z"),
    Format(.instant(evening), "{{v | date}}", english, "6 October 2026"),
    Format(.instant(evening), "{{v | date}}", east, "7 October 2026"),
    Format(.instant(evening), "{{v | date}}", russian, "6 октября 2026"),
    Format(.instant(evening), "{{v | month}}", english, "October"),
    Format(.instant(evening), "{{v | month | upper}}", russian, "ОКТЯБРЬ"),
    Format(.date(CivilDate(daysSinceEpoch: 0)), "{{v}}", english, "1970-01-01"),
    Format(.date(CivilDate(daysSinceEpoch: 0)), "{{v | date}}", east, "1 January 1970"),
    Format(.duration(.seconds(129_600)), "{{v}}", english, "1d12h"),
    Format(.duration(.zero), "{{v}}", english, "0"),
    Format(.duration(.seconds(-90)), "{{v}}", english, "-1m30s"),
    Format(money(8000, 0), "{{v}}", english, "8000 USD"),
    Format(money(8000, 0), "{{v | money}}", english, "8,000 USD"),
    Format(money(800_000, 2), "{{v | money}}", english, "8,000 USD"),
    Format(money(-123_456_750, 2), "{{v | money}}", english, "-1,234,567.50 USD"),
    Format(money(5, 2), "{{v | money}}", english, "0.05 USD"),
    Format(money(12_345, 3), "{{v | money}}", english, "12.345 USD"),
    Format(money(123_456_750, 2), "{{v | money}}", russian, "1\u{A0}234\u{A0}567,50\u{A0}USD"),
    Format(money(.min, 0), "{{v}}", english, "-9223372036854775808 USD"),
  ])
  func `values are written by kind, filter and language`(_ c: Format) throws {
    #expect(try MessageText(c.text).render(["v": c.value], format: c.format) == c.expected)
  }

  static func money(_ units: Int64, _ scale: Int) -> TemplateValue {
    .money(TemplateMoney(units: units, scale: scale, currency: "USD"))
  }

  @Test func `a language without words refuses dates and writes the rest`() throws {
    let german = TemplateFormat(language: "de", zone: .utc)
    let values: [String: TemplateValue] = ["v": .instant(Self.evening)]
    #expect(try MessageText("{{v}}").render(values, format: german) == "2026-10-06T22:30:00Z")
    let error = #expect(throws: RenderError.self) {
      try MessageText("{{v | month}}").render(values, format: german)
    }
    #expect(error?.reason == .noWords(language: "de", filter: .month))
  }
}
