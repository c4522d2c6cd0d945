// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage
import Testing

@testable import Simulation

struct WorldTests {
  private static func world(_ scenario: String) throws -> (World, Scenario, Bundle) {
    let zones = try ZoneDatabase()
    let result = BundleCompiler.compile(
      .memory(texts: SmallBundle.files(scenario: scenario)), zones: zones)
    let problems = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    let bundle = try #require(result.bundle, "\(problems.joined(separator: "\n"))")
    let scenario = try #require(bundle.scenarios.first)
    let world = try World.make(
      scenario, bundle: bundle, seed: World.seed(scenario.seed), zones: zones,
      folder: { $0.folder })
    return (world, scenario, bundle)
  }

  @Test func `people are numbered, with an account and an address on every channel`() throws {
    let (world, scenario, _) = try Self.world(SmallBundle.scenario)
    let store = world.store
    #expect(store.contacts.count == 30)
    #expect(store.accounts.count == 30)
    let row = try #require(store.contact("c-0007"))
    #expect(store.account(ofContact: row) == store.account("a-0007"))
    let email = try #require(store.channelNumber("email"))
    #expect(store.address(of: row, channel: email) == "c-0007@example.com")
    #expect(store.consent(of: row, channel: email, at: scenario.from)?.basis == .explicit)
  }

  @Test func `a person lives in a zone of its country`() throws {
    let (world, scenario, _) = try Self.world(SmallBundle.scenario)
    let zones = try ZoneDatabase()
    for row in 0..<world.store.contacts.count {
      let country = world.store.value(FactPath(.contact, "country"), row: row, at: scenario.from)
      let zone = world.store.value(FactPath(.contact, "zone"), row: row, at: scenario.from)
      guard case .known(.string(let code)) = country, case .known(.string(let name)) = zone else {
        Issue.record("country and zone are known")
        continue
      }
      #expect(zones.zones(ofCountry: code).map(\.identifier).contains(name))
    }
  }

  @Test func `what a scenario leaves out is the default, absent, or unknown`() throws {
    let (world, scenario, _) = try Self.world(
      """
      scenario: small
      from: 2026-09-01
      to: 2026-09-02
      people: {generate: {count: 2, contact: {language: en}}}

      """)
    func value(_ path: FactPath) -> Fact<FactValue> {
      world.store.value(path, row: 0, at: scenario.from)
    }
    #expect(value(FactPath(.contact, "engagement")) == .known(.int(0)))
    #expect(value(FactPath(.contact, "source")) == .absent)
    #expect(value(FactPath(.account, "health")) == .unknown)
    #expect(value(FactPath(.contact, "created_at")) == .known(.instant(scenario.from)))
  }

  @Test func `one more fact leaves the others as they were drawn`() throws {
    let (first, scenario, _) = try Self.world(SmallBundle.scenario)
    let (second, _, _) = try Self.world(
      SmallBundle.scenario.replacing(
        "source: fair", with: #"source: fair, engagement: "uniform(3, 90)""#))
    for row in 0..<30 {
      let path = FactPath(.account, "health")
      #expect(
        first.store.value(path, row: row, at: scenario.from)
          == second.store.value(path, row: row, at: scenario.from))
    }
  }

  @Test(arguments: [("7", Int64(7)), ("-3", -3)])
  func `a seed that is a number stands for itself`(text: String, number: Int64) {
    #expect(World.seed(text) == number)
  }

  @Test func `a seed that is a word stands for its hash`() {
    #expect(World.seed("spring") != World.seed("autumn"))
    #expect(World.seed("spring") == World.seed("spring"))
  }
}
