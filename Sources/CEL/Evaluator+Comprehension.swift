// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Program {
  /// The numbers of a macro's parts.
  private struct Parts {
    let macro: SyntaxNode.Macro
    let range: Int32
    let first: Int
    let second: Int
    let predicate: Int32
    let transform: Int32
  }

  func comprehension<A: Activation & ~Copyable>(
    _ node: Node, _ activation: borrowing A, _ state: inout Evaluation
  ) -> Value {
    let start = Int(node.a)
    guard let macro = SyntaxNode.Macro(rawValue: node.flag) else {
      return .error(.undeclaredFunction("macro"))
    }
    let parts = Parts(
      macro: macro, range: lists[start], first: Int(lists[start + 1]),
      second: Int(lists[start + 2]), predicate: lists[start + 3], transform: lists[start + 4])
    let range = value(parts.range, activation, &state)
    if macro == .bind {
      // A failure is the name's value: what doesn't use it doesn't mind.
      state.locals[parts.first] = range
      return value(parts.transform, activation, &state)
    }
    let firsts: [Value]
    var seconds: [Value] = []
    switch range {
    case .list(let elements):
      if parts.second >= 0 {
        firsts = elements.indices.map { .int(Int64($0)) }
        seconds = elements
      } else {
        firsts = elements
      }
    case .map(let map) where macro != .sortBy:
      firsts = map.keys
      seconds = map.values
    case .optional(let optional) where macro == .optionalMap || macro == .optionalFlatMap:
      return overOptional(parts, optional, activation, &state)
    case .error, .unknown: return range
    default:
      return Self.mismatch(macro.name(isTwoVariable: parts.second >= 0), [range])
    }
    switch macro {
    case .all, .exists: return quantifier(parts, firsts, seconds, activation, &state)
    case .existsOne: return existsOne(parts, firsts, seconds, activation, &state)
    case .map, .mapPresent, .filter, .transformList, .transformMap, .transformMapEntry, .sortBy:
      return collect(parts, firsts, seconds, activation, &state)
    case .bind, .optionalMap, .optionalFlatMap: return Self.mismatch("optMap", [range])
    }
  }

  private func overOptional<A: Activation & ~Copyable>(
    _ parts: Parts, _ optional: OptionalValue, _ activation: borrowing A,
    _ state: inout Evaluation
  ) -> Value {
    guard let inner = optional.value else { return .optional(optional) }
    state.locals[parts.first] = inner
    let result = value(parts.transform, activation, &state)
    if result.isFailure { return result }
    if parts.macro == .optionalMap { return .optional(OptionalValue(result)) }
    if case .optional = result { return result }
    return Self.mismatch("optFlatMap", [result])
  }

  private func bind(
    _ parts: Parts, _ position: Int, _ firsts: [Value], _ seconds: [Value],
    _ state: inout Evaluation
  ) {
    state.locals[parts.first] = firsts[position]
    if parts.second >= 0 { state.locals[parts.second] = seconds[position] }
  }

  /// `all` and `exists` fold with `&&` and `||`, so they absorb errors and unknowns.
  private func quantifier<A: Activation & ~Copyable>(
    _ parts: Parts, _ firsts: [Value], _ seconds: [Value], _ activation: borrowing A,
    _ state: inout Evaluation
  ) -> Value {
    let decisive = parts.macro == .exists
    var open: Value?
    for position in firsts.indices {
      if state.budget < 0 { return .error(.costExceeded) }
      bind(parts, position, firsts, seconds, &state)
      let outcome = value(parts.predicate, activation, &state)
      switch outcome {
      case .bool(decisive): return outcome
      case .bool: break
      case .unknown(let set):
        if case .unknown(let other) = open {
          open = .unknown(other.union(set))
        } else {
          open = outcome
        }
      case .error: if open == nil { open = outcome }
      default:
        if open == nil { open = Self.mismatch(decisive ? "exists" : "all", [outcome]) }
      }
    }
    return open ?? .bool(!decisive)
  }

  /// Needs every outcome, so it absorbs nothing.
  private func existsOne<A: Activation & ~Copyable>(
    _ parts: Parts, _ firsts: [Value], _ seconds: [Value], _ activation: borrowing A,
    _ state: inout Evaluation
  ) -> Value {
    var count = 0
    var failure: Value?
    for position in firsts.indices {
      if state.budget < 0 { return .error(.costExceeded) }
      bind(parts, position, firsts, seconds, &state)
      let outcome = value(parts.predicate, activation, &state)
      switch outcome {
      case .bool(let holds): count += holds ? 1 : 0
      case .error, .unknown: failure = failure.map { .failure($0, outcome) } ?? outcome
      default:
        let problem = Self.mismatch("exists_one", [outcome])
        failure = failure.map { .failure($0, problem) } ?? problem
      }
    }
    return failure ?? .bool(count == 1)
  }

  private func collect<A: Activation & ~Copyable>(
    _ parts: Parts, _ firsts: [Value], _ seconds: [Value], _ activation: borrowing A,
    _ state: inout Evaluation
  ) -> Value {
    var results: [Value] = []
    var keys: [Value] = []
    var failure: Value?
    for position in firsts.indices {
      if state.budget < 0 { return .error(.costExceeded) }
      bind(parts, position, firsts, seconds, &state)
      if parts.predicate >= 0 {
        let outcome = value(parts.predicate, activation, &state)
        guard case .bool(let isTaken) = outcome else {
          let problem =
            outcome.isFailure
            ? outcome : Self.mismatch(parts.macro.name(isTwoVariable: false), [outcome])
          failure = failure.map { .failure($0, problem) } ?? problem
          continue
        }
        if !isTaken { continue }
      }
      if parts.macro == .filter {
        results.append(firsts[position])
        continue
      }
      let result = value(parts.transform, activation, &state)
      if result.isFailure {
        if parts.macro == .mapPresent { continue }
        failure = failure.map { .failure($0, result) } ?? result
      } else if parts.macro == .transformMapEntry, case .map(let entry) = result {
        keys += entry.keys
        results += entry.values
      } else if parts.macro == .transformMapEntry {
        let problem = Self.mismatch("transformMapEntry", [result])
        failure = failure.map { .failure($0, problem) } ?? problem
      } else {
        keys.append(firsts[position])
        results.append(result)
      }
    }
    if let failure { return failure }
    switch parts.macro {
    case .transformMap, .transformMapEntry:
      do {
        return .map(try MapValue(Array(zip(keys, results)).map { (key: $0.0, value: $0.1) }))
      } catch {
        return .error(error)
      }
    case .sortBy: return ListFunctions.sorted(keys, by: results, "sortBy", &state.budget)
    case .map, .mapPresent, .filter, .transformList, .bind, .all, .exists, .existsOne, .optionalMap,
      .optionalFlatMap:
      return .list(results)
    }
  }
}
