// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation

/// Figures of speed beside their bars; ratios are to what was measured in the same run.
@main
enum ParleyBench {
  static func main() {
    if CommandLine.arguments.contains("--help") || CommandLine.arguments.contains("-h") {
      print(Options.help)
      return
    }
    do {
      try run(Options(CommandLine.arguments.dropFirst()))
    } catch {
      // A sentence, not a backtrace: what is wrong is the call or the machine, not the program.
      FileHandle.standardError.write(Data("ParleyBench: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ options: Options) throws {
    var figures: [Figure] = []
    if options.measures(.eligibility) { figures += try EligibilityWorkload(options).figures() }
    if options.measures(.plan) { figures += try PlanFigures(options).figures() }
    if options.measures(.simulation) { figures += try SimulationFigures(options).figures() }
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
  static let help = """
    Measures Parley beside its bars, prints the figures and writes them as JSON.

      ParleyBench --data contacts-100000.csv --root .. --program parley --out benchmarks.json

      --data FILE      The contacts of the eligibility workload, made by gen.py.
      --root FOLDER    The repository. (default: ..)
      --program FILE   The command line that was built. (default: .build/release/parley)
      --out FILE       Where the figures go. (default: benchmarks.json)
      --only WORKLOAD  One of eligibility (guards and traces), plan, simulation.
    """

  var data = ""
  var root = ".."
  /// The command line that was built.
  var program = ".build/release/parley"
  var out = "benchmarks.json"
  /// What is measured alone; `nil` for everything.
  var only: Workload?

  /// One group of figures.
  enum Workload: String { case eligibility, plan, simulation }

  func measures(_ workload: Workload) -> Bool { only == nil || only == workload }

  init(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else {
        throw BenchError("\(name) is no option or needs a value; see --help")
      }
      switch name {
      case "--data": data = value
      case "--root": root = value
      case "--out": out = value
      case "--program": program = value
      case "--only":
        guard let workload = Workload(rawValue: value) else {
          throw BenchError("no workload is called \(value); see --help")
        }
        only = workload
      default: throw BenchError("no option is called \(name); see --help")
      }
    }
    if data.isEmpty { throw BenchError("--data needs a file of contacts; see --help") }
  }
}

/// Why a measurement can't be made.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
