// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// State machines of people, accounts and deals: the fourth part of an instant.
extension Engine {
  /// How many there are whom a machine may be about.
  private mutating func subjectCount(of subject: Subject) -> Int {
    switch subject {
    case .contact: context.world.facts.contacts.count
    case .account: context.world.facts.accounts.count
    case .deal: context.world.facts.deals.count
    }
  }

  /// The subject of a machine that a contact belongs to.
  func subjectRow(ofMachine machine: Int, contact: Int) -> Int? {
    switch context.world.bundle.machines[machine].subject {
    case .contact: contact
    case .account: context.world.facts.account(ofContact: contact)
    // A deal's phases are asked by its own events.
    case .deal: nil
    }
  }

  mutating func passPhases(_ moment: inout Moment) {
    guard !context.world.bundle.machines.isEmpty, context.world.now >= context.world.decidesFrom
    else { return }
    for machine in context.world.bundle.machines.indices {
      if context.world.bundle.machines[machine].subject == .deal {
        for happened in moment.events {
          if let deal = happened.event.deal { moment.phases.insert(deal, of: machine) }
        }
      }
      if context.world.phases[machine].count
        < subjectCount(of: context.world.bundle.machines[machine].subject)
      {
        beginPhases(of: context.world.bundle.machines[machine], &moment)
      }
    }
    guard !moment.phases.isEmpty else { return }
    for machine in context.world.bundle.machines.indices {
      // Whom a machine moves may concern those behind it.
      moment.phases.order()
      let places = moment.phases.places(of: machine)
      if !places.isEmpty { pass(context.world.bundle.machines[machine], places, &moment) }
    }
  }

  /// Whoever is seen for the first time begins; an event moves only who came before it.
  private mutating func beginPhases(of machine: PhaseMachine, _ moment: inout Moment) {
    let waitsForEvents = machine.states[machine.start].waitsForEvents
    for row in context.world.phases[machine.index].count..<subjectCount(of: machine.subject) {
      context.world.phases[machine.index].append(PhaseState())
      enter(machine.start, machine, row)
      if !waitsForEvents { moment.phases.insert(row, of: machine.index) }
    }
  }

  private mutating func pass(
    _ machine: PhaseMachine, _ places: Range<Int>, _ moment: inout Moment
  ) {
    for place in places { pass(machine, moment.phases[place].row, &moment) }
  }

  private mutating func enter(_ state: Int, _ machine: PhaseMachine, _ row: Int) {
    context.world.phases[machine.index][row].state = Int32(truncatingIfNeeded: state)
    context.world.phases[machine.index][row].enteredAt = context.world.now
  }

  /// Moves one subject on as far as it goes now, and plans when to ask again.
  private mutating func pass(_ machine: PhaseMachine, _ row: Int, _ moment: inout Moment) {
    guard context.world.phases[machine.index].indices.contains(row),
      let (contact, deal) = person(of: row, machine)
    else { return }
    let from = Int(context.world.phases[machine.index][row].state)
    var moved = false
    // Each state once: a circle of states without waits would never end.
    for _ in 0..<machine.states.count {
      guard let target = next(machine, row, contact, deal, moment.events) else { break }
      enter(target, machine, row)
      moved = true
    }
    plan(machine, row, contact, deal)
    if moved {
      let to = Int(context.world.phases[machine.index][row].state)
      touch(
        contact, .phases, move: PhaseMove(machine: machine.index, from: from, to: to), &moment)
      wakeOthers(of: machine, row, except: contact, &moment)
    }
  }

  private mutating func wakeOthers(
    of machine: PhaseMachine, _ row: Int, except contact: Int, _ moment: inout Moment
  ) {
    guard machine.subject == .account else { return }
    for other in context.world.facts.contacts(ofAccount: row) where Int(other) != contact {
      touch(context.world.facts.person(of: Int(other)), .phases, &moment)
    }
  }

