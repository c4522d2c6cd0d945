// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import Testing

@testable import Simulation

struct ScriptedEventsTests {
  private static func scenario(_ events: String, from: String = "2026-09-01") -> String {
    """
    scenario: small
    from: \(from)
    to: 2026-09-30
    seed: 7
    people:
      generate:
        count: 20
        contact: {language: en, country: PT, source: fair, consent: {email: explicit}}
        account: {health: 70}
    events:
    \(events)

    """
  }

  private static func run(_ events: String, from: String = "2026-09-01") throws -> TestRun {
    try TestRun(SmallBundle.files(scenario: scenario(events, from: from)))
  }

  @Test func `a rate gives so many events each local day until its end`() throws {
    let run = try Self.run("  - {event: deal.lost, rate: 3/day, until: 2026-09-10}")
    #expect(run.report.world.deals == 30)
    #expect(run.report.funnels[0].stages[0].count == 30)
  }

  @Test func `a rate below one a day gives whole events now and then`() throws {
    let run = try Self.run("  - {event: deal.lost, rate: 1/week, until: 2026-09-28}")
    #expect((1...9).contains(run.report.world.deals))
  }

  @Test func `an event at an instant happens once, to whom it names`() throws {
    let run = try Self.run("  - {event: deal.lost, account: a-0003, at: 2026-09-05T10:30}")
    #expect(run.report.world.deals == 1)
    #expect(Set(run.decisions.map(\.contact)) == ["c-0003"])
    // A day after the event, in the first round from then on.
    #expect(run.sends.first?.at == (try Instant(text: "2026-09-06T11:00Z")))
  }

  @Test func `what happened before the beginning is decided at the beginning`() throws {
    let run = try Self.run("  - {event: deal.lost, account: a-0003, at: 2026-08-20T10:30}")
    #expect(run.sends.first?.at == (try Instant(text: "2026-09-01T00:00Z")))
    #expect(
      run.decisions.allSatisfy { $0.at >= (try? Instant(text: "2026-09-01T00:00Z")) ?? $0.at })
  }

  @Test func `who opted out is not written to again`() throws {
    let run = try Self.run(
      """
        - {event: deal.lost, account: a-0003, at: 2026-09-05T10:30}
        - {event: contact.opted_out, contact: c-0003, at: 2026-09-08T10:00}
      """)
    #expect(run.sends.map(\.step) == ["letter"])
    #expect(run.decisions.contains { $0.verdict == .stop && $0.reason == "suppression" })
  }

  @Test func `events of one second keep the scenario's order`() throws {
    let optOutFirst = try Self.run(
      """
        - {event: contact.opted_out, contact: c-0003, at: 2026-09-05T10:00}
        - {event: deal.lost, account: a-0003, at: 2026-09-05T10:00}
      """)
    #expect(optOutFirst.sends.isEmpty)
  }

  @Test func `an event after the end does not happen`() throws {
    let run = try Self.run("  - {event: deal.lost, account: a-0003, at: 2026-10-05T10:30}")
    #expect(run.decisions.isEmpty)
    #expect(run.report.closingLine.hasPrefix("0 decisions: 0 send"))
  }
}
