// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import MessageTemplates

extension Compilation {
  /// Reads mappings; facts, events and channels are known.
  func compileMappings() -> [NamedMapping] {
    var seen: Set<String> = []
    return documents("mapping").filter { seen.insert($0.id).inserted }.map { document in
      NamedMapping(id: document.id, mapping: mapping(document))
    }
  }

  private func mapping(_ document: SourceDocument) -> Mapping {
    let root = document.root
    var mapping = Mapping(id: document.id)
    if let item = root["account"], let source = rowSource(item), let id = value(item["id"]) {
      mapping.accounts = Mapping.Accounts(
        source: source, predicate: predicate(item), id: id, facts: facts(item, of: .account))
    }
    if let item = root["contact"], let source = rowSource(item), let id = value(item["id"]) {
      mapping.contacts = Mapping.Contacts(
        source: source, predicate: predicate(item), id: id, account: value(item["account"]),
        addresses: byChannel(item["address"]).compactMap { channel, item in
          value(item).map { (channel, $0) }
        },
        consents: byChannel(item["consent"]).compactMap { channel, item in
          consent(item).map { (channel, $0) }
        }, facts: facts(item, of: .contact))
    }
    if let item = root["deal"], let source = rowSource(item), let id = value(item["id"]) {
      checkStages(item["stage"])
      mapping.deals = Mapping.Deals(
        source: source, predicate: predicate(item), id: id, account: value(item["account"]),
        contact: value(item["contact"]), stage: value(item["stage"]),
        facts: facts(item, of: .deal))
    }
    if let rejected = root["rejected"], rejected.text == "fail" {
      warnUnexecuted("`rejected: fail` is", at: rejected.span)
    }
    mapping.suppressions = (root["suppression"]?.items ?? []).flatMap(suppressions)
    mapping.events = (root["events"]?.items ?? []).compactMap(events)
    return mapping
  }

  // MARK: - Parts

  private func rowSource(_ item: Item) -> MappingSource? {
    guard let from = item["from"] else { return nil }
    if let object = from["object"]?.text { return .object(object) }
    return from.text.map { .file($0) }
  }

  private func byChannel(_ item: Item?) -> [(ChannelID, Item)] {
    (item?.entries ?? []).compactMap { name, value in
      // A mapping may serve several bundles; a channel that this one lacks is a slip here.
      resolve(name, .channel, at: value.keySpan).map { (ChannelID($0), value) }
    }
  }

  private func facts(_ item: Item, of object: FactObject) -> [Mapping.FactValueSource] {
    (item["facts"]?.entries ?? []).compactMap { name, item in
      let path = FactPath(object, name)
      guard let field = schema.field(path) else {
        if !poisonedFacts.contains(path) { report(unknownFact(path, at: item.keySpan)) }
        return nil
      }
      checkWords(item, field)
      return value(item).map { Mapping.FactValueSource(name, $0) }
    }
  }

  /// Values that a mapping gives an enumeration must be its words.
  private func checkWords(_ item: Item, _ field: FactField) {
    guard case .enumeration(let words) = field.type else { return }
    let given = (item["map"]?.entries.map(\.value) ?? []) + [item["else"]].compactMap { $0 }
    let constant = item["value"].flatMap { $0.text == "none" ? nil : $0 }
    for item in given + [constant].compactMap({ $0 }) {
      guard let word = item.text, !words.contains(word) else { continue }
      report(
        Diagnostic(.unknownWord, at: item.span, "`\(field.name)` is never `\(word)`")
          .note("its words are \(Self.list(words))")
          .suggesting(word, from: words, replacing: item.span))
    }
  }

  private func checkStages(_ item: Item?) {
    let words = DealStage.allCases.map(\.rawValue)
    for stage in item?["map"]?.entries.map(\.value) ?? [] {
      guard let word = stage.text, !words.contains(word) else { continue }
      report(
        Diagnostic(.unknownWord, at: stage.span, "no stage of deals is called `\(word)`")
          .note("stages are \(Self.list(words))")
          .suggesting(word, from: words, replacing: stage.span))
    }
  }

