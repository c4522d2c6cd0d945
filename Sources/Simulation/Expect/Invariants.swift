// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// The bundle's invariants, asked while a run goes on.
///
/// What is true of somebody changes when something is sent to them or happens to them: at the end
/// of such an instant every statement about them is asked, and of all of them once more when the
/// run is over. A statement that was broken once isn't asked again.
struct Invariants: Sendable {
  private struct Watch: Sendable {
    var invariant: Invariant
    /// What contradicts it.
    var broken: String?
  }

  /// Somebody of whom statements must be true.
  private struct Asked: Hashable, Sendable {
    var subject: Subject
    var row: Int
  }

  private var watches: [Watch]
  private var records = DecisionRecords()
  /// Positions of the records about somebody.
  private var recordsOf: [Asked: [Int32]] = [:]
  /// Those of whom something may have changed at this instant, each once, in that order.
  private var due: [Asked] = []
  private var isDue: Set<Asked> = []
  /// Everybody who was ever due, in that order.
  private var met: [Asked] = []
  private var isMet: Set<Asked> = []
  private let subjects: [Subject]
  private let keepsDecisions: Bool
  private let zones: ZoneDatabase

  init(_ bundle: Bundle, zones: ZoneDatabase) {
    self.zones = zones
    watches = bundle.invariants.map { Watch(invariant: $0) }
    subjects = Subject.allCases.filter { subject in
      bundle.invariants.contains { $0.subject == subject }
    }
    keepsDecisions = bundle.invariants.contains(where: \.readsDecisions)
  }

  /// True if decisions and events have to be shown to it.
  var isInterested: Bool { watches.contains { $0.broken == nil } }

  /// Looks at a decision; they come in the order of time.
  mutating func note(_ decision: Decision, zone: @autoclosure () -> Zone) {
    guard keepsDecisions || decision.verdict == .send else { return }
    let rows: [Subject: Int?] = [
      .contact: decision.rows.contact, .account: decision.rows.account, .deal: decision.rows.deal,
    ]
    let isKept = keepsDecisions || decision.isOutward
    let position = Int32(truncatingIfNeeded: records.records.count)
    if isKept { records.add(decision, zone: zone()) }
    for subject in subjects {
      guard let row = rows[subject] ?? nil else { continue }
      let asked = Asked(subject: subject, row: row)
      if isKept { recordsOf[asked, default: []].append(position) }
      mark(asked)
    }
  }

  /// Looks at what happened.
  private mutating func note(_ event: FactEvent, _ store: FactStore) {
    for subject in subjects {
      switch subject {
      case .contact:
        if let contact = event.contact {
          mark(Asked(subject: .contact, row: store.person(of: contact)))
        } else if let account = event.account {
          for row in store.contacts(ofAccount: account) {
            mark(Asked(subject: .contact, row: store.person(of: Int(row))))
          }
        }
      case .account:
        let account =
          event.account ?? event.deal.flatMap { store.account(ofDeal: $0) }
          ?? event.contact.flatMap { store.account(ofContact: $0) }
        if let account { mark(Asked(subject: .account, row: account)) }
      case .deal: if let deal = event.deal { mark(Asked(subject: .deal, row: deal)) }
      }
    }
  }

  private mutating func mark(_ asked: Asked) {
    if isDue.insert(asked).inserted { due.append(asked) }
  }

  // MARK: - Asking

  /// Asks about everybody to whom something happened at this instant.
  mutating func check(_ events: [FactEvent], at now: Instant, _ engine: inout Engine) {
    guard isInterested else { return }
    for event in events { note(event, engine.facts) }
    guard !due.isEmpty else { return }
    for asked in due where isMet.insert(asked).inserted { met.append(asked) }
    ask(due, at: now, &engine)
    due.removeAll(keepingCapacity: true)
    isDue.removeAll(keepingCapacity: true)
  }

  /// Asks about everybody once more, and tells what was found, in the order of the ids.
  mutating func results(at end: Instant, _ engine: inout Engine) -> [ExpectationResult] {
    ask(met, at: end, &engine)
    return watches.map { watch in
      ExpectationResult(
        text: watch.invariant.condition.text, place: watch.invariant.condition.place,
        passed: watch.broken == nil, counterexample: watch.broken, name: watch.invariant.id)
    }
  }

  private mutating func ask(_ all: [Asked], at now: Instant, _ engine: inout Engine) {
    var view = RecordActivation(
      records: records, bundle: engine.bundle, store: engine.facts, zones: zones, end: now,
      rows: [])
    for asked in all {
      let rows = recordsOf[asked] ?? []
      view.show(rows: rows)
      for index in watches.indices
      where watches[index].broken == nil && watches[index].invariant.subject == asked.subject {
        let answer = engine.answer(
          watches[index].invariant.condition, about: asked.subject, row: asked.row, records: view)
        guard answer != .yes else { continue }
        watches[index].broken = Self.words(answer, asked, rows.last, view, at: now)
      }
    }
  }

  private static func words(
    _ answer: Answer, _ asked: Asked, _ last: Int32?, _ view: RecordActivation, at now: Instant
  ) -> String {
    let id =
      switch asked.subject {
      case .contact: view.store.contactID(asked.row).rawValue
      case .account: view.store.accountID(asked.row).rawValue
      case .deal: view.store.dealID(asked.row).rawValue
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
