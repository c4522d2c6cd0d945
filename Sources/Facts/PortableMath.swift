// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Logarithm, exponential and normal quantile by basic arithmetic alone.
///
/// The platform's own differ between machines in the last bit, and a draw must not. Only IEEE 754
/// operations that are rounded exactly occur here (+ − × ÷ and the square root), and their order
/// is fixed. Errors are a few units in the last place; `normalQuantile` keeps about nine digits.
public enum PortableMath {
  // ln 2 in two parts: the high one has few enough bits for its product with an exponent to be exact.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm of a positive finite number; NaN for others.
  public static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return .nan }
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    // ln m = 2 artanh((m − 1)/(m + 1)); |s| < 0.172, so 13 terms leave less than 2⁻⁵³.
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    var sum = 0.0
    for divisor in stride(from: 25.0, through: 3.0, by: -2.0) { sum = (sum + 1 / divisor) * square }
    return exponent * ln2High + (exponent * ln2Low + 2 * (s + s * sum))
  }

  /// e to the power of `x`: infinity above 709.78, zero below −745.
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x > 709.782_712_893_384 { return .infinity }
    if x < -745.2 { return 0 }
    let power = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
    let rest = (x - power * ln2High) - power * ln2Low
    // |rest| < 0.347: the Taylor series to the 17th power leaves less than 2⁻⁶⁰.
    var sum = 1.0
    for divisor in stride(from: 17.0, through: 1.0, by: -1.0) { sum = 1 + rest * sum / divisor }
    // In two steps, because 2^-1074 alone is not reachable with a normal factor.
    let half = (power / 2).rounded(.towardZero)
    return sum * exact2(Int(half)) * exact2(Int(power - half))
  }

  /// The number below which a standard normal variable falls with probability `p`.
  ///
  /// - Parameter p: Between 0 and 1, both excluded; NaN for others.
  public static func normalQuantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return .nan }
    let tail = p < 0.5 ? p : 1 - p
    // Start: Hastings' rational approximation (Abramowitz and Stegun, 26.2.23), off by < 4.5e-4.
    let t = (-2 * log(tail)).squareRoot()
    let over = 2.515517 + t * (0.802853 + t * 0.010328)
    let under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = t - over / under
    // Newton on the distribution function; in the far tail its series loses too many digits.
    if tail > 1e-7 {
      for _ in 0..<3 { z += (upperTail(z) - tail) / density(z) }
    }
    return p < 0.5 ? -z : z
  }

  private static func density(_ z: Double) -> Double {
    0.398_942_280_401_432_68 * exp(-z * z / 2)
  }

  /// The probability above `z`.
  ///
  /// By the series z + z³/3 + z⁵/(3·5) + … times the density.
  private static func upperTail(_ z: Double) -> Double {
    var term = z
    var sum = z
    var divisor = 1.0
    while true {
      divisor += 2
      term = term * z * z / divisor
      let next = sum + term
      if next == sum { break }
      sum = next
    }
    return 0.5 - density(z) * sum
  }

  private static func exact2(_ power: Int) -> Double {
    Double(sign: .plus, exponent: power, significand: 1)
  }
}