  private func consent(_ item: Item) -> Mapping.ConsentSource? {
    if let basis = item["basis"] {
      checkBases(basis)
      return value(basis).map {
        Mapping.ConsentSource(
          basis: $0, at: value(item["at"]), until: value(item["until"]),
          source: value(item["source"]), evidence: value(item["evidence"]))
      }
    }
    checkBases(item)
    return value(item).map { Mapping.ConsentSource(basis: $0) }
  }

  private func checkBases(_ item: Item) {
    let constant = item["value"].map { [$0] } ?? []
    let given = (item["map"]?.entries.map(\.value) ?? []) + [item["else"]].compactMap { $0 }
    let words = ConsentBasis.allCases.map(\.word)
    for item in given + constant {
      guard let word = item.text, !words.contains(word) else { continue }
      report(
        Diagnostic(.unknownChoice, at: item.span, "no basis of consent is called `\(word)`")
          .note("bases are \(Self.list(words)), from weak to strong")
          .suggesting(word, from: words, replacing: item.span))
    }
  }

  private func suppressions(_ item: Item) -> [Mapping.Suppressions] {
    guard let source = rowSource(item), let address = item["address"] else { return [] }
    let predicate = predicate(item)
    var reason = "imported"
    if case .constant(let text)? = value(item["reason"]) { reason = text }
    // One value, or one for each channel.
    if let single = value(address) {
      return [
        Mapping.Suppressions(
          source: source, predicate: predicate, address: single, reason: reason)
      ]
    }
    return byChannel(address).compactMap { _, item in
      value(item).map {
        Mapping.Suppressions(source: source, predicate: predicate, address: $0, reason: reason)
      }
    }
  }

  private func events(_ item: Item) -> Mapping.Events? {
    let name = resolve(item["event"], .event)
    guard let source = rowSource(item), let name, let at = value(item["at"]),
      let event = schema.event(name)
    else { return nil }
    let own = ["event", "from", "where", "at", "contact", "account", "deal"]
    var attributes: [Mapping.FactValueSource] = []
    for (key, value) in item.entries where !own.contains(key) {
      guard let attribute = event.attribute(key) else {
        report(
          Diagnostic(
            .unknownFact, at: value.keySpan, "no attribute of `\(name)` is called `\(key)`"
          )
          .suggesting(key, from: event.attributes.map(\.name), replacing: value.keySpan))
        continue
      }
      checkWords(value, attribute)
      if let mapped = self.value(value) { attributes.append(Mapping.FactValueSource(key, mapped)) }
    }
    return Mapping.Events(
      event: name, source: source, predicate: predicate(item), at: at,
      contact: value(item["contact"]), account: value(item["account"]),
      deal: value(item["deal"]), attributes: attributes)
  }

  // MARK: - Values

  /// A column, `{column, map, else, unit, as_of, split}`, `{value: …}` or `{text: …}`.
  private func value(_ item: Item?) -> MappedValue? {
    guard let item else { return nil }
    if let column = item["column"]?.text {
      return .column(
        MappedColumn(
          column,
          map: item["map"].map { map in
            Dictionary(
              map.entries.compactMap { name, value in value.text.map { (name, $0) } },
              uniquingKeysWith: { first, _ in first })
          }, otherwise: item["else"]?.text, unit: currency(item["unit"]),
          asOf: item["as_of"]?.text, split: item["split"]?.text))
    }
    if let constant = item["value"]?.text {
      return constant == "none" ? MappedValue.none : .constant(constant)
    }
    if let text = item["text"], let scalar = text.typed.text ?? text.scalar {
      let message = MessageText(scalar.text)
      for error in message.errors { report(finding(error) { scalar.span(of: $0) }) }
      guard message.errors.isEmpty else { return nil }
      return .text(ColumnText(message))
    }
    guard !item.isMap, let column = item.text else { return nil }
    return .column(column)
  }

