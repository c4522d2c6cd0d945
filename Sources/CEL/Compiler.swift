// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Turns a checked tree into a program.
struct Compiler {
  let expression: CheckedExpression
  private(set) var code: Program.Code
  /// Named expressions are compiled once, however often they are used.
  private var inlined: [NodeID: Int32] = [:]
  private let fold: (_ host: Int, Arguments) -> Value?

  init(
    expression: CheckedExpression, fold: @escaping (_ host: Int, Arguments) -> Value?
  ) {
    self.expression = expression
    self.fold = fold
    code = Program.Code(
      type: expression.type, localCount: expression.localCount,
      runtimeTypes: expression.runtimeTypes)
  }

  /// The whole expression as code.
  mutating func compiled() -> Program.Code {
    code.root = compile(expression.root)
    return code
  }

  // MARK: - Parts

  private mutating func add(_ node: Program.Node) -> Int32 {
    code.nodes.append(node)
    return Int32(code.nodes.count - 1)
  }

  private mutating func add(list: [Int32]) -> Int32 {
    code.lists.append(contentsOf: list)
    return Int32(code.lists.count - list.count)
  }

  private mutating func constant(_ value: Value) -> Int32 {
    code.constants.append(value)
    return add(Program.Node(operation: .constant, a: Int32(code.constants.count - 1)))
  }

  private mutating func name(_ name: String) -> Int32 {
    code.names.append(name)
    return Int32(code.names.count - 1)
  }

  private mutating func failure(_ error: EvaluationError) -> Int32 {
    code.errors.append(error)
    return add(Program.Node(operation: .fail, a: Int32(code.errors.count - 1)))
  }

  private func constantValue(_ node: Int32) -> Value? {
    let compiled = code.nodes[Int(node)]
    return compiled.operation == .constant ? code.constants[Int(compiled.a)] : nil
  }

  // MARK: - Nodes

  mutating func compile(_ node: NodeID) -> Int32 {
    switch expression.resolutions[Int(node)] {
    case .variable(let slot):
      let path = name(expression.path(node))
      return add(Program.Node(operation: .variable, a: Int32(slot), c: path))
    case .local(let slot): return add(Program.Node(operation: .local, a: Int32(slot)))
    case .type(let type): return constant(.type(type))
    case .inlined(let root):
      if let known = inlined[root] { return known }
      let compiled = compile(root)
      inlined[root] = compiled
      return compiled
    case .unresolved(let error):
      return failure(error)
    case .none, .field, .call, .locals: break
    }
    switch expression.tree[node].kind {
    case .literal(let value): return constant(value)
    case .identifier(let name, _): return failure(.undeclaredName(name))
    case .select(let operand, let field, let isTest, let isOptional):
      return select(node, operand, field, isTest: isTest, isOptional: isOptional)
    case .call(let name, let target, let arguments):
      return call(node, name: name, target: target, arguments: arguments)
    case .list(let elements, let optional): return list(elements, optional: optional)
    case .map(let entries):
      var parts: [Int32] = []
      for entry in entries {
        let key = compile(entry.key)
        parts += [entry.isOptional ? ~key : key, compile(entry.value)]
      }
      return add(
        Program.Node(operation: .map, a: add(list: parts), b: Int32(entries.count)))
    case .object(let name, _, _): return failure(.undeclaredName(name))
    case .comprehension(let parts): return comprehension(node, parts)
    }
  }

  private mutating func select(
    _ node: NodeID, _ operand: NodeID, _ field: String, isTest: Bool, isOptional: Bool
  ) -> Int32 {
    let object = compile(operand)
    if case .call(let function, let overloads, _) = expression.resolutions[Int(node)] {
      return call(function, overloads: overloads, parts: [object])
    }
    let isDirect: Bool =
      if case .object = expression.types[Int(operand)] { true } else { false }
    if isDirect, !isOptional, case .field(let slot, _) = expression.resolutions[Int(node)] {
      let path = name(expression.path(node))
      if isTest {
        return add(
          Program.Node(operation: .fieldPresence, a: object, b: Int32(slot), c: path))
      }
      let flag: UInt8 = expression.types[Int(node)].hasNullValue ? 1 : 0
      let source = code.nodes[Int(object)]
      if source.operation == .variable {
        return add(
          Program.Node(
            operation: .variableField, flag: flag, a: source.a, b: Int32(slot), c: path))
      }
      return add(
        Program.Node(operation: .field, flag: flag, a: object, b: Int32(slot), c: path))
    }
    let fieldName = name(field)
    if isTest {
      return add(Program.Node(operation: .selectPresence, a: object, b: fieldName))
    }
    let path = name(expression.path(node))
    return add(
      Program.Node(
        operation: isOptional ? .selectOptional : .select, a: object, b: fieldName, c: path))
  }

  private mutating func list(_ elements: [NodeID], optional: [Int]) -> Int32 {
    let parts = elements.enumerated().map { position, element in
      let compiled = compile(element)
      return optional.contains(position) ? ~compiled : compiled
    }
    let values = parts.map { $0 < 0 ? nil : constantValue($0) }
    if !values.contains(where: { $0 == nil }) { return constant(.list(values.compactMap { $0 })) }
    return add(
      Program.Node(operation: .list, a: add(list: parts), b: Int32(parts.count)))
  }

