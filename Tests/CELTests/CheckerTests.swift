// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

struct CheckerTests {
  struct Failure: CustomTestStringConvertible, Sendable {
    var testDescription: String { text }
    let text: String
    let place: String
    let message: String
  }

  @Test(arguments: [
    Failure(
      text: "contat.name == 'a'", place: "contat",
      message: "no name is called `contat`; did you mean `contact`?"),
    Failure(
      text: "contact.helth > 1", place: "helth",
      message: "contact has no field `helth`; did you mean `health`?"),
    Failure(
      text: "scores.ft > 1", place: "scores.ft",
      message: "no name is called `scores.ft`; did you mean `scores.fit`?"),
    Failure(
      text: "dayz(3) > days(2)", place: "dayz",
      message: "no function is called `dayz`; did you mean `days`?"),
    Failure(text: "contact.name > 3", place: ">", message: "`>` does not take string and int"),
    Failure(
      text: "contact.health == 1.5", place: "==", message: "`==` does not take int and double"),
    Failure(
      text: "contact.name && true", place: "contact.name", message: "expected bool, found string"),
    Failure(text: "true ? 1 : 'a'", place: "'a'", message: "expected int, found string"),
    Failure(text: "1 ? 2 : 3", place: "1", message: "expected bool, found int"),
    Failure(
      text: "contact.name.size", place: "size", message: "a value of type string has no fields"),
    Failure(text: "1.all(x, true)", place: "1", message: "expected a list or a map, found int"),
    Failure(
      text: "tags.all(t, t.size())", place: "t.size()", message: "expected bool, found int"),
    Failure(
      text: "contact{name: 'a'}", place: "contact",
      message: "`contact` can't be made in an expression"),
    Failure(text: "days('a')", place: "days", message: "`days` does not take (string)"),
  ])
  func `what does not check is told where it stands`(_ c: Failure) throws {
    let environment = World.environment()
    switch environment.check(try environment.parse(c.text)) {
    case .success(let expression): Issue.record("checked as \(expression.type)")
    case .failure(let failure):
      #expect(failure.errors.count == 1)
      let first = try #require(failure.errors.first)
      #expect(first.range.text(in: c.text) == c.place)
      #expect(first.description == c.message)
    }
  }

  @Test func `all mistakes of an expression are told, in the order of the text`() throws {
    let environment = World.environment()
    let tree = try environment.parse("contact.helth > 1 && tgas.size() > 0 && contact.nam == 1")
    guard case .failure(let failure) = environment.check(tree) else {
      Issue.record("it checked")
      return
    }
    #expect(failure.errors.map { $0.range.text(in: tree.text) } == ["helth", "tgas", "nam"])
  }

  @Test func `a call that matches no form lists the forms there are`() throws {
    let environment = World.environment()
    let tree = try environment.parse("contact.name.contains(1)")
    guard case .failure(let failure) = environment.check(tree),
      case .noMatchingOverload(_, let arguments, let candidates) = failure.errors.first?.kind
    else {
      Issue.record("another error was expected")
      return
    }
    #expect(arguments == [.string, .int])
    #expect(candidates == ["string.contains(string) -> bool"])
  }

  @Test(arguments: [
    ("contact.last_sent_at < now", ["contact.last_sent_at"]),
    ("has(contact.last_sent_at) && contact.last_sent_at < now", []),
    ("!has(contact.last_sent_at) || contact.last_sent_at < now", []),
    ("has(contact.last_sent_at) || contact.last_sent_at < now", ["contact.last_sent_at"]),
    ("has(contact.last_sent_at) ? contact.last_sent_at < now : true", []),
    ("!has(contact.last_sent_at) ? true : contact.last_sent_at < now", []),
    (
      "contact.is_active && has(contact.last_sent_at) && tags.size() > 0 && contact.last_sent_at < now",
      []
    ),
    ("account.deals.exists(d, d.opened_at < now)", ["d.opened_at"]),
    ("account.deals.exists(d, has(d.opened_at) && d.opened_at < now)", []),
    ("was_sent && contact.last_sent_at < now", []),
    ("contact.?last_sent_at.orValue(now) < now", []),
  ])
  func `a nullable fact that no has stands before is a warning`(
    _ text: String, _ paths: [String]
  ) throws {
    var environment = World.environment()
    environment.define(
      "was_sent", as: try checked("has(contact.last_sent_at)", in: environment))
    let warnings = try checked(text, in: environment).warnings
    #expect(warnings.map(\.kind) == paths.map { .nullableRead(path: $0) })
  }

  @Test func `a named expression is put in where its name stands, once`() throws {
    var environment = World.environment()
    environment.define("age", as: try checked("now - contact.last_sent_at", in: environment))
    environment.define("is_old", as: try checked("age > days(3)", in: environment))
    let expression = try checked("is_old && age > days(1) && age < days(50)", in: environment)
    #expect(expression.type == .bool)
    #expect(Program(expression).evaluate(World.activation) == .bool(true))
    #expect(expression.fieldsRead.map(\.path) == ["contact.last_sent_at"])
    #expect(expression.readsVariable(World.Slot.now))
    #expect(!expression.readsVariable(World.Slot.tags))
  }

  @Test func `named expressions that build on each other stay within the depth limit`() throws {
    var environment = World.environment(limits: ExpressionLimits(depth: 40))
    environment.define("d0", as: try checked("scores.fit + 1", in: environment))
    var refused = false
    for level in 1...60 {
      let tree = try environment.parse("d\(level - 1) + 1")
      switch environment.check(tree) {
      case .success(let expression): environment.define("d\(level)", as: expression)
      case .failure(let failure):
        refused = true
        #expect(failure.errors.map(\.kind) == [.tooDeep(limit: 40)])
      }
      if refused { break }
    }
    #expect(refused)
  }
}
