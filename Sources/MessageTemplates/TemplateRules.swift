// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What a channel asks of its messages.
public struct TemplateRules: Hashable, Sendable {
  /// What the body must write for everybody; of outreach, not of answers.
  public var duties: [TemplateFinding.Duty]
  /// Messages have a subject.
  public var needsSubject: Bool
  /// Characters of the subject.
  public var subjectLength: ClosedRange<Int>?
  /// Characters of the body, its partials included; of HTML, of what it says.
  public var bodyLength: ClosedRange<Int>?
  /// SMS parts of the body.
  public var segments: ClosedRange<Int>?
  /// Links in the body, the unsubscribe link not counted.
  public var links: ClosedRange<Int>?
  /// Names whose values are links.
  public var linkNames: Set<String>

  /// Sets the rules; those left out ask for nothing.
  public init(
    duties: [TemplateFinding.Duty] = [], needsSubject: Bool = false,
    subjectLength: ClosedRange<Int>? = nil, bodyLength: ClosedRange<Int>? = nil,
    segments: ClosedRange<Int>? = nil, links: ClosedRange<Int>? = nil,
    linkNames: Set<String> = ["identity.site"]
  ) {
    self.duties = duties
    self.needsSubject = needsSubject
    self.subjectLength = subjectLength
    self.bodyLength = bodyLength
    self.segments = segments
    self.links = links
    self.linkNames = linkNames
  }

  // MARK: - Before anybody is written to

  /// The rules that a template breaks, whoever it is written for.
  ///
  /// Nothing is rendered, so lengths are bounds. A name counts the characters of its value where
  /// `known` has a text for it (settings such as `identity.postal_address`); else it counts as
  /// one character at the least and without bound at the most. Too long is what even the shortest
  /// message would be, too short what even the longest would be; links count at the most. Of
  /// `{{#name}}` and `{{^name}}` one is counted. Lengths and links of HTML are only told when it is
  /// rendered. Texts that have errors of their own are passed over.
  ///
  /// - Parameters:
  ///   - template: The template to examine.
  ///   - partials: The partials of its language.
  ///   - known: Values that are the same for everybody.
  public func findings(
    in template: MessageTemplate, partials: TemplatePartials,
    known: some TemplateValues = NoTemplateValues()
  ) -> [TemplateFinding] {
    var findings: [TemplateFinding] = []
    if needsSubject, template.subject == nil { findings.append(.init(.noSubject, part: .subject)) }
    for (part, text) in template.texts where text.errors.isEmpty {
      findings += Self.findings(inSource: text, part: part, partial: nil)
      findings += missingWords(text, part, partials, language: template.id.language)
      let allowed: ClosedRange<Int>? =
        switch part {
        case .subject: subjectLength
        case .body: template.format == .text ? bodyLength : nil
        case .preheader, .providerVariable: nil
        }
      if let allowed {
        let characters = extent(of: text, partials, known, ofName: 1, Self.characterCount)
        findings += lengthFindings(characters, allowed, part)
      }
    }
    if template.body.errors.isEmpty {
      findings += dutyFindings(template.body, partials)
      findings += segmentFindings(template, partials, known)
      findings += linkFindings(template, partials)
    }
    return findings
  }