  private mutating func comprehension(
    _ node: NodeID, _ parts: SyntaxNode.Comprehension
  ) -> Int32 {
    guard case .locals(let first, let second) = expression.resolutions[Int(node)] else {
      return failure(.undeclaredName(parts.variable))
    }
    let range = compile(parts.range)
    let predicate = parts.predicate.map { compile($0) } ?? -1
    let transform = parts.transform.map { compile($0) } ?? -1
    let start = add(list: [range, Int32(first), Int32(second), predicate, transform])
    return add(
      Program.Node(operation: .comprehension, flag: parts.macro.rawValue, a: start))
  }

  // MARK: - Calls

  private mutating func call(
    _ node: NodeID, name: String, target: NodeID?, arguments: [NodeID]
  ) -> Int32 {
    if target == nil, name == Operator.and || name == Operator.or {
      let parts = arguments.map { compile($0) }
      return add(
        Program.Node(
          operation: name == Operator.and ? .and : .or, a: add(list: parts), b: Int32(parts.count)))
    }
    if target == nil, name == Operator.conditional, arguments.count == 3 {
      let parts = arguments.map { compile($0) }
      return add(
        Program.Node(operation: .conditional, a: parts[0], b: parts[1], c: parts[2]))
    }
    guard
      case .call(let function, let overloads, let isNamespaced) = expression.resolutions[Int(node)]
    else { return failure(.undeclaredFunction(name)) }
    let receivers: [NodeID] = isNamespaced ? [] : target.map { [$0] } ?? []
    let parts = (receivers + arguments).map { compile($0) }
    return call(function, overloads: overloads, parts: parts)
  }

  private mutating func call(
    _ function: String, overloads: [Overload], parts: [Int32]
  ) -> Int32 {
    var standard: StandardFunction?
    var hosts: [(parameters: [CELType], host: Int)] = []
    for overload in overloads {
      switch overload.implementation {
      case .standard(let function): standard = function
      case .host(let host): hosts.append((overload.parameters, host))
      case .declaredOnly: break
      }
    }
    guard let standard else {
      guard let only = hosts.first else { return failure(.undeclaredFunction(function)) }
      if hosts.count == 1 {
        let arguments = parts.compactMap { constantValue($0) }
        if arguments.count == parts.count, overloads[0].temporal == nil,
          let result = fold(only.host, Arguments(arguments)), !result.isFailure
        {
          return constant(result)
        }
        return add(
          Program.Node(
            operation: .host, a: add(list: parts), b: Int32(parts.count), c: Int32(only.host)))
      }
      return add(
        Program.Node(
          operation: .standard, flag: StandardFunction.noStandard, a: add(list: parts),
          b: Int32(parts.count), c: dispatch(function, hosts)))
    }
    let fallback = hosts.isEmpty ? -1 : dispatch(function, hosts)
    return self.standard(standard, parts: parts, fallback: fallback)
  }

  private mutating func dispatch(
    _ function: String, _ hosts: [(parameters: [CELType], host: Int)]
  ) -> Int32 {
    code.dispatches.append(Program.Dispatch(function: function, hosts: hosts))
    return Int32(code.dispatches.count - 1)
  }

  private mutating func standard(
    _ function: StandardFunction, parts: [Int32], fallback: Int32
  ) -> Int32 {
    switch function {
    case .not where parts.count == 1 && fallback < 0:
      return add(Program.Node(operation: .not, a: parts[0]))
    case .dyn where parts.count == 1: return parts[0]
    case .matches where parts.count == 2:
      if case .string(let pattern) = constantValue(parts[1]) {
        code.patterns.append(RegularExpression(pattern))
        return add(
          Program.Node(
            operation: .matches, a: parts[0], b: Int32(code.patterns.count - 1)))
      }
    case .contains where parts.count == 2:
      if case .list(let elements) = constantValue(parts[1]) {
        let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
        if texts.count == elements.count {
          code.textSets.append(TextSet(texts))
          return add(
            Program.Node(
              operation: .inTexts, a: parts[0], b: Int32(code.textSets.count - 1)))
        }
      }
    case .duration, .timestamp:
      // The usual way to write a constant of these types.
      if parts.count == 1, let value = constantValue(parts[0]) {
        let converted = Conversions.convert(function, value)
        if let converted, !converted.isFailure { return constant(converted) }
      }
    default: break
    }
    if parts.count == 2, function.isBinary {
      if let left = constantValue(parts[0]), let right = constantValue(parts[1]),
        let result = Operators.apply(function, left, right), !result.isFailure, result.isScalar
      {
        return constant(result)
      }
      return add(
        Program.Node(
          operation: .binary, flag: function.rawValue, a: parts[0], b: parts[1], c: fallback))
    }
    return add(
      Program.Node(
        operation: .standard, flag: function.rawValue, a: add(list: parts),
        b: Int32(parts.count), c: fallback))
  }
}
