// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// What a scenario expects, watched while the run goes on and answered at its end.
struct Expectations: Sendable {
  /// One expectation about a person, with its names resolved.
  private struct Watch: Sendable {
    var expectation: ContactExpectation
    var contact: Int?
    /// The first decision that matches.
    var match: String?
  }

  /// Steps that one condition may take: enough for all pairs of ten thousand sends.
  private static let budget = 1_000_000_000

  private let expectations: [Expectation]
  private var watches: [Watch] = []
  private var records = DecisionRecords()
  private let keepsDecisions: Bool
  private let keepsSends: Bool

  /// Resolves the names of the expectations.
  init(_ expectations: [Expectation], bundle: Bundle, store: FactStore) throws(WorldError) {
    self.expectations = expectations
    var keepsDecisions = false
    var keepsSends = false
    for expectation in expectations {
      switch expectation {
      case .that(let condition):
        keepsSends = true
        // A text that holds the word elsewhere only costs memory.
        keepsDecisions = keepsDecisions || condition.text.contains("decisions")
      case .contact(let expected):
        var watch = Watch(expectation: expected)
        if let id = expected.contact {
          guard let row = store.contact(ContactID(id)) else {
            throw .name(kind: "contact", name: id)
          }
          watch.contact = row
        }
        if let id = expected.policy, !bundle.policies.contains(where: { $0.id == id }) {
          throw .name(kind: "policy", name: id)
        }
        watches.append(watch)
      }
    }
    self.keepsDecisions = keepsDecisions
    self.keepsSends = keepsSends
  }

  /// True if decisions have to be shown to it.
  var isInterested: Bool { keepsSends || !watches.isEmpty }

  /// True if it names people of the decisions that it is shown.
  var readsNames: Bool { !watches.isEmpty }

  /// Whether a decision is kept, and so needs its local time.
  func keeps(_ decision: Decision) -> Bool {
    keepsDecisions || (keepsSends && decision.verdict == .send && decision.isOutward)
  }

  /// Looks at a decision; they come in the order of time.
  ///
  /// - Parameter local: Given for those that are kept.
  mutating func note(_ decision: Decision, at local: DecisionRecords.LocalTime?) {
    if let local, keeps(decision) { records.add(decision, at: local) }
    for index in watches.indices where watches[index].match == nil {
      if matches(watches[index], decision) { watches[index].match = Self.words(decision) }
    }
  }

  private func matches(_ watch: Watch, _ decision: Decision) -> Bool {
    let expected = watch.expectation
    guard decision.verdict == expected.verdict else { return false }
    if let contact = watch.contact, decision.rows.contact != contact { return false }
    if let policy = expected.policy, decision.policy != policy { return false }
    if let step = expected.step, decision.step != step { return false }
    if let reason = expected.reason, decision.reason != reason { return false }
    // `after` is the first instant that counts, `before` the first that doesn't.
    if let after = expected.after, decision.at < after { return false }
    if let before = expected.before, decision.at >= before { return false }
    return true
  }

  /// What became of each expectation, in the scenario's order.
  func results(
    bundle: Bundle, store: FactStore, zones: ZoneDatabase, end: Instant
  ) -> [ExpectationResult] {
    var results: [ExpectationResult] = []
    var remaining = watches[...]
    var activation: RecordActivation?
    for expectation in expectations {
      switch expectation {
      case .that(let condition):
        var view =
          activation
          ?? RecordActivation(
            records: records, bundle: bundle, store: store, zones: zones, end: end)
        results.append(result(condition, &view))
        activation = view
      case .contact:
        if let watch = remaining.popFirst() { results.append(result(watch)) }
      }
    }
    return results
  }
}

// MARK: - Answers

extension Expectations {
  private func result(
    _ condition: CompiledExpression, _ view: inout RecordActivation
  ) -> ExpectationResult {
    var result = ExpectationResult(
      text: condition.text, place: condition.place, passed: false, counterexample: nil)
    switch condition.program.evaluate(view, budget: Self.budget) {
    case .bool(true): result.passed = true
    case .bool(false): result.counterexample = counterexample(condition, &view)
    case .error(let error): result.counterexample = "it can't be computed: \(error)"
    case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network, .unknown:
      result.counterexample = "it isn't true or false"
    }
    return result
  }

  /// The decision with which a condition that held before turned false, by halving the run.
  ///
  /// A condition that doesn't hold of an empty run, such as `size(sends) > 100`, misses something:
  /// no decision contradicts it, so the counts are told.
  private func counterexample(
    _ condition: CompiledExpression, _ view: inout RecordActivation
  ) -> String {
    let total = records.records.count
    defer { view.show(firstDecisions: total) }
    func holds(_ count: Int, _ view: inout RecordActivation) -> Bool {
      view.show(firstDecisions: count)
      if case .bool(true) = condition.program.evaluate(view, budget: Self.budget) { return true }
      return false
    }
    guard total > 0, holds(0, &view) else {
      let sends = records.records.count(where: \.isOutwardSend)
      let decisions = keepsDecisions ? " and \(Layout.number(total)) decisions" : ""
      return "nothing in the run makes it true: there are \(Layout.number(sends)) sends\(decisions)"
    }
    var (held, failed) = (0, total)
    while failed - held > 1 {
      let middle = held + (failed - held) / 2
      if holds(middle, &view) { held = middle } else { failed = middle }
    }
    return view.words(failed - 1)
  }

  private func result(_ watch: Watch) -> ExpectationResult {
    let expected = watch.expectation
    var result = ExpectationResult(
      text: Self.words(expected), place: expected.place,
      passed: expected.never ? watch.match == nil : watch.match != nil, counterexample: nil)
    guard !result.passed else { return result }
    result.counterexample =
      expected.never ? watch.match : "no such decision was made in the run"
    return result
  }

  private static func words(_ expected: ContactExpectation) -> String {
    var parts: [String] = []
    if let policy = expected.policy { parts.append("policy \(policy)") }
    if let step = expected.step { parts.append("step \(step)") }
    if let contact = expected.contact { parts.append("contact \(contact)") }
    var text = parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
    text += (expected.never ? "never " : "") + expected.verdict.rawValue
    if let reason = expected.reason { text += " (\(reason))" }
    if let after = expected.after { text += " after \(after)" }
    if let before = expected.before { text += " before \(before)" }
    return text
  }

  private static func words(_ decision: Decision) -> String {
    var text = "\(decision.at) \(decision.verdict.rawValue)"
    if let reason = decision.reason { text += " (\(reason))" }
    text += ": \(decision.contact)"
    if let deal = decision.deal { text += ", deal \(deal)" }
    text += ", \(decision.policy), step \(decision.step)"
    if let channel = decision.channel { text += ", \(channel)" }
    return text
  }
}
