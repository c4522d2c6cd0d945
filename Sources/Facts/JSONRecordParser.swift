// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Parses one JSON object (RFC 8259) and notes where the asked values stand.
struct JSONRecordParser {
  enum Outcome {
    case object
    /// The line is empty.
    case nothing
    case problem(offset: Int, reason: String)
  }

  private struct Stop: Error {
    var offset: Int
    var reason: String
  }

  private var tree: JSONPathTree
  private var fields: ContiguousArray<RawField>
  private var bytes = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
  private var index = 0
  /// Whether an array around is asked for as a whole, so that its text must stay as it is.
  private var isFrozen = false
  private(set) var unknownKeys: [String] = []

  /// Deeper nesting is refused.
  private static let deepest = 64
  private static let mostUnknownKeys = 200

  init(paths: [String], openBelow: [String]) {
    tree = JSONPathTree()
    for path in paths { tree.add(path) }
    for path in openBelow { tree.add(path, isOpen: true) }
    fields = ContiguousArray(repeating: .missing, count: tree.paths.count)
  }

  var paths: [String] { tree.paths }

  func field(_ index: Int) -> RawField { index < fields.count ? fields[index] : .missing }

  /// Parses a line; strings with escapes are rewritten in place.
  mutating func parse(_ line: UnsafeMutableBufferPointer<UInt8>) -> Outcome {
    bytes = line
    index = 0
    isFrozen = false
    for field in fields.indices { fields[field] = .missing }
    skipSpace()
    if index == bytes.count { return .nothing }
    do throws(Stop) {
      guard bytes[index] == UInt8(ascii: "{") else { throw stop("an object, `{…}`") }
      try object(node: 0, depth: 1)
      skipSpace()
      guard index == bytes.count else { throw stop("the end of the line") }
      return .object
    } catch {
      return .problem(offset: error.offset, reason: "expected \(error.reason)")
    }
  }

  // MARK: - Structure

