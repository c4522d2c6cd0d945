// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads the text of an expression into a syntax tree.
public struct Parser: Sendable {
  /// How large an expression may be.
  public var limits: ExpressionLimits
  /// Whether `has`, `all`, `exists` and the like are macros; otherwise they are ordinary calls.
  public var expandsMacros: Bool
  /// The libraries whose macros and signs are known.
  public var libraries: Set<Library>

  /// Makes a parser for the standard language with these libraries.
  public init(
    libraries: Set<Library> = [.standard], limits: ExpressionLimits = ExpressionLimits(),
    expandsMacros: Bool = true
  ) {
    self.libraries = libraries
    self.limits = limits
    self.expandsMacros = expandsMacros
  }

  /// Parses a text; the first thing that is wrong ends it.
  public func parse(_ text: String) throws(ParseError) -> SyntaxTree {
    let bytes = Array(text.utf8)
    let whole = SourceRange(start: 0, end: Int32(clamping: bytes.count))
    if bytes.count > limits.length { throw ParseError(.tooLong(limit: limits.length), at: whole) }
    var parsing = Parsing(bytes: bytes, tokens: try Lexer.tokens(bytes), options: self)
    let root = try parsing.expression()
    try parsing.expectEnd()
    return SyntaxTree(text: text, nodes: parsing.nodes, root: root)
  }
}

/// One run of the parser.
///
/// Recursive descent with one level a nesting; the operators climb by precedence.
struct Parsing {
  let bytes: [UInt8]
  let tokens: [Token]
  let options: Parser
  var nodes: [SyntaxNode] = []
  private var position = 0
  private var depth = 0

  init(bytes: [UInt8], tokens: [Token], options: Parser) {
    self.bytes = bytes
    self.tokens = tokens
    self.options = options
  }

  // MARK: - Tokens

  /// The next token; the last one is always `end`.
  var current: Token { tokens[position] }

  /// The token after the next one.
  var following: Token { tokens[min(position + 1, tokens.count - 1)] }

  var previous: Token { tokens[max(position - 1, 0)] }

  func text(_ token: Token) -> String {
    String(decoding: bytes[token.start..<token.end], as: UTF8.self)
  }

  mutating func advance() -> Token {
    let token = current
    if token.kind != .end { position += 1 }
    return token
  }

  mutating func take(_ kind: Token.Kind) -> Token? {
    current.kind == kind ? advance() : nil
  }

  /// How many `.name` stand before a brace, or nothing if something else comes first.
  var selectorsBeforeBrace: Int? {
    var index = position
    while tokens[index].kind == .dot, index + 1 < tokens.count,
      tokens[index + 1].kind == .identifier
    {
      index += 2
    }
    return tokens[index].kind == .leftBrace ? (index - position) / 2 : nil
  }

  mutating func expect(_ kind: Token.Kind, _ name: String) throws(ParseError) -> Token {
    guard let token = take(kind) else { throw unexpected(name) }
    return token
  }

  mutating func expectEnd() throws(ParseError) {
    if current.kind != .end { throw unexpected("an operator or the end") }
  }

  /// The error for the next token, with the mistakes that other languages teach told apart.
  func unexpected(_ expected: String) -> ParseError {
    let token = current
    if token.kind == .end { return ParseError(.unexpectedEnd(expected: expected), at: token.range) }
    let found = text(token)
    if token.kind == .identifier, position > 0 {
      if let sign = ForeignNames.sign(for: found), sign != "!" {
        return ParseError(.foreignOperator(found: found, use: sign), at: token.range)
      }
    }
    if position > 0, previous.kind == .identifier, text(previous).lowercased() == "not" {
      return ParseError(.foreignOperator(found: text(previous), use: "!"), at: previous.range)
    }
    return ParseError(.unexpected(found: found, expected: expected), at: token.range)
  }

  // MARK: - Nodes

