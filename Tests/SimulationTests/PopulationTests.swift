// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage
import Testing

@testable import Simulation

/// Made-up people: facts that depend on each other, and values that stay the same for ever.
struct PopulationTests {
  private static func people(
    _ count: Int, contact: String = "language: en", account: String = "health: 50"
  ) throws -> FactStore {
    let zones = try ZoneDatabase()
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-09-02
      seed: 7
      people:
        generate:
          count: \(count)
          contact: {\(contact)}
          account: {\(account)}

      """
    let result = BundleCompiler.compile(
      .memory(texts: SmallBundle.files(scenario: scenario)), zones: zones)
    let problems = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    let bundle = try #require(result.bundle, "\(problems.joined(separator: "\n"))")
    let first = try #require(bundle.scenarios.first)
    return try World.make(
      first, bundle: bundle, seed: 7, zones: zones, folder: { $0.folder }
    ).store
  }

  private static func column(_ path: FactPath, _ store: FactStore) -> [FactValue?] {
    (0..<store.contacts.count).map { row in
      guard case .known(let value) = store.value(path, row: row, at: Instant(seconds: 1 << 31))
      else { return nil }
      return value
    }
  }

  private static func numbers(_ path: FactPath, _ store: FactStore) -> [Double] {
    column(path, store).compactMap { $0.flatMap { FactText.number(of: $0) } }
  }

  private static let health = FactPath(.account, "health")
  private static let engagement = FactPath(.contact, "engagement")

  /// Pearson's coefficient.
  private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let count = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (product, squareA, squareB) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += (x - meanA) * (y - meanB)
      squareA += (x - meanA) * (x - meanA)
      squareB += (y - meanB) * (y - meanB)
    }
    return product / (squareA * squareB).squareRoot()
  }

  @Test(arguments: [0.6, -0.6, 0.0, 1.0])
  func `a draw follows another fact as closely as it says`(wanted: Double) throws {
    let store = try Self.people(
      2_000,
      contact:
        "engagement: {draw: \"normal(50, 12)\", follows: account.health, correlation: \(wanted)}",
      account: "health: \"normal(50, 12)\"")
    let found = Self.correlation(
      Self.numbers(Self.health, store), Self.numbers(Self.engagement, store))
    #expect(abs(found - wanted) < 0.05, "\(found)")
    // What follows keeps its own mean and spread.
    let values = Self.numbers(Self.engagement, store)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect((49...51).contains(mean), "\(mean)")
    #expect((11.3...12.7).contains(variance.squareRoot()), "\(variance.squareRoot())")
  }

  @Test func `people have been known for as long as a draw of dates says`() throws {
    let store = try Self.people(
      2_000, contact: #"language: en, created_at: "lognormal(2026-09-01 - 400d, 0.5)""#)
    let days = Self.numbers(FactPath(.contact, "created_at"), store).map { $0 / 86_400 }.sorted()
    #expect(days.count == 2_000)
    #expect((20_697 - 415...20_697 - 385).contains(days[1_000]), "\(days[1_000])")
    #expect(days[1_999] < 20_697)
  }

  @Test func `a mistake in a draw is shown at the draw`() throws {
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-09-02
      people:
        generate:
          count: 3
          contact:
            engagement: "normal(50, minus)"
            created_at: "normal(2026-01-01, 90)"
          account: {health: 50}

      """
    let result = BundleCompiler.compile(
      .memory(texts: SmallBundle.files(scenario: scenario)), zones: try ZoneDatabase())
    let texts = result.diagnostics.filter { $0.severity == .error }
      .map { DiagnosticRenderer(sources: result.source.sources).render($0) }.joined(separator: "\n")
    #expect(texts == Self.shown, "\(texts)")
  }

  private static let shown = """
    scenarios/small.yaml:8:31: error[PAR2005]: `minus` is no spread of `normal(mean, sd)`
       |
     8 |       engagement: "normal(50, minus)"
       |                               ^^^^^ expected a number from 0, a duration or an amount of money

    scenarios/small.yaml:9:19: error[PAR2005]: the spread of `contact.created_at` is a duration as `90d`, not `90`
       |
     9 |       created_at: "normal(2026-01-01, 90)"
       |                   ^^^^^^^^^^^^^^^^^^^^^^^^
       = help: write `normal(2026-01-01, 90d)`

    """

