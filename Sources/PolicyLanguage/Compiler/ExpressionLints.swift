// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts

/// What the type checker can't see: names and values inside texts, words of enumerations, facts that
/// may have no value.
struct ExpressionLints {
  private let expression: CheckedExpression
  private let source: ExpressionSource
  private let scope: ExpressionScope
  private let compilation: Compilation
  private var isSound = true
  /// Where something was found that the checker finds too.
  private var told: Set<SourceRange> = []

  init(
    _ expression: CheckedExpression, source: ExpressionSource, scope: ExpressionScope,
    compilation: Compilation
  ) {
    self.expression = expression
    self.source = source
    self.scope = scope
    self.compilation = compilation
  }

  /// Reports what is found; tells whether the expression can be used.
  mutating func run() -> Bool {
    for node in 0..<NodeID(expression.ownNodeCount) { visit(node) }
    for warning in expression.warnings { report(warning) }
    return isSound
  }

  private mutating func error(_ diagnostic: Diagnostic) {
    isSound = isSound && diagnostic.severity != .error
    compilation.report(diagnostic)
  }

  private mutating func visit(_ node: NodeID) {
    switch expression.tree[node].kind {
    case .call(let name, let target, let arguments):
      call(node, name, (target.map { [$0] } ?? []) + arguments)
    case .select(let operand, let field, _, _): select(node, operand, field)
    case .literal, .identifier, .list, .map, .object, .comprehension: break
    }
  }

  /// The text of a literal.
  private func literal(_ node: NodeID) -> String? {
    guard case .literal(.string(let text)) = expression.tree[node].kind else { return nil }
    return text
  }

  private func span(_ node: NodeID) -> SourceSpan { source.span(expression.tree[node].range) }

  // MARK: - Calls

  private mutating func call(_ node: NodeID, _ name: String, _ operands: [NodeID]) {
    switch name {
    case "_==_", "_!=_":
      if operands.count == 2 {
        word(operands[1], of: operands[0])
        word(operands[0], of: operands[1])
      }
    case "@in":
      if operands.count == 2,
        case .list(let elements, _) = expression.tree[operands[1]].kind
      {
        for element in elements { word(element, of: operands[0]) }
      }
    case "_[_]": if operands.count == 2 { stepKey(operands[0], operands[1]) }
    case "duration": if let first = operands.first { durationText(node, first) }
    case "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear", "getHours",
      "getMilliseconds", "getMinutes", "getMonth", "getSeconds":
      if operands.count == 2 { zone(operands[1]) }
    default:
      guard case .call(_, let overloads, _) = expression.resolutions[Int(node)],
        case .host(let number)? = overloads.first?.implementation,
        let function = HostFunction(rawValue: number)
      else { return }
      host(function, operands)
    }
  }

  private mutating func host(_ function: HostFunction, _ operands: [NodeID]) {
    switch function {
    case .had, .last, .countSince: named(operands, 1, .event)
    case .consented, .reachable: named(operands, 1, .channel)
    case .phaseOf: named(operands, 1, .phases)
    case .addBusinessDays: named(operands, 2, .calendar)
    case .today: if let first = operands.first { zone(first) }
    case .date: if let first = operands.first { dateText(first) }
    case .money: if let first = operands.first { moneyText(first) }
    case .days, .hours, .minutes, .weeks, .dateYear, .dateMonth, .dateDay, .dateLess,
      .dateLessOrEqual, .dateGreater, .dateGreaterOrEqual, .between, .moneyAdd, .moneySubtract,
      .moneyMultiply, .moneyMultiplyReversed, .moneyLess, .moneyLessOrEqual, .moneyGreater,
      .moneyGreaterOrEqual, .sum, .nextMidnight, .repliedSince, .sentSince, .activeWithin,
      .wonSince, .bounceRate, .lastReplyInstant, .lastSentInstant, .activeUntil,
      .lastWonInstant:
      break
    }
  }

  /// The argument names something that the bundle declares.
  private mutating func named(_ operands: [NodeID], _ position: Int, _ kind: NameKind) {
    guard operands.indices.contains(position), let name = literal(operands[position]) else {
      return
    }
    let place = span(operands[position])
    if compilation.resolve(name, kind, at: place, quoted: true) == nil { isSound = false }
  }

  private mutating func zone(_ node: NodeID) {
    guard let name = literal(node), let zones = compilation.zones, !zones.contains(name) else {
      return
    }
    error(
      Diagnostic(.unknownName, at: span(node), "no time zone is called `\(name)`")
        .suggesting(name, from: zones.names, replacing: span(node)) { "\"\($0)\"" })
  }

  private mutating func dateText(_ node: NodeID) {
    guard let text = literal(node) else { return }
    do throws(TimeTextError) {
      _ = try CivilDate(text: text)
    } catch let finding {
      error(
        Diagnostic(
          .wrongLiteral, at: span(node), "`\(text)` is no date: expected \(finding.expected)"
        )
        .help("write a date as `date(\"2026-12-24\")`"))
    }
  }

  private mutating func moneyText(_ node: NodeID) {
    guard let text = literal(node), Money(text) == nil else { return }
    error(
      Diagnostic(
        .wrongLiteral, at: span(node), "`\(text)` is no amount of money"
      )
      .help("write an amount and the currency's three letters, as `money(\"1000 EUR\")`"))
  }

