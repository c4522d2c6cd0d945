// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  static var regexFunctions: [LibraryFunction] {
    let text = CELType.string
    return [
      LibraryFunction(
        "regex.replace", .regexReplace,
        [([text, text, text], text), ([text, text, text, .int], text)]),
      LibraryFunction("regex.extract", .regexExtract, [([text, text], .optional(text))]),
      LibraryFunction("regex.extractAll", .regexExtractAll, [([text, text], .list(text))]),
    ]
  }
}

/// What RE2 finds in a text, taken out or replaced.
enum RegexFunctions {
  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard arguments.count >= 2, case .string(let text) = arguments[0],
      case .string(let pattern) = arguments[1]
    else { return nil }
    budget -= 1 + text.utf8.count >> 4 + pattern.utf8.count
    if budget < 0 { return .error(.costExceeded) }
    switch (function, arguments.count) {
    case (.regexReplace, 3...4): return replace(text, pattern, arguments, &budget)
    case (.regexExtract, 2), (.regexExtractAll, 2):
      return extract(text, pattern, isFirstOnly: function == .regexExtract, &budget)
    default: return nil
    }
  }

  private static func failure(_ function: String, _ reason: String) -> Value {
    .error(.badArgument(function: "regex." + function, reason: reason))
  }

  private static func extract(
    _ text: String, _ pattern: String, isFirstOnly: Bool, _ budget: inout Int
  ) -> Value {
    let expression = RegularExpression(pattern)
    if let problem = expression.problem { return .error(.badPattern(problem)) }
    let groups = expression.groupCount
    if groups > 1 {
      return failure(
        isFirstOnly ? "extract" : "extractAll",
        "the pattern has \(groups) groups; with more than one it isn't clear what to take")
    }
    let bytes = Array(text.utf8)
    var found: [Value] = []
    for match in expression.matches(in: bytes, limit: isFirstOnly ? 1 : Int.max) {
      budget -= 1
      if budget < 0 { return .error(.costExceeded) }
      // A group that took no part, or nothing, gives nothing.
      guard let range = match[groups], groups == 0 || !range.isEmpty else { continue }
      found.append(.string(String(decoding: bytes[range], as: UTF8.self)))
    }
    return isFirstOnly ? .optional(OptionalValue(found.first)) : .list(found)
  }

  private static func replace(
    _ text: String, _ pattern: String, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard case .string(let replacement) = arguments[2] else { return nil }
    var limit = Int.max
    if arguments.count == 4 {
      guard case .int(let count) = arguments[3] else { return nil }
      if count >= 0 { limit = Int(count) }
    }
    let expression = RegularExpression(pattern)
    if let problem = expression.problem { return .error(.badPattern(problem)) }
    let pieces: [Piece]
    switch parse(replacement, groups: expression.groupCount) {
    case .success(let parsed): pieces = parsed
    case .failure(let error): return .error(error)
    }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    for match in expression.matches(in: bytes, limit: limit) {
      guard let whole = match[0] else { continue }
      result += bytes[position..<whole.lowerBound]
      for piece in pieces {
        switch piece {
        case .text(let part): result += part
        case .group(let number): if let range = match[number] { result += bytes[range] }
        }
      }
      position = whole.upperBound
      budget -= 1
      if budget < 0 || result.count >> 4 > budget { return .error(.costExceeded) }
    }
    result += bytes[position...]
    budget -= result.count >> 4
    return .string(String(decoding: result, as: UTF8.self))
  }

  private enum Piece {
    case text([UInt8])
    case group(Int)
  }

  /// The parts of a replacement: `\1` is a group, `\\` a backslash.
  private static func parse(
    _ replacement: String, groups: Int
  ) -> Result<[Piece], EvaluationError> {
    func error(_ reason: String) -> Result<[Piece], EvaluationError> {
      .failure(.badArgument(function: "regex.replace", reason: reason))
    }
    var pieces: [Piece] = []
    var rest = replacement.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        pieces.append(.text([byte]))
        continue
      }
      guard let next = rest.popFirst() else { return error("the replacement ends with `\\`") }
      if next == byte {
        pieces.append(.text([byte]))
      } else if isDigit(next) {
        let number = Int(next - UInt8(ascii: "0"))
        guard number <= groups else {
          return error("the replacement uses group \(number), the pattern has \(groups)")
        }
        pieces.append(.group(number))
      } else {
        return error("in the replacement `\\` stands before a digit or another `\\`")
      }
    }
    return .success(pieces)
  }
}
