// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

/// What people write who know other languages, and what they are told.
struct HintTests {
  /// The first error or warning of a text with what helps.
  private func told(_ text: String) throws -> (place: String, lines: [String]) {
    let environment = World.environment()
    let tree: SyntaxTree
    do {
      tree = try environment.parse(text)
    } catch {
      return (error.range.text(in: text), [error.description] + error.notes)
    }
    switch environment.check(tree) {
    case .failure(let failure):
      #expect(failure.errors.count == 1, "\(failure.errors)")
      let first = try #require(failure.errors.first)
      return (first.range.text(in: text), [first.description] + first.notes)
    case .success(let expression):
      let first = try #require(expression.warnings.first)
      return (first.range.text(in: text), [first.description] + first.notes)
    }
  }

  @Test(
    arguments: [
      ("tags is 'vip'", "is", "`is` is not an operator; use `==`"),
      ("scores.fit => 40", "=>", "`=>` is not an operator; use `>=`"),
      ("scores.fit =< 40", "=<", "`=<` is not an operator; use `<=`"),
      ("scores.fit <> 40", "<>", "`<>` is not an operator; use `!=`"),
      ("scores.fit mod 2 == 0", "mod", "`mod` is not an operator; use `%`"),
      ("not(contact.is_active)", "not", "no function is called `not`; did you mean `!`?"),
      ("tags.any(t, t == 'vip')", "any", "no function is called `any`; did you mean `exists`?"),
      (
        "tags.exits(t, t == 'vip')", "exits",
        "no function is called `exits`; did you mean `exists`?"
      ),
      ("len(tags) > 2", "len", "no function is called `len`; did you mean `size`?"),
      ("tags.length() > 2", "length", "no function is called `length`; did you mean `size`?"),
      (
        "contact.name.to_lower() == 'a'", "to_lower",
        "no function is called `to_lower`; did you mean `lowerAscii`?"
      ),
      ("max(1, 2) > 1", "max", "no function is called `max`; did you mean `math.greatest`?"),
      (
        "tags.exists('vip')", "exists",
        "`exists` is written as `list.exists(x, condition)` or "
          + "`map.exists(key, value, condition)`"
      ),
      ("cel.bind(x, 1)", "bind", "`bind` is written as `cel.bind(x, value, expression)`"),
      ("!scores.fit", "!", "`!` does not take int"),
      ("contact['name'] == 'a'", "['name']", "`[…]` does not take contact and string"),
    ])
  func `what other languages write is told with what to write here`(
    _ text: String, _ place: String, _ message: String
  ) throws {
    let told = try told(text)
    #expect(told.place == place)
    #expect(told.lines.first == message)
  }

  @Test(arguments: [
    ("contact.name in ('a', 'b')", "help: a list stands in `[…]`"),
    ("contact.name == “Ada”", "help: a text stands in straight quotes: `\"` or `'`"),
    ("now - contact.last_sent_at > 14d", "help: write a span as `duration(\"24h\")`"),
    ("now - contact.last_sent_at > 14", "help: write a span as `duration(\"24h\")`"),
    ("now > contact.last_sent_at + 14", "help: write a span as `duration(\"24h\")`"),
    (
      "now > '2026-01-01'",
      "help: write an instant as `timestamp(\"2026-10-20T10:00:00Z\")`"
    ),
    ("if contact.is_active then true else false", "help: write `condition ? a : b`"),
    (
      "contact.name == 'a' || 'b'",
      "help: `||` joins whole conditions: repeat the comparison, or write `… in [a, b]`"
    ),
    ("tags == 'vip'", "help: write `\"vip\" in tags`"),
    ("tags.contains('vip')", "help: write `\"vip\" in tags`"),
    (
      "'vip' in contact.name",
      "help: write `contact.name.contains(\"vip\")`, or a list in `[…]`"
    ),
    ("tags > 2", "help: write `size(…)` to compare how many there are"),
    ("tags.size > 2", "help: `size` is a function: write `size()`"),
    ("contact['name'] == 'a'", "help: write `contact.name`"),
    ("contact.name == ada", "help: write a text in quotes: `\"ada\"`"),
    ("startsWith(contact.name, 'A')", "help: write `contact.name.startsWith(…)`"),
    ("contact.name.type() == string", "help: write `type(…)`"),
    (
      "contact.?last_sent_at > now",
      "help: `orValue(…)` takes the value out of an optional, with one for none"
    ),
    (
      "contact.name == null",
      "help: a value of type string is never null; `has(…)` asks whether there is one"
    ),
    ("double(scores.fit) / 3 > 1.0", "help: make them alike with `double(…)`"),
  ])
  func `what is likely to be meant is said`(_ text: String, _ help: String) throws {
    #expect(try told(text).lines.last == help)
  }

  @Test(arguments: [
    ("scores.fit / 0 > 1", "scores.fit / 0", "this always fails: division by zero"),
    ("now > timestamp('2026-02-30T00:00:00Z')", "timestamp('2026-02-30T00:00:00Z')", ""),
    ("duration('5 days') > duration('1s')", "duration('5 days')", ""),
    ("contact.is_active && [1][3] == 2", "[1][3]", "this always fails: the list has no element 3"),
    ("int('12a') == scores.fit", "int('12a')", ""),
    ("tags.exists(t, t.matches('('))", "'('", ""),
    ("regex.extract(contact.name, '*').hasValue()", "'*'", ""),
    ("{'a': 1, 'a': 2}.size() == scores.fit", "{'a': 1, 'a': 2}", ""),
    ("[1, 2].map(x, 1 / 0) == [scores.fit]", "1 / 0", "this always fails: division by zero"),
  ])
  func `a part that can only fail is a warning at the smallest such part`(
    _ text: String, _ place: String, _ message: String
  ) throws {
    let warnings = try checked(text).warnings.filter {
      if case .alwaysFails = $0.kind { true } else { false }
    }
    #expect(warnings.map { $0.range.text(in: text) } == [place])
    if !message.isEmpty { #expect(warnings.first?.description == message) }
  }

  @Test(arguments: [
    (
      "timestamp('2026-12-01') > contact.last_sent_at",
      "help: write an instant as `timestamp(\"2026-10-20T10:00:00Z\")`"
    ),
    (
      "duration('5 days') > duration('1s')",
      "help: units are h, m, s, ms, us and ns, as in `duration(\"36h\")`"
    ),
  ])
  func `a text that is no time is told with how times are written`(
    _ text: String, _ help: String
  ) throws {
    let notes = try checked(text).warnings.filter {
      if case .alwaysFails = $0.kind { true } else { false }
    }.flatMap(\.notes)
    #expect(notes == [help])
  }

  @Test(arguments: [
    "scores.fit / 2 > 1", "contact.name.matches('[a-z]+')", "duration('5h') > duration('1s')",
    "1.0 / 0.0 > double(scores.fit)", "now.getHours('Europe/Lisbon') > 3 || 1 / 1 == scores.fit",
  ])
  func `what can be computed is not warned of as failing`(_ text: String) throws {
    let kinds = try checked(text).warnings.map(\.kind)
    #expect(!kinds.contains { if case .alwaysFails = $0 { true } else { false } })
  }
}
