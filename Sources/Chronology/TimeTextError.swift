// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a text isn't the duration, date, window or schedule that it should be.
///
/// Made for people: it says where, what was expected there, and what could be written instead.
public struct TimeTextError: Error, Hashable, Sendable {
  /// Characters of the text before the finding; everything before it was understood.
  public let offset: Int
  /// What was expected, as a noun phrase: "a unit: w, d, h, m or s".
  public let expected: String
  /// Whole texts that would be right, the likeliest first; often none.
  public let repairs: [String]

  /// Makes an error.
  public init(offset: Int, expected: String, repairs: [String] = []) {
    self.offset = offset
    self.expected = expected
    self.repairs = repairs
  }
}

extension TimeTextError: CustomStringConvertible {
  /// The finding in one line, with the repairs.
  public var description: String {
    let finding = "expected \(expected) at character \(offset + 1)"
    guard !repairs.isEmpty else { return finding }
    return finding + "; did you mean " + repairs.map { "`\($0)`" }.joined(separator: " or ") + "?"
  }
}
