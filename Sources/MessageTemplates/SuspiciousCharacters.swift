// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Characters that make a text read otherwise than it looks.
public struct SuspiciousCharacters: Hashable, Sendable {
  /// What is suspicious.
  public enum Kind: Hashable, Sendable {
    /// An invisible character that turns the direction of reading.
    case bidirectionalControl(Unicode.Scalar)
    /// Latin and Cyrillic letters in one word, where those of one script look like the other's.
    case mixedScripts(word: String)
  }

  /// What is suspicious.
  public let kind: Kind
  /// Its bytes (UTF-8) from the beginning of the text.
  public let range: Range<Int>

  /// Finds all suspicious places of a text, in order.
  ///
  /// A word is a run of letters, digits and marks; `UI-дизайн` is two words, and `3D` next to
  /// Cyrillic letters is no disguise, as `D` looks like none of them.
  public static func find(in text: String) -> [SuspiciousCharacters] {
    var found: [SuspiciousCharacters] = []
    var word = Word(start: 0)
    var offset = 0
    for scalar in text.unicodeScalars {
      let width = UTF8.width(scalar)
      if isBidirectionalControl(scalar) {
        found.append(
          SuspiciousCharacters(
            kind: .bidirectionalControl(scalar), range: offset..<(offset + width)))
      }
      if isWordScalar(scalar) {
        word.add(scalar)
      } else {
        if let disguise = word.disguise(endingAt: offset) { found.append(disguise) }
        word = Word(start: offset + width)
      }
      offset += width
    }
    if let disguise = word.disguise(endingAt: offset) { found.append(disguise) }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private struct Word {
    let start: Int
    var text = ""
    var latinCount = 0
    var cyrillicCount = 0
    var latinLooksCyrillic = true
    var cyrillicLooksLatin = true

    init(start: Int) { self.start = start }

    mutating func add(_ scalar: Unicode.Scalar) {
      text.unicodeScalars.append(scalar)
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F:
        latinCount += 1
        if !lookAlikes.latin.contains(scalar) { latinLooksCyrillic = false }
      case 0x400...0x52F:
        cyrillicCount += 1
        if !lookAlikes.cyrillic.contains(scalar) { cyrillicLooksLatin = false }
      case _: break
      }
    }

    func disguise(endingAt end: Int) -> SuspiciousCharacters? {
      guard latinCount > 0, cyrillicCount > 0, latinLooksCyrillic || cyrillicLooksLatin else {
        return nil
      }
      return SuspiciousCharacters(kind: .mixedScripts(word: text), range: start..<end)
    }
  }

  private static let lookAlikes: (latin: Set<Unicode.Scalar>, cyrillic: Set<Unicode.Scalar>) = (
    Set("aceijopsxyABCEHIJKMOPSTXYïëÏË".unicodeScalars),
    Set("асеіјорѕхуАВСЕНІЈКМОРЅТХУїёЇЁ".unicodeScalars)
  )

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": return true
      case _: return false
      }
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    case .decimalNumber: return true
    case _: return properties.isAlphabetic
    }
  }

  private static func isBidirectionalControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: true
    case _: false
    }
  }
}
