// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import Testing

struct DiallingPrefixTests {
  @Test(arguments: [
    ("+351 912 345 678", "PT"), ("+44 7700 900123", "GB GG IM JE"), ("+1 (212) 555-0123", "US CA"),
    ("+1-876-555-0123", "JM"), ("+7 701 555 01 23", "RU KZ"), ("+49.30.5550123", "DE"),
    ("+247 40123", "SH"),
    ("+800 1234 5678", ""), ("+999 1234567", ""), ("00351912345678", ""), ("351912345678", ""),
    ("+351", ""), ("+35191234567890123", ""), ("+351 91a 345", ""), ("ana@example.com", ""),
    ("", ""), ("+", ""), ("+44+7700900123", ""),
  ])
  func `a number says which countries it may belong to`(_ number: String, _ countries: String) {
    let found = DiallingPrefix.countries(ofNumber: number).map(\.description)
    #expect(found == countries.split(separator: " ").map(String.init))
  }

  /// An example number of every territory, by another library.
  static let examples: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "../shared/data/e164/example_numbers.csv")
    return try? String(contentsOf: file, encoding: .utf8)
  }()

  @Test(.enabled(if: examples != nil, "../shared/data/e164 isn't there"))
  func `every territory's numbers lie in the zones of their countries`() throws {
    let database = try zones.get()
    // Part of another one's list, or of two letters that no list of zones has.
    let part = ["AC": "SH", "TA": "SH", "XK": "RS"]
    var compared = 0
    for line in try #require(Self.examples).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let (region, number) = (fields[0], fields[3])
      guard region != "001" else { continue }
      let countries = DiallingPrefix.countries(ofNumber: number).map(\.description)
      #expect(countries.contains(part[region] ?? region), "\(number)")
      #expect(countries.contains { !database.zones(ofCountry: $0).isEmpty }, "\(number)")
      compared += 1
    }
    #expect(compared > 480)
  }
}
