// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// `parley plan`: what one round would decide for people in files; nothing stored, nothing sent.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Decide for people in a file or folder at one instant; nothing stored, nothing sent.",
    discussion: """
      Enrols by `when` and by the events dated up to the instant, and walks one round.

        parley plan --contacts people.csv --at 2026-10-06T10:00Z
        parley plan --contacts people.csv --at 2026-10-06 --brief decisions.csv
        parley plan --data crm --mapping data/crm.mapping.yaml --at 2026-10-06
        parley plan --contacts people.jsonl --at 2026-10-06 --format json

      Where decisions follow from facts of contacts alone, files are read and decided block by \
      block: a million contacts take about a second and little memory.
      """)

  @OptionGroup var options: BundleOptions
  @OptionGroup var people: PeopleOptions
  @Option(help: "The instant, such as 2026-10-06T10:00Z.") var at: String
  @Option(help: "What draws are made from.") var seed: Int64 = 0
  @Option(
    help: "How many threads may work; the result is the same. One a core if left out.")
  var threads: Int?
  @Option(help: "One policy alone.") var policy: String?
  @Option(help: "How many decisions the text shows of each verdict.") var show = 10
  @Option(
    help: ArgumentHelp(
      "Write `id,verdict,reason` a line, in the order of the contacts.", valueName: "file"))
  var brief: String?
  @Option(help: "text, or json: one decision line each.") var format = OutputFormat.text

  func validate() throws {
    guard people.areGiven else {
      throw ValidationError("`plan` needs people: --contacts FILE or --data DIR.")
    }
    if let threads, threads < 1 { throw ValidationError("`--threads` takes 1 or more.") }
    guard brief == nil || format == .text else {
      throw ValidationError("`--brief` writes CSV: leave out `--format json`.")
    }
  }

  func run() throws {
    let terminal = Terminal.current(options.color)
    let source = try PeopleSource(people, options: options, at: at, terminal: terminal)
    source.loaded.mentionWarnings()
    let bundle = source.loaded.bundle
    if let policy, !bundle.policies.contains(where: { $0.id == policy }) {
      throw Failure.unknown("policy", policy, among: bundle.policies.map(\.id))
    }
    let threads = threads ?? coreCount()
    if format == .text, let summary = try screened(source, threads: threads) {
      if brief == nil {
        summary.print(show: show, terminal: terminal)
      } else {
        printOut(summary.closing)
      }
      return
    }
    let found = try source.read()
    var settings = Engine.Options()
    settings.threads = threads
    settings.traces = format == .json
    let plan = Plan(
      bundle: bundle, store: found.store, events: found.events, zones: found.loaded.zones,
      seed: seed, at: source.instant, options: settings)
    let decisions = plan.decisions.filter { policy == nil || $0.policy == policy }
    switch format {
    case .json: printLines(decisions)
    case .text:
      let summary = PlanSummary(decisions, seed: seed, bundle: bundle, showing: show)
      if let brief {
        try write(decisions, to: brief)
        printOut(summary.closing)
      } else {
        summary.print(show: show, terminal: terminal)
      }
    }
  }

  /// Decides by columns while reading; `nil` if only the engine can decide.
  private func screened(_ source: PeopleSource, threads: Int) throws -> PlanSummary? {
    let bundle = source.loaded.bundle
    guard
      let plan = ScreenedPlan(
        bundle: bundle, policy: policy, zones: source.loaded.zones, at: source.instant)
    else { return nil }
    let showing = brief == nil ? show : 0
    // Until when somebody waits, and an order of the policy's own, only the engine tells.
    if showing > 0, plan.mayWaitForTime || plan.hasOwnOrder { return nil }
    guard let scan = try source.scan(keeping: plan.slots) else { return nil }
    let (writes, seed) = (brief != nil, seed)
    let result: (gathered: BriefWriter, report: LoadReport, ending: ContactScan.Ending)
    do {
      result = try scan.run(
        threads: threads, initial: { try BriefWriter(brief, plan, showing: showing) },
        look: { plan.decide($0, writes: writes, showing: showing, seed: seed) },
        take: { $0.take($1) })
    } catch let error as LoadError {
      throw People.unreadable(error)
    }
    guard result.ending == .complete else { return nil }
    People.tell(result.report)
    try result.gathered.finish()
    return PlanSummary(result.gathered.tally, of: plan, seed: seed, bundle: bundle)
  }

  private func printLines(_ decisions: [Decision]) {
    var bytes: [UInt8] = []
    for decision in decisions {
      decision.appendLine(to: &bytes)
      if bytes.count > 1 << 16 {
        printOut(String(decoding: bytes, as: UTF8.self))
        bytes.removeAll(keepingCapacity: true)
      }
    }
    printOut(String(decoding: bytes, as: UTF8.self))
  }

  /// In the order of contacts; of one contact in the order of policies, then as decided.
  private func write(_ decisions: [Decision], to path: String) throws {
    let file = try OutputFile(path)
    var bytes = BriefLine.header
    let order = decisions.indices.sorted { a, b in
      let (x, y) = (decisions[a].rows, decisions[b].rows)
      return (x.contact, x.policy, a) < (y.contact, y.policy, b)
    }
    for index in order {
      let decision = decisions[index]
      var id = decision.contact
      id.withUTF8 { BriefLine.append(id: $0, to: &bytes) }
      bytes += BriefLine.ending(verdict: decision.verdict, reason: decision.reason)
    }
    try file.write(bytes)
    try file.finish()
  }
}

/// Writes the lines of a brief plan as they come.
private struct BriefWriter: Sendable {
  private(set) var tally: ScreenedPlan.Tally
  private let file: OutputFile?
  private var failure: Failure?

  init(_ path: String?, _ plan: ScreenedPlan, showing most: Int) throws {
    tally = ScreenedPlan.Tally(plan, showing: most)
    file = try path.map { try OutputFile($0) }
    try file?.write(BriefLine.header)
  }

  mutating func take(_ part: ScreenedPlan.Tally) {
    tally.add(part)
    guard let file, failure == nil else { return }
    do { try file.write(part.lines) } catch { failure = error as? Failure }
  }

  func finish() throws {
    if let failure { throw failure }
    try file?.finish()
  }
}
