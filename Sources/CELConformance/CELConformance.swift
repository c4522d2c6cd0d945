// Licensed under the Apache License, Version 2.0; see LICENSE.

import CELConformanceCases
import Chronology
import Foundation

/// `cel-conformance [--skipped] FILE…`: runs the conformance cases of JSON Lines files.
@main
struct CELConformance {
  static func main() {
    let namesSkipped = CommandLine.arguments.contains("--skipped")
    let files = CommandLine.arguments.dropFirst().filter { $0 != "--skipped" }
    if files.isEmpty {
      report("cel-conformance: needs files of cases\n  try: cel-conformance basic.jsonl")
      exit(2)
    }
    let runner = ConformanceRunner(zones: try? ZoneDatabase())
    var passed = 0
    var failed = 0
    var skipped: [String: Int] = [:]
    for file in files {
      do {
        for test in try ConformanceCase.read(URL(filePath: file)) {
          switch runner.run(test) {
          case .passed: passed += 1
          case .skipped(let need):
            skipped[need, default: 0] += 1
            if namesSkipped { print("\(test.id): skipped, needs \(need)") }
          case .failed(let expected, let found):
            failed += 1
            print("\(test.id): \(test.text)\n  expected \(expected)\n  found    \(found)")
          }
        }
      } catch {
        report("cel-conformance: \(file) can't be read as cases: \(error)")
        exit(2)
      }
    }
    for (need, count) in skipped.sorted(by: { $0.key < $1.key }) {
      print("skipped \(count): they need \(need)")
    }
    print("\(passed) passed, \(failed) failed, \(skipped.values.reduce(0, +)) skipped")
    exit(failed == 0 ? 0 : 1)
  }

  private static func report(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
