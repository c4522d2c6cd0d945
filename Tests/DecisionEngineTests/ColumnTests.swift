// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage
import Testing

/// Asking a table by columns gives what asking each of its rows gives.
struct ColumnTests {
  /// Draws conditions over the facts of the test's people.
  private struct Writer {
    var dice: Dice

    mutating func condition(_ depth: Int) -> String {
      switch dice.number(0...(depth > 0 ? 8 : 5)) {
      case 0: return "contact.level \(sign()) \(dice.number(0...5))"
      case 1: return "\(dice.number(0...5)) \(sign()) contact.level"
      case 2: return "contact.mood \(dice.pick(["==", "!="])) \"\(mood())\""
      case 3: return "contact.mood in [\"\(mood())\", \"\(mood())\"]"
      case 4: return dice.pick(["contact.opted", "!contact.opted", "contact.opted == false"])
      case 5: return time()
      case 6: return "(\(condition(depth - 1)) && \(condition(depth - 1)))"
      case 7: return "!(\(condition(depth - 1)) || \(condition(depth - 1)))"
      default:
        return dice.pick(["", "!"])
          + "contact.tags.exists(t, t == \"\(dice.pick(["vip", "new"]))\")"
      }
    }

    private mutating func sign() -> String { dice.pick(["<", "<=", ">", ">=", "==", "!="]) }
    private mutating func mood() -> String { dice.pick(["good", "bad", "odd", "none"]) }

    private mutating func time() -> String {
      let days = dice.number(0...20)
      let sign = dice.pick(["<", "<=", ">", ">="])
      return dice.pick([
        "now - contact.seen \(sign) duration(\"\(24 * days)h\")",
        "contact.seen \(sign) now - duration(\"\(24 * days)h\")",
        "now \(sign) contact.seen + duration(\"\(24 * days)h\")",
      ])
    }
  }

  private static let facts = """
    facts:
      contact:
        opted: {type: bool}
        seen: {type: instant}
        tags: {type: list(string)}
    ---
    policy: asked
    enrol: {when: "true"}
    guards:

    """

  @Test(arguments: 0..<12)
  func `a condition asked by columns gives what the scalar program gives`(_ seed: Int) throws {
    var writer = Writer(dice: Dice(seed: Int64(seed) + 700))
    var text = Self.facts
    for index in 0..<20 {
      text += "  - {id: asked-\(index), require: '\(writer.condition(2))', otherwise: skip}\n"
    }
    text += "steps:\n  - {id: review, task: {to: team, text: seen}}\n"
    var world = try TestWorld(text)
    let now = TestWorld.instant("20")
    for person in 0..<60 {
      let days = Int64(writer.dice.number(0...20))
      let tags = writer.dice.pick([[], ["vip"], ["new", "vip"], ["old"]])
      try world.person(
        "c\(person)",
        [
          "contact.level": .int(Int64(writer.dice.number(0...5))),
          "contact.mood": .string(writer.dice.pick(["good", "bad", "odd"])),
          "contact.opted": .bool(writer.dice.number(0...1) == 1),
          "contact.seen": .instant(now + .seconds(-86_400 * days)),
          "contact.tags": .list(tags.map { .string($0) }),
        ])
    }
    var engine = Engine(
      bundle: world.bundle, store: world.store, zones: world.zones, seed: 1, from: now)
    engine.advance(to: now, events: []) { _ in }
    let conditions: [(expression: CompiledExpression, mustBe: Bool)] = world.bundle.policies[0]
      .steps[0].chains[0].links.compactMap { link in
        if case .requirement(let guarded) = link.kind {
          (guarded.condition, guarded.mustBe)
        } else {
          nil
        }
      }
    var screened = 0
    for condition in conditions {
      guard
        let screen = EligibilityScreen(
          [(condition.expression.checked, condition.mustBe)], object: .contact,
          constant: { expression, node in
            let part = expression.part(node)
            return part.variablesRead.isEmpty ? Program(part).evaluate(EmptyActivation()) : nil
          }), screen.isComplete
      else { continue }
      screened += 1
      let count = world.store.contacts.count
      var columns = ContiguousArray<UInt8>(repeating: 0, count: count)
      var scalar = columns
      screen.bound(to: world.store.contacts, strings: world.store.strings, now: now)
        .run(over: world.store.contacts, marks: &columns)
      engine.firstFailing(of: [condition], contacts: 0..<count, into: &scalar)
      for row in 0..<count where columns[row] != EligibilityScreen.Mark.undecided {
        #expect(columns[row] == scalar[row], "row \(row): \(condition.expression.text)")
      }
    }
    // Most of what is drawn is of the forms that columns know.
    #expect(conditions.count == 20 && screened >= 10)
  }
}
