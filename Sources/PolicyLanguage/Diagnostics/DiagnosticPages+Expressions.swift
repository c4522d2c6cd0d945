// Licensed under the Apache License, Version 2.0; see LICENSE.

// Pages of the codes about names that documents give each other, and about expressions.
extension DiagnosticPage {
  static let unknownName = DiagnosticPage(
    "nothing is declared under a name",
    meaning: "Channels, pools, calendars, templates, guards, steps, events and zones are named by "
      + "their ids. Nothing of this kind has this one; the message lists what there is.",
    wrong: "send: {channel: e-mail, template: winback/new-angle}",
    right: "send: {channel: email, template: winback/new-angle}")

  static let expressionSyntax = DiagnosticPage(
    "an expression can't be read",
    meaning: "Expressions are CEL: `==` compares, `&&` and `||` join, `!` negates, texts stand in "
      + "quotes, lists in brackets. The caret shows how far it was understood.",
    wrong: "require: account.health >= 40 and account.tier == \"key\"",
    right: "require: account.health >= 40 && account.tier == \"key\"")

  static let singleEquals = DiagnosticPage(
    "one equals sign stands where two compare",
    meaning: "An expression never assigns. `==` asks whether two values are equal.",
    wrong: "require: account.tier = \"key\"",
    right: "require: account.tier == \"key\"")

  static let unknownFact = DiagnosticPage(
    "an expression reads a name that nothing declares",
    meaning:
      "Facts are declared under `facts:`, other names under `define:`; the rest is built in. "
      + "A misspelt fact would be unknown for ever, and what is unknown never passes.",
    wrong: "require: account.helth >= 40",
    right: "require: account.health >= 40")

  static let typeMismatch = DiagnosticPage(
    "types of an expression don't fit together",
    meaning: "Expressions are checked against the declared types before anything is decided. "
      + "Whole numbers and decimals don't mix, instants compare with instants, conditions are true "
      + "or false.",
    wrong: "require: account.health >= \"40\"",
    right: "require: account.health >= 40")

  static let wrongArguments = DiagnosticPage(
    "a function is given other arguments than it takes",
    meaning: "The message lists the forms of the function.",
    wrong: "require: contact.replied_since(14)",
    right: "require: contact.replied_since(now - days(14))")

  static let unknownFunction = DiagnosticPage(
    "an expression calls a function that doesn't exist",
    meaning: "Functions are those of CEL and of Parley: `days`, `between`, `today`, `money`, "
      + "`contact.replied_since` and so on.",
    wrong: "require: contact.replied_sinse(now - days(14))",
    right: "require: contact.replied_since(now - days(14))")

  static let notHere = DiagnosticPage(
    "a name has no value in this place",
    meaning: "`deal` exists in policies with `per: deal`, `event` in those that events enrol, "
      + "`sender` where a sender is chosen, `sends` and `decisions` in expectations and invariants.",
    wrong: "enrol: {when: deal.amount > money(\"1000 EUR\")}",
    right: "enrol: {per: deal, on: deal.lost, when: deal.amount > money(\"1000 EUR\")}")

  static let unknownWord = DiagnosticPage(
    "a word isn't one of an enumeration's",
    meaning: "A fact of type `enum` has one of its declared words. Comparing it with another one "
      + "would always come out the same.",
    wrong: "require: account.stage == \"actve\"",
    right: "require: account.stage == \"active\"")

  static let builtInName = DiagnosticPage(
    "a built-in name is declared again",
    meaning: "Every bundle has the built-in facts and events; nothing may take their names.",
    wrong: "facts:\n  contact: {language: string}",
    right: "facts:\n  contact: {spoken_language: string}")

  static let cycle = DiagnosticPage(
    "things name each other in a circle",
    meaning:
      "Definitions, calendars and partials are put in where they are named, so none may lead "
      + "back to itself.",
    wrong: "define:\n  warm: fresh && account.health > 40\n  fresh: warm || contact.replied_ever",
    right: "define:\n  warm: fresh && account.health > 40\n  fresh: contact.replied_ever")

