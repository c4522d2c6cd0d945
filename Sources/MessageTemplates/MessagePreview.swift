// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A message as far as it can be written, for people who work on it; never sent.
public struct MessagePreview: Hashable, Sendable {
  /// A name that has no value.
  public struct Gap: Hashable, Sendable {
    /// The whole name, such as `account.health`.
    public let path: String
    /// True if nobody knows the value; false if it is known that there is none.
    public let isUnknown: Bool
  }

  /// The message; what can't be written stands as its name in angle quotes, `‹account.health›`.
  public let message: RenderedMessage
  /// The names that have no value and no `default`, each once, in the order of the text.
  public let gaps: [Gap]
}

extension MessageTemplate {
  /// Writes as much of the message as can be written, escaped and put on lines as for sending.
  ///
  /// - Parameters:
  ///   - values: Where names get their values.
  ///   - partials: The partials of the template's language.
  ///   - format: Language and zone of dates and amounts.
  public func preview(
    _ values: some TemplateValues, partials: TemplatePartials = .none, format: TemplateFormat
  ) -> MessagePreview {
    func write(_ text: MessageText, _ mode: RenderMode) -> String {
      text.preview(values, partials: partials, mode: mode, format: format)
    }
    var providerVariables: [String: String] = [:]
    for (part, text) in texts {
      guard case .providerVariable(let name) = part else { continue }
      providerVariables[name] = onOneLine(write(text, .text))
    }
    let body = asLines(write(body, self.format))
    let message = RenderedMessage(
      subject: subject.map { onOneLine(write($0.text, .text)) },
      preheader: preheader.map { onOneLine(write($0.text, .text)) },
      text: self.format == .html ? PlainText.of(html: body) : body,
      html: self.format == .html ? body : nil, providerVariables: providerVariables)
    return MessagePreview(message: message, gaps: gaps(values, partials))
  }

  private func gaps(
    _ values: some TemplateValues, _ partials: TemplatePartials
  ) -> [MessagePreview.Gap] {
    var gaps: [MessagePreview.Gap] = []
    for (_, text) in texts {
      for use in text.references(partials: partials).variables where !use.isElement {
        guard !gaps.contains(where: { $0.path == use.path }) else { continue }
        switch values.value(of: use.path) {
        case .unknown: gaps.append(MessagePreview.Gap(path: use.path, isUnknown: true))
        case let value where value.isBlank && use.needsValue:
          gaps.append(MessagePreview.Gap(path: use.path, isUnknown: false))
        case _: break
        }
      }
    }
    return gaps
  }
}

extension RenderedMessage {
  /// The web addresses in the text, in order, each as often as it stands there.
  public var links: [String] { Links.addresses(in: text) }
}
