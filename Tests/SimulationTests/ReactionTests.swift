// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import Testing

@testable import Simulation

struct ReactionTests {
  private static func run(
    _ behaviour: String, policy: String = SmallBundle.winback
  ) throws -> TestRun {
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-10-31
      seed: 7
      people:
        generate:
          count: 40
          contact: {language: en, country: PT, source: fair, consent: {email: explicit}}
          account: {health: 70}
      events:
        - {event: deal.lost, rate: 4/day, until: 2026-09-10}
      behaviour:
        \(behaviour)

      """
    return try TestRun(SmallBundle.files(scenario: scenario, policy: policy))
  }

  private static let approved = SmallBundle.winback + "approval: {expires: 48h}\n"

  private static func endings(_ run: TestRun) -> [String: Int] {
    Dictionary(run.report.endings.map { ($0.name, $0.count) }, uniquingKeysWith: +)
  }

  @Test func `who always answers gets one letter for each deal`() throws {
    let run = try Self.run("reply: {chance: 100%, after: 1h, class: positive}")
    #expect(!run.sends.isEmpty)
    #expect(run.sends.allSatisfy { $0.step == "letter" })
    let funnel = try #require(run.report.funnels.first)
    #expect(funnel.stages.first { $0.name == "replied" }?.count ?? 0 > 0)
    #expect(Self.endings(run)["answered"] ?? 0 > 0)
  }

  @Test func `a hard bounce ends writing, a soft one doesn't`() throws {
    let hard = try Self.run("bounce: {chance: 100%, after: 1m, kind: hard}")
    let soft = try Self.run("bounce: {chance: 100%, after: 1m, kind: soft}")
    let people = Set(hard.sends.map(\.contact))
    #expect(hard.sends.count == people.count)
    #expect(soft.sends.contains { $0.step == "again" })
  }

  @Test func `an opt-out is the last thing that anybody hears of us`() throws {
    let run = try Self.run("opt_out: {chance: 100%, after: 1h}")
    #expect(run.sends.count == Set(run.sends.map(\.contact)).count)
  }

  @Test func `a granted hold is sent`() throws {
    let run = try Self.run("approve: {chance: 100%, after: 2h}", policy: Self.approved)
    let approvals = run.report.approvals
    #expect(approvals.asked > 0)
    #expect(approvals.granted == approvals.asked)
    #expect(run.sends.count == approvals.granted)
  }

  @Test func `a refused hold is skipped`() throws {
    let run = try Self.run("approve: {chance: 0%, after: 2h}", policy: Self.approved)
    #expect(run.sends.isEmpty)
    #expect(run.report.approvals.refused == run.report.approvals.asked)
    #expect(run.decisions.contains { $0.reason == "refused" })
  }

  @Test func `a hold that nobody answers expires`() throws {
    let run = try Self.run("reply: {chance: 0%, after: 1h}", policy: Self.approved)
    #expect(run.sends.isEmpty)
    #expect(run.report.approvals.unanswered == run.report.approvals.asked)
    #expect(run.decisions.contains { $0.reason == "approval_expired" })
  }

  @Test func `reactions come after what they react to, in the same run and in every run`() throws {
    let behaviour = "reply: {chance: 50%, after: \"lognormal(20h, 1.1)\", class: positive}"
    let first = try Self.run(behaviour)
    let second = try Self.run(behaviour)
    #expect(first.lines == second.lines)
    #expect(first.report.funnels == second.report.funnels)
  }
}
