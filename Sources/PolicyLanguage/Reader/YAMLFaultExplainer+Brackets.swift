// Licensed under the Apache License, Version 2.0; see LICENSE.

extension YAMLFaultExplainer {
  func flowEntry() -> Explanation {
    let open = fault.contextOffset ?? fault.offset
    let isMap = fault.problem.hasSuffix("'}'")
    let closer = isMap ? "}" : "]"
    if line.range.contains(fault.offset) || line.range.upperBound == fault.offset,
      contextLine.range == line.range
    {
      let piece = line.piece(around: fault.offset, in: work).range
      let byte = fault.offset < work.bytes.count ? work.bytes[fault.offset] : 0
      let isCloser = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if isCloser {
        return explanation(
          unclosed(
            open, closer, label: "closed by `\(work.text(fault.offset..<fault.offset + 1))`"),
          at: open, .replace(fault.offset..<fault.offset + 1, closer))
      }
      if fault.offset < line.end, !piece.isEmpty {
        return brokenPiece(piece)
      }
    }
    let end = max(open + 1, contextLine.end)
    let insertion = contextLine.range == line.range ? end : max(open + 1, endBeforeFault())
    return explanation(
      unclosed(open, closer, label: "opened here"), at: open,
      .replace(insertion..<insertion, closer))
  }

  private func unclosed(_ open: Int, _ closer: String, label: String) -> Diagnostic {
    let bracket = work.text(character(at: open))
    return Diagnostic(
      .unclosedBracket, at: span(character(at: open)),
      "the bracket `\(bracket)` is never closed", label: label
    )
    .help("close it with `\(closer)`")
  }

  /// The end of what stands on the line before the one at fault.
  private func endBeforeFault() -> Int {
    let faulty = work.line(at: fault.offset)
    guard let before = work.lineBefore(faulty) else { return line.end }
    return work.contentEnd(of: before)
  }

  private func brokenPiece(_ piece: Range<Int>) -> Explanation {
    let text = work.text(piece)
    let isCall = line.value < piece.lowerBound && text.contains("(")
    if isCall {
      // A comma may have torn the call: the piece runs on to the end of the list or map.
      return quoting(
        piece,
        Diagnostic(
          .tornCall, at: span(piece), "inside brackets this needs quotes",
          label: "YAML reads its commas and brackets as its own"))
    }
    return quoting(
      piece,
      Diagnostic(
        .textAfterValue, at: span(character(at: fault.offset)),
        "a comma or the closing bracket is expected here"),
      because: "if this belongs to the value")
  }
}
