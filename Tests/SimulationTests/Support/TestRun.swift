// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage
import Simulation
import Testing

/// What running one scenario gave.
struct TestRun {
  var report: SimulationReport
  var lines: [UInt8]
  var decisions: [Decision]

  /// What was written to people, in order.
  var sends: [Decision] { decisions.filter { $0.verdict == .send && $0.isOutward } }

  /// Runs a scenario of files that are given as texts.
  init(
    _ files: [String: String], scenario: String? = nil, seed: String? = nil, threads: Int = 1,
    traces: Bool = true
  ) throws {
    try self.init(
      .memory(texts: files), scenario: scenario, seed: seed, threads: threads, traces: traces,
      folder: { $0.folder })
  }

  /// Runs a scenario of a bundle; the first one if none is named.
  init(
    _ files: BundleFiles, scenario id: String?, people: Int? = nil, seed: String? = nil,
    threads: Int = 1, traces: Bool = true, folder: (DataSource) -> String
  ) throws {
    let zones = try ZoneDatabase()
    var result = BundleCompiler.compile(files, zones: zones)
    if let changed = result.bundle?.scenarios.first(where: { id == nil || $0.id == id }),
      !changed.whatIf.isEmpty
    {
      result = BundleCompiler.compile(result.source, whatIfOf: changed.id, zones: zones)
    }
    let problems = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    let bundle = try #require(result.bundle, "\(problems.joined(separator: "\n"))")
    let written = try #require(
      bundle.scenarios.first { id == nil || $0.id == id }, "the bundle has the scenario")
    let scenario = people.map { written.scaled(toPeople: $0) } ?? written
    let number = World.seed(seed ?? scenario.seed)
    let world = try World.make(
      scenario, bundle: bundle, seed: number, zones: zones, folder: folder)
    var options = Simulator.Options()
    options.threads = threads
    options.traces = traces
    var simulator = try Simulator(
      bundle: bundle, scenario: scenario, world: world, seed: number, zones: zones,
      options: options)
    var lines: [UInt8] = []
    var decisions: [Decision] = []
    report = try withoutActuallyEscaping({ lines.append(contentsOf: $0) } as ([UInt8]) -> Void) {
      write in
      try simulator.run(log: DecisionLog(to: write), observe: { decisions.append($0) })
    }
    self.lines = lines
    self.decisions = decisions
  }
}

/// A bundle of one policy that small scenarios run in.
enum SmallBundle {
  /// The files of the bundle with a scenario; `policy` replaces the policy's document.
  static func files(
    scenario: String, policy: String = winback, limits: String = "", settings: String = ""
  ) -> [String: String] {
    [
      "policies/parley.yaml": parley + settings, "policies/facts.yaml": facts,
      "policies/channels.yaml": channels, "policies/winback.yaml": policy,
      "policies/limits.yaml": limits, "templates/letter.en.md": letter,
      "scenarios/small.yaml": scenario,
    ].filter { !$0.value.isEmpty }
  }

  static let parley = """
    parley: 1
    mode: live
    identity: {name: Example Studio, postal_address: 1 Example Road, site: "https://example.com", unsubscribe: "https://example.com/u/{{token}}"}
    time_zone: UTC
    zone_unknown: UTC
    languages: [en]
    rounds: {every: 1h}
    mandatory: []

    """

  static let facts = """
    facts:
      contact:
        source: {type: string, nullable: true}
        seniority: {type: enum, of: [junior, senior, head], nullable: true}
        engagement: {type: int, range: 0..100, default: 0}
      account:
        industry: {type: enum, of: [saas, finance, other], default: other}
        health: {type: int, range: 0..100}
      deal:
        package: {type: string, nullable: true}
        amount: {type: money, nullable: true}

    """

  static let channels = """
    channel: email
    plugin: file
    consent: [legitimate_interest, implied, explicit]

    """

  static let letter = """
    ---
    template: letter
    channel: email
    language: en
    subject: "Again?"
    ---
    Hello {{contact.first_name | default: "there"}}, shall we look at it again?

    {{identity.name}}, {{identity.postal_address}} · {{unsubscribe_url}}

    """

  static let winback = """
    policy: winback
    enrol: {on: deal.lost, per: deal, after: 1d}
    exit:
      - {when: contact.replied_since(enrolment.started_at), as: answered}
      - {after: 20d, as: over}
    steps:
      - id: letter
        send: {channel: email, template: letter}
      - id: again
        after: 5d
        send: {channel: email, template: letter}

    """

  /// A scenario of thirty people, of whom three a day lose a deal.
  static let scenario = """
    scenario: small
    from: 2026-09-01
    to: 2026-09-30
    seed: 7
    people:
      generate:
        count: 30
        contact: {language: en, country: {PT: 50%, DE: 50%}, source: fair, consent: {email: explicit}}
        account: {health: "normal(62, 18)"}
    events:
      - {event: deal.lost, rate: 3/day, until: 2026-09-10, deal: {amount: "lognormal(8000 EUR, 0.6)", package: {Redesign: 60%, Audit: 40%}}}
    behaviour:
      reply: {chance: 30%, after: "lognormal(20h, 1.1)", class: {positive: 40%, negative: 60%}}
      bounce: {chance: 5%, after: 1m, kind: {hard: 70%, soft: 30%}}

    """
}
