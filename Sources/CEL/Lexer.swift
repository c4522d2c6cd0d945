// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One piece of an expression's text.
struct Token {
  enum Kind: UInt8 {
    case identifier, quotedIdentifier
    case int, uint, double, string, bytes
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case dot, comma, colon, question
    case plus, minus, star, slash, percent, bang
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, and, or
    case end
  }

  let kind: Kind
  let start: Int
  let end: Int

  var range: SourceRange { SourceRange(start: Int32(start), end: Int32(end)) }
}

/// Cuts an expression's text into tokens.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  static func tokens(_ bytes: [UInt8]) throws(ParseError) -> [Token] {
    var lexer = Lexer(bytes)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private func text(from start: Int, to end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let byte = peek() {
      switch byte {
      case 9, 10, 12, 13, 32: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while let byte = peek(), byte != 10 { position += 1 }
      default: return
      }
    }
  }

  private mutating func next() throws(ParseError) -> Token {
    skipSpace()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, start: start, end: start) }
    if isLetter(byte) {
      if let token = try prefixedString(from: start) { return token }
      while let byte = peek(), isLetter(byte) || isDigit(byte) { position += 1 }
      return Token(kind: .identifier, start: start, end: position)
    }
    if isDigit(byte) { return try number(from: start) }
    if byte == UInt8(ascii: "."), let following = peek(1), isDigit(following) {
      return try number(from: start)
    }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      try string(isRaw: false, from: start)
      return Token(kind: .string, start: start, end: position)
    }
    if byte == UInt8(ascii: "`") { return try quotedIdentifier(from: start) }
    return try sign(byte, from: start)
  }

  private mutating func sign(_ byte: UInt8, from start: Int) throws(ParseError) -> Token {
    let following = peek(1)
    func token(_ kind: Token.Kind, _ length: Int) -> Token {
      Token(kind: kind, start: start, end: start + length)
    }
    let range = SourceRange(start: Int32(start), end: Int32(start + 1))
    let result: Token
    switch byte {
    case UInt8(ascii: "("): result = token(.leftParenthesis, 1)
    case UInt8(ascii: ")"): result = token(.rightParenthesis, 1)
    case UInt8(ascii: "["): result = token(.leftBracket, 1)
    case UInt8(ascii: "]"): result = token(.rightBracket, 1)
    case UInt8(ascii: "{"): result = token(.leftBrace, 1)
    case UInt8(ascii: "}"): result = token(.rightBrace, 1)
    case UInt8(ascii: "."): result = token(.dot, 1)
    case UInt8(ascii: ","): result = token(.comma, 1)
    case UInt8(ascii: ":"): result = token(.colon, 1)
    case UInt8(ascii: "?"): result = token(.question, 1)
    case UInt8(ascii: "+"): result = token(.plus, 1)
    case UInt8(ascii: "-"): result = token(.minus, 1)
    case UInt8(ascii: "*"): result = token(.star, 1)
    case UInt8(ascii: "/"): result = token(.slash, 1)
    case UInt8(ascii: "%"): result = token(.percent, 1)
    case UInt8(ascii: "!"):
      result = following == UInt8(ascii: "=") ? token(.notEqual, 2) : token(.bang, 1)
    case UInt8(ascii: "<"):
      if following == UInt8(ascii: ">") { throw foreign("<>", use: "!=", at: start) }
      result = following == UInt8(ascii: "=") ? token(.lessOrEqual, 2) : token(.less, 1)
    case UInt8(ascii: ">"):
      result = following == UInt8(ascii: "=") ? token(.greaterOrEqual, 2) : token(.greater, 1)
    case UInt8(ascii: "="):
      if following == UInt8(ascii: ">") { throw foreign("=>", use: ">=", at: start) }
      if following == UInt8(ascii: "<") { throw foreign("=<", use: "<=", at: start) }
      guard following == UInt8(ascii: "=") else { throw ParseError(.singleEquals, at: range) }
      result = token(.equal, 2)
    case UInt8(ascii: "&"):
      guard following == byte else {
        throw ParseError(.foreignOperator(found: "&", use: "&&"), at: range)
      }
      result = token(.and, 2)
    case UInt8(ascii: "|"):
      guard following == byte else {
        throw ParseError(.foreignOperator(found: "|", use: "||"), at: range)
      }
      result = token(.or, 2)
    default:
      // The whole character, which may take several bytes.
      var end = start + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      throw ParseError(
        .unknownCharacter(text(from: start, to: end)),
        at: SourceRange(start: Int32(start), end: Int32(end)))
    }
    position = result.end
    return result
  }

  private func foreign(_ found: String, use: String, at start: Int) -> ParseError {
    let end = start + found.utf8.count
    return ParseError(
      .foreignOperator(found: found, use: use),
      at: SourceRange(start: Int32(start), end: Int32(end)))
  }

  private mutating func number(from start: Int) throws(ParseError) -> Token {
    var kind = Token.Kind.int
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") {
      position += 2
      let digits = position
      while let byte = peek(), isHexDigit(byte) { position += 1 }
      if position == digits { throw badNumber(from: start) }
    } else {
      while let byte = peek(), isDigit(byte) { position += 1 }
      if peek() == UInt8(ascii: "."), let byte = peek(1), isDigit(byte) {
        kind = .double
        position += 1
        while let byte = peek(), isDigit(byte) { position += 1 }
      }
      if peek().map({ $0 | 0x20 }) == UInt8(ascii: "e") {
        kind = .double
        position += 1
        if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
          position += 1
        }
        guard let byte = peek(), isDigit(byte) else { throw badNumber(from: start) }
        while let byte = peek(), isDigit(byte) { position += 1 }
      }
    }
    if kind == .int, peek().map({ $0 | 0x20 }) == UInt8(ascii: "u") {
      kind = .uint
      position += 1
    }
    if let byte = peek(), isLetter(byte) || isDigit(byte) { throw badNumber(from: start) }
    return Token(kind: kind, start: start, end: position)
  }

  private mutating func badNumber(from start: Int) -> ParseError {
    while let byte = peek(), isLetter(byte) || isDigit(byte) { position += 1 }
    return ParseError(
      .badNumber(text(from: start, to: position)),
      at: SourceRange(start: Int32(start), end: Int32(position)))
  }

  /// A string with `r`, `b` or both in front, if one begins here.
  private mutating func prefixedString(from start: Int) throws(ParseError) -> Token? {
    var isRaw = false
    var isBytes = false
    var length = 0
    while let byte = peek(length).map({ $0 | 0x20 }), length < 2 {
      if byte == UInt8(ascii: "r"), !isRaw {
        isRaw = true
      } else if byte == UInt8(ascii: "b"), !isBytes, !isRaw {
        isBytes = true
      } else {
        break
      }
      length += 1
    }
    guard length > 0, let quote = peek(length),
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    else { return nil }
    position += length
    try string(isRaw: isRaw, from: start)
    return Token(kind: isBytes ? .bytes : .string, start: start, end: position)
  }

  /// Goes to the end of the string whose quote is next.
  private mutating func string(isRaw: Bool, from start: Int) throws(ParseError) {
    guard let quote = peek() else { return }
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    while let byte = peek() {
      if byte == UInt8(ascii: "\\"), !isRaw {
        position += 2
      } else if byte == quote, !isTriple {
        position += 1
        return
      } else if byte == quote, peek(1) == quote, peek(2) == quote {
        position += 3
        return
      } else if !isTriple, byte == 10 || byte == 13 {
        break
      } else {
        position += 1
      }
    }
    position = min(position, bytes.count)
    throw ParseError(
      .unterminatedString, at: SourceRange(start: Int32(start), end: Int32(position)))
  }

  private mutating func quotedIdentifier(from start: Int) throws(ParseError) -> Token {
    position += 1
    while let byte = peek(), isLetter(byte) || isDigit(byte) || " ./-".utf8.contains(byte) {
      position += 1
    }
    guard peek() == UInt8(ascii: "`"), position > start + 1 else {
      throw ParseError(
        .unterminatedString, at: SourceRange(start: Int32(start), end: Int32(position)))
    }
    position += 1
    return Token(kind: .quotedIdentifier, start: start, end: position)
  }
}

func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
}

func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
}
