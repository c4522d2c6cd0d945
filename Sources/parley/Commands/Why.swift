// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Guards
import PolicyLanguage

/// `parley why CONTACT`: every guard with its expression, the values in it, and when it flips.
struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show why a contact is, or isn't, written to: every guard with the values in it.",
    discussion: """
      Guards that pass are told in a line a stage; --all shows each with its expression and \
      values. A question to a scenario lives through it from its beginning up to the instant.

        parley why c-0007 --scenario scenarios/winback.yaml --at 2026-10-20T10:00
        parley why ana --contacts people.csv --at 2026-10-06T10:00Z
        parley why ana --contacts people.csv --at 2026-10-06 --policy winback --all
      """)

  @OptionGroup var question: QuestionOptions
  @Flag(help: "Show every guard with its values, also those that pass.") var all = false

  func run() throws {
    let terminal = Terminal.current()
    let (explanations, world) = try question.answers(terminal)
    switch question.format {
    case .json: printOut(ExplanationText.json(explanations))
    case .text:
      let texts = explanations.map { explanation in
        ExplanationText(
          explanation, colour: terminal.usesColour, width: terminal.textWidth, showsAll: all,
          lostTo: world.decided[DecidedStep(explanation.decision)]?.lostTo)
      }
      let isNarrow = question.policy != nil || question.step != nil
      // Unless one policy was asked about, those that don't hold the contact answer in short.
      let held = texts.filter { isNarrow || !$0.isAsIf }
      for text in held { printOut(text.card + "\n") }
      let others = texts.filter { !isNarrow && $0.isAsIf }
      if all {
        for text in others { printOut(text.summary + "\n") }
      } else if !others.isEmpty {
        printOut(brief(others, besides: held.count))
      }
    }
  }

  /// Policies that don't hold the contact, a line each.
  private func brief(_ others: [ExplanationText], besides held: Int) -> String {
    let width = others.map(\.policy.count).max() ?? 0
    let lines = others.map { "  \($0.policy.padded(to: width))  \($0.obstacle)\n" }
    let head = held == 0 ? "No policy holds \(question.contact):" : "Not enrolled in the others:"
    return
      "\(head)\n\(lines.joined())  --policy \(others[0].policy) shows the condition with its values\n"
  }
}
