// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts
import MessageTemplates

/// The names of `define` documents and of policies' constants.
struct Definitions {
  struct Definition {
    let name: String
    let place: SourceSpan
    /// `nil` if it has errors.
    var checked: CheckedExpression?
    /// The variables that it reads, through other definitions too.
    var needs: Set<Variable> = []

    var expression: NamedExpression { NamedExpression(name: name, checked: checked) }
  }

  private(set) var all: [Definition] = []
  private var positions: [String: Int] = [:]
  /// Constants by policy.
  var constants: [String: [NamedExpression]] = [:]
  /// The same as texts write them.
  var constantValues: [String: [String: TemplateValue]] = [:]

  mutating func add(_ definition: Definition) {
    positions[definition.name] = all.count
    all.append(definition)
  }

  func find(_ name: String) -> Definition? { positions[name].map { all[$0] } }

  /// Those of which a scope has all variables.
  func usable(in scope: ExpressionScope) -> [NamedExpression] {
    all.filter { $0.needs.isSubset(of: scope.variables) }.map(\.expression)
  }
}

extension Compilation {
  /// Where a definition may be used decides what it may read; by itself it may read everything.
  private var widestScope: ExpressionScope {
    ExpressionScope(
      variables: Set(Variable.allCases).subtracting([.identity, .unsubscribeURL]),
      events: schema.events.map { Int($0.code) }, steps: [], owner: "a definition")
  }

  private static let nestingLimit = 64

  /// Checks all definitions, each after those that it names.
  func compileDefinitions() {
    var sources: [String: Item] = [:]
    for document in documents("define") {
      for (name, value) in document.root["define"]?.entries ?? [] {
        if Variable.allCases.contains(where: { $0.name == name }) {
          report(
            Diagnostic(
              .builtInName, at: value.keySpan, "`\(name)` is built in; it can't be defined again"
            )
            .help("choose another name"))
          continue
        }
        if declare(name, .define, at: value.keySpan) { sources[name] = value }
      }
    }
    definitionEnvironment = environments.environment(for: widestScope)
    var state: [String: Bool] = [:]
    var path: [String] = []
    var inCycle: Set<String> = []
    func visit(_ name: String) {
      if state[name] == true { return }
      if let start = path.firstIndex(of: name) {
        let circle = Array(path[start...])
        if inCycle.isDisjoint(with: circle) { reportCycle(circle, sources) }
        inCycle.formUnion(circle)
        return
      }
      guard let item = sources[name] else { return }
      // Definitions are put into each other; deeper than this nothing could be evaluated.
      guard path.count < Self.nestingLimit else {
        inCycle.insert(name)
        state[name] = true
        report(
          Diagnostic(
            .expressionSyntax, at: item.keySpan,
            "more than \(Self.nestingLimit) definitions are put into each other"))
        return define(name, item, isCyclic: true)
      }
      path.append(name)
      for other in namesRead(item) where sources[other] != nil { visit(other) }
      path.removeLast()
      state[name] = true
      define(name, item, isCyclic: inCycle.contains(name))
    }
    for name in sources.keys.sorted() { visit(name) }
    definitionEnvironment = nil
  }

  private func define(_ name: String, _ item: Item, isCyclic: Bool) {
    var definition = Definitions.Definition(name: name, place: item.keySpan)
    if !isCyclic, let scalar = item.scalar {
      definition.checked = check(ExpressionSource(scalar), in: widestScope, expecting: .any)
      if let checked = definition.checked { definition.needs = variables(of: checked) }
    }
    definitions.add(definition)
    if var environment = definitionEnvironment {
      // Taken out while it grows, so that it isn't copied each time.
      definitionEnvironment = nil
      definition.expression.declare(in: &environment)
      definitionEnvironment = environment
    }
  }