  mutating func add(
    _ kind: SyntaxNode.Kind, _ range: SourceRange, operatorRange: SourceRange? = nil
  ) throws(ParseError) -> NodeID {
    var height: Int32 = 0
    for child in kind.children { height = max(height, nodes[Int(child)].height) }
    height += 1
    if height > options.limits.depth {
      throw ParseError(.tooDeep(limit: options.limits.depth), at: operatorRange ?? range)
    }
    if nodes.count >= options.limits.nodes {
      throw ParseError(.tooLong(limit: options.limits.nodes), at: range)
    }
    nodes.append(
      SyntaxNode(kind: kind, range: range, operatorRange: operatorRange ?? range, height: height))
    return NodeID(nodes.count - 1)
  }

  func range(_ node: NodeID) -> SourceRange { nodes[Int(node)].range }

  // MARK: - Expressions

  mutating func expression() throws(ParseError) -> NodeID {
    depth += 1
    defer { depth -= 1 }
    if depth > options.limits.depth {
      throw ParseError(.tooDeep(limit: options.limits.depth), at: current.range)
    }
    let condition = try binary(from: 1)
    guard let question = take(.question) else { return condition }
    let yes = try binary(from: 1)
    _ = try expect(.colon, "`:`")
    let no = try expression()
    return try add(
      .call(Operator.conditional, target: nil, arguments: [condition, yes, no]),
      range(condition).joined(to: range(no)), operatorRange: question.range)
  }

  private func binaryOperator(_ token: Token) -> (name: String, precedence: Int)? {
    switch token.kind {
    case .or: (Operator.or, 1)
    case .and: (Operator.and, 2)
    case .less: (Operator.less, 3)
    case .lessOrEqual: (Operator.lessOrEqual, 3)
    case .greater: (Operator.greater, 3)
    case .greaterOrEqual: (Operator.greaterOrEqual, 3)
    case .equal: (Operator.equal, 3)
    case .notEqual: (Operator.notEqual, 3)
    case .identifier: text(token) == "in" ? (Operator.contains, 3) : nil
    case .plus: (Operator.add, 4)
    case .minus: (Operator.subtract, 4)
    case .star: (Operator.multiply, 5)
    case .slash: (Operator.divide, 5)
    case .percent: (Operator.modulo, 5)
    default: nil
    }
  }

  private mutating func binary(from lowest: Int) throws(ParseError) -> NodeID {
    var left = try unary()
    while let (name, precedence) = binaryOperator(current), precedence >= lowest {
      let sign = advance()
      let right = try binary(from: precedence + 1)
      var arguments = [left, right]
      if precedence <= 2 {
        // Both are associative, errors and unknowns included, so a chain is one flat node.
        arguments = operands(of: name, in: left) + operands(of: name, in: right)
        while binaryOperator(current)?.name == name {
          _ = advance()
          let next = try binary(from: precedence + 1)
          arguments += operands(of: name, in: next)
        }
      }
      let last = arguments[arguments.count - 1]
      left = try add(
        .call(name, target: nil, arguments: arguments), range(left).joined(to: range(last)),
        operatorRange: sign.range)
    }
    return left
  }

  private func operands(of name: String, in node: NodeID) -> [NodeID] {
    if case .call(name, nil, let arguments) = nodes[Int(node)].kind { return arguments }
    return [node]
  }

  private mutating func unary() throws(ParseError) -> NodeID {
    if current.kind == .bang {
      return try repeated(.bang, Operator.not)
    }
    if current.kind == .minus, !isSignedNumber {
      return try repeated(.minus, Operator.negate)
    }
    return try member()
  }

  /// A minus directly before digits belongs to the number.
  var isSignedNumber: Bool {
    guard current.kind == .minus, following.start == current.end else { return false }
    return following.kind == .int || following.kind == .double || following.kind == .uint
  }

  private mutating func repeated(_ kind: Token.Kind, _ name: String) throws(ParseError) -> NodeID {
    var signs: [Token] = []
    while current.kind == kind, !isSignedNumber { signs.append(advance()) }
    var operand = try member()
    for sign in signs.reversed() {
      operand = try add(
        .call(name, target: nil, arguments: [operand]), sign.range.joined(to: range(operand)),
        operatorRange: sign.range)
    }
    return operand
  }
}
