// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How results are laid out for reading.
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
    case boldRed = "1;31"
    case boldYellow = "1;33"
  }

  /// The text in a colour, where colours are used.
  package func paint(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
