// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Ways to rewrite a text's letters.
public enum TextCase {
  /// A capital at the beginning of each word; every other letter stays as it is.
  ///
  /// Words begin after white space and hyphens: `anne-marie o'brien` becomes
  /// `Anne-Marie O'brien`, and `McDonald` and `ACME` stay.
  public static func title(_ text: String) -> String {
    var result = ""
    var atStart = true
    for scalar in text.unicodeScalars {
      if atStart {
        result += scalar.properties.titlecaseMapping
      } else {
        result.unicodeScalars.append(scalar)
      }
      atStart = scalar == "-" || scalar.properties.isWhitespace
    }
    return result
  }

  /// Lower-case ASCII letters and digits, everything else as single hyphens between them.
  ///
  /// Latin letters lose their accents, Cyrillic ones are transliterated; letters of other scripts
  /// count as dividers. `Łódź & Sons` becomes `lodz-sons`, `Лабпикс №3` becomes `labpiks-3`.
  /// Empty where no letter or digit is left.
  public static func slug(_ text: String) -> String {
    var result: [UInt8] = []
    var needsHyphen = false
    func append(_ letters: some Sequence<UInt8>) {
      if needsHyphen, !result.isEmpty { result.append(UInt8(ascii: "-")) }
      needsHyphen = false
      result.append(contentsOf: letters)
    }
    for scalar in text.unicodeScalars {
      if let byte = asciiWordByte(scalar) {
        append(CollectionOfOne(byte))
      } else if scalar.isASCII {
        needsHyphen = true
      } else if let letters = transliteration(scalar) {
        // A soft sign or an accent on its own writes nothing and divides nothing.
        if !letters.isEmpty { append(letters.utf8) }
      } else {
        needsHyphen = true
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func asciiWordByte(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case "a"..."z", "0"..."9": UInt8(ascii: scalar)
    case "A"..."Z": UInt8(ascii: scalar) + 32
    case _: nil
    }
  }

  /// The ASCII letters for one letter of another alphabet; `nil` where there are none.
  private static func transliteration(_ scalar: Unicode.Scalar) -> String? {
    if (0x300...0x36F).contains(scalar.value) { return "" }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    guard let letter = lower.first else { return nil }
    if letter.isASCII { return String(letter) }
    return latin(letter) ?? cyrillic(letter)
  }

  private static func latin(_ letter: Unicode.Scalar) -> String? {
    switch letter {
    case "à", "á", "â", "ã", "ä", "å", "ā", "ă", "ą", "ạ", "ả", "ấ", "ầ", "ắ", "ằ": "a"
    case "ç", "ć", "ĉ", "ċ", "č": "c"
    case "ď", "đ", "ð": "d"
    case "è", "é", "ê", "ë", "ē", "ĕ", "ė", "ę", "ě", "ẹ", "ẽ", "ế", "ề": "e"
    case "ĝ", "ğ", "ġ", "ģ": "g"
    case "ĥ", "ħ": "h"
    case "ì", "í", "î", "ï", "ĩ", "ī", "ĭ", "į", "ı", "ị": "i"
    case "ĵ": "j"
    case "ķ": "k"
    case "ĺ", "ļ", "ľ", "ł": "l"
    case "ñ", "ń", "ņ", "ň": "n"
    case "ò", "ó", "ô", "õ", "ö", "ø", "ō", "ŏ", "ő", "ơ", "ọ", "ố", "ồ": "o"
    case "ŕ", "ŗ", "ř": "r"
    case "ś", "ŝ", "ş", "š", "ș": "s"
    case "ţ", "ť", "ŧ", "ț": "t"
    case "ù", "ú", "û", "ü", "ũ", "ū", "ŭ", "ů", "ű", "ų", "ư", "ụ": "u"
    case "ŵ": "w"
    case "ý", "ÿ", "ŷ": "y"
    case "ź", "ż", "ž": "z"
    case "æ": "ae"
    case "œ": "oe"
    case "ß": "ss"
    case "þ": "th"
    case _: nil
    }
  }

  private static func cyrillic(_ letter: Unicode.Scalar) -> String? {
    switch letter {
    case "а": "a"
    case "б": "b"
    case "в": "v"
    case "г", "ґ": "g"
    case "д": "d"
    case "е", "ё", "э": "e"
    case "є": "ye"
    case "ж": "zh"
    case "з": "z"
    case "и", "і": "i"
    case "ї": "yi"
    case "й", "ы": "y"
    case "к": "k"
    case "л": "l"
    case "м": "m"
    case "н": "n"
    case "о": "o"
    case "п": "p"
    case "р": "r"
    case "с": "s"
    case "т": "t"
    case "у", "ў": "u"
    case "ф": "f"
    case "х": "kh"
    case "ц": "ts"
    case "ч": "ch"
    case "ш": "sh"
    case "щ": "shch"
    case "ъ", "ь": ""
    case "ю": "yu"
    case "я": "ya"
    case _: nil
    }
  }
}