  /// What is wrong with a text's own characters: stray braces, and those that deceive.
  ///
  /// For partials, which belong to no template; a template's own texts are examined with it.
  public static func findings(
    inSource text: MessageText, part: MessageTemplate.Part, partial: String?
  ) -> [TemplateFinding] {
    var findings = SuspiciousCharacters.find(in: text.source).map {
      TemplateFinding(.suspicious($0.kind), part: part, partial: partial, range: $0.range)
    }
    for node in text.nodes where node.kind == .literal {
      findings += strayBraces(in: text.bytes, node.range).map {
        TemplateFinding(.strayBraces, part: part, partial: partial, range: $0)
      }
    }
    return findings.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func extent(
    of text: MessageText, _ partials: TemplatePartials, _ known: some TemplateValues,
    ofName least: Int, _ measure: @escaping (ArraySlice<UInt8>) -> Int
  ) -> TextExtent {
    var lengths: [String: Int] = [:]
    for use in text.references(partials: partials).variables where use.role == .written {
      if case .string(let value) = known.value(of: use.path) {
        lengths[use.path] = measure(Array(value.utf8)[...])
      }
    }
    var walker = ExtentWalker(
      partials: partials, ofLiteral: measure,
      ofVariable: { [lengths] variable in
        if variable.filters.isEmpty, let length = lengths[variable.path] {
          return .exactly(length)
        }
        return TextExtent(least: variable.fallback == "" ? 0 : least, most: nil)
      })
    var extent = walker.extent(of: text)
    // Rendering drops the line breaks that a partial leaves at the end.
    extent.least -= min(extent.least, Self.finalBreakCount(text, partials))
    return extent
  }

  private static func finalBreakCount(_ text: MessageText, _ partials: TemplatePartials) -> Int {
    var text = text
    // Bounded, for partials may include each other.
    for _ in 0..<MessageText.nestingLimit {
      let last = text.nodes.last { node in
        switch node.kind {
        case .section, .sectionEnd: false
        case .literal, .variable, .partial: true
        }
      }
      switch last?.kind {
      case .partial(let name, _):
        guard let partial = partials[name] else { return 0 }
        text = partial
      case .literal:
        return text.bytes[last?.range ?? 0..<0].reversed().prefix(while: isBlank).count
      case .variable, .section, .sectionEnd, nil: return 0
      }
    }
    return 0
  }

  /// Characters as rendered, where `\r\n` becomes `\n`.
  private static func characterCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 & 0xC0 != 0x80 && $0 != UInt8(ascii: "\r") }
  }

  private func lengthFindings(
    _ extent: TextExtent, _ allowed: ClosedRange<Int>, _ part: MessageTemplate.Part
  ) -> [TemplateFinding] {
    if extent.least > allowed.upperBound {
      return [.init(.tooLong(least: extent.least, allowed: allowed), part: part)]
    }
    if let most = extent.most, most < allowed.lowerBound {
      return [.init(.tooShort(most: most, allowed: allowed), part: part)]
    }
    return []
  }

  private func dutyFindings(
    _ body: MessageText, _ partials: TemplatePartials
  ) -> [TemplateFinding] {
    let uses = body.references(partials: partials).variables
    return duties.compactMap { duty in
      // Filtered it would be something else: a link in capitals leads nowhere.
      var walker = ExtentWalker(
        partials: partials, ofLiteral: { _ in 0 },
        ofVariable: { .exactly($0.path == duty.path && $0.filters.isEmpty ? 1 : 0) })
      if walker.extent(of: body).least > 0 { return nil }
      let written = uses.filter {
        $0.path == duty.path && $0.role == .written && !$0.isElement && $0.filters.isEmpty
      }
      return TemplateFinding(
        .missing(duty, isConditional: !written.isEmpty), part: .body,
        partial: written.first?.partial, range: written.first?.range ?? 0..<0)
    }
  }

  private func segmentFindings(
    _ template: MessageTemplate, _ partials: TemplatePartials, _ known: some TemplateValues
  ) -> [TemplateFinding] {
    guard let segments, template.format == .text else { return [] }
    let body = template.body
    let beyond = extent(of: body, partials, known, ofName: 0) { bytes in
      scalars(bytes).count { SMSSegments.septetCount($0) == nil }
    }
    let encoding: SMSSegments.Encoding = beyond.least > 0 ? .ucs2 : .gsm7
    let units = extent(of: body, partials, known, ofName: 1) { bytes in
      scalars(bytes).reduce(0) { sum, scalar in
        if scalar == "\r" { return sum }
        return sum
          + (encoding == .ucs2 ? UTF16.width(scalar) : SMSSegments.septetCount(scalar) ?? 1)
      }
    }
    let least = SMSSegments.fewest(units: units.least, encoding)
    guard least > segments.upperBound else { return [] }
    let scalar = body.source.unicodeScalars.first { SMSSegments.septetCount($0) == nil }
    return [
      TemplateFinding(
        .segments(
          least: least, allowed: segments, encoding: encoding,
          beyondGSM7: encoding == .ucs2 ? scalar : nil), part: .body)
    ]
  }

  private func linkFindings(
    _ template: MessageTemplate, _ partials: TemplatePartials
  ) -> [TemplateFinding] {
    guard let links, template.format == .text else { return [] }
    let names = linkNames.subtracting([TemplateFinding.Duty.unsubscribe.path])
    var walker = ExtentWalker(
      partials: partials, ofLiteral: { Links.count(in: $0) },
      ofVariable: { .exactly(names.contains($0.path) ? 1 : 0) })
    let extent = walker.extent(of: template.body)
    if extent.most.map({ $0 > links.upperBound }) ?? true {
      return [.init(.tooManyLinks(most: extent.most, allowed: links), part: .body)]
    }
    if let most = extent.most, most < links.lowerBound {
      return [.init(.tooFewLinks(least: most, allowed: links), part: .body)]
    }
    return []
  }

  private func missingWords(
    _ text: MessageText, _ part: MessageTemplate.Part, _ partials: TemplatePartials,
    language: String
  ) -> [TemplateFinding] {
    guard FormatWords(language: language) == nil else { return [] }
    return text.references(partials: partials).variables.compactMap { use in
      guard let filter = use.filters.first(where: \.needsLanguage) else { return nil }
      return TemplateFinding(
        .noWords(language: language, filter: filter.name), part: part, partial: use.partial,
        range: use.range)
    }
  }

  // MARK: - Before a message is sent

  /// The rules that a finished message breaks, measured exactly.
  ///
  /// - Parameters:
  ///   - message: The message as its person would get it.
  ///   - unsubscribe: The unsubscribe link in it, which doesn't count among the links.
  public func findings(in message: RenderedMessage, unsubscribe: String?) -> [TemplateFinding] {
    var findings: [TemplateFinding] = []
    if needsSubject, message.subject?.isEmpty ?? true {
      findings.append(.init(.noSubject, part: .subject))
    }
    if let subjectLength, let subject = message.subject {
      findings += lengthFindings(
        .exactly(subject.unicodeScalars.count), subjectLength, .subject)
    }
    if let bodyLength {
      findings += lengthFindings(
        .exactly(message.text.unicodeScalars.count), bodyLength, .body)
    }
    if let segments {
      let measured = SMSSegments(message.text)
      if !segments.contains(measured.segmentCount) {
        findings.append(
          .init(
            .segments(
              least: measured.segmentCount, allowed: segments, encoding: measured.encoding,
              beyondGSM7: measured.firstBeyondGSM7), part: .body))
      }
    }
    if let links {
      let count = Links.addresses(in: message.text).count { $0 != unsubscribe }
      if count > links.upperBound {
        findings.append(.init(.tooManyLinks(most: count, allowed: links), part: .body))
      } else if count < links.lowerBound {
        findings.append(.init(.tooFewLinks(least: count, allowed: links), part: .body))
      }
    }
    var texts: [(MessageTemplate.Part, String)] = [(.body, message.text)]
    if let subject = message.subject { texts.append((.subject, subject)) }
    if let preheader = message.preheader { texts.append((.preheader, preheader)) }
    texts += message.providerVariables.sorted { $0.key < $1.key }
      .map { (.providerVariable($0.key), $0.value) }
    for (part, text) in texts {
      findings += SuspiciousCharacters.find(in: text).map {
        .init(.suspicious($0.kind), part: part, range: $0.range)
      }
      let bytes = Array(text.utf8)
      findings += Self.strayBraces(in: bytes, bytes.indices).map {
        .init(.strayBraces, part: part, range: $0)
      }
    }
    return findings
  }

  private static func strayBraces(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      let byte = bytes[index]
      if byte == brace || byte == closingBrace, bytes[index + 1] == byte {
        found.append(index..<(index + 2))
        index += 2
      } else {
        index += 1
      }
    }
    return found
  }
}

private func scalars(_ bytes: ArraySlice<UInt8>) -> String.UnicodeScalarView {
  String(decoding: bytes, as: UTF8.self).unicodeScalars
}
