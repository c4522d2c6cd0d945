// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import PolicyLanguage

/// The people of a scenario and the events that its data brings, before anything happens.
public struct World: Sendable {
  /// What is known about the people.
  public var store: FactStore
  /// Events of the data, in the order of time, then of mapping and row.
  public var events: [FactEvent]
  /// What became of the data's records; `nil` for a scenario without data.
  public var load: LoadReport?

  /// Takes people and events that were read elsewhere.
  public init(store: FactStore, events: [FactEvent] = [], load: LoadReport? = nil) {
    self.store = store
    self.events = events
    self.load = load
  }
}

extension World {
  /// The number that a run draws from, of a seed as it is written: a whole number stands for
  /// itself, any other text for the first bytes of its SHA-256.
  public static func seed(_ text: String) -> Int64 {
    Int64(text) ?? Int64(bitPattern: StableHash(of: text).leading64)
  }

  /// Reads the scenario's data, and generates and writes down its people.
  ///
  /// - Parameters:
  ///   - scenario: What to make.
  ///   - bundle: The bundle, for schema, channels and mappings.
  ///   - seed: What people are drawn from.
  ///   - zones: For the zones of countries.
  ///   - folder: Finds the data folder, given how the scenario names it.
  public static func make(
    _ scenario: Scenario, bundle: Bundle, seed: Int64, zones: ZoneDatabase,
    folder: (DataSource) -> String
  ) throws(WorldError) -> World {
    guard scenario.from < scenario.to else { throw .emptySpan }
    var world = World(store: FactStore(schema: bundle.schema))
    if let data = scenario.data {
      world = try read(data, folder: folder(data), bundle: bundle)
    }
    if let people = scenario.people {
      var population = Population(bundle: bundle, zones: zones, seed: seed, since: scenario.from)
      if let generated = people.generated {
        try population.generate(generated, into: &world.store)
      }
      try population.write(people.written, into: &world.store)
    }
    return world
  }
}