  static let wrongLiteral = DiagnosticPage(
    "a text inside an expression can't be read",
    meaning: "`money` takes an amount and a currency, `date` a date. What nothing but constants "
      + "go into and can't be computed is refused too, such as a division by zero.",
    wrong: "require: deal.amount >= money(\"1.000€\")",
    right: "require: deal.amount >= money(\"1000 EUR\")")

  static let durationUnit = DiagnosticPage(
    "`duration` is given days or weeks",
    meaning: "CEL's own `duration` knows hours, minutes and seconds only.",
    wrong: "require: now - contact.created_at > duration(\"14d\")",
    right: "require: now - contact.created_at > days(14)")

  static let badPattern = DiagnosticPage(
    "RE2 can't read a pattern",
    meaning: "Patterns are RE2's, which takes linear time: it has no look-around and no "
      + "back-references.",
    wrong: "patterns: [\"(?<!not )interested\"]",
    right: "patterns: [\"\\\\binterested\\\\b\"]")

  static let rangesOverlap = DiagnosticPage(
    "ranges that share something out overlap",
    meaning: "Each value belongs to one band.",
    wrong: "bands: {hot: 70..100, warm: 40..74}",
    right: "bands: {hot: 75..100, warm: 40..74}")

  static let wrongChannel = DiagnosticPage(
    "a channel can't do what is asked of it",
    meaning:
      "Internal channels tell the team, others write to contacts; a channel with `initiates: "
      + "false` only answers; a pool writes by its own channel.",
    wrong: "send: {channel: team, template: winback/new-angle}",
    right: "notify: {channel: team, text: \"{{account.name}} came back\"}")

  static let wrongOrder = DiagnosticPage(
    "a step names one on the wrong side",
    meaning: "`goto` leads forward only, `thread` names an earlier step: an enrolment goes through "
      + "its steps once.",
    wrong: "- {id: hello, send: {channel: email, template: hello}}\n"
      + "- {id: again, branch: [{when: account.tier == \"key\", goto: hello}]}",
    right: "- {id: fork, branch: [{when: account.tier == \"key\", goto: call}]}\n"
      + "- {id: hello, send: {channel: email, template: hello}}\n"
      + "- {id: call, task: {to: account.owner, text: Call them}}")

  static let whatIfPath = DiagnosticPage(
    "a path of `what_if` leads nowhere",
    meaning: "A path is a kind, an id, and keys; items of lists are named by their ids.",
    wrong: "what_if: {limit.daily.cuont: 3}",
    right: "what_if: {limit.daily.count: 3}")

  static let lostPart = DiagnosticPage(
    "a part of a document was lost without a finding",
    meaning:
      "Parley checks that all of a bundle is in what it decides by. A part that isn't, while "
      + "nothing was reported, is a mistake of Parley's own; a bundle with a lost guard is refused.",
    wrong: "guards:\n  - {id: healthy, require: account.health >= 40}",
    right: "guards:\n  - {id: healthy, require: account.health >= 40}")

  static let nullableRead = DiagnosticPage(
    "a fact that may have no value is read without asking",
    severity: .warning,
    meaning: "Reading a fact that is known to be none is an error at run time, and what errs never "
      + "passes. `has` asks first.",
    wrong: "require: contact.last_reply_at < now - days(21)",
    right: "require: has(contact.last_reply_at) && contact.last_reply_at < now - days(21)")

  static let mustBePolled = DiagnosticPage(
    "nobody can foresee when a condition changes", severity: .warning,
    meaning:
      "Parley solves conditions for the instant at which they change, and sleeps until then. "
      + "Where `now` is used in another way it has to ask at every round.",
    wrong: "require: int(now) % 2 == 0",
    right: "require: now >= contact.created_at + days(14)")

  static let unused = DiagnosticPage(
    "something is declared and used by nothing", severity: .warning,
    meaning: "Often a name is misspelt at its use, or a part is left from an earlier version.",
    wrong: "define:\n  icp: account.tier == \"key\"",
    right: "define:\n  icp: account.tier == \"key\"\n---\npolicy: intro\n"
      + "enrol: {when: icp}\n"
      + "steps: [{id: hello, send: {channel: email, template: hello}}]")
}
