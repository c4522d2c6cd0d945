// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Program {
  /// `operand.name`, whose type only run time knows.
  func select<A: Activation & ~Copyable>(
    _ node: Node, _ operand: Value, _ activation: borrowing A
  ) -> Value {
    let name = names[Int(node.b)]
    switch operand {
    case .map(let map): return map[.string(name)] ?? .error(.noSuchKey(Value.string(name).literal))
    case .object(let reference):
      guard let field = declaredField(name, of: reference) else {
        return .error(.noSuchField(name))
      }
      return named(
        activation.value(ofField: field.slot, of: reference), node,
        isNullValue: field.type.hasNullValue)
    case .optional(let optional):
      guard let inner = optional.value else { return operand }
      return optionalRead(node, name, inner, activation)
    case .error, .unknown: return operand
    case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .timestamp, .duration, .type,
      .opaque, .network:
      return .error(.noSuchField(name))
    }
  }

  /// `has(operand.name)`, whose type only run time knows.
  func selectPresence<A: Activation & ~Copyable>(
    _ node: Node, _ operand: Value, _ activation: borrowing A
  ) -> Value {
    let name = names[Int(node.b)]
    switch operand {
    case .map(let map): return .bool(map[.string(name)] != nil)
    case .object(let reference):
      guard let field = declaredField(name, of: reference) else {
        return .error(.noSuchField(name))
      }
      switch activation.presence(ofField: field.slot, of: reference) {
      case .present: return .bool(true)
      case .absent: return .bool(false)
      case .unknown: return .unknown(UnknownSet([name]))
      }
    case .optional(let optional):
      guard let inner = optional.value else { return .bool(false) }
      return selectPresence(node, inner, activation)
    case .error, .unknown: return operand
    case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .timestamp, .duration, .type,
      .opaque, .network:
      return .error(.noSuchField(name))
    }
  }

  /// `operand.?name`.
  func selectOptional<A: Activation & ~Copyable>(
    _ node: Node, _ operand: Value, _ activation: borrowing A
  ) -> Value {
    switch operand {
    case .optional(let optional):
      guard let inner = optional.value else { return operand }
      return optionalRead(node, names[Int(node.b)], inner, activation)
    case .error, .unknown: return operand
    default: return optionalRead(node, names[Int(node.b)], operand, activation)
    }
  }

  private func optionalRead<A: Activation & ~Copyable>(
    _ node: Node, _ name: String, _ operand: Value, _ activation: borrowing A
  ) -> Value {
    switch operand {
    case .map(let map): return .optional(OptionalValue(map[.string(name)]))
    case .object(let reference):
      guard let field = declaredField(name, of: reference) else {
        return .error(.noSuchField(name))
      }
      let value = named(
        activation.value(ofField: field.slot, of: reference), node, isNullValue: true)
      switch value {
      case .error, .unknown: return value
      case .null: return .optional(OptionalValue(nil))
      default: return .optional(OptionalValue(value))
      }
    case .optional: return selectOptional(node, operand, activation)
    default: return .error(.noSuchField(name))
    }
  }

  private func declaredField(
    _ name: String, of reference: ObjectReference
  ) -> ObjectType.Field? {
    let types = runtimeTypes.objects
    return types.indices.contains(Int(reference.type))
      ? types[Int(reference.type)].field(name) : nil
  }

  /// Names what the host left unnamed.
  private func named(_ value: Value, _ node: Node, isNullValue: Bool) -> Value {
    switch value {
    case .null where !isNullValue: .error(.absent(path: names[Int(node.c)]))
    case .unknown(let set) where set.paths.isEmpty: .unknown(UnknownSet([names[Int(node.c)]]))
    default: value
    }
  }
}
