// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
import Facts

extension BundleCompiler {
  /// Compiles a bundle with the changes of a scenario's `what_if`: a bundle of its own, with a
  /// digest of its own.
  ///
  /// Paths that lead nowhere and values of the wrong type are told at the scenario's line.
  ///
  /// - Parameters:
  ///   - source: The bundle's documents, as they stand.
  ///   - scenario: The scenario's id; the bundle itself if it has no changes.
  ///   - zones: As for `compile(_:zones:)`.
  public static func compile(
    _ source: BundleSource, whatIfOf scenario: String, zones: ZoneDatabase?
  ) -> CompileResult {
    let changes = WhatIfChange.all(of: scenario, in: source)
    guard !changes.isEmpty else { return compile(source, zones: zones) }
    var changed = source
    for change in changes { change.apply(to: &changed) }
    var digest = Digest()
    digest.update(part: self.digest(of: source.sources))
    for change in changes {
      digest.update(part: change.path)
      digest.update(part: source.sources.text(of: change.value.span))
    }
    return compile(
      changed, zones: zones, digest: digest.finish().hexadecimal, checksChanges: false)
  }
}

extension BundleCompiler {
  /// What is wrong with the changes of all scenarios; where they bring names or expressions, with
  /// the bundle that they make.
  static func whatIfFindings(_ source: BundleSource, zones: ZoneDatabase?) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for document in source.documents where document.kind.head == PolicyKind.scenario.head {
      guard let id = document.id?.text else { continue }
      let changes = WhatIfChange.all(of: id, in: source)
      guard !changes.isEmpty else { continue }
      var changed = source
      changed.diagnostics = []
      for change in changes { change.apply(to: &changed) }
      findings += changed.diagnostics
      guard changed.diagnostics.isEmpty, changes.contains(where: \.bringsNames) else { continue }
      let file = document.headSpan.file
      findings += compile(changed, zones: zones, digest: "", checksChanges: false)
        .diagnostics
        .filter { $0.span.file == file && $0.severity == .error }
    }
    return findings
  }
}

/// One change to a bundle's documents: a dotted path and the value that takes its place.
struct WhatIfChange {
  /// The path with the place of each part.
  let key: ScalarSource
  /// The new value as it stands in the scenario.
  let value: YAMLNode

  var path: String { key.text }

  /// Whether the value may hold names or expressions: numbers and durations hold none.
  var bringsNames: Bool {
    guard let text = value.scalar?.text else { return true }
    return !(text.utf8.first.map { (0x30...0x39).contains($0) } ?? true)
  }

  /// The changes of a scenario, in the order of the source.
  static func all(of scenario: String, in source: BundleSource) -> [WhatIfChange] {
    let document = source.documents.first {
      $0.kind.head == PolicyKind.scenario.head && $0.id?.text == scenario
    }
    return (document?["what_if"]?.map ?? []).compactMap { entry in
      entry.value.data.map { WhatIfChange(key: entry.key, value: $0) }
    }
  }

  // MARK: - Application

  /// A part of the path and the bytes of the key that it has.
  private struct Part {
    let name: String
    let bytes: Range<Int>
  }

  private var parts: [Part] {
    var parts: [Part] = []
    var start = 0
    for name in path.split(separator: ".", omittingEmptySubsequences: false) {
      let end = start + name.utf8.count
      parts.append(Part(name: String(name), bytes: start..<end))
      start = end + 1
    }
    return parts
  }

  /// Changes the documents, or reports in them why it can't.
  func apply(to source: inout BundleSource) {
    var rest = parts[...]
    guard let first = rest.popFirst() else { return }
    guard let kind = PolicyKind.named(first.name) else {
      source.diagnostics.append(
        fault(first, "no kind is called `\(first.name)`", PolicyKind.all.map(\.name)))
      return
    }
    guard kind.headIsID else {
      return applyToAny(kind, rest, &source)
    }
    let ids = source.documents(of: kind).compactMap { $0.id?.text }
    guard let id = rest.popFirst(), let position = position(of: kind, id.name, in: source) else {
      let part = parts.count > 1 ? parts[1] : first
      source.diagnostics.append(
        fault(part, "no \(kind.name) is called `\(part.name)`", ids))
      return
    }
    change(at: position, rest, &source, reportsFault: true)
  }

