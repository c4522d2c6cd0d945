// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A map of the language: keys are bools, numbers that are whole, or strings.
///
/// Entries keep the order in which they were written; equality ignores it. Numbers of different
/// kinds that are equal are the same key.
public struct MapValue: Sendable {
  private final class Storage: Sendable {
    let keys: [Value]
    let values: [Value]
    let positions: [Key: Int]

    init(keys: [Value], values: [Value], positions: [Key: Int]) {
      self.keys = keys
      self.values = values
      self.positions = positions
    }
  }

  /// A key with numbers of all kinds on one line and text compared by bytes.
  private enum Key: Hashable {
    case bool(Bool)
    case negative(Int64)
    case whole(UInt64)
    case text(Text)

    struct Text: Hashable {
      let text: String
      static func == (a: Text, b: Text) -> Bool { sameBytes(a.text, b.text) }
      func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
      }
    }

    /// Nothing for a value that can't equal any key.
    init?(_ value: Value) {
      switch value {
      case .bool(let bool): self = .bool(bool)
      case .int(let number): self = number < 0 ? .negative(number) : .whole(UInt64(number))
      case .uint(let number): self = .whole(number)
      case .double(let number):
        if let whole = UInt64(exactly: number) {
          self = .whole(whole)
        } else if let whole = Int64(exactly: number) {
          self = .negative(whole)
        } else {
          return nil
        }
      case .string(let text): self = .text(Text(text: text))
      case .null, .bytes, .list, .map, .timestamp, .duration, .type, .optional, .object, .opaque,
        .network, .unknown, .error:
        return nil
      }
    }
  }

  private let storage: Storage

  /// The empty map.
  public init() {
    storage = Storage(keys: [], values: [], positions: [:])
  }

  /// Makes a map of its entries, in their order.
  ///
  /// Throws if a key is given twice, `1` and `1u` included, or is of a type that can't be a key.
  public init(_ entries: [(key: Value, value: Value)]) throws(EvaluationError) {
    var positions: [Key: Int] = [:]
    positions.reserveCapacity(entries.count)
    for (position, entry) in entries.enumerated() {
      if case .double = entry.key { throw .unsupportedKey(.double) }
      guard let key = Key(entry.key) else {
        throw .unsupportedKey(entry.key.type(in: RuntimeTypes()))
      }
      if positions.updateValue(position, forKey: key) != nil {
        throw .repeatedKey(entry.key.literal)
      }
    }
    storage = Storage(
      keys: entries.map(\.key), values: entries.map(\.value), positions: positions)
  }

  /// How many entries there are.
  public var count: Int { storage.keys.count }

  /// The keys, in the order in which they were given.
  public var keys: [Value] { storage.keys }

  /// The values, in the order of `keys`.
  public var values: [Value] { storage.values }

  /// The value of a key; numbers of another kind find it if they are equal.
  public subscript(key: Value) -> Value? {
    guard let key = Key(key), let position = storage.positions[key] else { return nil }
    return storage.values[position]
  }

  /// Equality by CEL's rules.
  func equals(_ other: MapValue) -> Bool {
    guard count == other.count else { return false }
    for (key, value) in zip(keys, values) {
      guard let theirs = other[key], value.equals(theirs) else { return false }
    }
    return true
  }

  /// The same keys and values with the same kinds.
  func isIdentical(to other: MapValue) -> Bool {
    guard count == other.count else { return false }
    for (key, value) in zip(keys, values) {
      guard let position = Key(key).flatMap({ other.storage.positions[$0] }),
        other.keys[position] == key, other.values[position] == value
      else { return false }
    }
    return true
  }
}
