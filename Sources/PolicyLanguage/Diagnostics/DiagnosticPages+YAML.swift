// Licensed under the Apache License, Version 2.0; see LICENSE.

// Pages of the codes about files and YAML.
extension DiagnosticPage {
  static let fileUnreadable = DiagnosticPage(
    "a file of the bundle can't be read",
    meaning: "The system refused to open or read a file that belongs to the bundle. A bundle is "
      + "used whole or not at all, so a file that can't be read is an error even if nothing "
      + "seems to need it.",
    wrong: "policies/limits.yaml without read permission",
    right: "chmod a+r policies/limits.yaml")

  static let fileTooLarge = DiagnosticPage(
    "a file is larger than 1 MiB",
    meaning: "Files of a bundle hold at most 1,048,576 bytes. People review policies; what is "
      + "larger is data, and belongs into a CSV or JSONL file that a mapping reads.",
    wrong: "a policy file of 3 MiB with a list of customers in it",
    right: "a data file, and a mapping in data/ that reads it")

  static let notUTF8 = DiagnosticPage(
    "a file isn't UTF-8",
    meaning: "Every file of a bundle is UTF-8 text. The caret stands at the first byte that isn't. "
      + "Editors that save in another encoding (Latin-1, UTF-16) have a setting for it.",
    wrong: "title: Caf\\xE9   (Latin-1)",
    right: "title: Café   (UTF-8)")

  static let bidirectionalControl = DiagnosticPage(
    "a character changes the reading order",
    meaning: "Bidirectional control characters make a line look different from what a machine "
      + "reads: a reviewer may see a guard that isn't there. They are refused in policies and "
      + "templates alike; right-to-left languages need none of them in files.",
    wrong: "require: contact.ok <U+202E>eurt ==",
    right: "require: contact.ok == true")

  static let controlCharacter = DiagnosticPage(
    "a control character stands in the text",
    meaning: "Control characters, and line breaks that editors don't show as such (U+0085, U+2028, "
      + "U+2029), have no place in a bundle. In double quotes they can be written as escapes.",
    wrong: "title: a<U+0007>b",
    right: "title: \"a\\u0007b\"")

  static let nestedTooDeep = DiagnosticPage(
    "nesting is deeper than 64",
    meaning: "Lists and maps may stand inside each other 64 times. No kind needs more than ten; "
      + "deeper text is a mistake, or an attack on whoever reads it.",
    wrong: "tags: [[[[[[ and so on, 65 times",
    right: "tags: [marketing]")

  static let tooManyFaults = DiagnosticPage(
    "too many syntax errors to go on",
    meaning: "After a syntax error the reader mends or skips a line and goes on, so that one run "
      + "shows all mistakes. In this document there are so many that what follows would be "
      + "guesswork. Mend those shown and check again.",
    wrong: "a file that isn't YAML at all",
    right: "policy: winback")

  static let tabIndentation = DiagnosticPage(
    "a tab indents a line",
    meaning: "YAML indents with spaces only. A tab looks like some number of them, and which one "
      + "depends on the editor, so the structure would depend on who looks.",
    wrong: "steps:\n<tab>- id: hello",
    right: "steps:\n  - id: hello")

  static let unclosedQuote = DiagnosticPage(
    "a quote is never closed",
    meaning: "A text that begins with a quote must end with the same one. Inside single quotes a "
      + "single quote is written twice; inside double quotes a double quote is written with a "
      + "backslash.",
    wrong: "because: 'too late",
    right: "because: 'too late'")

  static let unclosedBracket = DiagnosticPage(
    "a bracket is never closed, or closed by the wrong one",
    meaning: "A list in square brackets or a map in braces must be closed before the next key.",
    wrong: "over: [email, sms\nlevel: soft",
    right: "over: [email, sms]\nlevel: soft")

  static let unexpectedIndentation = DiagnosticPage(
    "a line is indented unlike its neighbours",
    meaning: "Keys of one map, and items of one list, begin in the same column. This line begins "
      + "in another one, so it belongs to nothing.",
    wrong: "send:\n    channel: email\n  template: hello",
    right: "send:\n  channel: email\n  template: hello")

  static let colonInValue = DiagnosticPage(
    "a value holds a colon and a space",
    meaning: "A colon with a space after it begins the value of a key. In a text or an expression "
      + "it needs quotes around all of it.",
    wrong: "because: closed: see the calendar",
    right: "because: 'closed: see the calendar'")

  static let missingColon = DiagnosticPage(
    "a line is neither a key nor an item",
    meaning: "In a map each line is `key: value`, with a space after the colon; in a list each "
      + "item begins with `- `. This line is neither.",
    wrong: "title Come back",
    right: "title: Come back")

  static let reservedCharacter = DiagnosticPage(
    "a value begins with a character that YAML reserves",
    meaning: "A plain text can't begin with any of @ ` % & * ! > or a vertical bar. In quotes it "
      + "can.",
    wrong: "safe_list: [@studio.example.com]",
    right: "safe_list: ['@studio.example.com']")

