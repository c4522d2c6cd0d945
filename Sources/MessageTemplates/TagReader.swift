// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads what stands between a tag's braces.
struct TagReader {
  let bytes: [UInt8]
  let tag: Range<Int>
  private(set) var errors: [TemplateError] = []
  private var position: Int
  private let end: Int

  init(bytes: [UInt8], content: Range<Int>, tag: Range<Int>) {
    self.bytes = bytes
    self.tag = tag
    position = content.lowerBound
    end = content.upperBound
  }

  /// A name and its filters.
  mutating func variable(isRaw: Bool) -> TemplateVariable? {
    guard let (path, range) = name() else { return nil }
    var filters: [TemplateFilter] = []
    skipBlanks()
    while position < end, bytes[position] == UInt8(ascii: "|") {
      position += 1
      if let filter = filter() {
        if filters.contains(where: { $0.name == filter.value.name }) {
          fail(.filterRepeated(filter.value.name), filter.range)
        }
        filters.append(filter.value)
      }
      skipBlanks()
    }
    expectEnd()
    guard errors.isEmpty else { return nil }
    return TemplateVariable(path: path, pathRange: range, filters: filters, isRaw: isRaw)
  }

  /// The name that a section asks.
  mutating func condition(isInverted: Bool) -> TemplateCondition? {
    guard let (path, range) = name() else { return nil }
    expectNoFilters()
    // A mistake after the name is told, and the section still opens or closes what it names.
    return TemplateCondition(path: path, pathRange: range, isInverted: isInverted)
  }

