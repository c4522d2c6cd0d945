// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Testing

struct AnalysisTests {
  struct Solved: CustomTestStringConvertible, Sendable {
    var testDescription: String { text }
    let text: String
    let days: [Int64]
    let edges: [TemporalAnalysis.Edge]
    var unsolvable: [String] = []
  }

  // In the small world now is day 100, the last send day 90, the last reply day 95.
  @Test(arguments: [
    Solved(text: "now >= contact.last_sent_at + days(14)", days: [104], edges: [.at]),
    Solved(text: "now - contact.last_sent_at > days(14)", days: [104], edges: [.after]),
    Solved(text: "now - contact.last_sent_at >= days(14)", days: [104], edges: [.at]),
    Solved(text: "contact.last_sent_at < now - days(20)", days: [110], edges: [.after]),
    Solved(text: "contact.last_sent_at <= now - days(20)", days: [110], edges: [.at]),
    Solved(
      text: "now - days(2) < contact.last_sent_at + days(3) - days(1)", days: [94], edges: [.at]),
    Solved(text: "now == contact.last_sent_at", days: [90], edges: [.only]),
    Solved(text: "now - days(1) < now", days: [], edges: []),
    Solved(text: "contact.is_active", days: [], edges: []),
    Solved(
      text:
        "contact.is_active && (now > contact.last_sent_at || now < contact.last_sent_at + days(1))",
      days: [90, 91], edges: [.after, .at]),
    Solved(text: "contact.replied_since(now - days(14))", days: [109], edges: [.at]),
    Solved(text: "contact.replied_since(contact.last_sent_at)", days: [], edges: []),
    Solved(text: "!contact.is_warm()", days: [120], edges: [.at]),
    Solved(text: "contact.is_birthday()", days: [200], edges: [.at]),
    Solved(text: "is_stale || is_stale", days: [104], edges: [.after]),
    Solved(text: "age > days(14)", days: [104], edges: [.after]),
    Solved(
      text: "account.deals.exists(d, now - d.opened_at > days(30))", days: [110], edges: [.after]),
    Solved(
      text: "account.deals.filter(d, now - d.opened_at > days(30)).size() > 1", days: [110],
      edges: [.after]),
    Solved(text: "now.getHours() > 8", days: [], edges: [], unsolvable: ["now"]),
    Solved(
      text: "now > contact.last_sent_at && string(now) == ''", days: [90], edges: [.after],
      unsolvable: ["now"]),
  ])
  func `comparisons with now are solved for the instant at which they change`(
    _ c: Solved
  ) throws {
    var environment = World.environment()
    environment.define("age", as: try checked("now - contact.last_sent_at", in: environment))
    environment.define("is_stale", as: try checked("age > days(14)", in: environment))
    let analysis = try checked(c.text, in: environment).breakpoints(of: World.Slot.now)
    let instants = analysis.breakpoints.flatMap {
      TemporalAnalysis.instants(in: Program($0.expression).evaluate(World.activation))
    }
    #expect(instants == c.days.map { World.noon($0) })
    #expect(analysis.breakpoints.map(\.edge) == c.edges)
    #expect(analysis.unsolvable.map { $0.text(in: c.text) } == c.unsolvable)
  }

  @Test(arguments: [
    "now >= contact.last_sent_at + days(14)", "now - contact.last_sent_at > days(14)",
    "contact.last_sent_at < now - days(20)", "now == contact.last_sent_at + days(7)",
    "account.deals.exists(d, has(d.opened_at) && d.opened_at + days(33) <= now)",
    "contact.last_sent_at - now < duration('-100h')",
  ])
  func `between two breakpoints the outcome does not change`(_ text: String) throws {
    let expression = try checked(text)
    let program = Program(expression)
    let analysis = expression.breakpoints(of: World.Slot.now)
    let instants = analysis.breakpoints.flatMap {
      TemporalAnalysis.instants(in: Program($0.expression).evaluate(World.activation))
    }
    func outcome(_ instant: Instant) -> Truth {
      var activation = World.activation
      activation.variables[World.Slot.now] = .timestamp(instant)
      return program.evaluateBool(activation)
    }
    var last = outcome(World.noon(80))
    var changes = 0
    for hour in 1...(40 * 24) {
      let before = World.noon(80) + .seconds(3600 * (hour - 1))
      let instant = World.noon(80) + .seconds(3600 * hour)
      let current = outcome(instant)
      if current != last {
        changes += 1
        #expect(instants.contains { $0 >= before && $0 <= instant })
      }
      last = current
    }
    #expect(changes > 0)
  }

  @Test(arguments: [
    (
      "has(contact.last_sent_at) && now - contact.last_sent_at > days(14)",
      ["has(contact.last_sent_at)", "now", "contact.last_sent_at"]
    ),
    ("contact.account.name == 'x' && contact.account.name != 'y'", ["contact.account.name"]),
    (
      "contact.replied_since(now - days(14))",
      ["contact.replied_since(now - days(14))", "now"]
    ),
    ("account.deals.exists(d, d.opened_at < now)", ["account.deals", "now"]),
    ("account.deals[0].amount < money(3)", ["account.deals[0].amount"]),
    ("scores.fit > 3 && is_stale", ["scores.fit", "now", "contact.last_sent_at"]),
    ("1 + 1 == 2", []),
  ])
  func `the values that an outcome rests on are listed in source order, each once`(
    _ text: String, _ paths: [String]
  ) throws {
    var environment = World.environment()
    environment.define(
      "is_stale", as: try checked("now - contact.last_sent_at > days(14)", in: environment))
    let reads = try checked(text, in: environment).leafReads
    #expect(reads.map(\.path) == paths)
    for read in reads {
      let value = Program(read.expression).evaluate(World.activation)
      if case .error(let error) = value { Issue.record("\(read.path): \(error)") }
    }
  }

  @Test func `fields, variables and functions that are read can be asked for`() throws {
    let expression = try checked(
      "contact.health > 40 && contact.replied_since(now) && account.deals.all(d, has(d.opened_at))")
    #expect(
      expression.fieldsRead.map(\.path) == ["contact.health", "account.deals", "d.opened_at"])
    #expect(expression.fieldsRead.map(\.objectType) == [0, 1, 2])
    #expect(expression.variablesRead.map(\.name) == ["contact", "now", "account"])
    #expect(
      expression.functionsCalled.map(\.function).filter { !$0.hasPrefix("_") } == ["replied_since"])
  }
}
