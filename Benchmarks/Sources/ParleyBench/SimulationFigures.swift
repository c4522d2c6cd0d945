// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import PolicyLanguage
import Simulation

/// Items that a simulation takes from its queues in a second: one thread, no decision log.
struct SimulationFigures {
  private let options: Options

  init(_ options: Options) { self.options = options }

  func figures() throws -> [Figure] {
    let zones = try ZoneDatabase()
    let bundle = try EligibilityWorkload.bundle(options.root, zones: zones)
    let found = ["launch-quarter", "first-quarter"].lazy.compactMap { name in
      bundle.scenarios.first { $0.id == name }
    }.first
    guard let scenario = found else { throw BenchError("no scenario to simulate") }
    let seed = Int64(scenario.seed) ?? 0
    var events = 0
    let seconds = try median(of: 3) {
      let world = try World.make(
        scenario, bundle: bundle, seed: seed, zones: zones, folder: { $0.folder })
      var simulator = try Simulator(
        bundle: bundle, scenario: scenario, world: world, seed: seed, zones: zones)
      _ = try simulator.run { events = $0.events }
    }
    print("simulation: \(scenario.id), \(events) events")
    return [
      Figure("simulation.events", Double(events) / seconds, "events/s", .atLeast(300_000))
    ]
  }
}
