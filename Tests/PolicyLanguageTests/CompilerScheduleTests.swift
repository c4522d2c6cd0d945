// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct CompilerScheduleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var limit = ""
    /// The hours of a calendar that the policy keeps.
    var hours = ""
    /// What stands behind the first step's id.
    var first = ""
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
      testDescription: "a cooldown that stops", limit: cooldown + "on_exceed: stop\n",
      second: "after: 5d..7d, ", expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "a cooldown that skips, which another policy's message may close earlier",
      limit: cooldown + "on_exceed: skip\n", second: "after: 5d..7d, ",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "a cooldown that skips the early ones only",
      limit: cooldown + "on_exceed: skip\n", second: "after: 5d..20d, ", expected: []),
    Case(
      testDescription: "a cooldown that skips, and rounds that come after it",
      limit: cooldown.replacing("14d", with: "10m") + "on_exceed: skip\n", second: "after: 5m, ",
      expected: []),
    Case(
      testDescription: "a cooldown that skips behind a message that may be left out",
      limit: cooldown + "on_exceed: skip\n", first: "only_if: account.has_open_deal, ",
      second: "after: 5d, ",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "a cooldown that skips behind a guard that may wait",
      limit: cooldown + "on_exceed: skip\n",
      second: "after: 5d, guards: [{id: g, forbid: account.has_open_deal, otherwise: wait}], ",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "a cooldown that stops behind a guard that skips",
      limit: cooldown + "on_exceed: stop\n",
      second: "after: 5d, guards: [{id: g, forbid: account.has_open_deal}], ",
      expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "a cooldown that skips behind a fact that may be unknown",
      limit: cooldown + "on_exceed: skip\n",
      second: "after: 5d, guards: [{id: g, require: account.health >= 40}], ",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "a cooldown that stops, and hours that are closed for a weekend at most",
      limit: cooldown + "on_exceed: stop\n", hours: "open: [mon-fri 09:00-18:00]",
      second: "after: 5d, ", expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "a cooldown that skips, and hours that are closed for longer",
      limit: cooldown.replacing("14d", with: "6d") + "on_exceed: skip\n",
      hours: "open: [mon-fri 09:00-18:00]", second: "after: 5d, ",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "a cooldown of another channel's sends",
      limit: "limit: cooldown\nscope: sender\ngap: 14d\non_exceed: skip\n", second: "after: 5d, ",
      expected: []),
    Case(
      testDescription: "a cooldown in calendar days",
      limit: "limit: c\nscope: contact\ngap: 14cd\n",
      second: "after: 5d, ",
      expected: ["PAR3301 step `second` goes out 9 days later than it says"]),
    Case(
      testDescription: "expires in time for the later half of a range", limit: cooldown,
      second: "after: 5d..20d, expires: 1d, ",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "an exit before it, only where the first was sent", limit: cooldown,
      first: "only_if: account.has_open_deal, ", second: "after: 5d, ",
      exit: "exit:\n  - {after: 10d, as: too-old}\n",
      expected: ["PAR3305 step `second` isn't sent where everything before it goes out on time"]),
    Case(
      testDescription: "due in closed hours at any time", hours: "open: [mon-fri 09:00-18:00]",
      second: "after: 12h, ",
      expected: ["PAR3301 step `second` goes out at least 3h1m later than it says"]),
    Case(
      testDescription: "expires before the hours open again", hours: "open: [mon-fri 09:00-18:00]",
      second: "after: 12h, expires: 2h, ",
      expected: ["PAR3302 step `second` can never be sent"]),
    Case(
      testDescription: "expires while the hours may be open again",
      hours: "open: [mon-fri 09:00-18:00]", second: "after: 20h, expires: 2h, ", expected: []),
    Case(
      testDescription: "one a calendar day",
      limit: "limit: cap\nscope: contact\ncount: 1\nper: {calendar: day, zone: contact}\n",
      second: "after: 1h, ",
      expected: ["PAR3301 step `second` goes out up to 23h later than it says"]),
    Case(
      testDescription: "one a calendar day, and hours",
      limit: "limit: cap\nscope: contact\ncount: 1\nper: {calendar: day, zone: contact}\n",
      hours: "open: [09:00-18:00]", second: "after: 1h, ",
      expected: ["PAR3301 step `second` goes out at least 14h1m later than it says"]),
    Case(
      testDescription: "one a calendar day, a day later",
      limit: "limit: cap\nscope: contact\ncount: 1\nper: {calendar: day, zone: contact}\n",
      second: "after: 1d, ", expected: []),
    Case(
      testDescription: "one a calendar month",
      limit: "limit: cap\nscope: contact\ncount: 1\nper: {calendar: month, zone: contact}\n",
      second: "after: 5d, ",
      expected: ["PAR3301 step `second` goes out up to 26 days later than it says"]),
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
    let hours =
      c.hours.isEmpty
      ? (guards: "", calendar: "")
      : (
        guards: "guards:\n  - {id: hours, window: {calendar: office}}\n",
        calendar: "---\ncalendar: office\n\(c.hours)\n"
      )
    let result = try SmallBundle.compile(
      """
      policy: a
      enrol: {on: deal.lost\(c.enrol)}
      \(hours.guards)steps:
        - {id: first, \(c.first)send: {channel: email, template: hello}}
        - {id: second, \(c.second)send: {channel: email, template: hello}}
      \(c.exit)\(limit)\(hours.calendar)
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
