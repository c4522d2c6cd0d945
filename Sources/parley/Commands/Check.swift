// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import PolicyLanguage

/// `parley check`: all mistakes of a bundle in one run.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find every mistake in a bundle, in one run.",
    discussion: """
      Reads policies, templates, scenarios and mappings, and reports what is wrong and what \
      deserves a look. Exit status 1 if there are errors; warnings alone are fine.

        parley check
        parley check --bundle examples/crm-sales
        parley check --format json | jq '.[].code'
      """)

  @OptionGroup var options: BundleOptions
  @Option(help: "The day by which `review_by` is judged, such as 2027-03-01 (default: today).")
  var at: String?
  @Option(help: "text or json.") var format = OutputFormat.text

  func run() throws {
    let terminal = Terminal.current(options.color)
    let folder = options.folder()
    guard Files.exists("\(folder)/policies") else {
      throw Failure(
        headline: "there is no bundle in `\(folder)`: it has no folder `policies`",
        next: "parley check --bundle DIR")
    }
    let result = BundleCompiler.compile(
      .folder(folder), zones: try loadZones(), today: try day())
    let renderer = terminal.renderer(result.source.sources)
    switch format {
    case .json:
      printOut(renderer.json(result.diagnostics).pretty + "\n")
    case .text:
      let text = renderer.render(result.diagnostics)
      printOut(text.isEmpty ? "" : text + "\n")
      printOut("\(result.summary)\n")
    }
    if !result.isUsable { throw ExitCode.foundProblems }
  }

  private func day() throws -> CivilDate {
    guard let at else { return SystemClock.today() }
    guard let date = try? CivilDate(text: at) else {
      throw Failure(
        headline: "`--at` needs a date such as 2027-03-01, not `\(at)`", status: 2)
    }
    return date
  }
}
