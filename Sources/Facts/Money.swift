// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A currency by its three-letter code of ISO 4217, packed into a number.
public struct Currency: Hashable, Sendable {
  /// The letters as base-256 digits: `USD` is 0x555344.
  public let packed: Int32

  /// Takes the packed form as a column stores it.
  @inlinable
  public init(packed: Int32) { self.packed = packed }

  /// Takes three capital ASCII letters; `nil` for anything else.
  public init?(_ code: some Collection<UInt8>) {
    guard code.count == 3, code.allSatisfy({ (65...90).contains($0) }) else { return nil }
    packed = code.reduce(0) { $0 << 8 | Int32($1) }
  }

  /// Takes three capital ASCII letters; `nil` for anything else.
  public init?(_ code: String) { self.init(code.utf8) }
}

extension Currency: CustomStringConvertible {
  /// The three letters.
  public var description: String {
    String(
      decoding: [16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> $0) }, as: UTF8.self)
  }
}

/// An exact amount of one currency, to a ten-thousandth.
public struct Money: Hashable, Sendable {
  /// Ten-thousandths of the currency's unit: 25 USD are 250,000.
  public let amount: Int64
  /// What it is an amount of.
  public let currency: Currency

  /// How many of `amount` make one unit.
  public static let scale: Int64 = 10_000

  /// Makes an amount from ten-thousandths.
  public init(amount: Int64, currency: Currency) {
    self.amount = amount
    self.currency = currency
  }

  /// Reads `25 USD`, `-0.5 EUR`: digits, up to four decimals, a space, the code.
  ///
  /// `nil` for another form, a fifth decimal that isn't zero, or an amount beyond
  /// ±922 trillion.
  public init?(_ text: String) {
    var copy = text
    let parsed = copy.withUTF8 { ScalarReader.money($0) }
    guard let parsed else { return nil }
    self = parsed
  }
}

/// Why two amounts can't be combined.
public enum MoneyError: Error, Hashable, Sendable {
  /// They are of different currencies, which don't mix.
  case differentCurrencies(Currency, Currency)
  /// The result is beyond ±922 trillion.
  case overflow
}

extension Money {
  /// The sum of two amounts of one currency.
  public func adding(_ other: Money) throws(MoneyError) -> Money {
    try combined(with: other, amount.addingReportingOverflow(other.amount))
  }

  /// This amount less another one of the same currency.
  public func subtracting(_ other: Money) throws(MoneyError) -> Money {
    try combined(with: other, amount.subtractingReportingOverflow(other.amount))
  }

  /// This amount `factor` times.
  public func multiplied(by factor: Int64) throws(MoneyError) -> Money {
    let (product, overflow) = amount.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw .overflow }
    return Money(amount: product, currency: currency)
  }

  /// Whether this amount is smaller than another one of the same currency.
  public func isLess(than other: Money) throws(MoneyError) -> Bool {
    guard currency == other.currency else {
      throw .differentCurrencies(currency, other.currency)
    }
    return amount < other.amount
  }

  private func combined(
    with other: Money, _ result: (partialValue: Int64, overflow: Bool)
  ) throws(MoneyError) -> Money {
    guard currency == other.currency else {
      throw .differentCurrencies(currency, other.currency)
    }
    guard !result.overflow else { throw .overflow }
    return Money(amount: result.partialValue, currency: currency)
  }
}

extension Money: CustomStringConvertible {
  /// The amount without needless zeros, and the code: `1000 EUR`, `0.5 USD`.
  public var description: String {
    let units = (amount / Money.scale).magnitude
    let rest = (amount % Money.scale).magnitude
    var text = "\(amount < 0 ? "-" : "")\(units)"
    if rest != 0 {
      var decimals = String(repeating: "0", count: 4 - String(rest).count) + String(rest)
      while decimals.hasSuffix("0") { decimals.removeLast() }
      text += ".\(decimals)"
    }
    return "\(text) \(currency)"
  }
}
