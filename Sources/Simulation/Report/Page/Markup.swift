// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage

/// A piece of a page: what is written in the source is markup, what is put in is escaped.
///
/// A name, a fact or a reason can't become an element, whatever it holds: only another `Markup`
/// goes in as it is.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Nothing, for parts that have nothing to say.
  static var none: Markup { "" }

  static func + (a: Markup, b: Markup) -> Markup { "\(a)\(b)" }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ value: String) { text += HTMLText.escaped(value) }

    mutating func appendInterpolation(_ number: Int) { text += String(number) }

    mutating func appendInterpolation(_ part: Markup) { text += part.text }

    mutating func appendInterpolation(_ parts: [Markup]) {
      for part in parts { text += part.text }
    }
  }

  /// JSON that may stand in a script element: no `<` in it, so that no text can end the element.
  static func data(_ json: JSONText) -> Markup {
    var markup = Markup.none
    let text = json.compact
    markup.text.reserveCapacity(text.utf8.count + 1024)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": markup.text += "\\u003c"
      case "\u{2028}": markup.text += "\\u2028"
      case "\u{2029}": markup.text += "\\u2029"
      default: markup.text.unicodeScalars.append(scalar)
      }
    }
    return markup
  }

  /// Text of our own that stands in a style or script element as it is.
  static func source(_ text: String) -> Markup {
    var markup = Markup.none
    markup.text = text
    return markup
  }
}

/// Text as it stands in a page.
///
/// It goes by scalars, not characters: a sign with a combining mark behind it still means something
/// to a browser.
package enum HTMLText {
  /// The text with the five characters that mean something in HTML written as references.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { isSpecial($0) }) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x26, 0x3C, 0x3E, 0x22, 0x27: true
    default: false
    }
  }
}
