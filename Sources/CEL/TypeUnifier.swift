// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What the checker has found out about type variables.
struct TypeUnifier {
  private(set) var bindings: [String: CELType] = [:]
  private var fresh = 0

  /// A variable that nothing is known of.
  mutating func freshVariable() -> CELType {
    fresh += 1
    return .typeParameter("%\(fresh)")
  }

  /// Copies of an overload's types with variables of their own.
  mutating func instantiate(_ types: [CELType]) -> [CELType] {
    var names: [String: CELType] = [:]
    var copy = self
    func rename(_ type: CELType) -> CELType {
      if case .typeParameter(let name) = type {
        if let known = names[name] { return known }
        let variable = copy.freshVariable()
        names[name] = variable
        return variable
      }
      return type.mapParameters(rename)
    }
    let result = types.map(rename)
    fresh = copy.fresh
    return result
  }

  /// The type with every known variable replaced.
  func resolve(_ type: CELType) -> CELType {
    if case .typeParameter(let name) = type {
      guard let bound = bindings[name] else { return type }
      return resolve(bound)
    }
    return type.mapParameters(resolve)
  }

  /// The type with every variable replaced; those that nothing is known of are `dyn`.
  func finish(_ type: CELType) -> CELType {
    let resolved = resolve(type)
    if case .typeParameter(let name) = resolved {
      return name.hasPrefix("%") ? .dyn : resolved
    }
    return resolved.mapParameters(finish)
  }

  /// Tells whether a value of type `source` may stand where `target` is expected, and remembers
  /// what that says of variables.
  mutating func assign(_ source: CELType, to target: CELType) -> Bool {
    var copy = self
    guard copy.unify(source, target) else { return false }
    self = copy
    return true
  }

  mutating func assign(_ sources: [CELType], to targets: [CELType]) -> Bool {
    guard sources.count == targets.count else { return false }
    var copy = self
    for (source, target) in zip(sources, targets) {
      guard copy.unify(source, target) else { return false }
    }
    self = copy
    return true
  }

  /// The type of something that is either of two: the more general one, else `dyn`.
  mutating func join(_ a: CELType, _ b: CELType) -> CELType {
    if assign(b, to: a) { return isMoreGeneral(resolve(b), than: resolve(a)) ? b : a }
    if assign(a, to: b) { return b }
    return .dyn
  }

  private func isVariable(_ type: CELType) -> String? {
    if case .typeParameter(let name) = type, name.hasPrefix("%") { return name }
    return nil
  }

  private mutating func unify(_ source: CELType, _ target: CELType) -> Bool {
    if source == target { return true }
    if let name = isVariable(target) { return bind(name, to: source) }
    if let name = isVariable(source) { return bind(name, to: target) }
    switch (source, target) {
    case (.dyn, _), (_, .dyn), (.error, _), (_, .error): return true
    case (.null, _): return target.acceptsNull
    case (.type, .type): return true
    case (.wrapper(let a), .wrapper(let b)): return unify(a, b)
    case (let a, .wrapper(let b)), (.wrapper(let a), let b): return unify(a, b)
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return unify(a, b)
    case (.map(let k, let v), .map(let l, let w)): return unify(k, l) && unify(v, w)
    case (.opaque(let a, let p), .opaque(let b, let q)):
      guard a == b, p.count == q.count else { return false }
      for (x, y) in zip(p, q) {
        guard unify(x, y) else { return false }
      }
      return true
    default: return false
    }
  }

  /// A variable that already stands for a type keeps the more general of the two.
  private mutating func bind(_ name: String, to type: CELType) -> Bool {
    if let bound = bindings[name] {
      let type = resolve(type)
      let known = resolve(bound)
      if type == known { return true }
      if let other = isVariable(known), isVariable(type) == nil { return bind(other, to: type) }
      var copy = self
      if copy.unify(type, known) {
        self = copy
        if isMoreGeneral(type, than: known), !occurs(name, in: type) { bindings[name] = type }
        return true
      }
      // null first, then what accepts null.
      if case .null = known, type.acceptsNull {
        bindings[name] = type
        return true
      }
      return false
    }
    let type = resolve(type)
    if isVariable(type) == name { return true }
    if occurs(name, in: type) { return false }
    bindings[name] = type
    return true
  }

  private func occurs(_ name: String, in type: CELType) -> Bool {
    let type = resolve(type)
    if isVariable(type) == name { return true }
    return type.parameters.contains { occurs(name, in: $0) }
  }

  /// Tells whether every value of `b` is one of `a` and the other way round not.
  private func isMoreGeneral(_ a: CELType, than b: CELType) -> Bool {
    if a == b { return false }
    switch (a, b) {
    case (.dyn, _): return true
    case (_, .dyn): return false
    case (_, .null): return a.acceptsNull
    case (.wrapper(let inner), _): return inner == b
    default:
      let left = a.parameters
      let right = b.parameters
      guard !left.isEmpty, left.count == right.count, a.runtimeName == b.runtimeName else {
        return false
      }
      var isMore = false
      for (x, y) in zip(left, right) where resolve(x) != resolve(y) {
        guard isMoreGeneral(resolve(x), than: resolve(y)) else { return false }
        isMore = true
      }
      return isMore
    }
  }
}
