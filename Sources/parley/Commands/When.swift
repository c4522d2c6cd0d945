// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Guards
import PolicyLanguage

/// `parley when CONTACT`: the earliest instant at which each policy could write, and what binds it.
struct When: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell when a contact could be written to at the earliest, and what binds it.",
    discussion: """
      One line a policy: what it says now, the first round in which everything could pass, and the \
      guard that opens last.

        parley when c-0007 --scenario scenarios/winback.yaml --at 2026-10-20T10:00
        parley when ana --contacts people.csv --at 2026-10-06T10:00Z
      """)

  @OptionGroup var question: QuestionOptions

  func run() throws {
    let terminal = Terminal.current()
    let (explanations, _) = try question.answers(terminal)
    switch question.format {
    case .json: printOut(ExplanationText.json(explanations))
    case .text:
      var table = Table(columns: ["policy", "step", "now", "earliest", "bound by", "standing"])
      for explanation in explanations {
        let text = ExplanationText(explanation, colour: false)
        // For a policy that doesn't hold the contact the chain is only an "as if".
        let isAsIf = text.isAsIf
        table.add([
          explanation.policy, explanation.step, isAsIf ? "–" : text.verdict,
          isAsIf ? "–" : text.earliest,
          isAsIf ? "–" : explanation.binding ?? explanation.decision.reason ?? "–", text.standing,
        ])
      }
      printOut(table.text(width: terminal.isInteractive ? terminal.width : nil))
    }
  }
}
