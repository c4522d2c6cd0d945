// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Writes syntax trees as text that parses to the same tree.
struct Printer {
  let tree: SyntaxTree

  func text(_ node: NodeID) -> String {
    text(node, atLeast: 0)
  }

  /// The text of an operand of an operator that binds so strongly.
  func operand(_ node: NodeID, atLeast strength: Int) -> String {
    text(node, atLeast: strength)
  }

  /// The text of what stands before a dot or a bracket.
  func operand(_ node: NodeID) -> String {
    text(node, atLeast: Self.member)
  }

  static func fieldName(_ name: String) -> String {
    let isPlain =
      name.utf8.first.map(isLetter) ?? false
      && name.utf8.allSatisfy { isLetter($0) || isDigit($0) } && !isKeyword(name)
    return isPlain ? name : "`\(name)`"
  }

  // How strongly the forms bind; operators use 1 to 5.
  private static let unary = 6
  private static let member = 7

  private func text(_ node: NodeID, atLeast strength: Int) -> String {
    let (text, own) = form(node)
    return own < strength ? "(\(text))" : text
  }

  private func arguments(_ nodes: [NodeID]) -> String {
    nodes.map { text($0, atLeast: 0) }.joined(separator: ", ")
  }

  private func form(_ node: NodeID) -> (text: String, strength: Int) {
    switch tree[node].kind {
    case .literal(let value): return (value.literal, Self.member)
    case .identifier(let name, let isAbsolute):
      return ((isAbsolute ? "." : "") + NumberedName.written(name), Self.member)
    case .select(let operand, let field, let isTest, let isOptional):
      let path =
        text(operand, atLeast: Self.member) + (isOptional ? ".?" : ".") + Self.fieldName(field)
      return (isTest ? "has(\(path))" : path, Self.member)
    case .call(let name, let target, let arguments):
      return call(name, target: target, arguments: arguments)
    case .list(let elements, let optional):
      let parts = elements.enumerated().map { position, element in
        (optional.contains(position) ? "?" : "") + text(element, atLeast: 0)
      }
      return ("[" + parts.joined(separator: ", ") + "]", Self.member)
    case .map(let entries):
      let parts = entries.map {
        ($0.isOptional ? "?" : "") + text($0.key, atLeast: 0) + ": " + text($0.value, atLeast: 0)
      }
      return ("{" + parts.joined(separator: ", ") + "}", Self.member)
    case .object(let name, let isAbsolute, let fields):
      let parts = fields.map {
        ($0.isOptional ? "?" : "") + Self.fieldName($0.name) + ": " + text($0.value, atLeast: 0)
      }
      return (
        (isAbsolute ? "." : "") + name + "{" + parts.joined(separator: ", ") + "}", Self.member
      )
    case .comprehension(let parts) where parts.macro == .bind:
      return (binding(node, parts), Self.member)
    case .comprehension(let parts):
      let name = parts.macro.name(isTwoVariable: parts.secondVariable != nil)
      let names = [parts.variable, parts.secondVariable].compactMap {
        $0.map(NumberedName.written)
      }
      let bodies = [parts.predicate, parts.transform].compactMap { $0 }
      let arguments = names + bodies.map { text($0, atLeast: 0) }
      return (
        text(parts.range, atLeast: Self.member) + ".\(name)("
          + arguments.joined(separator: ", ") + ")", Self.member
      )
    }
  }

  /// `cel.bind`, or all parts of a `cel.block`.
  private func binding(_ node: NodeID, _ parts: SyntaxNode.Comprehension) -> String {
    var entries: [String] = []
    var body: NodeID = node
    while case .comprehension(let inner) = tree[body].kind, inner.macro == .bind,
      inner.variable == NumberedName.index(entries.count), let next = inner.transform
    {
      entries.append(text(inner.range, atLeast: 0))
      body = next
    }
    if !entries.isEmpty {
      return "cel.block([\(entries.joined(separator: ", "))], \(text(body, atLeast: 0)))"
    }
    let inner = parts.transform.map { text($0, atLeast: 0) } ?? ""
    return "cel.bind(\(NumberedName.written(parts.variable)), "
      + "\(text(parts.range, atLeast: 0)), \(inner))"
  }

  private func call(
    _ name: String, target: NodeID?, arguments: [NodeID]
  ) -> (text: String, strength: Int) {
    if let target {
      return (
        text(target, atLeast: Self.member) + ".\(name)(\(self.arguments(arguments)))", Self.member
      )
    }
    if let (sign, precedence) = Operator.binary(name), arguments.count >= 2 {
      // All are left-associative; a chain of && or || is one node.
      var parts = [text(arguments[0], atLeast: precedence <= 2 ? precedence + 1 : precedence)]
      parts += arguments.dropFirst().map { text($0, atLeast: precedence + 1) }
      return (parts.joined(separator: " \(sign) "), precedence)
    }
    switch (name, arguments.count) {
    case (Operator.not, 1): return ("!" + unaryOperand(arguments[0], Operator.not), Self.unary)
    case (Operator.negate, 1):
      return ("-" + unaryOperand(arguments[0], Operator.negate), Self.unary)
    case (Operator.conditional, 3):
      return (
        "\(text(arguments[0], atLeast: 1)) ? \(text(arguments[1], atLeast: 1)) : "
          + text(arguments[2], atLeast: 0), 0
      )
    case (Operator.index, 2):
      return (
        text(arguments[0], atLeast: Self.member) + "[" + text(arguments[1], atLeast: 0) + "]",
        Self.member
      )
    case (Operator.optionalIndex, 2):
      return (
        text(arguments[0], atLeast: Self.member) + "[?" + text(arguments[1], atLeast: 0) + "]",
        Self.member
      )
    default: return ("\(name)(\(self.arguments(arguments)))", Self.member)
    }
  }

  /// `!` and `-` repeat, but don't mix; a minus before digits would become part of the number.
  private func unaryOperand(_ node: NodeID, _ name: String) -> String {
    switch tree[node].kind {
    case .call(name, nil, _): return text(node, atLeast: Self.unary)
    default:
      let operand = text(node, atLeast: Self.member)
      let isNumber = operand.utf8.first.map(isDigit) ?? false
      return name == Operator.negate && isNumber ? "(\(operand))" : operand
    }
  }
}

extension SyntaxTree: CustomStringConvertible {
  /// The expression in its canonical form, which parses to the same tree.
  public var description: String { Printer(tree: self).text(root) }

  /// One node and what is below it in its canonical form.
  public func description(of node: NodeID) -> String { Printer(tree: self).text(node) }
}
