// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards

extension Compilation {
  /// Reads scenarios; policies are known by name.
  func compileScenarios() -> [Scenario] {
    var seen: Set<String> = []
    return documents("scenario").filter { seen.insert($0.id).inserted }.compactMap(scenario)
  }

  private func scenario(_ document: SourceDocument) -> Scenario? {
    let root = document.root
    let people = self.people(root["people"])
    let events = (root["events"]?.items ?? []).compactMap(scriptedEvent)
    let outages = (root["outages"]?.items ?? []).compactMap(outage)
    let behaviour = behaviour(root["behaviour"])
    let expectations = (root["expect"]?.items ?? []).compactMap { expectation($0) }
    var data: DataSource?
    if let item = root["data"], let mapping = resolve(item["mapping"], .mapping) {
      data = DataSource(mapping: mapping, folder: item["folder"]?.text ?? "")
    }
    guard let from = root["from"].flatMap({ instant($0) }),
      let to = root["to"].flatMap({ endInstant($0) })
    else { return nil }
    if to <= from, let item = root["to"] {
      report(
        Diagnostic(
          .rangeReversed, at: item.span, "the scenario ends before it begins",
          label: "not after `from`"))
    }
    return Scenario(
      id: document.id, title: root["title"]?.text, from: from, to: to,
      seed: root["seed"]?.dataText ?? "0",
      mode: root["mode"]?.text.flatMap(Mode.init(rawValue:)),
      killSwitch: root["kill_switch"]?.text.map { $0 == "on" }, people: people, data: data,
      events: events, outages: outages, behaviour: behaviour, whatIf: whatIf(root["what_if"]),
      expectations: expectations, place: place(document.idSpan))
  }

  /// An instant; what has no offset is local in the bundle's zone.
  func instant(_ item: Item) -> Instant? { item.typed.instant(in: settings.zone) }

  /// The end of something: a date includes its day.
  func endInstant(_ item: Item) -> Instant? {
    if let date = item.typed.date { return settings.zone.startOfDay(date.adding(days: 1)) }
    return instant(item)
  }

  private func whatIf(_ item: Item?) -> [WhatIf] {
    (item?.entries ?? []).map { name, value in
      WhatIf(
        path: name, value: value.typed.data.map { sources.text(of: $0.span) } ?? "",
        place: place(value.keySpan))
    }
  }

  // MARK: - Events

  private func scriptedEvent(_ item: Item) -> ScriptedEvent? {
    guard let name = resolve(item["event"], .event), let event = schema.event(name) else {
      return nil
    }
    let own = [
      "event", "at", "rate", "from", "until", "contact", "account", "deal", "among", "set",
    ]
    var attributes: [Attribute] = []
    var copies: [(attribute: String, path: FactPath)] = []
    for (key, value) in item.entries where !own.contains(key) {
      guard let field = event.attribute(key) else {
        report(
          Diagnostic(
            .unknownFact, at: value.keySpan, "no attribute of `\(name)` is called `\(key)`"
          )
          .suggesting(key, from: event.attributes.map(\.name) + own, replacing: value.keySpan))
        continue
      }
      if let path = value.constant.flatMap(FactPath.init), let fact = schema.field(path),
        [.contact, .account, .deal].contains(path.object)
      {
        copies.append((key, path))
        if fact.type != field.type {
          report(
            Diagnostic(
              .wrongType, at: value.span,
              "`\(name).\(key)` expects \(FactTexts.example(field.type)), and `\(path)` is "
                + "\(fact.type.description)"))
        }
      } else if let made = attribute(key, value, field, label: "\(name).\(key)") {
        attributes.append(made)
      }
    }
    let deal = item["deal"]
    let dealFacts =
      deal?.isMap ?? false ? self.attributes(deal, of: .deal, but: []) : []
    guard let timing = timing(item) else { return nil }
    return ScriptedEvent(
      event: Int(event.code), timing: timing, contact: item["contact"]?.text,
      account: item["account"]?.text, deal: deal?.isMap ?? false ? nil : deal?.text,
      dealFacts: dealFacts, attributes: attributes, among: among(item["among"]),
      copies: copies, changes: changes(item["set"], of: event),
      place: place(item.span))
  }

  private func timing(_ item: Item) -> ScriptedEvent.Timing? {
    if let at = item["at"].flatMap({ instant($0) }) { return .at(at) }
    guard let rate = item["rate"]?.typed.rate else { return nil }
    let days: Double =
      switch rate.per {
      case .hour: 1.0 / 24
      case .day: 1
      case .week: 7
      case .month: 30
      }
    return .rate(
      perDay: rate.count / days, from: item["from"].flatMap { instant($0) },
      until: item["until"].flatMap { endInstant($0) })
  }

  // MARK: - Expectations

  private func expectation(_ item: Item) -> Expectation? {
    if let that = item["that"] {
      let scope = ExpressionScope(
        variables: [.now, .sends, .decisions], owner: "an expectation")
      return condition(that, in: scope).map { .that($0) }
    }
    let never = item["never"] != nil
    let policy = resolve(item["policy"], .policy)
    if let step = item["step"], let name = step.text, let policy {
      let steps = stepIDs(of: policy)
      if !steps.contains(name) {
        report(
          Diagnostic(
            .unknownName, at: step.span, "policy `\(policy)` has no step `\(name)`"
          )
          .note("its steps are \(Self.list(steps))")
          .suggesting(name, from: steps, replacing: step.span))
      }
    }
    guard
      let verdict = (item["verdict"] ?? item["never"])?.text.flatMap(Verdict.init(rawValue:))
    else { return nil }
    return .contact(
      ContactExpectation(
        policy: item["policy"]?.text, contact: item["contact"]?.text, step: item["step"]?.text,
        verdict: verdict, never: never, reason: item["reason"]?.text,
        after: item["after"].flatMap { instant($0) },
        before: item["before"].flatMap { instant($0) }, place: place(item.span)))
  }

  /// The ids of a policy's steps, in order.
  func stepIDs(of policy: String) -> [String] {
    return (document("policy", policy)?.root["steps"]?.items ?? []).compactMap { $0["id"]?.text }
  }
}