  /// Parses any value and, if it is asked for, notes it; `node` is -1 where nothing is asked.
  private mutating func value(node: Int, depth: Int) throws(Stop) {
    skipSpace()
    guard index < bytes.count else { throw stop("a value") }
    let begin = index
    let kind: RawField.Kind
    var text: Range<Int>?
    switch bytes[index] {
    case UInt8(ascii: "{"):
      guard depth < Self.deepest else { throw stop("at most \(Self.deepest) levels") }
      try object(node: node, depth: depth + 1)
      kind = .object
    case UInt8(ascii: "["):
      guard depth < Self.deepest else { throw stop("at most \(Self.deepest) levels") }
      try array(node: node, depth: depth + 1)
      kind = .array
    case UInt8(ascii: "\""):
      text = try string(isWanted: node >= 0 && tree.nodes[node].field >= 0)
      kind = .text
    case UInt8(ascii: "t"):
      try literal("true")
      kind = .bool
    case UInt8(ascii: "f"):
      try literal("false")
      kind = .bool
    case UInt8(ascii: "n"):
      try literal("null")
      kind = .empty
    default:
      try number()
      kind = .number
    }
    guard node >= 0, tree.nodes[node].field >= 0 else { return }
    let field = tree.nodes[node].field
    guard fields[field].kind == .missing else {
      throw Stop(offset: begin, reason: "`\(tree.nodes[node].path)` only once")
    }
    let range = text ?? begin..<index
    let isEmptyText = kind == .text && range.isEmpty
    fields[field] = RawField(
      kind: isEmptyText ? .empty : kind,
      bytes: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(bytes)[range]))
  }

  private mutating func object(node: Int, depth: Int) throws(Stop) {
    index += 1
    skipSpace()
    if skip(UInt8(ascii: "}")) { return }
    var place = 0
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw stop("a key") }
      let key = try string(isWanted: node >= 0)
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw stop("`:`") }
      try value(node: node >= 0 ? child(key, of: node, after: &place) : -1, depth: depth)
      skipSpace()
      if skip(UInt8(ascii: ",")) { continue }
      guard skip(UInt8(ascii: "}")) else { throw stop("`,` or `}`") }
      return
    }
  }

  private mutating func child(
    _ range: Range<Int>, of node: Int, after place: inout Int
  ) -> Int {
    let key = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(bytes)[range])
    if let found = tree.find(key, below: node, after: &place) { return found }
    if tree.nodes[node].isOpen, tree.paths.count < 4_096 {
      let new = tree.open(key, below: node)
      fields.append(.missing)
      return new
    }
    noteUnknown(key, below: node)
    return -1
  }

  private mutating func noteUnknown(_ key: UnsafeBufferPointer<UInt8>, below node: Int) {
    // The parts of a value that is taken as a whole aren't unknown.
    guard tree.nodes[node].field < 0, unknownKeys.count < Self.mostUnknownKeys else { return }
    let outer = tree.nodes[node].path
    let prefix = outer.isEmpty ? 0 : outer.utf8.count + 1
    for known in unknownKeys where known.utf8.count == prefix + key.count {
      if known.utf8.dropFirst(prefix).elementsEqual(key), known.hasPrefix(outer) { return }
    }
    let name = String(decoding: key, as: UTF8.self)
    unknownKeys.append(outer.isEmpty ? name : "\(outer).\(name)")
  }

  private mutating func array(node: Int, depth: Int) throws(Stop) {
    index += 1
    skipSpace()
    if skip(UInt8(ascii: "]")) { return }
    let wasFrozen = isFrozen
    defer { isFrozen = wasFrozen }
    if node >= 0, tree.nodes[node].field >= 0 { isFrozen = true }
    var position = 0
    while true {
      let element = node >= 0 ? tree.find(element: position, below: node) ?? -1 : -1
      try value(node: element, depth: depth)
      position += 1
      skipSpace()
      if skip(UInt8(ascii: ",")) { continue }
      guard skip(UInt8(ascii: "]")) else { throw stop("`,` or `]`") }
      return
    }
  }

  // MARK: - Scalars

  /// Parses a string and gives its place without quotes; escapes are resolved if it is wanted.
  private mutating func string(isWanted: Bool) throws(Stop) -> Range<Int> {
    index += 1
    let begin = index
    index = plainStringEnd(bytes, from: index)
    guard index < bytes.count else { throw stop("a closing quote") }
    switch bytes[index] {
    case UInt8(ascii: "\""):
      index += 1
      return begin..<index - 1
    case UInt8(ascii: "\\"): return try escapedString(from: begin, isWanted: isWanted)
    default: throw stop("no control character in a string")
    }
  }

  /// Goes on with a string at its first escape, writing what the escapes mean over them.
  private mutating func escapedString(from begin: Int, isWanted: Bool) throws(Stop) -> Range<Int> {
    var to = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return begin..<to
      }
      guard byte >= 0x20 else { throw stop("no control character in a string") }
      if byte == UInt8(ascii: "\\") {
        let scalar = try escape()
        guard isWanted else { continue }
        guard !isFrozen else {
          throw stop("no escape in an array that is read as a whole and by position")
        }
        // No escape is shorter than the UTF-8 of what it means.
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          bytes[to] = unit
          to += 1
        }
      } else {
        // What isn't wanted by itself may be part of an array that is: it stays as it is.
        if isWanted { bytes[to] = byte }
        to += 1
        index += 1
      }
    }
    throw stop("a closing quote")
  }

  private mutating func escape() throws(Stop) -> Unicode.Scalar {
    index += 1
    guard index < bytes.count else { throw stop("an escape") }
    index += 1
    switch bytes[index - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default:
      index -= 1
      throw stop("an escape of JSON")
    }
  }

  private mutating func unicodeEscape() throws(Stop) -> Unicode.Scalar {
    let begin = index
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // Above the basic plane JSON writes two surrogates, a high one and a low one.
    if first < 0xDC00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) {
      let second = try fourDigits()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw Stop(offset: begin, reason: "a pair of surrogates")
  }

  private mutating func fourDigits() throws(Stop) -> UInt32 {
    guard index + 4 <= bytes.count else { throw stop("four hexadecimal digits") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw stop("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  private mutating func literal(_ word: StaticString) throws(Stop) {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count else { throw stop("`\(word)`") }
    for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] {
      throw stop("`\(word)`")
    }
    index += count
  }

  private mutating func number() throws(Stop) {
    let begin = index
    _ = skip(UInt8(ascii: "-"))
    let whole = index
    digits()
    guard index > whole else {
      index = begin
      throw stop("a value")
    }
    guard index == whole + 1 || bytes[whole] != UInt8(ascii: "0") else {
      throw Stop(offset: whole, reason: "a number without leading zeros")
    }
    if skip(UInt8(ascii: ".")) {
      let decimals = index
      digits()
      guard index > decimals else { throw stop("a digit") }
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      let exponent = index
      digits()
      guard index > exponent else { throw stop("a digit") }
    }
  }

  @inline(__always)
  private mutating func digits() {
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
  }

  // MARK: - Bytes

  @inline(__always)
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  @inline(__always)
  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  private func stop(_ reason: String) -> Stop { Stop(offset: index, reason: reason) }
}
