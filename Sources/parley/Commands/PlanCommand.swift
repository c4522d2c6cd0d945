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
        parley plan --data crm --mapping data/crm.mapping.yaml --at 2026-10-06
        parley plan --contacts people.jsonl --at 2026-10-06 --format json
      """)

  @OptionGroup var options: BundleOptions
  @OptionGroup var people: PeopleOptions
  @Option(help: "The instant, such as 2026-10-06T10:00Z.") var at: String
  @Option(help: "What draws are made from.") var seed: Int64 = 0
  @Option(help: "How many threads may work; the result is the same.") var threads = 1
  @Option(help: "One policy alone.") var policy: String?
  @Option(help: "How many decisions the text shows of each verdict.") var show = 10
  @Option(help: "text, or json: one decision line each.") var format = OutputFormat.text

  func validate() throws {
    guard people.areGiven else {
      throw ValidationError("`plan` needs people: --contacts FILE or --data DIR.")
    }
    guard threads >= 1 else { throw ValidationError("`--threads` takes 1 or more.") }
  }

  func run() throws {
    let terminal = Terminal.current()
    let (found, instant) = try People.load(
      people, options: options, at: at, terminal: terminal)
    found.loaded.mentionWarnings()
    let bundle = found.loaded.bundle
    if let policy, !bundle.policies.contains(where: { $0.id == policy }) {
      throw Failure.unknown("policy", policy, among: bundle.policies.map(\.id))
    }
    var settings = Engine.Options()
    settings.threads = threads
    settings.traces = format == .json
    let plan = Plan(
      bundle: bundle, store: found.store, events: found.events, zones: found.loaded.zones,
      seed: seed, at: instant, options: settings)
    let decisions = plan.decisions.filter { policy == nil || $0.policy == policy }
    switch format {
    case .json:
      var bytes: [UInt8] = []
      for decision in decisions {
        decision.appendLine(to: &bytes)
        if bytes.count > 1 << 16 {
          printOut(String(decoding: bytes, as: UTF8.self))
          bytes.removeAll(keepingCapacity: true)
        }
      }
      printOut(String(decoding: bytes, as: UTF8.self))
    case .text:
      printText(decisions, bundle: bundle, terminal: terminal)
    }
  }

  private func printText(_ decisions: [Decision], bundle: Bundle, terminal: Terminal) {
    for verdict in Verdict.allCases {
      let some = decisions.filter { $0.verdict == verdict }
      guard !some.isEmpty else { continue }
      printOut("\(verdict.rawValue): \(grouped(some.count))\n")
      var counts: [String: Int] = [:]
      for decision in some {
        counts["\(decision.policy)/\(decision.step) \(decision.reason ?? "")", default: 0] += 1
      }
      for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        printOut("  \(name): \(grouped(count))\n")
      }
      var table = Table(columns: ["contact", "deal", "policy", "step", "reason", "until"])
      for decision in some.prefix(show) {
        table.add([
          decision.contact, decision.deal ?? "", decision.policy, decision.step,
          decision.reason ?? "", decision.until.map(\.description) ?? "",
        ])
      }
      if show > 0 {
        let text = table.text(width: terminal.isInteractive ? terminal.width : nil)
        printOut(text.split(separator: "\n").map { "  \($0)\n" }.joined())
        if some.count > show { printOut("  … and \(grouped(some.count - show)) more\n") }
      }
      printOut("\n")
    }
    printOut(closing(decisions, bundle))
  }

  private func closing(_ decisions: [Decision], _ bundle: Bundle) -> String {
    let counts = Verdict.allCases.map { verdict in
      "\(grouped(decisions.count { $0.verdict == verdict })) \(verdict.rawValue)"
    }
    return "\(grouped(decisions.count)) decisions: \(counts.joined(separator: ", "))"
      + " (seed \(seed), bundle \(bundle.shortDigest))\n"
  }
}
