// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology

/// All stages over one text, in the small world of the tests; anything that does not hold traps.
private struct Fuzzer: Sendable {
  let environment = World.environment()
  let activation = World.activation
  /// Enough for nested macros, little enough for many thousand texts a second.
  let budget = 3000

  func run(_ text: String) {
    guard let tree = try? environment.parse(text) else { return }
    printsAsItWas(tree, text)
    var outcomes: [Value] = []
    for result in [environment.check(tree), environment.resolveUnchecked(tree)] {
      guard case .success(let expression) = result else { continue }
      outcomes.append(evaluate(expression, text))
      _ = expression.leafReads.count + expression.fieldsRead.count
      for breakpoint in expression.breakpoints(of: World.Slot.now).breakpoints {
        _ = Program(breakpoint.expression).evaluate(activation, budget: budget)
      }
    }
    if outcomes.count == 2 {
      precondition(
        isSame(outcomes[0], outcomes[1]), "\(text): \(outcomes[0]), unchecked \(outcomes[1])")
    }
  }

  /// What is checked comes to what it does with all types left to run time.
  private func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.error(.costExceeded), _), (_, .error(.costExceeded)): true
    case (.error, .error), (.unknown, .unknown): true
    default: a == b
    }
  }

  private func printsAsItWas(_ tree: SyntaxTree, _ text: String) {
    let printed = tree.description
    guard printed.utf8.count <= environment.limits.length else { return }
    guard let again = try? environment.parse(printed) else {
      preconditionFailure("\(text) prints as \(printed), which does not parse")
    }
    precondition(structure(again) == structure(tree), "\(text) prints as \(printed)")
  }

  private func evaluate(_ expression: CheckedExpression, _ text: String) -> Value {
    let program = Program(expression)
    let value = program.evaluate(activation, budget: budget)
    let truth = program.evaluateBool(activation, budget: budget)
    switch (value, truth) {
    case (.bool(true), .yes), (.bool(false), .no), (.unknown, .unknown), (_, .error): break
    // The quick way takes fewer steps and may end where the other runs out of them.
    case (.error(.costExceeded), _): break
    default: preconditionFailure("\(text): \(value), yet \(truth)")
    }
    _ = value.literal
    return value
  }
}

private let fuzzer = Fuzzer()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCEL(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzer.run(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
  return 0
}
