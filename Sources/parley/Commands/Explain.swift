// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import PolicyLanguage

/// `parley explain CODE`: the page of a finding, or the keys of a kind.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a code such as PAR2104, or the keys of a kind such as `limit`.",
    discussion: """
      What a finding of `check` means and how to mend it, or every key of a kind of document.

        parley explain PAR2104
        parley explain limit
        parley explain --all
      """)

  @Argument(help: "A code or the head of a kind.") var subject: String?
  @Flag(help: "List every code and kind in a line each.") var all = false

  func run() throws {
    let terminal = Terminal.current()
    guard let subject, !all else {
      printOut(Reference.index(width: terminal.textWidth))
      return
    }
    if let code = DiagnosticCode(identifier: subject) {
      printOut(code.explanation)
    } else if let kind = PolicyKind.named(subject) {
      printOut(Reference.text(of: kind, terminal.style, width: terminal.textWidth))
    } else {
      let names = DiagnosticCode.allCases.map(\.identifier) + PolicyKind.all.map(\.name)
      let near = NameSuggestion.nearest(to: subject, in: names)
      throw Failure(
        headline: "no code and no kind is called `\(subject)`",
        next: near.first.map { "parley explain \($0)" } ?? "parley explain --all")
    }
  }
}
