// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads nodes by their types: typed values, and a diagnostic for each thing that doesn't fit.
struct Validator {
  private(set) var diagnostics: [Diagnostic] = []
  /// Keys that this version doesn't act on.
  private(set) var unexecuted: [(name: String, span: SourceSpan)] = []
  /// Whether lines of the document are unread, so that a missing key may only be one of them.
  let isDamaged: Bool

  init(isDamaged: Bool) { self.isDamaged = isDamaged }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Reads a node.
  ///
  /// - Parameters:
  ///   - what: What the value belongs to, as messages say it: a key, or an item of one.
  mutating func read(_ node: YAMLNode, as type: FieldType, of what: String) -> Typed {
    switch node.content {
    case .broken: return broken(node)
    case .scalar(let scalar): return read(scalar, as: type, of: what)
    case .sequence(let items): return read(items, at: node, as: type, of: what)
    case .mapping(let mapping): return read(mapping, at: node, as: type, of: what)
    }
  }

  func broken(_ node: YAMLNode) -> Typed { Typed(span: node.span, value: .broken) }

  mutating func wrongForm(
    _ node: YAMLNode, _ found: String, as type: FieldType, of what: String
  ) -> Typed {
    var diagnostic = Diagnostic(
      .wrongForm, at: node.span, "\(what) takes \(type.phrase), not \(found)")
    if case .list(let item) = type {
      if let scalar = node.scalar, item.takesScalar {
        diagnostic = diagnostic.help("write it in brackets: [\(Self.excerpt(scalar.text))]")
      } else {
        diagnostic = diagnostic.help("begin each item with `- `, or write [{…}]")
      }
    }
    report(diagnostic)
    return broken(node)
  }

  // MARK: - Scalars

  private mutating func read(_ scalar: ScalarSource, as type: FieldType, of what: String) -> Typed {
    let node = YAMLNode(span: scalar.span, content: .scalar(scalar))
    switch type {
    case .data, .setting: return Typed(span: scalar.span, value: .data(node))
    case .nothing, .generated: break
    case .oneOrMany(let item):
      let value = read(scalar, as: item, of: what)
      return value.isBroken ? value : Typed(span: scalar.span, value: .list([value]))
    case .either(let types):
      let fitting = FieldType.flat(types).filter(\.takesScalar)
      guard !fitting.isEmpty else { break }
      return read(scalar, asOneOf: fitting, of: what)
    default:
      if scalar.isEmpty { return missingValue(scalar, as: type, of: what) }
    }
    guard type.takesScalar else {
      if scalar.isEmpty { return missingValue(scalar, as: type, of: what) }
      return wrongForm(node, "the value `\(Self.excerpt(scalar.text))`", as: type, of: what)
    }
    do throws(ScalarFault) {
      return Typed(span: scalar.span, value: try ScalarReading.read(scalar, as: type))
    } catch {
      report(error, in: scalar, of: what)
      return broken(node)
    }
  }

  private mutating func missingValue(
    _ scalar: ScalarSource, as type: FieldType, of what: String
  ) -> Typed {
    report(
      Diagnostic(
        .wrongForm, at: scalar.span, "\(what) takes \(type.phrase), and nothing stands here",
        label: "a value is missing"
      )
      .help("write a value, or remove the key"))
    return Typed(span: scalar.span, value: .broken)
  }

  /// The first type that fits; if none does, the finding of the only one, or what all expect.
  private mutating func read(
    _ scalar: ScalarSource, asOneOf types: [FieldType], of what: String
  ) -> Typed {
    var faults: [ScalarFault] = []
    for type in types {
      if case .data = type { return read(scalar, as: type, of: what) }
      if scalar.isEmpty, !type.takesNothing { continue }
      do throws(ScalarFault) {
        return Typed(span: scalar.span, value: try ScalarReading.read(scalar, as: type.item))
      } catch {
        faults.append(error)
      }
    }
    if scalar.isEmpty { return missingValue(scalar, as: .either(types), of: what) }
    // A finding that is surer than "another type" is the one to tell.
    let sure = faults.first { $0.headline != nil || $0.part != nil && $0.part?.lowerBound != 0 }
    let fault =
      sure ?? (faults.count == 1 ? faults[0] : combined(faults, types))
    report(fault, in: scalar, of: what)
    return Typed(span: scalar.span, value: .broken)
  }

  private func combined(_ faults: [ScalarFault], _ types: [FieldType]) -> ScalarFault {
    var fault = ScalarFault.expected(FieldType.either(types).phrase)
    fault.repairs = faults.flatMap(\.repairs)
    fault.helps = faults.flatMap(\.helps)
    return fault
  }

