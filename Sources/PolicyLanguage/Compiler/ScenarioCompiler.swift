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
      events: events, behaviour: behaviour, whatIf: whatIf(root["what_if"]),
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

  // MARK: - People

  private func people(_ item: Item?) -> People? {
    guard let item else { return nil }
    var people = People(generated: nil, written: [])
    if let generate = item["generate"] {
      people.generated = People.Generated(
        count: generate["count"]?.int ?? 0,
        contact: attributes(generate["contact"], of: .contact, but: ["consent"]),
        account: attributes(generate["account"], of: .account, but: []),
        consent: consent(generate["contact"]?["consent"]))
    }
    let written = item["list"]?.items ?? (item.typed.list == nil ? [] : item.items)
    people.written = written.map { person in
      People.Written(
        contact: attributes(person["contact"], of: .contact, but: ["consent", "address"]),
        account: attributes(person["account"], of: .account, but: []),
        consent: consent(person["contact"]?["consent"]),
        addresses: (person["contact"]?["address"]?.entries ?? []).compactMap { name, value in
          guard let channel = resolve(name, .channel, at: value.keySpan), let text = value.text
          else { return nil }
          return (channel, text)
        })
    }
    return people
  }

  private func consent(_ item: Item?) -> [Attribute] {
    let words = ConsentBasis.allCases.map(\.word)
    return (item?.entries ?? []).compactMap { name, value in
      guard let channel = resolve(name, .channel, at: value.keySpan),
        let made = distribution(value)
      else { return nil }
      for text in made.texts where !words.contains(text) {
        report(
          Diagnostic(.unknownChoice, at: value.span, "no basis of consent is called `\(text)`")
            .note("bases are \(Self.list(words)), from weak to strong"))
      }
      return Attribute(name: channel, value: made)
    }
  }

  /// Facts of one object and how their values are made.
  func attributes(_ item: Item?, of object: FactObject, but own: [String]) -> [Attribute] {
    (item?.entries ?? []).compactMap { name, value in
      guard !own.contains(name) else { return nil }
      let path = FactPath(object, name)
      guard let field = schema.field(path) else {
        if poisonedFacts.contains(path) { return nil }
        let isHistory = schema.member(path) != nil
        report(
          isHistory
            ? Diagnostic(
              .builtInName, at: value.keySpan,
              "`\(path)` follows from events; a scenario can't set it"
            ).help("write the events that it follows from under `events:`")
            : unknownFact(path, at: value.keySpan))
        return nil
      }
      return attribute(name, value, field, label: path.description)
    }
  }

  private func attribute(_ name: String, _ item: Item, _ field: FactField, label: String)
    -> Attribute?
  {
    guard let made = distribution(item) else { return nil }
    check(made, field, label: label, at: item.span)
    if name == "country" {
      for text in made.texts { _ = country(text, at: item.span) }
    }
    return Attribute(name: name, value: made)
  }

  private func distribution(_ item: Item) -> Distribution? {
    guard let generated = item.typed.generated else {
      return item.dataText.map { .constant($0) }
    }
    switch generated {
    case .constant(let scalar):
      let isNone = scalar.style == .plain && (scalar.text.isEmpty || scalar.text == "null")
      return .constant(isNone ? nil : scalar.text)
    case .list(let items): return .list(items.map(\.text))
    case .weighted(let values):
      return .weighted(values.map { ($0.value.text, $0.share.fraction) })
    case .uniform(let low, let high): return .uniform(low: low, high: high)
    case .normal(let mean, let deviation): return .normal(mean: mean, deviation: deviation)
    case .lognormal(let median, let sigma): return .lognormal(median: median, sigma: sigma)
    }
  }

  /// The values that a distribution can give must be of the fact's type.
  private func check(_ made: Distribution, _ field: FactField, label: String, at span: SourceSpan) {
    func fails(_ text: String, _ type: FactType) -> Bool {
      FactTexts.value(text, type, zone: settings.zone) == nil
    }
    func tell(_ text: String, _ type: FactType) {
      var finding = Diagnostic(
        .wrongType, at: span, "`\(label)` expects \(FactTexts.example(type)), not `\(text)`")
      if case .enumeration(let words) = type {
        finding = finding.suggesting(text, from: words, replacing: span)
      }
      report(finding)
    }
    switch made {
    case .constant(nil):
      if !field.isNullable {
        report(
          Diagnostic(
            .wrongType, at: span, "`\(label)` isn't nullable, so it can't be known to be none"
          )
          .help("give it a value, or declare it `nullable: true`"))
      }
    case .constant(let text?): if fails(text, field.type) { tell(text, field.type) }
    case .list(let texts):
      guard case .list(let element) = field.type else {
        return report(
          Diagnostic(
            .wrongType, at: span, "`\(label)` expects \(FactTexts.example(field.type)), not a list")
        )
      }
      if let text = texts.first(where: { fails($0, element) }) { tell(text, element) }
    case .weighted(let values):
      if let value = values.first(where: { fails($0.value, field.type) }) {
        tell(value.value, field.type)
      }
    case .uniform(let low, let high):
      if let text = [low, high].first(where: { fails($0, field.type) }) { tell(text, field.type) }
    case .normal(let text, _), .lognormal(let text, _):
      let isNumeric =
        switch field.type {
        case .int, .double, .duration, .money: true
        case .string, .bool, .instant, .date, .enumeration, .list: false
        }
      let isFine = field.type == .int ? Double(text) != nil : !fails(text, field.type)
      if !isNumeric || !isFine { tell(text, field.type) }
    }
  }

  // MARK: - Events

  private func scriptedEvent(_ item: Item) -> ScriptedEvent? {
    guard let name = resolve(item["event"], .event), let event = schema.event(name) else {
      return nil
    }
    let own = ["event", "at", "rate", "from", "until", "contact", "account", "deal"]
    var attributes: [Attribute] = []
    for (key, value) in item.entries where !own.contains(key) {
      guard let field = event.attribute(key) else {
        report(
          Diagnostic(
            .unknownFact, at: value.keySpan, "no attribute of `\(name)` is called `\(key)`"
          )
          .suggesting(key, from: event.attributes.map(\.name) + own, replacing: value.keySpan))
        continue
      }
      if let made = attribute(key, value, field, label: "\(name).\(key)") {
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
      dealFacts: dealFacts, attributes: attributes, place: place(item.span))
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

  // MARK: - Behaviour

  private func behaviour(_ item: Item?) -> Behaviour {
    func reaction(_ name: String, _ event: BuiltInEvent?) -> Behaviour.Reaction? {
      guard let item = item?[name], let chance = item["chance"]?.share,
        let after = item["after"], let made = distribution(after)
      else { return nil }
      check(
        made, FactField(name: "after", type: .duration), label: "after", at: after.span)
      var attributes: [Attribute] = []
      for (key, value) in item.entries where key != "chance" && key != "after" {
        guard let field = event.flatMap({ schema.event($0.name)?.attribute(key) }) else { continue }
        if let made = attribute(key, value, field, label: key) { attributes.append(made) }
      }
      return Behaviour.Reaction(chance: chance, after: made, attributes: attributes)
    }
    return Behaviour(
      reply: reaction("reply", .contactReplied), bounce: reaction("bounce", .contactBounced),
      optOut: reaction("opt_out", .contactOptedOut), click: reaction("click", .contactClicked),
      meeting: reaction("meeting", .meetingBooked),
      dealOpened: reaction("deal_opened", .dealOpened), approve: reaction("approve", nil))
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

extension Distribution {
  /// All texts that it may give as they are written.
  fileprivate var texts: [String] {
    switch self {
    case .constant(let text): text.map { [$0] } ?? []
    case .list(let texts): texts
    case .weighted(let values): values.map(\.value)
    case .uniform, .normal, .lognormal: []
    }
  }
}
