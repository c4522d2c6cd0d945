// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// The keys of a bundle's documents that the compiler asked for, by their places.
///
/// A key that nobody asks for has no effect; the tests watch that none is left.
final class KeyReads {
  private(set) var places: Set<SourceSpan> = []

  func note(_ key: SourceSpan) { places.insert(key) }
}

/// One value of a document as the compiler reads it: a typed value and the key that holds it.
///
/// Forms and types were checked before, so what can't be read here was reported there: readers give
/// `nil` and say nothing.
struct Item {
  let typed: Typed
  /// Where its key stands; the value's own place for items of lists.
  let keySpan: SourceSpan
  /// Notes which keys somebody asked for; `nil` where that isn't watched.
  let reads: KeyReads?

  init(_ typed: Typed, key: SourceSpan? = nil, reads: KeyReads? = nil) {
    self.typed = typed
    keySpan = key ?? typed.span
    self.reads = reads
  }

  /// Where the value stands.
  var span: SourceSpan { typed.span }

  // MARK: - Structure

  /// The value of a key; `nil` if it isn't written or was wrong.
  subscript(name: String) -> Item? {
    if let object = typed.object {
      if let entry = object.entries.first(where: { $0.name == name }) {
        return entry.value.isBroken ? nil : item(entry.value, entry.keySpan)
      }
      return find(name, in: object.rest)
    }
    return find(name, in: typed.map ?? [])
  }

  private func find(_ name: String, in entries: [TypedEntry]) -> Item? {
    guard let entry = entries.first(where: { $0.key.text == name }), !entry.value.isBroken else {
      return nil
    }
    return item(entry.value, entry.key.span)
  }

  private func item(_ value: Typed, _ key: SourceSpan) -> Item {
    reads?.note(key)
    return Item(value, key: key, reads: reads)
  }

  /// Whether a key is written, right or wrong.
  func has(_ name: String) -> Bool {
    typed.object?[name] != nil || typed.map?.contains { $0.key.text == name } ?? false
  }

  /// Where a key stands, or else the whole value.
  func span(ofKey name: String) -> SourceSpan {
    typed.object?.keySpan(name) ?? typed.map?.first { $0.key.text == name }?.key.span ?? span
  }

  /// The keys and values of a map, the language's own keys first.
  var entries: [(name: String, value: Item)] {
    if let object = typed.object {
      return object.entries.map { ($0.name, item($0.value, $0.keySpan)) }
        + object.rest.map { ($0.key.text, item($0.value, $0.key.span)) }
    }
    return (typed.map ?? []).map { ($0.key.text, item($0.value, $0.key.span)) }
  }

  /// The items of a list; the value itself where one may stand for a list.
  var items: [Item] {
    if let list = typed.list {
      return list.filter { !$0.isBroken }.map { Item($0, reads: reads) }
    }
    return typed.isBroken ? [] : [self]
  }

  var isMap: Bool { typed.object != nil || typed.map != nil }

  // MARK: - Scalars

  /// The words of a string, name, choice, text or expression.
  var text: String? { typed.source?.text ?? typed.name }

  /// The scalar that holds them.
  var scalar: ScalarSource? {
    if let source = typed.source { return source }
    if case .name(let source) = typed.value { return source }
    return nil
  }

  /// The words of a list, or of one.
  var texts: [String] { items.compactMap(\.text) }

  var bool: Bool? { typed.bool }
  var int: Int? { typed.int.map { Int(clamping: $0) } }
  var number: Double? { typed.number }
  var duration: Duration? { typed.duration }
  var period: Period? { typed.period }
  var share: Double? { typed.share?.fraction }

  /// `0..1`, or one number for both ends.
  var intRange: ClosedRange<Int>? {
    if let range = typed.range, let low = range.low.int, let high = range.high.int, low <= high {
      return Int(clamping: low)...Int(clamping: high)
    }
    return int.map { $0...$0 }
  }

  /// `0.5..2`, or one number for both ends.
  var numberRange: ClosedRange<Double>? {
    if let range = typed.range, let low = range.low.number, let high = range.high.number,
      low <= high
    {
      return low...high
    }
    return number.map { $0...$0 }
  }

  /// `10m..14m`, or one duration for both ends.
  var durationRange: ClosedRange<Duration>? {
    if let range = typed.range, let low = range.low.duration, let high = range.high.duration,
      low <= high
    {
      return low...high
    }
    return duration.map { $0...$0 }
  }

  /// Both ends of a range of periods, or one period for both.
  var periodRange: (low: Period, high: Period)? {
    if let range = typed.range, let low = range.low.period, let high = range.high.period {
      return (low, high)
    }
    return period.map { ($0, $0) }
  }
}
