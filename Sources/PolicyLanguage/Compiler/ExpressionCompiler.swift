// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts
import Guards

/// An expression in a scope: compiled once, however often it is used.
struct ExpressionKey: Hashable {
  let span: SourceSpan
  let scope: ExpressionScope
}

/// The text of an expression and where its bytes stand.
struct ExpressionSource {
  let text: String
  let scalar: ScalarSource

  init(_ scalar: ScalarSource) {
    text = scalar.text
    self.scalar = scalar
  }

  /// The place of a part of the text.
  func span(_ range: SourceRange) -> SourceSpan {
    let count = text.utf8.count
    let start = min(max(Int(range.start), 0), count)
    let end = min(max(Int(range.end), start), count)
    // At the end of the text there is nothing to mark: the last character is, instead.
    if start == count, count > 0 { return scalar.span(of: count - 1..<count) }
    return scalar.span(of: start..<max(end, min(start + 1, count)))
  }
}

extension Compilation {
  /// Compiles a condition, `nil` if it has errors or isn't there.
  func condition(_ item: Item?, in scope: ExpressionScope) -> CompiledExpression? {
    expression(item, in: scope, expecting: .condition)
  }

  /// Compiles an expression, `nil` if it has errors or isn't there.
  func expression(
    _ item: Item?, in scope: ExpressionScope, expecting expected: ExpectedValue
  ) -> CompiledExpression? {
    guard let item, let scalar = item.scalar else { return nil }
    let key = ExpressionKey(span: item.span, scope: scope)
    if let known = compiledExpressions[key] { return known }
    let source = ExpressionSource(scalar)
    let compiled = check(source, in: scope, expecting: expected).map {
      finish($0, source, in: scope)
    }
    compiledExpressions[key] = .some(compiled)
    return compiled
  }

  /// Checks an expression and reports all that is wrong with it.
  func check(
    _ source: ExpressionSource, in scope: ExpressionScope, expecting expected: ExpectedValue
  ) -> CheckedExpression? {
    let environment = environment(for: scope)
    let tree: SyntaxTree
    do throws(ParseError) {
      tree = try environment.parse(source.text)
    } catch {
      report(syntaxFinding(error, source))
      return nil
    }
    markUses(in: tree)
    switch environment.check(tree) {
    case .failure(let failures):
      for error in failures.errors { report(finding(error, source, scope)) }
      return nil
    case .success(let checked):
      guard expected.admits(checked.type) else {
        report(
          Diagnostic(
            .typeMismatch, at: source.scalar.span,
            "expected \(expected.words), found \(checked.type)"))
        return nil
      }
      var lints = ExpressionLints(checked, source: source, scope: scope, compilation: self)
      guard lints.run() else { return nil }
      if case .condition = expected, scope.variables.contains(.now), !scope.toleratesAbsent {
        warnOfPolling(checked, source)
        ConstantChecks(checked, source: source, compilation: self).run()
      }
      return checked
    }
  }

  /// Makes the model's expression of a checked one.
  func finish(
    _ checked: CheckedExpression, _ source: ExpressionSource, in scope: ExpressionScope
  ) -> CompiledExpression {
    let temporal = checked.breakpoints(of: Variable.now.rawValue)
    // Inside macros a breakpoint is a list of instants.
    var breakpoints = temporal.breakpoints.map { Program($0.expression) }
    var isPolled = !temporal.unsolvable.isEmpty
    var looksIntoLists = temporal.breakpoints.contains { $0.expression.type != .timestamp }
    var dependencies = ExpressionDependencies.all(of: checked, schema: schema)
    // What a score reads, the expression reads; when a score moves, the expression may too.
    for score in scoresRead(by: checked) {
      breakpoints += score.breakpoints
      isPolled = isPolled || score.mustBePolled
      looksIntoLists = looksIntoLists || score.looksIntoLists
      dependencies += score.dependencies
    }
    let all = Set(dependencies).sorted(by: Dependency.inOrder)
    return CompiledExpression(
      text: Self.onOneLine(source.text), place: place(source.scalar.span),
      checked: checked, program: Program(checked),
      leaves: checked.leafReads.map {
        ExpressionLeaf(path: $0.path, program: Program($0.expression))
      },
      breakpoints: breakpoints, mustBePolled: isPolled, looksIntoLists: looksIntoLists,
      dependencies: all, agingFacts: all.filter(growsStale))
  }

