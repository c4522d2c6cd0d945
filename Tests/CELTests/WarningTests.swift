// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

struct WarningTests {
  @Test(arguments: [
    ("1 < 2", true), ("size(tags) >= 0", true), ("tags.size() < 0", false),
    ("0 > tags.size()", false), ("uint(scores.fit) >= 0u", true),
    ("scores.fit == scores.fit", true),
    ("now < now", false), ("contact.last_sent_at == null", false), ("null != now", true),
    ("scores.fit in []", false), ("now.getDayOfWeek() == 7", false), ("now.getMonth() < 12", true),
    ("now.getHours() > 23", false), ("now.getDate() >= 1", true), ("'a' == 'b'", false),
    ("contact.is_active && tags.size() > -1", true),
  ])
  func `a comparison that facts can't change is a warning`(_ text: String, _ outcome: Bool) throws {
    let warnings = try checked(text).warnings.compactMap { warning in
      if case .constantComparison(let outcome, _) = warning.kind { outcome } else { nil }
    }
    #expect(warnings == [outcome])
  }

  @Test(arguments: [
    "size(tags) > 0", "scores.fit == 0", "1.0 / 0.0 > double(scores.fit)",
    "now.getDayOfWeek() == 6",
    "contact.extra == contact.extra", "contact.extra == null", "'x' in tags",
    "[1].exists(x, x == 1)",
  ])
  func `a comparison that facts can change is none`(_ text: String) throws {
    #expect(try checked(text).warnings.isEmpty)
  }

  @Test(arguments: [
    (
      "(now - contact.last_sent_at).getHours() >= 36",
      "now - contact.last_sent_at >= duration(\"36h\")"
    ),
    (
      "(now - contact.last_sent_at).getMinutes() > 5",
      "now - contact.last_sent_at >= duration(\"6m\")"
    ),
    (
      "24 > (now - contact.last_sent_at).getHours()",
      "now - contact.last_sent_at < duration(\"24h\")"
    ),
    ("now.getFullYear() >= 2027", "now >= timestamp(\"2027-01-01T00:00:00Z\")"),
    (
      "now.getFullYear() == 2027",
      "(now >= timestamp(\"2027-01-01T00:00:00Z\") && now < timestamp(\"2028-01-01T00:00:00Z\"))"
    ),
    ("int(now) > 1800000000", "now >= timestamp(1800000001)"),
  ])
  func `a comparison that time changes unforeseeably has a rewrite that can be solved`(
    _ text: String, _ rewrite: String
  ) throws {
    var environment = World.environment()
    environment.clock = World.Slot.now
    let expression = try checked(text, in: environment)
    #expect(!expression.breakpoints(of: World.Slot.now).unsolvable.isEmpty)
    let rewrites = expression.warnings.compactMap { warning in
      if case .unsolvableTime("now", let rewrite) = warning.kind { rewrite } else { nil }
    }
    #expect(rewrites == [rewrite])
    let again = try checked(rewrite, in: environment)
    #expect(again.breakpoints(of: World.Slot.now).unsolvable.isEmpty)
    // The same outcome around the bound, to the second.
    for day in Int64(0)..<800 {
      var activation = World.activation
      activation.variables[World.Slot.now] = .timestamp(World.noon(day))
      #expect(
        Program(expression).evaluateBool(activation) == Program(again).evaluateBool(activation))
    }
  }

  @Test func `a use of time without a rewrite says so`() throws {
    var environment = World.environment()
    environment.clock = World.Slot.now
    let warnings = try checked("string(now) == 'x'", in: environment).warnings
    #expect(warnings.map(\.kind) == [.unsolvableTime(name: "now", rewrite: nil)])
  }

  @Test func `a finding is drawn under its line with what helps`() throws {
    let environment = World.environment()
    let text = "contact.is_active\n  && contact.name.contains(1)"
    guard case .failure(let failure) = environment.check(try environment.parse(text)) else {
      Issue.record("it checks")
      return
    }
    #expect(
      failure.errors.map { $0.report(in: text) } == [
        """
        2:19: error: `contains` does not take (string, int)
          |
        2 |   && contact.name.contains(1)
          |                   ^^^^^^^^
          = note: there is `string.contains(string) -> bool`
        """
      ])
    let size = "tags && true"
    guard case .failure(let second) = environment.check(try environment.parse(size)) else {
      Issue.record("it checks")
      return
    }
    #expect(
      second.errors.map { $0.report(in: size) } == [
        """
        1:1: error: expected bool, found list(string)
          |
        1 | tags && true
          | ^^^^
          = help: write `size(…) > 0` to ask whether there is anything in it
        """
      ])
    do throws(ParseError) {
      _ = try environment.parse("a = b")
      Issue.record("it parses")
    } catch {
      #expect(
        error.report(in: "a = b") == """
          1:3: error: `=` does not compare; use `==`
            |
          1 | a = b
            |   ^
          """)
    }
  }
}
