// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards

/// How long the guards of a chain may hold a message back, and whether they may leave it out.
///
/// Judged for people who can be written to, while nobody stops or pauses Parley: kill switch, mode,
/// consent that comes or goes and addresses that change are left aside.
struct ChainWaits {
  let compilation: Compilation
  let rounds: RoundSpacing

  /// The longest that some links hold a message back; `nil` if nothing bounds it.
  ///
  /// - Parameter hasSent: Whether the enrolment has sent before, so that its audience isn't asked.
  func longest(_ links: some Collection<ChainLink>, hasSent: Bool) -> Duration? {
    var windows: Set<BusinessCalendar> = []
    for link in links where link.level != .observe {
      switch waits(link, hasSent: hasSent) {
      case .never: break
      case .unbounded: return nil
      case .until(let calendar): windows.insert(calendar)
      }
    }
    guard let calendar = windows.first else { return .zero }
    // Two calendars may be open by turns, and closed days may follow each other.
    guard windows.count == 1, let (layers, closes) = compilation.weeklyWindows(of: calendar),
      !closes
    else { return nil }
    var hours = WeekHours()
    for layer in layers { hours.intersect(layer) }
    guard let (closed, open) = hours.extremes else {
      return hours.isOpen.contains(true) ? .zero : nil
    }
    // A round must fall into each opening; clocks may be set back by an hour meanwhile.
    guard .seconds(open * 60) >= rounds.longest + .seconds(3_600) else { return nil }
    return .seconds(closed * 60 + 3_600) + rounds.longest
  }

  private enum Wait {
    case never
    case unbounded
    case until(BusinessCalendar)
  }

  private func waits(_ link: ChainLink, hasSent: Bool) -> Wait {
    // Duties of who can be written to at all: a country isn't learnt while a message waits.
    let isDuty = link.stage == .person && (link.id == "duty" || link.id == "quiet_hours")
    if !isDuty, let applies = link.applies, !isCertain(applies) { return .unbounded }
    let waits = link.outcome == .wait || link.outcome == .hold
    switch link.kind {
    case .killSwitch, .mode, .safeList, .budget, .suppression, .consent, .address, .duty, .exit,
      .late, .holdout:
      return .never
    case .audience(let audience): return hasSent || isCertain(audience.when) ? .never : .unbounded
    case .requirement(let requirement):
      return !waits && isCertain(requirement.condition) ? .never : .unbounded
    case .window(let window): return waits ? .until(window.calendar) : .never
    case .paused, .exclusive, .freshness, .sender, .session, .template, .approval:
      return .unbounded
    case .limit, .notDuplicate, .domainAuthenticated: return waits ? .unbounded : .never
    }
  }

  /// Whether the links of a message may leave it out and let the enrolment go on.
  ///
  /// - Parameter expires: Whether the step expires.
  func maySkip(_ links: some Collection<ChainLink>, expires: Bool) -> Bool {
    links.contains { link in
      guard link.level != .observe else { return false }
      switch link.kind {
      case .killSwitch, .mode, .safeList, .budget, .suppression, .consent, .address, .duty:
        return false
      case .late: return expires
      // Refused, or not answered in time.
      case .approval: return true
      case .window, .paused, .holdout, .exclusive, .exit, .audience, .requirement, .limit, .sender,
        .session, .template, .notDuplicate, .domainAuthenticated, .freshness:
        return link.outcome == .skip
      }
    }
  }

  /// Whether a condition is always true or false: it reads nothing that may be unknown or absent,
  /// and computes nothing that may fail.
  private func isCertain(_ expression: CompiledExpression) -> Bool {
    let checked = expression.checked
    for read in checked.fieldsRead {
      guard let kind = ObjectKind(rawValue: read.objectType) else { return false }
      switch kind {
      case .enrolment, .step, .phase, .rung, .identity: continue
      case .contact, .account, .deal:
        guard let object = kind.factObject, let name = read.path.split(separator: ".").last,
          let member = compilation.schema.member(FactPath(object, String(name))),
          !member.isNullable
        else { return false }
      case .event, .sentStep, .sender, .scores, .offers, .reply, .sendRecord, .decisionRecord:
        return false
      }
    }
    return !checked.tree.nodes.contains { node in
      guard case .call(let name, _, _) = node.kind else { return false }
      return Self.mayFail.contains(name)
    }
  }

  /// Calls that give an absent value or an error for some arguments.
  private static let mayFail: Set<String> = [
    "last", "_/_", "_%_", "_[_]", "int", "uint", "double", "timestamp", "duration", "money", "date",
  ]
}
