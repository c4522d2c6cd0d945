// Licensed under the Apache License, Version 2.0; see LICENSE.

import DecisionEngine
import Testing

@testable import Simulation

struct DeterminismTests {
  private static let files = SmallBundle.files(scenario: SmallBundle.scenario)

  @Test func `a scenario run twice gives the same bytes`() throws {
    let first = try TestRun(Self.files)
    let second = try TestRun(Self.files)
    #expect(!first.sends.isEmpty)
    #expect(first.lines == second.lines)
    #expect(first.report.json() == second.report.json())
  }

  @Test func `two threads decide what one does`() throws {
    let one = try TestRun(Self.files, threads: 1)
    let two = try TestRun(Self.files, threads: 2)
    #expect(one.lines == two.lines)
    #expect(one.report.json() == two.report.json())
  }

  @Test func `another seed makes another world`() throws {
    let seven = try TestRun(Self.files, seed: "7")
    let eight = try TestRun(Self.files, seed: "8")
    #expect(seven.lines != eight.lines)
  }

  @Test func `traces change nothing but the record`() throws {
    let traced = try TestRun(Self.files, traces: true)
    let fast = try TestRun(Self.files, traces: false)
    #expect(traced.report.verdicts == fast.report.verdicts)
    #expect(traced.report.volumes == fast.report.volumes)
    #expect(traced.sends.map(\.at) == fast.sends.map(\.at))
  }

  @Test func `decision lines end with a line feed, one for each decision`() throws {
    let run = try TestRun(Self.files)
    #expect(run.lines.count { $0 == 0x0A } == run.report.verdicts.total)
    #expect(run.report.verdicts.total == run.decisions.count)
    #expect(run.lines.last == 0x0A)
  }
}
