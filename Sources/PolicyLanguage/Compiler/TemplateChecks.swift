// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import MessageTemplates

/// One place where a policy sends a template.
struct TemplateUse {
  let name: String
  let channel: Channel
  /// Where the policy names it.
  let span: SourceSpan
  let scope: ExpressionScope
  /// Whether the policy has constants of its own, which texts may name.
  let hasConstants: Bool
  /// Whether it may be the first message that the person gets from the policy.
  let isFirstTouch: Bool
  /// Whether a sender is chosen, so that `sender` has a value.
  let hasSender: Bool

  /// What findings can depend on.
  struct Key: Hashable {
    let name: String
    let channel: Int
    let scope: ExpressionScope
    let isFirstTouch: Bool
    let hasSender: Bool
  }

  /// Uses with the same key have the same findings; a missing text is told at each of its places.
  var key: Key {
    var scope = scope.named
    scope.policy = hasConstants ? scope.policy : nil
    return Key(
      name: name, channel: channel.index, scope: scope, isFirstTouch: isFirstTouch,
      hasSender: hasSender)
  }
}

extension Compilation {
  /// Checks a template's texts for one use; what was told for another use isn't told again.
  func check(_ use: TemplateUse) {
    let all = templates.variants(of: use.name)
    let variants = all.filter { $0.template.id.channel == use.channel.id }
    guard !variants.isEmpty else {
      guard let first = all.first else { return }
      let channels = Set(all.map(\.template.id.channel)).sorted()
      report(
        Diagnostic(
          .missingVariant, at: use.span,
          "template `\(use.name)` has no text for channel `\(use.channel.id)`"
        )
        .note("it has texts for \(Self.list(channels)) in", at: first.span)
        .help("add a file whose front matter has `channel: \(use.channel.id)`"))
      return
    }
    guard templates.checkedUses.insert(use.key).inserted else { return }
    checkLanguages(variants, use)
    for variant in variants {
      checkNames(variant, use)
      checkRules(variant, use)
      checkSession(variant, use)
    }
  }

  private func tell(_ diagnostic: Diagnostic) {
    let key = "\(diagnostic.code.rawValue) \(diagnostic.span)"
    if templates.told.insert(key).inserted { report(diagnostic) }
  }

  // MARK: - Languages

  private func checkLanguages(_ variants: [TemplateVariant], _ use: TemplateUse) {
    let languages = Set(variants.map(\.template.id.language))
    if languages.isDisjoint(with: settings.languages) {
      tell(
        Diagnostic(
          .missingVariant, at: use.span,
          "template `\(use.name)` has no text in \(Self.list(settings.languages))"
        )
        .note("it has one in \(Self.list(languages.sorted()))")
        .help("somebody whose language has no text gets one of `languages` of the settings"))
      return
    }
    // A language that no template has is told once, at the settings.
    let written = Set(templates.variants.map(\.template.id.language))
    for language in settings.languages where written.contains(language) {
      guard !languages.contains(language), let first = variants.first else { continue }
      tell(
        Diagnostic(
          .missingLanguage, at: first.span,
          "template `\(use.name)` has no text in `\(language)` for channel `\(use.channel.id)`"
        ).note("it falls back as a whole to \(Self.list(languages.sorted()))"))
    }
  }

  private func checkSession(_ variant: TemplateVariant, _ use: TemplateUse) {
    guard use.channel.session?.outside == .template, variant.template.provider == nil
    else { return }
    tell(
      Diagnostic(
        .missingProvider, at: variant.span,
        "outside its session `\(use.channel.id)` takes only texts that live at the provider"
      )
      .note("without `provider` this text is held there")
      .help("name the provider's template: `provider: {name: …, language: …}`"))
  }

  // MARK: - Names

  private func checkNames(_ variant: TemplateVariant, _ use: TemplateUse) {
    let language = variant.template.id.language
    let partials = templates.partials(of: language, fallback: settings.languages)
    var scope = use.scope.with(.identity, .unsubscribeURL)
    if use.hasSender { scope = scope.with(.sender) }
    for (part, text) in variant.template.texts where text.errors.isEmpty {
      for name in text.references(partials: partials).variables {
        let span = place(of: name.range, part, partial: name.partial, in: variant)
        check(name, at: span, in: scope, use)
      }
    }
  }

