// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts

// How mistakes in expressions are told.
extension Compilation {
  func syntaxFinding(_ error: ParseError, _ source: ExpressionSource) -> Diagnostic {
    let place = source.span(error.range)
    switch error.kind {
    case .singleEquals:
      return Diagnostic(
        .singleEquals, at: place, "`=` doesn't compare in an expression",
        label: "two of them compare"
      ).help("write `==`", replacing: place, with: "==")
    case .foreignOperator(let found, let use):
      return Diagnostic(.expressionSyntax, at: place, "`\(found)` is no operator here")
        .help("write `\(use)`", replacing: place, with: use)
    case .badNumber where !error.notes.isEmpty:
      return Diagnostic(.expressionSyntax, at: place, error.description)
        .help("say of what: `days(14)`, `hours(4)`")
    case .unexpected, .unexpectedEnd, .unknownCharacter, .unterminatedString, .badEscape,
      .badNumber, .numberOutOfRange, .reservedWord, .badMacro, .tooDeep, .tooLong:
      return Diagnostic(.expressionSyntax, at: place, error.description).adding(error.notes)
    }
  }

  func finding(
    _ error: CheckError, _ source: ExpressionSource, _ scope: ExpressionScope
  ) -> Diagnostic {
    let place = source.span(error.range)
    switch error.kind {
    case .undeclaredName(let name, let nearest):
      return unknownName(name, nearest, error.hint, place, scope)
    case .undeclaredFunction(let name, let nearest):
      return unknownFunction(name, nearest, place)
    case .noMatchingOverload(let function, let arguments, let candidates):
      return wrongArguments(function, arguments, candidates, error.hint, place)
    case .typeMismatch(let expected, let found):
      return Diagnostic(.typeMismatch, at: place, "expected \(expected), found \(found)")
        .adding(error.notes)
    case .misusedMacro:
      return Diagnostic(.wrongArguments, at: place, error.description)
    case .unknownField(let field, let object, let nearest):
      return unknownField(field, of: object, nearest, error.range, source, scope)
    case .noFields(.type(.object(let name))), .noFields(.object(let name)):
      let whole = Self.pathRange(endingWith: error.range, in: source.text)
      return notHere(name, source.span(whole), scope)
    case .noFields, .notIterable, .notConstructible, .tooDeep, .tooLong:
      return Diagnostic(.typeMismatch, at: place, error.description).adding(error.notes)
    }
  }

  // MARK: - Names

  private func unknownName(
    _ name: String, _ nearest: [String], _ hint: String?, _ place: SourceSpan,
    _ scope: ExpressionScope
  ) -> Diagnostic {
    if let columns = scope.columns {
      return Diagnostic(.unknownFact, at: place, "no column is called `\(name)`")
        .note("columns that the mapping reads are \(Self.list(columns))")
        .suggesting(name, from: columns, replacing: place)
    }
    let head = name.split(separator: ".").first.map(String.init) ?? name
    if Variable.allCases.contains(where: { $0.name == head }) { return notHere(head, place, scope) }
    if let definition = definitions.find(name) {
      let missing = definition.needs.subtracting(scope.variables).map(\.name).sorted()
      return Diagnostic(
        .notHere, at: place,
        "`\(name)` reads \(Self.list(missing)), which \(scope.owner) doesn't have"
      ).note("`\(name)` is defined in", at: definition.place)
    }
    let known =
      scope.variables.map(\.name) + definitions.all.map(\.name)
    var finding = Diagnostic(
      .unknownFact, at: place, "no name is called `\(name)`", label: "not declared")
    if NameSuggestion.nearest(to: name, in: known).isEmpty {
      let owners = FactObject.allCases.filter { schema.names(of: $0).contains(name) }
      if let owner = owners.first(where: { $0 == .contact }) ?? owners.first {
        finding = finding.help("facts are written with their object: `\(owner.rawValue).\(name)`")
      } else {
        finding = finding.help(
          hint ?? "facts are written with their object, as `account.\(name)`; "
            + "declare others under `define:`")
      }
    }
    return finding.suggesting(name, from: known + nearest, replacing: place)
  }

