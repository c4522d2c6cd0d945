// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts
import MessageTemplates

/// What a name in a text turned out to be.
enum TextName {
  /// A value that can be written, perhaps one that may be missing.
  case value(TemplateValue.Kind, isNullable: Bool)
  /// Something that has no text, such as a list of deals.
  case unwritable(CELType)
  case unknown(CheckError)
  case malformed
}

extension Compilation {
  /// A text of a policy, such as `because`, a notification, a task; its names are checked.
  func text(_ item: Item?, in scope: ExpressionScope) -> MessageText? {
    guard let item, let scalar = item.typed.text ?? item.scalar else { return nil }
    let text = MessageText(scalar.text)
    let scope = scope.with(.identity)
    for error in text.errors { report(finding(error) { scalar.span(of: $0) }) }
    for use in text.references().variables {
      check(use, in: scope, at: scalar.span(of: use.range))
    }
    return text
  }

  private func check(_ use: VariableUse, in scope: ExpressionScope, at span: SourceSpan) {
    switch textName(use.path, in: scope) {
    case .value(let kind, _): checkFilters(use, kind, at: span)
    case .unwritable(let type): if use.role == .written { reportUnwritable(use, type, at: span) }
    case .unknown(let error): report(textFinding(error, use.path, scope, at: span))
    case .malformed: break
    }
  }

  /// What a name of a text means in a scope.
  func textName(_ path: String, in scope: ExpressionScope) -> TextName {
    let environment = environment(for: scope)
    let tree: SyntaxTree
    do throws(ParseError) { tree = try environment.parse(path) } catch { return .malformed }
    markUses(in: tree)
    switch environment.check(tree) {
    case .failure(let failures):
      guard let first = failures.errors.first else { return .malformed }
      return .unknown(first)
    case .success(let checked):
      guard let kind = Self.kind(of: checked.type) else { return .unwritable(checked.type) }
      var warnings = checked.warnings
      if let definition = definitions.find(path) {
        definitionsInTexts.insert(path)
        warnings += definition.checked?.warnings ?? []
      }
      let isNullable = warnings.contains {
        if case .nullableRead = $0.kind { true } else { false }
      }
      return .value(kind, isNullable: isNullable)
    }
  }

  private static func kind(of type: CELType) -> TemplateValue.Kind? {
    switch type {
    case .string, .dyn: .string
    case .int, .uint: .int
    case .double: .double
    case .bool: .bool
    case .timestamp: .instant
    case .duration: .duration
    case .opaque(OpaqueKind.date.name, _): .date
    case .opaque(OpaqueKind.money.name, _): .money
    case .list(let element): kind(of: element) == nil ? nil : .list
    case .null, .bytes, .error, .type, .map, .object, .opaque, .optional, .wrapper,
      .typeParameter:
      nil
    }
  }

  // MARK: - Findings

  func finding(_ error: TemplateError, at place: (Range<Int>) -> SourceSpan) -> Diagnostic {
    Diagnostic(.templateSyntax, at: place(error.range), error.description).help(error.help)
  }

  func reportUnwritable(_ use: VariableUse, _ type: CELType, at span: SourceSpan) {
    report(
      Diagnostic(
        .templateValue, at: span, "`\(use.path)` can't be written: it is of type \(type)"))
  }

  /// Filters must take what stands before them.
  func checkFilters(_ use: VariableUse, _ kind: TemplateValue.Kind, at span: SourceSpan) {
    guard use.role == .written else { return }
    var kind = kind
    for filter in use.filters {
      guard let next = filter.result(of: kind) else {
        let takes = TemplateValue.Kind.allCases.filter { filter.result(of: $0) != nil }
        report(
          Diagnostic(
            .templateValue, at: span,
            "filter `\(filter.name.rawValue)` doesn't take `\(use.path)`, which is of type \(kind)"
          ).note("it takes \(Self.list(takes.map(\.rawValue)))"))
        return
      }
      kind = next
    }
  }

  /// An unknown name of a text, told as in expressions.
  func textFinding(
    _ error: CheckError, _ path: String, _ scope: ExpressionScope, at span: SourceSpan
  ) -> Diagnostic {
    switch error.kind {
    case .unknownField(let field, let object, _):
      if let fact = FactObject(rawValue: object), fact != .event, path == "\(object).\(field)" {
        return unknownFact(FactPath(fact, field), at: span)
      }
    case .undeclaredName, .undeclaredFunction, .noMatchingOverload, .typeMismatch, .noFields,
      .notIterable, .misusedMacro, .notConstructible, .tooDeep, .tooLong:
      break
    }
    let scalar = ScalarSource(text: path, span: span)
    return finding(error, ExpressionSource(scalar), scope)
  }
}
