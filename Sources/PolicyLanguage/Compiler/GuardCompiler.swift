// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards
import MessageTemplates

/// A guard as an author wrote it; its expressions are compiled where it is used.
struct AuthoredGuard {
  let id: String
  let item: Item
  /// Where its id stands.
  let span: SourceSpan

  /// What it says of its failure, if it says it.
  var outcome: Outcome? { item["otherwise"]?.text.flatMap(Outcome.init(rawValue:)) }
  var level: EnforcementLevel? { item["level"]?.text.flatMap(EnforcementLevel.init(rawValue:)) }

  /// The key that says what it asks.
  static let forms = [
    "require", "forbid", "window", "not_duplicate", "domain_authenticated", "freshness",
  ]

  var form: String? { Self.forms.first { item.has($0) } }

  /// Its failure's meaning where nobody says it.
  var defaultOutcome: Outcome { form == "window" ? .wait : .skip }
}

extension Compilation {
  /// Collects the library: every guard of every `guards` list.
  func collectLibrary() {
    for document in documents("guards") {
      for item in document.root["guards"]?.items ?? [] {
        guard let id = item["id"] ?? item["use"], let name = id.text else { continue }
        guard declare(name, .guards, at: id.span) else { continue }
        library[name] = AuthoredGuard(id: name, item: item, span: id.span)
      }
    }
  }

  /// Checks library guards once by themselves, as if everything could be read, so that what is
  /// wrong with them is told at their place and once.
  func checkLibrary() {
    let scope = ExpressionScope(
      variables: Self.stepVariables.union([.deal, .event]),
      events: schema.events.map { Int($0.code) }, owner: "a library guard")
    for id in library.keys.sorted() {
      guard let written = library[id] else { continue }
      _ = link(written, used: nil, in: scope, stage: .policy, origin: "guards")
    }
  }

  /// What the guards of a step may read beside `deal` and `event`.
  static let stepVariables: Set<Variable> = ExpressionScope.person.union([
    .enrolment, .step, .steps, .rung, .channel,
  ])

  // MARK: - Lists

  /// The links of a `guards` list of a policy, a step or a rung.
  func links(
    _ list: Item?, in scope: ExpressionScope, stage: Stage, origin: String
  ) -> [ChainLink] {
    var links: [ChainLink] = []
    var places: [String: SourceSpan] = [:]
    for item in list?.items ?? [] {
      let made: ChainLink?
      if let use = item["use"] {
        guard let name = resolve(use, .guards), let written = library[name] else { continue }
        made = link(
          written, used: item, in: scope, stage: stage,
          origin: "guards, used by \(origin)")
        if let earlier = places[name] {
          report(
            Diagnostic(
              .duplicateName, at: use.span, "guard `\(name)` is used twice here", label: "again"
            ).note("the first is in", at: earlier))
        }
        places[name] = use.span
      } else if let (name, place) = ownID(item) {
        // Two of one id in a list were told when it was read.
        if places[name] != nil { continue }
        places[name] = place
        made = link(
          AuthoredGuard(id: name, item: item, span: place), used: nil, in: scope,
          stage: stage, origin: origin)
      } else {
        continue
      }
      if let made { links.append(made) }
    }
    return links
  }

  /// The id of a guard that is written here; two forms have one of their own.
  private func ownID(_ item: Item) -> (name: String, place: SourceSpan)? {
    if let id = item["id"], let name = id.text { return (name, id.span) }
    for form in ["not_duplicate", "domain_authenticated"] where item.has(form) {
      return (form, item.span(ofKey: form))
    }
    if !item.has("id"), let form = AuthoredGuard.forms.first(where: { item.has($0) }) {
      report(
        Diagnostic(
          .missingKey, at: item.span(ofKey: form), "this guard needs an `id`",
          label: "decisions give it as their reason"
        ).help("add `id:` with a name in kebab-case"))
    }
    return nil
  }

  // MARK: - One guard

  /// A guard in its chain; `used` is the list item that takes it from the library.
  func link(
    _ written: AuthoredGuard, used: Item?, in scope: ExpressionScope, stage: Stage, origin: String
  ) -> ChainLink? {
    let base = written.outcome ?? written.defaultOutcome
    var outcome = base
    var level = written.level ?? .hard
    if let used {
      if let wanted = used["otherwise"], let word = wanted.text.flatMap(Outcome.init(rawValue:)) {
        if word.severity < base.severity {
          reportLoosening(written, "otherwise", base.rawValue, word.rawValue, at: wanted.span)
        } else {
          outcome = word
        }
      }
      if let wanted = used["level"],
        let word = wanted.text.flatMap(EnforcementLevel.init(rawValue:))
      {
        if let own = written.level, word.severity < own.severity {
          reportLoosening(written, "level", own.rawValue, word.rawValue, at: wanted.span)
        } else {
          level = word
        }
      }
    }
    guard let kind = kind(of: written, in: scope, used: used) else { return nil }
    if outcome == .stop, level == .hard, neverPasses(written) {
      report(
        Diagnostic(
          .neverPasses, at: used?["use"]?.span ?? written.span,
          "guard `\(written.id)` stops everybody", label: "nothing behind it is ever sent"))
    }
    // What looks at the text is asked where the text is.
    var place = stage
    if case .notDuplicate = kind { place = .content }
    return ChainLink(
      id: written.id, stage: place, kind: kind, outcome: outcome, level: level,
      applies: condition(used?["applies"] ?? written.item["applies"], in: scope),
      because: text(used?["because"] ?? written.item["because"], in: scope),
      place: self.place(written.span), origin: origin)
  }

