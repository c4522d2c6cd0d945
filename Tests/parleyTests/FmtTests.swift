// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// `parley fmt` on disk: what it names, what it leaves alone, how it ends.
@Suite struct FmtTests {
  private static func bundle() throws -> (home: TemporaryFolder, folder: URL) {
    let home = try TemporaryFolder()
    _ = try parley(["init", "b"], in: home.url)
    return (home, home.url.appending(path: "b"))
  }

  @Test func `check names the file and changes nothing; fmt mends it and keeps its rights`() throws
  {
    let (home, folder) = try Self.bundle()
    let file = folder.appending(path: "policies/limits.yaml")
    let tidy = try String(contentsOf: file, encoding: .utf8)
    let messy = tidy.split(separator: "scope: contact\n").joined(separator: "scope:  contact \n")
    try messy.write(to: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)

    let check = try parley(["fmt", "--check"], in: folder)
    #expect(check.status == 1)
    #expect(check.out.contains("policies/limits.yaml\n"), "\(check.out)")
    #expect(try String(contentsOf: file, encoding: .utf8) == messy)

    let fmt = try parley(["fmt"], in: folder)
    #expect(fmt.status == 0 && fmt.out.contains("1 formatted"), "\(fmt.out)\(fmt.err)")
    #expect(try String(contentsOf: file, encoding: .utf8) == tidy)
    let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(rights as? Int == 0o600)
    #expect(try parley(["fmt", "--check"], in: folder).out.contains("all in form"))
    withExtendedLifetime(home) {}
  }

  @Test func `a file that can't be read is shown and left alone, the others are formatted`() throws
  {
    let (home, folder) = try Self.bundle()
    let torn = folder.appending(path: "policies/guards.yaml")
    try "guards:\n\t- id: x\n".write(to: torn, atomically: false, encoding: .utf8)
    let other = folder.appending(path: "policies/leadgen.yaml")
    let tidy = try String(contentsOf: other, encoding: .utf8)
    try (tidy + "\n\n").write(to: other, atomically: false, encoding: .utf8)
    let run = try parley(["fmt"], in: folder)
    #expect(run.status == 1)
    #expect(run.err.contains("guards.yaml:2:1: error[PAR1"), "\(run.err)")
    #expect(try String(contentsOf: torn, encoding: .utf8) == "guards:\n\t- id: x\n")
    #expect(try String(contentsOf: other, encoding: .utf8) == tidy)
    withExtendedLifetime(home) {}
  }

  @Test func `an editor's text goes from input to output`() throws {
    let home = try TemporaryFolder()
    let run = try shell("printf 'a:   {x: 1,y: 2}' | parley fmt -", in: home.url)
    #expect(run.out == "a: {x: 1, y: 2}\n")
  }

  @Test func `an untidy bundle decides as the tidy one`() throws {
    let (home, folder) = try Self.bundle()
    func decisions() throws -> [Substring] {
      let run = try parley(
        ["simulate", "first-month", "--decisions", "d.jsonl"], in: folder)
      #expect(run.status == 0, "\(run.err)")
      let text = try String(
        contentsOf: folder.appending(path: "d.jsonl"), encoding: .utf8)
      // Lines and digests of files move with their lines.
      return text.split(separator: "\n").map { $0.prefix { $0 != "[" } }
    }
    // A week is enough to decide much; expectations about a month would fail.
    let scenario = folder.appending(path: "scenarios/first-month.yaml")
    let month = try String(contentsOf: scenario, encoding: .utf8)
    try month.prefix(upTo: month.range(of: "expect:")?.lowerBound ?? month.endIndex)
      .split(separator: "2026-09-30").joined(separator: "2026-09-07")
      .write(to: scenario, atomically: true, encoding: .utf8)
    for name in ["leadgen", "limits", "guards", "facts", "channels"] {
      let file = folder.appending(path: "policies/\(name).yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let messy = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        let depth = line.prefix { $0 == " " }.count
        return String(repeating: " ", count: depth * 2)
          + (line.dropFirst(depth).hasPrefix("- ") ? "-   " : "")
          + line.dropFirst(depth).trimmingPrefix("- ")
      }
      try messy.joined(separator: "\n\n").write(to: file, atomically: false, encoding: .utf8)
    }
    let before = try decisions()
    #expect(try parley(["fmt"], in: folder).status == 0)
    #expect(try decisions() == before)
    #expect(before.count > 100)
    withExtendedLifetime(home) {}
  }
}
