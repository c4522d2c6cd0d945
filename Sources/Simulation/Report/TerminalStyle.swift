// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How a summary is laid out for reading.
public struct TerminalStyle: Hashable, Sendable {
  /// Columns of the terminal, at least 72; `nil` where nothing is cut short, as in a pipe.
  public var width: Int?
  /// Whether words may be coloured.
  public var usesColour: Bool

  /// Chooses a width and whether to colour.
  public init(width: Int?, usesColour: Bool) {
    self.width = width.map { max(72, $0) }
    self.usesColour = usesColour
  }

  /// What plots and tables fill; 100 columns where the width is open.
  package var columns: Int { width ?? 100 }

  /// Colours only repeat a word.
  package enum Colour: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case dim = "2"
    case bold = "1"
  }

  package func paint(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// Numbers and widths as summaries write them.
package enum Layout {
  /// A whole number with a comma before each group of three digits: `1,200`.
  package static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    guard digits.count > 3 else { return String(value) }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// A number with leading zeros up to `width` digits; more where it has more.
  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// A share in whole percent; `<1%` for something that is not nothing.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let share = Double(part) * 100 / Double(whole)
    if part > 0, share < 1 { return "<1%" }
    return "\(Int(share.rounded()))%"
  }

  /// The text cut to `width` columns, with `…` at the end if something was left out.
  static func fit(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : String(text.prefix(max(0, width - 1))) + "…"
  }

  static func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  static func padRight(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The text broken into lines of at most `width` columns at spaces; a longer word stays whole.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
