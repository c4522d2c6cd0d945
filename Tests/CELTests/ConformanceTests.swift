// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CELConformanceCases
import Chronology
import Foundation
public import Testing

extension ConformanceCase: CustomTestStringConvertible {
  /// The case's id.
  public var testDescription: String { id }
}

/// The suite's files lie beside the repository; a clone elsewhere has none.
private enum Suite {
  static let folder: URL? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let beside = root.deletingLastPathComponent()
    return [beside, beside.deletingLastPathComponent()]
      .map { $0.appending(path: "shared/cel") }
      .first { FileManager.default.fileExists(atPath: $0.appending(path: "basic.jsonl").path()) }
  }()

  /// The cases that need nothing which isn't built.
  static func cases() -> [ConformanceCase] {
    guard let folder else { return [] }
    let runner = ConformanceRunner(zones: nil)
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path())
    return (files ?? []).filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
      do {
        return try ConformanceCase.read(folder.appending(path: name)).filter {
          if case .skipped = runner.run($0) { return false }
          return true
        }
      } catch {
        Issue.record("\(name) can't be read: \(error)")
        return []
      }
    }
  }
}

struct ConformanceTests {
  @Test(
    .enabled(if: Suite.folder != nil, "the conformance suite is not beside the repository"),
    arguments: Suite.cases())
  func `the public conformance case comes out as the suite says`(_ test: ConformanceCase) throws {
    switch ConformanceRunner(zones: try ZoneDatabase()).run(test) {
    case .passed: break
    case .failed(let expected, let found):
      Issue.record("\(test.text)\nexpected \(expected)\nfound    \(found)")
    case .skipped(let need): Issue.record("needs \(need)")
    }
  }

  @Test(
    .enabled(if: Suite.folder != nil, "the conformance suite is not beside the repository"))
  func `the suite is read whole`() {
    #expect(Suite.cases().count >= 1299)
  }
}
