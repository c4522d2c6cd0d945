// Licensed under the Apache License, Version 2.0; see LICENSE.

extension String {
  /// The text with spaces behind, or before, it up to a width.
  package func padded(to width: Int, alignedRight: Bool = false) -> String {
    let pad = String(repeating: " ", count: max(0, width - count))
    return alignedRight ? pad + self : self + pad
  }

  /// The text cut to a width, with `…` where something was left out.
  package func fitted(to width: Int, keepsEnd: Bool = false) -> String {
    guard count > width else { return self }
    let room = max(0, width - 1)
    return keepsEnd ? "…" + suffix(room) : prefix(room) + "…"
  }

  /// The text in lines of at most a width, broken at spaces; a longer word stands alone.
  ///
  /// - Parameter first: The width of the first line, where something stands before it.
  package func wrapped(to width: Int, first: Int? = nil) -> [String] {
    var room = first ?? width
    guard count > room else { return [self] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= room {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
        room = width
      }
    }
    return lines + [line]
  }

  /// The text without the spaces at its end.
  package var rightTrimmed: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
