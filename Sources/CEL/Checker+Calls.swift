// Licensed under the Apache License, Version 2.0; see LICENSE.

import Spelling

extension Checker {
  mutating func call(
    _ node: NodeID, name: String, target: NodeID?, arguments: [NodeID]
  ) -> CELType {
    switch name {
    case Operator.and where target == nil, Operator.or where target == nil:
      for argument in arguments { expect(.bool, argument) }
      return .bool
    case Operator.conditional where target == nil:
      return conditional(arguments)
    default: break
    }
    if let target {
      for candidate in namespacedNames(target, name) {
        if let overloads = environment.functions[candidate] {
          let types = arguments.map { check($0) }
          return resolve(
            node, function: candidate, overloads: overloads.filter { !$0.isMember }, types: types,
            isNamespaced: true)
        }
      }
      let types = [check(target)] + arguments.map { check($0) }
      return member(node, name: name, types: types)
    }
    let types = arguments.map { check($0) }
    for candidate in environment.candidates(name, isAbsolute: false) {
      if let overloads = environment.functions[candidate] {
        return resolve(
          node, function: candidate, overloads: overloads.filter { !$0.isMember }, types: types,
          isNamespaced: false)
      }
    }
    return undeclared(node, name: name)
  }

  private mutating func member(_ node: NodeID, name: String, types: [CELType]) -> CELType {
    guard let overloads = environment.functions[name] else { return undeclared(node, name: name) }
    return resolve(
      node, function: name, overloads: overloads.filter(\.isMember), types: types,
      isNamespaced: false)
  }

  private mutating func undeclared(_ node: NodeID, name: String) -> CELType {
    if isDynamic {
      resolutions[Int(node)] = .unresolved(.undeclaredFunction(name))
      return .dyn
    }
    report(
      .undeclaredFunction(
        name,
        nearest: Spelling.nearest(
          to: name, in: environment.functions.keys.filter { $0.utf8.first.map(isLetter) ?? false })
      ), at: tree[node].operatorRange)
    return .error
  }

  private mutating func conditional(_ arguments: [NodeID]) -> CELType {
    guard arguments.count == 3 else { return .error }
    expect(.bool, arguments[0])
    let yes = check(arguments[1])
    let no = check(arguments[2])
    if isDynamic { return .dyn }
    let result = unifier.freshVariable()
    guard unifier.assign([yes, no], to: [result, result]) else {
      report(
        .typeMismatch(expected: unifier.finish(yes), found: unifier.finish(no)),
        at: range(arguments[2]))
      return .error
    }
    return unifier.resolve(result)
  }

  /// Finds the overloads that take arguments of these types and joins their results.
  private mutating func resolve(
    _ node: NodeID, function: String, overloads: [Overload], types: [CELType], isNamespaced: Bool
  ) -> CELType {
    let sameCount = overloads.filter { $0.parameters.count == types.count }
    if isDynamic {
      resolutions[Int(node)] =
        sameCount.isEmpty
        ? .unresolved(.noMatchingOverload(function: function, arguments: types))
        : .call(function: function, overloads: sameCount, isNamespaced: isNamespaced)
      return .dyn
    }
    if types.contains(.error) {
      // Told already; the result is still known if all forms agree.
      let results = Set(sameCount.map(\.result))
      if results.count == 1, let only = results.first, only.parameters.isEmpty {
        if case .typeParameter = only { return .error }
        return only
      }
      return .error
    }
    let before = unifier
    var matching: [Overload] = []
    var results: [CELType] = []
    var afterFirst = unifier
    for overload in sameCount {
      var attempt = before
      let copies = attempt.instantiate(overload.parameters + [overload.result])
      guard attempt.assign(types, to: Array(copies.dropLast())), let result = copies.last else {
        continue
      }
      matching.append(overload)
      results.append(attempt.resolve(result))
      if matching.count == 1 { afterFirst = attempt }
    }
    guard let first = results.first else {
      report(
        .noMatchingOverload(
          function: function, arguments: types.map { unifier.finish($0) },
          candidates: overloads.map { $0.signature(of: function) }),
        at: tree[node].operatorRange)
      return .error
    }
    resolutions[Int(node)] = .call(
      function: function, overloads: matching, isNamespaced: isNamespaced)
    if matching.count == 1 {
      unifier = afterFirst
      return first
    }
    // With several forms left only run time decides, and nothing is learnt about variables.
    return results.allSatisfy { $0 == first && $0.parameters.isEmpty } ? first : .dyn
  }
}
