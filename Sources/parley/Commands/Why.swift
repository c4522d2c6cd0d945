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
      for explanation in explanations {
        let text = ExplanationText(
          explanation, colour: terminal.usesColour, width: terminal.textWidth, showsAll: all,
          lostTo: world.decided[DecidedStep(explanation.decision)]?.lostTo)
        // Unless one policy was asked about, those that don't hold the contact answer in short.
        let isShort = text.isAsIf && question.policy == nil && question.step == nil
        printOut((isShort ? text.summary : text.card) + "\n")
      }
    }
  }
}
