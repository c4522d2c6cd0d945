// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Foundation
import Testing

struct InterpreterTests {
  /// How many expressions: `PARLEY_CASES` for more, `PARLEY_SEED` for one.
  private static var seeds: [UInt64] {
    let variables = ProcessInfo.processInfo.environment
    if let seed = variables["PARLEY_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    return Array(0..<(variables["PARLEY_CASES"].flatMap { UInt64($0) } ?? 3000))
  }

  /// Errors are alike; what isn't known is known by the same facts.
  private func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.error, .error): true
    case (.unknown, .unknown): true
    default: a == b
    }
  }

  @Test func `a program gives what the plain tree gives, and prints as what it was`() throws {
    let environment = World.environment(limits: ExpressionLimits(depth: 400))
    for seed in Self.seeds {
      var writer = TypedWriter(seed: seed)
      let text = writer.expression(writer.pick(TypedWriter.Kind.allCases), Int(seed % 5))
      let tree = try environment.parse(text)
      let expression: CheckedExpression
      switch environment.check(tree) {
      case .success(let checked): expression = checked
      case .failure(let failure):
        Issue.record("PARLEY_SEED=\(seed): \(text): \(failure.errors)")
        continue
      }
      var interpreter = TreeInterpreter(expression, World.activation)
      let expected = interpreter.evaluate()
      let program = Program(expression)
      let found = program.evaluate(World.activation)
      #expect(isSame(found, expected), "PARLEY_SEED=\(seed): \(text): \(found), not \(expected)")
      let truth = program.evaluateBool(World.activation)
      switch found {
      case .bool(let bool): #expect(truth == (bool ? .yes : .no), "PARLEY_SEED=\(seed): \(text)")
      case .unknown: #expect(truth == .unknown, "PARLEY_SEED=\(seed): \(text)")
      default: #expect(truth == .error, "PARLEY_SEED=\(seed): \(text)")
      }
      // Types left to run time change nothing.
      if case .success(let unchecked) = environment.resolveUnchecked(tree) {
        let late = Program(unchecked).evaluate(World.activation)
        #expect(isSame(late, expected), "PARLEY_SEED=\(seed), unchecked: \(text): \(late)")
      }
      let printed = tree.description
      let again = try environment.parse(printed)
      #expect(structure(again) == structure(tree), "PARLEY_SEED=\(seed): \(printed)")
    }
  }
}
