// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Guards
import PolicyLanguage

/// Somebody about whom nothing was decided, and of whom nothing is known.
struct NothingDecided: Activation {
  /// Whether a condition is true of everybody about whom nothing was decided, at any time.
  ///
  /// Of a disjunction one true side suffices, so "nothing was sent after …" is proved by there being
  /// nothing; whatever rests on a fact or on the clock stays open.
  static func proves(_ condition: CompiledExpression) -> Bool {
    switch condition.program.evaluate(NothingDecided()) {
    case .bool(let isTrue): isTrue
    case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network, .unknown, .error:
      false
    }
  }

  func value(ofVariable slot: Int) -> Value {
    switch PolicyLanguage.Variable(rawValue: slot) {
    case .sends, .decisions: .list([])
    case .now, .contact, .account, .deal, .event, .enrolment, .phase, .step, .steps, .rung,
      .identity, .unsubscribeURL, .sender, .scores, .offers, .channel, .reply, nil:
      .unknown(UnknownSet())
    }
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value { .unknown(UnknownSet()) }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence { .unknown }

  func call(host function: Int, arguments: Arguments) -> Value { .unknown(UnknownSet()) }
}
