// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Guards
import PolicyLanguage
import TextLayout

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
    let terminal = Terminal.current(question.options.color)
    let (explanations, world) = try question.answers(terminal)
    switch question.format {
    case .json: printOut(ExplanationText.json(explanations))
    case .text:
      let texts = explanations.map { explanation in
        ExplanationText(
          explanation, colour: terminal.usesColour, width: terminal.textWidth, showsAll: all,
          lostTo: explanation.decision.lostTo
            ?? world.decided[DecidedStep(explanation.decision)]?.lostTo)
      }
      let isNarrow = question.policy != nil || question.step != nil
      // Unless one policy was asked about, those with nothing to decide answer in short.
      let held = texts.filter { isNarrow || all || !$0.isOver }
      for text in held { printOut((text.isAsIf && !isNarrow ? text.summary : text.card) + "\n") }
      guard !isNarrow, !all else { return }
      let rest = texts.filter(\.isOver)
      printOut(brief("Over", rest.filter { !$0.isAsIf }) { $0.standing })
      printOut(brief("Not enrolled", rest.filter(\.isAsIf)) { $0.obstacle })
      if let first = rest.first {
        printOut("--policy \(first.policy) shows its condition and guards with their values\n")
      }
    }
  }

  /// Policies with nothing to decide for the contact, a line each.
  private func brief(
    _ title: String, _ texts: [ExplanationText], words: (ExplanationText) -> String
  ) -> String {
    guard !texts.isEmpty else { return "" }
    let width = texts.map(\.name.count).max() ?? 0
    let lines = texts.map { "  \($0.name.padded(to: width))  \(words($0))\n" }
    return "\(title):\n\(lines.joined())\n"
  }
}
