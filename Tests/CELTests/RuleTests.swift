// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

/// One line of a table: an expression and what comes of it.
///
/// `expression  →  outcome`, where the outcome is an expression that gives the same value, `PARSE`,
/// `CHECK` or `ERR` for the stage that refuses it, or `TYPE` with the type that is deduced.
struct Rule: CustomTestStringConvertible, Sendable {
  let expression: String
  let outcome: String

  var testDescription: String { "\(expression)  →  \(outcome)" }

  /// The rules of a table; lines that begin with `# ` are headings.
  static func read(_ table: String) -> [Rule] {
    table.split(separator: "\n").compactMap { line in
      if line.hasPrefix("# ") { return nil }
      let parts = line.split(separator: "  →  ")
      return parts.count == 2 ? Rule(expression: String(parts[0]), outcome: String(parts[1])) : nil
    }
  }
}

/// The language's definition and the libraries' descriptions, sentence by sentence.
struct RuleTests {
  private static let environment: Environment = {
    var environment = Environment(libraries: .all)
    let variables: [(String, CELType)] = [
      ("m", .map(key: .string, value: .int)), ("d", .dyn), ("li", .list(.int)), ("ld", .list(.dyn)),
      ("wi", .wrapper(.int)), ("wb", .wrapper(.bool)), ("ws", .wrapper(.string)),
      ("lw", .list(.wrapper(.int))), ("oi", .optional(.int)), ("ts", .timestamp),
      ("du", .duration), ("s", .string), ("x.y", .int), ("x", .map(key: .string, value: .string)),
      ("mm", .map(key: .int, value: .map(key: .string, value: .bool))), ("b", .bool),
      ("by", .bytes), ("n", .null),
    ]
    for (slot, (name, type)) in variables.enumerated() {
      environment.declare(Variable(name, type, slot: slot))
    }
    return environment
  }()

  private static let activation = MapActivation(zones: { name, _ in
    ["Europe/Berlin": 3600, "US/Central": -21_600][name]
  })

  private enum Outcome {
    case refused(String)
    case value(Value, CELType)
  }

  private func outcome(_ text: String) -> Outcome {
    guard let tree = try? Self.environment.parse(text) else { return .refused("PARSE") }
    switch Self.environment.check(tree) {
    case .failure: return .refused("CHECK")
    case .success(let expression):
      return .value(Program(expression).evaluate(Self.activation), expression.type)
    }
  }

  private func expect(_ rule: Rule) {
    switch outcome(rule.expression) {
    case .refused(let stage): #expect(stage == rule.outcome)
    case .value(let value, let type):
      if rule.outcome.hasPrefix("TYPE ") {
        #expect("TYPE \(type)" == rule.outcome)
      } else if rule.outcome == "ERR" {
        guard case .error = value else {
          Issue.record("\(value)")
          return
        }
      } else if case .value(let wanted, _) = outcome(rule.outcome) {
        #expect(value == wanted)
      } else {
        Issue.record("\(value) instead of \(rule.outcome)")
      }
    }
  }

  @Test func `every line of the tables is a rule`() {
    let tables = [
      TextRules.text, NumberRules.text, OptionalRules.text, SyntaxRules.text, ValueRules.text,
      TimeRules.text, TypeRules.text,
    ]
    for table in tables {
      let lines = table.split(separator: "\n").filter { !$0.hasPrefix("# ") }
      #expect(Rule.read(table).count == lines.count)
    }
  }

  @Test(arguments: Rule.read(TextRules.text))
  func `texts and lists follow their descriptions`(_ rule: Rule) { expect(rule) }

  @Test(arguments: Rule.read(NumberRules.text))
  func `numbers and conversions follow their descriptions`(_ rule: Rule) { expect(rule) }

  @Test(arguments: Rule.read(OptionalRules.text))
  func `optionals and macros follow their descriptions`(_ rule: Rule) { expect(rule) }

  @Test(arguments: Rule.read(SyntaxRules.text))
  func `what is written follows the grammar`(_ rule: Rule) { expect(rule) }

  @Test(arguments: Rule.read(ValueRules.text))
  func `comparing, joining and looking up follow the definition`(_ rule: Rule) { expect(rule) }

  @Test(arguments: Rule.read(TimeRules.text))
  func `times and addresses follow their descriptions`(_ rule: Rule) { expect(rule) }

  @Test(arguments: Rule.read(TypeRules.text))
  func `types are deduced as the definition has it`(_ rule: Rule) { expect(rule) }
}
