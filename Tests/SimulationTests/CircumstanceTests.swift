// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import Testing

@testable import Simulation

/// Behaviour that depends on the message, events about some people only, senders that are out.
struct CircumstanceTests {
  private static func run(
    behaviour: String = "{}", events: String? = nil, more: String = "", channels: String = "",
    people: Int = 60
  ) throws -> TestRun {
    let events =
      events
      ?? "- {event: deal.lost, rate: 6/day, until: 2026-09-20, deal: {package: Audit}}"
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-10-31
      seed: 7
      people:
        generate:
          count: \(people)
          contact: {language: en, country: PT, source: fair, seniority: {head: 30%, senior: 70%}, consent: {email: explicit}}
          account: {health: 70, industry: {saas: 50%, other: 50%}}
      events:
        \(events)
      behaviour: \(behaviour)
      \(more)

      """
    var files = SmallBundle.files(scenario: scenario)
    files["policies/channels.yaml", default: ""] += channels
    return try TestRun(files)
  }

  private static func replies(_ run: TestRun) -> Int {
    run.report.funnels.first?.stages.first { $0.name == "replied" }?.count ?? 0
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var circumstance: String
    /// Whether everybody answers, given that nobody does without it.
    var answers: Bool
  }

  @Test(arguments: [
    Case(
      testDescription: "the channel fits", circumstance: "{channel: email, chance: 100%}",
      answers: true),
    Case(
      testDescription: "the text fits", circumstance: "{template: letter, chance: 100%}",
      answers: true),
    Case(
      testDescription: "all hours fit", circumstance: "{hour: 0..23, chance: 100%}", answers: true),
    Case(
      testDescription: "a factor of nothing is nothing", circumstance: "{channel: email, times: 9}",
      answers: false),
    Case(
      testDescription: "nobody gets a hundred messages",
      circumstance: "{from_message: 100, chance: 100%}", answers: false),
  ])
  func `a circumstance changes the chance of messages that fit it`(_ c: Case) throws {
    let run = try Self.run(
      behaviour: "{reply: {chance: 0%, after: 1h, class: positive, where: [\(c.circumstance)]}}")
    #expect((Self.replies(run) > 0) == c.answers)
    #expect(!c.answers || run.sends.allSatisfy { $0.step == "letter" })
  }

  @Test func `who is written to often may answer less, from a message on`() throws {
    let run = try Self.run(
      behaviour:
        "{bounce: {chance: 100%, after: 1m, kind: soft, where: [{from_message: 2, chance: 0%}]}, "
        + "reply: {chance: 0%, after: 1h, where: [{from_message: 2, chance: 100%}]}}")
    // The first message never is answered, the second always: no third one follows in a policy.
    let steps = Set(run.sends.map(\.step))
    #expect(steps == ["letter", "again"])
    #expect(Self.replies(run) > 0)
  }

  @Test func `circumstances apply in order, and together`() throws {
    let never = try Self.run(
      behaviour: """
        {reply: {chance: 0%, after: 1h, where: [{channel: email, chance: 100%}, {template: letter, times: 0}]}}
        """)
    #expect(Self.replies(never) == 0)
    let always = try Self.run(
      behaviour: """
        {reply: {chance: 0%, after: 1h, where: [{template: letter, times: 0}, {channel: email, chance: 100%}]}}
        """)
    #expect(Self.replies(always) > 0)
  }

  @Test func `an event happens among those whose facts are as it says`() throws {
    let run = try Self.run(
      events: """
        - {event: deal.lost, rate: 6/day, until: 2026-09-20, among: {account.industry: saas, contact.seniority: [head]}, deal: {package: Audit}}
        """)
    let all = try Self.run()
    #expect(!run.sends.isEmpty)
    #expect(Set(run.sends.map(\.contact)).count < Set(all.sends.map(\.contact)).count)
  }

  @Test func `a fact that changes with an event is what guards read from then on`() throws {
    let policy = SmallBundle.winback.replacing(
      "steps:",
      with: """
        guards:
          - {id: well, require: account.health >= 40, otherwise: skip}
        steps:
        """)
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-10-31
      seed: 7
      people:
        generate: {count: 4, contact: {language: en, country: PT, consent: {email: explicit}}, account: {health: 70}}
      events:
        - {event: deal.lost, contact: c-0001, at: 2026-09-02T10:00, deal: {package: Audit}}
        - {event: health.changed, contact: c-0001, at: 2026-09-02T12:00, before: account.health, after: 20, set: {account.health: event.after}}
        - {event: deal.lost, contact: c-0002, at: 2026-09-02T10:00, deal: {package: Audit}}

      """
    var files = SmallBundle.files(scenario: scenario, policy: policy)
    files["policies/facts.yaml"] = SmallBundle.facts.replacing(
      "  deal:", with: "  events:\n    health.changed: {before: int, after: int}\n  deal:")
    let run = try TestRun(files)
    #expect(Set(run.sends.map(\.contact)) == ["c-0002"])
    #expect(run.decisions.contains { $0.contact == "c-0001" && $0.reason == "well" })
  }

  private static let pool = """
    ---
    pool: house
    channel: email
    senders:
      - {id: anna, name: Anna, address: anna@example.com}
      - {id: mark, name: Mark, address: mark@example.com}

    """

  @Test(arguments: [
    ("sender: anna", Set(["mark"])),
    ("channel: email", Set<String>()),
  ])
  func `who is out sends nothing until the outage is over`(
    whom: String, left: Set<String>
  ) throws {
    let run = try Self.run(
      more: """
        outages:
          - {\(whom), from: 2026-09-05, until: 2026-09-12, because: quarantined}
        """, channels: Self.pool)
    let (from, until) = (
      try Instant(text: "2026-09-05T00:00:00Z"), try Instant(text: "2026-09-13T00:00:00Z")
    )
    let during = run.sends.filter { $0.at >= from && $0.at < until }
    #expect(Set(during.compactMap(\.sender)) == left)
    #expect(run.sends.contains { $0.at >= until && $0.sender == "anna" })
    let waits = run.decisions.filter { $0.verdict == .wait && $0.reason == "sender" }
    #expect(left.isEmpty == !waits.isEmpty)
    #expect(waits.allSatisfy { $0.until == until })
  }

  @Test func `a world scaled down has fewer people and fewer of their events`() throws {
    let run = try Self.run(people: 60)
    let small = try Self.run(
      events: "- {event: deal.lost, rate: 1/day, until: 2026-09-20, deal: {package: Audit}}",
      people: 10)
    #expect(small.sends.count * 3 < run.sends.count)
  }
}
