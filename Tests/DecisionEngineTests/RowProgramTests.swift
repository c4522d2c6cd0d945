// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// What plain numbers tell of a person is what the author's program says, then and later.
struct RowProgramTests {
  /// Draws conditions and numbers over the facts of the test's people.
  private struct Writer {
    var dice: Dice
    /// Scores don't read scores.
    var readsScores = false

    mutating func condition(_ depth: Int) -> String {
      switch dice.number(0...(depth > 0 ? 13 : 8)) {
      case 0: return "contact.level \(sign()) \(dice.number(0...3))"
      case 1: return "contact.mood \(dice.pick(["==", "!="])) \"\(mood())\""
      case 2: return "contact.role in [\"\(mood())\", \"lead\"]"
      case 3: return dice.pick(["account.tier == \"key\"", "\"key\" != account.tier"])
      case 4: return "account.health \(sign()) \(dice.number(0...100))"
      case 5:
        return
          "has(\(dice.pick(["contact.role", "contact.mood", "account.health", "account.owner"])))"
      case 6:
        return dice.pick([
          "contact.replied_ever", "has(contact.last_reply_at)", "account.has_open_deal",
          "has(contact.opted_out_at)", "has(account.last_activity_at)",
        ])
      case 7: return "contact.phase(\"trust\") \(dice.pick(["==", "!="])) \"\(phase())\""
      case 8: return "contact.created_at < now - days(\(dice.number(0...20)))"
      case 9: return "(\(condition(depth - 1)) && \(condition(depth - 1)))"
      case 10: return "(\(condition(depth - 1)) || \(condition(depth - 1)))"
      case 11: return "!(\(condition(depth - 1)))"
      case 12: return "(\(condition(depth - 1)) ? \(condition(0)) : \(condition(0)))"
      default:
        return dice.pick([
          "\(number(depth)) \(sign()) \(dice.number(0...2)).5",
          "between(contact.level, \(dice.number(0...2)), \(dice.number(1...3)))",
          readsScores ? "scores.plain >= \(dice.number(0...100))" : "contact.level > 0",
        ])
      }
    }

    mutating func number(_ depth: Int) -> String {
      switch dice.number(0...(depth > 0 ? 4 : 2)) {
      case 0: return "double(contact.level) / \(dice.number(0...4)).0"
      case 1: return "\(dice.number(0...3)).25"
      case 2: return "double(contact.level * 3 - \(dice.number(0...5)))"
      case 3: return "(\(number(depth - 1)) \(dice.pick(["+", "-", "*"])) \(number(depth - 1)))"
      default: return "(\(condition(depth - 1)) ? \(number(0)) : \(number(0)))"
      }
    }

    private mutating func sign() -> String { dice.pick(["<", "<=", ">", ">=", "==", "!="]) }
    private mutating func mood() -> String { dice.pick(["good", "bad", "odd", "none"]) }
    private mutating func phase() -> String { dice.pick(["stranger", "friend", "client"]) }
  }

  private static let phases = """
    phases: trust
    of: contact
    start: stranger
    phase:
      stranger: {next: [{to: friend, on: contact.replied}]}
      friend: {next: [{to: client, when: contact.level >= 2}]}
      client: {}

    """

  private static func world(_ writer: inout Writer) throws -> TestWorld {
    let (value, bonus) = (writer.number(2), writer.condition(0))
    writer.readsScores = true
    var text = """
      \(phases)---
      score: plain
      of: contact
      parts:
        - {id: some, weight: 60, value: '\(value)'}
        - {id: rest, weight: 40, value: 'contact.level > 1 ? 1.0 : 0.3'}
      bonus: [{when: '\(bonus)', add: 7.5}]
      ---
      score: asked
      of: contact
      parts:
        # Plain numbers don't look into lists.
        - {id: some, weight: 60, value: '(\(value)) * double(size([1]))'}
        - {id: rest, weight: 40, value: 'contact.level > 1 ? 1.0 : 0.3'}
      bonus: [{when: '\(bonus)', add: 7.5}]

      """
    for index in 0..<20 {
      text += """
        ---
        policy: asked-\(index)
        enrol: {when: '\(writer.condition(3))'}
        steps: [{id: review, task: {to: team, text: seen}}]

        """
    }
    var world = try TestWorld(text)
    for person in 0..<40 {
      var facts: [String: FactValue] = [
        "contact.level": .int(Int64(writer.dice.number(0...3))),
        "account.tier": .string(writer.dice.pick(["key", "standard"])),
      ]
      // Some facts of some people aren't known.
      if writer.dice.number(0...3) > 0 {
        facts["contact.mood"] = .string(writer.dice.pick(["good", "bad", "odd"]))
        facts["contact.role"] = .string(writer.dice.pick(["good", "lead"]))
        facts["account.health"] = .int(Int64(writer.dice.number(0...100)))
      }
      try world.person("c\(person)", facts)
      if writer.dice.number(0...2) == 0 {
        try world.happens("contact.replied", to: "c\(person)", at: "6 10:00")
      }
      if writer.dice.number(0...4) == 0 {
        try world.deal("d\(person)", account: "c\(person)-co")
        try world.happens("deal.opened", deal: "d\(person)", at: "6 11:00")
      }
    }
    return world
  }

  @Test(arguments: 0..<12)
  func `what plain numbers tell is what the author's program says`(_ seed: Int) throws {
    var writer = Writer(dice: Dice(seed: Int64(seed) + 900))
    var drive = try Self.world(&writer).drive()
    drive.run(until: TestWorld.instant("8"))
    var context = drive.engine.context
    var told = 0
    for policy in context.world.bundle.policies {
      let when = try #require(policy.enrol.when)
      let root = context.world.programs.audiences[policy.index]
      for contact in 0..<40 {
        let rows = context.world.focus(contact: contact, deal: nil)
        guard let isYes = context.truth(root, rows) else { continue }
        told += 1
        // Time alone doesn't change it.
        for days in [0, 3, 400] {
          context.focus(
            contact: contact, at: context.world.now + Int64(days) * 86_400)
          let truth = when.program.evaluateBool(context)
          #expect(truth == (isYes ? .yes : .no), "contact \(contact): \(when.text)")
        }
      }
    }
    #expect(told > 200, "plain numbers tell most of it")
  }

  @Test func `a score of plain numbers is the score of its programs`() throws {
    var told = 0
    for seed in 0..<12 {
      var writer = Writer(dice: Dice(seed: Int64(seed) + 950))
      var drive = try Self.world(&writer).drive()
      drive.run(until: TestWorld.instant("8"))
      var context = drive.engine.context
      let scores = context.world.bundle.scores
      let plain = try #require(scores.first { $0.id == "plain" }).index
      let asked = try #require(scores.first { $0.id == "asked" }).index
      for contact in 0..<40 {
        context.focus(contact: contact)
        #expect(context.score(asked, context.rows) == nil)
        guard let score = context.score(plain, context.rows) else { continue }
        told += 1
        #expect(context.score(asked) == .int(score), "contact \(contact) of \(seed)")
      }
    }
    #expect(told > 100, "plain numbers tell most of it")
  }
}
