// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Guards
import PolicyLanguage

/// `parley chain POLICY`: the guards of its steps in their order, and where each came from.
struct Chain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the guard chains of a policy, and where each guard came from.",
    discussion: """
      Every step asks its guards in this order. The first that fails decides what happens; the \
      order never decides whether something is sent.

        parley chain leadgen-intro
        parley chain quiet-client --step check-in
      """)

  @OptionGroup var options: BundleOptions
  @Argument(help: "The policy's id.") var policy: String
  @Option(help: "One step alone.") var step: String?
  @Option(help: "text or json.") var format = OutputFormat.text

  func run() throws {
    let terminal = Terminal.current()
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
      var table = Table(
        columns: ["stage", "guard", "if it fails", "from", "at"], whole: ["guard"], tails: ["at"])
      for link in chain.links {
        // Hard is what guards are unless somebody says otherwise.
        let level = link.level == .hard ? "" : ", \(link.level.rawValue)"
        let isBuiltIn = link.origin == "built in"
        table.add([
          link.stage.rawValue, link.id, link.outcome.rawValue + level, link.origin,
          isBuiltIn ? "" : "\(link.place.file):\(link.place.line)",
        ])
      }
      printOut(table.text(width: terminal.isInteractive ? terminal.width : nil) + "\n")
    }
  }

  private func json(_ steps: [Step], _ policy: Policy, _ bundle: Bundle) -> JSONText {
    .object([
      ("version", .int(1)), ("policy", .string(policy.id)),
      (
        "steps",
        .array(
          steps.flatMap { step in
            step.chains.enumerated().map { rung, chain in
              JSONText.object([
                ("step", .string(step.id)), ("rung", .int(rung)),
                ("title", .string(title(step, rung, bundle))),
                ("guards", .array(chain.links.map(json))),
              ])
            }
          })
      ),
    ])
  }

  private func json(_ link: ChainLink) -> JSONText {
    .object([
      ("id", .string(link.id)), ("stage", .string(link.stage.rawValue)),
      ("otherwise", .string(link.outcome.rawValue)), ("level", .string(link.level.rawValue)),
      ("expression", link.kind.expression.map { .string($0.text) } ?? .null),
      ("origin", .string(link.origin)), ("file", .string(link.place.file)),
      ("line", .int(link.place.line)),
    ])
  }
}
