// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology

/// The language in its plainest form.
///
/// One function a kind of node, nothing compiled, nothing shared with the evaluator but the values.
/// Knows what `TypedWriter` writes.
struct TreeInterpreter {
  let expression: CheckedExpression
  let activation: MapActivation
  private var locals: [Int: Value] = [:]

  init(_ expression: CheckedExpression, _ activation: MapActivation) {
    self.expression = expression
    self.activation = activation
  }

  /// The outcome; all errors are one.
  mutating func evaluate() -> Value { value(expression.root) }

  static let error = Value.error(.host("error"))

  private mutating func value(_ node: NodeID) -> Value {
    switch expression.resolutions[Int(node)] {
    case .variable(let slot): return activation.value(ofVariable: slot)
    case .local(let slot): return locals[slot] ?? Self.error
    case .type(let type): return .type(type)
    case .inlined(let root): return value(root)
    case .unresolved: return Self.error
    case .none, .field, .call, .locals: break
    }
    switch expression.tree[node].kind {
    case .literal(let value): return value
    case .identifier, .object: return Self.error
    case .select(let operand, let field, let isTest, let isOptional):
      return select(node, value(operand), field, isTest: isTest, isOptional: isOptional)
    case .list(let elements, _):
      var results: [Value] = []
      for element in elements { results.append(value(element)) }
      return strict(results) { .list($0) }
    case .map(let entries):
      var results: [Value] = []
      for entry in entries { results += [value(entry.key), value(entry.value)] }
      return strict(results) { parts in
        let pairs = stride(from: 0, to: parts.count, by: 2).map { (parts[$0], parts[$0 + 1]) }
        return (try? MapValue(pairs.map { (key: $0.0, value: $0.1) })).map { .map($0) }
          ?? Self.error
      }
    case .comprehension(let parts): return comprehension(node, parts)
    case .call(let name, let target, let arguments):
      switch name {
      case "_&&_": return logic(arguments, decisive: false)
      case "_||_": return logic(arguments, decisive: true)
      case "_?_:_":
        let condition = value(arguments[0])
        guard case .bool(let holds) = condition else {
          if case .unknown = condition { return condition }
          return Self.error
        }
        return value(arguments[holds ? 1 : 2])
      case "orValue":
        let first = value(target ?? arguments[0])
        guard case .optional(let optional) = first else {
          if case .unknown = first { return first }
          return Self.error
        }
        return optional.value ?? value(arguments[0])
      default: break
      }
      guard case .call(_, let overloads, let isNamespaced) = expression.resolutions[Int(node)]
      else { return Self.error }
      var results: [Value] = []
      if let target, !isNamespaced { results.append(value(target)) }
      for argument in arguments { results.append(value(argument)) }
      return strict(results) { parts in
        if case .host(let host)? = overloads.first?.implementation {
          return activation.call(host: host, arguments: Arguments(parts))
        }
        return Self.apply(name, parts)
      }
    }
  }

  /// An error beats what isn't known, that beats values.
  private func strict(_ values: [Value], _ body: ([Value]) -> Value) -> Value {
    var unknown: UnknownSet?
    for value in values {
      switch value {
      case .error: return Self.error
      case .unknown(let set): unknown = unknown?.union(set) ?? set
      default: break
      }
    }
    return unknown.map { .unknown($0) } ?? body(values)
  }

  private mutating func logic(_ operands: [NodeID], decisive: Bool) -> Value {
    var results: [Value] = []
    for operand in operands { results.append(value(operand)) }
    return Self.joined(results, decisive: decisive)
  }

  /// What decides wins, then what isn't known, then errors.
  private static func joined(_ values: [Value], decisive: Bool) -> Value {
    var unknown: UnknownSet?
    var isError = false
    for value in values {
      switch value {
      case .bool(decisive):
        // Facts asked for behind what decides are no part of the outcome.
        return value
      case .bool: break
      case .unknown(let set): unknown = unknown?.union(set) ?? set
      default: isError = true
      }
    }
    return unknown.map { .unknown($0) } ?? (isError ? error : .bool(!decisive))
  }

  // MARK: - Fields