  private mutating func person(of row: Int, _ machine: PhaseMachine) -> (contact: Int, deal: Int?)?
  {
    switch machine.subject {
    case .contact: context.world.facts.isPerson(row) ? (row, nil) : nil
    case .account: context.world.facts.contactToEnrol(deal: nil, account: row).map { ($0, nil) }
    case .deal: context.world.facts.contactToEnrol(deal: row, account: nil).map { ($0, row) }
    }
  }

  /// The state that follows now; `nil` to stay.
  private mutating func next(
    _ machine: PhaseMachine, _ row: Int, _ contact: Int, _ deal: Int?,
    _ events: [Moment.Happened]
  ) -> Int? {
    let place = context.world.phases[machine.index][row]
    // By position: a copy of a state counts what its transitions hold.
    let state = Int(place.state)
    let isOver =
      machine.states[state].until.map { context.world.now >= place.enteredAt + $0.wholeSeconds }
      ?? false
    guard
      isOver || context.world.now >= place.enteredAt + machine.states[state].atLeast.wholeSeconds
    else { return nil }
    for number in machine.states[state].next.indices
    where matches(number, place, contact, deal, machine, events) {
      return machine.states[state].next[number].to
    }
    return isOver ? machine.states[state].otherwise : nil
  }

  private mutating func matches(
    _ number: Int, _ place: PhaseState, _ contact: Int, _ deal: Int?,
    _ machine: PhaseMachine, _ events: [Moment.Happened]
  ) -> Bool {
    let state = Int(place.state)
    if let after = machine.states[state].next[number].after,
      context.world.now < place.enteredAt + after.wholeSeconds
    {
      return false
    }
    if !machine.states[state].next[number].events.isEmpty {
      // An event moves a subject at its own instant, and only one of after it came here.
      guard place.enteredAt < context.world.now else { return false }
      let happened = events.contains { happened in
        guard machine.states[state].next[number].events.contains(Int(happened.event.code)) else {
          return false
        }
        if let deal { return happened.event.deal == deal }
        let person =
          happened.event.contact
          ?? context.world.facts.contactToEnrol(
            deal: happened.event.deal, account: happened.event.account)
        return person == contact
          || machine.subject == .account
            && happened.event.account == context.world.facts.account(ofContact: contact)
      }
      guard happened else { return false }
    }
    guard let when = machine.states[state].next[number].when else { return true }
    return withContext(contact: contact, deal: deal) { context in
      context.phaseEnteredAt = place.enteredAt
      return context.holds(when)
    }
  }

  private mutating func plan(_ machine: PhaseMachine, _ row: Int, _ contact: Int, _ deal: Int?) {
    let place = context.world.phases[machine.index][row]
    let state = Int(place.state)
    let opens = place.enteredAt + machine.states[state].atLeast.wholeSeconds
    var next = Second.never
    func consider(_ at: Second) { if at > context.world.now { next = min(next, at) } }
    consider(opens)
    if let until = machine.states[state].until { consider(place.enteredAt + until.wholeSeconds) }
    for number in machine.states[state].next.indices {
      if let after = machine.states[state].next[number].after {
        consider(max(opens, place.enteredAt + after.wholeSeconds))
      }
      guard opens <= context.world.now,
        machine.states[state].next[number].when?.dependsOnTime == true,
        let when = machine.states[state].next[number].when
      else { continue }
      let change = withContext(contact: contact, deal: deal) { context in
        context.phaseEnteredAt = place.enteredAt
        return context.solveNextChange(of: when)
      }
      if let change { consider(change.seconds) }
    }
    context.world.phases[machine.index][row].wakesAt = next
    agenda.add(
      Wake(
        at: next, subject: .phase, group: Int32(truncatingIfNeeded: machine.index),
        index: Int32(truncatingIfNeeded: row)))
  }
}

extension PhaseMachine.State {
  /// Whether nothing but an event leads out of it.
  fileprivate var waitsForEvents: Bool {
    atLeast == .zero && until == nil
      && next.allSatisfy { transition in
        !transition.events.isEmpty && transition.after == nil
          && transition.when?.dependsOnTime != true
      }
  }
}
