// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

@testable import Simulation

/// The scenarios watch the policies: each policy, broken on purpose, makes something fail.
struct BrokenPolicyTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

  struct Break: CustomTestStringConvertible {
    var testDescription: String
    var file: String
    /// Texts of the file and what a careless hand made of them.
    var changes: [(String, String)]
    var scenario: String
    /// Part of what fails.
    var fails: String
  }

  @Test(arguments: [
    Break(
      testDescription: "leadgen-intro writes to anybody", file: "policies/leadgen.yaml",
      changes: [("icp && decides && scores.fit >= 40", "true")], scenario: "leadgen",
      fails: "contact junior"),
    Break(
      testDescription: "leadgen-intro doesn't stop at a reply", file: "policies/leadgen.yaml",
      changes: [
        ("    guards: [{use: no-reply-since}]\n", ""),
        ("{on: contact.replied, as: answered}", "{on: contact.clicked, as: answered}"),
      ], scenario: "leadgen", fails: #"sends.exists(s, s.policy in ["leadgen-intro""#),
    Break(
      testDescription: "life-birthday wishes weeks later", file: "policies/life-events.yaml",
      changes: [
        ("until: 24h                               # on the day", "until: 20d  # on the day")
      ],
      scenario: "life-events", fails: #"d.policy == "life-birthday" && d.reason == "expired""#),
    Break(
      testDescription: "life-good-news goes to strangers", file: "policies/life-events.yaml",
      changes: [
        (#""milestone"] && (contact.replied_ever || account.stage == "active")"#, #""milestone"]"#)
      ],
      scenario: "life-events", fails: "contact stranger"),
    Break(
      testDescription: "life-hard-times asks nobody", file: "policies/life-events.yaml",
      changes: [("    approval: {by: account.owner, expires: 24h}\n", "")],
      scenario: "life-events", fails: #"s.step != "support""#),
    Break(
      testDescription: "quiet-client hurries from channel to channel",
      file: "policies/escalation.yaml", changes: [("after: 3d", "after: 1h")],
      scenario: "escalation", fails: "o.at > s.at - days(3)"),
    Break(
      testDescription: "reactivation writes to unhappy accounts",
      file: "policies/reactivation.yaml",
      changes: [("  - use: healthy-relationship\n", "")], scenario: "reactivation",
      fails: "contact unhappy"),
    Break(
      testDescription: "retention-alarm rings for small falls", file: "policies/retention.yaml",
      changes: [("event.before - event.after >= 15", "event.before - event.after >= 1")],
      scenario: "retention", fails: "contact steady"),
    Break(
      testDescription: "retention-alarm asks one person only", file: "policies/retention.yaml",
      changes: [(", four_eyes: true", "")], scenario: "retention", fails: #"d.reason == "refused""#),
    Break(
      testDescription: "trust moves on at once", file: "policies/trust-phases.yaml",
      changes: [("at_least: 7d", "at_least: 0d")], scenario: "trust",
      fails: #"d.policy != "trust-value""#),
    Break(
      testDescription: "one of the trust letters never goes", file: "policies/trust-letters.yaml",
      changes: [(#"contact.met_by == "content""#, #"contact.met_by == "content" && false"#)],
      scenario: "trust", fails: "trust-hello-content"),
    Break(
      testDescription: "trust-offer never comes", file: "policies/trust-letters.yaml",
      changes: [
        (#"contact.pain_point != "unsaid" &&"#, #"contact.pain_point != "unsaid" && false &&"#)
      ],
      scenario: "trust", fails: #"sends.exists(s, s.policy == "trust-offer")"#),
    Break(
      testDescription: "upsell-rebound doesn't wait for good news to last",
      file: "policies/upsell.yaml", changes: [("  after: 14d ", "  after: 0d ")],
      scenario: "upsell", fails: "contact back"),
    Break(
      testDescription: "winback-lost-deal comes too early", file: "policies/winback.yaml",
      changes: [("after: 30d..33d", "after: 3d..5d")], scenario: "winback", fails: "contact lena"),
    Break(
      testDescription: "the cap on first letters is doubled", file: "policies/limits.yaml",
      changes: [("count: 30\n", "count: 60\n")], scenario: "leadgen", fails: "size() <= 30"),
  ])
  func `a policy that is broken on purpose makes its scenario fail`(_ c: Break) throws {
    var texts: [String: String] = [:]
    for folder in ["policies", "templates", "scenarios"] {
      let files = FileManager.default.enumerator(
        atPath: Self.repository.appending(path: folder).path)
      for case let name as String in try #require(files)
      where name.hasSuffix(".yaml") || name.hasSuffix(".md") {
        let path = folder + "/" + name
        // Other scenarios may name what is taken away.
        if folder == "scenarios", name != c.scenario + ".yaml" { continue }
        texts[path] = try String(
          contentsOf: Self.repository.appending(path: path), encoding: .utf8)
      }
    }
    let whole = try #require(texts[c.file])
    var broken = whole
    for (old, new) in c.changes {
      #expect(broken.contains(old), "\(old) stands in \(c.file)")
      broken = broken.replacing(old, with: new)
    }
    texts[c.file] = broken
    let report = try TestRun(texts, scenario: c.scenario, traces: false).report
    #expect(!report.passed)
    let failed = report.demands.filter { !$0.passed }.map { "\($0.name ?? "") \($0.text)" }
    #expect(failed.contains { $0.contains(c.fails) }, "\(failed)")
  }
}
