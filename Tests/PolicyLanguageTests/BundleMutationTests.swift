// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import PolicyLanguage
import TestSupport
import Testing

/// Damaged bundles: whatever a file turns into, compiling ends with a bundle or with errors, never
/// with a crash.
///
/// A run takes a thousand; `PARLEY_MUTATIONS=10000` takes ten thousand, the first thousand included.
@Suite struct BundleMutationTests {
  /// Each shard damages the files with seeds of its own, so that shards run side by side.
  @Test(arguments: 0..<20)
  func `a bundle with a damaged file compiles or is refused, and never crashes`(shard: Int) throws {
    let files = try Self.bundle()
    let paths = files.keys.sorted()
    let zones = try ZoneDatabase()
    let wanted = ProcessInfo.processInfo.environment["PARLEY_MUTATIONS"].flatMap { Int($0) } ?? 1000
    for seed in stride(from: UInt64(shard), to: UInt64(wanted), by: 20) {
      var random = SeededGenerator(seed: seed)
      let path = paths[random.below(paths.count)]
      var damaged = files
      damaged[path] = Mutation.damage(files[path] ?? [], with: &random)
      let result = BundleCompiler.compile(.memory(damaged), zones: zones)
      #expect((result.bundle == nil) == (result.errorCount > 0), "seed \(seed), \(path)")
      // What is found must also be shown.
      let renderer = DiagnosticRenderer(sources: result.source.sources)
      _ = renderer.render(result.diagnostics)
    }
  }

  /// A small bundle with every form of file.
  private static func bundle() throws -> [String: [UInt8]] {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    var files: [String: [UInt8]] = [:]
    for path in [
      "policies/parley.yaml", "policies/facts.yaml", "policies/guards.yaml",
      "policies/calendars.yaml", "policies/channels.yaml", "policies/senders.yaml",
      "policies/escalation.yaml", "templates/partials/footer.en.md",
      "templates/quiet/check-in.email.en.md", "templates/quiet/check-in.whatsapp.en.md",
      "templates/quiet/check-in.telegram.ru.md", "templates/quiet/check-in-short.sms.en.md",
      "scenarios/escalation.yaml",
    ] {
      files[path] = Array(try Data(contentsOf: root.appending(path: path)))
    }
    return files
  }
}

/// Ways in which a file is damaged.
private enum Mutation {
  static let hostile: [String] = [
    "&a [*a, *a]", "*a", "!!python/object", "!", "- - - - - -", "{{{{", "}}", "{{#a}}{{/b}}",
    "\u{202E}", "\t", "\u{0}", "'", "\"", "|", ">-", "---\n", "...\n", "? ", ": ", "# ", "%YAML 9",
    "normal(62, 18)", "((((((((((((((((", "[[[[[[[[[[[[", "{a: {a: {a: {a: ",
    "99999999999999999999",
    "-0", "1e999", "0x", "2026-02-30", "25:61", "now - now", "&&", "||", "? :", "\\", "\\u{110000}",
    "{{> footer}}", "{{ | default: }}", "\u{FEFF}", "\r", "éé", "🙂", "null", "~", "yes",
    "policy: x", "define: {a: b, b: a}", "1d..0d", "22:00-06:00", "mon-xyz 09:00-08:00",
  ]

  static func damage(_ bytes: [UInt8], with random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(3) {
      guard !bytes.isEmpty else { return bytes }
      let place = random.below(bytes.count)
      let end = min(bytes.count, place + random.below(80))
      switch random.below(6) {
      case 0: bytes[place] ^= UInt8(1 << random.below(8))
      case 1: bytes[place] = UInt8(random.below(256))
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.removeSubrange(place...)
      default: bytes.insert(contentsOf: Array(hostile[random.below(hostile.count)].utf8), at: place)
      }
    }
    return bytes
  }
}
