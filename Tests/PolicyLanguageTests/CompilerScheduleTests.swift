// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct CompilerScheduleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var limit = ""
    /// What stands behind the second step's id.
    var second: String
    var exit = ""
    var enrol = ""
    var expected: [String]
  }

  private static let cooldown = "limit: cooldown\nscope: contact\ngap: 14d\n"

  @Test(arguments: [
    Case(testDescription: "nothing in the way", second: "after: 5d, ", expected: []),
    Case(
      testDescription: "a cooldown between sends", limit: cooldown, second: "after: 5d, ",
      expected: ["PAR3301 step `second` goes out 9 days later than it says"]),
    Case(
      testDescription: "a cooldown between starts", limit: cooldown + "between: starts\n",
      second: "after: 5d, ", expected: []),
    Case(
      testDescription: "a cooldown that is over by then", limit: cooldown, second: "after: 14d, ",
      expected: []),
    Case(
      testDescription: "expired before the cooldown ends", limit: cooldown,
      second: "after: 5d, expires: 9d, ",
      expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "expires just after the cooldown ends", limit: cooldown,
      second: "after: 5d, expires: 10d, ",
      expected: ["PAR3301 step `second` goes out 9 days later than it says"]),
    Case(
      testDescription: "a cooldown that skips", limit: cooldown + "on_exceed: skip\n",
      second: "after: 5d..7d, ", expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "a cooldown that skips the early ones only",
      limit: cooldown + "on_exceed: skip\n", second: "after: 5d..20d, ", expected: []),
    Case(
      testDescription: "a cooldown that is only observed", limit: cooldown + "level: observe\n",
      second: "after: 5d, ", expected: []),
    Case(
      testDescription: "a cap of one a week",
      limit: "limit: cap\nscope: contact\ncount: 1\n"
        + "per: {rolling: 7d}\n", second: "after: 5d, ",
      expected: ["PAR3301 step `second` goes out 2 days later than it says"]),
    Case(
      testDescription: "an exit before it", second: "after: 60d, ",
      exit: "exit:\n  - {after: 45d, as: too-old}\n",
      expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "an exit at the same instant acts first", second: "after: 45d, ",
      exit: "exit:\n  - {after: 45d, as: too-old}\n",
      expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "a first send after `until`", second: "after: 1d, ",
      enrol: ", after: 30d, until: 20d", expected: ["PAR3302 step `first` can never be sent"]),
  ])
  func `the earliest send is compared with what prevents it`(_ c: Case) throws {
    let limit = c.limit.isEmpty ? "" : "---\n\(c.limit)"
    let result = try SmallBundle.compile(
      """
      policy: a
      enrol: {on: deal.lost\(c.enrol)}
      steps:
        - {id: first, send: {channel: email, template: hello}}
        - {id: second, \(c.second)send: {channel: email, template: hello}}
      \(c.exit)\(limit)
      """)
    #expect(
      result.diagnostics.map { "\($0.code.identifier) \($0.headline)" } == c.expected,
      "\(result.text)")
  }

  @Test func `a step that every branch goes past is never reached`() throws {
    let result = try SmallBundle.compile(
      """
      policy: a
      enrol: {on: deal.lost}
      steps:
        - id: fork
          branch:
            - {when: account.health > 40, goto: last}
            - {goto: last}
        - {id: between, send: {channel: email, template: hello}}
        - {id: last, send: {channel: email, template: hello}}
      """)
    #expect(result.places == ["policies/policy.yaml:8:10 PAR3303"], "\(result.text)")
  }

  @Test func `a guard that stops everybody is told`() throws {
    let result = try SmallBundle.compile(
      """
      policy: a
      enrol: {on: deal.lost}
      guards:
        - {id: closed, forbid: contact.tier >= 1, otherwise: stop}
      steps:
        - {id: hello, send: {channel: email, template: hello}}
      """)
    #expect(result.diagnostics.map(\.code).contains(.neverPasses), "\(result.text)")
  }
}
