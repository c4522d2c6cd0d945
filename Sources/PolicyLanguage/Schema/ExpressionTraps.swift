// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds what YAML would quietly do to an expression: cut it at a comment, or join a `//` comment
/// with the lines behind it.
enum ExpressionTraps {
  static func check(_ scalar: ScalarSource) throws(ScalarFault) {
    if let comment = scalar.comment, let reason = cut(scalar.text, comment) {
      throw ScalarFault(
        code: .commentInExpression,
        headline: "a comment may cut this expression: everything behind `#` is dropped",
        label: reason, part: nil,
        helps: [
          "put two spaces before `#` if it is a comment",
          "if it is a part of the expression, quote all of it: "
            + YAMLQuoting.quoted("\(scalar.text) #\(comment.text)"),
        ])
    }
    let joinsLines = scalar.isMultiline && scalar.style != .literal
    if joinsLines, let comment = lineComment(in: scalar.text) {
      throw ScalarFault(
        code: .commentSwallowsLines,
        headline: "this `//` would comment out all lines behind it",
        label: "the lines of this text are joined with spaces", part: comment,
        helps: ["write the text as a literal block: |-", "or remove the comment"])
    }
  }

  /// Why a comment behind an expression may be a part of it; `nil` if it is plainly a comment.
  private static func cut(_ text: String, _ comment: TrailingComment) -> String? {
    let scan = Scan(text)
    if scan.openQuote { return "the expression has an open quote" }
    if scan.openBrackets > 0 { return "the expression has an open bracket" }
    if operators.contains(where: { text.hasSuffix($0) }) {
      return "the expression ends with an operator"
    }
    let behind = comment.text.drop(while: { $0 == " " || $0 == "\t" })
    if operators.contains(where: { behind.hasPrefix($0) }) {
      return "an operator stands behind `#`"
    }
    return comment.gap < 2 ? "only one space stands before `#`" : nil
  }

  private static let operators = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "*", "/", "%", "?", ":", ".", ",",
  ]

  /// The bytes of `//` outside string literals.
  private static func lineComment(in text: String) -> Range<Int>? { Scan(text).comment }

  /// A walk over an expression that knows string literals and brackets, and nothing else.
  private struct Scan {
    var openQuote = false
    var openBrackets = 0
    var comment: Range<Int>?

    init(_ text: String) {
      let bytes = Array(text.utf8)
      var quote: UInt8?
      var offset = 0
      while offset < bytes.count {
        let byte = bytes[offset]
        if let open = quote {
          if byte == UInt8(ascii: "\\") { offset += 1 }
          if byte == open { quote = nil }
        } else {
          switch byte {
          case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
          case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): openBrackets += 1
          case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): openBrackets -= 1
          case UInt8(ascii: "/")
          where comment == nil && offset + 1 < bytes.count
            && bytes[offset + 1] == UInt8(ascii: "/"):
            comment = offset..<offset + 2
          default: break
          }
        }
        offset += 1
      }
      openQuote = quote != nil
    }
  }
}
