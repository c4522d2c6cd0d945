// Licensed under the Apache License, Version 2.0; see LICENSE.

import TestSupport

/// Makes the texts of random expressions that check, over the small world.
struct TypedWriter {
  enum Kind: CaseIterable {
    case bool, int, uint, double, string, timestamp, duration, ints, texts, numbers, optionalInt
  }

  var generator: SeededGenerator
  /// Macros' variables that may be used, by their kind.
  private var names: [(name: String, kind: Kind)] = []
  private var count = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  mutating func expression(_ kind: Kind, _ depth: Int) -> String {
    if depth == 0 || Int.random(in: 0..<8, using: &generator) == 0 { return leaf(kind) }
    switch Int.random(in: 0..<12, using: &generator) {
    case 0:
      return "(\(expression(.bool, depth - 1)) ? \(expression(kind, depth - 1)) : "
        + "\(expression(kind, depth - 1)))"
    case 1: return bound(kind, depth)
    default: return compound(kind, depth - 1)
    }
  }

  private mutating func bound(_ kind: Kind, _ depth: Int) -> String {
    let value = pick(Kind.allCases)
    let text = expression(value, depth - 1)
    return with(value) { writer, name in
      "cel.bind(\(name), \(text), \(writer.expression(kind, depth - 1)))"
    }
  }

  private mutating func with(_ kind: Kind, _ body: (inout TypedWriter, String) -> String) -> String
  {
    // Sometimes the same name again: the inner one counts.
    count += 1
    let name = pick(["x", "v\(count)", "now", "y"])
    names.append((name, kind))
    let text = body(&self, name)
    names.removeLast()
    return text
  }

  private mutating func compound(_ kind: Kind, _ depth: Int) -> String {
    func inner(_ kind: Kind) -> String { expression(kind, depth) }
    switch kind {
    case .bool: return condition(depth)
    case .int:
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: return "size(\(inner(pick([.string, .ints, .texts, .numbers]))))"
      case 1: return "-(\(inner(.int)))"
      case 2: return "\(inner(.ints))[\(inner(.int))]"
      case 3: return "\(inner(.optionalInt)).orValue(\(inner(.int)))"
      case 4: return "\(inner(.numbers))[\(inner(.string))]"
      default: return "(\(inner(.int)) \(pick(["+", "-", "*", "/", "%"])) \(inner(.int)))"
      }
    case .uint:
      return pick([
        "uint(\(inner(.int)))", "(\(inner(.uint)) \(pick(["+", "-", "*"])) \(inner(.uint)))",
      ])
    case .double:
      return pick([
        "double(\(inner(.int)))",
        "(\(inner(.double)) \(pick(["+", "-", "*", "/"])) \(inner(.double)))",
      ])
    case .string:
      return pick([
        "(\(inner(.string)) + \(inner(.string)))", "string(\(inner(.int)))",
        "string(\(inner(.bool)))",
      ])
    case .timestamp:
      return "(\(inner(.timestamp)) \(pick(["+", "-"])) \(inner(.duration)))"
    case .duration:
      return pick([
        "(\(inner(.timestamp)) - \(inner(.timestamp)))",
        "(\(inner(.duration)) \(pick(["+", "-"])) \(inner(.duration)))",
      ])
    case .ints:
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: return "[\(inner(.int)), \(inner(.int))]"
      case 1: return "(\(inner(.ints)) + \(inner(.ints)))"
      default:
        let range = inner(.ints)
        let macro = pick(["map", "filter"])
        return with(.int) { writer, name in
          "\(range).\(macro)(\(name), \(writer.expression(macro == "map" ? .int : .bool, depth)))"
        }
      }
    case .texts:
      return pick(["[\(inner(.string))]", "(\(inner(.texts)) + \(inner(.texts)))"])
    case .numbers: return "{\(inner(.string)): \(inner(.int)), 'k': \(inner(.int))}"
    case .optionalInt:
      return pick([
        "optional.of(\(inner(.int)))", "\(inner(.numbers)).?k", "\(inner(.ints))[?\(inner(.int))]",
        "\(inner(.numbers))[?\(inner(.string))]",
      ])
    }
  }

  private mutating func condition(_ depth: Int) -> String {
    func inner(_ kind: Kind) -> String { expression(kind, depth) }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return "!\("(" + inner(.bool) + ")")"
    case 1, 2:
      let sign = pick(["&&", "||"])
      let operands = (0..<Int.random(in: 2...3, using: &generator)).map { _ in inner(.bool) }
      return "(" + operands.joined(separator: " \(sign) ") + ")"
    case 3:
      let range = inner(.ints)
      let macro = pick(["all", "exists", "exists_one"])
      return with(.int) { writer, name in
        "\(range).\(macro)(\(name), \(writer.expression(.bool, depth)))"
      }
    case 4: return "(\(inner(.int)) in \(inner(.ints)))"
    case 5: return "(\(inner(.string)) in \(pick([inner(.texts), inner(.numbers)])))"
    case 6:
      return "\(inner(.string)).\(pick(["contains", "startsWith", "endsWith"]))(\(inner(.string)))"
    case 7: return "\(inner(.optionalInt)).hasValue()"
    case 8: return "(dyn(\(inner(.int))) \(pick(["==", "!=", "<", ">="])) \(inner(.uint)))"
    default:
      let kind = pick([Kind.int, .uint, .double, .string, .timestamp, .duration, .bool])
      return "(\(inner(kind)) \(pick(["==", "!=", "<", "<=", ">", ">="])) \(inner(kind)))"
    }
  }

  private mutating func leaf(_ kind: Kind) -> String {
    // A name counts only while no inner one hides it.
    let visible = names.enumerated().filter { position, entry in
      entry.kind == kind && !names[(position + 1)...].contains { $0.name == entry.name }
    }
    if !visible.isEmpty, Bool.random(using: &generator) { return pick(visible).element.name }
    switch kind {
    case .bool:
      return pick([
        "true", "false", "contact.is_active", "has(contact.last_sent_at)", "(contact.health > 3)",
        "account.deals.exists(d, has(d.opened_at))", "contact.replied_since(.now)",
      ])
    case .int:
      return pick([
        "0", "1", "-1", "7", "9223372036854775807", "-9223372036854775808", "scores.fit",
        "contact.health", "2",
      ])
    case .uint: return pick(["0u", "1u", "18446744073709551615u", "3u"])
    case .double: return pick(["0.0", "-0.0", "1.5", "1e308", "(0.0 / 0.0)", "-2.25"])
    case .string: return pick(["''", "'a'", "'äb'", "contact.name", "'k'", "'vip'"])
    case .timestamp:
      return pick([
        ".now", "contact.last_sent_at", "account.deals[0].opened_at", "account.deals[1].opened_at",
      ])
    case .duration:
      return pick(["duration('90s')", "duration('-7s')", "days(2)", "duration('0s')"])
    case .ints: return pick(["[]", "[1, 2, 3]", "[scores.fit, 0]"])
    case .texts: return pick(["tags", "['a', 'k']", "[contact.name]"])
    case .numbers: return pick(["{'a': 1}", "{}", "{'k': scores.fit, 'b': 2}"])
    case .optionalInt: return pick(["optional.none()", "optional.of(3)", "{'a': 1}.?a"])
    }
  }
}
