// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

extension Compilation {
  /// Declares what all `facts` documents say, merged: objects and events in the order of names, so
  /// that the order of files gives the same slots.
  func compileSchema() {
    var declared: [FactObject: [(name: String, value: Item)]] = [:]
    var events: [(name: String, value: Item)] = []
    for document in documents("facts") {
      guard let facts = document.root["facts"] else { continue }
      for (name, value) in facts.entries {
        if let object = FactObject(rawValue: name), object != .event {
          declared[object, default: []] += value.entries
          if factObjectPlaces[object] == nil { factObjectPlaces[object] = value.keySpan }
        } else if name == "events" {
          events += value.entries
        }
      }
    }
    for object in [FactObject.contact, .account, .deal, .sender] {
      for (name, value) in Self.inOrder(declared[object] ?? []) {
        declareFact(FactPath(object, name), value)
      }
    }
    for (name, value) in Self.inOrder(events) { declareEvent(name, value) }
  }

  private static func inOrder(_ entries: [(name: String, value: Item)])
    -> [(name: String, value: Item)]
  {
    entries.sorted { ($0.name, $0.value.keySpan) < ($1.name, $1.value.keySpan) }
  }

  private func declareFact(_ path: FactPath, _ item: Item) {
    if let earlier = factPlaces[path] {
      report(duplicate("fact", path.description, at: item.keySpan, earlier: earlier))
      return
    }
    factPlaces[path] = item.keySpan
    guard let field = field(path.name, item, label: path.description) else {
      if schema.member(path) == nil { poisonedFacts.insert(path) }
      return
    }
    do throws(SchemaError) {
      try schema.declare(field, of: path.object)
    } catch {
      report(finding(error, at: item.keySpan, name: path.description))
      if schema.member(path) == nil { poisonedFacts.insert(path) }
    }
  }

  private func declareEvent(_ name: String, _ item: Item) {
    guard declare(name, .event, at: item.keySpan) else { return }
    let attributes = item.entries.compactMap { entry in
      field(entry.name, entry.value, label: "\(name).\(entry.name)")
    }
    do throws(SchemaError) {
      try schema.declare(event: EventField(name: name, attributes: attributes))
    } catch {
      report(finding(error, at: item.keySpan, name: name))
    }
  }

  // MARK: - One field

  private func field(_ name: String, _ item: Item, label: String) -> FactField? {
    if let text = item.text {
      return factType(text, words: [], at: item.span).map { FactField(name: name, type: $0) }
    }
    guard let kind = item["type"], let text = kind.text,
      let type = factType(text, words: item["of"]?.texts ?? [], at: kind.span)
    else { return nil }
    var isNullable = item["nullable"]?.bool ?? false
    var value: FactValue?
    if let written = item["default"] {
      switch defaultValue(written, type) {
      case .none: return nil
      case .some(.none): isNullable = true
      case .some(.some(let known)): value = known
      }
    }
    return FactField(
      name: name, type: type, isNullable: isNullable, defaultValue: value,
      range: item["range"].flatMap { factRange($0, type) },
      isPersonal: item["personal"]?.bool ?? false, staleAfter: item["stale_after"]?.duration)
  }

  private func factType(_ text: String, words: [String], at span: SourceSpan) -> FactType? {
    let simple: [String: FactType] = [
      "string": .string, "int": .int, "double": .double, "bool": .bool, "instant": .instant,
      "date": .date, "duration": .duration, "money": .money,
    ]
    if let type = simple[text] { return type }
    if text == "enum" {
      if words.isEmpty {
        report(
          Diagnostic(.missingKey, at: span, "an `enum` expects its words under `of`")
            .help("write `{type: enum, of: [first, second]}`"))
        return nil
      }
      return .enumeration(words)
    }
    if text.hasPrefix("list("), text.hasSuffix(")") {
      let inner = text.dropFirst(5).dropLast().description.trimmed
      if let type = factType(inner, words: words, at: span) { return .list(type) }
      return nil
    }
    report(
      Diagnostic(.unknownChoice, at: span, "no type of facts is called `\(text)`")
        .note("types are \(Self.list(simple.keys.sorted() + ["enum", "list(…)"]))")
        .suggesting(text, from: simple.keys.sorted() + ["enum"], replacing: span))
    return nil
  }

  /// The default: none if it is wrong, `.some(nil)` for known to be none.
  private func defaultValue(_ item: Item, _ type: FactType) -> FactValue?? {
    if let list = listNodes(item) {
      guard case .list(let element) = type else { return wrongDefault(item, type) }
      var values: [FactValue] = []
      for scalar in list {
        guard let value = FactTexts.value(scalar.text, element, zone: settings.zone) else {
          return wrongDefault(item, type)
        }
        values.append(value)
      }
      return .some(.some(.list(values)))
    }
    guard let text = item.dataText else { return .none }
    if text == "null" || text.isEmpty { return .some(nil) }
    guard let value = FactTexts.value(text, type, zone: settings.zone) else {
      return wrongDefault(item, type)
    }
    return .some(.some(value))
  }

