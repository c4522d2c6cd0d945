// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Foundation
import Testing

@testable import PolicyLanguage

/// The page on conditions, `docs/cel.md`, read as a table of cases.
private struct ConditionPage {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String { text }
    let text: String
    let value: String
  }

  static let lines: [String] = {
    let file = RepositoryBundles.root.appending(path: "docs/cel.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }()

  /// `expression  →  value`, in blocks of CEL.
  static var examples: [Example] {
    var result: [Example] = []
    var isInside = false
    for line in lines {
      if line.hasPrefix("```") { isInside = line == "```cel" }
      let parts = line.components(separatedBy: "  →  ")
      guard isInside, parts.count == 2 else { continue }
      result.append(Example(text: parts[0], value: parts[1]))
    }
    return result
  }

  /// The table of facts: `| \`path\` | \`value\` |`, a call being a fact of its own.
  static var facts: [(path: String, value: String)] {
    lines.compactMap { line in
      let cells = line.split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard line.hasPrefix("| `"), cells.count == 2 else { return nil }
      return (
        cells[0].trimmingCharacters(in: ["`"]), cells[1].trimmingCharacters(in: ["`"])
      )
    }
  }
}

/// Answers as the page's table says.
private struct PageActivation: Activation {
  var now = Value.unknown(UnknownSet())
  var fields: [ObjectReference: [Int: Value]] = [:]
  /// Calls by their text: `contact.consented("email")`.
  var calls: [String: Value] = [:]
  let zones: ZoneDatabase
  let names: [Int: String]

  func value(ofVariable slot: Int) -> Value {
    switch Variable(rawValue: slot) {
    case .now?: now
    case .contact?: .object(ObjectReference(type: ObjectKind.contact.rawValue, row: 0))
    case .account?: .object(ObjectReference(type: ObjectKind.account.rawValue, row: 0))
    default: .unknown(UnknownSet())
    }
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    fields[object]?[slot] ?? .null
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    fields[object]?[slot] == nil ? .absent : .present
  }

  func call(host function: Int, arguments: Arguments) -> Value {
    guard let function = HostFunction(rawValue: function), case .timestamp(let instant) = now else {
      return .error(.host("no such function"))
    }
    let pure = PureFunctions(now: instant, zone: nil)
    if let value = pure.value(of: function, arguments, zones: zones, calendars: []) {
      return value
    }
    let rest = arguments.dropFirst().map(\.literal).joined(separator: ", ")
    let text = "contact.\(names[function.rawValue] ?? "?")(\(rest))"
    return calls[text] ?? .error(.host("the page has no \(text)"))
  }

  func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? {
    zones.zone(named: name).map { Int($0.offsetSeconds(at: instant)) }
  }
}

struct ConditionPageTests {
  private let environment: CEL.Environment
  private let activation: PageActivation

  init() throws {
    let result = BundleCompiler.compile(RepositoryBundles.files("."), zones: try ZoneDatabase())
    let bundle = try #require(result.bundle)
    var environments = ExpressionEnvironments(
      schema: bundle.schema, scores: [], poisoned: [])
    let environment = environments.environment(for: .about(.contact, owner: "the page"))
    var names: [Int: String] = [:]
    for (name, overloads) in environment.functions {
      for overload in overloads {
        if case .host(let number) = overload.implementation { names[number] = name }
      }
    }
    var activation = PageActivation(zones: try ZoneDatabase(), names: names)
    for (path, text) in ConditionPage.facts where text != "none" {
      let value = Program(try environment.check(environment.parse(text)).get())
        .evaluate(EmptyActivation())
      if path == "now" {
        activation.now = value
      } else if path.hasSuffix(")") {
        activation.calls[try environment.parse(path).description] = value
      } else {
        let parts = path.split(separator: ".").map(String.init)
        let kind = try #require(ObjectKind.allCases.first { $0.name == parts[0] })
        let field = try #require(environment.objectType(parts[0])?.field(parts[1]), "\(path)")
        activation.fields[ObjectReference(type: kind.rawValue, row: 0), default: [:]][field.slot] =
          value
      }
    }
    self.environment = environment
    self.activation = activation
  }

  @Test(arguments: ConditionPage.examples)
  fileprivate func `an example of the page on conditions gives what it says`(
    _ example: ConditionPage.Example
  ) throws {
    let expression = try environment.check(environment.parse(example.text)).get()
    let found = Program(expression).evaluate(activation)
    let wanted = Program(try environment.check(environment.parse(example.value)).get())
      .evaluate(EmptyActivation())
    #expect(found == wanted, "\(found)")
    // What the page shows, `check` accepts.
    let nullable = expression.warnings.filter {
      if case .nullableRead = $0.kind { true } else { false }
    }
    #expect(nullable.count <= 1)
  }

  @Test func `the page has examples of every part`() {
    #expect(ConditionPage.examples.count >= 50)
  }
}
