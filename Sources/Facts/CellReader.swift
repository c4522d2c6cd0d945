// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// Turns fields of a file into cells of one fact.
///
/// A class, so that handing one around counts one reference instead of one a stored property.
final class CellReader: Sendable {
  enum Outcome {
    case cell(Cell)
    case list([Cell])
    /// The record says nothing: the row keeps its default.
    case missing
    /// What was expected.
    case problem(String)
  }

  let field: FactField
  let zone: Zone
  /// The currency of amounts that name none.
  private let unit: Currency?
  /// What stands between the elements of a list in one cell.
  let separator: UInt8
  /// The codes of an enumeration's words.
  private let words: ContiguousArray<Int32>
  private let isList: Bool
  private let hasRange: Bool
  private let form: Form

  /// The type without its payload, so that looking at it costs nothing.
  private enum Form {
    case string, word, int, double, bool, instant, date, duration, money

    init(_ type: FactType) {
      switch type {
      case .string, .list: self = .string
      case .enumeration: self = .word
      case .int: self = .int
      case .double: self = .double
      case .bool: self = .bool
      case .instant: self = .instant
      case .date: self = .date
      case .duration: self = .duration
      case .money: self = .money
      }
    }
  }

  init(
    _ field: FactField, zone: Zone, unit: Currency? = nil,
    separator: UInt8 = UInt8(ascii: "|"), strings: inout StringPool
  ) {
    self.field = field
    self.zone = zone
    self.unit = unit
    self.separator = separator
    let element = if case .list(let element) = field.type { element } else { field.type }
    if case .list = field.type { isList = true } else { isList = false }
    hasRange = field.range != nil
    form = Form(element)
    if case .enumeration(let words) = element {
      var codes: ContiguousArray<Int32> = []
      for word in words { codes.append(strings.intern(word)) }
      self.words = codes
    } else {
      words = []
    }
  }

  /// Reads one field of a record.
  func read(_ raw: RawField, strings: inout StringPool) -> Outcome {
    switch raw.kind {
    case .missing: return .missing
    case .empty:
      if !field.isNullable, field.defaultValue != nil { return .missing }
      if isList, !field.isNullable { return .list([]) }
      return .cell(.absent)
    case .text, .number, .bool, .array, .object: break
    }
    if isList { return list(raw, strings: &strings) }
    guard raw.kind != .array, raw.kind != .object else { return .problem(expectation) }
    guard let cell = scalar(raw.bytes, strings: &strings), !hasRange || isInRange(cell) else {
      return .problem(expectation)
    }
    return .cell(cell)
  }

  /// What a value must be, in words.
  var expectation: String {
    let type = field.type
    let kind =
      switch type {
      case .string: "text in UTF-8"
      case .int: "a whole number"
      case .double: "a number"
      case .bool: "`true` or `false`"
      case .instant: "an instant such as `2026-10-20T10:00Z`"
      case .date: "a date such as `2026-10-20`"
      case .duration: "a duration such as `14d`"
      case .money: unit == nil ? "an amount such as `25 USD`" : "an amount"
      case .enumeration(let words): "one of `\(words.joined(separator: "`, `"))`"
      case .list(let element): "a list of \(element)"
      }
    guard let range = field.range else { return kind }
    return "\(kind), \(range)"
  }

  private func list(_ raw: RawField, strings: inout StringPool) -> Outcome {
    var cells: [Cell] = []
    var isFine = true
    func take(_ bytes: ScalarReader.Bytes, _ strings: inout StringPool) {
      if let cell = scalar(bytes, strings: &strings) {
        cells.append(cell)
      } else {
        isFine = false
      }
    }
    if raw.kind == .array {
      let isFlat = JSONArray.forEach(raw.bytes) { element in
        switch element.kind {
        case .text, .number, .bool: take(element.bytes, &strings)
        case .missing, .empty, .array, .object: isFine = false
        }
      }
      isFine = isFine && isFlat
    } else if raw.kind == .object {
      isFine = false
    } else {
      for part in raw.bytes.split(separator: separator) {
        take(ScalarReader.Bytes(rebasing: part), &strings)
      }
    }
    return isFine ? .list(cells) : .problem(expectation)
  }

  @inline(__always)
  private func scalar(
    _ text: ScalarReader.Bytes, strings: inout StringPool
  ) -> Cell? {
    switch form {
    case .string: return strings.internChecked(text).map { Cell(word: $0) }
    case .word:
      guard let code = strings.code(of: text), words.contains(code) else { return nil }
      return Cell(word: code)
    case .int: return ScalarReader.int(text).map { Cell(long: $0) }
    case .double: return ScalarReader.double(text).map { Cell(double: $0) }
    case .bool: return ScalarReader.bool(text).map { Cell(long: $0 ? 1 : 0) }
    case .instant: return ScalarReader.instant(text, zone: zone).map { Cell($0) }
    case .date: return ScalarReader.date(text).map { Cell(word: $0.daysSinceEpoch) }
    case .duration: return ScalarReader.duration(text).map { Cell(long: $0) }
    case .money:
      if let unit, let amount = ScalarReader.amount(text) {
        return Cell(word: unit.packed, long: amount)
      }
      return ScalarReader.money(text).map { Cell(word: $0.currency.packed, long: $0.amount) }
    }
  }

  @inline(__always)
  private func isInRange(_ cell: Cell) -> Bool {
    guard let range = field.range else { return true }
    switch range {
    case .int(let bounds): return bounds.contains(cell.long)
    case .double(let bounds): return bounds.contains(cell.double)
    case .duration(let bounds): return bounds.contains(cell.duration)
    case .money: return range.contains(.money(cell.money))
    }
  }
}

extension FactRange: CustomStringConvertible {
  /// The range as policies write it.
  public var description: String {
    switch self {
    case .int(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .double(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .duration(let range):
      "\(range.lowerBound.components.seconds)s..\(range.upperBound.components.seconds)s"
    case .money(let low, let high): "\(low)..\(high)"
    }
  }
}

extension StringPool {
  /// The code of a string from outside, or `nil` if it isn't UTF-8.
  @inline(__always)
  mutating func internChecked(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    // What the pool holds has been checked when it came.
    if let known = code(of: text) { return known }
    guard areASCII(text) || String(validating: text, as: UTF8.self) != nil else { return nil }
    return intern(text)
  }
}