  private func wrongDefault(_ item: Item, _ type: FactType) -> FactValue?? {
    report(
      Diagnostic(
        .wrongType, at: item.span, "the default of type \(type) expects \(FactTexts.example(type))"
      ))
    return .none
  }

  private func listNodes(_ item: Item) -> [ScalarSource]? {
    if let node = item.typed.data, let items = node.items { return items.compactMap(\.scalar) }
    return item.typed.list?.compactMap { Item($0).scalar }
  }

  private func factRange(_ item: Item, _ type: FactType) -> FactRange? {
    guard let (low, high) = item.rangeTexts else { return nil }
    let values = (
      FactTexts.value(low, type, zone: settings.zone),
      FactTexts.value(high, type, zone: settings.zone)
    )
    switch values {
    case (.int(let low)?, .int(let high)?) where low <= high: return .int(low...high)
    case (.double(let low)?, .double(let high)?) where low <= high: return .double(low...high)
    case (.duration(let low)?, .duration(let high)?) where low <= high:
      return .duration(low...high)
    case (.money(let low)?, .money(let high)?)
    where low.currency == high.currency && low.amount <= high.amount:
      return .money(low, high)
    case _:
      report(
        Diagnostic(
          .wrongType, at: item.span,
          "a range of type \(type) expects two values, the smaller first, each "
            + FactTexts.example(type)))
      return nil
    }
  }

  // MARK: - Findings

  private func duplicate(
    _ noun: String, _ name: String, at span: SourceSpan, earlier: SourceSpan
  ) -> Diagnostic {
    Diagnostic(.duplicateName, at: span, "\(noun) `\(name)` is declared twice", label: "again")
      .note("the first is in", at: earlier)
      .help("rename one of them; nothing overrides anything")
  }

  private func finding(_ error: SchemaError, at span: SourceSpan, name: String) -> Diagnostic {
    switch error {
    case .builtInName(let name):
      Diagnostic(
        .builtInName, at: span, "`\(name)` is built in; it can't be declared again",
        label: "every bundle has it"
      ).help("choose another name, or leave this line out")
    case .alreadyDeclared(let name):
      Diagnostic(.duplicateName, at: span, "`\(name)` is declared twice", label: "again")
    case .type(let name, let type):
      switch type {
      case .enumeration:
        Diagnostic(.wrongType, at: span, "the words of `\(name)` are expected to differ")
      case .string, .int, .double, .bool, .instant, .date, .duration, .money, .list:
        Diagnostic(.wrongType, at: span, "`\(name)` can't have the type \(type)")
          .note("lists don't nest")
      }
    case .defaultValue(let name):
      Diagnostic(.outOfRange, at: span, "the default of `\(name)` lies outside its own range")
    case .range(let name):
      Diagnostic(.wrongType, at: span, "the range of `\(name)` has another type than the fact")
    case .attributeOutsideEvent(let name):
      Diagnostic(
        .wrongForm, at: span, "`\(name)`: attributes of events are declared under `events:`")
    }
  }
}

extension Item {
  /// The text of a value whose type the schema decides.
  var dataText: String? {
    if let scalar = typed.data?.scalar { return scalar.text }
    if let int = typed.int { return String(int) }
    if let number = typed.number { return Compilation.plain(number) }
    if let bool = typed.bool { return String(bool) }
    if let duration = typed.duration { return duration.text }
    if let money = typed.money { return money.description }
    if let date = typed.date { return date.description }
    return text
  }

  /// The texts of both ends of a range whose type the schema decides.
  var rangeTexts: (low: String, high: String)? {
    if let range = typed.range {
      guard let low = Item(range.low).dataText, let high = Item(range.high).dataText else {
        return nil
      }
      return (low, high)
    }
    return dataText.map(Item.ends)
  }

  /// The parts of a text before and behind `..`; twice the whole without it.
  static func ends(_ text: String) -> (low: String, high: String) {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    for position in bytes.indices.dropFirst()
    where position + 2 < bytes.count && bytes[position] == dot && bytes[position + 1] == dot {
      return (
        String(decoding: bytes[..<position], as: UTF8.self).trimmed,
        String(decoding: bytes[(position + 2)...], as: UTF8.self).trimmed
      )
    }
    return (text, text)
  }
}

extension String {
  /// The text without blanks around it.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
