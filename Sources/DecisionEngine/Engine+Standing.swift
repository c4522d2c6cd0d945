// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
internal import Facts

extension Engine {
  /// The zone that a contact's hours and dates are told in: where the contact lives, or the first
  /// of the zones where it may live, or the bundle's.
  public func zone(ofContact contact: Int) -> Zone { context.world.countingZone(of: contact) }

  /// The row that stands for the person of a contact's row.
  ///
  /// Mutating, because whoever changes the engine would otherwise be given a copy of it to ask.
  public mutating func person(of contact: Int) -> Int { context.world.facts.person(of: contact) }

  /// Whether an enrolment is still to decide, or wait with, one of its steps.
  ///
  /// - Parameters:
  ///   - position: The enrolment's position, as in `Decision.rows`.
  ///   - step: The step's position in its policy.
  ///   - rung: The rung, 0 for plain steps.
  public func isOpen(enrolment position: Int, step: Int, rung: Int) -> Bool {
    guard context.world.enrolments.indices.contains(position) else { return false }
    let enrolment = context.world.enrolments[position]
    return enrolment.state == .open && enrolment.step == step && enrolment.rung == rung
  }
}
