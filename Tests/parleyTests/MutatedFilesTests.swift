// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// Damaged bundles through the real command, one process each: it ends soon with status 0 or 1.
///
/// `PARLEY_MUTATIONS=10000` sends that many, `PARLEY_BINARY` names another build of the command, of
/// which each run must then end within a second, and `PARLEY_SEED` runs one alone.
@Suite struct MutatedFilesTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let shards = 2

  @Test(arguments: 0..<shards)
  func `check ends with 0 or 1 whatever a file turns into`(shard: Int) throws {
    let bundle = try TemporaryBundle()
    let paths = bundle.files.keys.sorted()
    let only = Self.environment["PARLEY_SEED"].flatMap { UInt64($0) }
    let count = Self.environment["PARLEY_MUTATIONS"].flatMap { UInt64($0) } ?? 12
    var (statuses, slowest): ([Int32: Int], (seconds: Double, seed: UInt64)) = ([:], (0, 0))
    var times: [Double] = []
    for seed in UInt64(0)..<max(count, only.map { $0 + 1 } ?? 0)
    where only.map({ $0 == seed }) ?? (seed % UInt64(Self.shards) == UInt64(shard)) {
      var damage = Damage(random: SeededGenerator(seed: seed))
      let path = paths[damage.random.below(paths.count)]
      let whole = bundle.files[path] ?? []
      try bundle.write(damage.damaged(whole), to: path)
      let (run, seconds) = try Self.check(bundle)
      statuses[run.status, default: 0] += 1
      times.append(seconds)
      if seconds > slowest.seconds { slowest = (seconds, seed) }
      let label = "PARLEY_SEED=\(seed), \(path)"
      #expect(run.status == 0 || run.status == 1, "\(label): \(run.status)\n\(run.err)")
      #expect(run.status == 0 || run.out.contains("error[PAR"), "\(label): \(run.out)\(run.err)")
      #expect(seconds < Self.limit, "\(label): \(seconds) s")
      try bundle.write(whole, to: path)
    }
    times.sort()
    if count > 1_000, let middle = times.dropFirst(times.count / 2).first {
      print(
        "shard \(shard): \(times.count) runs, statuses \(statuses), median \(middle) s, "
          + "slowest \(slowest.seconds) s (seed \(slowest.seed))")
    }
  }

  /// A build for people ends within a second; one for tests is some twenty times slower.
  private static var limit: Double { environment["PARLEY_BINARY"] == nil ? 20 : 1 }

  private static func check(_ bundle: TemporaryBundle) throws -> (run: Run, seconds: Double) {
    let clock = ContinuousClock()
    let started = clock.now
    let run = try parley(["check", "--bundle", bundle.folder.path], within: 30)
    let (seconds, attoseconds) = (clock.now - started).components
    return (run, Double(seconds) + Double(attoseconds) * 1e-18)
  }

  struct Hostile: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var status: Int32
    /// What the answer says; nothing particular if empty.
    var says = ""
    var make: @Sendable (URL) throws -> Void
  }

  @Test(arguments: [
    Hostile(testDescription: "a folder called like a file", status: 0) {
      try FileManager.default.createDirectory(
        at: $0.appending(path: "policies/x.yaml"), withIntermediateDirectories: true)
    },
    Hostile(testDescription: "links that lead in a circle", status: 0) {
      try link($0, "policies/round", to: "..")
      try link($0, "policies/self.yaml", to: "self.yaml")
    },
    Hostile(testDescription: "a link to nowhere", status: 0) {
      try link($0, "policies/gone.yaml", to: "nowhere.yaml")
    },
    Hostile(testDescription: "a device", status: 0) {
      try link($0, "policies/zero.yaml", to: "/dev/zero")
    },
    Hostile(testDescription: "an empty file", status: 0) {
      try Data().write(to: $0.appending(path: "policies/empty.yaml"))
    },
    Hostile(testDescription: "a file of zeros", status: 1, says: "policies/zeros.yaml") {
      try Data(count: 4_096).write(to: $0.appending(path: "policies/zeros.yaml"))
    },
    Hostile(testDescription: "a file that is no text", status: 1, says: "PAR1003") {
      try Data((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 128) })
        .write(to: $0.appending(path: "policies/noise.yaml"))
    },
    Hostile(testDescription: "a file of two mebibytes", status: 1, says: "PAR1002") {
      try Data(repeating: 0x61, count: 2 << 20)
        .write(to: $0.appending(path: "policies/large.yaml"))
    },
    Hostile(testDescription: "a template of two mebibytes", status: 1, says: "PAR1002") {
      try Data(repeating: 0x61, count: 2 << 20)
        .write(to: $0.appending(path: "templates/large.en.md"))
    },
    Hostile(testDescription: "folders in each other, forty deep", status: 0) {
      let deep = String(repeating: "a/", count: 40)
      try FileManager.default.createDirectory(
        at: $0.appending(path: "policies/\(deep)"), withIntermediateDirectories: true)
    },
    Hostile(testDescription: "a file that nobody may read", status: 1, says: "PAR1001") {
      let file = $0.appending(path: "policies/locked.yaml")
      try Data("define: {a: 1}".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    },
    Hostile(testDescription: "settings that are a folder", status: 1, says: "PAR2015") {
      let file = $0.appending(path: "policies/parley.yaml")
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
    },
    Hostile(testDescription: "policies that are a file", status: 1) {
      let folder = $0.appending(path: "policies")
      try FileManager.default.removeItem(at: folder)
      try Data("policy: a".utf8).write(to: folder)
    },
  ])
  func `check takes a folder as it is`(_ c: Hostile) throws {
    let bundle = try TemporaryBundle()
    try c.make(bundle.folder)
    let run = try parley(["check", "--bundle", bundle.folder.path], within: 60)
    // Who may do everything reads what nobody may read.
    let isRoot = getuid() == 0 && c.says == "PAR1001"
    #expect(isRoot ? run.status <= 1 : run.status == c.status, "\(run.out)\(run.err)")
    #expect(isRoot || c.says.isEmpty || run.out.contains(c.says), "\(run.out)\(run.err)")
  }

  private static func link(_ bundle: URL, _ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: bundle.appending(path: path).path, withDestinationPath: target)
  }
}

