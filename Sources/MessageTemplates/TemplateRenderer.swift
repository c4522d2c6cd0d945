// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How values are put into a text.
public enum RenderMode: String, CaseIterable, Hashable, Sendable {
  /// As they are.
  case text
  /// With `<`, `>`, `&` and quotes escaped, except where a tag says raw.
  case html
}

extension MessageText {
  /// Writes the text for one person.
  ///
  /// Strict: a name without a value and without `default` is an error, never nothing. A blank text
  /// and an empty list count as no value. A section is shown unless its value is missing, false or
  /// blank; over a list it is written once an element.
  ///
  /// - Parameters:
  ///   - values: Where names get their values.
  ///   - partials: What `{{> name}}` includes; they are written in the same mode.
  ///   - mode: Whether values are escaped.
  ///   - format: Language and zone of dates and amounts.
  public func render(
    _ values: some TemplateValues, partials: TemplatePartials = .none, mode: RenderMode = .text,
    format: TemplateFormat
  ) throws(RenderError) -> String {
    var renderer = TemplateRenderer(values: values, partials: partials, mode: mode, format: format)
    try renderer.write(self, partial: nil, indent: [], depth: 0)
    return String(decoding: renderer.output, as: UTF8.self)
  }
}

extension MessageText {
  /// Writes as much of the text as can be written: for traces and previews, never for a person.
  ///
  /// What can't be written stands as its name in angle quotes, `‹account.health›`; a section asked
  /// of an unknown value is left out. A text with mistakes, or one that grows too large, stands as
  /// it was written.
  public func preview(
    _ values: some TemplateValues, partials: TemplatePartials = .none, mode: RenderMode = .text,
    format: TemplateFormat
  ) -> String {
    var renderer = TemplateRenderer(values: values, partials: partials, mode: mode, format: format)
    renderer.namesWhatIsMissing = true
    do throws(RenderError) {
      try renderer.write(self, partial: nil, indent: [], depth: 0)
    } catch {
      return source
    }
    return String(decoding: renderer.output, as: UTF8.self)
  }
}

/// One rendering under way.
struct TemplateRenderer<Values: TemplateValues> {
  let values: Values
  let partials: TemplatePartials
  let mode: RenderMode
  let format: TemplateFormat
  /// Writes the name of what can't be written, instead of failing.
  var namesWhatIsMissing = false
  private(set) var output: [UInt8] = []
  private var pieceCount = 0
  private var atLineStart = true

  init(values: Values, partials: TemplatePartials, mode: RenderMode, format: TemplateFormat) {
    self.values = values
    self.partials = partials
    self.mode = mode
    self.format = format
  }

  /// A section that is being written.
  private struct Frame {
    /// What `{{.}}` stands for in each turn; empty in an inverted section, which has one turn.
    let elements: [TemplateValue]
    var turn = 0
  }

  mutating func write(
    _ text: MessageText, partial: String?, indent: [UInt8], depth: Int
  ) throws(RenderError) {
    if let error = text.errors.first {
      throw RenderError(reason: .malformed(error), range: error.range, partial: partial)
    }
    var frames: [Frame] = []
    var index = 0
    while index < text.nodes.count {
      let node = text.nodes[index]
      index += 1
      pieceCount += 1
      guard pieceCount <= RenderLimits.pieces, output.count <= RenderLimits.bytes else {
        throw RenderError(reason: .tooLarge, range: node.range, partial: partial)
      }
      switch node.kind {
      case .literal:
        writeLiteral(text.bytes[node.range], indent: indent)
      case .variable(let variable):
        try write(variable, value(of: variable.path, frames), partial: partial, indent: indent)
      case .section(let condition, let end):
        guard let elements = elements(of: condition, frames) else {
          if namesWhatIsMissing {
            index = end + 1
            continue
          }
          throw RenderError(
            reason: .unknownValue(condition.path), range: condition.pathRange, partial: partial)
        }
        if elements.isEmpty != condition.isInverted {
          index = end + 1
        } else {
          frames.append(Frame(elements: elements))
        }
      case .sectionEnd(let start):
        guard var frame = frames.popLast() else { continue }
        frame.turn += 1
        if frame.turn < frame.elements.count {
          frames.append(frame)
          index = start + 1
        }
      case .partial(let name, let blanks):
        try include(
          name, tag: node.range, partial: partial, indent: indent, blanks: text.bytes[blanks],
          depth: depth)
      }
    }
  }

  private mutating func write(
    _ variable: TemplateVariable, _ value: TemplateValue, partial: String?, indent: [UInt8]
  ) throws(RenderError) {
    do throws(RenderError.Reason) {
      let written = try format.written(variable, value)
      writeValue(written, isRaw: variable.isRaw, indent: indent)
    } catch {
      guard namesWhatIsMissing else {
        throw RenderError(reason: error, range: variable.pathRange, partial: partial)
      }
      writeValue("‹\(variable.path)›", isRaw: variable.isRaw, indent: indent)
    }
  }

  private mutating func include(
    _ name: String, tag: Range<Int>, partial: String?, indent: [UInt8], blanks: ArraySlice<UInt8>,
    depth: Int
  ) throws(RenderError) {
    guard let included = partials[name] else {
      guard namesWhatIsMissing else {
        throw RenderError(reason: .noPartial(name), range: tag, partial: partial)
      }
      return writeValue("‹\(name)›", isRaw: false, indent: indent)
    }
    guard depth < MessageText.nestingLimit else {
      throw RenderError(reason: .partialsTooDeep(name), range: tag, partial: partial)
    }
    try write(included, partial: name, indent: indent + blanks, depth: depth + 1)
  }

  private func value(of path: String, _ frames: [Frame]) -> TemplateValue {
    guard path == "." else { return values.value(of: path) }
    guard let frame = frames.last(where: { !$0.elements.isEmpty }) else { return .missing }
    return frame.elements[frame.turn]
  }

  /// What a section is written for: nothing where its value is missing, false or blank; `nil`
  /// where it is unknown.
  private func elements(
    of condition: TemplateCondition, _ frames: [Frame]
  ) -> [TemplateValue]? {
    let value = value(of: condition.path, frames)
    switch value {
    case .unknown: return nil
    case .bool(let isTrue): return isTrue ? [value] : []
    case .list(let elements):
      return elements.contains(.unknown) ? nil : elements.filter { !$0.isBlank }
    case .string, .int, .double, .instant, .date, .duration, .money, .missing:
      return value.isBlank ? [] : [value]
    }
  }

  // MARK: - Output

  private mutating func writeLiteral(_ bytes: ArraySlice<UInt8>, indent: [UInt8]) {
    if indent.isEmpty {
      output.append(contentsOf: bytes)
      atLineStart = bytes.last == UInt8(ascii: "\n")
      return
    }
    for byte in bytes {
      // Empty lines get no blanks.
      if atLineStart, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
        output.append(contentsOf: indent)
      }
      output.append(byte)
      atLineStart = byte == UInt8(ascii: "\n")
    }
  }

  private mutating func writeValue(_ text: String, isRaw: Bool, indent: [UInt8]) {
    if atLineStart { output.append(contentsOf: indent) }
    atLineStart = false
    switch mode {
    case .html where !isRaw: appendEscaped(text, to: &output)
    case .html, .text: output.append(contentsOf: text.utf8)
    }
  }
}

/// Appends the text with the five characters escaped that HTML gives a meaning.
private func appendEscaped(_ text: String, to output: inout [UInt8]) {
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
    case _: output.append(byte)
    }
  }
}
