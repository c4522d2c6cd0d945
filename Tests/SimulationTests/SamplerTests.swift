// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage
import Testing

@testable import Simulation

struct SamplerTests {
  private static let score = FactField(name: "health", type: .int, range: .int(0...100))
  private static let amount = FactField(name: "amount", type: .money)
  private static let delay = FactField(name: "after", type: .duration)
  private static let born = FactField(name: "birthday", type: .date)
  private static let ratio = FactField(name: "ratio", type: .double)

  private static func draws(_ count: Int, seed: Int64 = 7) -> [Draw] {
    (0..<count).map { Draw(seed: seed, purpose: "test", ids: [String($0)]) }
  }

  private static func numbers(
    _ distribution: Distribution, _ field: FactField, count: Int = 4_000
  ) throws -> [Double] {
    let sampler = try Sampler(distribution, for: field, zone: .utc)
    return draws(count).compactMap { sampler.value($0).flatMap { FactText.number(of: $0) } }
  }

  struct Mean: CustomTestStringConvertible {
    var testDescription: String
    var distribution: Distribution
    var field: FactField
    var expected: ClosedRange<Double>
  }

  @Test(arguments: [
    Mean(
      testDescription: "normal(62, 18) in 0..100",
      distribution: .normal(mean: "62", deviation: 18), field: score, expected: 60.8...62.6),
    Mean(
      testDescription: "uniform 10..20", distribution: .uniform(low: "10", high: "20"),
      field: score, expected: 14.8...15.2),
    Mean(
      testDescription: "lognormal(8000 EUR, 0.6), mean 8000 × e^0.18",
      distribution: .lognormal(median: "8000 EUR", sigma: 0.6), field: amount,
      expected: 9_300...9_850),
    Mean(
      testDescription: "uniform 1h..3h", distribution: .uniform(low: "1h", high: "3h"),
      field: delay, expected: 7_100...7_300),
    Mean(
      testDescription: "uniform 0.0..1.0", distribution: .uniform(low: "0.0", high: "1.0"),
      field: ratio, expected: 0.485...0.515),
  ])
  func `the mean of many draws is that of the distribution`(_ c: Mean) throws {
    let values = try Self.numbers(c.distribution, c.field)
    #expect(values.count == 4_000)
    #expect(c.expected.contains(values.reduce(0, +) / Double(values.count)))
  }

  @Test func `the median of a lognormal is what it says`() throws {
    let values = try Self.numbers(.lognormal(median: "20h", sigma: 1.1), Self.delay).sorted()
    #expect((68_000...76_000).contains(values[values.count / 2]))
  }

  struct Moments: CustomTestStringConvertible {
    var testDescription: String
    var distribution: Distribution
    var field: FactField
    var mean: ClosedRange<Double>
    var median: ClosedRange<Double>
    /// The standard deviation.
    var spread: ClosedRange<Double>
  }

  private static let met = FactField(name: "met_at", type: .instant)
  /// 1985-06-01 and 2026-09-01, in days since 1970.
  private static let (birth, autumn) = (5_630.0, 20_697.0)

  @Test(arguments: [
    Moments(
      testDescription: "normal of dates",
      distribution: .normal(mean: "1985-06-01", deviation: .span(.seconds(3_000 * 86_400))),
      field: born, mean: birth - 100...birth + 100, median: birth - 150...birth + 150,
      spread: 2_900...3_100),
    Moments(
      testDescription: "normal of instants, one hour apart",
      distribution: .normal(mean: "2026-09-01T00:00Z", deviation: .span(.seconds(3_600))),
      field: met, mean: autumn * 86_400 - 200...autumn * 86_400 + 200,
      median: autumn * 86_400 - 250...autumn * 86_400 + 250, spread: 3_480...3_720),
    Moments(
      testDescription: "normal of durations",
      distribution: .normal(mean: "20h", deviation: .span(.seconds(4 * 3_600))), field: delay,
      mean: 71_500...72_500, median: 71_400...72_600, spread: 13_900...14_900),
    // Half of all draws lie more than 400 days before that day; the mean is 400 × e^0.125 before it.
    Moments(
      testDescription: "lognormal of dates, before a day",
      distribution: .lognormal(median: "2026-09-01 - 400d", sigma: 0.5), field: born,
      mean: autumn - 465...autumn - 441, median: autumn - 412...autumn - 388, spread: 225...260),
    Moments(
      testDescription: "lognormal of instants, after one",
      distribution: .lognormal(median: "2026-09-01T00:00Z + 10h", sigma: 0.5), field: met,
      mean: autumn * 86_400 + 39_500...autumn * 86_400 + 42_000,
      median: autumn * 86_400 + 34_900...autumn * 86_400 + 37_100, spread: 20_000...23_500),
    Moments(
      testDescription: "uniform of dates",
      distribution: .uniform(low: "2026-09-01", high: "2026-09-11"), field: born,
      mean: autumn + 4.8...autumn + 5.2, median: autumn + 5...autumn + 5, spread: 3.0...3.3),
  ])
  func `mean, median and spread of dates and spans are those of the distribution`(
    _ c: Moments
  ) throws {
    let values = try Self.numbers(c.distribution, c.field).sorted()
    #expect(values.count == 4_000)
    let mean = values.reduce(0, +) / 4_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4_000
    #expect(c.mean.contains(mean), "\(mean)")
    #expect(c.median.contains(values[2_000]), "\(values[2_000])")
    #expect(c.spread.contains(variance.squareRoot()), "\(variance.squareRoot())")
  }

