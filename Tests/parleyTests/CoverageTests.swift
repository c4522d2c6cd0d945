// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

/// `docs/coverage.md`: it names every row that was asked for, and nothing that isn't there.
@Suite struct CoverageTests {
  /// The rows of the requirements, as the page writes them: first and last of each run.
  private static let rows: [String] = expanded(
    """
    M1–M8
    A101–A119, A201–A230, A301–A315, A401–A415, A501–A521, A601–A630, A701–A714, A801–A818
    B101–B103, B201–B202, B301–B307, B401–B404, B501–B509, B601–B602, B701–B702, B801–B805
    B901–B906, B910–B912
    C001–C006, C101–C103, C201–C203, C300–C307, C401–C403, C501–C506, C601–C603, C701–C702
    C800–C807, C901–C903, C910–C911
    X01–X37
    """)

  @Test func `every row that was asked for is named once`() throws {
    let cells = try Self.text("docs/coverage.md").split(separator: "\n").compactMap {
      line -> Substring? in
      line.hasPrefix("| ") ? line.dropFirst(2).split(separator: " |").first : nil
    }
    let named = cells.flatMap { Self.expanded(String($0)) }
    #expect(Set(Self.rows).subtracting(named).sorted() == [])
    #expect(Set(named).subtracting(Self.rows).sorted() == [])
    let twice = Dictionary(grouping: named, by: \.self).filter { $0.value.count > 1 }.keys
    #expect(twice.sorted() == [])
  }

  /// `C601–C603, C701` as the ids that it means.
  private static func expanded(_ text: String) -> [String] {
    text.split { ", \n".contains($0) }.flatMap { part -> [String] in
      let ends = part.split(separator: "–").map(String.init)
      guard let first = ends.first, let letter = first.first, "ABCMX".contains(letter),
        let low = Int(first.dropFirst())
      else { return [] }
      guard let last = ends.last, let high = Int(last.dropFirst()), high >= low else { return [] }
      let width = first.count - 1
      return (low...high).map { number in
        let digits = String(number)
        return "\(letter)" + String(repeating: "0", count: max(0, width - digits.count)) + digits
      }
    }
  }

  @Test func `everything in code letters is there`() throws {
    let words = try Self.text("docs/coverage.md")
      .split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    #expect(words.count > 150)
    var texts = ""
    for folder in ["policies", "scenarios", "Tests", "Sources/PolicyLanguage/Kinds"] {
      let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      for case let file as String in try #require(files)
      where file.hasSuffix(".yaml") || file.hasSuffix(".swift") {
        // The page itself is not evidence of what it says.
        guard !file.hasSuffix("CoverageTests.swift") else { continue }
        texts += try Self.text(folder + "/" + file)
      }
    }
    let commands = try Self.text("docs/cli.md")
    let missing = Set(words).filter { word in
      if word.hasSuffix("Tests"), word != "Tests" { return !texts.contains("struct \(word) ") }
      if Self.isFile(word) { return false }
      if word.contains("/") || word.hasSuffix(".yaml") { return true }
      let name = word.hasPrefix("parley ") ? String(word.dropFirst(7)) : word
      if commands.contains("parley \(name)") || commands.contains("**\(name)") { return false }
      return !texts.contains(word.replacing("…", with: ""))
    }
    #expect(missing.sorted() == [])
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// A path, a file of the bundle by its name alone, or a template without its channel.
  private static func isFile(_ word: String) -> Bool {
    let manager = FileManager.default
    let places = ["", "policies/", "scenarios/"].map { root.appending(path: $0 + word) }
    if places.contains(where: { manager.fileExists(atPath: $0.path) }) { return true }
    let file = root.appending(path: word)
    let siblings = try? manager.contentsOfDirectory(
      atPath: file.deletingLastPathComponent().path)
    return word.hasPrefix("templates/")
      && (siblings ?? []).contains { $0.hasPrefix(file.lastPathComponent + ".") }
  }
}
