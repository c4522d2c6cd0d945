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
    /// True if time alone may break it.
    var dependsOnTime: Bool { invariant.condition.dependsOnTime }

    init(_ invariant: Invariant) {
      self.invariant = invariant
      holdsUntouched = NothingDecided.proves(invariant.condition)
    }
  }

  /// Statements that are asked together.
  private struct Question: Sendable {
    /// Their positions.
    var watches: [Int]
    var conditions: [CompiledExpression]
    /// True if all of them hold of whoever nothing was decided about.
    var holdsUntouched: Bool

    /// Those of a subject that weren't broken yet.
    init(_ watches: [Int], of all: [Watch]) {
      self.watches = watches.filter { all[$0].broken == nil }
      conditions = self.watches.map { all[$0].invariant.condition }
      holdsUntouched = self.watches.allSatisfy { all[$0].holdsUntouched }
    }
  }

  /// All contacts, accounts or deals of whom statements must be true, by row.
  private struct Group: Sendable {
    var subject: Subject
    /// The statements about them.
    var question: Question
    /// By row; what is read together stands together, because rows come in no order.
    private var members: ContiguousArray<Member> = []
    /// Those of whom something may have changed at this instant, each once, in that order.
    var due: [Int] = []
    /// Everybody who was ever due, in that order.
    private(set) var met: [Int] = []

    private struct Member {
      /// Positions of the records about it.
      var records: [Int32] = []
      var isDue = false
      var isMet = false
    }

    init(_ subject: Subject, _ question: Question) {
      self.subject = subject
      self.question = question
    }

    mutating func mark(_ row: Int) {
      if row >= members.count {
        let missing = max(row + 1, members.count * 2) - members.count
        members.append(contentsOf: repeatElement(Member(), count: missing))
      }
      guard !members[row].isDue else { return }
      members[row].isDue = true
      due.append(row)
      guard !members[row].isMet else { return }
      members[row].isMet = true
      met.append(row)
    }

    /// Marks a row with a record about it.
    mutating func mark(_ row: Int, record: Int32) {
      mark(row)
      members[row].records.append(record)
    }

    /// Positions of the records about a row that was marked.
    func records(of row: Int) -> [Int32] { members[row].records }

    mutating func clear() {
      for row in due { members[row].isDue = false }
      due.removeAll(keepingCapacity: true)
    }
  }

  private var watches: [Watch]
  private var groups: [Group]
  private var records = DecisionRecords()
  private let keepsDecisions: Bool
  private let names: RecordNames
  /// True if decisions and events have to be shown to it.
  private(set) var isInterested: Bool

  init(_ bundle: Bundle) {
    let invariants = bundle.invariants
    let watches = invariants.map { Watch($0) }
    self.watches = watches
    isInterested = !watches.isEmpty
    names = RecordNames(bundle)
    groups = Subject.allCases.compactMap { subject in
      let own = invariants.indices.filter { invariants[$0].subject == subject }
      return own.isEmpty ? nil : Group(subject, Question(own, of: watches))
    }
    keepsDecisions = invariants.contains(where: \.readsDecisions)
  }

  /// Whether a decision is kept, and so needs its local time.
  func keeps(_ decision: Decision) -> Bool {
    keepsDecisions || (decision.verdict == .send && decision.isOutward)
  }

  /// Looks at a decision; they come in the order of time.
  ///
  /// - Parameter local: Given for those that are kept.
  mutating func note(_ decision: Decision, at local: DecisionRecords.LocalTime?) {
    guard keepsDecisions || decision.verdict == .send else { return }
    let position = Int32(truncatingIfNeeded: records.records.count)
    var isKept = false
    if let local, keeps(decision) {
      isKept = true
      records.add(decision, at: local)
    }
    for index in groups.indices {
      let row: Int? =
        switch groups[index].subject {
        case .contact: decision.rows.contact
        case .account: decision.rows.account
        case .deal: decision.rows.deal
        }
      guard let row else { continue }
      if isKept {
        groups[index].mark(row, record: position)
      } else {
        groups[index].mark(row)
      }
    }
  }

  /// Looks at what happened.
  ///
  /// - Parameter store: Only read; to pass it otherwise is to copy it.
  private mutating func note(_ event: FactEvent, _ store: inout FactStore) {
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
    for event in events { note(event, &engine.facts) }
    for index in groups.indices where !groups[index].due.isEmpty {
      ask(groups[index].due, of: index, groups[index].question, at: now, &engine)
      groups[index].clear()
    }
  }

  /// Asks once more what time may have broken, and tells what was found, in the order of the ids.
  mutating func results(at end: Instant, _ engine: inout Engine) -> [ExpectationResult] {
    for index in groups.indices {
      let timed = groups[index].question.watches.filter { watches[$0].dependsOnTime }
      ask(groups[index].met, of: index, Question(timed, of: watches), at: end, &engine)
    }
    return watches.map { watch in
      ExpectationResult(
        text: watch.invariant.condition.text, place: watch.invariant.condition.place,
        passed: watch.broken == nil, counterexample: watch.broken, name: watch.invariant.id)
    }
  }

  private mutating func ask(
    _ rows: [Int], of group: Int, _ asked: Question, at now: Instant, _ engine: inout Engine
  ) {
    guard !asked.conditions.isEmpty else { return }
    var asked = asked
    let subject = groups[group].subject
    let fields = RecordFields(records: records, names: names)
    var shown = ShownDecisions(fields)
    for row in rows {
      // Most people were never written to, and of them most statements need no asking.
      let records = groups[group].records(of: row)
      if asked.holdsUntouched, records.isEmpty { continue }
      fields.show(records, in: &shown)
      let broken = engine.notTrue(of: asked.conditions, about: subject, row: row, shown: shown)
      guard !broken.isEmpty else { continue }
      for (place, answer) in broken {
        watches[asked.watches[place]].broken = Self.words(
          answer, subject, row, records.last, fields, engine.facts, at: now)
      }
      asked = Question(asked.watches, of: watches)
      groups[group].question = Question(groups[group].question.watches, of: watches)
      isInterested = watches.contains { $0.broken == nil }
      guard !asked.conditions.isEmpty else { return }
    }
  }

  private static func words(
    _ answer: Answer, _ subject: Subject, _ row: Int, _ last: Int32?, _ fields: RecordFields,
    _ store: borrowing FactStore, at now: Instant
  ) -> String {
    let id =
      switch subject {
      case .contact: store.contactID(row).rawValue
      case .account: store.accountID(row).rawValue
      case .deal: store.dealID(row).rawValue
      }
    let what =
      switch answer {
      case .yes, .no: "at \(now) it isn't true of \(id)"
      case .unknown(let paths):
        "at \(now) it can't be told of \(id): \(paths.joined(separator: ", ")) isn't known"
      case .error(let error): "at \(now) it can't be computed of \(id): \(error)"
      }
    guard let last else { return what + "; nothing was sent until then" }
    return what + "; the last was " + fields.words(Int(last), store)
  }
}
