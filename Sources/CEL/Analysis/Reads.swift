// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A field that an expression reads or tests.
public struct FieldRead: Hashable, Sendable {
  /// The object type's index in its environment.
  public let objectType: Int32
  /// The field's slot.
  public let slot: Int
  /// How the expression writes it: `contact.last_sent_at`.
  public let path: String
}

/// A variable that an expression reads.
public struct VariableRead: Hashable, Sendable {
  /// The variable's slot.
  public let slot: Int
  /// Its name as written.
  public let name: String
}

/// A function that an expression calls, operators included.
public struct FunctionCall: Hashable, Sendable {
  /// The function's name.
  public let function: String
  /// The forms that may be meant; one, unless only run time knows.
  public let overloads: [Overload]
}

extension CheckedExpression {
  /// The fields that are read or tested, named expressions included, in source order, each path
  /// once.
  public var fieldsRead: [FieldRead] {
    var seen: Set<FieldRead> = []
    var result: [FieldRead] = []
    visit { node in
      guard case .field(let slot, _) = resolutions[Int(node)],
        case .select(let operand, _, _, _) = tree[node].kind,
        let name = types[Int(operand)].objectName,
        let type = runtimeTypes.objects.firstIndex(where: { $0.name == name })
      else { return }
      let read = FieldRead(objectType: Int32(type), slot: slot, path: path(node))
      if seen.insert(read).inserted { result.append(read) }
    }
    return result
  }

  /// The variables that are read, named expressions included, in source order, each once.
  public var variablesRead: [VariableRead] {
    var seen: Set<Int> = []
    var result: [VariableRead] = []
    visit { node in
      guard case .variable(let slot) = resolutions[Int(node)], seen.insert(slot).inserted else {
        return
      }
      result.append(VariableRead(slot: slot, name: path(node)))
    }
    return result
  }

  /// The functions and operators that are called, in source order, each once.
  public var functionsCalled: [FunctionCall] {
    var seen: Set<FunctionCall> = []
    var result: [FunctionCall] = []
    visit { node in
      guard case .call(let function, let overloads, _) = resolutions[Int(node)] else { return }
      let call = FunctionCall(function: function, overloads: overloads)
      if seen.insert(call).inserted { result.append(call) }
    }
    return result
  }

  /// Tells whether the variable is read anywhere, named expressions included.
  public func readsVariable(_ slot: Int) -> Bool {
    variablesRead.contains { $0.slot == slot }
  }

  /// The nodes that a node's value is made of: those of a named expression stand for its name,
  /// and the namespace of a function is none.
  func operands(_ node: NodeID) -> [NodeID] {
    switch resolutions[Int(node)] {
    case .variable, .local, .type, .unresolved: return []
    case .inlined(let root): return [root]
    case .call(_, _, isNamespaced: true):
      if case .call(_, _, let arguments) = tree[node].kind { return arguments }
      return []
    case .none, .field, .call, .locals: return tree[node].kind.children
    }
  }

  /// Visits the nodes below the root in source order, a node before its operands, each once.
  func visit(_ body: (NodeID) -> Void) {
    var seen: Set<NodeID> = []
    var stack = [root]
    while let node = stack.popLast() {
      guard seen.insert(node).inserted else { continue }
      body(node)
      stack.append(contentsOf: operands(node).reversed())
    }
  }
}

extension CELType {
  /// The name of an object type.
  var objectName: String? {
    switch self {
    case .object(let name): name
    case .optional(let inner): inner.objectName
    case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .error,
      .type, .list, .map, .opaque, .wrapper, .typeParameter:
      nil
    }
  }
}