  private func select(
    _ node: NodeID, _ operand: Value, _ field: String, isTest: Bool, isOptional: Bool
  ) -> Value {
    switch operand {
    case .unknown: return operand
    case .map(let map):
      let found = map[.string(field)]
      if isTest { return .bool(found != nil) }
      return isOptional ? .optional(OptionalValue(found)) : found ?? Self.error
    case .object(let object):
      guard case .field(let slot, _) = expression.resolutions[Int(node)] else { return Self.error }
      let found = activation.value(ofField: slot, of: object)
      if case .unknown = found {
        // The canonical text of a test is `has(path)`, that of a read the path.
        let text = expression.tree.description(of: node)
        let path = isTest ? String(text.dropFirst(4).dropLast()) : text
        return .unknown(UnknownSet([path]))
      }
      if isTest { return .bool(found != .null) }
      if found == .null { return isOptional ? .optional(OptionalValue(nil)) : Self.error }
      return isOptional ? .optional(OptionalValue(found)) : found
    default: return Self.error
    }
  }

  // MARK: - Macros

  private mutating func comprehension(
    _ node: NodeID, _ parts: SyntaxNode.Comprehension
  ) -> Value {
    guard case .locals(let first, let second) = expression.resolutions[Int(node)] else {
      return Self.error
    }
    let range = value(parts.range)
    if parts.macro == .bind {
      locals[first] = range
      return parts.transform.map { value($0) } ?? Self.error
    }
    let items: [(Value, Value)]
    switch range {
    case .unknown: return range
    case .list(let elements) where second >= 0:
      items = elements.enumerated().map { (.int(Int64($0)), $1) }
    case .list(let elements): items = elements.map { ($0, $0) }
    case .map(let map): items = Array(zip(map.keys, map.values))
    case .optional(let optional):
      guard let inner = optional.value, let body = parts.transform else { return range }
      locals[first] = inner
      return strict([value(body)]) { .optional(OptionalValue($0[0])) }
    default: return Self.error
    }
    var outcomes: [Value] = []
    var taken: [Value] = []
    for (key, item) in items {
      locals[first] = key
      if second >= 0 { locals[second] = item }
      var holds = Value.bool(true)
      if let predicate = parts.predicate { holds = value(predicate) }
      outcomes.append(holds)
      guard holds == .bool(true) else { continue }
      taken.append(parts.transform.map { value($0) } ?? key)
    }
    switch parts.macro {
    case .all: return Self.joined(outcomes, decisive: false)
    case .exists: return Self.joined(outcomes, decisive: true)
    case .existsOne:
      return strict(outcomes) { .bool($0.filter { $0 == .bool(true) }.count == 1) }
    case .map, .filter, .transformList:
      return strict(outcomes + taken) { .list(Array($0.dropFirst(outcomes.count))) }
    case .transformMap, .transformMapEntry, .optionalMap, .optionalFlatMap, .bind, .sortBy,
      .mapPresent:
      return Self.error
    }
  }

  // MARK: - Functions

  private static func apply(_ name: String, _ parts: [Value]) -> Value {
    if parts.count == 2, let result = binary(name, parts[0], parts[1]) { return result }
    switch (name, parts.first, parts.count) {
    case ("!_", .bool(let bool)?, 1): return .bool(!bool)
    case ("-_", .int(let number)?, 1): return int(-Int128(number))
    case ("-_", .double(let number)?, 1): return .double(-number)
    case ("size", .string(let text)?, 1): return .int(Int64(Array(text.unicodeScalars).count))
    case ("size", .list(let list)?, 1): return .int(Int64(list.count))
    case ("size", .map(let map)?, 1): return .int(Int64(map.keys.count))
    case ("string", .int(let number)?, 1): return .string("\(number)")
    case ("string", .bool(let bool)?, 1): return .string("\(bool)")
    case ("int", .uint(let number)?, 1): return int(Int128(number))
    case ("uint", .int(let number)?, 1): return uint(Int128(number))
    case ("double", .int(let number)?, 1): return .double(Double(number))
    case ("dyn", let value?, 1): return value
    case ("duration", .string(let text)?, 1):
      // Only whole seconds are written.
      guard let seconds = Int64(text.dropLast()) else { return error }
      return .duration(.seconds(seconds))
    case ("optional.of", let value?, 1), ("of", let value?, 1):
      return .optional(OptionalValue(value))
    case ("none", nil, 0): return .optional(OptionalValue(nil))
    case ("hasValue", .optional(let optional)?, 1): return .bool(optional.value != nil)
    default: return error
    }
  }

  private static func int(_ number: Int128) -> Value {
    Int64(exactly: number).map { .int($0) } ?? error
  }

  private static func uint(_ number: Int128) -> Value {
    UInt64(exactly: number).map { .uint($0) } ?? error
  }

