// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Glibc
import PolicyLanguage
import TextLayout

/// Whether words may be coloured.
enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
  /// On a terminal, unless `NO_COLOR` is set.
  case auto
  case always
  case never
}

/// What is known of the terminal that a command prints to.
struct Terminal: Sendable {
  /// Columns; 80 where the output isn't a terminal.
  var width: Int
  /// True if somebody looks at standard output.
  var isInteractive: Bool
  /// True if somebody looks at standard error, where progress goes.
  var showsProgress: Bool
  /// True if colour may repeat what words say: never in a pipe, never with `NO_COLOR`.
  var usesColour: Bool

  /// Asks the system once, at the start of a command.
  static func current(_ colour: ColourChoice = .auto) -> Terminal {
    let isInteractive = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let answered = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let columns = environment("COLUMNS").flatMap { Int($0) }
    let prefersNone = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    let usesColour =
      switch colour {
      case .auto: isInteractive && !prefersNone && environment("TERM") != "dumb"
      case .always: true
      case .never: false
      }
    return Terminal(
      width: columns ?? (answered ? Int(size.ws_col) : 80),
      isInteractive: isInteractive,
      showsProgress: isatty(STDERR_FILENO) == 1,
      usesColour: usesColour)
  }

  /// How texts are laid out: as wide as the terminal, uncut in a pipe.
  var style: TerminalStyle {
    TerminalStyle(width: isInteractive ? width : nil, usesColour: usesColour)
  }

  /// How findings are shown: on a terminal all their texts are broken to its width.
  func renderer(_ sources: SourceMap) -> DiagnosticRenderer {
    DiagnosticRenderer(
      sources: sources, colour: usesColour, width: width, wrapsTexts: isInteractive)
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
  }
}

/// Prints to standard output; stops quietly when the reader has gone (`parley … | head`).
func printOut(_ text: String) {
  writeAll(text, to: STDOUT_FILENO)
}

/// Prints progress, log lines and errors, so that results stay clean in a pipe.
func printError(_ text: String) {
  writeAll(text, to: STDERR_FILENO)
}

private func writeAll(_ text: String, to file: Int32) {
  var copy = text
  copy.withUTF8 { bytes in
    var rest = UnsafeBufferPointer(rebasing: bytes[...])
    while !rest.isEmpty {
      let written = write(file, rest.baseAddress, rest.count)
      if written <= 0 { return }
      rest = UnsafeBufferPointer(rebasing: rest.dropFirst(written))
    }
  }
}

extension Terminal {
  /// A text in a colour; colour only repeats words.
  func paint(_ text: String, _ colour: TerminalStyle.Colour) -> String {
    style.paint(text, colour)
  }

  /// Columns for text that is broken into lines: the terminal's, 80 in a pipe, never too long to
  /// read.
  var textWidth: Int { min(max(isInteractive ? width : 80, 40), 100) }
}