  private func currency(_ item: Item?) -> Currency? {
    guard let item, let text = item.text else { return nil }
    if let currency = Currency(text) { return currency }
    report(
      Diagnostic(
        .wrongType, at: item.span, "`\(text)` is no currency: expected three capital letters"
      )
      .help("write the code of ISO 4217, as `EUR`"))
    return nil
  }

  private func predicate(_ item: Item) -> (any RowPredicate)? {
    guard let condition = item["where"], let scalar = condition.scalar else { return nil }
    let names: [String]
    do throws(ParseError) {
      names = try plainEnvironment.parse(scalar.text).columnNames(plainEnvironment)
    } catch {
      report(syntaxFinding(error, ExpressionSource(scalar)))
      return nil
    }
    // Which columns a file has is known when it is read; then a missing one is reported.
    let scope = ExpressionScope(variables: [], columns: names, owner: "a mapping")
    guard let checked = check(ExpressionSource(scalar), in: scope, expecting: .condition) else {
      return nil
    }
    return ColumnCondition(columns: names, program: Program(checked))
  }
}

extension SyntaxTree {
  /// The names that are neither variables of macros nor namespaces of functions, each once, in the
  /// order of the text.
  fileprivate func columnNames(_ environment: CEL.Environment) -> [String] {
    var bound: Set<String> = []
    var names: [String] = []
    var stack = [root]
    while let id = stack.popLast() {
      var children = self[id].kind.children
      switch self[id].kind {
      case .identifier(let name, _): names.append(name)
      case .comprehension(let parts):
        bound.insert(parts.variable)
        if let second = parts.secondVariable { bound.insert(second) }
      case .call(let function, let target?, let arguments):
        if case .identifier(let name, _) = self[target].kind,
          environment.functions[name + "." + function] != nil
        {
          children = arguments
        }
      case .literal, .select, .call, .list, .map, .object: break
      }
      stack += children.reversed()
    }
    var seen: Set<String> = []
    return names.filter { !bound.contains($0) && seen.insert($0).inserted }
  }
}

/// A condition over the columns of a row.
private struct ColumnCondition: RowPredicate {
  let columns: [String]
  let program: Program

  func holds(_ cells: [String?]) throws(RowError) -> Bool {
    switch program.evaluate(RowActivation(cells: cells)) {
    case .bool(let holds): return holds
    case .error(let error): throw RowError(reason: error.description)
    case .unknown: throw RowError(reason: "a column has no value")
    case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network:
      throw RowError(reason: "the condition gave no bool")
    }
  }
}

/// A row's cells as variables; an empty cell is an empty text.
private struct RowActivation: Activation {
  let cells: [String?]

  func value(ofVariable slot: Int) -> Value {
    cells.indices.contains(slot) ? .string(cells[slot] ?? "") : .error(.undeclaredName("#\(slot)"))
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    .error(.noSuchField("#\(slot)"))
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence { .absent }

  func call(host function: Int, arguments: Arguments) -> Value {
    .error(.undeclaredFunction("#\(function)"))
  }
}

/// A text made of a row's columns.
private struct ColumnText: RowText {
  let columns: [String]
  private let message: MessageText

  init(_ message: MessageText) {
    self.message = message
    var seen: Set<String> = []
    columns = message.references().variables.map(\.path).filter { seen.insert($0).inserted }
  }

  func text(_ cells: [String?]) throws(RowError) -> String {
    var values: [String: TemplateValue] = [:]
    for (column, cell) in zip(columns, cells) {
      values[column] = cell.map { .string($0) } ?? .missing
    }
    do throws(RenderError) {
      return try message.render(values, format: TemplateFormat(language: "en", zone: .utc))
    } catch {
      throw RowError(reason: "\(error)")
    }
  }
}
