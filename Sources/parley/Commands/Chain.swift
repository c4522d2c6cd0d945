// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import CEL
import Guards
import PolicyLanguage
import TextLayout

/// `parley chain POLICY`: the guards of its steps in their order, and where each came from.
struct Chain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the guard chains of a policy, and where each guard came from.",
    discussion: """
      Every step asks its guards in this order. The first that fails decides what happens; the \
      order never decides whether something is sent.

        parley chain leadgen-intro
        parley chain quiet-client --step check-in
        parley chain quiet-client --cost --reads
      """)

  @OptionGroup var options: BundleOptions
  @Argument(help: "The policy's id.") var policy: String
  @Option(help: "One step alone.") var step: String?
  @Flag(help: "Show how many steps it takes to ask each guard, at least and at most.")
  var cost = false
  @Flag(help: "Show what each guard reads, and what can change its outcome.") var reads = false
  @Option(help: "text or json.") var format = OutputFormat.text

  func run() throws {
    let terminal = Terminal.current(options.color)
    let loaded = try LoadedBundle.load(options.folder(), terminal: terminal)
    guard let policy = loaded.bundle.policies.first(where: { $0.id == policy }) else {
      throw Failure.unknown("policy", policy, among: loaded.bundle.policies.map(\.id))
    }
    let steps = policy.steps.filter { step == nil || $0.id == step }
    if steps.isEmpty, let step {
      throw Failure.unknown("step", step, among: policy.steps.map(\.id))
    }
    switch format {
    case .text:
      for step in steps { print(step, policy, loaded.bundle, terminal) }
      if cost || reads { printFacts(steps, loaded.bundle, terminal) }
    case .json:
      printOut(json(steps, policy, loaded.bundle).pretty + "\n")
    }
  }

  private func title(_ step: Step, _ rung: Int, _ bundle: Bundle) -> String {
    switch step.action {
    case .send(let send): "\(step.id) → \(bundle.channels[send.channel].id)"
    case .escalate(let rungs):
      "\(step.id), rung \(rung + 1) → \(bundle.channels[rungs[rung].send.channel].id)"
    case .notify(let channel, _): "\(step.id) → \(bundle.channels[channel].id)"
    case .task: "\(step.id) (task)"
    case .set: "\(step.id) (set)"
    case .waitFor: "\(step.id) (wait_for)"
    case .branch: "\(step.id) (branch)"
    case .call: "\(step.id) (call)"
    }
  }

  private func print(_ step: Step, _ policy: Policy, _ bundle: Bundle, _ terminal: Terminal) {
    for (rung, chain) in step.chains.enumerated() {
      printOut("\(policy.id)/\(title(step, rung, bundle))\n")
      var table = TextTable(
        texts: ["stage", "guard", "if it fails", "from", "at"], whole: ["guard"], tails: ["at"])
      for link in chain.links {
        // Hard is what guards are unless somebody says otherwise.
        let level = link.level == .hard ? "" : ", \(link.level.rawValue)"
        let isBuiltIn = link.origin == "built in"
        table.add([
          link.stage.rawValue, link.id, link.outcome.rawValue + level, link.origin,
          isBuiltIn ? "" : "\(link.place.file):\(link.place.line)",
        ])
      }
      printOut(table.text(terminal.style) + "\n")
    }
  }

  /// Each expression once, however many chains it stands in.
  private func printFacts(_ steps: [Step], _ bundle: Bundle, _ terminal: Terminal) {
    let facts = ChainFacts(bundle)
    var columns = ["guard"]
    if cost { columns.append("steps") }
    if reads { columns += ["changes with", "shared", "reads"] }
    var table = TextTable(texts: columns)
    var seen: Set<String> = []
    for link in steps.flatMap(\.chains).flatMap(\.links) {
      guard let expression = link.kind.expression, seen.insert(link.id).inserted else { continue }
      var row = [link.id]
      if cost { row.append(facts.cost(expression).description) }
      if reads {
        row += [
          facts.atomClass(expression).rawValue, String(facts.shared(expression)),
          facts.reads(expression).joined(separator: ", "),
        ]
      }
      table.add(row)
    }
    printOut(table.text(terminal.style) + "\n")
  }

  private func json(_ steps: [Step], _ policy: Policy, _ bundle: Bundle) -> JSONText {
    let facts = cost || reads ? ChainFacts(bundle) : nil
    return .object([
      ("version", .int(1)), ("policy", .string(policy.id)),
      (
        "steps",
        .array(
          steps.flatMap { step in
            step.chains.enumerated().map { rung, chain in
              JSONText.object([
                ("step", .string(step.id)), ("rung", .int(rung)),
                ("title", .string(title(step, rung, bundle))),
                ("guards", .array(chain.links.map { json($0, facts) })),
              ])
            }
          })
      ),
    ])
  }

  private func json(_ link: ChainLink, _ facts: ChainFacts?) -> JSONText {
    var more: [(String, JSONText)] = []
    if let expression = link.kind.expression, let facts {
      if cost {
        let bounds = facts.cost(expression)
        more.append(
          (
            "cost",
            .object([
              ("least", .int(bounds.least)), ("most", bounds.most.map { .int($0) } ?? .null),
            ])
          ))
      }
      if reads {
        more.append(("changes_with", .string(facts.atomClass(expression).rawValue)))
        more.append(("shared", .int(facts.shared(expression))))
        more.append(("reads", .array(facts.reads(expression).map { .string($0) })))
      }
    }
    return .object(
      [
        ("id", .string(link.id)), ("stage", .string(link.stage.rawValue)),
        ("otherwise", .string(link.outcome.rawValue)), ("level", .string(link.level.rawValue)),
        ("expression", link.kind.expression.map { .string($0.text) } ?? .null),
        ("origin", .string(link.origin)), ("file", .string(link.place.file)),
        ("line", .int(link.place.line)),
      ] + more)
  }
}
