// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import PolicyLanguage

/// Something that the person at the terminal must mend: what, and the next step.
struct Failure: Error, CustomStringConvertible {
  /// What stands in the way, in a line.
  let headline: String
  /// Details, a line each.
  var details: [String] = []
  /// A command or a change to try; `nil` if the headline says it all.
  var next: String?
  /// 1 where something was found, 2 where the command was misused.
  var status: Int32 = 1

  var description: String {
    var lines = ["parley: \(headline)"]
    lines += details.map { "  \($0)" }
    if let next { lines.append("  try: \(next)") }
    return lines.joined(separator: "\n")
  }
}

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

extension ExitCode {
  /// Problems were found: a failed check, a failed expectation.
  static let foundProblems = ExitCode(1)
  /// The command line can't be followed.
  static let misuse = ExitCode(2)
  /// Our own fault.
  static let internalFault = ExitCode(70)
}

extension Failure {
  /// What there is instead of something.
  static func list(_ names: [String]) -> String {
    let more = names.count > 12 ? " and \(names.count - 12) more" : ""
    return "there are: \(names.sorted().prefix(12).joined(separator: ", "))\(more)"
  }

  /// A name that the bundle doesn't have.
  static func unknown(_ thing: String, _ name: String, among names: [String]) -> Failure {
    let near = NameSuggestion.nearest(to: name, in: names)
    return Failure(
      headline: "no \(thing) is called `\(name)`",
      details: near.isEmpty
        ? names.isEmpty ? [] : [list(names)]
        : ["did you mean `\(near.joined(separator: "`, `"))`?"])
  }
}