/// A bundle with every kind of file, copied into a folder of the test's own.
private final class TemporaryBundle {
  let folder: URL
  let files: [String: [UInt8]]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "parley-bundle-\(UUID())")
    let source = root.appending(path: "Tests/PolicyLanguageTests/Golden/bundles/studio")
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: source.path)
    where path.hasSuffix(".yaml") || path.hasSuffix(".md") {
      files[path] = Array(try Data(contentsOf: source.appending(path: path)))
    }
    self.files = files
    for (path, bytes) in files { try write(bytes, to: path) }
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

/// Ways in which a file is damaged, from a seed (SplitMix64).
private struct Damage {
  var random: SeededGenerator

  static let hostile: [String] = [
    "&a [*a, *a]", "*a", "!!python/object", "!", "- - - - - -", "{{{{", "}}", "{{#a}}{{/b}}",
    "\u{202E}", "\t", "\u{0}", "'", "\"", "|", ">-", "---\n", "...\n", "? ", ": ", "# ", "%YAML 9",
    "normal(62, 18)", String(repeating: "(", count: 300), String(repeating: "[", count: 300),
    String(repeating: "{a: ", count: 200), String(repeating: "!", count: 400),
    String(repeating: "- ", count: 400), "99999999999999999999", "-0", "1e999", "0x", "2026-02-30",
    "25:61", "now - now", "&&", "||", "? :", "\\", "\\u{110000}", "{{> footer}}",
    "{{ | default: }}", "\u{FEFF}", "\r", "éé", "🙂", "null", "~", "yes", "policy: x",
    "define: {a: b, b: a}", "1d..0d", "99999999999w", "99999999mo", "99999999bd", "0cd", "-1d",
    "22:00-06:00", "mon-xyz 09:00-08:00", "(a+)+$", "(((((a*)*)*)*)*)*", "[[:alpha:",
    "{1000}{1000}",
    "contact.deals.exists(d, d.id == d.id)", "[1,2,3].map(a, [1,2,3].map(b, [1,2].map(c, a)))",
    "every: 1s", "every: 0s", "* * * * *", "count: 0", "0..0", "18446744073709551616",
  ]

  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(3) {
      guard !bytes.isEmpty else { return bytes }
      let place = random.below(bytes.count)
      let end = min(bytes.count, place + random.below(120))
      switch random.below(8) {
      case 0: bytes[place] ^= UInt8(1 << random.below(8))
      case 1: bytes[place] = UInt8(random.below(256))
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.removeSubrange(place...)
      case 5: bytes += bytes
      default:
        bytes.insert(contentsOf: Self.hostile[random.below(Self.hostile.count)].utf8, at: place)
      }
    }
    return bytes
  }
}
