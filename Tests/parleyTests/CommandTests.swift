// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

/// What a person at the terminal gets: texts, streams, exit statuses.
@Suite struct CommandTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var arguments: [String]
    var golden: String
  }

  @Test(arguments: [
    Case(
      testDescription: "the guards of a step", arguments: ["chain", "leadgen-intro"],
      golden: "chain.txt"),
    Case(
      testDescription: "why somebody waits, and for whom",
      arguments: ["why", "c-0050", "--scenario", "first-month", "--at", "2026-09-01T10:00"],
      golden: "why.txt"),
    Case(
      testDescription: "why, with every guard",
      arguments: [
        "why", "boris", "--contacts", "people.csv", "--at", "2026-10-06T10:00Z", "--policy",
        "leadgen-intro", "--all",
      ], golden: "why-all.txt"),
    Case(
      testDescription: "when somebody can be written to",
      arguments: ["when", "c-0012", "--scenario", "first-month", "--at", "2026-09-01T07:00"],
      golden: "when.txt"),
    Case(
      testDescription: "when names a full cap behind closed hours",
      arguments: ["when", "c-0050", "--scenario", "first-month", "--at", "2026-09-01T18:30"],
      golden: "when-full.txt"),
    Case(
      testDescription: "the keys of a kind", arguments: ["explain", "guards"],
      golden: "explain-guards.txt"),
    Case(
      testDescription: "a name that isn't there", arguments: ["chain", "leadgen-into"],
      golden: "unknown-policy.txt"),
    Case(
      testDescription: "a code that isn't there", arguments: ["explain", "PAR9999"],
      golden: "unknown-code.txt"),
  ])
  func `what people read is what was read and agreed on`(_ c: Case) throws {
    let run = try parley(c.arguments, in: root.appending(path: "examples/starter"))
    try expectGolden("status \(run.status)\n\(run.words)", c.golden)
  }

  @Test func `the summary of a scenario is what was read and agreed on`() throws {
    let run = try parley(["simulate", "scenarios/winback.yaml"])
    try expectGolden("status \(run.status)\n\(run.words)", "simulate.txt")
  }

  struct Ending: CustomTestStringConvertible {
    var status: Int32
    var arguments: [String]
    var testDescription: String { "\(status): parley \(arguments.joined(separator: " "))" }

    init(_ status: Int32, _ arguments: String...) {
      self.status = status
      self.arguments = arguments
    }
  }

  @Test(arguments: [
    Ending(0, "check"), Ending(0, "check", "--bundle", "examples/crm-sales"),
    Ending(0, "check", "--bundle", "examples/crm-questions"), Ending(0, "--help"),
    Ending(0, "--version"), Ending(0, "explain", "PAR2104"), Ending(0, "explain", "--all"),
    Ending(0, "schema"), Ending(0, "schema", "limit"),
    Ending(1, "check", "--bundle", "no/such/folder"),
    Ending(1, "simulate", "scenarios/nowhere.yaml"), Ending(1, "explain", "PAR9999"),
    Ending(2, "simulate", "leadgen", "--data", "no/such"),
    Ending(1, "preview", "leadgen/hello", "--channel", "sms"),
    Ending(2, "nonsense"), Ending(2, "check", "--nonsense"), Ending(2, "simulate"),
    Ending(2, "why", "c-0001", "--at", "2026-10-01"), Ending(2, "plan", "--at", "2026-10-01"),
    Ending(0, "fmt", "--check", "--bundle", "examples/starter"), Ending(1, "fmt", "no/such.yaml"),
    Ending(1, "init", "examples/starter"), Ending(2, "list"),
    Ending(2, "list", "everybody", "--scenario", "winback"),
    Ending(1, "list", "--scenario", "nowhere"), Ending(2, "preview"),
    Ending(2, "preview", "leadgen/hello", "--contact", "ana"),
    Ending(0, "preview", "leadgen/hello", "--bundle", "examples/starter"),
  ])
  func `the exit status tells fine, problems and misuse apart`(_ ending: Ending) throws {
    let run = try parley(ending.arguments)
    #expect(run.status == ending.status, "\(run.out)\(run.err)")
  }

  @Test(arguments: [
    // Enough people for two threads to share.
    (
      scenario: "launch-quarter", first: ["--people", "400", "--threads", "1"],
      second: ["--people", "400", "--threads", "2"], same: true
    ),
    (scenario: "winback", first: [], second: [], same: true),
    (scenario: "winback", first: [], second: ["--seed", "8"], same: false),
  ])
  func `decisions are the same bytes twice and with two threads, and others with another seed`(
    scenario: String, first: [String], second: [String], same: Bool
  ) throws {
    let files = [try TemporaryFile(), try TemporaryFile()]
    for (file, options) in zip(files, [first, second]) {
      let run = try parley(
        ["simulate", "scenarios/\(scenario).yaml", "--decisions", file.url.path] + options)
      #expect(run.status == 0, "\(run.err)")
    }
    let logs = try files.map { try $0.text() }
    #expect(!logs[0].isEmpty)
    #expect((logs[0] == logs[1]) == same)
  }

  @Test func `results in a pipe carry no colour and no progress`() throws {
    let run = try parley(["simulate", "scenarios/safe-mode.yaml"])
    #expect(!run.out.contains("\u{1B}"))
    // What the check warns of is mentioned in one line.
    #expect(run.err.split(separator: "\n").count <= 1)
    #expect(!run.err.contains("\u{1B}") && !run.err.contains("events"))
  }
}