  private func growsStale(_ dependency: Dependency) -> Bool {
    guard case .fact(let object, let slot) = dependency,
      let object = ObjectKind(rawValue: object)?.factObject
    else { return false }
    let fields = schema.fields(of: object)
    return fields.indices.contains(slot) && fields[slot].staleAfter != nil
  }

  private func scoresRead(by checked: CheckedExpression) -> [CompiledExpression] {
    checked.fieldsRead.filter { $0.objectType == ObjectKind.scores.rawValue }
      .compactMap { scores.indices.contains($0.slot) ? scores[$0.slot] : nil }
      .flatMap(\.expressions)
  }

  /// The environment of a scope with the definitions and constants that it can use.
  func environment(for scope: ExpressionScope) -> Environment {
    // Only names matter here: two policies without constants of their own share one.
    var key = scope.named
    if let policy = key.policy, definitions.constants[policy] == nil { key.policy = nil }
    if let known = hasAllDefinitions ? completeEnvironments[key] : definitionEnvironment {
      return known
    }
    var environment = environments.environment(for: scope)
    guard scope.columns == nil else { return environment }
    for definition in definitions.usable(in: scope) {
      definition.declare(in: &environment)
    }
    if let policy = scope.policy, let constants = definitions.constants[policy] {
      for constant in constants { constant.declare(in: &environment) }
    }
    if hasAllDefinitions { completeEnvironments[key] = environment }
    return environment
  }

  /// A condition whose change can't be foreseen is asked at every round.
  private func warnOfPolling(_ checked: CheckedExpression, _ source: ExpressionSource) {
    let rewrites = checked.timeRewrites(of: Variable.now.rawValue)
    for range in checked.breakpoints(of: Variable.now.rawValue).unsolvable {
      // A definition was warned of where it stands.
      if definitions.find(range.text(in: source.text)) != nil { continue }
      let finding = Diagnostic(
        .mustBePolled, at: source.span(range),
        "nobody can foresee when this changes, so it is asked again at every round",
        label: "`now` can't be solved for here")
      let rewrite = rewrites.last {
        $0.range.start <= range.start && range.end <= $0.range.end
      }
      report(
        rewrite.map { finding.help("write `\($0.replacement)`: it gives the same") }
          ?? finding.help("compare instants, as `now >= contact.created_at + days(14)`"))
    }
  }

  /// Says that a value is read and has no effect.
  func warnUnexecuted(_ what: String, at span: SourceSpan) {
    report(
      Diagnostic(
        .notExecutedYet, at: span, "\(what) read, but not executed yet",
        label: "has no effect in this version"))
  }

  /// Runs of blanks and line breaks as one space.
  static func onOneLine(_ text: String) -> String {
    text.split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" })
      .joined(separator: " ")
  }
}

/// A name that stands for an expression: a definition, or a constant of a policy.
struct NamedExpression {
  let name: String
  /// `nil` if it has errors: then it stands for anything.
  var checked: CheckedExpression?

  func declare(in environment: inout Environment) {
    if let checked {
      environment.define(name, as: checked)
    } else {
      environment.declare(CEL.Variable(name, .dyn, slot: -1))
    }
  }
}

extension Environment {
  /// Parses and checks a text; `nil` if anything is wrong with it.
  func checked(_ text: String) -> CheckedExpression? {
    do throws(ParseError) {
      switch check(try parse(text)) {
      case .success(let checked): return checked
      case .failure: return nil
      }
    } catch {
      return nil
    }
  }
}

extension Score {
  /// All expressions of its parts and bonuses.
  var expressions: [CompiledExpression] {
    var found = bonuses.map(\.when)
    for part in parts {
      if case .expression(let expression) = part.value { found.append(expression) }
    }
    return found
  }
}
