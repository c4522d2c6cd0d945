// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One place where a text reads a name.
public struct VariableUse: Hashable, Sendable {
  /// What the place does with the value.
  public enum Role: Hashable, Sendable {
    /// Writes it.
    case written
    /// Asks whether there is one: `{{#name}}`.
    case condition
    /// Asks whether there is none: `{{^name}}`.
    case invertedCondition
  }

  /// The whole name; for `{{.}}` the name of the section around it.
  public let path: String
  /// The name's bytes, in the text named by `partial`.
  public let range: Range<Int>
  /// The partial in which the name stands; `nil` for the text itself.
  public let partial: String?
  /// The tag in the text itself through which the partial is reached; else equal to `range`.
  public let reachedFrom: Range<Int>
  /// What the place does with the value.
  public let role: Role
  /// It is `{{.}}`: an element of the value, if the value is a list.
  public let isElement: Bool
  /// Reached only where the same name is known to have a value: inside `{{#name}}` of that text.
  public let isGuarded: Bool
  /// Always reached: in no section, and neither is the partial's tag.
  public let isUnconditional: Bool
  /// What is done to the value, in order.
  public let filters: [TemplateFilter]

  /// The value may be missing: there is a `default`.
  public var hasDefault: Bool { filters.contains { $0.name == .default } }
  /// Fails to render where the value is missing: written, without `default` or a section around.
  public var needsValue: Bool { role == .written && !hasDefault && !isGuarded }
}

/// Everything that a text reads, through its partials.
public struct TemplateReferences: Hashable, Sendable {
  /// A partial that can't be included.
  public struct BrokenPartial: Hashable, Sendable {
    /// What is wrong with it.
    public enum Problem: Hashable, Sendable {
      /// There is none of that name.
      case missing
      /// It includes itself, by way of others or directly.
      case cycle
      /// More than `MessageText.nestingLimit` partials inside each other.
      case tooDeep
    }

    /// The partial's name.
    public let name: String
    /// What is wrong with it.
    public let problem: Problem
    /// The tag's bytes, in the text named by `partial`.
    public let range: Range<Int>
    /// The partial whose tag it is; `nil` for the text itself.
    public let partial: String?
  }

  /// Every use of a name, in source order; a partial's uses stand once, where it is included.
  public private(set) var variables: [VariableUse] = []
  /// The partials that are reached, each once, in order.
  public private(set) var partials: [String] = []
  /// The partials that can't be included.
  public private(set) var brokenPartials: [BrokenPartial] = []

  private struct Visit {
    var partial: String?
    var reachedFrom: Range<Int>?
    var isUnconditional: Bool
  }

  /// Examines a text and each partial it reaches once, whatever includes it how often.
  ///
  /// A partial counts as always reached when one of its tags is.
  public init(of text: MessageText, partials: TemplatePartials = .none) {
    var chain: [String] = []
    var seen: [String: Bool] = [:]
    visit(
      text, Visit(partial: nil, reachedFrom: nil, isUnconditional: true), partials, &chain, &seen)
  }

  private mutating func visit(
    _ text: MessageText, _ visit: Visit, _ texts: TemplatePartials, _ chain: inout [String],
    _ seen: inout [String: Bool]
  ) {
    var open: [TemplateCondition] = []
    var openCounts: [String: Int] = [:]
    for node in text.nodes {
      switch node.kind {
      case .literal: break
      case .variable(let variable):
        var path = variable.path
        if path == "." {
          guard let section = open.last(where: { !$0.isInverted }) else { continue }
          path = section.path
        }
        variables.append(
          VariableUse(
            path: path, range: variable.pathRange, partial: visit.partial,
            reachedFrom: visit.reachedFrom ?? variable.pathRange, role: .written,
            isElement: variable.path == ".",
            isGuarded: variable.path == "." || openCounts[path, default: 0] > 0,
            isUnconditional: visit.isUnconditional && open.isEmpty, filters: variable.filters))
      case .section(let condition, _):
        variables.append(
          VariableUse(
            path: condition.path, range: condition.pathRange, partial: visit.partial,
            reachedFrom: visit.reachedFrom ?? condition.pathRange,
            role: condition.isInverted ? .invertedCondition : .condition, isElement: false,
            isGuarded: openCounts[condition.path, default: 0] > 0,
            isUnconditional: visit.isUnconditional && open.isEmpty, filters: []))
        open.append(condition)
        if !condition.isInverted { openCounts[condition.path, default: 0] += 1 }
      case .sectionEnd:
        if let condition = open.popLast(), !condition.isInverted {
          openCounts[condition.path, default: 1] -= 1
        }
      case .partial(let name, _):
        var inner = visit
        inner.partial = name
        inner.reachedFrom = visit.reachedFrom ?? node.range
        inner.isUnconditional = visit.isUnconditional && open.isEmpty
        include(name, tag: node.range, from: visit.partial, inner, texts, &chain, &seen)
      }
    }
  }

  private mutating func include(
    _ name: String, tag: Range<Int>, from partial: String?, _ inner: Visit,
    _ texts: TemplatePartials, _ chain: inout [String], _ seen: inout [String: Bool]
  ) {
    guard let text = texts[name] else { return fail(name, .missing, tag, partial) }
    if chain.contains(name) { return fail(name, .cycle, tag, partial) }
    guard chain.count < MessageText.nestingLimit else {
      return fail(name, .tooDeep, tag, partial)
    }
    // Seen already; seen again only if that makes it always reached.
    if let wasUnconditional = seen[name], wasUnconditional || !inner.isUnconditional { return }
    if seen[name] != nil {
      variables.removeAll { $0.partial == name }
    } else {
      partials.append(name)
    }
    seen[name] = inner.isUnconditional
    chain.append(name)
    visit(text, inner, texts, &chain, &seen)
    chain.removeLast()
  }

  private mutating func fail(
    _ name: String, _ problem: BrokenPartial.Problem, _ tag: Range<Int>, _ partial: String?
  ) {
    let broken = BrokenPartial(name: name, problem: problem, range: tag, partial: partial)
    // A partial may be examined a second time.
    if partial == nil || !brokenPartials.contains(broken) { brokenPartials.append(broken) }
  }
}

extension MessageText {
  /// Everything that the text reads, through its partials.
  public func references(partials: TemplatePartials = .none) -> TemplateReferences {
    TemplateReferences(of: self, partials: partials)
  }
}