  private func position(of kind: PolicyKind, _ id: String, in source: BundleSource) -> Int? {
    source.documents.firstIndex { $0.kind.head == kind.head && $0.id?.text == id }
  }

  /// Settings, facts, definitions and guards have no id; several documents may hold them.
  private func applyToAny(
    _ kind: PolicyKind, _ rest: ArraySlice<Part>, _ source: inout BundleSource
  ) {
    let positions = source.documents.indices.filter { source.documents[$0].kind.head == kind.head }
    let isContent = kind.head != PolicyKind.settings.head
    let head = Part(name: kind.head, bytes: 0..<0)
    let path = isContent ? [head] + rest : Array(rest)
    for (count, position) in positions.enumerated() {
      let isLast = count == positions.count - 1
      if change(at: position, path[...], &source, reportsFault: isLast) { return }
    }
  }

  @discardableResult
  private func change(
    at position: Int, _ path: ArraySlice<Part>, _ source: inout BundleSource, reportsFault: Bool
  ) -> Bool {
    let document = source.documents[position]
    var editor = Editor(change: self)
    let whole = Typed(span: document.object.span, value: .object(document.object))
    guard let edited = editor.set(path, in: whole, as: .object(document.kind.object)),
      let object = edited.object
    else {
      if reportsFault { source.diagnostics += editor.diagnostics }
      return false
    }
    source.diagnostics += editor.diagnostics
    source.documents[position] = TypedDocument(
      kind: document.kind, id: document.id, object: object, headSpan: document.headSpan,
      isDamaged: document.isDamaged)
    return true
  }

  private func fault(_ part: Part, _ text: String, _ names: [String]) -> Diagnostic {
    let span = key.span(of: part.bytes)
    let finding = Diagnostic(.whatIfPath, at: span, text, label: "the path leads nowhere")
    return NameSuggestion.nearest(to: part.name, in: names).isEmpty && !names.isEmpty
      ? finding.note("there are \(Compilation.list(names))")
      : finding.suggesting(part.name, from: names, replacing: span)
  }

  // MARK: - Editing

  /// Walks down a document's values and puts the new one in.
  private struct Editor {
    let change: WhatIfChange
    var diagnostics: [Diagnostic] = []

    /// The value with the change made; `nil` if the path leads nowhere, which is then told.
    mutating func set(_ path: ArraySlice<Part>, in typed: Typed, as type: FieldType) -> Typed? {
      guard let part = path.first else { return read(as: type) }
      switch type {
      case .object(let object): return set(path, part, in: typed, as: object)
      case .map(_, let value):
        guard case .map(let entries) = typed.value else { return lead(part, []) }
        return set(path, part, in: entries, of: typed, as: value)
      case .list(let item), .oneOrMany(let item):
        return set(path, part, inList: typed.list ?? [typed], of: typed, as: item)
      case .either(let types):
        for type in types where fits(typed, type) { return set(path, in: typed, as: type) }
        return lead(part, [])
      case .bool, .nothing, .wholeNumber, .decimalNumber, .string, .name, .reference, .choice,
        .duration, .period, .instant, .date, .closedDays, .window, .cron, .share, .rate, .money,
        .expression, .text, .setting, .data, .generated, .range:
        return lead(part, [])
      }
    }

    private mutating func read(as type: FieldType) -> Typed {
      var validator = Validator(isDamaged: false)
      let last = change.path.split(separator: ".").last.map(String.init) ?? change.path
      let typed = validator.read(change.value, as: type, of: "`\(last)`")
      diagnostics += validator.diagnostics
      return typed
    }

    private mutating func lead(_ part: Part, _ names: [String]) -> Typed? {
      diagnostics.append(
        change.fault(
          part, names.isEmpty ? "`\(part.name)` leads nowhere" : "no `\(part.name)` is here", names
        ))
      return nil
    }

    private func fits(_ typed: Typed, _ type: FieldType) -> Bool {
      switch type {
      case .object(let object): typed.object?.name == object.name
      case .map: typed.map != nil
      case .list, .oneOrMany: typed.list != nil
      case .either(let types): types.contains { fits(typed, $0) }
      case .bool, .nothing, .wholeNumber, .decimalNumber, .string, .name, .reference, .choice,
        .duration, .period, .instant, .date, .closedDays, .window, .cron, .share, .rate, .money,
        .expression, .text, .setting, .data, .generated, .range:
        false
      }
    }

