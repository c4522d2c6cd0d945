// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Testing

struct EvaluationTests {
  @Test(arguments: [
    ("contact.name == 'Ada'", Value.bool(true)),
    ("contact.account.name", .string("Example Ltd")),
    ("has(contact.last_sent_at)", .bool(true)),
    ("has(account.deals[1].opened_at)", .bool(false)),
    ("now - contact.last_sent_at == days(10)", .bool(true)),
    ("'vip' in tags", .bool(true)),
    ("contact.name in ['Bob', 'Ada']", .bool(true)),
    ("scores.fit >= 70", .bool(true)),
    ("account.deals.size()", .int(2)),
    ("account.deals.exists(d, d.amount < money(600))", .bool(true)),
    ("money(1) + money(2) == money(3)", .bool(true)),
    ("dyn(money(1)) + dyn(money(2)) == money(3)", .bool(true)),
    ("contact.replied_since(now - days(6))", .bool(true)),
    ("contact.is_active ? 1 : 2", .int(1)),
    ("contact.?last_sent_at.hasValue()", .bool(true)),
    ("account.deals[1].?opened_at.orValue(now) == now", .bool(true)),
    ("dyn(contact).name", .string("Ada")),
    ("string(1e3)", .string("1000")),
    ("string(1e21)", .string("1e+21")),
    ("string(123456789012345680000.0)", .string("123456789012345680000")),
    ("[1, 2.0, 3u] == [1u, 2, 3.0]", .bool(true)),
    ("'e\\u0301' == '\\u00e9'", .bool(false)),
    ("9007199254740993 == dyn(9007199254740992.0)", .bool(false)),
    ("duration('1h1m1s1ms1us1ns')", .duration(.nanoseconds(3_661_001_001_001))),
    ("string(duration('-0.5s'))", .string("-0.5s")),
  ])
  func `an expression over facts has the value that the facts give`(
    _ text: String, _ expected: Value
  ) throws {
    #expect(try value(text) == expected)
  }

  static let health = Value.unknown(UnknownSet(["contact.health"]))
  static let absent = Value.error(.absent(path: "account.deals[1].opened_at"))

  @Test(arguments: [
    ("contact.health > 40", health),
    ("contact.health > 40 && false", .bool(false)),
    ("false && contact.health > 40", .bool(false)),
    ("contact.health > 40 || true", .bool(true)),
    ("contact.health > 40 && true", health),
    ("contact.health > 40 && 1 / 0 > 0", health),
    ("1 / 0 > 0 && contact.health > 40", health),
    ("1 / 0 > contact.health", .error(.divisionByZero)),
    ("has(contact.health)", health),
    ("[1, 2].exists(x, x == 2 || contact.health > x)", .bool(true)),
    ("[1, 2].all(x, contact.health > x)", health),
    ("contact.health > 40 ? 1 : 2", health),
    ("[contact.health]", health),
    ("account.deals[1].opened_at < now", absent),
    ("account.deals[1].opened_at < now || true", .bool(true)),
    ("account.deals.all(d, d.opened_at < now)", .error(.absent(path: "d.opened_at"))),
  ])
  func `unknown and absent facts spread by the language's rules and are named`(
    _ text: String, _ expected: Value
  ) throws {
    #expect(try value(text) == expected)
    let truth = Program(try checked(text)).evaluateBool(World.activation)
    switch expected {
    case .unknown: #expect(truth == .unknown)
    case .bool(let bool): #expect(truth == (bool ? .yes : .no))
    default: #expect(truth == .error)
    }
  }

  @Test(arguments: [
    "1 / 0", "1 % 0", "-9223372036854775808 / -1", "9223372036854775807 + 1", "0u - 1u",
    "-(-9223372036854775808)", "int(1e19)", "uint(-1)", "[1][1]", "{'a': 1}.b", "{'a': 1, 'a': 2}",
    "{1: 1, 1u: 2}", "timestamp('2026-02-30T00:00:00Z')",
    "timestamp('9999-12-31T23:59:59Z') + duration('1s')",
    "duration('1x')", "duration('')", "'a'.matches('(')", "optional.none().value()",
    "timestamp('2026-01-01T00:00:00Z').getHours('Nowhere/Town')", "int('1.5')", "bool('yes')",
  ])
  func `what has no result is an error`(_ text: String) throws {
    guard case .error = try value(text) else {
      Issue.record("\(text) gave \(try value(text))")
      return
    }
  }

  @Test func `an evaluation ends with its budget, and no && hides that`() throws {
    let text =
      "[1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, [1,2,3,4,5,6,7,8].all(c, a + b + c > 0)))"
    let program = Program(try checked(text))
    #expect(program.evaluate(World.activation) == .bool(true))
    #expect(program.evaluate(World.activation, budget: 100) == .error(.costExceeded))
    #expect(program.evaluateBool(World.activation, budget: 100) == .error)
    let hidden = Program(try checked("(\(text)) || true"))
    #expect(hidden.evaluate(World.activation, budget: 100) == .error(.costExceeded))
  }

  @Test func `doubling texts in macros ends with the budget`() throws {
    let text = "['aaaaaaaaaaaaaaaa']" + String(repeating: ".map(x, x + x)", count: 30)
    #expect(Program(try checked(text)).evaluate(World.activation) == .error(.costExceeded))
  }

  @Test func `host calls with constant arguments are computed once where the host allows`() throws {
    let expression = try checked("now - contact.last_sent_at > days(3) + days(4)")
    let program = Program(expression) { host, arguments in
      guard host == World.Host.days, case .int(let count) = arguments[0] else { return nil }
      return .duration(.seconds(count * 86_400))
    }
    var activation = World.activation
    activation.functions = [:]
    #expect(program.evaluate(activation) == .bool(true))
    #expect(Program(expression).evaluate(activation) != .bool(true))
  }

  @Test func `a value is small enough to copy`() {
    #expect(MemoryLayout<Value>.stride <= 24)
  }

  @Test(arguments: [
    "1", "-1", "1u", "1.5", "1e+30", "true", "null", #""a\"b\\\n""#, #"b"\x00a""#, "[1, 2]",
    #"{"a": [1.0]}"#, #"timestamp("2026-02-20T08:11:00Z")"#, #"duration("-1.5s")"#, "int",
    "optional.of(1)", "optional.none()",
  ])
  func `a value is written as an expression that gives it again`(_ text: String) throws {
    #expect(try value(text).literal == text)
  }
}
