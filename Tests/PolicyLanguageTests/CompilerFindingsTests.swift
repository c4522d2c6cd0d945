// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

/// One small mistake for each code that names, expressions, schedules and texts have: how each of
/// them reads stands in a golden file.
@Suite struct CompilerFindingsTests {
  private static let steps =
    "steps:\n  - {id: hello, send: {channel: email, template: hello}}\n"

  private static func when(_ condition: String) -> String {
    "policy: a\nenrol: {when: '\(condition)'}\n\(steps)"
  }

  private static let cases: [(DiagnosticCode, String, [String: String])] = [
    (.unknownName, "policy: a\nenrol: {on: deal.lots}\n\(steps)", [:]),
    (.expressionSyntax, when("account.health > 40 and contact.tier > 1"), [:]),
    (.singleEquals, when("account.health = 40"), [:]),
    (.unknownFact, when("account.helth > 40"), [:]),
    (.typeMismatch, when("account.health > \"40\""), [:]),
    (.wrongArguments, when("contact.replied_since(14)"), [:]),
    (.unknownFunction, when("contact.replied_sinse(now)"), [:]),
    (.notHere, when("deal.package == \"Audit\""), [:]),
    (.unknownWord, when("account.stage == \"actve\""), [:]),
    (
      .builtInName, "facts: {contact: {language: string}}\n---\n" + when("contact.replied_ever"),
      [:]
    ),
    (.cycle, "define: {a: 'b', b: '!a'}\n---\n" + when("a"), [:]),
    (.wrongLiteral, when("today(\"UTC\") > date(\"24.12.2026\")"), [:]),
    (.durationUnit, when("now - contact.created_at > duration(\"14d\")"), [:]),
    (
      .badPattern,
      "reply: r\nclasses:\n  - {id: no, patterns: [\"(?=no)\"], do: [{end: all}]}\n---\n"
        + when("contact.replied_ever"), [:]
    ),
    (
      .rangesOverlap,
      "score: fit\nof: contact\nparts: [{id: a, weight: 100, value: 1.0}]\n"
        + "bands: {hot: 70..100, warm: 40..74}\n---\n" + when("scores.fit > 40"), [:]
    ),
    (
      .wrongChannel,
      "policy: a\nenrol: {on: deal.lost}\nsteps:\n"
        + "  - {id: hello, send: {channel: team, template: hello}}", [:]
    ),
    (
      .wrongOrder,
      "policy: a\nenrol: {on: deal.lost}\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}\n"
        + "  - {id: fork, branch: [{when: contact.replied_ever, goto: hello}]}", [:]
    ),
    (
      .whatIfPath, when("contact.replied_ever"),
      [
        "scenarios/s.yaml": "scenario: s\nfrom: 2026-09-01\nto: 2026-09-30\n"
          + "what_if: {policy.a.steps.hallo.after: 3d}\n"
      ]
    ),
    (.nullableRead, when("contact.last_reply_at < now - days(21)"), [:]),
    (.mustBePolled, when("now.getHours() > 3"), [:]),
    (.unused, "define: {a: contact.replied_ever}\n---\n" + when("contact.tier > 1"), [:]),
    (
      .loosens,
      "guards:\n  - {id: g, require: contact.tier > 1, otherwise: stop}\n---\n"
        + "policy: a\nenrol: {on: deal.lost}\nguards: [{use: g, otherwise: wait}]\n\(steps)", [:]
    ),
    (.alwaysHolds, when("contact.tier > 3"), [:]),
    (
      .neverPasses,
      "policy: a\nenrol: {on: deal.lost}\n"
        + "guards: [{id: g, require: contact.tier > 3, otherwise: stop}]\n\(steps)", [:]
    ),
    (
      .sentLate,
      "limit: cooldown\nscope: contact\ngap: 14d\n---\npolicy: a\nenrol: {on: deal.lost}\n"
        + "\(steps)  - {id: again, after: 5d, send: {channel: email, template: hello}}", [:]
    ),
    (
      .rankOrder,
      "policy: a\nenrol: {on: deal.lost}\nsteps:\n  - id: one\n    escalate:\n"
        + "      - {channel: email, template: hello}\n"
        + "      - {channel: letter, after: 3d, template: hello}\n---\n"
        + "channel: letter\nplugin: file\nconsent: [explicit]\nrank: 1",
      channel("rank: 2").merging(
        [
          "templates/letter.en.md":
            "---\ntemplate: hello\nchannel: letter\nlanguage: en\n---\nHello.\n"
        ]) { a, _ in a }
    ),
    (
      .rarelySent,
      "policy: a\nenrol: {on: deal.lost}\nsteps:\n"
        + "  - {id: one, send: {channel: email, template: hello}}\n"
        + "  - {id: two, after: 5d, send: {channel: email, template: hello}}\n---\n"
        + "limit: cooldown\nscope: contact\ngap: 14d\non_exceed: skip", [:]
    ),
    (
      .neverSent,
      "policy: a\nenrol: {on: deal.lost}\n\(steps)"
        + "  - {id: again, after: 60d, send: {channel: email, template: hello}}\n"
        + "exit: [{after: 45d, as: too-old}]", [:]
    ),
    (
      .unreachable,
      "policy: a\nenrol: {on: deal.lost}\nsteps:\n  - {id: fork, branch: [{goto: last}]}\n"
        + "  - {id: hello, send: {channel: email, template: hello}}\n"
        + "  - {id: last, notify: {channel: team, text: done}}", [:]
    ),
    (
      .answerAfterSuppress,
      "reply: r\nclasses:\n  - id: no\n    patterns: [\"no\"]\n"
        + "    do: [{suppress: person}, {answer: hello}]\n---\n" + when("contact.tier > 1"), [:]
    ),
    (.templateSyntax, when("contact.tier > 1"), hello("Hi {{contact.id}")),
    (
      .missingVariant,
      "policy: a\nenrol: {on: deal.lost}\nsteps:\n"
        + "  - {id: hello, send: {channel: sms, template: hello}}\n---\nchannel: sms\nplugin: twilio\n"
        + "consent: [explicit]", [:]
    ),
    (.templateName, when("contact.tier > 1"), hello("{{sender.name}}")),
    (.templateNullable, when("contact.tier > 1"), hello("As {{contact.role}}")),
    (.templateDuty, when("contact.tier > 1"), channel("requires: [postal_address]")),
    (.templateLength, when("contact.tier > 1"), channel("length: {subject: 10..20}")),
    (
      .templateLinks, when("contact.tier > 1"),
      channel("first_touch: {links: 0..0}").merging(hello("https://a.example.com")) { a, _ in a }
    ),
    (.templateText, when("contact.tier > 1"), hello("Hi }} there")),
    (.templateValue, when("contact.tier > 1"), hello("{{account.stage | month}}")),
    (
      .missingLanguage, when("contact.tier > 1"),
      ["policies/parley.yaml": SmallBundle.settings.replacing("[en]", with: "[en, ru]")]
    ),
    (
      .missingProvider, when("contact.tier > 1"),
      channel("session: {open_for: 24h, after: contact.last_inbound_at, outside: template}")
    ),
  ]

