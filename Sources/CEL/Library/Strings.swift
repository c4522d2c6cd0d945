// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  static var stringFunctions: [LibraryFunction] {
    let text = CELType.string
    let texts = CELType.list(.string)
    func member(_ name: String, _ function: StandardFunction, _ forms: [LibraryFunction.Signature])
      -> LibraryFunction
    {
      LibraryFunction(name, function, forms, isMember: true)
    }
    return [
      member("charAt", .charAt, [([text, .int], text)]),
      member("indexOf", .indexOf, [([text, text], .int), ([text, text, .int], .int)]),
      member("lastIndexOf", .lastIndexOf, [([text, text], .int), ([text, text, .int], .int)]),
      member("join", .join, [([texts], text), ([texts, text], text)]),
      member("lowerAscii", .lowerASCII, [([text], text)]),
      member("upperAscii", .upperASCII, [([text], text)]),
      LibraryFunction("strings.quote", .quote, [([text], text)]),
      member(
        "replace", .replace, [([text, text, text], text), ([text, text, text, .int], text)]),
      member("split", .split, [([text, text], texts), ([text, text, .int], texts)]),
      member("substring", .substring, [([text, .int], text), ([text, .int, .int], text)]),
      member("trim", .trim, [([text], text)]),
      member("reverse", .reverse, [([text], text)]),
      member("format", .format, [([text, .list(.dyn)], text)]),
    ]
  }
}

