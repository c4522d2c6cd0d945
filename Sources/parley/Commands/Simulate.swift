// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import PolicyLanguage
import Simulation

/// `parley simulate SCENARIO`: the decisions of a simulated world; nothing is sent.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a scenario: who would be written to, when, and why not the others.",
    discussion: """
      A virtual clock jumps from instant to instant, and the same engine decides as everywhere else.
      Exit status 1 if an expectation of the scenario, or an invariant of the bundle, doesn't hold.

        parley simulate scenarios/winback.yaml --seed 8 --decisions decisions.jsonl
        parley simulate scenarios/launch-quarter.yaml --html report.html
        parley simulate winback --format json | jq .verdicts
      """)

  @OptionGroup var options: BundleOptions
  @Argument(help: "A scenario's file, or its id in the bundle.") var scenario: String
  @Option(help: "Another seed than the scenario's.") var seed: Int64?
  @Option(help: "How many threads may work; the result is the same.") var threads = 1
  @Option(help: "Write every decision with its trace to this file, a line each.")
  var decisions: String?
  @Option(help: "Make up so many people instead; events at a rate grow with them.")
  var people: Int?
  @Option(help: "Write a page for people to this file: charts, guard tax, every decision.")
  var html: String?
  @Option(help: "Read the scenario's data from this folder.") var data: String?
  @Option(help: "text or json.") var format = OutputFormat.text

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("`--threads` takes 1 or more.") }
    guard people.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("`--people` takes 1 or more.")
    }
  }

  func run() throws {
    let terminal = Terminal.current(options.color)
    var run = try ScenarioRun.load(
      scenario, options: options, seed: seed, data: data, terminal: terminal)
    if let people { run.scenario = run.scenario.scaled(toPeople: people) }
    run.loaded.mentionWarnings()
    var settings = Simulator.Options()
    settings.threads = threads
    settings.traces = decisions != nil
    settings.records = html != nil
    var simulator = try run.simulator(settings)
    let file = try decisions.map { try OutputFile($0) }
    let log = file.map { file in DecisionLog { try file.write($0) } }
    var bar = ProgressBar(run.scenario.id, unit: "events", terminal: terminal)
    let report = try simulator.run(log: log) { progress in
      bar.update(share: progress.doneShare, count: progress.events)
    }
    bar.finish()
    try file?.finish()
    if let html {
      let page = try OutputFile(html)
      try page.write(simulator.page(report))
      try page.finish()
      if case .text = format { printError("the run as a page: \(html)\n") }
    }
    switch format {
    case .json: printOut(String(decoding: report.json(), as: UTF8.self))
    case .text:
      printOut(report.text(terminal.style))
    }
    if !report.passed { throw ExitCode.foundProblems }
  }
}
