// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts

/// One part of a condition that reads one fact; a condition is all of its parts.
///
/// Numbers are compared as closed ranges, so that one loop serves every comparison. Instants count
/// whole seconds: a value with parts of a second is left to the language itself.
enum ColumnTest: Hashable, Sendable {
  /// The truth value is `wanted`.
  case bool(slot: Int, wanted: Bool)
  /// The number lies in the range, or, if `inside` is false, outside of it.
  case range(slot: Int, ClosedRange<Int64>, inside: Bool, FactConditions.Measure)
  /// The text is (`wanted`) or isn't one of these.
  case words(slot: Int, [String], wanted: Bool)
  /// The list holds (`wanted`) or doesn't hold the text.
  case listHolds(slot: Int, String, wanted: Bool)

  /// The column that is read.
  var slot: Int {
    switch self {
    case .bool(let slot, _), .range(let slot, _, _, _), .words(let slot, _, _),
      .listHolds(let slot, _, _):
      slot
    }
  }

  /// The test that a number stands so to a constant; `nil` if none can pass.
  static func compare(
    slot: Int, _ comparison: Comparison, _ limit: Int64, _ measure: FactConditions.Measure
  ) -> ColumnTest? {
    var inside = true
    let range: ClosedRange<Int64>
    switch comparison {
    case .less:
      guard limit > .min else { return nil }
      range = .min...(limit - 1)
    case .lessOrEqual: range = .min...limit
    case .greater:
      guard limit < .max else { return nil }
      range = (limit + 1)...(.max)
    case .greaterOrEqual: range = limit...(.max)
    case .equal: range = limit...limit
    case .notEqual:
      range = limit...limit
      inside = false
    }
    return .range(slot: slot, range, inside: inside, measure)
  }

  /// The same with codes for its texts.
  func coded(_ code: (String) -> Int32) -> FactConditions.Test {
    switch self {
    case .bool(let slot, let wanted): .bool(slot: slot, wanted: wanted)
    case .range(let slot, let range, let inside, let measure):
      .range(slot: slot, range, inside: inside, measure)
    case .words(let slot, let words, let wanted):
      .words(slot: slot, words.map(code), wanted: wanted)
    case .listHolds(let slot, let word, let wanted):
      .holds(slot: slot, code(word), wanted: wanted)
    }
  }
}
