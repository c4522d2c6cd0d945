// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Checker {
  mutating func comprehension(
    _ node: NodeID, _ parts: SyntaxNode.Comprehension
  ) -> CELType {
    let (first, second) = variableTypes(parts, of: unifier.resolve(check(parts.range)))
    let firstSlot = localCount
    localCount += 1
    scopes.append((parts.variable, isDynamic ? .dyn : first, firstSlot))
    var secondSlot = -1
    if let name = parts.secondVariable {
      secondSlot = localCount
      localCount += 1
      scopes.append((name, isDynamic ? .dyn : second, secondSlot))
    }
    resolutions[Int(node)] = .locals(first: firstSlot, second: secondSlot)
    if let predicate = parts.predicate { expect(.bool, predicate) }
    let transform = parts.transform.map { check($0) } ?? .error
    scopes.removeLast(parts.secondVariable == nil ? 1 : 2)
    return result(of: parts, first: first, second: second, transform: transform)
  }

  /// The types of a macro's variables over a range of this type.
  private mutating func variableTypes(
    _ parts: SyntaxNode.Comprehension, of range: CELType
  ) -> (first: CELType, second: CELType) {
    switch (parts.macro, range) {
    case (.bind, _): return (range, range)
    case (_, .dyn), (_, .typeParameter):
      _ = unifier.assign(.dyn, to: range)
      return (.dyn, .dyn)
    case (_, .error): return (.error, .error)
    case (.optionalMap, .optional(let inner)), (.optionalFlatMap, .optional(let inner)):
      return (inner, inner)
    case (.optionalMap, _), (.optionalFlatMap, _):
      report(
        .typeMismatch(expected: .optional(.dyn), found: unifier.finish(range)),
        at: self.range(parts.range))
    case (.sortBy, .list(let element)): return (element, element)
    case (.sortBy, _):
      report(
        .typeMismatch(expected: .list(.dyn), found: unifier.finish(range)),
        at: self.range(parts.range))
    case (_, .list(let element)):
      return (parts.secondVariable == nil ? element : .int, element)
    case (_, .map(let key, let value)): return (key, value)
    default: report(.notIterable(unifier.finish(range)), at: self.range(parts.range))
    }
    return (.error, .error)
  }

  private mutating func result(
    of parts: SyntaxNode.Comprehension, first: CELType, second: CELType, transform: CELType
  ) -> CELType {
    switch parts.macro {
    case .all, .exists, .existsOne: return .bool
    case .map, .mapPresent, .transformList: return .list(transform)
    case .filter: return .list(first)
    case .bind: return transform
    case .sortBy:
      if let node = parts.transform { expectOrdered(transform, node) }
      return .list(first)
    case .transformMap: return .map(key: first, value: transform)
    case .optionalMap: return .optional(transform)
    case .transformMapEntry, .optionalFlatMap:
      let wanted: CELType =
        parts.macro == .optionalFlatMap
        ? .optional(unifier.freshVariable())
        : .map(key: unifier.freshVariable(), value: unifier.freshVariable())
      if !isDynamic, !unifier.assign(transform, to: wanted), let node = parts.transform {
        report(
          .typeMismatch(expected: unifier.finish(wanted), found: unifier.finish(transform)),
          at: range(node))
      }
      return wanted
    }
  }

  /// Reports a key that can't be sorted by.
  private mutating func expectOrdered(_ type: CELType, _ node: NodeID) {
    switch unifier.resolve(type) {
    case .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes, .dyn, .error,
      .typeParameter:
      break
    case .wrapper(let inner): expectOrdered(inner, node)
    case .null, .type, .list, .map, .object, .opaque, .optional:
      report(
        .noMatchingOverload(
          function: "sortBy", arguments: [unifier.finish(type)],
          candidates: Library.orderedTypes.map { "list.sortBy(name, \($0)) -> list" }),
        at: range(node))
    }
  }
}
