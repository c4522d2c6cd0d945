// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// What a run of the command line gave.
struct Run {
  var status: Int32
  var out: String
  var err: String

  /// Both streams, without the progress that only slow machines show.
  var words: String {
    let lines = err.split(separator: "\n", omittingEmptySubsequences: false)
    return out + lines.filter { !$0.hasSuffix(" left") }.joined(separator: "\n")
  }
}

/// The repository's folder.
let root: URL = {
  var url = URL(filePath: #filePath)
  for _ in 0..<3 { url.deleteLastPathComponent() }
  return url
}()

/// The folder of what was built beside the tests.
func builtFolder() throws -> URL {
  URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    .deletingLastPathComponent()
}

/// Runs the `parley` that was built beside the tests, in the repository's folder or another one.
func parley(_ arguments: [String], in folder: URL = root) throws -> Run {
  try run(builtFolder().appending(path: "parley"), arguments, in: folder)
}

/// Runs a build of `parley`: the one that `PARLEY_BINARY` names, or the one beside the tests.
///
/// - Parameter seconds: After so long it is ended, with status 124.
func parley(_ arguments: [String], within seconds: Int) throws -> Run {
  let binary =
    try ProcessInfo.processInfo.environment["PARLEY_BINARY"]
    ?? builtFolder().appending(path: "parley").path
  return try run(
    URL(filePath: "/usr/bin/timeout"), ["-k", "1", "\(seconds)", binary] + arguments, in: root)
}

/// Runs a line of shell in a folder, with `parley` in reach.
func shell(_ line: String, in folder: URL) throws -> Run {
  try run(URL(filePath: "/bin/bash"), ["-c", line], in: folder)
}

private func run(_ program: URL, _ arguments: [String], in folder: URL) throws -> Run {
  let process = Process()
  process.executableURL = program
  process.arguments = arguments
  process.currentDirectoryURL = folder
  process.environment = ["TERM": "dumb", "PATH": "\(try builtFolder().path):/usr/bin:/bin"]
  process.standardInput = FileHandle.nullDevice
  let (out, err) = (try TemporaryFile(), try TemporaryFile())
  process.standardOutput = try FileHandle(forWritingTo: out.url)
  process.standardError = try FileHandle(forWritingTo: err.url)
  try process.run()
  process.waitUntilExit()
  return Run(status: process.terminationStatus, out: try out.text(), err: try err.text())
}

/// A file of the test's own, taken away with it.
final class TemporaryFile {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "parley-test-\(UUID()).txt")
    try Data().write(to: url)
  }

  func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// Compares with a golden file.
func expectGolden(
  _ actual: String, _ name: String, at location: SourceLocation = #_sourceLocation
) throws {
  try expectPage(actual, "Tests/parleyTests/Golden/\(name)", at: location)
}

/// Compares with a file of the repository that is made.
func expectPage(
  _ actual: String, _ name: String, at location: SourceLocation = #_sourceLocation
) throws {
  try expect(actual, in: root.appending(path: name), at: location)
}
