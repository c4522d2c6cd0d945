// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import TestSupport
import Testing

/// Makes the texts of random expressions.
private struct ExpressionWriter {
  var generator: SeededGenerator

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  mutating func expression(_ depth: Int) -> String {
    if depth == 0 { return leaf() }
    func inner() -> String { expression(depth - 1) }
    switch Int.random(in: 0..<24, using: &generator) {
    case 0: return "(\(inner()))"
    case 1: return "(\(inner())) ? (\(inner())) : \(inner())"
    case 2: return pick(["!", "!!"]) + "(\(inner()))"
    case 3: return pick(["-", "--", "- "]) + pick(["(\(inner()))", "1", "a", "0.5"])
    case 4: return "[\(inner()), \(inner())]"
    case 5: return "{\(inner()): \(inner()), ?'k': \(inner())}"
    case 6: return "(\(inner())).\(pick(["b", "`c-d`", "as", "?e"]))"
    case 7: return "(\(inner()))[\(pick(["", "?"]))\(inner())]"
    case 8: return "has((\(inner())).f)"
    case 9:
      return "(\(inner())).\(pick(["all", "exists", "exists_one", "filter", "map"]))(x, \(inner()))"
    case 10: return "(\(inner())).map(x, \(inner()), \(inner()))"
    case 11: return "(\(inner())).transformMap(k, v, \(inner()))"
    case 12: return "\(pick(["f", "size", "a.b.g"]))(\(inner()), \(inner()))"
    case 13: return "\(pick(["T", ".a.T", "as.T"])){f: \(inner()), ?`g-h`: \(inner())}"
    case 14: return "[?\(inner()), \(inner()), ?\(inner()),]"
    case 15: return "cel.bind(\(pick(["v", "a"])), \(inner()), \(inner()))"
    case 16: return "cel.block([\(inner()), \(inner())], cel.index(1) + cel.iterVar(0, 1))"
    case 17:
      let macro = pick(["all", "exists", "existsOne", "exists_one", "transformList"])
      return "(\(inner())).\(macro)(k, v, \(inner()))"
    case 18:
      let macro = pick(["transformList", "transformMap", "transformMapEntry"])
      return "(\(inner())).\(macro)(k, v, \(inner()), \(inner()))"
    case 19: return "(\(inner())).\(pick(["optMap", "optFlatMap", "sortBy"]))(x, \(inner()))"
    case 20:
      return "\(pick([".f(\(inner()), a)", ".a.b.f(\(inner()))", "math.greatest(a, .b, a.c, -1)"]))"
    case 21: return "(\(inner())).\(pick(["f", "as", "size"]))(\(inner()))"
    default:
      let sign = pick([
        "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", " in ", "&&", "||",
      ])
      return pick(["\(inner())", "(\(inner()))"]) + " \(sign) "
        + pick(["\(leaf())", "(\(inner()))"])
    }
  }

  mutating func leaf() -> String {
    pick([
      "a", ".a", "a.b", "1", "-1", "2u", "0x1F", "1.5", "-2e-3", "true", "false", "null",
      "'it''s'"
        .replacing("''", with: #"\'"#), #""q\"\n\u00e9""#, #"b'\xff\000'"#, "r'\\d'", "'''a\nb'''",
      "[]", "{}", "-9223372036854775808", "18446744073709551615u", "4.9e-324", "1.7e308", "-0.0",
      "\"\"\"a\"b\"\"\"", "bR'\\x'", "'\\U0001F600\\000'", "a.`in`",
    ])
  }
}

struct PropertyTests {
  @Test func `an expression that is printed and parsed again is the same`() throws {
    let environment = World.environment()
    for seed in UInt64(0)..<400 {
      var writer = ExpressionWriter(generator: SeededGenerator(seed: seed))
      let text = writer.expression(4)
      let tree = try environment.parse(text)
      let printed = tree.description
      let again = try environment.parse(printed)
      #expect(structure(again) == structure(tree), "seed \(seed): \(text) → \(printed)")
      #expect(again.description == printed, "seed \(seed)")
    }
  }

