// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts

/// How two numbers compare.
enum Comparison: Hashable, Sendable {
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual

  init?(operator name: String) {
    switch name {
    case "_<_": self = .less
    case "_<=_": self = .lessOrEqual
    case "_>_": self = .greater
    case "_>=_": self = .greaterOrEqual
    case "_==_": self = .equal
    case "_!=_": self = .notEqual
    default: return nil
    }
  }

  /// The comparison with its sides exchanged: `a < b` is `b > a`.
  var mirrored: Comparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    }
  }

  /// The comparison that holds exactly where this one doesn't; only for numbers that are ordered.
  var negated: Comparison {
    switch self {
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .equal: .notEqual
    case .notEqual: .equal
    }
  }
}

/// One part of a condition that reads one column of a table; a condition is all of its parts.
///
/// Whole numbers are compared as closed ranges, so that one loop serves every comparison. Instants
/// count whole seconds: a column with parts of a second isn't screened.
enum ColumnTest: Hashable, Sendable {
  /// The truth value is `wanted`.
  case bool(slot: Int, wanted: Bool)
  /// The whole number, or the instant's second, lies in the range.
  case range(slot: Int, ClosedRange<Int64>, isTime: Bool)
  /// The whole number is another.
  case other(slot: Int, than: Int64)
  /// The text is (`wanted`) or isn't one of these.
  case words(slot: Int, [String], wanted: Bool)
  /// The list holds (`wanted`) or doesn't hold the text.
  case listHolds(slot: Int, String, wanted: Bool)

  /// The column that is read.
  var slot: Int {
    switch self {
    case .bool(let slot, _), .range(let slot, _, _), .other(let slot, _), .words(let slot, _, _),
      .listHolds(let slot, _, _):
      slot
    }
  }

  /// The test that a whole number stands so to a constant; `nil` if none can pass.
  static func compare(slot: Int, _ comparison: Comparison, _ limit: Int64, isTime: Bool)
    -> ColumnTest?
  {
    switch comparison {
    case .less:
      limit == .min ? nil : .range(slot: slot, .min...(limit - 1), isTime: isTime)
    case .lessOrEqual: .range(slot: slot, .min...limit, isTime: isTime)
    case .greater:
      limit == .max ? nil : .range(slot: slot, (limit + 1)...(.max), isTime: isTime)
    case .greaterOrEqual: .range(slot: slot, limit...(.max), isTime: isTime)
    case .equal: .range(slot: slot, limit...limit, isTime: isTime)
    case .notEqual: .other(slot: slot, than: limit)
    }
  }
}
