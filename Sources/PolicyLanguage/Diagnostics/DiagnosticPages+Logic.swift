// Licensed under the Apache License, Version 2.0; see LICENSE.

// Pages of the codes about what policies come to, and about texts.
extension DiagnosticPage {
  static let loosens = DiagnosticPage(
    "a library guard would be loosened",
    meaning: "A policy may tighten a guard that it takes from the library (wait, then skip, then "
      + "stop), never loosen it.",
    wrong: "guards:\n  - {use: known-source, otherwise: wait}",
    right: "guards:\n  - {use: known-source}")

  static let alwaysHolds = DiagnosticPage(
    "a condition is always true or always false", severity: .warning,
    meaning: "It doesn't depend on anything that can change, or it compares a fact with a value "
      + "outside of the fact's range.",
    wrong: "require: contact.source_tier > 5",
    right: "require: contact.source_tier > 1")

  static let neverPasses = DiagnosticPage(
    "a guard never passes", severity: .warning,
    meaning: "Nobody gets past this guard, and failing it ends the enrolment, so nothing "
      + "behind it is ever sent.",
    wrong: "require: contact.tier > 3    # a tier is 1, 2 or 3\notherwise: stop",
    right: "require: contact.tier > 1\notherwise: stop")

  static let sentLate = DiagnosticPage(
    "a step goes out later than it says", severity: .warning,
    meaning: "A gap or a cap between sends holds it back, counted from the step before, or it "
      + "falls due while its hours are closed, whenever the step before went out. Say the "
      + "later time, or make the limit measure `starts`.",
    wrong: "gap: 14d        # and a follow-up with `after: 5d`",
    right: "gap: 14d\nbetween: starts")

  static let neverSent = DiagnosticPage(
    "a step can never be sent",
    meaning: "Its earliest time comes after a deadline: its own `expires`, an exit's `after`, the "
      + "`until` of the first send; or a limit drops it each time. This is said only where it is "
      + "certain: the messages before can't be left out by a guard, and no guard can hold the step "
      + "back until the limit opens. Consent or an address that arrives between two messages, and "
      + "people who stop and start Parley, are left aside.",
    wrong: "steps:\n  - {id: hello, send: {channel: email, template: hello}}\n"
      + "  - {id: again, after: 60d, send: {channel: email, template: hello}}\nexit:\n"
      + "  - {after: 45d, as: too-old}",
    right: "steps:\n  - {id: hello, send: {channel: email, template: hello}}\n"
      + "  - {id: again, after: 60d, send: {channel: email, template: hello}}\nexit:\n"
      + "  - {after: 90d, as: too-old}")

  static let rarelySent = DiagnosticPage(
    "a step isn't sent where everything before it goes out on time", severity: .warning,
    meaning: "A limit drops it, it expires, or an exit comes first. It is sent only where "
      + "something unusual happens: a guard held it back meanwhile, or the message "
      + "before was left out.",
    wrong: "gap: 14d        # and a follow-up with `after: 5d`\non_exceed: skip",
    right: "gap: 14d\non_exceed: skip\nbetween: starts")

  static let rankOrder = DiagnosticPage(
    "an escalation goes down in rank", severity: .warning,
    meaning: "Channels are tried in the order that the step lists them. A channel's `rank` says "
      + "where it belongs: 1 comes first.",
    wrong: "escalate:\n  - {channel: sms, template: hello}             # rank: 4\n"
      + "  - {channel: email, after: 3d, template: hello}  # rank: 1",
    right: "escalate:\n  - {channel: email, template: hello}\n"
      + "  - {channel: sms, after: 3d, template: hello}")

  static let unreachable = DiagnosticPage(
    "something is never reached",
    meaning: "A branch before it always goes elsewhere, or nothing leads to it.",
    wrong: "- {id: fork, branch: [{goto: last}]}\n"
      + "- {id: between, send: {channel: email, template: hello}}\n"
      + "- {id: last, after: 6d, send: {channel: email, template: hello}}",
    right: "- {id: fork, branch: [{when: account.tier == \"key\", goto: last}]}\n"
      + "- {id: between, send: {channel: email, template: hello}}\n"
      + "- {id: last, after: 6d, send: {channel: email, template: hello}}")

  static let answerAfterSuppress = DiagnosticPage(
    "an answer would go to somebody who is suppressed",
    meaning:
      "Actions of a class happen together, in no order. Who is suppressed gets nothing more.",
    wrong: "do: [{suppress: person}, {answer: replies/goodbye}]",
    right: "do: [{suppress: person}, {end: all}]")

  static let templateSyntax = DiagnosticPage(
    "a text can't be read as a template",
    meaning: "Texts have names in double braces, sections, partials and filters, and nothing else.",
    wrong: "Hi {{contact.first_name}",
    right: "Hi {{contact.first_name | default: \"there\"}}")

  static let missingVariant = DiagnosticPage(
    "a template has no text for a channel or language",
    meaning:
      "A text is found by template, channel and language. The step names a channel for which "
      + "there is none.",
    wrong: "send: {channel: sms, template: winback/new-angle}",
    right: "send: {channel: email, template: winback/new-angle}")

  static let templateName = DiagnosticPage(
    "a text names something that has no value there",
    meaning: "What a text may name depends on the policy that sends it: its deal, its sender.",
    wrong: "{{sender.name}}",
    right: "{{identity.name}}")

  static let templateNullable = DiagnosticPage(
    "a text writes a value that may be missing",
    meaning: "A message must not lose a word silently. Say what stands there instead.",
    wrong: "for {{contact.role}}",
    right: "for {{contact.role | default: \"you\"}}")

  static let templateDuty = DiagnosticPage(
    "a text lacks what its channel requires",
    meaning: "Outreach says who writes, where they are, and how to end it.",
    wrong: "Shall I send three ideas?",
    right: "Shall I send three ideas?\n\n{{identity.name}}, {{identity.postal_address}}\n"
      + "{{unsubscribe_url}}")

  static let templateLength = DiagnosticPage(
    "a text is too long or too short",
    meaning: "The channel's `length` bounds subjects, bodies and SMS segments; names count as one "
      + "character at the least.",
    wrong: "subject: A subject that is much longer than the sixty characters which are allowed",
    right: "subject: Three ideas for your checkout?")

  static let templateLinks = DiagnosticPage(
    "a first message has other links than allowed",
    meaning: "The channel's `first_touch` bounds links in the first message to somebody.",
    wrong: "See https://studio.example.com and https://studio.example.com/work",
    right: "See https://studio.example.com")

  static let templateText = DiagnosticPage(
    "characters of a text deceive or are left over",
    meaning: "Braces of a tag that isn't one, letters of two scripts in one word, characters that "
      + "turn the direction of reading.",
    wrong: "Hi }} there",
    right: "Hi there")

  static let templateValue = DiagnosticPage(
    "a value can't be written like this",
    meaning: "A filter takes values of its type only; lists of objects have no text.",
    wrong: "{{deal.package | month}}",
    right: "{{deal.package | upper}}")

  static let missingLanguage = DiagnosticPage(
    "a language has no text", severity: .warning,
    meaning:
      "Somebody with that language gets the text of the next one in `languages`, as a whole.",
    wrong: "languages: [en, ru]    # and texts in English alone",
    right: "languages: [en]")

  static let missingProvider = DiagnosticPage(
    "a text has no template at the provider", severity: .warning,
    meaning: "Outside of a session the channel takes only templates that live at the provider; "
      + "without one the step is held.",
    wrong: "template: page\nchannel: whatsapp",
    right: "template: page\nchannel: whatsapp\nprovider: {name: check_in, language: en}")
}
