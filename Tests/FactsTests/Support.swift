// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Foundation
import Testing

/// An instant written as policies write it, in UTC.
func at(_ text: String) -> Instant {
  var copy = text
  let instant = copy.withUTF8 { ScalarReader.instant($0, zone: .utc) }
  return instant ?? Instant(seconds: .min)
}

/// A small generator whose numbers follow from its seed alone.
struct SeededNumbers {
  private let seed: Int64
  private var index = 0

  init(seed: Int) { self.seed = Int64(seed) }

  mutating func below(_ bound: Int) -> Int {
    index += 1
    let draw = Draw(seed: seed, purpose: "test", ids: [String(index)])
    return Int(draw.integer(in: 0...Int64(bound - 1)))
  }
}

/// The seeds of a property test; PARLEY_SEED picks a single one.
func seeds(_ count: Int) -> [Int] {
  if let text = ProcessInfo.processInfo.environment["PARLEY_SEED"], let seed = Int(text) {
    return [seed]
  }
  return Array(1...count)
}

/// A schema with declared facts like those of the guide's bundle.
func sampleSchema() throws -> FactSchema {
  var schema = FactSchema()
  let contact: [FactField] = [
    FactField(name: "role", type: .string, isPersonal: true),
    FactField(name: "seniority", type: .enumeration(["junior", "senior", "head"])),
    FactField(name: "source", type: .string, isNullable: true),
    FactField(name: "followers", type: .int, defaultValue: .int(0)),
    FactField(name: "topics", type: .list(.string), defaultValue: .list([])),
    FactField(name: "birthday", type: .date, isNullable: true),
    FactField(name: "score", type: .double, isNullable: true),
    FactField(name: "vip", type: .bool, defaultValue: .bool(false)),
    FactField(name: "patience", type: .duration, isNullable: true),
  ]
  for field in contact { try schema.declare(field, of: .contact) }
  try schema.declare(
    FactField(name: "health", type: .int, range: .int(0...100), staleAfter: .seconds(7 * 86_400)),
    of: .account)
  try schema.declare(
    FactField(
      name: "tier", type: .enumeration(["key", "standard"]), defaultValue: .string("standard")),
    of: .account)
  try schema.declare(FactField(name: "package", type: .string), of: .deal)
  try schema.declare(FactField(name: "amount", type: .money), of: .deal)
  try schema.declare(
    event: EventField(
      name: "health.changed",
      attributes: [FactField(name: "from", type: .int), FactField(name: "to", type: .int)]))
  return schema
}
