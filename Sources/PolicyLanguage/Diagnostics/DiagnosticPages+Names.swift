// Licensed under the Apache License, Version 2.0; see LICENSE.

// Pages of the codes about names and types.
extension DiagnosticPage {
  static let unknownKind = DiagnosticPage(
    "a document doesn't begin with a kind",
    meaning: "The first key of a document names its kind, and its value the document's id.",
    wrong: "polcy: winback",
    right: "policy: winback")

  static let unknownKey = DiagnosticPage(
    "a key isn't one of the kind's",
    meaning: "Each kind has its keys, and no others: a misspelt guard must not vanish. `parley "
      + "explain KIND` lists them.",
    wrong: "otherwse: stop",
    right: "otherwise: stop")

  static let missingKey = DiagnosticPage(
    "a required key is missing",
    meaning: "The kind can't be understood without this key.",
    wrong: "limit: weekly\ngap: 7d",
    right: "limit: weekly\nscope: contact\ngap: 7d")

  static let wrongForm = DiagnosticPage(
    "a value has another form",
    meaning: "A list, a map or a single value was expected, and another one of them stands here.",
    wrong: "guards: working-hours",
    right: "guards:\n  - use: working-hours")

  static let wrongType = DiagnosticPage(
    "a value isn't of the key's type",
    meaning: "Values are typed by the key they belong to, never guessed from their looks. The "
      + "message says which form is read.",
    wrong: "gap: two weeks",
    right: "gap: 14d")

  static let notBool = DiagnosticPage(
    "a value isn't true or false",
    meaning: "Only `true` and `false` are read; `yes`, `no`, `on` and `off` mean different things "
      + "to different readers, and NO is Norway.",
    wrong: "nullable: yes",
    right: "nullable: true")

  static let outOfRange = DiagnosticPage(
    "a number is outside its range",
    meaning: "The number has the right form, but no meaning here; the message says which numbers "
      + "have.",
    wrong: "seed: -1",
    right: "seed: 7")

  static let unknownChoice = DiagnosticPage(
    "a word isn't one of the choices",
    meaning: "The key takes one word of a fixed list.",
    wrong: "otherwise: drop",
    right: "otherwise: skip")

  static let badName = DiagnosticPage(
    "a name isn't written as names are",
    meaning: "Ids are kebab-case: letters a to z, digits, hyphens between them. What expressions "
      + "name (`define`, `score`, `phases`, facts) is snake_case instead, because a hyphen "
      + "would subtract.",
    wrong: "policy: Winback_Deals",
    right: "policy: winback-deals")

  static let keyConflict = DiagnosticPage(
    "keys exclude or need each other",
    meaning: "Some keys can't stand together, some must: a step has one action, a guard one "
      + "condition, a limit either a count or a gap.",
    wrong: "- id: hello\n  send: {channel: email, template: hello}\n"
      + "  set: {contact.tier: 1}",
    right: "- id: hello\n  send: {channel: email, template: hello}")

  static let windowEndsFirst = DiagnosticPage(
    "a window ends before it begins",
    meaning: "A window's end is later on the same day, or is marked +1 for the day after. Without "
      + "the mark it isn't guessed which one was meant.",
    wrong: "open: [mon-fri 22:00-06:00]",
    right: "open: [mon-fri 22:00-06:00+1]")

  static let rangeReversed = DiagnosticPage(
    "a range ends before it begins",
    meaning: "The smaller end of a range comes first; both ends belong to it.",
    wrong: "after: 7d..5d",
    right: "after: 5d..7d")

  static let noSuchTime = DiagnosticPage(
    "a date or time doesn't exist",
    meaning: "The calendar has no such day, or the clock no such time.",
    wrong: "from: 2026-02-30",
    right: "from: 2026-02-28")

  static let misplacedKind = DiagnosticPage(
    "a document stands in another folder than its kind",
    meaning: "Scenarios stand in scenarios/, mappings in data/NAME.mapping.yaml, templates in "
      + "templates/, everything else in policies/.",
    wrong: "scenario: spring  # in policies/spring.yaml",
    right: "scenario: spring  # in scenarios/spring.yaml")

  static let settingsMissing = DiagnosticPage(
    "the bundle has no settings",
    meaning: "policies/parley.yaml states the language's version and the settings of the whole "
      + "bundle.",
    wrong: "a bundle without policies/parley.yaml",
    right: "parley: 1")

  static let duplicateName = DiagnosticPage(
    "a name is given twice",
    meaning: "Ids are unique: per kind in the bundle, and within the list that they stand in. The "
      + "note shows the first place.",
    wrong: "- {id: hello, send: {channel: email, template: hello}}\n"
      + "- {id: hello, after: 6d, send: {channel: email, template: hello}}",
    right: "- {id: hello, send: {channel: email, template: hello}}\n"
      + "- {id: follow-up, after: 6d, send: {channel: email, template: hello}}")

  static let literalSecret = DiagnosticPage(
    "a secret's value stands in a file",
    meaning: "Secrets are named, never written: the runner looks them up where the operator keeps "
      + "them.",
    wrong: "password: hunter2",
    right: "password: {secret: smtp_password}")

  static let sharesDoNotAddUp = DiagnosticPage(
    "shares don't add up to 100%",
    meaning: "Weighted values and variants share out everything: their shares add up to 100%.",
    wrong: "language: {en: 70%, ru: 20%}",
    right: "language: {en: 70%, ru: 30%}")

  static let notExecutedYet = DiagnosticPage(
    "a kind or key is read, but not executed yet", severity: .warning,
    meaning: "The text is checked, and this version doesn't act on it. What isn't executed is "
      + "neutral: it neither sends nor stops anything.",
    wrong: "holdout: 5%",
    right: "# holdout: 5%   once it is executed")

  static let reviewDue = DiagnosticPage(
    "a document's review date has passed", severity: .warning,
    meaning: "`review_by` says until when somebody wanted to look at the document again. That day "
      + "is over.",
    wrong: "review_by: 2020-01-01",
    right: "review_by: 2027-03-01")
}
