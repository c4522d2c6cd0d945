// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates

/// One file of `templates/` with what is needed to point into it.
struct TemplateVariant {
  let template: MessageTemplate
  /// Where the template's name stands.
  let span: SourceSpan
  /// The scalars of the front matter that hold texts.
  let fields: [MessageTemplate.Part: ScalarSource]
}

/// All texts of the bundle.
struct TemplateTable {
  var variants: [TemplateVariant] = []
  /// Partials by language and name, with their files.
  var partials: [String: [String: (text: MessageText, file: FileID)]] = [:]
  /// Findings that were told, by place and code: several policies may use one text.
  var told: Set<String> = []
  /// Uses that were checked.
  var checkedUses: Set<TemplateUse.Key> = []

  /// The texts of a template, in the order of channel and language.
  func variants(of name: String) -> [TemplateVariant] {
    variants.filter { $0.template.id.name == name }
  }

  /// The partials of a language, filled up with those of the other languages in order.
  func partials(of language: String, fallback: [String]) -> TemplatePartials {
    var texts: [String: MessageText] = [:]
    for language in fallback.reversed() + [language] {
      for (name, entry) in partials[language] ?? [:] { texts[name] = entry.text }
    }
    return TemplatePartials(texts)
  }
}

extension Compilation {
  /// Reads templates and partials; channels are known.
  func compileTemplates() {
    collectPartials()
    var seen: Set<MessageTemplate.ID> = []
    for file in source.templates {
      guard let front = file.front else { continue }
      let document = SourceDocument(front)
      guard let variant = variant(document, body: file.body) else { continue }
      let id = variant.template.id
      guard seen.insert(id).inserted else { continue }
      templates.variants.append(variant)
      // The same template may have several texts; only its first declares the name.
      _ = names.declare(id.name, .template, at: document.idSpan)
      checkSyntax(variant)
    }
    templates.variants.sort { a, b in
      let (a, b) = (a.template.id, b.template.id)
      return (a.name, a.channel, a.language) < (b.name, b.channel, b.language)
    }
  }

  private func collectPartials() {
    for file in source.partials {
      let id = file.body.file
      let span = SourceSpan(file: id, bytes: 0..<0)
      guard !file.name.isEmpty, !file.language.isEmpty else {
        report(
          Diagnostic(
            .badName, at: span, "a partial's file is named NAME.LANGUAGE.md, as `footer.en.md`"))
        continue
      }
      let text = MessageText(trimmedText(file.body))
      templates.partials[file.language, default: [:]][file.name] = (text, id)
      _ = names.declare(file.name, .partial, at: span)
      let place = { (range: Range<Int>) in SourceSpan(file: id, bytes: range) }
      for error in text.errors { report(finding(error, at: place)) }
      for finding in TemplateRules.findings(inSource: text, part: .body, partial: file.name) {
        report(Diagnostic(.templateText, at: place(finding.range), finding.description))
      }
    }
  }

  /// The text of a span without the line breaks at its end: they belong to the file.
  private func trimmedText(_ span: SourceSpan) -> String {
    let file = sources[span.file]
    var end = min(span.bytes.upperBound, file.bytes.count)
    while end > span.bytes.lowerBound, file.bytes[end - 1] == 0x0A || file.bytes[end - 1] == 0x0D {
      end -= 1
    }
    return file.text(span.bytes.lowerBound..<end)
  }

  private func variant(_ document: SourceDocument, body: SourceSpan) -> TemplateVariant? {
    let root = document.root
    let file = sources[document.idSpan.file]
    guard let channel = resolve(root["channel"], .channel), let language = root["language"]?.text
    else {
      poison(document.id, .template)
      return nil
    }
    var fields: [MessageTemplate.Part: ScalarSource] = [:]
    func field(_ item: Item?, _ part: MessageTemplate.Part) -> MessageTemplate.Field? {
      guard let item, let scalar = item.typed.text ?? item.scalar else { return nil }
      fields[part] = scalar
      return MessageTemplate.Field(MessageText(scalar.text), fileRange: scalar.span.bytes)
    }
    var provider: MessageTemplate.Provider?
    if let item = root["provider"] {
      var variables: [String: MessageTemplate.Field] = [:]
      for (name, value) in item["variables"]?.entries ?? [] {
        variables[name] = field(value, .providerVariable(name))
      }
      let reference: MessageTemplate.Provider.Reference? =
        if let name = item["name"]?.text { .name(name) } else if let id = item["id"]?.text {
          .id(id)
        } else if let event = item["event"]?.text { .event(event) } else { nil }
      provider = reference.map {
        MessageTemplate.Provider(
          $0, language: item["language"]?.text, category: item["category"]?.text,
          variables: variables)
      }
    }
    let template = MessageTemplate(
      id: MessageTemplate.ID(name: document.id, channel: channel, language: language),
      file: file.path, angle: root["angle"]?.text,
      format: file.path.hasSuffix(".html") ? .html : .text,
      subject: field(root["subject"], .subject), preheader: field(root["preheader"], .preheader),
      provider: provider, attachments: root["attachments"]?.texts ?? [],
      body: MessageText(trimmedText(body)), bodyOffset: body.bytes.lowerBound)
    return TemplateVariant(template: template, span: document.idSpan, fields: fields)
  }

  // MARK: - Places

  /// Where a range of one of a variant's texts stands.
  func place(
    of range: Range<Int>, _ part: MessageTemplate.Part, partial: String?,
    in variant: TemplateVariant
  ) -> SourceSpan {
    let file = variant.span.file
    if let partial, let entry = partialEntry(partial, variant.template.id.language) {
      return SourceSpan(file: entry.file, bytes: range)
    }
    if part == .body {
      let offset = variant.template.bodyOffset
      return SourceSpan(
        file: file, bytes: range.lowerBound + offset..<range.upperBound + offset)
    }
    return variant.fields[part]?.span(of: range) ?? variant.span
  }

  private func partialEntry(_ name: String, _ language: String) -> (
    text: MessageText, file: FileID
  )? {
    for language in [language] + settings.languages {
      if let entry = templates.partials[language]?[name] { return entry }
    }
    return nil
  }

  // MARK: - What is wrong whoever uses it

  private func checkSyntax(_ variant: TemplateVariant) {
    let template = variant.template
    let partials = templates.partials(of: template.id.language, fallback: settings.languages)
    for (part, text) in template.texts {
      for error in text.errors {
        report(finding(error) { place(of: $0, part, partial: nil, in: variant) })
      }
      let references = text.references(partials: partials)
      for name in references.partials { names.use(name, .partial) }
      for broken in references.brokenPartials {
        let span = place(of: broken.range, part, partial: broken.partial, in: variant)
        switch broken.problem {
        case .missing:
          report(
            Diagnostic(.unknownName, at: span, "no partial is called `\(broken.name)`")
              .suggesting(broken.name, from: partials.names, replacing: span) { "{{> \($0)}}" }
              .help("partials are files templates/partials/\(broken.name).LANGUAGE.md"))
        case .cycle:
          report(Diagnostic(.cycle, at: span, "partial `\(broken.name)` includes itself"))
        case .tooDeep:
          report(
            Diagnostic(.templateSyntax, at: span, "more than 64 partials include each other"))
        }
      }
    }
  }
}
