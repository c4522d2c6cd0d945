// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import Guards
import PolicyLanguage
import TestSupport
import Testing

/// One form for all policy files, and nothing of their meaning changed.
@Suite struct FormatterTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var expected: String
  }

  @Test(arguments: [
    Case(
      testDescription: "four spaces become two, and lists stand below their key",
      text: "policy: a\nenrol:\n    when: x\nsteps:\n-   id: one\n    send: {channel: email}\n",
      expected: "policy: a\nenrol:\n  when: x\nsteps:\n  - id: one\n    send: {channel: email}\n"),
    Case(
      testDescription: "spaces behind colons, commas and braces",
      text: "a:   1\nb : { x: 1,y:  2 }\nc: [ 1,2 , 3 ]\n",
      expected: "a: 1\nb: {x: 1, y: 2}\nc: [1, 2, 3]\n"),
    Case(
      testDescription: "columns that were aligned on purpose stay",
      text: "facts:\n  role:      string\n  seniority: string\n  x:     int\n",
      expected: "facts:\n  role:      string\n  seniority: string\n  x: int\n"),
    Case(
      testDescription: "rows of braces that were aligned on purpose stay",
      text: "- {id: anna,  name: Anna}\n- {id: beate, name: Beate}\n",
      expected: "- {id: anna,  name: Anna}\n- {id: beate, name: Beate}\n"),
    Case(
      testDescription: "spaces at line ends, empty lines and the last line break",
      text: "\n\na: 1  \n\n\n\nb: 2\t\n---\n\n\nc: 3",
      expected: "a: 1\n\nb: 2\n---\n\nc: 3\n"),
    Case(
      testDescription: "comments keep to what they speak of",
      text: "# head\na:\n    # about b\n    b: 1   # one\n    # the end of a\n# about c\nc: 2\n",
      expected: "# head\na:\n  # about b\n  b: 1   # one\n  # the end of a\n# about c\nc: 2\n"),
    Case(
      testDescription: "a comment behind an expression keeps its two spaces",
      text: "when:      a && b  # why\n", expected: "when: a && b       # why\n"),
    Case(
      testDescription: "texts below a bar move with their key, and nothing in them changes",
      text:
        "a:\n      text: |\n            # not a comment\n              indented  \n\n            x:   1\n"
        + "      b: 2\n",
      expected: "a:\n  text: |\n    # not a comment\n      indented  \n\n    x:   1\n  b: 2\n"),
    Case(
      testDescription: "empty lines that a text keeps",
      text: "a: |+\n    keep\n\n\n", expected: "a: |+\n  keep\n\n\n"),
    Case(
      testDescription: "a text without a line break at its end", text: "a: |\n     x",
      expected: "a: |\n  x"),
    Case(
      testDescription: "expressions on several lines keep their breaks",
      text: "when:   a &&\n        b  ==  1\n", expected: "when: a &&\n        b  ==  1\n"),
    Case(
      testDescription: "what is in quotes stays",
      text: "a:   'x,y:  z'\nb:  \"{ a }\"\n", expected: "a: 'x,y:  z'\nb: \"{ a }\"\n"),
    Case(
      testDescription: "long braces are left as written",
      text: "a: {x:   1,\n      y: 2}\n", expected: "a: {x:   1,\n      y: 2}\n"),
    Case(
      testDescription: "other line breaks, and a mark at the beginning",
      text: "\u{FEFF}a: 1\r\nb: 2\r\n", expected: "a: 1\nb: 2\n"),
  ])
  func `a text gets its form, and keeps it`(_ c: Case) throws {
    let once = try Self.formatted(Array(c.text.utf8))
    #expect(String(decoding: once, as: UTF8.self) == c.expected)
    #expect(try Self.formatted(once) == once)
  }

  @Test(arguments: [
    (text: "a:\n\tb: 1\n", code: "PAR1"), (text: "a: [1, 2\n", code: "PAR1"),
    (text: "when: !contact.x\n", code: "PAR1"), (text: "a: 1\na: 2\n", code: "PAR1"),
    (text: "a: *b\n", code: "PAR1"),
  ])
  func `what YAML can't read is told, and nothing is written`(text: String, code: String) {
    guard
      case .refused(let diagnostics, _) = PolicyFormatter.format(
        Array(text.utf8), path: "policies/x.yaml")
    else {
      Issue.record("formatted: \(text)")
      return
    }
    #expect(diagnostics.contains { $0.code.identifier.hasPrefix(code) })
  }

  // MARK: - Every file there is

  @Test(arguments: FormatterFiles.all)
  func `every file of the repository keeps its meaning, its comments and its form`(
    _ file: FormatterFile
  ) throws {
    let bytes = [UInt8](try Data(contentsOf: file.url))
    let meaning = Self.meaning(bytes)
    try Self.expect(try Self.formatted(bytes), says: meaning, "as written")
    for seed in UInt64(1)...2 {
      var random = SeededGenerator(seed: seed)
      let messy = Untidy.text(String(decoding: bytes, as: UTF8.self), with: &random)
      try Self.expect(try Self.formatted(Array(messy.utf8)), says: meaning, "seed \(seed)")
    }
  }

  @Test func `a damaged file is formatted to the same meaning, or refused, and never crashes`()
    throws
  {
    let hostile = [
      "\t", "- ", "{", "}", ": ", "#", "'", "\"", "|\n", "\r", "&a ", "? ", "---\n", "  ",
    ]
    let texts = try FormatterFiles.all.prefix(12).map { [UInt8](try Data(contentsOf: $0.url)) }
    var formattedCount = 0
    for seed in UInt64(0)..<300 {
      var random = SeededGenerator(seed: seed)
      var bytes = texts[random.below(texts.count)]
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(contentsOf: hostile[random.below(hostile.count)].utf8, at: place)
        case _: bytes.removeSubrange(place..<min(bytes.count, place + random.below(40)))
        }
        if bytes.isEmpty { bytes = [0x61] }
      }
      guard case .formatted(let tidy) = PolicyFormatter.format(bytes, path: "policies/x.yaml")
      else { continue }
      formattedCount += 1
      try Self.expect(tidy, says: Self.meaning(bytes), "seed \(seed)")
    }
    #expect(formattedCount > 20)
  }

  @Test func `a formatted bundle compiles to the same decisions' model`() throws {
    let files = RepositoryBundles.files(".")
    let tidy = BundleFiles(
      paths: files.paths,
      read: { path in
        guard path.hasSuffix(".yaml"), case .success(let bytes) = files.read(path),
          case .formatted(let formatted) = PolicyFormatter.format(bytes, path: path)
        else { return files.read(path) }
        return .success(formatted)
      })
    let zones = try ZoneDatabase()
    let (first, second) = (
      BundleCompiler.compile(files, zones: zones), BundleCompiler.compile(tidy, zones: zones)
    )
    #expect(first.diagnostics.map(\.headline) == second.diagnostics.map(\.headline))
    let (a, b) = (try #require(first.bundle), try #require(second.bundle))
    #expect(a.policies.map(\.id) == b.policies.map(\.id))
    for (one, other) in zip(a.policies, b.policies) {
      #expect(one.enrol.when?.text == other.enrol.when?.text)
      for (step, same) in zip(one.steps, other.steps) {
        #expect(
          step.chains.map { $0.links.map { "\($0.id) \($0.kind.expression?.text ?? "")" } }
            == same.chains.map { $0.links.map { "\($0.id) \($0.kind.expression?.text ?? "")" } })
      }
    }
    #expect("\(a.limits.map(\.rule))" == "\(b.limits.map(\.rule))")
  }

  // MARK: - Parts

  private static func formatted(_ bytes: [UInt8]) throws -> [UInt8] {
    switch PolicyFormatter.format(bytes, path: "policies/x.yaml") {
    case .formatted(let formatted): return formatted
    case .refused(let diagnostics, let sources):
      throw Refused(text: DiagnosticRenderer(sources: sources).render(diagnostics))
    case .unsafe:
      throw Refused(text: "unsafe:\n" + String(decoding: bytes, as: UTF8.self))
    }
  }

  private struct Refused: Error { var text: String }

  /// What formatting must keep: the tree, and every character that isn't a space or line break.
  private struct Meaning: Equatable {
    var tree: [String]
    var characters: [UInt8]
  }

  private static func meaning(_ bytes: [UInt8]) -> Meaning {
    Meaning(tree: tree(bytes), characters: bytes.filter { $0 > UInt8(ascii: " ") })
  }

  private static func expect(_ bytes: [UInt8], says meaning: Meaning, _ name: String) throws {
    #expect(try formatted(bytes) == bytes, "stable, \(name)")
    #expect(Self.meaning(bytes) == meaning, "the same tree, words and comments, \(name)")
  }

  /// What a text says, without places.
  private static func tree(_ bytes: [UInt8]) -> [String] {
    let file = SourceFile(path: "x.yaml", bytes: bytes)
    var diagnostics: [Diagnostic] = []
    let documents = YAMLReader.documents(of: file, id: FileID(0), into: &diagnostics)
    return documents.map { describe($0.root) }
  }

  private static func describe(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let scalar): "\(scalar.style) \(scalar.text.debugDescription)"
    case .mapping(let mapping):
      "{\(mapping.entries.map { "\($0.key.text): \(describe($0.value))" }.joined(separator: ", "))}"
    case .sequence(let items): "[\(items.map(describe).joined(separator: ", "))]"
    case .broken: "broken"
    }
  }
}

