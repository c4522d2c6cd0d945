// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// What is done when an enrolment ends: notes and tasks for the team, facts that change.
extension Engine {
  /// Carries out the `on_exit` actions of an end, in the author's order.
  ///
  /// Notes and tasks become decisions, as those of steps do; they write to no contact, so no limit
  /// counts them and nothing keeps them back: an end happens once and can't wait.
  mutating func carryOutExitActions(of position: Int, _ moment: inout Moment) {
    let policy = context.world.enrolments[position].policy
    // History makes enrolments and ends them, and decides nothing.
    guard context.world.now >= context.world.decidesFrom,
      !context.world.bundle.policies[policy].onExit.isEmpty,
      context.world.mode(of: policy) != .off
    else { return }
    let name = context.world.enrolments[position].endedAs
    var place = 0
    for list in context.world.bundle.policies[policy].onExit where list.exit == name {
      for action in list.actions {
        switch action {
        case .notify(let channel, _): moment.actions.append(decision(position, place, channel))
        case .task: moment.actions.append(decision(position, place, nil))
        case .set(let changes):
          for change in changes { set(change.object, change.slot, change.value, position) }
        }
        place += 1
      }
    }
  }

  /// Hands on what ends brought about, in the order in which they came.
  func emitActions(_ moment: inout Moment, _ sink: (Decision) -> Void) {
    guard !moment.actions.isEmpty else { return }
    for action in moment.actions { sink(action) }
    moment.actions.removeAll(keepingCapacity: true)
  }

  /// A note or a task as a decision: step `on_exit`, its place in the list as rung, and the name
  /// of the exit as reason.
  private mutating func decision(_ position: Int, _ place: Int, _ channel: Int?) -> Decision {
    let name = context.world.enrolments[position].endedAs
    let id = context.world.keptID(ofEnrolment: position)
    counters.policies[context.world.enrolments[position].policy].sideActions += 1
    let names = options.namesPeople
    return withContext(enrolment: position) { context in
      Decision(
        at: context.now,
        about: DecisionWords(
          policy: context.world.bundle.policies[context.policy].id, step: Decision.exitStep,
          channel: channel.map { context.world.bundle.channels[$0].id },
          bundle: context.world.bundle.digest, pinned: context.world.bundle.digest),
        names ? context.names : nil, enrolment: id, rung: place, verdict: .send, reason: name,
        until: nil, sender: nil, seed: context.world.seed, mode: context.mode, isOutward: false,
        isStart: false,
        rows: Decision.Rows(
          contact: context.contact, account: context.account, deal: context.deal,
          policy: context.policy, step: -1, enrolment: position, channel: channel, sender: nil))
    }
  }
}

extension DecisionContext {
  /// Whom a decision is about, where nothing else is to be said of it.
  fileprivate var names: DecisionDetails {
    DecisionDetails(
      contact: world.facts.contactID(contact).rawValue,
      account: account.map { world.facts.accountID($0).rawValue },
      deal: deal.map { world.facts.dealID($0).rawValue }, earliest: nil, missing: [], lostTo: nil,
      guards: ChainTrace())
  }
}
