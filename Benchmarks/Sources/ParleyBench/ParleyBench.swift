// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation

/// Figures of speed beside their bars; ratios are to what was measured in the same run.
@main
enum ParleyBench {
  static func main() throws {
    let options = try Options(CommandLine.arguments.dropFirst())
    var figures: [Figure] = []
    let workload = try EligibilityWorkload(options)
    figures += try workload.figures()
    figures += try PlanFigures(options).figures()
    figures += try SimulationFigures(options).figures()
    figures.append(Figure("memory.peak", Double(peakMemoryBytes()) / 1_048_576, "MiB"))
    print(Figure.table(figures))
    try Figure.json(figures).write(
      to: URL(filePath: options.out), atomically: true, encoding: .utf8)
  }

  /// The largest resident set of this process so far, as the system counts it.
  private static func peakMemoryBytes() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}

/// Where the workload is and where results go.
struct Options {
  var data = ""
  var root = ".."
  /// The command line that was built.
  var program = ".build/release/parley"
  var out = "benchmarks.json"

  init(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw BenchError("\(name) needs a value") }
      switch name {
      case "--data": data = value
      case "--root": root = value
      case "--out": out = value
      case "--program": program = value
      default: throw BenchError("no option is called \(name)")
      }
    }
  }
}

/// Why a measurement can't be made.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