struct FormatterFile: CustomTestStringConvertible {
  var url: URL
  var testDescription: String { url.pathComponents.suffix(4).joined(separator: "/") }
}

enum FormatterFiles {
  /// The YAML of the repository's bundles, and of the design's where it stands beside it.
  static var all: [FormatterFile] {
    let root = RepositoryBundles.root
    let folders =
      ["policies", "scenarios", "examples"].map { root.appending(path: $0) }
      + ["example", "example-crm-sales"].map {
        root.deletingLastPathComponent().appending(path: "shared/design/\($0)")
      }
    return folders.flatMap { folder -> [FormatterFile] in
      let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      return (found ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        .map { FormatterFile(url: folder.appending(path: $0)) }
    }
  }
}

/// Makes a tidy text untidy without changing what it says.
enum Untidy {
  static func text(_ text: String, with random: inout SeededGenerator) -> String {
    let hasTexts = text.contains(": |") || text.contains(": >") || text.contains("- |")
    // Inside a text the columns count.
    let factor = hasTexts ? 1 : 1 + random.below(3)
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let depth = line.prefix { $0 == " " }.count
      var rest = String(line.dropFirst(depth))
      // A key behind a dash moves as far as those below it.
      while rest.hasPrefix("- "), !rest.hasPrefix("-  ") {
        rest = "-" + String(repeating: " ", count: 2 * factor - 1) + rest.dropFirst(2)
        break
      }
      if !hasTexts, !rest.contains("\""), !rest.contains("'"), !rest.contains("#"),
        rest.hasSuffix("}"),
        rest.contains(": {"), random.below(2) == 0
      {
        rest =
          rest.split(separator: ": {", maxSplits: 1).joined(separator: ":   { ")
          + String(repeating: " ", count: random.below(3))
      }
      if rest.hasPrefix("#") { rest += String(repeating: " ", count: random.below(4)) }
      lines.append(rest.isEmpty ? "" : String(repeating: " ", count: depth * factor) + rest)
      if rest.isEmpty, !hasTexts, random.below(2) == 0 { lines.append("") }
    }
    return lines.joined(separator: "\n")
  }
}
