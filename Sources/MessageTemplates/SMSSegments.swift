// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How a text travels by SMS: its alphabet and the number of parts that are paid for.
///
/// A text that GSM 03.38's 7-bit alphabet can write takes one part of up to 160 characters, or
/// parts of 153; nine characters of its extension table count twice. Any other text is sent in
/// UCS-2: one part of up to 70 UTF-16 units, or parts of 67. Neither an extended character nor a
/// surrogate pair is split between two parts, so a part may stay one short.
public struct SMSSegments: Hashable, Sendable {
  /// How characters are coded.
  public enum Encoding: String, Hashable, Sendable {
    /// Septets of GSM 03.38.
    case gsm7 = "GSM-7"
    /// UTF-16 units.
    case ucs2 = "UCS-2"

    /// What a text of one part holds.
    var singleSize: Int { self == .gsm7 ? 160 : 70 }
    /// What each part of a longer text holds beside its header.
    var partSize: Int { self == .gsm7 ? 153 : 67 }
  }

  /// How the text's characters are coded.
  public let encoding: Encoding
  /// Septets or UTF-16 units.
  public let unitCount: Int
  /// The number of parts; 0 for the empty text.
  public let segmentCount: Int
  /// The first character that GSM-7 can't write; `nil` where all can be.
  public let firstBeyondGSM7: Unicode.Scalar?

  /// Measures a text.
  public init(_ text: String) {
    let scalars = text.unicodeScalars
    let firstBeyond = scalars.first { Self.septetCount($0) == nil }
    let encoding: Encoding = firstBeyond == nil ? .gsm7 : .ucs2
    var unitCount = 0
    var fullParts = 0
    var used = 0
    for scalar in scalars {
      let width = Self.septetCount(scalar) ?? 0
      let units = encoding == .gsm7 ? width : UTF16.width(scalar)
      unitCount += units
      used += units
      if used > encoding.partSize {
        fullParts += 1
        used = units
      }
    }
    self.encoding = encoding
    self.unitCount = unitCount
    self.firstBeyondGSM7 = firstBeyond
    if unitCount <= encoding.singleSize {
      segmentCount = unitCount == 0 ? 0 : 1
    } else {
      segmentCount = fullParts + 1
    }
  }

  /// The fewest parts that so many units can take.
  static func fewest(units: Int, _ encoding: Encoding) -> Int {
    if units <= encoding.singleSize { return units == 0 ? 0 : 1 }
    return (units - 1) / encoding.partSize + 1
  }

  /// 1 or 2 septets; `nil` for what GSM-7 can't write.
  static func septetCount(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "a"..."z", "A"..."Z", " "..."#", "%"..."?", "@", "$", "_", "\n", "\r": 1
    case "£", "¥", "è", "é", "ù", "ì", "ò", "Ç", "Ø", "ø", "Å", "å", "Δ", "Φ", "Γ", "Λ", "Ω",
      "Π", "Ψ", "Σ", "Θ", "Ξ", "Æ", "æ", "ß", "É", "¤", "¡", "Ä", "Ö", "Ñ", "Ü", "§", "¿", "ä",
      "ö", "ñ", "ü", "à":
      1
    case "^", "{", "}", "\\", "[", "~", "]", "|", "€", "\u{C}": 2
    case _: nil
    }
  }
}
