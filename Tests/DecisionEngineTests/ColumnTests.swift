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
      switch dice.number(0...(depth > 0 ? 11 : 5)) {
      case 0: return "contact.level \(sign()) \(dice.number(0...5))"
      case 1: return "\(dice.number(0...5)) \(sign()) contact.level"
      case 2: return "contact.mood \(dice.pick(["==", "!="])) \"\(mood())\""
      case 3: return "contact.mood in [\"\(mood())\", \"\(mood())\"]"
      case 4: return dice.pick(["contact.opted", "!contact.opted", "contact.opted == false"])
      case 5: return time()
      case 6: return "(\(condition(depth - 1)) && \(condition(depth - 1)))"
      case 7: return "!(\(condition(depth - 1)) || \(condition(depth - 1)))"
      case 8: return "(\(condition(depth - 1)) || \(condition(depth - 1)))"
      case 9:
        return dice.pick(["!", ""]) + "(contact.nick \(dice.pick(["==", "!="])) \"\(mood())\")"
      case 10: return "(has(contact.nick) && contact.nick != \"\(mood())\")"
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
    var world = try TestWorld(bundle(&writer))
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
    // Most of what is drawn is of the forms that columns know.
    #expect(try compare(world, at: now).screened >= 8)
  }

  @Test(arguments: 0..<12)
  func `the same holds where facts are absent, unknown or not of whole seconds`(_ seed: Int) throws
  {
    var writer = Writer(dice: Dice(seed: Int64(seed) + 900))
    var world = try TestWorld(bundle(&writer))
    let now = TestWorld.instant("20")
    let words: [FactValue] = ["good", "bad", "odd"].map { .string($0) }
    let numbers: [FactValue] = [0, 1, 3, 5, Int64.max, Int64.min].map { .int($0) }
    for person in 0..<80 {
      let days = Int64(writer.dice.number(0...20))
      let second = writer.dice.pick([Duration.zero, .zero, .nanoseconds(1), .seconds(-1)])
      let values: [String: FactValue] = [
        "contact.level": writer.dice.pick(numbers), "contact.mood": writer.dice.pick(words),
        "contact.nick": writer.dice.pick(words), "contact.opted": .bool(person % 2 == 0),
        "contact.seen": .instant(now + .seconds(-86_400 * days) + second),
        "contact.tags": .list([.string(writer.dice.pick(["vip", "old"]))]),
      ]
      let row = try world.person("c\(person)")
      for (path, value) in values.sorted(by: { $0.key < $1.key }) {
        let state = writer.dice.number(0...7)
        // Nothing is said of some facts; of others that there is none.
        if state == 0 { continue }
        let path = try #require(FactPath(path))
        let isList = path.name == "tags"
        let isSet = world.store.set(state == 1 && !isList ? nil : value, path, row: row)
        #expect(isSet)
      }
    }
    let compared = try compare(world, at: now)
    #expect(compared.screened >= 8 && compared.decided > 80)
  }

  private func bundle(_ writer: inout Writer) -> String {
    var text = Self.facts
    for index in 0..<20 {
      text += "  - {id: asked-\(index), require: '\(writer.condition(2))', otherwise: skip}\n"
    }
    return text + "steps:\n  - {id: review, task: {to: team, text: seen}}\n"
  }

  /// Asks each condition by columns and by its program; gives how many conditions columns took and
  /// how many rows they decided.
  private func compare(_ world: TestWorld, at now: Instant) throws -> (screened: Int, decided: Int)
  {
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
    var decided = 0
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
        decided += 1
      }
    }
    #expect(conditions.count == 20)
    // Together, in their order: the way that decisions go, and the programs alone.
    let rows = 0..<world.store.contacts.count
    var chained = ContiguousArray<UInt8>(repeating: 0, count: rows.count)
    var alone = chained
    engine.firstFailing(policy: 0, step: 0, contacts: rows, into: &chained)
    engine.firstFailing(of: conditions, contacts: rows, into: &alone)
    #expect(chained == alone)
    return (screened, decided)
  }
}
