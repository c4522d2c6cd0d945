// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import PolicyLanguage
import Testing

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

  @Test(arguments: [
    Place(bundle: ".", scenario: "escalation"),
    Place(bundle: ".", scenario: "launch-quarter", people: 500),
    Place(bundle: ".", scenario: "leadgen"),
    Place(bundle: ".", scenario: "reactivation"),
    Place(bundle: ".", scenario: "safe-mode"),
    Place(bundle: ".", scenario: "winback"),
    Place(bundle: "Tests/PolicyLanguageTests/Golden/bundles/studio", scenario: "winback-quarter"),
  ])
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
