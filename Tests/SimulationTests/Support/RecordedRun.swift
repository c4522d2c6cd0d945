// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import Simulation

/// A run that was recorded for a page.
struct RecordedRun {
  var report: SimulationReport
  var page: [UInt8]
  var record: RunRecord
  var lines: [UInt8] = []

  var text: String { String(decoding: page, as: UTF8.self) }

  /// Runs the only scenario of files that are given as texts.
  init(_ files: [String: String]) throws {
    let zones = try ZoneDatabase()
    let result = BundleCompiler.compile(.memory(texts: files), zones: zones)
    let problems = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    let bundle = try #require(result.bundle, "\(problems.joined(separator: "\n"))")
    let scenario = try #require(bundle.scenarios.first)
    let seed = World.seed(scenario.seed)
    let world = try World.make(
      scenario, bundle: bundle, seed: seed, zones: zones, folder: { $0.folder })
    var options = Simulator.Options()
    options.records = true
    var simulator = try Simulator(
      bundle: bundle, scenario: scenario, world: world, seed: seed, zones: zones, options: options)
    var lines: [UInt8] = []
    report = try withoutActuallyEscaping({ lines.append(contentsOf: $0) } as ([UInt8]) -> Void) {
      try simulator.run(log: DecisionLog(to: $0))
    }
    self.lines = lines
    page = simulator.page(report)
    record = try #require(simulator.record)
  }
}

/// Decisions made up for counting them.
struct MadeDecision {
  var hour: Int
  var verdict: Verdict
  var reason: String?
  /// Guards that stand in the way, in chain order.
  var blockers: [String]

  init(_ hour: Int, _ verdict: Verdict, _ reason: String? = nil, blockers: [String] = []) {
    self.hour = hour
    self.verdict = verdict
    self.reason = reason
    self.blockers = blockers
  }
}
