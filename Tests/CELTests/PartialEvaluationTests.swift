// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Foundation
import Testing

struct PartialEvaluationTests {
  /// The small world with some facts hidden.
  private static var hidden: MapActivation {
    var activation = World.activation
    activation.variables[World.Slot.fit] = .unknown(UnknownSet())
    activation.objects[World.contact]?[World.Field.name] = .unknown(UnknownSet())
    activation.objects[World.firstDeal]?[World.Field.openedAt] = .unknown(UnknownSet())
    return activation
  }

  /// The same world with nothing unknown.
  private static var full: MapActivation {
    var activation = World.activation
    activation.objects[World.contact]?[World.Field.health] = .int(5)
    return activation
  }

  @Test(arguments: [
    ("scores.fit > 3 && contact.is_active", "scores.fit > 3"),
    ("contact.is_active && tags.size() == 2", "true"),
    ("contact.health > 1 + 2 * 3", "contact.health > 7"),
    ("contact.is_active ? scores.fit > 1 : contact.health > 1", "scores.fit > 1"),
    ("has(contact.last_sent_at) && (scores.fit > 50 || !contact.is_active)", "scores.fit > 50"),
    ("scores.fit in [1 + 1, 3] || !contact.is_active", "scores.fit in [2, 3]"),
    ("tags.exists(t, t == contact.name)", #"["vip", "berlin"].exists(t, t == contact.name)"#),
    ("cel.bind(x, 2 * 3, scores.fit > x)", "cel.bind(x, 6, scores.fit > x)"),
    ("is_fit && contact.is_active", "scores.fit >= 60"),
    ("contact.health > 1 || contact.is_active", "true"),
    ("dyn(contact.name) || false", "dyn(contact.name) || false"),
  ])
  func `what is known is put in, and the rest stays`(_ text: String, _ rest: String) throws {
    var environment = World.environment()
    environment.define("is_fit", as: try checked("scores.fit >= 60", in: environment))
    switch try checked(text, in: environment).evaluatedPartially(Self.hidden) {
    case .value(let value): #expect(value.literal == rest)
    case .residual(let residual): #expect(residual.tree.description == rest)
    }
  }

  @Test(arguments: [
    ("1 + 2 == 3", "true"), ("contact.health > 2 * 7", "contact.health > 14"),
    ("true && contact.is_active", "contact.is_active"), ("contact.is_active || 1 < 2", "true"),
    ("'a' + 'b' in tags", #""ab" in tags"#),
    ("tags.all(t, t.size() > 1 + 1)", "tags.all(t, t.size() > 2)"),
    ("1 / 0 > scores.fit", "1 / 0 > scores.fit"),
  ])
  func `constants are computed ahead`(_ text: String, _ folded: String) throws {
    #expect(try checked(text).folded().tree.description == folded)
  }

  @Test func `a residual gives what the whole gives once the facts are known`() throws {
    let environment = World.environment(limits: ExpressionLimits(depth: 400))
    for seed in UInt64(50_000)..<50_600 {
      var writer = TypedWriter(seed: seed)
      let text = writer.expression(writer.pick(TypedWriter.Kind.allCases), Int(seed % 4))
      let expression = try environment.check(environment.parse(text)).get()
      let whole = Program(expression).evaluate(Self.full)
      let late: Value
      switch expression.evaluatedPartially(Self.hidden) {
      case .value(let value): late = value
      case .residual(let residual): late = Program(residual).evaluate(Self.full)
      }
      let folded = Program(expression.folded()).evaluate(Self.full)
      for value in [late, folded] {
        switch (value, whole) {
        case (.error, .error), (.unknown, .unknown): break
        default: #expect(value == whole, "seed \(seed): \(text)")
        }
      }
    }
  }

  // MARK: - Atoms

  @Test(arguments: [
    ("3 < scores.fit", "scores.fit > 3"), ("3 == scores.fit", "scores.fit == 3"),
    ("tags.exists(a, a == 'x')", "tags.exists(t, 'x' == t)"), ("is_fit", "60 <= scores.fit"),
    ("now - contact.last_sent_at >= days(3)", "days(3) <= now - contact.last_sent_at"),
  ])
  func `the same question written otherwise is the same atom`(_ a: String, _ b: String) throws {
    var environment = World.environment()
    environment.define("is_fit", as: try checked("scores.fit >= 60", in: environment))
    let first = try #require(try checked(a, in: environment).atoms.first)
    let second = try #require(try checked(b, in: environment).atoms.first)
    #expect(first.text == second.text)
    #expect(first.fingerprint == second.fingerprint)
  }

  @Test func `a table of atoms numbers each once and counts its uses`() throws {
    var table = AtomTable()
    let first = table.add(try checked("scores.fit > 3 && contact.is_active"))
    let second = table.add(try checked("!contact.is_active || 3 < scores.fit || now > .now"))
    #expect(first == [0, 1])
    #expect(second == [1, 0, 2])
    #expect(table.uses == [2, 2, 1])
  }

  @Test(arguments: [
    ("contact.is_active", AtomClass.static), ("now > contact.last_sent_at", .temporal),
    ("contact.is_birthday()", .calendar), ("string(now) == ''", .external),
    ("scores.fit > 3", .quota), ("contact.is_warm()", .temporal),
  ])
  func `an atom's class tells what can change it`(_ text: String, _ expected: AtomClass) throws {
    let found = try checked(text).atomClass(now: World.Slot.now) { $0 == "scores.fit" }
    #expect(found == expected)
  }

  // MARK: - Cost

  @Test func `no evaluation takes more steps than its bound`() throws {
    let environment = World.environment(limits: ExpressionLimits(depth: 400))
    for seed in UInt64(90_000)..<90_600 {
      var writer = TypedWriter(seed: seed)
      let text = writer.expression(writer.pick(TypedWriter.Kind.allCases), Int(seed % 5))
      let expression = try environment.check(environment.parse(text)).get()
      let bounds = expression.cost()
      let (_, steps) = Program(expression).evaluateCounting(Self.full)
      #expect(steps <= bounds.most ?? .max, "seed \(seed): \(text): \(steps) of \(bounds)")
      #expect(bounds.least <= bounds.most ?? .max, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    ("true", CostBounds(1, 1)), ("[1, 2].exists(x, x > 1)", CostBounds(3, 10)),
    ("lists.range(10).size()", CostBounds(1, nil)),
  ])
  func `bounds follow the shape of an expression`(_ text: String, _ bounds: CostBounds) throws {
    #expect(try checked(text).cost() == bounds)
  }

  @Test func `bounds grow with the sizes that the host tells`() throws {
    let expression = try checked("tags.all(t, t.size() > 0)")
    let few = expression.cost(SizeHints { $0 == "tags" ? 3 : nil })
    let many = expression.cost(SizeHints { $0 == "tags" ? 300 : nil })
    #expect((few.most ?? 0) * 50 < many.most ?? 0)
    #expect(expression.cost(SizeHints(otherwise: nil)).most == nil)
  }
}
