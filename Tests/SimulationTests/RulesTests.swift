// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import PolicyLanguage
import Testing

@testable import Simulation

/// What the law of a country asks for stands in the way of every message, whatever policy sends it.
struct RulesTests {
  private static let rules = """
    rules: opt-in
    applies: channel == "email" && contact.country in ["DE", "AT"]
    consent: [explicit]
    hours: mon-fri 10:00-12:00
    ---
    rules: text-hours
    applies: channel == "sms"
    hours: mon-fri 14:00-15:00

    """

  private static let scenario = """
    scenario: small
    from: 2026-09-01
    to: 2026-09-30
    people:
      - {contact: {id: ana, country: PT, language: en, consent: {email: implied}}, account: {health: 70}}
      - {contact: {id: bernd, country: DE, language: en, consent: {email: implied}}, account: {health: 70}}
      - {contact: {id: carla, country: DE, language: en, consent: {email: explicit}}, account: {health: 70}}
      - {contact: {id: dora, language: en, consent: {email: explicit}}, account: {health: 70}}
    events:
      - {event: deal.lost, contact: ana, at: 2026-09-02T01:00, deal: {package: Audit}}
      - {event: deal.lost, contact: bernd, at: 2026-09-02T01:00, deal: {package: Audit}}
      - {event: deal.lost, contact: carla, at: 2026-09-02T01:00, deal: {package: Audit}}
      - {event: deal.lost, contact: dora, at: 2026-09-02T01:00, deal: {package: Audit}}

    """

  private static let files: [String: String] = {
    var files = SmallBundle.files(scenario: scenario)
    files["policies/rules.yaml"] = rules
    return files
  }()

  @Test func `who may be written to elsewhere is skipped where a stronger consent is asked for`()
    throws
  {
    let run = try TestRun(Self.files)
    #expect(Set(run.sends.map(\.contact)) == ["ana", "carla"])
    let bernd = run.decisions.filter { $0.contact == "bernd" }
    #expect(bernd.first?.verdict == .skip)
    #expect(bernd.first?.reason == "duty")
    let trace = bernd.first?.guards.first { $0.id == "duty" }
    #expect(trace?.place.file == "policies/rules.yaml")
    #expect(trace?.values.first?.content == .text("opt-in: consent is implied"))
  }

  @Test func `hours of the rules hold where they apply`() throws {
    let run = try TestRun(Self.files)
    let berlin = try #require(try ZoneDatabase().zone(named: "Europe/Berlin"))
    let carla = run.sends.filter { $0.contact == "carla" }
    #expect(!carla.isEmpty)
    #expect(carla.allSatisfy { [10, 11].contains(berlin.civil(at: $0.at).time.hour) })
    let waits = run.decisions.filter { $0.contact == "carla" && $0.verdict == .wait }
    #expect(waits.first?.reason == "quiet_hours")
    #expect(waits.first?.until == (try Instant(text: "2026-09-03T08:00:00Z")))
    // The deal was lost at one in the morning: nothing keeps a letter to Lisbon back.
    #expect(
      run.sends.first { $0.contact == "ana" }?.at == (try Instant(text: "2026-09-03T01:00:00Z")))
  }

  @Test func `where nobody knows the country nobody knows the duty`() throws {
    let dora = try TestRun(Self.files).decisions.filter { $0.contact == "dora" }
    #expect(dora.first?.verdict == .wait)
    #expect(dora.first?.reason == "duty")
    #expect(!dora.contains { $0.verdict == .send })
  }

  @Test func `rules of other channels are no guards of a message`() throws {
    let result = BundleCompiler.compile(.memory(texts: Self.files), zones: try ZoneDatabase())
    let bundle = try #require(result.bundle)
    for chain in bundle.policies.flatMap(\.steps).flatMap(\.chains) {
      let ids = chain.links.map(\.id)
      #expect(ids.filter { $0 == "duty" }.count == 1)
      #expect(ids.filter { $0 == "quiet_hours" }.count == 1)
      #expect(chain.links.first { $0.id == "duty" }?.origin == "rules opt-in")
    }
    // Applying or not is settled here; the country isn't.
    let sms = BundleCompiler.compile(
      .memory(
        texts: Self.files.merging([
          "policies/rules.yaml":
            "rules: all-mail\napplies: channel == \"email\"\nconsent: [explicit]\n"
        ]) { $1 }), zones: try ZoneDatabase())
    let link = try #require(
      sms.bundle?.policies.first?.steps.first?.chains.first?.links.first { $0.id == "duty" })
    #expect(link.applies == nil)
  }
}