  @Test func `a normal has the tails of a normal`() throws {
    let store = try Self.people(4_000, account: "health: \"normal(50, 10)\"")
    let values = Self.numbers(Self.health, store)
    // Beyond one, two and three standard deviations, with half a point lost to rounding.
    for (distance, share) in [(10.5, 0.2937), (20.5, 0.0404), (30.5, 0.0023)] {
      let found = Double(values.count { abs($0 - 50) > distance }) / Double(values.count)
      let spread = (share * (1 - share) / 4_000).squareRoot()
      #expect(abs(found - share) < 4 * spread, "\(distance): \(found)")
    }
  }

  @Test func `each value of a fact has a way of its own`() throws {
    let store = try Self.people(
      300,
      contact: """
        country: {PT: 50%, DE: 30%, GB: 20%}, language: {by: country, PT: pt, DE: {de: 100%}, else: en}, \
        engagement: {by: account.industry, saas: 90, else: "uniform(1, 5)"}
        """, account: "industry: {saas: 50%, finance: 50%}")
    let expected: [FactValue: FactValue] = [
      .string("PT"): .string("pt"), .string("DE"): .string("de"), .string("GB"): .string("en"),
    ]
    let pairs = zip(
      Self.column(FactPath(.contact, "country"), store),
      Self.column(FactPath(.contact, "language"), store))
    for (country, language) in pairs { #expect(country.flatMap { expected[$0] } == language) }
    let industries = (0..<300).map {
      store.value(FactPath(.account, "industry"), row: $0, at: Instant(seconds: 0))
    }
    for (industry, engagement) in zip(industries, Self.numbers(Self.engagement, store)) {
      #expect((engagement == 90) == (industry == .known(.string("saas"))))
      #expect(engagement == 90 || (1...5).contains(engagement))
    }
  }

  @Test func `without an else the rest has none`() throws {
    let store = try Self.people(
      50, contact: "country: {PT: 50%, DE: 50%}, source: {by: country, PT: fair}")
    let pairs = zip(
      Self.column(FactPath(.contact, "country"), store),
      Self.column(FactPath(.contact, "source"), store))
    for (country, source) in pairs { #expect((source != nil) == (country == .string("PT"))) }
  }

  @Test func `who has no language is written to in that of the country, if there are texts`() throws
  {
    #expect(CountryLanguages.language(of: "RU", among: ["en", "ru"]) == "ru")
    #expect(CountryLanguages.language(of: "RU", among: ["en"]) == "en")
    #expect(CountryLanguages.language(of: "GB", among: ["de", "en"]) == "en")
    let store = try Self.people(3, contact: "country: DE")
    #expect(
      Self.column(FactPath(.contact, "language"), store) == [
        .string("en"), .string("en"), .string("en"),
      ])
  }

  @Test func `people stay the same from release to release`() throws {
    let store = try Self.people(
      5,
      contact: """
        country: {PT: 40%, US: 60%}, seniority: {junior: 20%, senior: 30%, head: 50%}, \
        engagement: {draw: "normal(50, 20)", follows: account.health, correlation: 0.6}
        """,
      account:
        #"health: "normal(62, 18)", industry: {by: health, 62: saas, else: {finance: 50%, other: 50%}}"#
    )
    let paths = ["contact.country", "contact.zone", "contact.seniority", "contact.engagement"]
    let rows = (0..<5).map { row in
      (paths + ["account.health", "account.industry"]).map { path in
        FactPath(path).map { store.value($0, row: row, at: Instant(seconds: 0)) }
          .map { "\(words($0))" } ?? "?"
      }.joined(separator: " ")
    }
    #expect(rows == Self.golden, "\(rows)")
  }

  private static let golden = [
    "US America/Indiana/Tell_City junior 42 43 other", "US America/Nome head 53 63 finance",
    "US America/Adak head 71 100 other", "PT Europe/Lisbon head 58 53 other",
    "US America/Denver senior 55 54 finance",
  ]

  private func words(_ fact: Fact<FactValue>) -> String {
    switch fact {
    case .known(.string(let text)): text
    case .known(.int(let number)): "\(number)"
    case .known(.double), .known(.bool), .known(.instant), .known(.date), .known(.duration),
      .known(.money), .known(.list), .absent, .unknown:
      "?"
    }
  }

  struct Mistake: CustomTestStringConvertible {
    var testDescription: String
    var contact: String
    var says: String
  }

  @Test(arguments: [
    Mistake(
      testDescription: "a circle",
      contact: "language: {by: country, PT: pt}, country: {by: language, pt: PT}",
      says: "depends on itself"),
    Mistake(
      testDescription: "a fact that isn't there", contact: "language: {by: contry, PT: pt}",
      says: "no fact is called `contact.contry`"),
    Mistake(
      testDescription: "a value that the other fact can't have",
      contact: "engagement: {by: account.industry, sas: 3}", says: "expects"),
    Mistake(
      testDescription: "following a text",
      contact: #"engagement: {draw: "normal(5, 1)", follows: country, correlation: 0.2}"#,
      says: "only a number can be followed"),
    Mistake(
      testDescription: "a correlation beyond one",
      contact: #"engagement: {draw: "normal(5, 1)", follows: account.health, correlation: 1.2}"#,
      says: "correlation"),
    Mistake(
      testDescription: "a spread of dates without a unit",
      contact: #"created_at: "normal(2026-01-01, 90)""#,
      says: "the spread of `contact.created_at` is a duration as `90d`"),
    Mistake(
      testDescription: "a spread in a unit that the fact hasn't",
      contact: #"engagement: "normal(50, 12d)""#,
      says: "the spread of `contact.engagement` is a number, not a duration"),
    Mistake(
      testDescription: "a negative spread", contact: #"engagement: "normal(50, -3)""#,
      says: "`-3` is no spread of `normal(mean, sd)`"),
    Mistake(
      testDescription: "a sigma with a unit", contact: #"engagement: "lognormal(50, 12d)""#,
      says: "`12d` is no spread of `lognormal(median, sigma)`"),
    Mistake(
      testDescription: "a lognormal of dates without a side",
      contact: #"created_at: "lognormal(2026-01-01, 0.5)""#,
      says: "needs a day and how far from it the median lies"),
    Mistake(
      testDescription: "a lognormal around nothing", contact: #"engagement: "lognormal(0, 0.5)""#,
      says: "the median of a lognormal is above zero"),
    Mistake(
      testDescription: "a normal of words", contact: #"source: "normal(5, 1)""#,
      says: "`contact.source` expects a text, which `normal(…)`"),
    Mistake(
      testDescription: "a range from the larger end", contact: #"engagement: "uniform(80, 20)""#,
      says: "goes from the smaller to the larger value"),
    Mistake(
      testDescription: "an end outside the fact's range",
      contact: #"engagement: "uniform(80, 120)""#,
      says: "`contact.engagement` is within 0..100, and `120`"),
    Mistake(
      testDescription: "a share of a value outside the range",
      contact: "engagement: {50: 30%, 300: 70%}",
      says: "`contact.engagement` is within 0..100, and `300`"),
    Mistake(
      testDescription: "following without a draw",
      contact: "engagement: {follows: account.health, correlation: 0.2}", says: "`draw`"),
  ])
  func `a mistake in how a fact depends is told where it stands`(_ c: Mistake) throws {
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-09-02
      people: {generate: {count: 3, contact: {\(c.contact)}, account: {health: 50}}}

      """
    let result = BundleCompiler.compile(
      .memory(texts: SmallBundle.files(scenario: scenario)), zones: try ZoneDatabase())
    let texts = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    #expect(texts.contains { $0.contains(c.says) }, "\(texts)")
  }
}