/// Text by code points: positions count them, from zero.
enum StringFunctions {
  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard let first = arguments.first else { return nil }
    if function == .join { return join(arguments, &budget) }
    if function == .reverse, case .list = first {
      return ListFunctions.call(function, arguments, &budget)
    }
    guard case .string(let text) = first else { return nil }
    budget -= text.utf8.count >> 4
    switch (function, arguments.count) {
    case (.lowerASCII, 1): return .string(ascii(text, from: "A", by: 0x20))
    case (.upperASCII, 1): return .string(ascii(text, from: "a", by: 0x20))
    case (.quote, 1): return .string(quote(text))
    case (.trim, 1): return .string(trim(text))
    case (.reverse, 1):
      return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    case (.charAt, 2): return charAt(text, arguments[1])
    case (.indexOf, 2...3), (.lastIndexOf, 2...3): return indexOf(function, text, arguments)
    case (.substring, 2...3): return substring(text, arguments)
    case (.replace, 3...4): return replace(text, arguments, &budget)
    case (.split, 2...3): return split(text, arguments, &budget)
    case (.format, 2):
      guard case .list(let values) = arguments[1] else { return nil }
      return StringFormat.apply(text, values, &budget)
    default: return nil
    }
  }

  private static func outOfRange(_ function: StandardFunction, _ position: Int64) -> Value {
    .error(.badArgument(function: function.name, reason: "position \(position) is out of range"))
  }

  /// The argument at a position if it is a whole number, `otherwise` if there is none.
  private static func int(_ arguments: Arguments, _ position: Int, otherwise: Int64) -> Int64? {
    guard position < arguments.count else { return otherwise }
    guard case .int(let number) = arguments[position] else { return nil }
    return number
  }

  // MARK: - Letters

  /// Turns the 26 letters that begin at `first` into the other case.
  private static func ascii(_ text: String, from first: Character, by bit: UInt8) -> String {
    guard let start = first.asciiValue else { return text }
    return String(
      decoding: text.utf8.map { $0 >= start && $0 < start + 26 ? $0 ^ bit : $0 }, as: UTF8.self)
  }

  private static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 7: result += "\\a"
      case 8: result += "\\b"
      case 9: result += "\\t"
      case 10: result += "\\n"
      case 11: result += "\\v"
      case 12: result += "\\f"
      case 13: result += "\\r"
      case 34: result += "\\\""
      case 92: result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Without the white space at both ends, as Unicode's property of that name has it.
  private static func trim(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  // MARK: - Positions

  private static func charAt(_ text: String, _ position: Value) -> Value? {
    guard case .int(let position) = position else { return nil }
    let scalars = text.unicodeScalars
    guard position >= 0, position <= scalars.count else { return outOfRange(.charAt, position) }
    let index = scalars.index(scalars.startIndex, offsetBy: Int(position))
    return .string(index == scalars.endIndex ? "" : String(scalars[index]))
  }

  private static func indexOf(
    _ function: StandardFunction, _ text: String, _ arguments: Arguments
  ) -> Value? {
    guard case .string(let part) = arguments[1] else { return nil }
    let letters = Array(text.unicodeScalars)
    let wanted = Array(part.unicodeScalars)
    let isForward = function == .indexOf
    guard
      let offset = int(arguments, 2, otherwise: isForward ? 0 : Int64(letters.count))
    else { return nil }
    guard offset >= 0, offset <= letters.count else { return outOfRange(function, offset) }
    let last = letters.count - wanted.count
    func isMatch(_ start: Int) -> Bool {
      for position in wanted.indices where letters[start + position] != wanted[position] {
        return false
      }
      return true
    }
    if wanted.isEmpty { return .int(offset) }
    if isForward {
      var start = Int(offset)
      while start <= last {
        if isMatch(start) { return .int(Int64(start)) }
        start += 1
      }
    } else {
      var start = min(Int(offset), last)
      while start >= 0 {
        if isMatch(start) { return .int(Int64(start)) }
        start -= 1
      }
    }
    return .int(-1)
  }

  private static func substring(_ text: String, _ arguments: Arguments) -> Value? {
    let scalars = text.unicodeScalars
    let count = Int64(scalars.count)
    guard let start = int(arguments, 1, otherwise: 0),
      let end = int(arguments, 2, otherwise: count)
    else { return nil }
    guard (0...count).contains(start) else { return outOfRange(.substring, start) }
    guard (0...count).contains(end) else { return outOfRange(.substring, end) }
    guard start <= end else {
      return .error(
        .badArgument(function: "substring", reason: "it would begin at \(start) and end at \(end)"))
    }
    let from = scalars.index(scalars.startIndex, offsetBy: Int(start))
    let to = scalars.index(from, offsetBy: Int(end - start))
    return .string(String(scalars[from..<to]))
  }

  // MARK: - Parts

  private static func join(_ arguments: Arguments, _ budget: inout Int) -> Value? {
    guard arguments.count <= 2, case .list(let elements) = arguments[0] else { return nil }
    var separator = ""
    if arguments.count == 2 {
      guard case .string(let text) = arguments[1] else { return nil }
      separator = text
    }
    var result = ""
    for (position, element) in elements.enumerated() {
      guard case .string(let text) = element else { return nil }
      budget -= 1 + (text.utf8.count + separator.utf8.count) >> 4
      if budget < 0 { return .error(.costExceeded) }
      if position > 0 { result += separator }
      result += text
    }
    return .string(result)
  }

  private static func replace(
    _ text: String, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard case .string(let old) = arguments[1], case .string(let new) = arguments[2],
      let limit = int(arguments, 3, otherwise: -1)
    else { return nil }
    var left = limit < 0 ? Int.max : Int(limit)
    let wanted = Array(old.utf8)
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position <= bytes.count {
      // Nothing stands before each character and at the end.
      let isBoundary = position == bytes.count || bytes[position] & 0xC0 != 0x80
      let isMatch =
        wanted.isEmpty ? isBoundary : bytes[position...].starts(with: wanted)
      if left > 0, isMatch {
        left -= 1
        budget -= 1 + new.utf8.count >> 4
        if budget < 0 { return .error(.costExceeded) }
        result += new.utf8
        position += wanted.count
        if !wanted.isEmpty { continue }
      }
      if position < bytes.count { result.append(bytes[position]) }
      position += 1
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  private static func split(
    _ text: String, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard case .string(let separator) = arguments[1], let limit = int(arguments, 2, otherwise: -1)
    else { return nil }
    if limit == 0 { return .list([]) }
    let most = limit < 0 ? Int.max : Int(limit)
    let mark = Array(separator.utf8)
    let bytes = Array(text.utf8)
    var parts: [Value] = []
    var start = 0
    var position = 0
    func part(_ end: Int) -> Value { .string(String(decoding: bytes[start..<end], as: UTF8.self)) }
    while position < bytes.count, parts.count < most - 1 {
      if mark.isEmpty {
        // Each character is a part.
        position += 1
        while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
        if position == bytes.count { break }
      } else if !bytes[position...].starts(with: mark) {
        position += 1
        continue
      }
      budget -= 1
      if budget < 0 { return .error(.costExceeded) }
      parts.append(part(position))
      position += mark.count
      start = position
    }
    if !mark.isEmpty || start < bytes.count { parts.append(part(bytes.count)) }
    return .list(parts)
  }
}
