// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Parsing {
  /// The node of a macro call, or nothing if the call is not one.
  mutating func macro(
    _ name: String, target: NodeID?, arguments: [NodeID], range: SourceRange,
    nameRange: SourceRange
  ) throws(ParseError) -> NodeID? {
    guard options.expandsMacros, options.libraries.contains(.standard) else { return nil }
    guard let target else {
      return name == "has" && arguments.count == 1
        ? try hasMacro(arguments[0], range: range, nameRange: nameRange) : nil
    }
    if case .identifier("cel", isAbsolute: false) = nodes[Int(target)].kind,
      let node = try celMacro(name, arguments: arguments, range: range, nameRange: nameRange)
    {
      return node
    }
    if let node = try extremeMacro(name, target, arguments, range: range, nameRange: nameRange) {
      return node
    }
    guard let form = form(name, argumentCount: arguments.count) else { return nil }
    var variables: [String] = []
    for argument in arguments.prefix(form.variableCount) {
      guard case .identifier(let variable, isAbsolute: false) = nodes[Int(argument)].kind else {
        throw ParseError(
          .badMacro(name: name, expected: "a simple name as its variable"),
          at: self.range(argument))
      }
      if variables.contains(variable) {
        throw ParseError(
          .badMacro(name: name, expected: "two different names"), at: self.range(argument))
      }
      variables.append(variable)
    }
    let rest = arguments.dropFirst(form.variableCount)
    let variableRange = self.range(arguments[0])
      .joined(to: self.range(arguments[form.variableCount - 1]))
    let hasPredicate = rest.count == 2 || !form.isTransform
    let comprehension = SyntaxNode.Comprehension(
      macro: form.macro, range: target, variable: variables[0],
      secondVariable: variables.count > 1 ? variables[1] : nil,
      predicate: hasPredicate ? rest.first : nil,
      transform: form.isTransform ? rest.last : nil, variableRange: variableRange)
    return try add(.comprehension(comprehension), range, operatorRange: nameRange)
  }

  private mutating func hasMacro(
    _ argument: NodeID, range: SourceRange, nameRange: SourceRange
  ) throws(ParseError) -> NodeID {
    guard case .select(let operand, let field, false, false) = nodes[Int(argument)].kind else {
      throw ParseError(
        .badMacro(name: "has", expected: "a field, as in `has(a.b)`"), at: self.range(argument))
    }
    return try add(
      .select(operand, field: field, isTest: true, isOptional: false), range,
      operatorRange: nodes[Int(argument)].operatorRange)
  }

  private struct Form {
    let macro: SyntaxNode.Macro
    let variableCount: Int
    let isTransform: Bool
  }

  private func form(_ name: String, argumentCount: Int) -> Form? {
    let standard: Form? =
      switch (name, argumentCount) {
      case ("all", 2): Form(macro: .all, variableCount: 1, isTransform: false)
      case ("exists", 2): Form(macro: .exists, variableCount: 1, isTransform: false)
      case ("exists_one", 2), ("existsOne", 2):
        Form(macro: .existsOne, variableCount: 1, isTransform: false)
      case ("filter", 2): Form(macro: .filter, variableCount: 1, isTransform: false)
      case ("map", 2), ("map", 3): Form(macro: .map, variableCount: 1, isTransform: true)
      default: nil
      }
    if let standard { return standard }
    if options.libraries.contains(.twoVariableComprehensions) {
      switch (name, argumentCount) {
      case ("all", 3): return Form(macro: .all, variableCount: 2, isTransform: false)
      case ("exists", 3): return Form(macro: .exists, variableCount: 2, isTransform: false)
      case ("existsOne", 3), ("exists_one", 3):
        return Form(macro: .existsOne, variableCount: 2, isTransform: false)
      case ("transformList", 3), ("transformList", 4):
        return Form(macro: .transformList, variableCount: 2, isTransform: true)
      case ("transformMap", 3), ("transformMap", 4):
        return Form(macro: .transformMap, variableCount: 2, isTransform: true)
      case ("transformMapEntry", 3), ("transformMapEntry", 4):
        return Form(macro: .transformMapEntry, variableCount: 2, isTransform: true)
      default: break
      }
    }
    if options.libraries.contains(.optionals), argumentCount == 2 {
      switch name {
      case "optMap": return Form(macro: .optionalMap, variableCount: 1, isTransform: true)
      case "optFlatMap":
        return Form(macro: .optionalFlatMap, variableCount: 1, isTransform: true)
      default: break
      }
    }
    if options.libraries.contains(.lists), name == "sortBy", argumentCount == 2 {
      return Form(macro: .sortBy, variableCount: 1, isTransform: true)
    }
    return nil
  }
}