  private mutating func report(_ fault: ScalarFault, in scalar: ScalarSource, of what: String) {
    let span = fault.part.map { scalar.span(of: $0) } ?? scalar.span
    let headline =
      fault.headline
      ?? "\(what) takes \(fault.expected ?? "another value"), not `\(Self.excerpt(scalar.text))`"
    var diagnostic = Diagnostic(
      fault.code, at: span, headline, label: fault.label)
    if !fault.repairs.isEmpty, fault.helps.isEmpty || fault.code != .notBool {
      for repair in fault.repairs.prefix(NameSuggestion.limit) {
        diagnostic = diagnostic.help(
          "did you mean `\(repair)`?", replacing: scalar.span, with: requoted(repair, scalar))
      }
    }
    for help in fault.helps {
      if fault.code == .notBool, let repair = fault.repairs.first {
        diagnostic = diagnostic.help(help, replacing: scalar.span, with: repair)
      } else {
        diagnostic = diagnostic.help(help)
      }
    }
    report(diagnostic)
  }

  /// A repaired text in the quotes of the old one.
  private func requoted(_ text: String, _ scalar: ScalarSource) -> String {
    switch scalar.style {
    case .plain: text
    case .singleQuoted, .doubleQuoted, .literal, .folded: YAMLQuoting.quoted(text)
    }
  }

  /// A text short enough for a headline.
  static func excerpt(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 60 ? "\(line.prefix(59))…" : line
  }

  // MARK: - Lists

  private mutating func read(
    _ items: [YAMLNode], at node: YAMLNode, as type: FieldType, of what: String
  ) -> Typed {
    switch type {
    case .data, .setting: return Typed(span: node.span, value: .data(node))
    case .list(let item), .oneOrMany(let item):
      let values = items.map { read($0, as: item, of: "an item of \(what)") }
      checkIDs(values, of: what)
      return Typed(span: node.span, value: .list(values))
    case .generated:
      let values = items.compactMap(\.scalar)
      guard values.count == items.count else {
        return wrongForm(node, "a list of lists or maps", as: type, of: what)
      }
      return Typed(span: node.span, value: .generated(.list(values)))
    case .either(let types):
      guard let fitting = FieldType.flat(types).first(where: \.takesList) else { break }
      return read(items, at: node, as: fitting, of: what)
    default: break
    }
    return wrongForm(node, "a list", as: type, of: what)
  }

  /// Ids are unique in the list that they stand in.
  private mutating func checkIDs(_ values: [Typed], of what: String) {
    var places: [String: SourceSpan] = [:]
    for value in values {
      guard let object = value.object, let id = object["id"], let name = id.name else { continue }
      if let earlier = places[name] {
        report(
          Diagnostic(
            .duplicateName, at: id.span, "\(what) has two items with the id `\(name)`",
            label: "again"
          )
          .note("it is first given at", at: earlier)
          .help("give each an id of its own"))
      } else {
        places[name] = id.span
      }
    }
  }

  // MARK: - Maps

  private mutating func read(
    _ mapping: YAMLMapping, at node: YAMLNode, as type: FieldType, of what: String
  ) -> Typed {
    switch type {
    case .data: return Typed(span: node.span, value: .data(node))
    case .setting: return setting(mapping, at: node)
    case .object(let object): return read(mapping, at: node, as: object)
    case .map(let form, let value):
      return Typed(span: node.span, value: .map(entries(mapping, form, value, of: what)))
    case .oneOrMany(let item):
      let value = read(mapping, at: node, as: item, of: what)
      return value.isBroken ? value : Typed(span: node.span, value: .list([value]))
    case .generated: return generated(mapping, at: node, of: what)
    case .either(let types):
      guard let fitting = bestFit(mapping, among: FieldType.flat(types)) else { break }
      return read(mapping, at: node, as: fitting, of: what)
    default: break
    }
    return wrongForm(node, "a map", as: type, of: what)
  }

  /// The type that knows most of the keys, the first of equals.
  private func bestFit(_ mapping: YAMLMapping, among types: [FieldType]) -> FieldType? {
    var best: (type: FieldType, score: Int)?
    for type in types {
      let score: Int
      switch type.item {
      case .object(let object):
        let keys = Set(mapping.entries.map(\.key.text))
        let known = object.fields.count { keys.contains($0.name) }
        let missing = object.fields.count { $0.isRequired && !keys.contains($0.name) }
        let names = object.fields.map(\.name)
        let near = keys.count {
          !names.contains($0) && !NameSuggestion.nearest(to: $0, in: names).isEmpty
        }
        score = 3 * known + 2 * near - missing
      case .map, .data, .setting, .generated: score = 0
      default: continue
      }
      if score > best?.score ?? Int.min { best = (type, score) }
    }
    return best?.type
  }

