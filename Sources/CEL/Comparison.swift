// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How two numbers compare.
package enum Comparison: Hashable, Sendable {
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual

  /// Reads the name of an operator's function, such as `_<_`.
  package init?(operator name: String) {
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
  package var mirrored: Comparison {
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
  package var negated: Comparison {
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
