// Licensed under the Apache License, Version 2.0; see LICENSE.

import Testing

@testable import Simulation

struct ExpectationTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var expectation: String
    var passes: Bool
    var counterexample: String?
  }

  @Test(arguments: [
    Case(
      testDescription: "enough sends", expectation: "that: size(sends) > 10", passes: true),
    Case(
      testDescription: "too few sends", expectation: "that: size(sends) > 1000", passes: false,
      counterexample: "nothing in the run makes it true"),
    Case(
      testDescription: "something holds of all sends",
      expectation: #"that: 'sends.all(s, s.channel == "email" && s.deal != "")'"#, passes: true),
    Case(
      testDescription: "one send contradicts",
      expectation: #"that: 'sends.all(s, s.step == "letter")'"#, passes: false,
      counterexample: "step again"),
    Case(
      testDescription: "dates and hours are local",
      expectation:
        #"that: 'sends.all(s, s.local_date >= date("2026-09-01") && s.local_hour < 24)'"#,
      passes: true),
    Case(
      testDescription: "a decision of a kind",
      expectation: #"that: 'decisions.exists(d, d.verdict == "send")'"#, passes: true),
    Case(
      testDescription: "no decision of a kind",
      expectation: #"that: 'decisions.exists(d, d.reason == "quiet_hours")'"#, passes: false,
      counterexample: "nothing in the run makes it true"),
    Case(
      testDescription: "somebody is never written to",
      expectation: "policy: winback, contact: c-0001, never: send, after: 2026-10-01",
      passes: true),
    Case(
      testDescription: "somebody is written to after all",
      expectation: "policy: winback, never: send, after: 2026-09-02", passes: false,
      counterexample: "send: c-"),
    Case(
      testDescription: "a verdict is expected", expectation: "policy: winback, verdict: send",
      passes: true),
    Case(
      testDescription: "a verdict that never comes",
      expectation: "policy: winback, verdict: hold", passes: false,
      counterexample: "no such decision"),
  ])
  func `an expectation tells whether it holds and what contradicts it`(_ c: Case) throws {
    let run = try TestRun(
      SmallBundle.files(scenario: SmallBundle.scenario + "expect:\n  - {\(c.expectation)}\n"))
    let result = try #require(run.report.expectations.first)
    #expect(result.passed == c.passes)
    #expect(run.report.passed == c.passes)
    if let text = c.counterexample {
      #expect(result.counterexample?.contains(text) == true, "\(result.counterexample ?? "none")")
    } else {
      #expect(result.counterexample == nil)
    }
  }

  /// The engine's hours and those that expectations see are of one zone.
  @Test func `hours are local where only a phone number says where somebody lives`() throws {
    var files = SmallBundle.files(
      scenario: """
        scenario: small
        from: 2026-09-01
        to: 2026-09-03
        people:
          list:
            - contact: {id: ken, language: en, address: {sms: "+81312345678"}, consent: {sms: explicit}}
            - contact: {id: ana, language: en, country: PT, address: {sms: "+81312345679"}, consent: {sms: explicit}}
        expect:
          - {that: 'sends.all(s, s.local_hour == 9)'}
          - {that: 'sends.exists(s, s.contact == "ken" && s.at == timestamp("2026-09-01T00:00:00Z"))'}
          - {that: 'sends.exists(s, s.contact == "ana" && s.at == timestamp("2026-09-01T08:00:00Z"))'}
        """,
      policy: """
        policy: winback
        enrol: {when: contact.engagement == 0}
        guards: [{id: hours, window: {calendar: morning, zone: contact}}]
        steps: [{id: letter, send: {channel: sms, template: letter}}]
        ---
        calendar: morning
        open: [mon-sun 09:00-10:00]
        ---
        channel: sms
        plugin: file
        consent: [explicit]

        """)
    files["templates/letter.sms.en.md"] =
      "---\ntemplate: letter\nchannel: sms\nlanguage: en\n---\nHello.\n"
    let run = try TestRun(files)
    #expect(run.report.passed, "\(run.report.expectations.compactMap(\.counterexample))")
  }
}
