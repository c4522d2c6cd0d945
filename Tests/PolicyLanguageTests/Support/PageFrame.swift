// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage

/// The place in a bundle that the example of an explained code stands in.
///
/// `§` is where the example goes, at its indentation. In examples, `<tab>` and `<U+202E>` stand for
/// those characters, and `# in PATH` names the file that the example stands in.
struct PageFrame: Sendable {
  let path: String
  let text: String
  /// Files beside it, in addition to or instead of the common ones.
  var others: [String: String] = [:]

  func files(_ example: String) -> BundleFiles {
    let written = example.replacing("<tab>", with: "\t")
      .replacing(#/<U\+([0-9A-F]+)>/#) { match in
        UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
      }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = String(line.prefix { $0 == " " })
      return line.replacing("§", with: written.replacing("\n", with: "\n" + indent))
    }
    var files = Self.bundle.merging(others) { $1 }
    let named = example.firstMatch(of: #/# in (\S+)/#).map { String($0.1) }
    files[named ?? path] = lines.joined(separator: "\n")
    return .memory(texts: files)
  }

  /// The file that an example stands in, for what is found in it alone.
  func path(of example: String) -> String {
    example.firstMatch(of: #/# in (\S+)/#).map { String($0.1) } ?? path
  }

  // MARK: - Places

  private static func policies(_ text: String, _ others: [String: String] = [:]) -> PageFrame {
    PageFrame(path: "policies/page.yaml", text: text, others: others)
  }

  private static let head = "policy: page\nenrol: {when: account.stage == \"active\"}\n"
  private static let dealHead = "policy: page\nenrol: {per: deal, on: deal.lost}\n"
  private static let oneStep = "\nsteps: [{id: hello, send: {channel: email, template: hello}}]"

  private static let file = policies("§")
  private static let policyID = policies(
    "§\nenrol: {when: account.stage == \"active\"}" + oneStep)
  private static let policy = policies(head + "§" + oneStep)
  private static let enrol = policies("policy: page\n§" + oneStep)
  private static let enrolKey = policies("policy: page\nenrol:\n  on: deal.lost\n  §" + oneStep)
  private static let enrolWhen = policies("policy: page\nenrol:\n  §" + oneStep)
  private static let condition = policies(head + "guards:\n  - id: page\n    §" + oneStep)
  private static let dealCondition = policies(dealHead + "guards:\n  - id: page\n    §" + oneStep)
  private static let guardKey = policies(
    head + "guards:\n  - id: page\n    require: contact.ok\n    §" + oneStep)
  private static let steps = policies(head + "steps:\n  §")
  private static let stepsAndExits = policies(head + "§")
  private static let firstStep = policies(
    head + "§\n    send: {channel: email, template: hello}")
  private static let action = policies(head + "steps:\n  - id: page\n    §")
  private static let stepKey = policies(
    head + "steps:\n  - id: page\n    send: {channel: email, template: hello}\n    §")
  private static let limit = policies("limit: page\nscope: contact\n§")
  private static let limitKey = policies("limit: page\nscope: contact\ngap: 1d\n§")
  private static let followUp = policies(
    "limit: page\nscope: contact\n§\n---\n" + head
      + """
      steps:
        - {id: hello, send: {channel: email, template: hello}}
        - {id: again, after: 5d, send: {channel: email, template: hello}}
      """)
  private static let calendar = policies("calendar: page\n§")
  private static let fact = policies("facts:\n  contact:\n    page: {type: string, §}")
  private static let channelSettings = policies("channel: page\nplugin: smtp\nsettings:\n  §")
  private static let score = policies(
    "score: page\nof: contact\nparts: [{id: all, weight: 100, value: 1.0}]\n§")
  private static let reply = policies(
    "reply: page\nlanguages: [en]\nclasses:\n  - id: page\n    §\n    do: [{hold_for: 7d}]")
  private static let replyActions = policies(
    "reply: page\nlanguages: [en]\nclasses:\n  - id: page\n    patterns: [stop]\n    §",
    ["templates/replies/goodbye.en.md": template("replies/goodbye", "email")])

  private static let settingsKeys = """
    mode: shadow
    identity: {name: Example Studio, postal_address: 12 Example Street}
    time_zone: Europe/Lisbon
    """
  private static let settings = PageFrame(
    path: "policies/parley.yaml", text: "parley: 1\n" + settingsKeys + "\n§")
  private static let settingsHead = PageFrame(
    path: "policies/parley.yaml", text: "§\n" + settingsKeys)

  private static func scenario(_ text: String) -> PageFrame {
    PageFrame(path: "scenarios/page.yaml", text: text)
  }

  private static let people = "people:\n  generate:\n    count: 10\n"
  private static let span = "scenario: page\nfrom: 2026-10-01\nto: 2026-10-31\n"
  private static let scenarioID = scenario("§\nfrom: 2026-10-01\nto: 2026-10-31\n" + people)
  private static let scenarioFrom = scenario("scenario: page\n§\nto: 2026-10-31\n" + people)
  private static let scenarioKey = scenario(span + people + "§")
  private static let generated = scenario(span + people + "    §")
  private static let generatedContact = scenario(span + people + "    contact:\n      §")

  // MARK: - Texts

  private static func template(_ name: String, _ channel: String) -> String {
    let subject = channel == "sms" ? "" : "subject: Hello\n"
    return "---\ntemplate: \(name)\nchannel: \(channel)\nlanguage: en\n\(subject)---\nHello.\n"
  }

  private static func body(
    on channel: String = "email", head: String = head, rules: String = ""
  ) -> PageFrame {
    front(
      "template: page\nchannel: \(channel)\nlanguage: en\nsubject: Hello\n---\n§\n", on: channel,
      head: head,
      rules: rules)
  }

  /// A template from its front matter on, the policy that sends it, and its channel's rules.
  private static func front(
    _ text: String, on channel: String = "email", head: String = head, rules: String = ""
  ) -> PageFrame {
    let send = "steps: [{id: page, send: {channel: \(channel), template: page}}]"
    let declared =
      rules.isEmpty
      ? "" : "\n---\nchannel: \(channel)\nplugin: \(channel)\nconsent: [explicit]\n\(rules)"
    return PageFrame(
      path: "templates/page.en.md", text: "---\n" + text,
      others: ["policies/page.yaml": head + send + declared])
  }

  private static let wholeTemplate = PageFrame(path: "templates/page.en.md", text: "§\n")
  private static let subject = front(
    "template: page\nchannel: email\nlanguage: en\n§\n---\nHello\n", head: dealHead)
  private static let boundedSubject = front(
    "template: page\nchannel: strict\nlanguage: en\n§\n---\nHello\n", on: "strict",
    rules: "length: {subject: 1..60}")
  private static let dutiful = body(
    on: "strict", rules: "requires: [identity, postal_address, one_click_unsubscribe]")
  private static let linked = body(on: "strict", rules: "first_touch: {links: 0..1}")
  private static let providerText = front(
    "§\nlanguage: en\n---\nHello\n", on: "whatsapp",
    rules: "session: {open_for: 24h, after: contact.last_inbound_at, outside: template}")
}

extension PageFrame {
  /// The frame of each code that an example of a few lines can show.
  static let frames: [DiagnosticCode: PageFrame] = [
    .bidirectionalControl: condition, .controlCharacter: policy, .tabIndentation: firstStep,
    .unclosedQuote: guardKey, .unclosedBracket: limitKey, .unexpectedIndentation: action,
    .colonInValue: guardKey, .missingColon: policy, .reservedCharacter: settings,
    .textAfterValue: enrolWhen, .syntax: policy, .duplicateKey: limitKey, .keyNotText: subject,
    .directive: settingsHead, .escape: reply, .blockHeader: guardKey, .anchor: policy,
    .alias: policy, .tag: stepKey, .tornCall: generated, .commentInExpression: condition,
    .commentSwallowsLines: enrolWhen, .frontMatter: wholeTemplate,

    .unknownKind: policyID, .unknownKey: guardKey, .missingKey: file, .wrongForm: policy,
    .wrongType: limit, .notBool: fact, .outOfRange: scenarioKey, .unknownChoice: guardKey,
    .badName: policyID, .keyConflict: steps, .windowEndsFirst: calendar,
    .rangeReversed: enrolKey, .noSuchTime: scenarioFrom, .misplacedKind: scenarioID,
    .duplicateName: steps, .literalSecret: channelSettings,
    .sharesDoNotAddUp: generatedContact, .notExecutedYet: policy, .reviewDue: policy,

    .unknownName: action, .expressionSyntax: condition, .singleEquals: condition,
    .unknownFact: condition, .typeMismatch: condition, .wrongArguments: condition,
    .unknownFunction: condition, .notHere: enrol, .unknownWord: condition, .builtInName: file,
    .cycle: file, .wrongLiteral: dealCondition, .durationUnit: condition, .badPattern: reply,
    .rangesOverlap: score, .wrongChannel: action, .wrongOrder: steps, .whatIfPath: scenarioKey,
    .nullableRead: condition, .mustBePolled: condition, .unused: file,

    .loosens: policy, .alwaysHolds: condition, .neverPasses: condition, .sentLate: followUp,
    .neverSent: stepsAndExits, .unreachable: steps, .answerAfterSuppress: replyActions,
    .rarelySent: followUp, .rankOrder: action,

    .templateSyntax: body(), .missingVariant: action, .templateName: body(),
    .templateNullable: body(), .templateDuty: dutiful, .templateLength: boundedSubject,
    .templateLinks: linked, .templateText: body(), .templateValue: body(head: dealHead),
    .missingLanguage: settings, .missingProvider: providerText,
  ]

