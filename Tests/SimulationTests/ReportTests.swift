// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
import Testing
import TextLayout

@testable import Simulation

struct ReportTests {
  private static func report() throws -> SimulationReport {
    var verdicts = VerdictCounts()
    verdicts[.send] = 40
    verdicts[.wait] = 611
    verdicts[.hold] = 9
    verdicts[.skip] = 152
    var approvals = Approvals()
    approvals.asked = 9
    approvals.granted = 7
    approvals.refused = 1
    let days = 30
    let sends = (0..<days).map { $0 % 7 < 5 ? $0 % 4 : 0 }
    let first = try CivilDate(text: "2026-09-01")
    return SimulationReport(
      run: SimulationReport.Run(
        scenario: "winback-quarter", title: "A month of lost deals",
        from: try Instant(text: "2026-09-01T00:00Z"), to: try Instant(text: "2026-10-01T00:00Z"),
        zone: .utc, seed: "7", bundle: "3f9ac1" + String(repeating: "0", count: 58)),
      world: SimulationReport.World(
        contacts: 500, accounts: 500, deals: 273, events: 12_345,
        rejected: [
          SimulationReport.RejectedRow(
            file: "people.csv", line: 7, reason: "no_id: the id is empty")
        ], rejectedCount: 1),
      verdicts: verdicts,
      volumes: Volumes(
        firstDay: first, total: sends,
        policies: [
          Volumes.Series(name: "winback-lost-deal", perDay: sends),
          Volumes.Series(name: "leadgen-intro", perDay: sends.map { _ in 0 }),
        ],
        channels: [Volumes.Series(name: "email", perDay: sends)],
        senders: [Volumes.Series(name: "olga", perDay: sends)]),
      funnels: [
        Funnel(
          policy: "winback-lost-deal",
          stages: [
            Funnel.Stage(name: "enrolled", count: 273), Funnel.Stage(name: "first send", count: 30),
            Funnel.Stage(name: "replied", count: 3),
            Funnel.Stage(name: "goal deal.opened", count: 1),
          ])
      ],
      guards: [
        GuardCount(id: "working-hours", verdict: .wait, decisions: 500, enrolments: 90, alone: 480),
        GuardCount(id: "approval", verdict: .hold, decisions: 9, enrolments: 9, alone: 9),
      ],
      limits: [
        LimitUse(
          id: "studio-daily", scope: "global", allowance: "50 a day", allowed: 50,
          allowedPerDay: 50,
          usedPerDay: sends, blocked: 0, blockedEnrolments: 0, bindingDays: 0, firstBinding: nil),
        LimitUse(
          id: "contact-cooldown", scope: "contact", allowance: "14d between starts per contact",
          allowed: nil, allowedPerDay: nil, usedPerDay: sends, blocked: 111, blockedEnrolments: 60,
          bindingDays: 12,
          firstBinding: first.adding(days: 3)),
      ],
      endings: [
        Ending(policy: "winback-lost-deal", name: "answered", count: 3),
        Ending(policy: "winback-lost-deal", name: "open", count: 270),
      ],
      counters: [
        Counter(
          name: "undated", count: 500, isNotable: true,
          meaning: "rows have no date for an event and give none"),
        Counter(name: "when_false", count: 3, isNotable: false, meaning: "not for people"),
      ],
      approvals: approvals,
      expectations: [
        ExpectationResult(
          text: "size(sends) > 20", place: SourcePlace(file: "scenarios/winback.yaml", line: 20),
          passed: true, counterexample: nil),
        ExpectationResult(
          text: "sends.all(s, s.local_hour >= 9 && s.local_hour < 18)",
          place: SourcePlace(file: "scenarios/winback.yaml", line: 21), passed: false,
          counterexample: "2026-09-03T18:15:00Z send: c-0007, winback-lost-deal, step new-angle"),
      ])
  }

  @Test func `the last line is the sum`() throws {
    let text = try Self.report().text(TerminalStyle(width: nil, usesColour: false))
    #expect(
      text.hasSuffix(
        "\n812 decisions: 40 send, 611 wait, 9 hold, 152 skip, 0 stop (seed 7, bundle 3f9ac1)\n"))
  }

  @Test(arguments: [72, 80, 120, 200])
  func `no line is wider than the terminal`(width: Int) throws {
    let text = try Self.report().text(TerminalStyle(width: width, usesColour: false))
    for line in text.split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func `a failed expectation fails the run and shows what contradicts it`() throws {
    let report = try Self.report()
    #expect(!report.passed)
    let text = report.text(TerminalStyle(width: 100, usesColour: false))
    #expect(text.contains("Expectations: 1 of 2 held"))
    #expect(text.contains("2026-09-03T18:15:00Z send: c-0007"))
    #expect(text.contains("scenarios/winback.yaml:21"))
  }

  @Test func `counters that only scripts need stay out of the summary`() throws {
    let report = try Self.report()
    let text = report.text(TerminalStyle(width: 100, usesColour: false))
    #expect(text.contains("undated: 500"))
    #expect(!text.contains("when_false"))
    #expect(String(decoding: report.json(), as: UTF8.self).contains("\"when_false\":3"))
  }

  @Test func `the JSON has a version and the same bytes each time`() throws {
    let first = try Self.report().json()
    #expect(first == (try Self.report().json()))
    let text = String(decoding: first, as: UTF8.self)
    #expect(text.hasPrefix(#"{"version":1,"run":{"scenario":"winback-quarter","title":"#))
    #expect(text.contains(#""verdicts":{"total":812,"send":40,"wait":611"#))
    #expect(text.hasSuffix("]}\n"))
  }

  @Test func `the summary reads as it should`() throws {
    let text = try Self.report().text(TerminalStyle(width: 80, usesColour: false))
    try expectGolden(text, "summary-80.txt")
  }
}
