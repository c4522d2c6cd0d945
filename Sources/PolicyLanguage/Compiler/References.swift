// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

extension Compilation {
  // MARK: - Declaring

  /// Declares the ids of all documents; that none is given twice was checked when they were read.
  func declareDocuments() {
    for document in source.documents {
      guard let id = document.id, let kind = NameKind(rawValue: document.kind.head) else {
        continue
      }
      _ = names.declare(id.text, kind, at: id.span)
    }
  }

  /// Declares a name; the second of the same name is an error that tells of the first.
  @discardableResult
  func declare(_ name: String, _ kind: NameKind, at span: SourceSpan) -> Bool {
    guard !name.isEmpty else { return false }
    guard let earlier = names.declare(name, kind, at: span) else { return true }
    report(
      Diagnostic(
        .duplicateName, at: span, "\(kind.noun) `\(name)` is declared twice", label: "again"
      )
      .note("the first is in", at: earlier)
      .help("rename one of them; nothing overrides anything"))
    return false
  }

  func poison(_ name: String, _ kind: NameKind) {
    poisoned[kind, default: []].insert(name)
  }

  // MARK: - Resolving

  /// Marks the name that a scalar gives as used; reports it if nothing has that name.
  func resolve(_ item: Item?, _ kind: NameKind) -> String? {
    guard let item, let text = item.text, !text.isEmpty else { return nil }
    return resolve(text, kind, at: item.span)
  }

  /// Marks a name as used; reports it if nothing has that name.
  func resolve(_ name: String, _ kind: NameKind, at span: SourceSpan, quoted: Bool = false)
    -> String?
  {
    if names.contains(name, kind) || isBuiltIn(name, kind) {
      names.use(name, kind)
      return name
    }
    if poisoned[kind]?.contains(name) ?? false { return nil }
    report(unknownName(name, kind, at: span, quoted: quoted))
    return nil
  }

  private func isBuiltIn(_ name: String, _ kind: NameKind) -> Bool {
    kind == .event && schema.event(name) != nil
  }

  private func unknownName(_ name: String, _ kind: NameKind, at span: SourceSpan, quoted: Bool)
    -> Diagnostic
  {
    var finding = Diagnostic(
      .unknownName, at: span, "no \(kind.noun) is called `\(name)`", label: "not declared")
    guard suggestionBudget > 0 else { return finding }
    let known = kind == .event ? schema.events.map(\.name) : names.all(kind)
    if let first = names.firstPlace(kind) {
      let list =
        switch known.count {
        case 1: "there is `\(known[0])`, declared in"
        case 2...8 where kind != .event: "\(kind.plural) are \(Self.list(known)), from"
        case _: "\(kind.plural) are declared in"
        }
      finding = finding.note(list, at: first)
    } else if kind != .event {
      finding = finding.note("the bundle declares no \(kind.plural)")
    }
    suggestionBudget -= 1
    guard suggestionBudget >= 0 else { return finding }
    let near = NameSuggestion.nearest(to: name, in: known)
    if near.isEmpty {
      return finding.help(howToDeclare(name, kind))
    }
    return finding.suggesting(name, from: known, replacing: span) {
      quoted ? "\"\($0)\"" : $0
    }
  }

  private func howToDeclare(_ name: String, _ kind: NameKind) -> String {
    switch kind {
    case .event: "declare it under `events:` of a `facts` document"
    case .guards: "declare it in a `guards` list, or give the guard here its own `require`"
    case .template: "add a file in templates/ whose front matter begins with `template: \(name)`"
    case .partial: "add templates/partials/\(name).en.md"
    case .define: "declare it in a `define` document"
    case .account, .calendar, .channel, .connection, .exception, .experiment, .health, .invariant,
      .limit, .mapping, .offer, .personalise, .phases, .policy, .pool, .reply, .rules, .scenario,
      .score, .source, .test, .warmup:
      "add a document `\(kind.rawValue): \(name)`, or name one that there is"
    }
  }

  /// `a`, `b` and `c` in back-quotes; long lists are cut.
  static func list(_ names: [String], limit: Int = 12) -> String {
    let shown = names.prefix(limit).map { "`\($0)`" }
    if names.count > limit { return shown.joined(separator: ", ") + ", …" }
    guard shown.count > 1, let last = shown.last else { return shown.first ?? "none" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: - Indexes

  func channel(_ id: String) -> Channel? { channels.first { $0.id == id } }

  func calendarIndex(_ id: String) -> Int? { calendars.firstIndex { $0.id == id } }

  func poolIndex(_ id: String) -> Int? { pools.firstIndex { $0.id == id } }

  /// The channel that a scalar names, by index.
  func channelIndex(_ item: Item?) -> Int? {
    resolve(item, .channel).flatMap { id in channels.firstIndex { $0.id == id } }
  }

  /// The calendar that a scalar names, by index.
  func calendarIndex(_ item: Item?) -> Int? {
    resolve(item, .calendar).flatMap(calendarIndex)
  }

  /// The codes of the events that a scalar or a list names.
  func eventCodes(_ item: Item?) -> [Int] {
    guard let item else { return [] }
    return item.items.compactMap { item in
      guard let name = resolve(item, .event) else { return nil }
      return schema.event(name).map { Int($0.code) }
    }
  }

  // MARK: - Names of the world

  /// A zone by its name; reported if there is none.
  func zone(_ item: Item?) -> Zone? {
    guard let item, let name = item.text, let zones else { return nil }
    if let zone = Zone(fixedOffset: name) { return zone }
    if name == "UTC" { return .utc }
    if let zone = zones.zone(named: name) { return zone }
    report(
      Diagnostic(
        .unknownName, at: item.span, "no time zone is called `\(name)`",
        label: "names look like `Europe/Lisbon`"
      )
      .suggesting(name, from: zones.names, replacing: item.span))
    return nil
  }

  /// A country's code; reported if it isn't one.
  func country(_ text: String, at span: SourceSpan) -> CountryCode? {
    // The state behind a hyphen has no calendar of its own yet.
    let nation = text.split(separator: "-").first.map(String.init) ?? text
    guard let code = CountryCode(nation) else {
      let upper = CountryCode(text.uppercased())
      let finding = Diagnostic(
        .unknownName, at: span, "`\(text)` is no country: expected two capital letters as `PT`")
      report(
        upper == nil
          ? finding
          : finding.help(
            "write `\(text.uppercased())`", replacing: span, with: text.uppercased()))
      return nil
    }
    if let zones, !zones.countries.isEmpty, !zones.countries.contains(nation) {
      report(
        Diagnostic(.unknownName, at: span, "no country has the code `\(text)`")
          .suggesting(text, from: zones.countries, replacing: span))
      return nil
    }
    return code
  }
}
