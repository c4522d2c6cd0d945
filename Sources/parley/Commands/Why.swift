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
        parley why c-0007 --scenario scenarios/winback.yaml --at 2026-10-20T10:00
        parley why ana --contacts people.csv --at 2026-10-06T10:00Z --policy leadgen-intro
      """)

  @OptionGroup var question: QuestionOptions

  func run() throws {
    let terminal = Terminal.current()
    let (explanations, _) = try question.answers(terminal)
    switch question.format {
    case .json: printOut(ExplanationText.json(explanations))
    case .text:
      for explanation in explanations {
        let text = ExplanationText(explanation, colour: terminal.usesColour)
        // Unless one policy was asked about, those that don't hold the contact answer in short.
        let isShort = text.isAsIf && question.policy == nil && question.step == nil
        printOut((isShort ? text.summary : text.card) + "\n")
      }
    }
  }
}
