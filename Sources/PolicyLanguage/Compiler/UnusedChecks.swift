// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import MessageTemplates

extension Compilation {
  /// Warns of what is declared and named by nothing.
  ///
  /// With errors nothing is said: what is misspelt at its use would be told twice.
  func checkUnused(_ policies: [Policy]) {
    guard !hasErrors else { return }
    let kinds: [NameKind] = [
      .define, .guards, .calendar, .channel, .pool, .template, .partial, .score, .warmup,
      .health, .connection, .personalise,
    ]
    for kind in kinds {
      for (name, span) in names.unused(kind) where !isUsedOtherwise(name, kind) {
        report(
          Diagnostic(.unused, at: span, "\(kind.noun) `\(name)` is used by nothing")
            .help(unusedHelp(name, kind)))
      }
    }
    checkLanguages()
  }

  private func isUsedOtherwise(_ name: String, _ kind: NameKind) -> Bool {
    switch kind {
    // The team's channel also takes alarms, and a channel may only answer.
    case .channel: channel(name)?.isInternal ?? false || !(channel(name)?.initiates ?? true)
    case .account, .calendar, .connection, .define, .event, .exception, .experiment, .guards,
      .health,
      .invariant, .limit, .mapping, .offer, .partial, .personalise, .phases, .policy, .pool,
      .reply, .rules, .scenario, .score, .source, .template, .test, .warmup:
      false
    }
  }

  private func unusedHelp(_ name: String, _ kind: NameKind) -> String {
    switch kind {
    case .guards: "take it with `use: \(name)`, name it under `mandatory`, or remove it"
    case .template: "name it in a step's `send`, or remove its files"
    case .partial: "write `{{> \(name)}}` into a text, or remove its files"
    case .account, .calendar, .channel, .connection, .define, .event, .exception, .experiment,
      .health, .invariant, .limit, .mapping, .offer, .personalise, .phases, .policy, .pool,
      .reply, .rules, .scenario, .score, .source, .test, .warmup:
      "use it, or remove it"
    }
  }

  /// A language of the settings that no text is written in.
  private func checkLanguages() {
    let written = Set(templates.variants.map(\.template.id.language))
    guard !written.isEmpty, let list = settingsRoot?["languages"] else { return }
    for item in list.items {
      guard let language = item.text, !written.contains(language) else { continue }
      report(
        Diagnostic(.missingLanguage, at: item.span, "no template has a text in `\(language)`")
          .note("people with that language get another one of `languages`"))
    }
  }
}
