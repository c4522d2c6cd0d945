// Licensed under the Apache License, Version 2.0; see LICENSE.

import Spelling

extension Checker {
  mutating func call(
    _ node: NodeID, name: String, target: NodeID?, arguments: [NodeID]
  ) -> CELType {
    switch name {
    case Operator.and where target == nil, Operator.or where target == nil:
      for argument in arguments { expect(.bool, argument, of: Operator.sign(name)) }
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
            node, function: candidate, overloads: overloads, arguments, types, style: .namespaced)
        }
      }
      guard let overloads = environment.functions[name] else {
        return undeclared(node, name: name, target, arguments)
      }
      let types = [check(target)] + arguments.map { check($0) }
      return resolve(
        node, function: name, overloads: overloads, [target] + arguments, types, style: .member)
    }
    let isDeclared = environment.candidates(name, isAbsolute: false).contains {
      environment.functions[$0] != nil
    }
    guard isDeclared else { return undeclared(node, name: name, nil, arguments) }
    let types = arguments.map { check($0) }
    if name == Operator.equal || name == Operator.notEqual { suggestQuotes(arguments, types) }
    for candidate in environment.candidates(name, isAbsolute: false) {
      if let overloads = environment.functions[candidate] {
        return resolve(
          node, function: candidate, overloads: overloads, arguments, types, style: .plain)
      }
    }
    return undeclared(node, name: name, nil, arguments)
  }

  /// A call of what nobody declared: a macro that is written otherwise, or a slip.
  private mutating func undeclared(
    _ node: NodeID, name: String, _ target: NodeID?, _ arguments: [NodeID]
  ) -> CELType {
    if isDynamic {
      for operand in (target.map { [$0] } ?? []) + arguments { _ = check(operand) }
      resolutions[Int(node)] = .unresolved(.undeclaredFunction(name))
      return .dyn
    }
    let isOfMacros = isNamespaceOfMacros(target)
    if let target, !isOfMacros { _ = check(target) }
    let before = errors.count
    for argument in arguments { _ = check(argument) }
    let forms = MacroForms.forms(of: name, in: environment.libraries)
    let isMacro = name == "bind" ? isOfMacros : name == "has" ? target == nil : target != nil
    if !forms.isEmpty, isMacro {
      // The names that the macro would bring are not to blame.
      errors.removeLast(errors.count - before)
      report(.misusedMacro(name, forms: forms), at: tree[node].operatorRange)
      return .error
    }
    let nearest = nearestFunctions(name, isMember: target != nil)
    if nearest.contains(where: { environment.functions[$0] == nil }) {
      errors.removeLast(errors.count - before)
    }
    report(.undeclaredFunction(name, nearest: nearest), at: tree[node].operatorRange)
    return .error
  }

  /// What other languages call so, or else what is spelt alike; macros among it.
  private func nearestFunctions(_ name: String, isMember: Bool) -> [String] {
    let macros = isMember ? MacroForms.members(in: environment.libraries) : []
    let known = ForeignNames.functions(for: name).filter {
      environment.functions[$0] != nil || macros.contains($0)
    }
    if !known.isEmpty { return known }
    if !isMember, let sign = ForeignNames.sign(for: name) { return [sign] }
    return Spelling.nearest(
      to: name,
      in: environment.functions.keys.filter { $0.utf8.first.map(isLetter) ?? false } + macros)
  }

  /// Tells whether a receiver is the `cel` of `cel.bind`.
  private func isNamespaceOfMacros(_ target: NodeID?) -> Bool {
    guard let target, case .identifier("cel", isAbsolute: false) = tree[target].kind,
      environment.variables["cel"] == nil
    else { return false }
    return environment.libraries.contains(.bindings)
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

  /// How a function is called: `f(x)`, `x.f()` or `math.f(x)`.
  private enum Style {
    case plain
    case member
    case namespaced
  }

  /// Finds the overloads that take arguments of these types and joins their results.
  private mutating func resolve(
    _ node: NodeID, function: String, overloads all: [Overload], _ arguments: [NodeID],
    _ types: [CELType], style: Style
  ) -> CELType {
    let overloads = all.filter { $0.isMember == (style == .member) }
    let isNamespaced = style == .namespaced
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
        at: tree[node].operatorRange,
        hint: overloads.isEmpty
          ? hintOfStyle(function, all, arguments) : hint(function, arguments, types))
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