  private static func binary(_ name: String, _ a: Value, _ b: Value) -> Value? {
    switch (name, a, b) {
    case ("_==_", _, _): return .bool(a.equals(b))
    case ("_!=_", _, _): return .bool(!a.equals(b))
    case ("_<_", _, _): return less(a, b).map { .bool($0) }
    case ("_>_", _, _): return less(b, a).map { .bool($0) }
    case ("_<=_", .double(let x), .double(let y)): return .bool(x <= y)
    case ("_>=_", .double(let x), .double(let y)): return .bool(x >= y)
    case ("_<=_", _, _): return less(b, a).map { .bool(!$0) }
    case ("_>=_", _, _): return less(a, b).map { .bool(!$0) }
    case ("@in", _, .list(let list)): return .bool(list.contains { $0.equals(a) })
    case ("@in", _, .map(let map)): return .bool(map.keys.contains { $0.equals(a) })
    case ("_[_]", .list(let list), .int(let index)):
      return list.indices.contains(Int(index)) ? list[Int(index)] : error
    case ("_[_]", .map(let map), _):
      return zip(map.keys, map.values).first { $0.0.equals(b) }?.1 ?? error
    case ("_[?_]", .list(let list), .int(let index)):
      return .optional(OptionalValue(list.indices.contains(Int(index)) ? list[Int(index)] : nil))
    case ("_[?_]", .map(let map), _):
      return .optional(OptionalValue(zip(map.keys, map.values).first { $0.0.equals(b) }?.1))
    case ("contains", .string(let text), .string(let part)):
      return .bool(part.isEmpty || occurs(Array(part.utf8), in: Array(text.utf8)))
    case ("startsWith", .string(let text), .string(let part)):
      return .bool(Array(text.utf8).starts(with: part.utf8))
    case ("endsWith", .string(let text), .string(let part)):
      return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    default: return arithmetic(name, a, b)
    }
  }

  private static func occurs(_ part: [UInt8], in text: [UInt8]) -> Bool {
    text.indices.contains { text[$0...].starts(with: part) }
  }

  private static func less(_ a: Value, _ b: Value) -> Bool? {
    switch (a, b) {
    case (.bool(let x), .bool(let y)): !x && y
    case (.int(let x), .int(let y)): x < y
    case (.uint(let x), .uint(let y)): x < y
    case (.int(let x), .uint(let y)): Int128(x) < Int128(y)
    case (.uint(let x), .int(let y)): Int128(x) < Int128(y)
    case (.double(let x), .double(let y)): x < y
    case (.string(let x), .string(let y)):
      x.unicodeScalars.lexicographicallyPrecedes(y.unicodeScalars)
    case (.timestamp(let x), .timestamp(let y)): x < y
    case (.duration(let x), .duration(let y)): x < y
    default: nil
    }
  }

  private static func arithmetic(_ name: String, _ a: Value, _ b: Value) -> Value? {
    switch (a, b) {
    case (.int(let x), .int(let y)): return whole(name, Int128(x), Int128(y)).map(int)
    case (.uint(let x), .uint(let y)): return whole(name, Int128(x), Int128(y)).map(uint)
    case (.double(let x), .double(let y)):
      switch name {
      case "_+_": return .double(x + y)
      case "_-_": return .double(x - y)
      case "_*_": return .double(x * y)
      case "_/_": return .double(x / y)
      default: return nil
      }
    case (.string(let x), .string(let y)) where name == "_+_": return .string(x + y)
    case (.list(let x), .list(let y)) where name == "_+_": return .list(x + y)
    case (.duration(let x), .duration(let y)):
      return name == "_+_" ? .duration(x + y) : name == "_-_" ? .duration(x - y) : nil
    case (.timestamp(let x), .duration(let y)):
      return name == "_+_"
        ? .timestamp(x + y) : name == "_-_" ? .timestamp(x + (.zero - y)) : nil
    case (.timestamp(let x), .timestamp(let y)): return name == "_-_" ? .duration(x - y) : nil
    default: return nil
    }
  }

  private static func whole(_ name: String, _ x: Int128, _ y: Int128) -> Int128? {
    switch name {
    case "_+_": x + y
    case "_-_": x - y
    case "_*_":
      // 64 bits times 64 don't always fit into 128 with a sign.
      x.multipliedReportingOverflow(by: y).overflow ? .max : x * y
    case "_/_": y == 0 ? nil : x / y
    case "_%_": y == 0 ? nil : x == Int128(Int64.min) && y == -1 ? Int128.max : x % y
    default: nil
    }
  }
}
