// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import PolicyLanguage
import TestSupport
import Testing

/// Files of the examples, changed at random from a seed: reading them never crashes, ends soon,
/// and every finding can be shown.
@Suite struct ReaderFuzzTests {
  private static let hostile = [
    "\t", "!", "!!str ", "&a ", "*a ", "'", "\"", "[", "]", "{", "}", "- ", ": ", "? ", "|", ">-\n",
    "---\n", "...\n", "%YAML 1.1\n", "# ", "#", "\\", "\\x", "\u{0}", "\u{202E}", "\u{FEFF}", "é",
    "\u{2028}", "\r", "\r\n", "<<: *a\n", "normal(62, 18)", "//", "{{", "}}", "@", "`", ",",
    "99999999999999999999", "-", "..", "%", "mon-fri 22:00-06:00", "\u{1F600}", "\u{85}",
    String(repeating: "[", count: 80), String(repeating: "{a: ", count: 80),
    String(repeating: "a: &a [*a, *a]\n", count: 20), String(repeating: "- ", count: 100),
  ]

  private static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      guard !bytes.isEmpty else { return Array(hostile[0].utf8) }
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, at + Int.random(in: 1...60, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.removeSubrange(at..<end)
      case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
      case 3: bytes.removeSubrange(at...)
      default:
        let token = hostile[Int.random(in: 0..<hostile.count, using: &generator)]
        bytes.insert(contentsOf: token.utf8, at: at)
      }
    }
    return bytes
  }

  private static var seed: UInt64 {
    ProcessInfo.processInfo.environment["PARLEY_SEED"].flatMap(UInt64.init) ?? 20_261_121
  }

  @Test func `changed files never crash the reader`() {
    let files = Examples.all()
    let clock = ContinuousClock()
    for round in 0..<3_000 {
      var generator = SeededGenerator(seed: Self.seed &+ UInt64(round))
      let (path, bytes) = files[Int.random(in: 0..<files.count, using: &generator)]
      let changed = Self.mutated(bytes, &generator)
      let started = clock.now
      let source = BundleSource.read(.memory([path: changed]))
      let renderer = DiagnosticRenderer(sources: source.sources)
      let text = renderer.render(source.diagnostics) + renderer.json(source.diagnostics).pretty
      #expect(!text.isEmpty)
      #expect(clock.now - started < .seconds(1), "PARLEY_SEED=\(Self.seed), round \(round)")
      if clock.now - started > .seconds(1) { break }
    }
  }

  struct Large: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
  }

  static let large: [Large] = [
    Large(
      testDescription: "alias bomb",
      text: "a: &a [x, x]\n"
        + (1...40).map { "k\($0): &k\($0) [*a, *a, *a]\n" }.joined()),
    Large(
      testDescription: "a megabyte of brackets", text: String(repeating: "[", count: 1_000_000)),
    Large(testDescription: "a megabyte of braces", text: String(repeating: "{a: ", count: 250_000)),
    Large(
      testDescription: "a megabyte of torn lines",
      text: String(repeating: "a: \"b\nc: [d\ne: !f g: h\n", count: 40_000)),
    Large(
      testDescription: "a megabyte of tabs", text: String(repeating: "a:\n\tb: c\n", count: 100_000)
    ),
    Large(
      testDescription: "a megabyte of keys",
      text: "define:\n" + (0..<60_000).map { "  k\($0): \($0)\n" }.joined()),
    Large(
      testDescription: "a megabyte of documents", text: String(repeating: "---\n", count: 250_000)),
    Large(
      testDescription: "one long line",
      text: "define: {a: \"" + String(repeating: "é", count: 500_000)),
    Large(
      testDescription: "many dashes", text: String(repeating: "- ", count: 500_000)),
    Large(
      testDescription: "many question marks", text: String(repeating: "? ", count: 500_000)),
    Large(
      testDescription: "more than a megabyte", text: String(repeating: "a", count: 1_100_000)),
  ]

  @Test(arguments: large)
  func `large and hostile files end soon`(_ c: Large) {
    let clock = ContinuousClock()
    let started = clock.now
    let source = BundleSource.read(.memory(texts: ["policies/a.yaml": c.text]))
    let text = DiagnosticRenderer(sources: source.sources).render(source.diagnostics)
    #expect(source.diagnostics.hasErrors)
    #expect(text.utf8.count < 20_000_000)
    // Debug builds are some twenty times slower than what people run.
    #expect(clock.now - started < .seconds(20), "\(clock.now - started)")
  }
}
