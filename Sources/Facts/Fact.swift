// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is known about one fact.
public enum Fact<Value> {
  /// A source named it and it has this value.
  case known(Value)
  /// Known to be none: an empty cell, a null, an event that never happened.
  case absent
  /// No source names it, or what was known has grown stale.
  case unknown
}

extension Fact: Sendable where Value: Sendable {}
extension Fact: Equatable where Value: Equatable {}
extension Fact: Hashable where Value: Hashable {}

extension Fact {
  /// The value, if it is known.
  @inlinable
  public var value: Value? {
    switch self {
    case .known(let value): value
    case .absent, .unknown: nil
    }
  }

  /// The same state with another value.
  @inlinable
  public func map<Other>(_ transform: (Value) -> Other) -> Fact<Other> {
    switch self {
    case .known(let value): .known(transform(value))
    case .absent: .absent
    case .unknown: .unknown
    }
  }

  /// Known if there is a value, absent otherwise: history is never unknown.
  @inlinable
  public init(history value: Value?) {
    if let value { self = .known(value) } else { self = .absent }
  }
}

/// The state of one cell of a column, stored in a byte.
public enum FactState: UInt8, Sendable {
  /// No source names it.
  case unknown = 0
  /// Known to be none.
  case absent = 1
  /// The column holds its value.
  case known = 2
}
