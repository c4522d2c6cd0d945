// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Guards
import PolicyLanguage
import TextLayout

/// `parley when CONTACT`: the earliest instant at which each policy could write, and what binds it.
struct When: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell when a contact could be written to at the earliest, and what binds it.",
    discussion: """
      One line a policy: what it says now with every guard that stands in the way, the first \
      round in which everything could pass, and the guard that opens last.

        parley when c-0007 --scenario scenarios/winback.yaml --at 2026-10-20T10:00
        parley when ana --contacts people.csv --at 2026-10-06T10:00Z
      """)

  @OptionGroup var question: QuestionOptions

  func run() throws {
    let terminal = Terminal.current(question.options.color)
    let (explanations, _) = try question.answers(terminal)
    switch question.format {
    case .json: printOut(ExplanationText.json(explanations))
    case .text:
      let texts = explanations.map { (explanation: $0, text: ExplanationText($0, colour: false)) }
      let held = texts.filter { !$0.text.isAsIf }
      let shown = held.isEmpty ? texts : held
      // What is over, or never began, would only answer as if it held the contact.
      let isOver = shown.allSatisfy { $0.text.isOver }
      var table = TextTable(
        texts: ["policy", "step"] + (isOver ? [] : ["now", "earliest", "bound by"])
          + ["standing"], whole: isOver ? ["standing"] : ["now", "earliest", "bound by"])
      for (explanation, text) in shown {
        let binding = explanation.binding ?? explanation.decision.reason ?? "–"
        let answer =
          text.isOver ? ["–", "–", "–"] : [text.verdictWithBlockers, text.earliest, binding]
        table.add(
          [text.name, explanation.step] + (isOver ? [] : answer) + [text.standing])
      }
      if let width = terminal.style.width, table.naturalWidth > width, !isOver {
        for (_, text) in shown { printOut(text.brief(width: width)) }
      } else {
        printOut(table.text(terminal.style))
      }
      let others = texts.count - shown.count
      if others > 0 {
        printOut("not enrolled in \(others) others: parley why \(question.contact) … says why\n")
      }
    }
  }
}