  private func check(
    _ name: VariableUse, at span: SourceSpan, in scope: ExpressionScope, _ use: TemplateUse
  ) {
    switch textName(name.path, in: scope) {
    case .malformed: break
    case .unwritable(let type): if name.role == .written { reportUnwritable(name, type, at: span) }
    case .unknown(let error):
      if !use.hasSender, name.path.hasPrefix("sender.") {
        tell(
          Diagnostic(
            .templateName, at: span,
            "`\(name.path)` has no value: channel `\(use.channel.id)` has no pool"
          )
          .note("\(use.scope.owner) sends it in", at: use.span))
        return
      }
      tell(
        textFinding(error, name.path, scope, at: span)
          .note("\(use.scope.owner) sends this text in", at: use.span))
    case .value(let kind, let isNullable):
      checkFilters(name, kind, at: span)
      guard isNullable, name.needsValue else { return }
      tell(
        Diagnostic(
          .templateNullable, at: span, "`\(name.path)` may have no value, and has no default here",
          label: "nullable"
        )
        .help(
          "say what stands there instead: `{{\(name.path) | default: \"…\"}}`, or put it into "
            + "`{{#\(name.path)}}…{{/\(name.path)}}`"))
    }
  }

  // MARK: - What the channel demands

  private func checkRules(_ variant: TemplateVariant, _ use: TemplateUse) {
    let demands = use.channel.rules
    var duties: [TemplateFinding.Duty] = []
    if demands.needsIdentity { duties.append(.identity) }
    if demands.needsPostalAddress { duties.append(.postalAddress) }
    if demands.needsUnsubscribe { duties.append(.unsubscribe) }
    let rules = TemplateRules(
      duties: duties, needsSubject: demands.subjectLength != nil,
      subjectLength: demands.subjectLength, bodyLength: demands.bodyLength,
      segments: demands.segments, links: use.isFirstTouch ? demands.firstTouchLinks : nil)
    let partials = templates.partials(
      of: variant.template.id.language, fallback: settings.languages)
    let identity = settings.identity
    let known: [String: TemplateValue] = [
      "identity.name": .string(identity.name),
      "identity.postal_address": .string(identity.postalAddress),
      "identity.site": .string(identity.site),
    ]
    for finding in rules.findings(in: variant.template, partials: partials, known: known) {
      tell(self.finding(finding, variant, use))
    }
  }

  private func finding(
    _ finding: TemplateFinding, _ variant: TemplateVariant, _ use: TemplateUse
  ) -> Diagnostic {
    let isWhole = finding.range.isEmpty
    let span =
      isWhole
      ? wholePlace(finding.part, variant)
      : place(of: finding.range, finding.part, partial: finding.partial, in: variant)
    let text = "template `\(use.name)`: \(finding.description)"
    let channel = "channel `\(use.channel.id)`"
    switch finding.kind {
    case .missing(let duty, _):
      return Diagnostic(
        .templateDuty, at: span,
        "template `\(use.name)` doesn't say what \(channel) requires: \(words(duty))"
      )
      .note("\(channel) requires it in", at: names.place(of: use.channel.id, .channel))
      .help("write `{{\(duty.path)}}` into the text or a partial of it, outside of sections")
    case .noSubject:
      return Diagnostic(.templateLength, at: span, "template `\(use.name)` has no subject")
        .help("add `subject:` to its front matter")
    case .tooShort, .tooLong, .segments:
      return Diagnostic(
        .templateLength, at: span,
        "\(words(finding.part)) of template `\(use.name)`: \(finding.description)"
      )
      .note("\(channel) says so in", at: names.place(of: use.channel.id, .channel))
    case .tooManyLinks, .tooFewLinks:
      return Diagnostic(.templateLinks, at: span, text + " in a first message")
        .note("\(channel) says so in", at: names.place(of: use.channel.id, .channel))
        .note("\(use.scope.owner) sends it first in", at: use.span)
    case .suspicious, .strayBraces, .noWords:
      return Diagnostic(.templateText, at: span, finding.description)
    }
  }

  private func wholePlace(_ part: MessageTemplate.Part, _ variant: TemplateVariant) -> SourceSpan {
    variant.fields[part]?.span ?? variant.span
  }

  private func words(_ part: MessageTemplate.Part) -> String {
    switch part {
    case .subject: "subject"
    case .preheader: "preheader"
    case .providerVariable(let name): "variable `\(name)`"
    case .body: "body"
    }
  }

  private func words(_ duty: TemplateFinding.Duty) -> String {
    switch duty {
    case .identity: "who writes"
    case .postalAddress: "the postal address"
    case .unsubscribe: "how to unsubscribe"
    }
  }
}
