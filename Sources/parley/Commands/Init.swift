// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import TextLayout

/// `parley init [FOLDER]`: a small bundle to start from.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Write a small bundle to start from: a first letter, a follow-up, limits, a rehearsal.",
    discussion: """
      Asks nothing and overwrites nothing: if one of its files is there already, none is written.

        parley init outreach
        cd outreach && parley check && parley simulate scenarios/first-month.yaml
      """)

  @Argument(help: "Where to write it; made if it isn't there.") var folder = "."

  func run() throws {
    let there = Starter.files.map(\.path).filter { Files.exists(Files.resolve($0, from: folder)) }
    guard there.isEmpty else {
      throw Failure(
        headline: "`\(folder)` has files that would be overwritten: nothing was written",
        details: there, next: "parley init ANOTHER-FOLDER")
    }
    for (path, text) in Starter.files {
      let target = Files.resolve(path, from: folder)
      try Files.makeFolder(Files.folder(of: target))
      let file = try OutputFile(target)
      try file.write(Array(text.utf8))
      try file.finish()
    }
    let width = Starter.files.map(\.path.count).max() ?? 0
    for (path, purpose) in Starter.purposes {
      printOut("  \(path.padded(to: width))  \(purpose)\n")
    }
    var next = ["parley check", "parley simulate scenarios/first-month.yaml"]
    if folder != "." { next.insert("cd \(folder)", at: 0) }
    let place = folder == "." ? "here" : "to \(folder)"
    printOut("\n\(Starter.files.count) files written \(place). Next:\n")
    for command in next { printOut("  \(command)\n") }
  }
}

/// The bundle that `init` writes.
///
/// Its files lie in `examples/starter`; a test holds `StarterFiles.swift` equal to them.
enum Starter {
  /// What the most important files are for, in the order in which one reads them.
  static let purposes = [
    (path: "README.md", purpose: "where things are"),
    (path: "policies/parley.yaml", purpose: "who we are, our zone, how far things may go"),
    (path: "policies/facts.yaml", purpose: "what we know about people"),
    (path: "policies/channels.yaml", purpose: "how we reach them, and who writes"),
    (path: "policies/guards.yaml", purpose: "hours, holidays, shared conditions"),
    (path: "policies/limits.yaml", purpose: "caps and cooldowns"),
    (path: "policies/leadgen.yaml", purpose: "a first letter and one follow-up"),
    (path: "templates/", purpose: "the letters, in English and Russian"),
    (path: "scenarios/first-month.yaml", purpose: "a rehearsal with a hundred made-up people"),
    (path: "people.csv", purpose: "three made-up people, to plan for"),
  ]
}
