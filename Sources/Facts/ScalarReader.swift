// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads single values from UTF-8, without making strings of them.
///
/// Each function takes all of the text or gives `nil`; none trims.
public enum ScalarReader {
  /// A stretch of text.
  public typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Reads a whole number: a sign, digits, nothing else.
  @inline(__always)
  public static func int(_ text: Bytes) -> Int64? {
    var index = 0
    var negative = false
    if text.count > 1, text[0] == 0x2D || text[0] == 0x2B {
      negative = text[0] == 0x2D
      index = 1
    }
    guard index < text.count else { return nil }
    // Eighteen digits fit whatever they are.
    if text.count - index <= 18 {
      var value: Int64 = 0
      while index < text.count {
        let digit = text[index] &- 0x30
        guard digit < 10 else { return nil }
        value = value &* 10 &+ Int64(digit)
        index += 1
      }
      return negative ? -value : value
    }
    return Int64(String(decoding: text, as: UTF8.self))
  }

  /// Reads a number: digits, a decimal point, an exponent.
  public static func double(_ text: Bytes) -> Double? {
    guard let first = text.first, first != 0x2B, text.count <= 400 else { return nil }
    var index = first == 0x2D ? 1 : 0
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var seenPoint = false
    var plain = true
    while index < text.count {
      let byte = text[index]
      if byte &- 0x30 < 10 {
        if digits < 18 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) } else { plain = false }
        digits += 1
        if seenPoint { decimals += 1 }
      } else if byte == 0x2E, !seenPoint {
        seenPoint = true
      } else if byte == 0x65 || byte == 0x45, digits > 0 {
        plain = false
        break
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    // A mantissa below 2^53 and a power of ten that is exact divide to the nearest number.
    if plain, mantissa < 1 << 53, decimals <= 22 {
      let value = Double(mantissa) / tens[decimals]
      return first == 0x2D ? -value : value
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// Reads `true` or `false`.
  @inline(__always)
  public static func bool(_ text: Bytes) -> Bool? {
    if text.count == 4, equal(text, "true") { return true }
    if text.count == 5, equal(text, "false") { return false }
    return nil
  }

  /// Reads `25 USD`, `-0.5 EUR`.
  public static func money(_ text: Bytes) -> Money? {
    guard let space = text.firstIndex(of: 0x20),
      let amount = amount(Bytes(rebasing: text[..<space])),
      let currency = Currency(text[(space + 1)...])
    else { return nil }
    return Money(amount: amount, currency: currency)
  }

  /// Reads a decimal number as ten-thousandths; more than four decimals must be zeros.
  public static func amount(_ text: Bytes) -> Int64? {
    guard let first = text.first else { return nil }
    var index = first == 0x2D || first == 0x2B ? 1 : 0
    guard index < text.count, text[index] != 0x2E else { return nil }
    var value: Int64 = 0
    var decimals = -1
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte == 0x2E, decimals < 0, index < text.count {
        decimals = 0
        continue
      }
      let digit = byte &- 0x30
      guard digit < 10 else { return nil }
      if decimals >= 4 {
        guard digit == 0 else { return nil }
        continue
      }
      if decimals >= 0 { decimals += 1 }
      let (tenfold, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, over) = tenfold.addingReportingOverflow(Int64(digit))
      guard !high, !over else { return nil }
      value = sum
    }
    for _ in max(decimals, 0)..<4 {
      let (tenfold, high) = value.multipliedReportingOverflow(by: 10)
      guard !high else { return nil }
      value = tenfold
    }
    return first == 0x2D ? -value : value
  }

  /// Reads `14d`, `1d12h`, `90s`, `0`, with a minus for negative ones; units only once, from
  /// weeks down to seconds.
  public static func duration(_ text: Bytes) -> Int64? {
    guard let first = text.first else { return nil }
    var index = first == 0x2D ? 1 : 0
    if text.count == index + 1, text[index] == 0x30 { return 0 }
    guard index < text.count else { return nil }
    var total: Int64 = 0
    var lastUnit = Int64.max
    while index < text.count {
      var number: Int64 = 0
      let start = index
      while index < text.count, text[index] &- 0x30 < 10 {
        guard number < 1_000_000_000_000 else { return nil }
        number = number * 10 + Int64(text[index] &- 0x30)
        index += 1
      }
      guard index > start, index < text.count, let unit = unitSeconds(text[index]),
        unit < lastUnit
      else { return nil }
      index += 1
      lastUnit = unit
      let (product, high) = number.multipliedReportingOverflow(by: unit)
      let (sum, over) = total.addingReportingOverflow(product)
      guard !high, !over else { return nil }
      total = sum
    }
    return first == 0x2D ? -total : total
  }

  private static func unitSeconds(_ unit: UInt8) -> Int64? {
    switch unit {
    case 0x77: 604_800  // w
    case 0x64: 86_400  // d
    case 0x68: 3_600  // h
    case 0x6D: 60  // m
    case 0x73: 1  // s
    default: nil
    }
  }

  @inline(__always)
  static func equal(_ text: Bytes, _ literal: StaticString) -> Bool {
    guard text.count == literal.utf8CodeUnitCount else { return false }
    for index in 0..<text.count where text[index] != literal.utf8Start[index] { return false }
    return true
  }

  private static let tens: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
