// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A number that looks random and is a pure function of a seed, a purpose and ids.
///
/// It is the first eight bytes, big-endian, of the SHA-256 over `parley.draw.1`, the seed in
/// decimal digits, the purpose and the ids, each preceded by its length as eight big-endian
/// bytes. A replay draws the same, whatever else was drawn before.
public struct Draw: Hashable, Sendable {
  /// The drawn bits.
  public let bits: UInt64

  /// Takes bits that were drawn elsewhere.
  public init(bits: UInt64) { self.bits = bits }

  /// A number above 0 and below 1, evenly spread over 2⁵² values, each of them exact.
  @inlinable
  public var unit: Double { (Double(bits >> 12) + 0.5) * 0x1p-52 }

  /// A whole number of the range, both ends included: the high half of bits × count.
  public func integer(in range: ClosedRange<Int64>) -> Int64 {
    let count = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
    // Zero stands for all 2⁶⁴ numbers.
    let offset = count == 0 ? bits : bits.multipliedFullWidth(by: count).high
    return range.lowerBound &+ Int64(bitPattern: offset)
  }

  /// A span of whole seconds of the range, both ends included.
  public func duration(in range: ClosedRange<Duration>) -> Duration {
    let low = range.lowerBound.components
    let first = low.attoseconds > 0 ? low.seconds + 1 : low.seconds
    let high = range.upperBound.components
    let last = high.attoseconds < 0 ? high.seconds - 1 : high.seconds
    return first <= last ? .seconds(integer(in: first...last)) : range.lowerBound
  }

  /// True with this probability: never at 0, always at 1.
  public func chance(_ probability: Double) -> Bool { unit < probability }

  /// The position of one weight, drawn in proportion to the weights; `nil` if none is positive.
  ///
  /// Negative weights count as zero.
  @inlinable
  public func choice(weights: some Collection<Double>) -> Int? {
    let total = weights.reduce(0) { $0 + max($1, 0) }
    guard total > 0, total.isFinite else { return nil }
    var rest = unit * total
    var last: Int?
    for (position, weight) in weights.enumerated() where weight > 0 {
      last = position
      rest -= weight
      if rest < 0 { return position }
    }
    return last
  }

  /// A normally distributed number.
  public func normal(mean: Double, deviation: Double) -> Double {
    mean + deviation * PortableMath.normalQuantile(unit)
  }

  /// A number whose logarithm is normally distributed.
  ///
  /// - Parameters:
  ///   - median: Half of all draws are below it.
  ///   - sigma: The standard deviation of the logarithm.
  public func lognormal(median: Double, sigma: Double) -> Double {
    median * PortableMath.exp(sigma * PortableMath.normalQuantile(unit))
  }
}