    // MARK: Maps

    private mutating func set(
      _ path: ArraySlice<Part>, _ part: Part, in typed: Typed, as type: ObjectType
    ) -> Typed? {
      guard let object = typed.object else { return lead(part, type.fields.map(\.name)) }
      guard let field = type[part.name] else {
        if let rest = type.rest {
          guard
            let changed = set(path, part, in: object.rest, of: typed, as: rest.type)?.map
          else { return nil }
          return Typed(
            span: typed.span,
            value: .object(
              TypedObject(
                name: object.name, span: object.span, entries: object.entries, rest: changed)))
        }
        return lead(part, type.fields.map(\.name))
      }
      var entries = object.entries
      if let position = entries.firstIndex(where: { $0.name == part.name }) {
        let old = entries[position]
        guard let new = set(path.dropFirst(), in: old.value, as: field.type) else { return nil }
        entries[position] = TypedObject.Entry(
          name: old.name, keySpan: old.keySpan, value: new)
      } else {
        // A key that isn't written yet: the value itself, or a map with one key.
        let empty = Typed(span: change.value.span, value: emptyValue(of: field.type))
        guard let new = set(path.dropFirst(), in: empty, as: field.type) else { return nil }
        entries.append(
          TypedObject.Entry(
            name: part.name, keySpan: change.key.span(of: part.bytes), value: new))
      }
      checkRules(type, entries)
      return Typed(
        span: typed.span,
        value: .object(
          TypedObject(name: object.name, span: object.span, entries: entries, rest: object.rest)))
    }

    private func emptyValue(of type: FieldType) -> TypedValue {
      switch type {
      case .object(let object):
        .object(TypedObject(name: object.name, span: change.value.span, entries: [], rest: []))
      case .map: .map([])
      case .list, .oneOrMany: .list([])
      case .bool, .nothing, .wholeNumber, .decimalNumber, .string, .name, .reference, .choice,
        .duration, .period, .instant, .date, .closedDays, .window, .cron, .share, .rate, .money,
        .expression, .text, .setting, .data, .generated, .range, .either:
        .broken
      }
    }

    /// Keys that exclude each other do so here too.
    private mutating func checkRules(_ type: ObjectType, _ entries: [TypedObject.Entry]) {
      let mapping = YAMLMapping(
        entries: entries.map { entry in
          YAMLEntry(
            key: ScalarSource(text: entry.name, span: entry.keySpan),
            value: YAMLNode(span: entry.value.span, content: .broken))
        }, isFlow: false)
      let reading = ObjectReading(type: type, mapping: mapping, span: change.value.span)
      diagnostics += reading.missingKeys()
    }

    /// Keys of the author's own may hold dots: the longest that there is wins.
    private mutating func set(
      _ path: ArraySlice<Part>, _ part: Part, in entries: [TypedEntry], of typed: Typed,
      as type: FieldType
    ) -> Typed? {
      var entries = entries
      for count in stride(from: path.count, to: 0, by: -1) {
        let name = path.prefix(count).map(\.name).joined(separator: ".")
        guard let position = entries.firstIndex(where: { $0.key.text == name }) else { continue }
        guard let new = set(path.dropFirst(count), in: entries[position].value, as: type) else {
          return nil
        }
        entries[position] = TypedEntry(key: entries[position].key, value: new)
        return Typed(span: typed.span, value: .map(entries))
      }
      return lead(part, entries.map(\.key.text))
    }

    // MARK: Lists

    private mutating func set(
      _ path: ArraySlice<Part>, _ part: Part, inList items: [Typed], of typed: Typed,
      as type: FieldType
    ) -> Typed? {
      func name(_ item: Typed) -> String? {
        guard let object = item.object else { return item.name }
        for key in ["id", "use", "as", "channel", "event"] {
          if let name = object[key]?.name ?? object[key]?.string { return name }
        }
        return nil
      }
      var items = items
      guard let position = items.firstIndex(where: { name($0) == part.name }) else {
        return lead(part, items.compactMap(name))
      }
      guard let new = set(path.dropFirst(), in: items[position], as: type) else { return nil }
      items[position] = new
      return Typed(span: typed.span, value: .list(items))
    }
  }
}
