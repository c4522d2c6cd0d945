// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// The bundle's invariants, asked while a run goes on.
///
/// What is true of somebody changes when something is sent to them or happens to them: at the end
/// of such an instant every statement about them is asked. Statements that time alone may break are
/// asked once more when the run is over. A statement that was broken once isn't asked again.
struct Invariants: Sendable {
  private struct Watch: Sendable {
    var invariant: Invariant
    /// True if it holds of whoever nothing was decided about, whatever else is true of them.
    var holdsUntouched: Bool
    /// What contradicts it.
    var broken: String?

    init(_ invariant: Invariant) {
      self.invariant = invariant
      holdsUntouched = NothingDecided.proves(invariant.condition)
    }
  }

  /// All contacts, accounts or deals of whom statements must be true, by row.
  private struct Group: Sendable {
    var subject: Subject
    /// Positions of the statements about them.
    var watches: [Int]
    /// Positions of the records about each.
    var records: ContiguousArray<[Int32]> = []
    /// Those of whom something may have changed at this instant, each once, in that order.
    var due: [Int] = []
    private var isDue: ContiguousArray<Bool> = []
    /// Everybody who was ever due, in that order.
    private(set) var met: [Int] = []
    private var isMet: ContiguousArray<Bool> = []

    init(_ subject: Subject, watches: [Int]) {
      self.subject = subject
      self.watches = watches
    }

    mutating func mark(_ row: Int) {
      if row >= isDue.count {
        let missing = max(row + 1, isDue.count * 2) - isDue.count
        isDue.append(contentsOf: repeatElement(false, count: missing))
        isMet.append(contentsOf: repeatElement(false, count: missing))
        records.append(contentsOf: repeatElement([], count: missing))
      }
      guard !isDue[row] else { return }
      isDue[row] = true
      due.append(row)
      guard !isMet[row] else { return }
      isMet[row] = true
      met.append(row)
    }

    mutating func clear() {
      for row in due { isDue[row] = false }
      due.removeAll(keepingCapacity: true)
    }
  }

  private var watches: [Watch]
  private var groups: [Group]
  private var records = DecisionRecords()
  private let keepsDecisions: Bool
  private let zones: ZoneDatabase

  init(_ bundle: Bundle, zones: ZoneDatabase) {
    self.zones = zones
    let invariants = bundle.invariants
    watches = invariants.map { Watch($0) }
    groups = Subject.allCases.compactMap { subject in
      let own = invariants.indices.filter { invariants[$0].subject == subject }
      return own.isEmpty ? nil : Group(subject, watches: own)
    }
    keepsDecisions = invariants.contains(where: \.readsDecisions)
  }

  /// True if decisions and events have to be shown to it.
  var isInterested: Bool { watches.contains { $0.broken == nil } }

  /// Looks at a decision; they come in the order of time.
  mutating func note(_ decision: Decision, zone: @autoclosure () -> Zone) {
    guard keepsDecisions || decision.verdict == .send else { return }
    let isKept = keepsDecisions || decision.isOutward
    let position = Int32(truncatingIfNeeded: records.records.count)
    if isKept { records.add(decision, zone: zone()) }
    for index in groups.indices {
      let row: Int? =
        switch groups[index].subject {
        case .contact: decision.rows.contact
        case .account: decision.rows.account
        case .deal: decision.rows.deal
        }
      guard let row else { continue }
      groups[index].mark(row)
      if isKept { groups[index].records[row].append(position) }
    }
  }

  /// Looks at what happened.
  private mutating func note(_ event: FactEvent, _ store: borrowing FactStore) {
    for index in groups.indices {
      switch groups[index].subject {
      case .contact:
        if let contact = event.contact {
          groups[index].mark(store.person(of: contact))
        } else if let account = event.account {
          for row in store.contacts(ofAccount: account) {
            groups[index].mark(store.person(of: Int(row)))
          }
        }
      case .account:
        let account =
          event.account ?? event.deal.flatMap { store.account(ofDeal: $0) }
          ?? event.contact.flatMap { store.account(ofContact: $0) }
        if let account { groups[index].mark(account) }
      case .deal: if let deal = event.deal { groups[index].mark(deal) }
      }
    }
  }

  // MARK: - Asking

  /// Asks about everybody to whom something happened at this instant.
  mutating func check(_ events: [FactEvent], at now: Instant, _ engine: inout Engine) {
    guard isInterested else { return }
    for event in events { note(event, engine.facts) }
    for index in groups.indices where !groups[index].due.isEmpty {
      ask(groups[index].due, of: index, groups[index].watches, at: now, &engine)
      groups[index].clear()
    }
  }

  /// Asks once more what time may have broken, and tells what was found, in the order of the ids.
  mutating func results(at end: Instant, _ engine: inout Engine) -> [ExpectationResult] {
    for index in groups.indices {
      let timed = groups[index].watches.filter {
        watches[$0].invariant.condition.dependsOnTime
      }
      ask(groups[index].met, of: index, timed, at: end, &engine)
    }
    return watches.map { watch in
      ExpectationResult(
        text: watch.invariant.condition.text, place: watch.invariant.condition.place,
        passed: watch.broken == nil, counterexample: watch.broken, name: watch.invariant.id)
    }
  }

  private mutating func ask(
    _ rows: [Int], of group: Int, _ all: [Int], at now: Instant, _ engine: inout Engine
  ) {
    var asked = all.filter { watches[$0].broken == nil }
    // Most people were never written to, and of them most statements need no asking.
    let isProved = asked.allSatisfy { watches[$0].holdsUntouched }
    let rows = isProved ? rows.filter { !groups[group].records[$0].isEmpty } : rows
    guard !asked.isEmpty, !rows.isEmpty else { return }
    var view = RecordActivation(
      records: records, bundle: engine.bundle, store: engine.facts, zones: zones, end: now,
      rows: [])
    let subject = groups[group].subject
    var conditions = asked.map { watches[$0].invariant.condition }
    for row in rows {
      let positions = groups[group].records[row]
      view.show(rows: positions)
      let broken = engine.notTrue(of: conditions, about: subject, row: row, records: view)
      guard !broken.isEmpty else { continue }
      for (place, answer) in broken {
        watches[asked[place]].broken = Self.words(
          answer, subject, row, positions.last, view, at: now)
      }
      asked.removeAll { watches[$0].broken != nil }
      conditions = asked.map { watches[$0].invariant.condition }
    }
  }

  private static func words(
    _ answer: Answer, _ subject: Subject, _ row: Int, _ last: Int32?, _ view: RecordActivation,
    at now: Instant
  ) -> String {
    let id =
      switch subject {
      case .contact: view.store.contactID(row).rawValue
      case .account: view.store.accountID(row).rawValue
      case .deal: view.store.dealID(row).rawValue
      }
    let what =
      switch answer {
      case .yes, .no: "at \(now) it isn't true of \(id)"
      case .unknown(let paths):
        "at \(now) it can't be told of \(id): \(paths.joined(separator: ", ")) isn't known"
      case .error(let error): "at \(now) it can't be computed of \(id): \(error)"
      }
    guard let last else { return what + "; nothing was sent until then" }
    return what + "; the last was " + view.words(Int(last))
  }
}
