// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Guards
import PolicyLanguage

/// Somebody about whom nothing was decided, and of whom nothing is known.
enum NothingDecided {
  private static let somebody = PartialActivation([
    PolicyLanguage.Variable.sends.rawValue: .list([]),
    PolicyLanguage.Variable.decisions.rawValue: .list([]),
  ])

  /// Whether a condition is true of everybody about whom nothing was decided, at any time.
  ///
  /// Of a disjunction one true side suffices, so "nothing was sent after …" is proved by there being
  /// nothing; whatever rests on a fact or on the clock stays open.
  static func proves(_ condition: CompiledExpression) -> Bool {
    switch condition.program.evaluate(somebody) {
    case .bool(let isTrue): isTrue
    case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network, .unknown, .error:
      false
    }
  }
}
