// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation

/// Whole process: `parley plan` from a CSV file of 100,000 contacts to what people read of it.
struct PlanFigures {
  private let options: Options

  init(_ options: Options) { self.options = options }

  func figures() throws -> [Figure] {
    let program = options.program
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw BenchError("\(program) isn't built: make bench")
    }
    let seconds = try median(of: 9) {
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = [
        "plan", "--bundle", "\(options.root)/Benchmarks/bundle", "--contacts", options.data,
        "--mapping", "contacts", "--at", "2026-03-01T12:00:00Z",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw BenchError("parley plan failed") }
    }
    return [Figure("plan.csv", seconds, "s for 100,000")]
  }
}
