// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards

// People of a scenario, and how their facts are made.
extension Compilation {
  func people(_ item: Item?) -> People? {
    guard let item else { return nil }
    var people = People(generated: nil, written: [])
    if let generate = item["generate"] {
      people.generated = People.Generated(
        count: generate["count"]?.int ?? 0,
        contact: attributes(generate["contact"], of: .contact, but: ["consent"]),
        account: attributes(generate["account"], of: .account, but: []),
        consent: consent(generate["contact"]?["consent"]))
      if let generated = people.generated { checkOrder(generated, at: generate.span) }
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
        let made = distribution(value, in: .contact)
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
      return attribute(name, value, field, label: path.description, in: object)
    }
  }

  /// - Parameter object: Whose facts the value may depend on; `nil` for what isn't a person's.
  func attribute(
    _ name: String, _ item: Item, _ field: FactField, label: String, in object: FactObject? = nil
  ) -> Attribute? {
    guard let made = distribution(item, in: object) else { return nil }
    check(made, field, label: label, at: item.span)
    if name == "country" {
      for text in made.texts { _ = country(text, at: item.span) }
    }
    return Attribute(name: name, value: made)
  }

  func distribution(_ item: Item, in object: FactObject? = nil) -> Distribution? {
    guard let generated = item.typed.generated else {
      return item.dataText.map { .constant($0) }
    }
    return made(generated, at: item.span, in: object)
  }

  private func made(
    _ generated: Generated, at span: SourceSpan, in object: FactObject?
  ) -> Distribution? {
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
    case .conditional(let name, let cases, let otherwise):
      guard let (path, field) = other(name, span, object) else { return nil }
      for entry in cases
      where FactTexts.value(entry.value.text, field.type, zone: settings.zone) == nil {
        report(
          Diagnostic(
            .wrongType, at: entry.value.span,
            "`\(path)` expects \(FactTexts.example(field.type)), not `\(entry.value.text)`"))
      }
      return .conditional(
        by: path,
        cases: cases.compactMap { entry in
          self.made(entry.made, at: span, in: object).map { (entry.value.text, $0) }
        }, otherwise: otherwise.flatMap { self.made($0, at: span, in: object) })
    case .following(let draw, let name, let correlation):
      guard let (path, field) = other(name, span, object),
        let made = made(draw, at: span, in: object)
      else { return nil }
      switch made {
      case .normal, .lognormal: break
      case .constant, .list, .weighted, .uniform, .conditional, .following:
        report(
          Diagnostic(.wrongType, at: span, "`draw` expects `normal(…)` or `lognormal(…)` here"))
      }
      switch field.type {
      case .int, .double, .duration, .money, .date, .instant: break
      case .string, .bool, .enumeration, .list:
        report(
          Diagnostic(
            .wrongType, at: name.span, "only a number can be followed, and `\(path)` is none"
          )
          .help("write a draw for each of its values: `{by: \(name.text), …}`"))
      }
      return .following(made, path, correlation: correlation)
    }
  }

  /// Another fact of the same person or account: `country`, or with its object, `account.stage`.
  private func other(
    _ name: ScalarSource, _ span: SourceSpan, _ object: FactObject?
  ) -> (FactPath, FactField)? {
    guard let object else {
      report(
        Diagnostic(
          .wrongType, at: span, "only facts of generated people can depend on other facts"))
      return nil
    }
    let path = FactPath(name.text) ?? FactPath(object, name.text)
    guard let field = schema.field(path), path.object == .contact || path.object == .account
    else {
      report(unknownFact(path, at: name.span))
      return nil
    }
    return (path, field)
  }

  /// Facts that depend on each other in a circle can't be made.
  private func checkOrder(_ people: People.Generated, at span: SourceSpan) {
    var needs: [FactPath: [FactPath]] = [:]
    for attribute in people.contact {
      needs[FactPath(.contact, attribute.name)] = attribute.value.needs
    }
    for attribute in people.account {
      needs[FactPath(.account, attribute.name)] = attribute.value.needs
    }
    for start in needs.keys.sorted() {
      var seen: Set<FactPath> = []
      var open = needs[start] ?? []
      while let next = open.popLast() {
        if next == start {
          return report(
            Diagnostic(
              .cycle, at: span, "`\(start)` depends on itself",
              label: "no fact of the circle can be made first"))
        }
        if seen.insert(next).inserted { open += needs[next] ?? [] }
      }
    }
  }
}

extension Distribution {
  /// All texts that it may give as they are written.
  fileprivate var texts: [String] {
    switch self {
    case .constant(let text): text.map { [$0] } ?? []
    case .list(let texts): texts
    case .weighted(let values): values.map(\.value)
    case .uniform, .normal, .lognormal, .following: []
    case .conditional(_, let cases, let otherwise):
      cases.flatMap(\.made.texts) + (otherwise?.texts ?? [])
    }
  }
}
