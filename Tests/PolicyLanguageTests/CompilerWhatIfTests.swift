// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
import PolicyLanguage
import Testing

@Suite struct CompilerWhatIfTests {
  private func bundle(_ scenario: String) throws -> Bundle {
    let source = BundleSource.read(Examples.files("crm-sales"))
    let result = BundleCompiler.compile(source, whatIfOf: scenario, zones: try ZoneDatabase())
    return try #require(result.bundle, "\(result.text)")
  }

  @Test func `a scenario without changes has the bundle itself`() throws {
    let plain = BundleCompiler.compile(Examples.files("crm-sales"), zones: try ZoneDatabase())
    #expect(try bundle("replay-a").digest == plain.bundle?.digest)
  }

  @Test func `a change makes a bundle of its own`() throws {
    let digests = try ["replay-a", "replay-b", "replay-c", "replay-d"].map { try bundle($0).digest }
    #expect(Set(digests).count == 4)

    let links = try bundle("replay-b").policies[0].steps[0].chains[0].links
    let hard = try #require(links.first { $0.id == "no-win-since" })
    #expect(hard.level == .hard)

    guard case .cap(.count(3), _)? = try bundle("replay-c").limits.last?.rule.rule else {
      Issue.record("expected a cap of 3")
      return
    }
    guard case .gap(.zero)? = try bundle("replay-d").limits.first?.rule.rule else {
      Issue.record("expected no gap")
      return
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var change: String
    var code: DiagnosticCode?
  }

  @Test(arguments: [
    Case(testDescription: "a limit", change: "limit.cap.count: 3"),
    Case(testDescription: "a setting", change: "settings.rounds.every: 1h"),
    Case(testDescription: "a definition", change: "define.good: account.health > 50"),
    Case(testDescription: "a fact", change: "facts.account.health.stale_after: 1d"),
    Case(testDescription: "a step's time", change: "policy.a.steps.hello.after: 3d"),
    Case(testDescription: "a key that isn't written", change: "limit.cap.level: soft"),
    Case(testDescription: "a kind that isn't one", change: "limt.cap.count: 3", code: .whatIfPath),
    Case(testDescription: "an id that isn't one", change: "limit.cup.count: 3", code: .whatIfPath),
    Case(testDescription: "a key that isn't one", change: "limit.cap.cuont: 3", code: .whatIfPath),
    Case(
      testDescription: "a step that isn't one", change: "policy.a.steps.hallo.after: 3d",
      code: .whatIfPath),
    Case(testDescription: "a wrong value", change: "limit.cap.count: many", code: .wrongType),
    Case(
      testDescription: "a key beside its opposite", change: "limit.cap.gap: 3d", code: .keyConflict),
    Case(
      testDescription: "an unknown fact", change: "define.good: account.helth > 50",
      code: .unknownFact),
  ])
  func `changes are told at the scenario's line`(_ c: Case) throws {
    let result = try SmallBundle.compile(
      "define:\n  good: account.health > 40\n---\nlimit: cap\nscope: contact\ncount: 2\n"
        + "per: {rolling: 7d}\n---\npolicy: a\nenrol: {when: good}\nsteps:\n"
        + "  - {id: hello, send: {channel: email, template: hello}}",
      [
        "scenarios/s.yaml":
          "scenario: s\nfrom: 2026-09-01\nto: 2026-09-30\nwhat_if:\n  \(c.change)\n"
      ])
    #expect(result.diagnostics.map(\.code) == [c.code].compactMap { $0 }, "\(result.text)")
    for diagnostic in result.diagnostics {
      let place = result.source.sources.location(of: diagnostic.span)
      #expect(place.path == "scenarios/s.yaml" && place.line == 5)
    }
  }
}