  /// Runs all stages over a text; the outcome is of no interest, only that there is one.
  private func exercise(_ text: String, _ environment: Environment) {
    guard let tree = try? environment.parse(text) else { return }
    _ = tree.description
    for result in [environment.check(tree), environment.resolveUnchecked(tree)] {
      guard case .success(let expression) = result else { continue }
      let program = Program(expression)
      let value = program.evaluate(World.activation, budget: 20_000)
      let truth = program.evaluateBool(World.activation, budget: 20_000)
      switch (value, truth) {
      case (.bool(true), .yes), (.bool(false), .no), (.unknown, .unknown), (_, .error): break
      default: Issue.record("\(text): \(value), yet \(truth)")
      }
      _ = expression.breakpoints(of: World.Slot.now)
      _ = expression.leafReads.count + expression.fieldsRead.count
      _ = value.literal
    }
  }

  @Test func `random expressions never crash, whatever their types`() {
    let environment = World.environment()
    for seed in UInt64(1000)..<1300 {
      var writer = ExpressionWriter(generator: SeededGenerator(seed: seed))
      exercise(writer.expression(4), environment)
    }
  }

  @Test func `random bytes never crash`() {
    let environment = World.environment()
    for seed in UInt64(0)..<400 {
      var generator = SeededGenerator(seed: seed)
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      exercise(String(decoding: bytes, as: UTF8.self), environment)
    }
  }

  @Test func `random tokens never crash`() {
    let tokens = [
      "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "+", "-", "*", "/", "%", "!", "<", "<=",
      ">", ">=", "==", "!=", "&&", "||", "in", "a", "contact", "now", "name", "has", "all", "map",
      "x", "1", "2u", "0.5", "'s'", "b'b'", "true", "null", "`q`", "//", "\n", "duration", "as",
      "optional.of", "contact.last_sent_at", "days(1)", "tags", "r'", "'''", "\\",
    ]
    let environment = World.environment()
    for seed in UInt64(0)..<3000 {
      var generator = SeededGenerator(seed: seed)
      let text = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
        tokens[Int.random(in: 0..<tokens.count, using: &generator)]
      }.joined(separator: Bool.random(using: &generator) ? " " : "")
      exercise(text, environment)
    }
  }

  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("!", "true", ""), ("-", "x", ""),
    ("f(", "1", ")"), ("a[", "0", "]"), ("[1].map(x,", "1", ")"), ("true ? 1 : ", "2", ""),
    ("", "a", ".b"), ("", "a", "[0]"), ("", "1", " + 1"), ("", "true", " && true"),
    ("", "a", ".f()"), ("has(", "a.b", ".c)"), ("T{f: ", "1", "}"),
  ])
  func `ten thousand levels are refused, not a stack overflow`(
    _ open: String, _ middle: String, _ close: String
  ) {
    let environment = World.environment(limits: ExpressionLimits(length: 1_000_000))
    let text =
      String(repeating: open, count: 10_000) + middle + String(repeating: close, count: 10_000)
    do {
      let tree = try environment.parse(text)
      // Only a chain of && or || is one level, however long.
      #expect(close == " && true")
      #expect(tree[tree.root].height == 2)
      exercise(text, environment)
    } catch {
      switch error.kind {
      case .tooDeep, .badMacro: break
      default: Issue.record("\(error)")
      }
    }
  }

  @Test func `the deepest nesting that is allowed is evaluated`() throws {
    let environment = World.environment()
    let depth = environment.limits.depth - 2
    for (open, middle, close) in [
      ("(", "1 == 1", ")"), ("[", "1", "][0]"), ("!", "true", ""), ("-", "(1)", ""),
      ("", "1", " + 1"), ("dyn(", "1", ")"),
    ] {
      let count = close == "][0]" ? depth / 2 : depth
      let text =
        String(repeating: open, count: count) + middle + String(repeating: close, count: count)
      let expression = try checked(text, in: environment)
      let value = Program(expression).evaluate(World.activation)
      if case .error(let error) = value { Issue.record("\(open): \(error)") }
    }
  }
}
