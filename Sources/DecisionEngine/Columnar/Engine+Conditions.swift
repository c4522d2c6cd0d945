// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
import Dispatch
public import Guards
internal import PolicyLanguage

extension Engine {
  /// Finds each contact's first authored condition that doesn't hold, one contact after the other.
  ///
  /// The scalar twin of `EligibilityScreen`: what a single decision without trace costs.
  ///
  /// - Parameters:
  ///   - policy: The policy's position.
  ///   - step: The step's position.
  ///   - contacts: The contacts' rows.
  ///   - marks: One entry a row; gets the failing condition's number from 1, or 0 if all hold.
  ///   - threads: How many take part; the result doesn't depend on it.
  public func firstFailing(
    policy: Int, step: Int, contacts: Range<Int>, into marks: inout ContiguousArray<UInt8>,
    threads: Int = 1
  ) {
    var positions: [Int] = []
    for (position, link) in bundle.policies[policy].steps[step].chains[0].links.enumerated() {
      if case .requirement = link.kind { positions.append(position) }
    }
    let asked = positions
    let context = self.context
    marks.withUnsafeMutableBufferPointer { marks in
      // Each thread writes rows of its own.
      nonisolated(unsafe) let marks = marks
      DispatchQueue.concurrentPerform(iterations: threads) { part in
        var own = context
        let low = contacts.lowerBound + contacts.count * part / threads
        let high = contacts.lowerBound + contacts.count * (part + 1) / threads
        for contact in low..<high {
          own.focus(contact: contact)
          (own.policy, own.step) = (policy, step)
          marks[contact] = own.firstFailing(asked)
        }
      }
    }
  }

  /// Finds each contact's first condition that doesn't hold, by the authors' programs alone.
  ///
  /// What columns and plain numbers are compared with.
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

extension DecisionContext {
  fileprivate func firstFailing(_ positions: [Int]) -> UInt8 {
    for index in positions.indices where !lets(positions[index]) {
      return UInt8(truncatingIfNeeded: index + 1)
    }
    return 0
  }
}