  private static func hello(_ body: String) -> [String: String] {
    [
      "templates/hello.en.md": "---\ntemplate: hello\nchannel: email\nlanguage: en\n"
        + "subject: Hello\n---\n\(body)\n"
    ]
  }

  private static func channel(_ line: String) -> [String: String] {
    [
      "policies/common.yaml": SmallBundle.common.replacing(
        "consent: [explicit]", with: "consent: [explicit]\n\(line)")
    ]
  }

  @Test func `each finding reads well`() throws {
    var text = ""
    for (code, policy, files) in Self.cases {
      let result = try SmallBundle.compile(policy, files)
      let found = result.diagnostics.filter { $0.code == code }
      #expect(found.count == 1, "\(code): \(result.text)")
      text += DiagnosticRenderer(sources: result.source.sources).render(found) + "\n"
    }
    try expectGolden(text, "compiler/findings.txt")
  }

  @Test func `every code of the compiler has its case`() {
    let cases = Set(Self.cases.map(\.0))
    // A lost part is a mistake of the compiler; no text brings one about.
    let missing = DiagnosticCode.allCases.filter {
      let isOurs = (2101...2199).contains($0.rawValue) || $0.rawValue >= 2203
      return isOurs && $0 != .lostPart && !cases.contains($0)
    }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test(arguments: [
    "today(\"Europe/Lisbon\") == date(\"2026-12-24\")", "today(\"UTC\") < date(\"2026-12-24\")",
    "today(\"Europe/Lisbon\").month == 12", "today(contact.country).year() > 2026",
    "between(account.health, 40, 60)", "contact.tier in [1, 2]",
    "add_business_days(contact.created_at, 3, \"business\") < now",
    "contact.count_since(\"contact.clicked\", now - days(30)) > 2",
    "contact.last(\"contact.clicked\") > now - weeks(1)",
    "sum(account.deals.map(d, d.amount)) >= money(\"1000 EUR\") + money(\"10 EUR\") * 2",
    "account.contacts.exists(c, c.replied_ever)", "contact.consented(\"email\")",
    "contact.messages.exists(m, m.text.contains(\"price\"))",
    "has(account.main_contact) && account.main_contact.id == contact.id",
  ])
  func `the names and functions of language.md check`(_ condition: String) throws {
    let result = try SmallBundle.compile(
      "policy: a\nenrol:\n  when: |\n    \(condition)\n\(Self.steps)---\n"
        + "calendar: business\nopen: [mon-fri 09:00-18:00]\n")
    #expect(result.errorCount == 0, "\(result.text)")
  }
}
