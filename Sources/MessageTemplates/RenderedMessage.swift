// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A message as one person gets it.
public struct RenderedMessage: Hashable, Sendable {
  /// The subject, on one line.
  public let subject: String?
  /// What mail programs show after the subject, on one line.
  public let preheader: String?
  /// The message as text; of an HTML template, what its HTML says.
  public let text: String
  /// The message as HTML; `nil` for a text template.
  public let html: String?
  /// What the provider puts into its own text, by name.
  public let providerVariables: [String: String]

  /// Makes a message of texts that are ready.
  public init(
    subject: String? = nil, preheader: String? = nil, text: String, html: String? = nil,
    providerVariables: [String: String] = [:]
  ) {
    self.subject = subject
    self.preheader = preheader
    self.text = text
    self.html = html
    self.providerVariables = providerVariables
  }
}

/// Why one text of a template can't be written.
public struct MessageRenderError: Error, Hashable, Sendable {
  /// The text.
  public let part: MessageTemplate.Part
  /// Why it can't be written.
  public let error: RenderError

  /// Places a refusal.
  public init(part: MessageTemplate.Part, error: RenderError) {
    self.part = part
    self.error = error
  }
}

extension MessageTemplate {
  /// Writes the whole message for one person.
  ///
  /// Subject, preheader and the provider's variables are text on one line whatever the format, so
  /// a value can't add a header: runs of white space and control characters become one space. Lines
  /// of the body end in `\n`, and the last one has no break.
  ///
  /// - Parameters:
  ///   - values: Where names get their values.
  ///   - partials: The partials of the template's language.
  ///   - mode: The body's mode; `nil` for the template's own format.
  ///   - format: Language and zone of dates and amounts.
  public func render(
    _ values: some TemplateValues, partials: TemplatePartials = .none, mode: RenderMode? = nil,
    format: TemplateFormat
  ) throws(MessageRenderError) -> RenderedMessage {
    func write(
      _ part: Part, _ text: MessageText, _ mode: RenderMode
    ) throws(MessageRenderError) -> String {
      do throws(RenderError) {
        return try text.render(values, partials: partials, mode: mode, format: format)
      } catch {
        throw MessageRenderError(part: part, error: error)
      }
    }
    var subjectLine: String?
    if let subject { subjectLine = onOneLine(try write(.subject, subject.text, .text)) }
    var preheaderLine: String?
    if let preheader { preheaderLine = onOneLine(try write(.preheader, preheader.text, .text)) }
    var providerVariables: [String: String] = [:]
    for (part, text) in texts {
      guard case .providerVariable(let name) = part else { continue }
      providerVariables[name] = onOneLine(try write(part, text, .text))
    }
    let mode = mode ?? self.format
    let written = asLines(try write(.body, body, mode))
    return RenderedMessage(
      subject: subjectLine, preheader: preheaderLine,
      text: mode == .html ? PlainText.of(html: written) : written,
      html: mode == .html ? written : nil, providerVariables: providerVariables)
  }
}

/// Runs of white space and control characters as one space, none at either end.
func onOneLine(_ text: String) -> String {
  // Most texts have nothing to mend.
  if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F || $0 == 0x20 }), !text.utf8.hasBlankRuns {
    return text
  }
  var result = String.UnicodeScalarView()
  var needsSpace = false
  for scalar in text.unicodeScalars {
    let properties = scalar.properties
    // A no-break space holds an amount together.
    let isGap =
      properties.isWhitespace && scalar != "\u{A0}" && scalar != "\u{202F}"
      || properties.generalCategory == .control
    if isGap {
      needsSpace = !result.isEmpty
    } else {
      if needsSpace { result.append(" ") }
      needsSpace = false
      result.append(scalar)
    }
  }
  return String(result)
}

extension String.UTF8View {
  /// Whether a blank stands at either end, or next to another one.
  fileprivate var hasBlankRuns: Bool {
    var wasBlank = true
    for byte in self {
      let isBlank = byte == 0x20
      if isBlank && wasBlank { return true }
      wasBlank = isBlank
    }
    return wasBlank && !isEmpty
  }
}

/// Line ends as `\n`, none at the end.
func asLines(_ text: String) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  for byte in text.utf8 {
    if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    bytes.append(byte)
  }
  while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
    bytes.removeLast()
  }
  return String(decoding: bytes, as: UTF8.self)
}