  private func notHere(_ name: String, _ place: SourceSpan, _ scope: ExpressionScope)
    -> Diagnostic
  {
    let finding = Diagnostic(.notHere, at: place, "`\(name)` isn't known in \(scope.owner)")
    switch name {
    case "deal":
      return finding.help("`per: deal` under `enrol` gives a policy its deal")
    case "event":
      return finding.help("`event` is what a policy's `enrol.on` names")
    case "sender":
      return finding.note("senders are chosen after the guards have passed")
    case "sends", "decisions":
      return finding.note("only `expect` and `invariant` know `\(name)`")
    case _:
      return finding.note(
        "names here are \(Self.list(scope.variables.map(\.name).sorted(), limit: 20))")
    }
  }

  private func unknownField(
    _ field: String, of object: String, _ nearest: [String], _ range: SourceRange,
    _ source: ExpressionSource, _ scope: ExpressionScope
  ) -> Diagnostic {
    let whole = Self.pathRange(endingWith: range, in: source.text)
    let place = source.span(whole)
    guard let fact = FactObject(rawValue: object), fact != .event else {
      let near = nearest.map { "`\($0)`" }.joined(separator: " or ")
      let finding = Diagnostic(
        .unknownFact, at: source.span(range),
        object == ObjectKind.scores.name
          ? "no score is called `\(field)`" : "\(FieldType.article(object)) has no `\(field)`",
        label: "not declared")
      if object == ObjectKind.event.name {
        let events = scope.events.compactMap {
          schema.events.indices.contains($0) ? schema.events[$0].name : nil
        }
        return finding.note("the events here are \(Self.list(events))")
          .help(near.isEmpty ? nil : "did you mean \(near)?")
      }
      return finding.help(near.isEmpty ? nil : "did you mean \(near)?")
    }
    let isCall = schema.member(FactPath(fact, field))?.parameters != nil
    if isCall {
      return Diagnostic(
        .wrongArguments, at: place, "`\(object).\(field)` is a function: it expects `(…)`")
    }
    return unknownFact(FactPath(fact, field), at: place)
  }

  /// PAR2104, with the place where facts of that object are declared.
  func unknownFact(_ path: FactPath, at place: SourceSpan) -> Diagnostic {
    var finding = Diagnostic(
      .unknownFact, at: place, "no fact is called `\(path)`", label: "not in the schema")
    let article = path.object == .account ? "an" : "a"
    if let declared = factObjectPlaces[path.object] {
      finding = finding.note(
        "facts of \(article) \(path.object.rawValue) are declared in", at: declared)
    }
    let known = schema.names(of: path.object)
    let near = NameSuggestion.nearest(to: path.name, in: known)
    guard !near.isEmpty else {
      return finding.help("declare `\(path.name)` under `facts: \(path.object.rawValue):`")
    }
    return finding.suggesting(
      path.description, from: near.map { "\(path.object.rawValue).\($0)" }, replacing: place)
  }

  /// The range of a path such as `account.helth` whose last part is known.
  static func pathRange(endingWith range: SourceRange, in text: String) -> SourceRange {
    let bytes = Array(text.utf8)
    var start = min(Int(range.start), bytes.count)
    while start > 0 {
      let byte = bytes[start - 1]
      let isPart =
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
      guard isPart else { break }
      start -= 1
    }
    return SourceRange(start: Int32(start), end: range.end)
  }

  // MARK: - Calls

  private func unknownFunction(_ name: String, _ nearest: [String], _ place: SourceSpan)
    -> Diagnostic
  {
    let finding = Diagnostic(.unknownFunction, at: place, "no function is called `\(name)`")
    guard let first = nearest.first else { return finding }
    let list = nearest.map { "`\($0)`" }.joined(separator: " or ")
    return finding.help("did you mean \(list)?", replacing: place, with: first)
  }

