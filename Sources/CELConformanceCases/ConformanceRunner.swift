// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
public import Chronology

/// Runs conformance cases and tells what came out.
public struct ConformanceRunner: Sendable {
  /// How a case went.
  public enum Outcome: Sendable {
    case passed
    /// The expectation and what came instead.
    case failed(expected: String, found: String)
    /// It needs what is not built: protocol buffers, or a library that isn't known.
    case skipped(String)
  }

  private let zones: ZoneDatabase?

  /// Makes a runner that looks up time zones in `zones`.
  public init(zones: ZoneDatabase?) {
    self.zones = zones
  }

  /// The library that a case's need names, if it is built.
  private static func library(_ need: String) -> Library? {
    switch need {
    case "optionals": .optionals
    case "two_variable_comprehensions": .twoVariableComprehensions
    case "bindings": .bindings
    case "block": .blocks
    case "strings": .strings
    case "math": .math
    case "encoders": .encoders
    case "network": .network
    default: nil
    }
  }

  /// Parses, checks and evaluates one case.
  public func run(_ test: ConformanceCase) -> Outcome {
    if let obstacle = test.obstacle { return .skipped(obstacle) }
    if let missing = test.needs.first(where: { Self.library($0) == nil }) {
      return .skipped(missing)
    }
    var environment = Environment(
      container: test.container, libraries: .all)
    var values: [Int: Value] = [:]
    for (slot, variable) in test.variables.enumerated() {
      environment.declare(Variable(variable.name, variable.type, slot: slot))
      if let binding = test.bindings.first(where: { $0.name == variable.name }) {
        values[slot] = binding.value
      }
    }
    for function in test.functions {
      environment.declare(function: function.name, function.overloads)
    }
    let zones = zones
    let activation = MapActivation(
      variables: values,
      zones: { name, instant in zones?.zone(named: name).map { Int($0.offsetSeconds(at: instant)) }
      }
    )
    return outcome(test, environment, activation)
  }

  private func outcome(
    _ test: ConformanceCase, _ environment: Environment, _ activation: MapActivation
  ) -> Outcome {
    let expected = Self.text(test)
    let parser = Parser(
      libraries: environment.libraries, expandsMacros: !test.disablesMacros)
    let tree: SyntaxTree
    do {
      tree = try parser.parse(test.text)
    } catch {
      return Self.failure(test, expected, found: "parse error: \(error)")
    }
    let checked =
      test.disablesCheck ? environment.resolveUnchecked(tree) : environment.check(tree)
    switch checked {
    case .failure(let errors):
      return Self.failure(
        test, expected,
        found: "check error: " + errors.errors.map(\.description).joined(separator: "; "))
    case .success(let expression):
      if let type = test.type, expression.type.description != type {
        return .failed(expected: "type \(type)", found: "type \(expression.type)")
      }
      if case .typeOnly = test.expectation { return .passed }
      let program = Program(expression)
      return Self.compare(test, expected, program, activation)
    }
  }

  private static func compare(
    _ test: ConformanceCase, _ expected: String, _ program: Program, _ activation: MapActivation
  ) -> Outcome {
    let result = program.evaluate(activation)
    // The quick way must agree with the ordinary one.
    let truth = program.evaluateBool(activation)
    switch (result, truth) {
    case (.bool(true), .yes), (.bool(false), .no), (.unknown, .unknown): break
    case (.bool, _), (.unknown, _), (_, .yes), (_, .no), (_, .unknown):
      return .failed(expected: "evaluateBool as evaluate: \(result)", found: "\(truth)")
    case (_, .error): break
    }
    switch test.expectation {
    case .value(let value):
      return result == value ? .passed : .failed(expected: expected, found: result.description)
    case .error:
      if case .error = result { return .passed }
      return .failed(expected: expected, found: result.description)
    case .typeOnly: return .passed
    }
  }

  private static func failure(
    _ test: ConformanceCase, _ expected: String, found: String
  ) -> Outcome {
    if case .error = test.expectation { return .passed }
    return .failed(expected: expected, found: found)
  }

  private static func text(_ test: ConformanceCase) -> String {
    switch test.expectation {
    case .value(let value): value.description
    case .error: "an error"
    case .typeOnly: "type \(test.type ?? "?")"
    }
  }
}
