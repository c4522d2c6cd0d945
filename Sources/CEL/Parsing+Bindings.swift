// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Parsing {
  /// `cel.bind`, `cel.block`, `cel.index`, `cel.iterVar`, `cel.accuVar`; nothing if it is another
  /// call.
  mutating func celMacro(
    _ name: String, arguments: [NodeID], range: SourceRange, nameRange: SourceRange
  ) throws(ParseError) -> NodeID? {
    if options.libraries.contains(.bindings), name == "bind", arguments.count == 3 {
      guard case .identifier(let variable, isAbsolute: false) = nodes[Int(arguments[0])].kind else {
        throw ParseError(
          .badMacro(name: "cel.bind", expected: "a simple name as its variable"),
          at: self.range(arguments[0]))
      }
      return try bind(
        variable, to: arguments[1], in: arguments[2], variableRange: self.range(arguments[0]),
        range: range, nameRange: nameRange)
    }
    guard options.libraries.contains(.blocks) else { return nil }
    switch (name, arguments.count) {
    case ("block", 2): return try block(arguments, range: range, nameRange: nameRange)
    case ("index", 1):
      let number = try number(arguments[0], of: "cel.index")
      return try add(
        .identifier(NumberedName.index(number), isAbsolute: false), range, operatorRange: nameRange)
    case ("iterVar", 2), ("accuVar", 2):
      let depth = try number(arguments[0], of: "cel." + name)
      let unique = try number(arguments[1], of: "cel." + name)
      return try add(
        .identifier(NumberedName.variable(name, depth, unique), isAbsolute: false), range,
        operatorRange: nameRange)
    default: return nil
    }
  }

  private mutating func bind(
    _ variable: String, to value: NodeID, in body: NodeID, variableRange: SourceRange,
    range: SourceRange, nameRange: SourceRange
  ) throws(ParseError) -> NodeID {
    try add(
      .comprehension(
        SyntaxNode.Comprehension(
          macro: .bind, range: value, variable: variable, secondVariable: nil, predicate: nil,
          transform: body, variableRange: variableRange)), range, operatorRange: nameRange)
  }

  /// Each part is a name for those behind it and for the body.
  private mutating func block(
    _ arguments: [NodeID], range: SourceRange, nameRange: SourceRange
  ) throws(ParseError) -> NodeID {
    guard case .list(let parts, let optional) = nodes[Int(arguments[0])].kind, optional.isEmpty
    else {
      throw ParseError(
        .badMacro(name: "cel.block", expected: "a list of its parts"),
        at: self.range(arguments[0]))
    }
    var body = arguments[1]
    for (number, part) in parts.enumerated().reversed() {
      body = try bind(
        NumberedName.index(number), to: part, in: body, variableRange: self.range(part),
        range: range, nameRange: nameRange)
    }
    return body
  }

  private func number(_ node: NodeID, of macro: String) throws(ParseError) -> Int {
    guard case .literal(.int(let number)) = nodes[Int(node)].kind, number >= 0 else {
      throw ParseError(
        .badMacro(name: macro, expected: "a whole number from zero"), at: range(node))
    }
    return Int(number)
  }

  /// `math.greatest` and `math.least` of three and more are those of a list.
  mutating func extremeMacro(
    _ name: String, _ target: NodeID, _ arguments: [NodeID], range: SourceRange,
    nameRange: SourceRange
  ) throws(ParseError) -> NodeID? {
    guard options.libraries.contains(.math), name == "greatest" || name == "least",
      arguments.count > 2, case .identifier("math", isAbsolute: false) = nodes[Int(target)].kind
    else { return nil }
    for argument in arguments where !mayBeNumber(argument) {
      throw ParseError(
        .badMacro(name: "math." + name, expected: "numbers, or one list of numbers"),
        at: self.range(argument))
    }
    let last = arguments[arguments.count - 1]
    let list = try add(
      .list(arguments, optional: []), self.range(arguments[0]).joined(to: self.range(last)))
    return try add(.call(name, target: target, arguments: [list]), range, operatorRange: nameRange)
  }

  /// Tells whether an argument may be a number, by its form alone.
  private func mayBeNumber(_ node: NodeID) -> Bool {
    switch nodes[Int(node)].kind {
    case .literal(let value):
      switch value {
      case .int, .uint, .double: true
      default: false
      }
    case .list, .map, .object: false
    case .identifier, .select, .call, .comprehension: true
    }
  }
}
