// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a text is not an expression.
public struct ParseError: Error, Hashable, Sendable {
  /// What was found.
  public enum Kind: Hashable, Sendable {
    /// Something else should stand here.
    case unexpected(found: String, expected: String)
    /// The text ends where something else should stand.
    case unexpectedEnd(expected: String)
    /// `=` where `==` compares.
    case singleEquals
    /// `and`, `or`, `not`, `&` or `|` where CEL has a sign.
    case foreignOperator(found: String, use: String)
    /// A character that is part of no token.
    case unknownCharacter(String)
    /// A text or quoted name without its end.
    case unterminatedString
    /// A backslash before what it has no meaning with.
    case badEscape(String)
    /// Digits that run into letters.
    case badNumber(String)
    /// A number too large for its type.
    case numberOutOfRange(String)
    /// A word that the language keeps for itself.
    case reservedWord(String)
    /// A macro that was given something else than it takes.
    case badMacro(name: String, expected: String)
    /// More levels of nesting than allowed.
    case tooDeep(limit: Int)
    /// More text or parts than allowed.
    case tooLong(limit: Int)
  }

  /// What was found.
  public let kind: Kind
  /// Where.
  public let range: SourceRange

  /// Makes an error from what was found and where.
  public init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

extension ParseError: CustomStringConvertible {
  /// One line for people, in lower case and without a full stop.
  public var description: String {
    switch kind {
    case .unexpected(let found, let expected): "expected \(expected), found `\(found)`"
    case .unexpectedEnd(let expected): "expected \(expected), found the end"
    case .singleEquals: "`=` does not compare; use `==`"
    case .foreignOperator(let found, let use): "`\(found)` is not an operator; use `\(use)`"
    case .unknownCharacter(let character): "the character `\(character)` has no meaning here"
    case .unterminatedString: "the string is not closed"
    case .badEscape(let escape): "`\(escape)` is not an escape sequence"
    case .badNumber(let text): "`\(text)` is not a number"
    case .numberOutOfRange(let text): "`\(text)` does not fit into 64 bits"
    case .reservedWord(let word): "`\(word)` is reserved and can't be a name"
    case .badMacro(let name, let expected): "`\(name)` expects \(expected)"
    case .tooDeep(let limit): "the expression is nested deeper than \(limit) levels"
    case .tooLong(let limit): "the expression has more than \(limit) parts"
    }
  }
}

/// How large an expression may be.
public struct ExpressionLimits: Hashable, Sendable {
  /// Bytes of text.
  public var length: Int
  /// Nodes, with those of the definitions it uses.
  public var nodes: Int
  /// Levels of nesting; parsing, checking and evaluation recurse no deeper.
  public var depth: Int

  /// 64 KiB of text, 20,000 nodes and 160 levels unless told otherwise.
  public init(length: Int = 65_536, nodes: Int = 20_000, depth: Int = 160) {
    self.length = length
    self.nodes = nodes
    self.depth = depth
  }
}