  private func reportCycle(_ circle: [String], _ sources: [String: Item]) {
    let places = circle.compactMap { name in sources[name].map { (name, $0) } }
    guard let first = places.min(by: { $0.1.keySpan < $1.1.keySpan }),
      let start = circle.firstIndex(of: first.0)
    else { return }
    let ordered = Array(circle[start...] + circle[..<start])
    var finding = Diagnostic(
      .cycle, at: first.1.keySpan,
      circle.count == 1
        ? "definition `\(first.0)` names itself"
        : "definitions name each other in a circle: "
          + (ordered + [first.0]).map { "`\($0)`" }.joined(separator: " → "))
    for name in ordered.dropFirst() {
      guard let item = sources[name] else { continue }
      finding = finding.note("`\(name)` is in", at: item.keySpan)
    }
    report(finding.help("write one of them without the others"))
  }

  /// The words of an expression that may be names of definitions.
  private func namesRead(_ item: Item) -> [String] {
    guard let text = item.scalar?.text else { return [] }
    do throws(ParseError) {
      return try plainEnvironment.parse(text).identifiers
    } catch {
      return []
    }
  }

  /// The variables that an expression reads, those of definitions in it included.
  func variables(of checked: CheckedExpression) -> Set<Variable> {
    var found: Set<Variable> = []
    for case .variable(let slot) in checked.resolutions {
      if let variable = Variable(rawValue: slot) { found.insert(variable) }
    }
    return found
  }

  /// Marks definitions and scores as used by the names in an expression.
  func markUses(in tree: SyntaxTree) {
    for node in tree.nodes {
      switch node.kind {
      case .identifier(let name, _):
        if names.contains(name, .define) { names.use(name, .define) }
      case .select(let operand, let field, _, _):
        if case .identifier("scores", _) = tree[operand].kind { names.use(field, .score) }
      case .literal, .call, .list, .map, .object, .comprehension: break
      }
    }
  }

  // MARK: - Constants

  /// A policy's `with`: numbers, `true`, `false`, durations, amounts; anything else is a text.
  func compileConstants(_ item: Item?, policy: String) {
    guard let item else { return }
    var constants: [NamedExpression] = []
    var values: [String: TemplateValue] = [:]
    for (name, value) in item.entries {
      if Variable.allCases.contains(where: { $0.name == name }) || definitions.find(name) != nil {
        report(
          Diagnostic(
            .duplicateName, at: value.keySpan, "`\(name)` has a meaning in every expression"
          )
          .help("choose another name for the constant"))
        continue
      }
      let constant = value.dataText.map(Self.constant)
      constants.append(
        NamedExpression(name: name, checked: constant.flatMap { checkedConstant($0.literal) }))
      values[name] = constant?.value
    }
    definitions.constants[policy] = constants
    definitions.constantValues[policy] = values
  }

  private func checkedConstant(_ literal: String) -> CheckedExpression? {
    environments.environment(for: ExpressionScope(variables: [.now], owner: "constants"))
      .checked(literal)
  }

  /// A constant as expressions and as texts take it.
  private static func constant(_ text: String) -> (literal: String, value: TemplateValue) {
    if let number = Int64(text) { return (text, .int(number)) }
    if text == "true" || text == "false" { return (text, .bool(text == "true")) }
    if let number = Double(text), number.isFinite {
      return (text.contains(".") || text.contains("e") ? text : text + ".0", .double(number))
    }
    if let duration = FactTexts.duration(text), text != "0" {
      return ("duration(\"\(duration.components.seconds)s\")", .duration(duration))
    }
    if let money = Money(text) {
      let amount = TemplateMoney(
        units: money.amount, scale: 4, currency: money.currency.description)
      return ("money(\"\(text)\")", .money(amount))
    }
    return (Value.string(text).literal, .string(text))
  }
}

extension SyntaxTree {
  /// All plain names in the tree, the variables of macros among them.
  var identifiers: [String] {
    nodes.compactMap { node in
      if case .identifier(let name, _) = node.kind { return name }
      return nil
    }
  }
}
