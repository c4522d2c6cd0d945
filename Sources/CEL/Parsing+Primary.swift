// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Parsing {
  mutating func member() throws(ParseError) -> NodeID {
    var operand = try primary()
    while true {
      if take(.dot) != nil {
        operand = try selection(of: operand)
      } else if let bracket = take(.leftBracket) {
        let isOptional = take(.question) != nil
        let index = try expression()
        let close = try expect(.rightBracket, "`]`")
        operand = try add(
          .call(
            isOptional ? Operator.optionalIndex : Operator.index, target: nil,
            arguments: [operand, index]),
          range(operand).joined(to: close.range),
          operatorRange: bracket.range.joined(to: close.range))
      } else {
        return operand
      }
    }
  }

  private mutating func selection(of operand: NodeID) throws(ParseError) -> NodeID {
    let isOptional = take(.question) != nil
    let token = current
    let name = try selector()
    if !isOptional, current.kind == .leftParenthesis, token.kind == .identifier {
      let arguments = try callArguments()
      let range = range(operand).joined(to: previous.range)
      if let macro = try macro(
        name, target: operand, arguments: arguments, range: range, nameRange: token.range)
      {
        return macro
      }
      return try add(
        .call(name, target: operand, arguments: arguments), range, operatorRange: token.range)
    }
    return try add(
      .select(operand, field: name, isTest: false, isOptional: isOptional),
      range(operand).joined(to: token.range), operatorRange: token.range)
  }

  /// A field's or member function's name.
  private mutating func selector() throws(ParseError) -> String {
    if let token = take(.quotedIdentifier) { return String(text(token).dropFirst().dropLast()) }
    guard current.kind == .identifier else { throw unexpected("a field's name") }
    let name = text(current)
    if isKeyword(name) { throw ParseError(.reservedWord(name), at: current.range) }
    return text(advance())
  }

  /// The arguments with their parentheses.
  private mutating func callArguments() throws(ParseError) -> [NodeID] {
    _ = try expect(.leftParenthesis, "`(`")
    var arguments: [NodeID] = []
    if take(.rightParenthesis) != nil { return arguments }
    while true {
      arguments.append(try expression())
      if take(.comma) != nil { continue }
      _ = try expect(.rightParenthesis, "`,` or `)`")
      return arguments
    }
  }

  private mutating func primary() throws(ParseError) -> NodeID {
    let token = current
    switch token.kind {
    case .int, .uint, .double: return try number(sign: nil)
    case .minus where isSignedNumber: return try number(sign: advance())
    case .string, .bytes: return try stringLiteral()
    case .leftParenthesis:
      _ = advance()
      let inner = try expression()
      _ = try expect(.rightParenthesis, "`)`")
      return inner
    case .leftBracket: return try list()
    case .leftBrace: return try map()
    case .dot, .identifier: return try name()
    case .quotedIdentifier, .rightParenthesis, .rightBracket, .rightBrace, .comma, .colon,
      .question, .plus, .minus, .star, .slash, .percent, .bang, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .equal, .notEqual, .and, .or, .end:
      throw unexpected("a value")
    }
  }

  private mutating func number(sign: Token?) throws(ParseError) -> NodeID {
    let token = current
    let range = sign.map { $0.range.joined(to: token.range) } ?? token.range
    let digits = (sign == nil ? "" : "-") + text(token)
    let value: Value?
    switch token.kind {
    case .int: value = Literals.int(digits).map { .int($0) }
    case .uint: value = Literals.uint(digits).map { .uint($0) }
    case .double: value = Double(digits).flatMap { $0.isFinite ? .double($0) : nil }
    default: throw unexpected("a number")
    }
    guard let value else { throw ParseError(.numberOutOfRange(digits), at: range) }
    _ = advance()
    return try add(.literal(value), range)
  }

  private mutating func stringLiteral() throws(ParseError) -> NodeID {
    let token = advance()
    let isBytes = token.kind == .bytes
    let content = try Literals.string(bytes[token.start..<token.end], isBytes: isBytes)
    let value: Value = isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    return try add(.literal(value), token.range)
  }

  private mutating func list() throws(ParseError) -> NodeID {
    let open = advance()
    // The grammar lets a comma stand alone, too.
    if current.kind == .comma, following.kind == .rightBracket { _ = advance() }
    var elements: [NodeID] = []
    var optional: [Int] = []
    while current.kind != .rightBracket {
      if take(.question) != nil { optional.append(elements.count) }
      elements.append(try expression())
      if take(.comma) == nil { break }
    }
    let close = try expect(.rightBracket, "`,` or `]`")
    return try add(.list(elements, optional: optional), open.range.joined(to: close.range))
  }

  private mutating func map() throws(ParseError) -> NodeID {
    let open = advance()
    if current.kind == .comma, following.kind == .rightBrace { _ = advance() }
    var entries: [SyntaxNode.MapEntry] = []
    while current.kind != .rightBrace {
      let isOptional = take(.question) != nil
      let key = try expression()
      _ = try expect(.colon, "`:`")
      let value = try expression()
      entries.append(SyntaxNode.MapEntry(key: key, value: value, isOptional: isOptional))
      if take(.comma) == nil { break }
    }
    let close = try expect(.rightBrace, "`,` or `}`")
    return try add(.map(entries), open.range.joined(to: close.range))
  }

  /// A variable, a call, `true`, `false`, `null`, or the construction of an object.
  private mutating func name() throws(ParseError) -> NodeID {
    let dot = take(.dot)
    guard current.kind == .identifier else { throw unexpected("a name") }
    let token = advance()
    let start = dot?.range ?? token.range
    let name = text(token)
    if dot == nil {
      switch name {
      case "true": return try add(.literal(.bool(true)), token.range)
      case "false": return try add(.literal(.bool(false)), token.range)
      case "null": return try add(.literal(.null), token.range)
      default: break
      }
    }
    if isKeyword(name) { throw ParseError(.reservedWord(name), at: token.range) }
    if let object = try object(name, isAbsolute: dot != nil, start: start) { return object }
    if isReserved(name) { throw ParseError(.reservedWord(name), at: token.range) }
    if current.kind == .leftParenthesis {
      let arguments = try callArguments()
      let range = start.joined(to: previous.range)
      if dot == nil,
        let macro = try macro(
          name, target: nil, arguments: arguments, range: range, nameRange: token.range)
      {
        return macro
      }
      return try add(
        .call((dot == nil ? "" : ".") + name, target: nil, arguments: arguments), range,
        operatorRange: token.range)
    }
    return try add(
      .identifier(name, isAbsolute: dot != nil), start.joined(to: token.range),
      operatorRange: token.range)
  }

  /// `a.b.C{…}`, if the names that follow lead to a brace; otherwise nothing is consumed.
  private mutating func object(
    _ first: String, isAbsolute: Bool, start: SourceRange
  ) throws(ParseError) -> NodeID? {
    guard let count = selectorsBeforeBrace else { return nil }
    var name = first
    for _ in 0..<count {
      _ = advance()
      name += "." + text(advance())
    }
    let nameRange = start.joined(to: previous.range)
    _ = advance()
    if current.kind == .comma, following.kind == .rightBrace { _ = advance() }
    var fields: [SyntaxNode.FieldEntry] = []
    while current.kind != .rightBrace {
      let isOptional = take(.question) != nil
      let field = try selector()
      _ = try expect(.colon, "`:`")
      fields.append(
        SyntaxNode.FieldEntry(name: field, value: try expression(), isOptional: isOptional))
      if take(.comma) == nil { break }
    }
    let close = try expect(.rightBrace, "`,` or `}`")
    return try add(
      .object(name, isAbsolute: isAbsolute, fields: fields), start.joined(to: close.range),
      operatorRange: nameRange)
  }
}

func isKeyword(_ name: String) -> Bool {
  switch name {
  case "true", "false", "null", "in": true
  default: false
  }
}

func isReserved(_ name: String) -> Bool {
  switch name {
  case "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
    "loop", "package", "namespace", "return", "var", "void", "while":
    true
  default: false
  }
}
