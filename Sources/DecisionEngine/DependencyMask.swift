// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Guards
internal import PolicyLanguage

/// What a chain, an exit or an audience reads: who must be asked again when what changes.
struct DependencyMask: Sendable {
  /// Few, so that going through them costs less than a hash.
  private var facts: ContiguousArray<Dependency> = []
  /// By event code, whether it is read; short of codes that aren't.
  private var codes: ContiguousArray<Bool> = []
  private var anyEvent = false
  private(set) var sends = false
  private(set) var phases = false

  /// Reads nothing.
  init() {}

  /// Collects what expressions read, and what the scores read that they name.
  init(_ expressions: [CompiledExpression], scores: [Score]) {
    for expression in expressions { add(expression, scores: scores) }
  }

  /// Adds what an expression reads.
  mutating func add(_ expression: CompiledExpression, scores: [Score]) {
    add(expression.dependencies)
    // A score hides what it reads behind its name.
    for leaf in expression.leaves {
      guard let score = scores.first(where: { leaf.path == "scores.\($0.id)" }) else { continue }
      add(score, scores: scores)
    }
  }

  /// Adds what a list names.
  mutating func add(_ dependencies: [Dependency]) {
    for dependency in dependencies {
      switch dependency {
      case .fact: if !facts.contains(dependency) { facts.append(dependency) }
      case .events(nil): anyEvent = true
      case .events(let code?): add(code: code)
      case .sends: sends = true
      case .phases: phases = true
      }
    }
  }

  private mutating func add(code: Int) {
    let missing = code + 1 - codes.count
    if missing > 0 { codes.append(contentsOf: repeatElement(false, count: missing)) }
    codes[code] = true
  }

  private mutating func add(_ score: Score, scores: [Score]) {
    for part in score.parts {
      switch part.value {
      case .expression(let expression): add(expression.dependencies)
      // Patterns read what people wrote.
      case .patterns: anyEvent = true
      }
    }
    for bonus in score.bonuses { add(bonus.when.dependencies) }
  }

  /// Whether a change may change what is read.
  func isTouched(by change: Change) -> Bool {
    switch change {
    case .event(let code): anyEvent || names(event: code)
    case .fact(let object, let slot): facts.contains(.fact(object: object, slot: slot))
    case .sends: sends
    case .phases: phases
    }
  }

  /// Whether it reads one event by name.
  func names(event code: Int) -> Bool { codes.indices.contains(code) && codes[code] }

  /// Whether nothing can touch it.
  var isEmpty: Bool { facts.isEmpty && codes.isEmpty && !anyEvent && !sends && !phases }
}

/// Something that changed for a contact.
enum Change: Hashable, Sendable {
  case event(code: Int)
  case fact(object: Int32, slot: Int)
  /// Something was sent, or an enrolment that had sent ended.
  case sends
  case phases
}
