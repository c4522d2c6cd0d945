// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Foundation
import Testing

/// The library's own texts: what they show compiles, what they link to is there.
struct DocumentTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The README's example; a test compares the two texts.
  private func readme() throws -> Value {
    var result = Value.null
    func print(_ value: Value) { result = value }
    // README begins.
    var environment = Environment(libraries: .all)
    environment.declare(Variable("age", .int, slot: 0))
    environment.declare(Variable("tags", .list(.string), slot: 1))
    let tree = try environment.parse("age >= 18 && tags.exists(t, t.startsWith('vip'))")
    let expression = try environment.check(tree).get()  // throws all that doesn't fit
    let program = Program(expression)
    let facts = MapActivation(variables: [0: .int(34), 1: .list([.string("vip-gold")])])
    print(program.evaluate(facts))  // true
    // README ends.
    return result
  }

  @Test func `the README's example compiles and gives what it says`() throws {
    #expect(try readme() == .bool(true))
    func lines(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty && $0 != "import CEL" }
    }
    let page = try Self.text("Sources/CEL/README.md")
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let shown = try #require(page.components(separatedBy: "```swift").dropFirst().first)
    let compiled = try #require(
      source.components(separatedBy: "// README begins.").dropFirst().first)
    #expect(
      lines(shown.components(separatedBy: "```")[0])
        == lines(compiled.components(separatedBy: "// README ends.")[0]))
  }

  @Test func `every symbol and page that the catalogue links to is there`() throws {
    var sources = ""
    let folder = Self.root.appending(path: "Sources/CEL")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path()))
    var pages: [String: String] = [:]
    for case let path as String in files {
      if path.hasSuffix(".swift") { sources += try Self.text("Sources/CEL/" + path) }
      if path.hasPrefix("CEL.docc/"), path.hasSuffix(".md") {
        pages[String(path.dropFirst(9).dropLast(3))] = try Self.text("Sources/CEL/" + path)
      }
    }
    #expect(pages.count >= 3)
    var count = 0
    for (page, text) in pages {
      for match in text.matches(of: /``([A-Za-z\/]+)(\([a-z_:]*\))?``/) {
        let names = match.1.split(separator: "/").map(String.init)
        for name in names where name != "CEL" {
          count += 1
          let isDeclared =
            ["struct ", "enum ", "class ", "protocol ", "func ", "var ", "let ", "case "]
            .contains { sources.contains("\($0)\(name)") }
          #expect(isDeclared, "\(page) links to \(name)")
        }
      }
      for match in text.matches(of: /<doc:([A-Za-z-]+)>/) {
        #expect(pages[String(match.1)] != nil, "\(page) links to the page \(match.1)")
      }
    }
    #expect(count > 40)
  }

  @Test func `the page on conformance counts what the runner skips`() throws {
    let page = try Self.text("docs/cel-conformance.md")
    #expect(page.contains("1,299 passed, 0 failed, 713 skipped"))
  }
}
