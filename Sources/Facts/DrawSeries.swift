// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Many draws of one seed and purpose: what they have in common is written once.
///
/// `series.draw(DrawSeries.part(a), DrawSeries.part(b))` is
/// `Draw(seed: seed, purpose: purpose, ids: [a, b])`, without making any text.
public struct DrawSeries: Sendable {
  private var bytes: [UInt8]
  private let commonCount: Int

  /// Draws of a seed for a purpose.
  public init(seed: Int64, purpose: String) {
    bytes = []
    for part in ["parley.draw.1", String(seed), purpose] { bytes.appendLengthPrefixed(part.utf8) }
    commonCount = bytes.count
  }

  /// An id as it is hashed: its length, then its bytes.
  public static func part(_ id: String) -> [UInt8] {
    var part: [UInt8] = []
    part.appendLengthPrefixed(id.utf8)
    return part
  }

  /// The draw for two ids, the more general one first.
  public mutating func draw(_ first: [UInt8], _ second: [UInt8]) -> Draw {
    bytes.removeSubrange(commonCount...)
    bytes.append(contentsOf: first)
    bytes.append(contentsOf: second)
    return Draw(bits: StableHash(of: bytes).leading64)
  }
}