  private func reportLoosening(
    _ written: AuthoredGuard, _ key: String, _ own: String, _ wanted: String, at span: SourceSpan
  ) {
    report(
      Diagnostic(
        .loosens, at: span,
        "`\(key): \(wanted)` would loosen library guard `\(written.id)`, which has `\(own)`",
        label: "may only tighten"
      )
      .note("`\(written.id)` is declared in", at: written.span)
      .help("leave `\(key)` out, or write a guard of your own"))
  }

  private func kind(of written: AuthoredGuard, in scope: ExpressionScope, used: Item?)
    -> GuardKind?
  {
    let item = written.item
    switch written.form {
    case "require":
      return requirement(item["require"], mustBe: true, written, scope, used)
    case "forbid":
      return requirement(item["forbid"], mustBe: false, written, scope, used)
    case "window":
      guard let window = item["window"] else { return nil }
      let calendar = calendarIndex(window["calendar"] ?? window)
      let zone = windowZone(window["zone"])
      guard let calendar, let zone else { return nil }
      return .window(Window(calendar: calendars[calendar].calendar, zone: zone.fixed))
    case "not_duplicate":
      guard let within = item["not_duplicate"]?["within"]?.duration else { return nil }
      return .notDuplicate(NotDuplicate(within: within))
    case "domain_authenticated":
      guard let demanded = item["domain_authenticated"] else { return nil }
      if demanded.bool == false {
        report(
          Diagnostic(
            .unknownChoice, at: demanded.span, "`domain_authenticated` takes `true`, not `false`",
            label: "a guard that demands nothing"
          ).help("write `true`, or remove the guard"))
        return nil
      }
      return .domainAuthenticated(DomainAuthenticated())
    case "freshness":
      guard let fact = item["freshness"]?["fact"], let text = fact.text,
        let within = item["freshness"]?["within"]?.duration, let path = FactPath(text)
      else { return nil }
      guard schema.field(path) != nil else {
        if !poisonedFacts.contains(path) { report(unknownFact(path, at: fact.span)) }
        return nil
      }
      return .freshness(Freshness(fact: text, within: within))
    case _: return nil
    }
  }

  /// Whether the guard's condition is known, and known to be the wrong one.
  private func neverPasses(_ written: AuthoredGuard) -> Bool {
    if let item = written.item["require"] { return constantConditions[item.span] == false }
    if let item = written.item["forbid"] { return constantConditions[item.span] == true }
    return false
  }

  private func requirement(
    _ item: Item?, mustBe: Bool, _ written: AuthoredGuard, _ scope: ExpressionScope, _ used: Item?
  ) -> GuardKind? {
    guard let item else { return nil }
    if let used, !isReadable(item, in: scope) {
      reportUnreadable(written, item, used, scope)
      return nil
    }
    return condition(item, in: scope).map { .requirement(Requirement($0, mustBe: mustBe)) }
  }

  /// A library guard may read what only some policies have.
  private func isReadable(_ item: Item, in scope: ExpressionScope) -> Bool {
    missingVariables(item, in: scope).isEmpty
  }

  private func missingVariables(_ item: Item, in scope: ExpressionScope) -> [Variable] {
    guard let text = item.scalar?.text else { return [] }
    let words: [String]
    do throws(ParseError) {
      words = try plainEnvironment.parse(text).identifiers
    } catch {
      return []
    }
    var read: Set<Variable> = []
    for word in words {
      if let variable = Variable.allCases.first(where: { $0.name == word }) {
        read.insert(variable)
      } else if let definition = definitions.find(word) {
        read.formUnion(definition.needs)
      }
    }
    return [Variable.deal, .event].filter { read.contains($0) && !scope.variables.contains($0) }
  }

  private func reportUnreadable(
    _ written: AuthoredGuard, _ item: Item, _ used: Item, _ scope: ExpressionScope
  ) {
    let missing = missingVariables(item, in: scope).map(\.name)
    report(
      Diagnostic(
        .notHere, at: used["use"]?.span ?? used.span,
        "guard `\(written.id)` reads \(Self.list(missing)), which \(scope.owner) doesn't have"
      )
      .note("`\(written.id)` is declared in", at: written.span)
      .help("`enrol` brings them: `per: deal` the deal, `on` the event"))
  }

  private func windowZone(_ item: Item?) -> (fixed: Zone?, Void)? {
    switch item?.text {
    case nil, "contact": (nil, ())
    case "bundle": (settings.zone, ())
    case _: zone(item).map { ($0, ()) }
    }
  }
}

extension Outcome {
  /// How much a failure forbids: a hold can be granted, a wait ends, a skip drops one step.
  var severity: Int {
    switch self {
    case .hold: 0
    case .wait: 1
    case .skip: 2
    case .stop: 3
    }
  }
}

extension EnforcementLevel {
  var severity: Int {
    switch self {
    case .observe: 0
    case .soft: 1
    case .hard: 2
    }
  }
}