  /// A partial's name: letters, digits, `_`, `-`, parts divided by `/`.
  mutating func partialName() -> String? {
    guard let range = word(until: { isBlank($0) || $0 == UInt8(ascii: "|") }) else {
      fail(.emptyTag, tag)
      return nil
    }
    let name = text(range)
    let parts = bytes[range].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isPartialNameByte) }) else {
      fail(.badName(name), range)
      return nil
    }
    expectNoFilters()
    return errors.isEmpty ? name : nil
  }

  // MARK: - Names

  private mutating func name() -> (String, Range<Int>)? {
    guard let range = nameRange() else {
      fail(.emptyTag, tag)
      return nil
    }
    let name = text(range)
    guard name == "." || isPath(name) else {
      fail(.badName(name), range)
      return nil
    }
    return (name, range)
  }

  /// Up to a blank or `|`, both of which may stand inside `["…"]`.
  private mutating func nameRange() -> Range<Int>? {
    skipBlanks()
    let start = position
    var isQuoted = false
    while position < end {
      let byte = bytes[position]
      if byte == doubleQuote { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n") || !isQuoted && (isBlank(byte) || byte == UInt8(ascii: "|")) {
        break
      }
      position += 1
    }
    return start < position ? start..<position : nil
  }

  /// Words divided by dots, each with any number of `[0]` or `["id"]` after it.
  private func isPath(_ name: String) -> Bool {
    var scalars = name.unicodeScalars[...]
    while true {
      guard let first = scalars.popFirst(), first == "_" || first.properties.isAlphabetic else {
        return false
      }
      while let next = scalars.first, isWordScalar(next) { scalars.removeFirst() }
      while scalars.first == "[" {
        scalars.removeFirst()
        guard let close = scalars.firstIndex(of: "]"), isSubscript(scalars[..<close]) else {
          return false
        }
        scalars = scalars[scalars.index(after: close)...]
      }
      guard let divider = scalars.popFirst() else { return true }
      guard divider == "." else { return false }
    }
  }

  private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "-" || ("0"..."9").contains(scalar)
      || scalar.properties.isAlphabetic
  }

  private func isSubscript(_ inside: Substring.UnicodeScalarView) -> Bool {
    if inside.first == "\"" {
      return inside.count > 2 && inside.last == "\""
        && !inside.dropFirst().dropLast().contains("\"")
    }
    return !inside.isEmpty && inside.count <= 9 && inside.allSatisfy { ("0"..."9").contains($0) }
  }

  private func isPartialNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    case _: false
    }
  }

  // MARK: - Filters

  private mutating func filter() -> (value: TemplateFilter, range: Range<Int>)? {
    let isEndOfName: (UInt8) -> Bool = {
      isBlank($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "|")
    }
    guard let range = word(until: isEndOfName) else {
      fail(.filterNameMissing, max(position - 1, tag.lowerBound)..<position)
      return nil
    }
    let word = text(range)
    let name = TemplateFilter.Name(rawValue: word)
    if name == nil { fail(.unknownFilter(word, nearest: .nearest(to: word)), range) }
    let argument = argument(of: name)
    switch (name, argument) {
    case (nil, _), (_, .malformed): return nil
    case (let name?, .none):
      if name.takesArgument {
        fail(.filterArgumentMissing(name), range)
        return nil
      }
      return (filter(name, ""), range)
    case (let name?, .text(let text, let argumentRange)):
      if !name.takesArgument {
        fail(.filterArgumentUnexpected(name), argumentRange)
        return nil
      }
      return (filter(name, text), range)
    }
  }

  private func filter(_ name: TemplateFilter.Name, _ argument: String) -> TemplateFilter {
    switch name {
    case .default: .fallback(argument)
    case .date: .date
    case .month: .month
    case .money: .money
    case .upper: .upper
    case .title: .title
    case .slug: .slug
    }
  }

  private enum Argument {
    case none
    case text(String, Range<Int>)
    case malformed
  }

  /// What follows the colon: a text in single or double quotes, on one line, without escapes.
  private mutating func argument(of name: TemplateFilter.Name?) -> Argument {
    skipBlanks()
    guard position < end, bytes[position] == UInt8(ascii: ":") else { return .none }
    let colon = position
    position += 1
    skipBlanks()
    guard position < end, bytes[position] != UInt8(ascii: "|") else {
      if let name {
        fail(
          name.takesArgument ? .filterArgumentMissing(name) : .filterArgumentUnexpected(name),
          colon..<(colon + 1))
      }
      return .malformed
    }
    let start = position
    let quote = bytes[start]
    guard quote == doubleQuote || quote == singleQuote else {
      let range = restBeforeBar()
      fail(.filterArgumentUnquoted(text(range)), range)
      return .malformed
    }
    var index = start + 1
    while index < end, bytes[index] != quote, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    guard index < end, bytes[index] == quote else {
      fail(.unclosedQuote, start..<(start + 1))
      position = end
      return .malformed
    }
    position = index + 1
    return .text(text((start + 1)..<index), start..<position)
  }

  // MARK: - Cursor

  private mutating func expectNoFilters() {
    skipBlanks()
    if position < end, bytes[position] == UInt8(ascii: "|") {
      fail(.filterNotAllowed, trimmed(position..<end))
    } else {
      expectEnd()
    }
  }

  private mutating func expectEnd() {
    skipBlanks()
    guard position < end else { return }
    let range = trimmed(position..<end)
    fail(.unexpectedText(text(range)), range)
    position = end
  }

  private mutating func restBeforeBar() -> Range<Int> {
    let start = position
    while position < end, bytes[position] != UInt8(ascii: "|") { position += 1 }
    return trimmed(start..<position)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var upper = range.upperBound
    while upper > range.lowerBound, isBlank(bytes[upper - 1]) { upper -= 1 }
    return range.lowerBound..<upper
  }

  private mutating func word(until isEnd: (UInt8) -> Bool) -> Range<Int>? {
    skipBlanks()
    let start = position
    while position < end, !isEnd(bytes[position]) { position += 1 }
    return start < position ? start..<position : nil
  }

  private mutating func skipBlanks() {
    while position < end, isBlank(bytes[position]) { position += 1 }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private mutating func fail(_ kind: TemplateError.Kind, _ range: Range<Int>) {
    errors.append(TemplateError(kind: kind, range: range))
  }
}
