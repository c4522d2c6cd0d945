// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct CompilerTemplateTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The text below the front matter.
    var body = "Hello from {{identity.name}}."
    var subject = "Hello"
    /// What stands beside the e-mail channel's consent.
    var channel = ""
    var more: [String: String] = [:]
    var enrol = "{on: deal.lost, per: deal}"
    var expected: [String] = []
  }

  @Test(arguments: [
    Case(testDescription: "nothing wrong"),
    Case(
      testDescription: "a misspelt fact", body: "About {{deal.packge}}.",
      expected: ["templates/hello.en.md:7:9 PAR2104"]),
    Case(
      testDescription: "the deal of a policy per contact", body: "About {{deal.package}}.",
      enrol: "{on: deal.lost}", expected: ["templates/hello.en.md:7:9 PAR2108"]),
    Case(
      testDescription: "a nullable fact", body: "As {{contact.role}},",
      expected: ["templates/hello.en.md:7:6 PAR4104"]),
    Case(
      testDescription: "a nullable fact with a default",
      body: "As {{contact.role | default: \"you\"}},"),
    Case(
      testDescription: "a nullable fact in its section",
      body: "{{#contact.role}}As {{contact.role}},{{/contact.role}}"),
    Case(
      testDescription: "a nullable fact in the subject", subject: "\"For {{contact.role}}\"",
      expected: ["templates/hello.en.md:5:17 PAR4104"]),
    Case(
      testDescription: "a sender on a channel without a pool", body: "{{sender.name}}",
      expected: ["templates/hello.en.md:7:3 PAR4103"]),
    Case(
      testDescription: "a sender on a channel with a pool", body: "{{sender.name}}",
      more: [
        "policies/pool.yaml": "pool: p\nchannel: email\nsenders:\n"
          + "  - {id: anna, name: Anna, address: anna@studio.example.com}"
      ]),
    Case(
      testDescription: "a filter on another type", body: "In {{deal.package | month}}",
      expected: ["templates/hello.en.md:7:6 PAR4109"]),
    Case(
      testDescription: "the date of the loss is there after a loss",
      body: "In {{deal.lost_at | month}}"),
    Case(
      testDescription: "a list of objects", body: "{{account.deals}}",
      expected: ["templates/hello.en.md:7:3 PAR4109"]),
    Case(
      testDescription: "no way to unsubscribe", channel: "requires: [one_click_unsubscribe]",
      expected: ["templates/hello.en.md:2:11 PAR4105"]),
    Case(
      testDescription: "what the provider carries needn't stand in the text",
      channel: "requires: [one_click_unsubscribe]\ncarries: [one_click_unsubscribe]"),
    Case(
      testDescription: "a postal address in a partial", body: "Hello\n{{> footer}}",
      channel: "requires: [postal_address]",
      more: ["templates/partials/footer.en.md": "{{identity.postal_address}}\n"]),
    Case(
      testDescription: "a partial that isn't there", body: "{{> footer}}",
      expected: ["templates/hello.en.md:7:1 PAR2101"]),
    Case(
      testDescription: "a partial that includes itself", body: "{{> a}}",
      more: ["templates/partials/a.en.md": "{{> a}}"],
      expected: ["templates/partials/a.en.md:1:1 PAR2111"]),
    Case(
      testDescription: "a long subject", subject: "A subject that is longer than ten characters",
      channel: "length: {subject: 1..10}", expected: ["templates/hello.en.md:5:10 PAR4106"]),
    Case(
      testDescription: "two segments of SMS", body: String(repeating: "word ", count: 40),
      channel: "length: {segments: 1..1}", expected: ["templates/hello.en.md:2:11 PAR4106"]),
    Case(
      testDescription: "two links in a first message",
      body: "https://a.example.com and https://b.example.com",
      channel: "first_touch: {links: 0..1}", expected: ["templates/hello.en.md:2:11 PAR4107"]),
    Case(
      testDescription: "an open tag", body: "Hello {{contact.id}",
      expected: ["templates/hello.en.md:7:7 PAR4101"]),
    Case(
      testDescription: "an unused template",
      more: [
        "templates/other.en.md": "---\ntemplate: other\nchannel: email\nlanguage: en\n"
          + "subject: Other\n---\nHello."
      ], expected: ["templates/other.en.md:2:11 PAR2205"]),
    Case(
      testDescription: "a language that one of the texts lacks",
      more: [
        "policies/parley.yaml": SmallBundle.settings.replacing("[en]", with: "[en, ru]"),
        "policies/other.yaml": "policy: b\nenrol: {on: deal.won}\nsteps:\n"
          + "  - {id: other, send: {channel: email, template: other}}",
        "templates/other.ru.md": "---\ntemplate: other\nchannel: email\nlanguage: ru\n"
          + "subject: Other\n---\nHello.",
        "templates/other.en.md": "---\ntemplate: other\nchannel: email\nlanguage: en\n"
          + "subject: Other\n---\nHello.",
      ], expected: ["templates/hello.en.md:2:11 PAR4201"]),
  ])
  func `texts are checked with the policies that send them`(_ c: Case) throws {
    let template = """
      ---
      template: hello
      channel: email
      language: en
      subject: \(c.subject)
      ---
      \(c.body)
      """
    var files = c.more
    files["templates/hello.en.md"] = template
    files["policies/common.yaml"] = SmallBundle.common.replacing(
      "consent: [explicit]", with: "consent: [explicit]\n\(c.channel)")
    let result = try SmallBundle.compile(
      "policy: a\nenrol: \(c.enrol)\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}", files)
    #expect(result.places == c.expected, "\(result.text)")
  }
}