  /// `duration("14d")`: CEL's own function knows no days.
  private mutating func durationText(_ node: NodeID, _ argument: NodeID) {
    guard let text = literal(argument), let last = text.last, last == "d" || last == "w" else {
      return
    }
    told.insert(expression.tree[node].range)
    let finding = Diagnostic(
      .durationUnit, at: span(node), "`duration` knows no unit `\(last)`: hours are its largest")
    guard let count = Int(text.dropLast()) else {
      error(finding.help("use `days(…)`, `weeks(…)` or `hours(…)`"))
      return
    }
    let call = last == "d" ? "days(\(count))" : "weeks(\(count))"
    error(finding.help("write `\(call)`", replacing: span(node), with: call))
  }

  // MARK: - Names

  private mutating func stepKey(_ map: NodeID, _ key: NodeID) {
    guard case .variable(Variable.steps.rawValue) = expression.resolutions[Int(map)],
      let name = literal(key), !scope.steps.contains(name)
    else { return }
    error(
      Diagnostic(.unknownName, at: span(key), "\(scope.owner) has no step `\(name)`")
        .suggesting(name, from: scope.steps, replacing: span(key)) { "\"\($0)\"" })
  }

  /// `event.severity` where no event that comes here has it.
  private mutating func select(_ node: NodeID, _ operand: NodeID, _ field: String) {
    guard case .variable(Variable.event.rawValue) = expression.resolutions[Int(operand)],
      field != "name", field != "at"
    else { return }
    let events = scope.events.compactMap {
      compilation.schema.events.indices.contains($0) ? compilation.schema.events[$0] : nil
    }
    guard !events.contains(where: { $0.attribute(field) != nil }) else { return }
    let names = events.flatMap { $0.attributes.map(\.name) } + ["name", "at"]
    let list = events.map { "`\($0.name)`" }.joined(separator: " or ")
    let place = source.span(expression.tree[node].operatorRange)
    error(
      Diagnostic(
        .unknownFact, at: place,
        "no attribute of \(list.isEmpty ? "an event" : list) is called "
          + "`\(field)`"
      )
      .suggesting(field, from: names, replacing: place))
  }

  /// A text that is compared with an enumeration must be one of its words.
  private mutating func word(_ node: NodeID, of other: NodeID) {
    guard let word = literal(node), let (path, words) = enumeration(other), !words.contains(word)
    else { return }
    let place = span(node)
    error(
      Diagnostic(
        .unknownWord, at: place, "`\(path)` is never `\(word)`",
        label: "not one of its words"
      )
      .note("its words are \(Compilation.list(words))")
      .suggesting(word, from: words, replacing: place) { "\"\($0)\"" })
  }

  /// The fact that a node reads, with the words it may have.
  private func enumeration(_ node: NodeID) -> (path: String, words: [String])? {
    guard case .select(let operand, let field, false, _) = expression.tree[node].kind else {
      return nil
    }
    if case .variable(Variable.event.rawValue) = expression.resolutions[Int(operand)] {
      return eventWords(field)
    }
    guard case .object(let name) = expression.types[Int(operand)],
      let object = FactObject(rawValue: name)
    else { return nil }
    let path = FactPath(object, field)
    if let declared = compilation.schema.field(path) {
      guard case .enumeration(let words) = declared.type else { return nil }
      return (path.description, words)
    }
    if case .fact(.enumeration(let words))? = compilation.schema.member(path)?.result {
      return (path.description, words)
    }
    return nil
  }

  private func eventWords(_ field: String) -> (path: String, words: [String])? {
    let events = compilation.schema.events
    if field == "name" {
      return ("event.name", scope.events.filter(events.indices.contains).map { events[$0].name })
    }
    var words: [String] = []
    for code in scope.events where events.indices.contains(code) {
      guard let attribute = events[code].attribute(field) else { continue }
      guard case .enumeration(let more) = attribute.type else { return nil }
      words += more.filter { !words.contains($0) }
    }
    return words.isEmpty ? nil : ("event.\(field)", words)
  }

  // MARK: - Values that may be missing

  private mutating func report(_ warning: CheckWarning) {
    switch warning.kind {
    case .constantComparison(let outcome, let reason):
      // A condition that reads nothing at all is told as a whole.
      if expression.variablesRead.isEmpty, expression.type == .bool { return }
      compilation.report(
        Diagnostic(
          .alwaysHolds, at: source.span(warning.range), "this comparison is always \(outcome)"
        ).note(reason))
    case .alwaysFails(let reason):
      if told.contains(warning.range) { return }
      let place = source.span(warning.range)
      let finding = Diagnostic(.wrongLiteral, at: place, "this always fails: \(reason)")
      if case .badPattern = reason {
        error(Diagnostic(.badPattern, at: place, reason.description))
      } else if case .badConversion(_, to: .duration) = reason {
        error(finding.help("say of what: `days(14)`, `hours(4)`"))
      } else {
        error(finding.adding(warning.notes))
      }
    case .unsolvableTime: break  // Only with a clock in the environment; see `warnOfPolling`.
    case .nullableRead(let path):
      if scope.toleratesAbsent { return }
      // Who reads a list of deals asks each of them; the same holds for main_contact and such.
      let place = source.span(warning.range)
      let root = expression.tree[expression.root].range
      let isWhole = warning.range == root
      let finding = Diagnostic(
        .nullableRead, at: place, "`\(path)` may have no value; reading it then is an error",
        label: "nullable")
      if isWhole || expression.type != .bool {
        error(finding.help("ask `has(\(path))` first, or give the fact a `default`"))
      } else {
        error(finding.help("write `has(\(path)) && …`, or give the fact a `default`"))
      }
    }
  }
}
