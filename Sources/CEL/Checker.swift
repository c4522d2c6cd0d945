// Licensed under the Apache License, Version 2.0; see LICENSE.

import Spelling

/// One run of the checker over one tree.
struct Checker {
  let environment: Environment
  /// Leaves types and overloads to run time.
  let isDynamic: Bool
  var tree: SyntaxTree
  var types: [CELType]
  var resolutions: [CheckedExpression.Resolution]
  var unifier = TypeUnifier()
  var errors: [CheckError] = []
  var localCount = 0
  private let ownNodeCount: Int
  private var depths: [Int32]
  var scopes: [(name: String, type: CELType, slot: Int)] = []
  private var inlined: [String: (root: NodeID, depth: Int32)] = [:]

  init(_ tree: SyntaxTree, environment: Environment, isDynamic: Bool) {
    self.tree = tree
    self.environment = environment
    self.isDynamic = isDynamic
    ownNodeCount = tree.nodes.count
    types = Array(repeating: .error, count: tree.nodes.count)
    resolutions = Array(repeating: .none, count: tree.nodes.count)
    depths = Array(repeating: 1, count: tree.nodes.count)
  }

  mutating func run() -> Result<CheckedExpression, CheckErrors> {
    _ = check(tree.root)
    if !errors.isEmpty {
      errors.sort { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
      return .failure(CheckErrors(errors: errors))
    }
    let finished = types.map { unifier.finish($0) }
    var expression = CheckedExpression(
      tree: tree, types: finished, resolutions: resolutions, ownNodeCount: ownNodeCount,
      localCount: localCount, depth: depths[Int(tree.root)], warnings: [],
      runtimeTypes: environment.runtimeTypes)
    expression.warnings = warnings(of: expression)
    return .success(expression)
  }

  private func warnings(of expression: CheckedExpression) -> [CheckWarning] {
    // Without types nothing is sure.
    if isDynamic { return [] }
    var warnings = NullableFlow.warnings(in: expression)
    warnings += ConstantComparisons.warnings(in: expression)
    warnings += ConstantFailures.warnings(in: expression)
    if let clock = environment.clock { warnings += expression.timeWarnings(of: clock) }
    return warnings.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
  }

  // MARK: - Nodes

  mutating func report(_ kind: CheckError.Kind, at range: SourceRange, hint: String? = nil) {
    errors.append(CheckError(kind, at: range, hint: hint))
  }

  func range(_ node: NodeID) -> SourceRange { tree[node].range }

  /// Checks a node and what is below it, and remembers its type.
  mutating func check(_ node: NodeID) -> CELType {
    let type = isDynamic ? dynamic(typeOf(node)) : typeOf(node)
    types[Int(node)] = type
    var depth: Int32 = 0
    for child in tree[node].kind.children { depth = max(depth, depths[Int(child)]) }
    if case .inlined(let root) = resolutions[Int(node)] {
      for entry in inlined.values where entry.root == root { depth = max(depth, entry.depth) }
    }
    depths[Int(node)] = depth + 1
    // Only named expressions can get here deeper than the parser allows.
    if depth == environment.limits.depth {
      report(.tooDeep(limit: environment.limits.depth), at: range(node))
    }
    return type
  }

  private func dynamic(_ type: CELType) -> CELType { type == .error ? .error : .dyn }

  private mutating func typeOf(_ node: NodeID) -> CELType {
    switch tree[node].kind {
    case .literal(let value): return value.type(in: RuntimeTypes())
    case .identifier(let name, let isAbsolute):
      return identifier(node, name: name, isAbsolute: isAbsolute)
    case .select: return select(node)
    case .call(let name, let target, let arguments):
      return call(node, name: name, target: target, arguments: arguments)
    case .list(let elements, let optional): return list(elements, optional: optional)
    case .map(let entries): return map(entries)
    case .object(let name, _, let fields):
      for field in fields { _ = check(field.value) }
      if isDynamic {
        resolutions[Int(node)] = .unresolved(.undeclaredName(name))
        return .dyn
      }
      report(.notConstructible(name), at: tree[node].operatorRange)
      return .error
    case .comprehension(let parts): return comprehension(node, parts)
    }
  }

  // MARK: - Names

  private func local(_ name: String) -> (type: CELType, slot: Int)? {
    scopes.last { $0.name == name }.map { ($0.type, $0.slot) }
  }

  /// Resolves a name that is not a macro's variable, and remembers what it stands for.
  private mutating func global(_ node: NodeID, _ name: String, isAbsolute: Bool) -> CELType? {
    for candidate in environment.candidates(name, isAbsolute: isAbsolute) {
      if let variable = environment.variables[candidate] {
        resolutions[Int(node)] = .variable(slot: variable.slot)
        return variable.type
      }
      if let definition = environment.definitions[candidate] {
        return inline(candidate, definition, at: node)
      }
      if let type = environment.denotedType(candidate) {
        resolutions[Int(node)] = .type(type)
        return .type(type)
      }
    }
    return nil
  }

  private mutating func identifier(_ node: NodeID, name: String, isAbsolute: Bool) -> CELType {
    if !isAbsolute, let (type, slot) = local(name) {
      resolutions[Int(node)] = .local(slot: slot)
      return type
    }
    if let type = global(node, name, isAbsolute: isAbsolute) { return type }
    if isDynamic {
      resolutions[Int(node)] = .unresolved(.undeclaredName(name))
      return .dyn
    }
    report(.undeclaredName(name, nearest: nearest(name)), at: range(node))
    return .error
  }

  private func nearest(_ name: String) -> [String] {
    Spelling.nearest(
      to: name,
      in: Array(environment.variables.keys) + Array(environment.definitions.keys)
        + scopes.map(\.name))
  }

  /// Puts a named expression's nodes into the tree, once, and resolves the node to its root.
  private mutating func inline(
    _ name: String, _ definition: CheckedExpression, at node: NodeID
  ) -> CELType {
    if let known = inlined[name] {
      resolutions[Int(node)] = .inlined(known.root)
      return types[Int(known.root)]
    }
    let offset = NodeID(tree.nodes.count)
    if tree.nodes.count + definition.tree.nodes.count > environment.limits.nodes {
      report(.tooLong(limit: environment.limits.nodes), at: range(node))
      return .error
    }
    let place = range(node)
    for old in definition.tree.nodes {
      tree.nodes.append(
        SyntaxNode(
          kind: old.kind.moved(by: offset), range: place, operatorRange: place,
          height: old.height))
    }
    types.append(contentsOf: definition.types)
    depths.append(contentsOf: definition.tree.nodes.map(\.height))
    let locals = localCount
    localCount += definition.localCount
    resolutions.append(
      contentsOf: definition.resolutions.map { resolution in
        switch resolution {
        case .none, .variable, .type, .field, .call, .unresolved: resolution
        case .local(let slot): .local(slot: slot + locals)
        case .locals(let first, let second):
          .locals(first: first + locals, second: second + locals)
        case .inlined(let root): .inlined(root + offset)
        }
      })
    let root = definition.root + offset
    inlined[name] = (root, definition.depth)
    resolutions[Int(node)] = .inlined(root)
    return definition.type
  }

  /// `a.b.c` as one name, if nothing but names is in it.
  private func qualifiedName(_ node: NodeID) -> (name: String, isAbsolute: Bool)? {
    var parts: [String] = []
    var node = node
    while true {
      switch tree[node].kind {
      case .identifier(let name, let isAbsolute):
        if !isAbsolute, local(name) != nil { return nil }
        parts.append(name)
        return (parts.reversed().joined(separator: "."), isAbsolute)
      case .select(let operand, let field, false, false):
        parts.append(field)
        node = operand
      case .select, .literal, .call, .list, .map, .object, .comprehension: return nil
      }
    }
  }

  // MARK: - Fields

  private mutating func select(_ node: NodeID) -> CELType {
    guard case .select(let operand, let field, let isTest, let isOptional) = tree[node].kind else {
      return .error
    }
    if !isTest, !isOptional, let (name, isAbsolute) = qualifiedName(node) {
      if let type = global(node, name, isAbsolute: isAbsolute) { return type }
      if let type = unknownQualified(node, operand: operand, name: name) { return type }
    }
    if isOptional, !environment.libraries.contains(.optionals), !isDynamic {
      report(.undeclaredFunction("_?._", nearest: []), at: tree[node].operatorRange)
    }
    let operandType = unifier.resolve(check(operand))
    let read = fieldType(node, of: operandType, field: field)
    if isTest { return read.type == .error ? .error : .bool }
    return isOptional || read.isOptional ? .optional(read.type) : read.type
  }

  /// The error for `scores.ft` where names such as `scores.fit` are declared and `scores` is not.
  private mutating func unknownQualified(
    _ node: NodeID, operand: NodeID, name: String
  ) -> CELType? {
    guard !isDynamic, case .identifier(let head, let isAbsolute) = tree[operand].kind else {
      return nil
    }
    let heads = environment.candidates(head, isAbsolute: isAbsolute)
    let isKnown = heads.contains {
      environment.variables[$0] != nil || environment.definitions[$0] != nil
        || environment.denotedType($0) != nil
    }
    // Most heads are known: the walk over all names is for mistakes alone.
    guard !isKnown else { return nil }
    let names = Array(environment.variables.keys) + Array(environment.definitions.keys)
    guard names.contains(where: { $0.hasPrefix(head + ".") }) else { return nil }
    report(.undeclaredName(name, nearest: nearest(name)), at: range(node))
    return .error
  }

  private mutating func fieldType(
    _ node: NodeID, of operand: CELType, field: String
  ) -> (type: CELType, isOptional: Bool) {
    switch operand {
    case .dyn: return (.dyn, false)
    case .error: return (.error, false)
    case .typeParameter:
      _ = unifier.assign(.dyn, to: operand)
      return (.dyn, false)
    case .map(let key, let value):
      if !isDynamic, !unifier.assign(.string, to: key) {
        report(
          .typeMismatch(expected: unifier.finish(key), found: .string),
          at: tree[node].operatorRange)
      }
      return (value, false)
    case .optional(let inner):
      return (fieldType(node, of: unifier.resolve(inner), field: field).type, true)
    case .object(let name):
      guard let object = environment.objectType(name), let declared = object.field(field) else {
        let names = environment.objectType(name)?.fields.map(\.name) ?? []
        report(
          .unknownField(field, object: name, nearest: Spelling.nearest(to: field, in: names)),
          at: tree[node].operatorRange)
        return (.error, false)
      }
      resolutions[Int(node)] = .field(slot: declared.slot, isNullable: declared.isNullable)
      return (declared.type, false)
    case .opaque: return (property(node, of: operand, named: field), false)
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type, .list,
      .wrapper:
      let isFunction = environment.functions[field]?.contains(where: \.isMember) ?? false
      report(
        .noFields(operand), at: tree[node].operatorRange,
        hint: isFunction ? "`\(field)` is a function: write `\(field)()`" : nil)
      return (.error, false)
    }
  }

  /// A host scalar's property: a function of the host that takes nothing but the scalar, as `year`.
  private mutating func property(_ node: NodeID, of type: CELType, named name: String) -> CELType {
    let overloads = (environment.functions[name] ?? []).filter {
      $0.isMember && $0.parameters == [type]
    }
    guard case .select(_, _, false, false) = tree[node].kind, let only = overloads.first else {
      report(.noFields(type), at: tree[node].operatorRange)
      return .error
    }
    resolutions[Int(node)] = .call(function: name, overloads: [only], isNamespaced: false)
    return only.result
  }

  // MARK: - Collections

  private mutating func list(_ elements: [NodeID], optional: [Int]) -> CELType {
    var joined: CELType?
    for (position, element) in elements.enumerated() {
      var type = check(element)
      if optional.contains(position) { type = contents(of: type, at: element) }
      joined = joined.map { unifier.join($0, type) } ?? type
    }
    return .list(joined ?? unifier.freshVariable())
  }

  private mutating func map(_ entries: [SyntaxNode.MapEntry]) -> CELType {
    var key: CELType?
    var value: CELType?
    for entry in entries {
      let keyType = check(entry.key)
      var valueType = check(entry.value)
      if entry.isOptional { valueType = contents(of: valueType, at: entry.value) }
      key = key.map { unifier.join($0, keyType) } ?? keyType
      value = value.map { unifier.join($0, valueType) } ?? valueType
    }
    return .map(
      key: key ?? unifier.freshVariable(), value: value ?? unifier.freshVariable())
  }

  /// The type inside an optional element.
  private mutating func contents(of type: CELType, at node: NodeID) -> CELType {
    if isDynamic { return .dyn }
    let inner = unifier.freshVariable()
    if !unifier.assign(type, to: .optional(inner)) {
      report(
        .typeMismatch(expected: .optional(.dyn), found: unifier.finish(type)), at: range(node))
      return .error
    }
    let resolved = unifier.resolve(type)
    return resolved == .dyn ? .dyn : unifier.resolve(inner)
  }

  /// Checks a node and reports if it is not of this type.
  mutating func expect(_ type: CELType, _ node: NodeID, of sign: String? = nil) {
    let found = check(node)
    if !isDynamic, !unifier.assign(found, to: type) {
      report(
        .typeMismatch(expected: type, found: unifier.finish(found)), at: range(node),
        hint: sign.flatMap { hintOfCondition(node, $0) })
    }
  }

  // MARK: - Namespaces

  /// The names under which a member call may be a function of a namespace: `math.greatest`.
  func namespacedNames(_ target: NodeID, _ function: String) -> [String] {
    guard let (name, isAbsolute) = qualifiedName(target) else { return [] }
    return environment.candidates(name + "." + function, isAbsolute: isAbsolute)
  }
}
