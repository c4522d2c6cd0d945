// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// What `parley init` writes: one source, `examples/starter`, and it works.
@Suite struct StarterTests {
  private static let folder = root.appending(path: "examples/starter")

  private static func paths() throws -> [String] {
    let found = FileManager.default.enumerator(atPath: folder.path)
    return (found?.compactMap { $0 as? String } ?? []).filter {
      var isFolder: ObjCBool = false
      let path = folder.appending(path: $0).path
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  @Test func `the files in the program are those of examples-starter`() throws {
    var text = """
      // Licensed under the Apache License, Version 2.0; see LICENSE.
      // swift-format-ignore-file

      // Made from examples/starter by StarterTests; UPDATE_GOLDEN=1 rewrites it.

      extension Starter {
        /// The files in the order of their paths.
        static let files: [(path: String, text: String)] = [

      """
    for path in try Self.paths() {
      let content = try String(contentsOf: Self.folder.appending(path: path), encoding: .utf8)
      text += "    (path: \"\(path)\", text: ##\"\"\"\n\(content)\n\"\"\"##),\n"
    }
    try expectPage(text + "  ]\n}\n", "Sources/parley/Support/StarterFiles.swift")
  }

  @Test func `what init writes passes check and its rehearsal, and is never overwritten`() throws {
    let home = try TemporaryFolder()
    let first = try parley(["init", "outreach"], in: home.url)
    #expect(first.status == 0, "\(first.err)")
    let bundle = home.url.appending(path: "outreach")
    for path in try Self.paths() {
      #expect(
        FileManager.default.contentsEqual(
          atPath: bundle.appending(path: path).path,
          andPath: Self.folder.appending(path: path).path), "\(path)")
    }
    let check = try parley(["check"], in: bundle)
    #expect(check.status == 0 && check.out.contains("nothing to mend"), "\(check.out)")
    let rehearsal = try parley(["simulate", "scenarios/first-month.yaml"], in: bundle)
    #expect(rehearsal.status == 0 && rehearsal.out.contains("4 of 4 held"), "\(rehearsal.out)")
    #expect(try parley(["fmt", "--check"], in: bundle).status == 0)

    let policy = bundle.appending(path: "policies/leadgen.yaml")
    try "changed".write(to: policy, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(at: bundle.appending(path: "README.md"))
    let second = try parley(["init"], in: bundle)
    #expect(second.status == 1)
    #expect(second.err.contains("policies/leadgen.yaml") && second.err.contains("nothing was"))
    #expect(try String(contentsOf: policy, encoding: .utf8) == "changed")
    #expect(!FileManager.default.fileExists(atPath: bundle.appending(path: "README.md").path))
  }
}