  @Test func `a lognormal of dates lies on its side of the day, and in years of four digits`()
    throws
  {
    let before = try Self.numbers(
      .lognormal(median: "2026-09-01 - 400d", sigma: 30), Self.born)
    #expect(before.allSatisfy { (-719_162...Self.autumn).contains($0) })
    let after = try Self.numbers(.lognormal(median: "2026-09-01 + 400d", sigma: 30), Self.born)
    #expect(after.allSatisfy { (Self.autumn...2_932_896).contains($0) })
  }

  @Test func `values are clamped to the range of their fact`() throws {
    let values = try Self.numbers(.normal(mean: "90", deviation: 60), Self.score)
    #expect(values.min() == 0)
    #expect(values.max() == 100)
  }

  @Test func `shares come out as often as they say`() throws {
    let field = FactField(name: "language", type: .string)
    let sampler = try Sampler(
      .weighted([("en", 0.7), ("ru", 0.3)]), for: field, zone: .utc)
    let count = Self.draws(4_000).count { sampler.value($0) == .string("en") }
    #expect((2_700...2_900).contains(count))
  }

  @Test func `the same draws give the same values everywhere`() throws {
    let health = try Sampler(.normal(mean: "62", deviation: 18), for: Self.score, zone: .utc)
    let amount = try Sampler(
      .lognormal(median: "8000 EUR", sigma: 0.6), for: Self.amount, zone: .utc)
    let born = try Sampler(
      .uniform(low: "1970-01-01", high: "1999-12-31"), for: Self.born, zone: .utc)
    let first = Self.draws(4).map { draw in
      [health.value(draw), amount.value(draw), born.value(draw)].map { "\($0.map(words) ?? "–")" }
        .joined(separator: " ")
    }
    #expect(first == Self.golden)
  }

  private static let golden = [
    "46 4759 EUR 1975-10-20", "71 10726 EUR 1990-08-16", "64 8462 EUR 1986-02-12",
    "41 3969 EUR 1973-08-23",
  ]

  private func words(_ value: FactValue) -> String {
    switch value {
    case .int(let number): "\(number)"
    case .money(let money): "\(money)"
    case .date(let date): "\(date)"
    case .string, .double, .bool, .instant, .duration, .list: "?"
    }
  }

  struct Refused: CustomTestStringConvertible {
    var testDescription: String
    var distribution: Distribution
    var field: FactField
  }

  @Test(arguments: [
    Refused(testDescription: "a word for a number", distribution: .constant("many"), field: score),
    Refused(
      testDescription: "a range from the larger end",
      distribution: .uniform(low: "9", high: "3"), field: score),
    Refused(
      testDescription: "two currencies",
      distribution: .uniform(low: "1 EUR", high: "3 USD"), field: amount),
    Refused(
      testDescription: "a normal of words", distribution: .normal(mean: "x", deviation: 1),
      field: FactField(name: "role", type: .string)),
    Refused(
      testDescription: "a normal of dates without a unit",
      distribution: .normal(mean: "1985-06-01", deviation: 3_000), field: born),
    Refused(
      testDescription: "a lognormal of dates without a side",
      distribution: .lognormal(median: "1985-06-01", sigma: 0.5), field: born),
    Refused(testDescription: "a list for one value", distribution: .list(["1"]), field: score),
  ])
  func `a value that its fact can't have is refused by name`(_ c: Refused) {
    #expect(throws: WorldError.self) { try Sampler(c.distribution, for: c.field, zone: .utc) }
  }

  @Test(arguments: [
    ("2026-10-20T10:00Z", "2026-10-20T10:00:00Z"),
    ("2026-10-20T10:00", "2026-10-20T08:00:00Z"),
    ("2026-10-20", "2026-10-19T22:00:00Z"),
  ])
  func `an instant without offset is local in the bundle's zone`(text: String, utc: String) throws {
    let zone = try #require(Zone(fixedOffset: "+02:00"))
    let value = FactText.value(text, as: .instant, zone: zone)
    #expect(value == .instant(try Instant(text: utc)))
  }
}