  static let textAfterValue = DiagnosticPage(
    "text follows a value that has ended",
    meaning: "A value that begins with a quote or a bracket ends with its partner. What follows on "
      + "the line belongs to nothing. If all of it is one expression, quote all of it.",
    wrong: "when: \"active\" == account.stage",
    right: "when: '\"active\" == account.stage'")

  static let syntax = DiagnosticPage(
    "the text isn't YAML here",
    meaning: "The reader found something else than a key, an item or a value.",
    wrong: "guards: - use: working-hours",
    right: "guards:\n  - use: working-hours")

  static let duplicateKey = DiagnosticPage(
    "a key is given twice",
    meaning: "A map gives each key once. Most YAML readers silently keep the last of two; in a "
      + "policy that would be a lost guard, so it is an error, and the note shows the first "
      + "place.",
    wrong: "level: hard\nlevel: soft",
    right: "level: soft")

  static let keyNotText = DiagnosticPage(
    "a key isn't a plain word",
    meaning: "Keys are words. A list or a map as a key, or an empty key, has no meaning here. A "
      + "text that begins with {{ needs quotes, or YAML takes the braces for a map.",
    wrong: "subject: {{deal.package}}, but smaller?",
    right: "subject: '{{deal.package}}, but smaller?'")

  static let directive = DiagnosticPage(
    "a directive of YAML stands here",
    meaning: "Lines such as %YAML or %TAG change how a file is read. A bundle has one way of being "
      + "read.",
    wrong: "%YAML 1.2",
    right: "parley: 1")

  static let escape = DiagnosticPage(
    "double quotes hold an unknown escape",
    meaning: "Inside double quotes a backslash begins an escape: \\n, \\t, \\\", \\\\, \\u0041. "
      + "Patterns with backslashes read better in single quotes, where a backslash is a "
      + "backslash.",
    wrong: "patterns: [\"\\d+\"]",
    right: "patterns: ['\\d+']")

  static let blockHeader = DiagnosticPage(
    "text follows a block's sign",
    meaning: "A value that begins with a vertical bar or > is a block of lines below. If it is an "
      + "expression, quote it.",
    wrong: "because: > 3 days after the last",
    right: "because: '> 3 days after the last'")

  static let anchor = DiagnosticPage(
    "an anchor stands here",
    meaning: "Anchors (&name) and aliases (*name) are refused: what a policy says should stand "
      + "where it is read. Share by name instead: define, guards with use, calendars.",
    wrong: "guards: &common [{use: working-hours}]",
    right: "guards: [{use: working-hours}]")

  static let alias = DiagnosticPage(
    "an alias stands here",
    meaning: "Aliases (*name) are refused: nested ones make a small file expand without end, and "
      + "what a policy says should stand where it is read. Share by name instead: define, "
      + "guards with use, calendars.",
    wrong: "guards: *common",
    right: "guards: [{use: working-hours}]")

  static let tag = DiagnosticPage(
    "an exclamation mark begins a tag",
    meaning: "YAML takes ! at the beginning of a value for a tag and drops it, so "
      + "`!contact.replied_ever` would lose its meaning. Quote the expression. Types come "
      + "from the kind, so tags such as !!str aren't needed.",
    wrong: "only_if: !contact.replied_ever",
    right: "only_if: '!contact.replied_ever'")

  static let tornCall = DiagnosticPage(
    "a comma tears a call apart",
    meaning: "Inside { } and [ ] a comma ends a value. A call with a comma in it needs quotes "
      + "around all of it.",
    wrong: "account: {health: normal(62, 18)}",
    right: "account: {health: \"normal(62, 18)\"}")

  static let commentInExpression = DiagnosticPage(
    "a comment may cut an expression",
    meaning: "In plain text a space and # begin a comment, so what follows isn't part of the "
      + "expression. Where it could have been meant as a part (one space before it, an open "
      + "quote or bracket, an operator beside it), it is an error: put two spaces before a "
      + "comment, or quote the expression.",
    wrong: "require: contact.ok && account.health > 40 #for now",
    right: "require: contact.ok && account.health > 40  # for now")

  static let commentSwallowsLines = DiagnosticPage(
    "a // comment would swallow the lines after it",
    meaning: "YAML joins the lines of a folded, plain or quoted text with spaces, so // would "
      + "comment out everything after it. In a literal block, begun by a vertical bar, lines "
      + "stay lines; comments of YAML begin with # and stand outside.",
    wrong: "when: >-\n  account.health > 40 // well enough\n  && contact.ok",
    right: "when: >-\n  account.health > 40\n  && contact.ok")

  static let frontMatter = DiagnosticPage(
    "a template has no front matter",
    meaning: "A template begins with a line ---, its keys, and another line ---; the text follows.",
    wrong: "Hi {{contact.first_name}}",
    right: "---\ntemplate: welcome\nchannel: email\nlanguage: en\nsubject: Welcome\n---\nHi")
}