  private mutating func setting(_ mapping: YAMLMapping, at node: YAMLNode) -> Typed {
    guard mapping.entries.count == 1, let entry = mapping.entries.first,
      let scalar = entry.value.scalar
    else { return Typed(span: node.span, value: .data(node)) }
    switch entry.key.text {
    case "secret": return Typed(span: node.span, value: .secret(scalar))
    case "env": return Typed(span: node.span, value: .environment(scalar))
    default: return Typed(span: node.span, value: .data(node))
    }
  }

  /// Entries whose keys are the author's own.
  private mutating func entries(
    _ mapping: YAMLMapping, _ form: NameForm, _ type: FieldType, of what: String
  ) -> [TypedEntry] {
    mapping.entries.map { entry in
      checkKey(entry.key, form, of: what)
      if case .setting = type { checkSecret(entry) }
      return TypedEntry(
        key: entry.key, value: read(entry.value, as: type, of: "`\(entry.key.text)`"))
    }
  }

  mutating func checkKey(_ key: ScalarSource, _ form: NameForm, of what: String) {
    do throws(ScalarFault) {
      _ = try ScalarReading.read(key, as: .name(form))
    } catch {
      report(error, in: key, of: "a key of \(what)")
    }
  }

  /// Settings whose name says that they are secret are named, never written.
  private mutating func checkSecret(_ entry: YAMLEntry) {
    let name = entry.key.text.lowercased()
    let isSecret = ["password", "token", "secret", "api_key"].contains { name.hasSuffix($0) }
    guard isSecret, let scalar = entry.value.scalar, !scalar.isEmpty else { return }
    report(
      Diagnostic(
        .literalSecret, at: scalar.span, "the value of `\(entry.key.text)` stands in the file",
        label: "a secret is named, never written"
      )
      .help(
        "write `{secret: NAME}` or `{env: NAME}`", replacing: scalar.span,
        with: "{secret: \(entry.key.text)}"))
  }

  // MARK: - Maps with keys of the language

  /// Reads a map by its description.
  mutating func read(_ mapping: YAMLMapping, at node: YAMLNode, as type: ObjectType) -> Typed {
    var reading = ObjectReading(type: type, mapping: mapping, span: node.span)
    var entries: [TypedObject.Entry] = []
    var rest: [TypedEntry] = []
    for entry in mapping.entries {
      let name = entry.key.text
      if let field = type[name] {
        if !field.isExecuted { unexecuted.append((name, entry.key.span)) }
        let value = read(entry.value, as: field.type, of: "`\(name)`")
        entries.append(TypedObject.Entry(name: name, keySpan: entry.key.span, value: value))
      } else if let other = type.rest {
        checkKey(entry.key, other.form, of: FieldType.article(type.name))
        rest.append(
          TypedEntry(key: entry.key, value: read(entry.value, as: other.type, of: "`\(name)`")))
      } else {
        diagnostics.append(reading.unknownKey(entry.key))
      }
    }
    if !isDamaged { diagnostics += reading.missingKeys() }
    return Typed(
      span: node.span,
      value: .object(
        TypedObject(name: type.name, span: node.span, entries: entries, rest: rest)))
  }
}

extension FieldType {
  /// Alternatives, those inside of alternatives among them.
  fileprivate static func flat(_ types: [FieldType]) -> [FieldType] {
    types.flatMap { type in
      if case .either(let inner) = type { return flat(inner) }
      return [type]
    }
  }

  /// The type of a single item, for types that take one in place of a list.
  fileprivate var item: FieldType {
    if case .oneOrMany(let item) = self { return item }
    return self
  }

  /// Whether a scalar may be such a value.
  var takesScalar: Bool {
    switch self {
    case .list, .map, .object: false
    case .oneOrMany(let item): item.takesScalar
    case .either(let types): types.contains(where: \.takesScalar)
    case .bool, .nothing, .wholeNumber, .decimalNumber, .string, .name, .reference, .choice,
      .duration, .period, .instant, .date, .closedDays, .window, .cron, .share, .rate, .money,
      .expression, .text, .setting, .data, .generated, .range:
      true
    }
  }

  /// Whether a list may be such a value.
  var takesList: Bool {
    switch self {
    case .list, .oneOrMany, .data, .setting, .generated: true
    case .either(let types): types.contains(where: \.takesList)
    default: false
    }
  }

  /// Whether nothing may be such a value.
  fileprivate var takesNothing: Bool {
    switch self {
    case .nothing, .data, .generated: true
    default: false
    }
  }
}
