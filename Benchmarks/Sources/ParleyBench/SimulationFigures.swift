// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import PolicyLanguage
import Simulation

/// Items that a simulation takes from its queues in a second: one thread, no decision log.
struct SimulationFigures {
  private let options: Options
  /// How many people the scenario is made of here.
  private static let people = 100_000

  init(_ options: Options) { self.options = options }

  func figures() throws -> [Figure] {
    let zones = try ZoneDatabase()
    let bundle = try EligibilityWorkload.bundle(options.root, zones: zones)
    guard var scenario = bundle.scenarios.first(where: { $0.id == "launch-quarter" }) else {
      throw BenchError("the scenario launch-quarter is missing")
    }
    scenario = scenario.scaled(toPeople: Self.people)
    let seed = Int64(scenario.seed) ?? 0
    let world = try World.make(
      scenario, bundle: bundle, seed: seed, zones: zones, folder: { $0.folder })
    var simulator = try Simulator(
      bundle: bundle, scenario: scenario, world: world, seed: seed, zones: zones)
    var events = 0
    let clock = ContinuousClock()
    let start = clock.now
    _ = try simulator.run { events = $0.events }
    let seconds = (clock.now - start) / .seconds(1)
    print("\(scenario.id), \(Self.people) people: \(events) events in \(seconds) s")
    return [Figure("simulation.events", Double(events) / seconds, "events/s", .atLeast(300_000))]
  }
}