  /// What the examples speak of.
  private static let bundle = [
    "policies/parley.yaml": "parley: 1\n" + settingsKeys + "\nlanguages: [en]",
    "policies/common.yaml": """
    facts:
      contact:
        role: {type: string, nullable: true}
        ok: bool
        tier: {type: int, range: 1..3, default: 3}
        source: {type: string, nullable: true}
        source_tier: {type: int, range: 1..3}
      account:
        stage: {type: enum, of: [prospect, active, inactive]}
        tier: {type: enum, of: [key, standard]}
        health: {type: int, range: 0..100}
        owner: {type: string, nullable: true}
      deal:
        package: string
        amount: money
    ---
    guards:
      - {id: known-source, require: has(contact.source), otherwise: skip}
      - {id: working-hours, window: {calendar: work, zone: contact}}
    ---
    calendar: work
    open: [mon-fri 09:00-18:00]
    ---
    limit: daily
    scope: global
    count: 20
    per: {calendar: day, zone: UTC}
    ---
    channel: email
    plugin: smtp
    consent: [explicit]
    rank: 1
    ---
    channel: sms
    plugin: sms
    consent: [explicit]
    rank: 4
    ---
    channel: team
    plugin: slack
    internal: true
    """,
    "templates/hello.en.md": template("hello", "email"),
    "templates/hello.sms.en.md": template("hello", "sms"),
    "templates/winback/new-angle.en.md": template("winback/new-angle", "email"),
  ]
}