  private func wrongArguments(
    _ function: String, _ arguments: [CELType], _ candidates: [String], _ hint: String?,
    _ place: SourceSpan
  ) -> Diagnostic {
    let types = arguments.map(\.description)
    let sign = Self.sign(of: function)
    var finding: Diagnostic
    if let sign, types.count == 2 {
      finding = Diagnostic(
        .typeMismatch, at: place, "`\(sign)` doesn't take \(types[0]) and \(types[1])",
        label: "\(types[0]) \(sign) \(types[1])")
      if let help = conversion(arguments, sign) ?? hint { finding = finding.help(help) }
      let likely = candidates.filter {
        $0.hasPrefix(types[0] + " ") || $0.contains(" \(types[1]) ")
      }
      if !likely.isEmpty {
        finding = finding.note("it takes \(Self.list(Array(likely.prefix(2))))")
      }
      return finding
    }
    switch function {
    case "!_", "-_":
      finding = Diagnostic(
        .typeMismatch, at: place, "`\(function.dropLast())` doesn't take \(types.joined())")
    case "_[_]", "_[?_]":
      finding = Diagnostic(
        .typeMismatch, at: place, "`[…]` doesn't take \(types.joined(separator: " and "))")
    case _:
      finding = Diagnostic(
        .wrongArguments, at: place,
        "`\(function)` doesn't take (\(types.joined(separator: ", ")))")
    }
    if !candidates.isEmpty {
      finding = finding.note("it is \(Self.list(Array(candidates.prefix(2))))")
    }
    if function == "!_", types == ["int"] || types == ["double"] {
      return finding.help("write `… == 0` to ask whether it is zero")
    }
    if arguments.contains(.timestamp) == false,
      candidates.contains(where: {
        $0.contains("(timestamp)")
      }), arguments.contains(.duration)
    {
      return finding.help("say since when: `now - days(14)`")
    }
    return finding.help(hint)
  }

  private static func sign(of function: String) -> String? {
    if function == "@in" { return "in" }
    guard function.hasPrefix("_"), function.hasSuffix("_"), function.utf8.count > 2 else {
      return nil
    }
    let sign = function.dropFirst().dropLast()
    return sign.contains("_") || sign.contains("[") ? nil : String(sign)
  }

  /// What mends the usual mixtures.
  private func conversion(_ types: [CELType], _ sign: String) -> String? {
    let pair = Set(types)
    if pair == [.int, .double] { return "make them alike: `double(…)`, or write `40.0`" }
    if pair == [.timestamp, .duration], sign != "+", sign != "-" {
      return "compare instants: `now >= t + days(14)`"
    }
    if pair == [.timestamp, .string] {
      return "write an instant as `timestamp(\"2026-10-20T10:00:00Z\")`"
    }
    if pair == [.duration, .int] || pair == [.duration, .string] || pair == [.timestamp, .int] {
      return "say of what: `days(14)`, `hours(4)`"
    }
    if pair.contains(OpaqueKind.money.celType) { return "write an amount as `money(\"25 USD\")`" }
    if pair.contains(OpaqueKind.date.celType) { return "write a date as `date(\"2026-12-24\")`" }
    if pair == [.int, .string] || pair == [.double, .string] {
      return "numbers are written without quotes, texts with them"
    }
    return nil
  }
}

extension Diagnostic {
  /// With what the language's library says helps: lines that begin with `note: ` or `help: `.
  func adding(_ notes: [String]) -> Diagnostic {
    notes.reduce(self) { finding, line in
      line.hasPrefix("help: ")
        ? finding.help(String(line.dropFirst(6)))
        : finding.note(line.hasPrefix("note: ") ? String(line.dropFirst(6)) : line)
    }
  }
}
