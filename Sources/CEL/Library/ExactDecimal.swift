// Licensed under the Apache License, Version 2.0; see LICENSE.

/// All decimal digits of a number, so that rounding knows an exact half from what is just beside.
struct ExactDecimal {
  let isNegative: Bool
  /// Digits without leading zeros; none for zero.
  private let digits: [UInt8]
  /// How many of the digits stand before the point; negative if zeros follow it first.
  private let point: Int

  init(isNegative: Bool, _ magnitude: UInt64) {
    self.isNegative = isNegative
    digits = magnitude == 0 ? [] : String(magnitude).utf8.map { $0 - 48 }
    point = digits.count
  }

  /// The exact value of a finite double.
  init(_ number: Double) {
    isNegative = number.sign == .minus
    let fraction = number.significandBitPattern
    let isSubnormal = number.exponentBitPattern == 0
    let mantissa = isSubnormal ? fraction : fraction | (1 << 52)
    let exponent = (isSubnormal ? 1 : Int(number.exponentBitPattern)) - 1075
    // mantissa × 2^exponent; with a negative exponent mantissa × 5^-exponent / 10^-exponent.
    var limbs = Limbs(mantissa)
    for _ in 0..<exponent.magnitude { limbs.multiply(by: exponent > 0 ? 2 : 5) }
    digits = mantissa == 0 ? [] : limbs.digits
    point = digits.count - max(0, -exponent)
  }

  /// A whole number in limbs of nine decimal digits, the least first.
  private struct Limbs {
    private var limbs: [UInt64]
    private static let base: UInt64 = 1_000_000_000

    init(_ number: UInt64) {
      limbs = [number % Self.base, number / Self.base]
    }

    mutating func multiply(by factor: UInt64) {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = limbs[index] * factor + carry
        limbs[index] = product % Self.base
        carry = product / Self.base
      }
      if carry > 0 { limbs.append(carry) }
    }

    var digits: [UInt8] {
      var result: [UInt8] = []
      for limb in limbs.reversed() {
        let text = String(limb)
        if !result.isEmpty { result += Array(repeating: 0, count: 9 - text.utf8.count) }
        if !result.isEmpty || limb > 0 { result += text.utf8.map { $0 - 48 } }
      }
      return result
    }
  }

  /// The first `count` digits, rounded to the nearest, halves to even; one more digit if rounding
  /// carries over the first.
  private func rounded(to count: Int) -> (digits: [UInt8], hasCarried: Bool) {
    if count < 0 { return ([], false) }
    if count >= digits.count {
      return (digits + Array(repeating: 0, count: count - digits.count), false)
    }
    var kept = Array(digits[..<count])
    let rest = digits[count...]
    let isAboveHalf = rest[count] > 5 || (rest[count] == 5 && rest.dropFirst().contains { $0 > 0 })
    let isHalf = rest[count] == 5 && !rest.dropFirst().contains { $0 > 0 }
    guard isAboveHalf || (isHalf && (kept.last ?? 0) % 2 == 1) else { return (kept, false) }
    var index = count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 {
      kept[index] += 1
      return (kept, false)
    }
    return ([1] + kept, true)
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }

  private var sign: String { isNegative ? "-" : "" }

  /// `-12.500`: exactly `precision` digits after the point.
  func fixed(_ precision: Int) -> String {
    let (rounded, hasCarried) = rounded(to: point + precision)
    let leading = hasCarried ? point + 1 : point
    let all =
      leading > 0
      ? rounded
      : Array(repeating: 0, count: min(1 - leading, 1 + precision - rounded.count)) + rounded
    let whole = all.prefix(max(1, leading))
    let fraction = all.dropFirst(max(1, leading))
    let zeros = String(repeating: "0", count: precision - fraction.count)
    let text = (whole.isEmpty ? "0" : Self.text(whole))
    return sign + text + (precision > 0 ? "." + Self.text(fraction) + zeros : "")
  }

  /// `1.052033e+03`: one digit before the point, at least two of the exponent.
  func scientific(_ precision: Int) -> String {
    let (rounded, hasCarried) = rounded(to: precision + 1)
    let exponent = digits.isEmpty ? 0 : point - 1 + (hasCarried ? 1 : 0)
    let fraction = Self.text(rounded.dropFirst().prefix(precision))
    let size = String(exponent.magnitude)
    return sign + Self.text(rounded.prefix(1)) + (precision > 0 ? "." + fraction : "") + "e"
      + (exponent < 0 ? "-" : "+") + (size.utf8.count < 2 ? "0" : "") + size
  }

  /// The shortest digits that read back as the same number, without an exponent.
  static func shortest(_ number: Double) -> String {
    if !number.isFinite { return Conversions.text(number) }
    let text = number.description
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
    else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
    let digits = text[..<mark].filter { $0 != "-" && $0 != "." }
    let sign = text.hasPrefix("-") ? "-" : ""
    let trimmed = digits.hasSuffix("0") && digits.count > 1 ? String(digits.dropLast()) : digits
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + trimmed
    }
    let zeros = exponent + 1 - trimmed.count
    return zeros >= 0
      ? sign + trimmed + String(repeating: "0", count: zeros)
      : sign + trimmed.prefix(exponent + 1) + "." + trimmed.dropFirst(exponent + 1)
  }
}
