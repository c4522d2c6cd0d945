// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// The guide and the readme: every command is run in an empty folder, and prints what they show.
@Suite struct GuideTests {
  @Test(arguments: [(name: "docs/guide.md", least: 15), (name: "README.md", least: 8)])
  func `each command of a page prints what the page shows`(name: String, least: Int) throws {
    var page = try Page(name)
    let home = try TemporaryFolder()
    var folder = home.url
    var count = 0
    for index in page.parts.indices {
      guard case .block("console", let body) = page.parts[index] else { continue }
      var lines: [String] = []
      for (command, expected) in Self.commands(body) {
        lines.append("$ " + command)
        count += 1
        if command.hasPrefix("cd ") {
          folder = folder.appending(path: String(command.dropFirst(3)))
          continue
        }
        let run = try shell(command, in: folder)
        let output = run.words.split(
          separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        let actual = Array(output.reversed().drop { $0.isEmpty }.reversed())
        let fits = expected.contains("…") && Self.matches(actual[...], expected[...])
        #expect(
          fits || !expected.contains("…"),
          "\(command) prints \(actual.joined(separator: "\n"))")
        lines += expected.contains("…") ? expected : actual
      }
      page.parts[index] = .block(
        info: "console", body: lines.map { $0 + "\n" }.joined())
    }
    #expect(count >= least)
    try expectPage(page.text, name)
  }

  /// The commands of a block with the lines that they print.
  private static func commands(_ body: String) -> [(command: String, expected: [String])] {
    var found: [(command: String, expected: [String])] = []
    for line in body.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        found.append((String(line.dropFirst(2)), []))
      } else if !found.isEmpty {
        found[found.count - 1].expected.append(String(line))
      }
    }
    return found
  }

  /// Whether lines are as expected; a line `…` stands for any number of them.
  private static func matches(
    _ actual: ArraySlice<String>, _ expected: ArraySlice<String>
  ) -> Bool {
    guard let first = expected.first else { return actual.isEmpty }
    guard first == "…" else {
      return actual.first == first && matches(actual.dropFirst(), expected.dropFirst())
    }
    return (actual.startIndex...actual.endIndex).contains {
      matches(actual[$0...], expected.dropFirst())
    }
  }
}
