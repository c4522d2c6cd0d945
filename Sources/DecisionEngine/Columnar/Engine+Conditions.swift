// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
public import Guards

extension Engine {
  /// Finds each contact's first condition that doesn't hold, by the scalar program.
  ///
  /// The scalar twin of `EligibilityScreen`: for rows that columns can't answer, and to compare.
  ///
  /// - Parameters:
  ///   - conditions: In their order, each with what it must be.
  ///   - contacts: The contacts' rows.
  ///   - marks: One entry a row; gets the failing condition's number from 1, or 0 if all hold.
  public mutating func firstFailing(
    of conditions: [(expression: CompiledExpression, mustBe: Bool)], contacts: Range<Int>,
    into marks: inout ContiguousArray<UInt8>
  ) {
    for contact in contacts {
      marks[contact] = withContext(contact: contact) { context in
        for index in conditions.indices {
          let answer = conditions[index].expression.program.evaluateBool(context)
          guard answer == (conditions[index].mustBe ? .yes : .no) else {
            return UInt8(truncatingIfNeeded: index + 1)
          }
        }
        return 0
      }
    }
  }
}
