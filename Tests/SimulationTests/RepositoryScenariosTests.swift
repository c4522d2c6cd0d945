// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import PolicyLanguage
import Testing
import TextLayout

@testable import Simulation

/// The scenarios that people meet first: those of the repository and of the bundles in the tests.
struct RepositoryScenariosTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct Place: CustomTestStringConvertible {
    var testDescription: String { "\(bundle) \(scenario)" }
    var bundle: String
    var scenario: String
    /// Fewer people than the scenario has, where those would take too long here.
    var people: Int?
  }

  /// Every scenario of the repository, and one of the language's own example.
  private static let places: [Place] = {
    let folder = repository.appending(path: "scenarios").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = files.filter { $0.hasSuffix(".yaml") }.sorted().map { file in
      let id = String(file.dropLast(5))
      return Place(bundle: ".", scenario: id, people: id == "launch-quarter" ? 400 : nil)
    }
    let example = "Tests/PolicyLanguageTests/Golden/bundles/studio"
    return own + [Place(bundle: example, scenario: "winback-quarter")]
  }()

  @Test func `the scenarios are those that the guide names`() throws {
    let expected = [
      "bad-week", "escalation", "kill-switch", "launch-quarter", "leadgen", "life-events",
      "reactivation", "retention", "safe-mode", "trust", "upsell", "winback", "winback-quarter",
    ]
    #expect(Self.places.map(\.scenario) == expected)
  }

  /// With `PARLEY_PEOPLE=50000` the run has more than 100,000 decisions, and takes its minute.
  @Test func `a page of a hundred thousand decisions takes under 3 MB`() throws {
    let people =
      ProcessInfo.processInfo.environment["PARLEY_PEOPLE"].flatMap { Int($0) } ?? 600
    let zones = try ZoneDatabase()
    let bundle = try #require(
      BundleCompiler.compile(.folder(Self.repository.standardizedFileURL.path), zones: zones)
        .bundle)
    let scenario = try #require(bundle.scenarios.first { $0.id == "launch-quarter" })
      .scaled(toPeople: people)
    let world = try World.make(
      scenario, bundle: bundle, seed: 2027, zones: zones, folder: { $0.folder })
    var options = Simulator.Options()
    options.records = true
    var simulator = try Simulator(
      bundle: bundle, scenario: scenario, world: world, seed: 2027, zones: zones,
      options: options)
    let report = try simulator.run()
    let record = try #require(simulator.record)
    let count = record.table.rows.count
    let page = simulator.page(report, fullLimit: 0).count
    let packed = PackedDecisions(
      record, zone: bundle.settings.zone, from: scenario.from, to: scenario.to, fullLimit: 0)
    // Half a megabyte is charts, tables and script; lists of people and values take as much.
    #expect(page - Markup.data(packed.json).text.utf8.count < 500_000)
    // 20.5 in a run as small as this; the larger the run, the nearer the numbers: 18 in large ones.
    #expect(packed.rowBytes <= 21 * count, "\(Double(packed.rowBytes) / Double(count)) a decision")
    if count >= 50_000 { #expect(page < 3_000_000, "\(page) bytes, \(count) decisions") }
  }

  @Test(arguments: places)
  func `a scenario runs and what it expects holds`(_ place: Place) throws {
    let folder = Self.repository.appending(path: place.bundle).standardizedFileURL
    let run = try TestRun(
      .folder(folder.path), scenario: place.scenario, people: place.people, traces: false,
      folder: { $0.folder })
    for result in run.report.expectations {
      #expect(result.passed, "\(result.text): \(result.counterexample ?? "")")
    }
    #expect(!run.report.expectations.isEmpty)
    for width in [80, 120] {
      let text = run.report.text(TerminalStyle(width: width, usesColour: false))
      for line in text.split(separator: "\n").dropLast() {
        #expect(line.count <= width, "\(line)")
      }
    }
  }
}
