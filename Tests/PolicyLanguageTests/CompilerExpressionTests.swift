// Licensed under the Apache License, Version 2.0; see LICENSE.

import Guards
import PolicyLanguage
import Testing

@Suite struct CompilerExpressionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The `when` of the policy as it is written behind the key.
    var when: String
    var enrol = ""
    /// Place and code of what is found.
    var expected: [String]
  }

  @Test(arguments: [
    Case(testDescription: "plain", when: "account.helth > 40", expected: ["3:9 PAR2104"]),
    Case(
      testDescription: "single-quoted, with a doubled quote before",
      when: "'contact.id != ''x'' && account.helth > 40'", expected: ["3:33 PAR2104"]),
    Case(
      testDescription: "double-quoted, with an escape before",
      when: "\"contact.id != \\\"x\\\" && account.helth > 40\"", expected: ["3:33 PAR2104"]),
    Case(
      testDescription: "literal block",
      when: "|\n    has(contact.role)\n      && account.helth > 40",
      expected: ["5:10 PAR2104"]),
    Case(
      testDescription: "folded block", when: ">-\n    has(contact.role)\n    && account.helth > 40",
      expected: ["5:8 PAR2104"]),
    Case(
      testDescription: "over two plain lines",
      when: "has(contact.role)\n    && account.helth > 40", expected: ["4:8 PAR2104"]),
    Case(
      testDescription: "one equals sign", when: "account.health = 40", expected: ["3:24 PAR2103"]),
    Case(
      testDescription: "two mistakes in one expression",
      when: "account.helth > 40 && contact.tear > 1", expected: ["3:9 PAR2104", "3:31 PAR2104"]),
    Case(
      testDescription: "a number against a text", when: "account.health > \"40\"",
      expected: ["3:24 PAR2105"]),
    Case(testDescription: "no condition", when: "account.health", expected: ["3:9 PAR2105"]),
    Case(
      testDescription: "a word that the enum lacks", when: "account.stage == \"actve\"",
      expected: ["3:26 PAR2109"]),
    Case(
      testDescription: "a deal in a policy per contact", when: "deal.amount > money(\"1 EUR\")",
      expected: ["3:9 PAR2108"]),
    Case(
      testDescription: "an amount that can't be read", when: "deal.amount > money(\"1,000€\")",
      enrol: "per: deal", expected: ["3:29 PAR2112"]),
    Case(
      testDescription: "a division by zero", when: "account.health / 0 > 1",
      expected: ["3:9 PAR2112"]),
    Case(
      testDescription: "a day that doesn't exist",
      when: "now > timestamp(\"2026-02-30T00:00:00Z\")", expected: ["3:15 PAR2112"]),
    Case(
      testDescription: "a pattern that is none", when: "account.id.matches(\"(\")",
      expected: ["3:28 PAR2114"]),
    Case(
      testDescription: "a zone that nobody knows", when: "now.getHours(\"Europe/Berln\") > 9",
      expected: ["3:22 PAR2101"]),
    Case(
      testDescription: "days for `duration`",
      when: "now - contact.created_at > duration(\"14d\")", expected: ["3:36 PAR2113"]),
    Case(
      testDescription: "an event that doesn't exist", when: "contact.had(\"deal.lots\")",
      expected: ["3:21 PAR2101"]),
    Case(
      testDescription: "an unknown function", when: "contact.replied_sinse(now)",
      expected: ["3:17 PAR2107"]),
    Case(
      testDescription: "a nullable fact", when: "contact.last_reply_at < now - days(21)",
      expected: ["3:9 PAR2203"]),
    Case(
      testDescription: "a nullable fact behind `has`",
      when: "has(contact.last_reply_at) && contact.last_reply_at < now - days(21)", expected: []),
    Case(
      testDescription: "the date of the event that enrolled", when: "deal.lost_at < now - days(1)",
      enrol: "on: deal.lost\n  per: deal", expected: []),
    Case(
      testDescription: "`now` that can't be solved for", when: "now.getHours() > 3",
      expected: ["3:9 PAR2204"]),
    Case(
      testDescription: "outside of the fact's range", when: "contact.tier > 5",
      expected: ["3:9 PAR3201"]),
    Case(testDescription: "a constant", when: "1 == 1", expected: ["3:9 PAR3201"]),
    Case(
      testDescription: "numbers of two kinds compare", when: "double(contact.tier) < 3",
      expected: []),
  ])
  func `expressions are told where they are wrong`(_ c: Case) throws {
    let enrol = c.enrol.isEmpty ? "" : "  \(c.enrol)\n"
    let result = try SmallBundle.compile(
      "policy: a\nenrol:\n  when: \(c.when)\n\(enrol)steps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}")
    let expected = c.expected.map { "policies/policy.yaml:\($0)" }
    #expect(result.places == expected, "\(result.text)")
  }

  @Test func `definitions that name each other are told once with all places`() throws {
    let result = try SmallBundle.compile(
      "define:\n  a: b && true\n  b: c\n  c: a || contact.replied_ever\n---\n"
        + "policy: a\nenrol: {when: a}\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}")
    #expect(result.places == ["policies/policy.yaml:2:3 PAR2111"], "\(result.text)")
    #expect(result.diagnostics.first?.notes.count == 2)
  }

  @Test func `a definition is usable where its names are`() throws {
    let result = try SmallBundle.compile(
      "define:\n  large: deal.amount > money(\"1000 EUR\")\n---\n"
        + "policy: a\nenrol: {when: large}\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}")
    #expect(result.places == ["policies/policy.yaml:5:15 PAR2108"], "\(result.text)")
  }

  @Test func `a condition on a score changes when its parts do`() throws {
    let result = try SmallBundle.compile(
      "score: fit\nof: contact\nparts:\n"
        + "  - {id: active, weight: 100, value: \"contact.active_within(days(30)) ? 1.0 : 0.0\"}\n"
        + "---\npolicy: a\nenrol: {when: scores.fit >= 40}\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}")
    let when = try #require(result.bundle?.policies.first?.enrol.when, "\(result.text)")
    #expect(when.breakpoints.count == 1)
    #expect(when.dependencies.contains(.events(code: nil)))
  }
}
