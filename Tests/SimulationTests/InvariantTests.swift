// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import PolicyLanguage
import Testing
import TextLayout

@testable import Simulation

/// What the bundle says must always be true, asked of everybody while a run goes on.
struct InvariantTests {
  private static func files(_ invariants: String) -> [String: String] {
    var files = SmallBundle.files(scenario: SmallBundle.scenario)
    files["policies/invariants.yaml"] = invariants
    return files
  }

  private static func result(_ about: String, _ always: String) throws -> ExpectationResult {
    let run = try TestRun(files("invariant: it\nfor: \(about)\nalways: '\(always)'\n"))
    #expect(run.sends.count > 10)
    let result = try #require(run.report.invariants.first)
    #expect(run.report.passed == result.passed)
    #expect(run.report.expectations.isEmpty)
    return result
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var about = "contact"
    var always: String
    /// Part of what contradicts it; `nil` where it holds.
    var broken: String?
  }

  @Test(arguments: [
    Case(testDescription: "two letters a deal", always: "size(sends) <= 20"),
    Case(
      testDescription: "sends are those to the person alone",
      always: "sends.all(s, s.contact == contact.id)"),
    Case(
      testDescription: "a second letter", always: "size(sends) <= 1",
      broken: "it isn't true of c-"),
    Case(
      testDescription: "a rolling window at the instant of the send",
      always: "size(sends.filter(s, s.at > now - days(30))) <= 1", broken: "the last was 2026-09-"),
    Case(
      testDescription: "what people did", always: "!contact.replied_ever",
      broken: "it isn't true of c-"),
    Case(
      testDescription: "never after an opt-out",
      always: "!has(contact.opted_out_at) || sends.all(s, s.at <= contact.opted_out_at)"),
    Case(
      testDescription: "decisions, too", always: #"decisions.all(d, d.verdict != "stop")"#),
    Case(
      testDescription: "a decision that contradicts",
      always: #"decisions.all(d, d.step != "again")"#, broken: "step again"),
    Case(
      testDescription: "a company", about: "account",
      always: "sends.all(s, s.account == account.id) && account.health >= 0"),
    Case(
      testDescription: "a company's people", about: "account", always: "size(sends) < 2",
      broken: "it isn't true of a-"),
    Case(
      testDescription: "a deal", about: "deal", always: "size(sends) <= 2"),
    Case(
      testDescription: "a deal's letters", about: "deal", always: "size(sends) <= 1",
      broken: "deal "),
    Case(
      testDescription: "an absent fact", always: #"contact.seniority == "head""#,
      broken: "it can't be computed of c-"),
  ])
  func `an invariant tells whether it holds and what contradicts it`(_ c: Case) throws {
    let result = try Self.result(c.about, c.always)
    #expect(result.name == "it")
    #expect(result.passed == (c.broken == nil), "\(result.counterexample ?? "")")
    if let broken = c.broken {
      #expect(result.counterexample?.contains(broken) == true, "\(result.counterexample ?? "none")")
    }
  }

  @Test func `a fact that nobody knows breaks it, and is named`() throws {
    var files = Self.files("invariant: it\nfor: account\nalways: account.health >= 0\n")
    files["scenarios/small.yaml"] = SmallBundle.scenario.replacing(
      #"account: {health: "normal(62, 18)"}"#, with: "account: {industry: saas}")
    let result = try #require(try TestRun(files).report.invariants.first)
    #expect(!result.passed)
    #expect(result.counterexample?.contains("account.health isn't known") == true)
  }

  @Test func `invariants change nothing that is decided`() throws {
    let with = try TestRun(
      Self.files("invariant: it\nfor: contact\nalways: size(decisions) < 1000\n"))
    let without = try TestRun(SmallBundle.files(scenario: SmallBundle.scenario))
    func verdicts(_ run: TestRun) -> [String] {
      run.decisions.map { "\($0.at) \($0.contact) \($0.step) \($0.verdict) \($0.reason ?? "")" }
    }
    #expect(verdicts(with) == verdicts(without))
  }

  @Test func `the summary, the page's data and the JSON name it`() throws {
    let run = try TestRun(
      Self.files("invariant: one-letter\nfor: contact\nalways: size(sends) <= 1\n"))
    let text = run.report.text(TerminalStyle(width: 120, usesColour: false))
    #expect(text.contains("Invariants: 0 of 1 held\n  fails  one-letter: size(sends) <= 1\n"))
    #expect(text.contains("at policies/invariants.yaml:3"))
    let json = String(decoding: run.report.json(), as: UTF8.self)
    #expect(json.contains(#""invariants":[{"invariant":"one-letter","expects":"size(sends) <= 1""#))
    #expect(json.contains(#""passed":false"#))
    let page = try RecordedRun(
      Self.files("invariant: one-letter\nfor: contact\nalways: size(sends) <= 1\n")
    ).text
    #expect(page.contains("1 of 1 invariant fails."))
    #expect(page.contains("<b>one-letter</b>"))
  }

  @Test func `a company's invariant names no person`() throws {
    let result = BundleCompiler.compile(
      .memory(texts: Self.files("invariant: it\nfor: account\nalways: contact.replied_ever\n")),
      zones: try ZoneDatabase())
    let texts = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    #expect(texts.contains { $0.contains("contact") }, "\(texts)")
  }
}
