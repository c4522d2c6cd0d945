// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// Answers the names of an expectation's expression: `sends`, `decisions` and their fields.
struct RecordActivation: Activation {
  private let fields: RecordFields
  private let bundle: Bundle
  private let store: FactStore
  private let zones: ZoneDatabase
  /// The end of the run: what `now` is after it.
  private let end: Instant
  private var shown: ShownDecisions

  /// Lets expressions see all decisions.
  init(
    records: DecisionRecords, bundle: Bundle, store: FactStore, zones: ZoneDatabase, end: Instant
  ) {
    fields = RecordFields(records: records, names: RecordNames(bundle))
    self.bundle = bundle
    self.store = store
    self.zones = zones
    self.end = end
    shown = fields.shown(0..<Int32(truncatingIfNeeded: records.records.count))
  }

  /// Lets expressions see only the first decisions of the run.
  mutating func show(firstDecisions count: Int) {
    fields.show(0..<Int32(truncatingIfNeeded: count), in: &shown)
  }

  func value(ofVariable slot: Int) -> Value {
    switch PolicyLanguage.Variable(rawValue: slot) {
    case .sends: shown.sends
    case .decisions: shown.decisions
    case .now: .timestamp(end)
    case .contact, .account, .deal, .event, .enrolment, .phase, .step, .steps, .rung, .identity,
      .unsubscribeURL, .sender, .scores, .offers, .channel, .reply, nil:
      .error(.undeclaredName("#\(slot)"))
    }
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    fields.value(ofField: slot, of: object, facts: store)
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    guard RecordField(rawValue: slot) == .until else { return .present }
    return fields.records.records[Int(object.row)].until == DecisionRecords.never
      ? .absent : .present
  }

  func call(host function: Int, arguments: Arguments) -> Value {
    guard let known = HostFunction(rawValue: function),
      let value = PureFunctions(now: end, zone: bundle.settings.zone).value(
        of: known, arguments, zones: zones, calendars: bundle.calendars)
    else { return .error(.host("only `sends` and `decisions` can be asked here")) }
    return value
  }

  func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? {
    zones.zone(named: name).map { Int($0.offsetSeconds(at: instant)) }
  }

  /// A decision in words, for a counterexample.
  func words(_ index: Int) -> String { fields.words(index, store) }
}

extension RecordFields {
  /// A decision in words, for a counterexample.
  func words(_ index: Int, _ store: borrowing FactStore) -> String {
    let record = records.records[index]
    var text = "\(Instant(seconds: record.at)) \(record.verdict.rawValue)"
    if record.reason >= 0 { text += " (\(records.reasons[record.reason]))" }
    text += ": \(store.contactID(Int(record.contact)).rawValue)"
    if record.deal >= 0 { text += ", deal \(store.dealID(Int(record.deal)).rawValue)" }
    text += ", \(names.policies[Int(record.policy)]), step \(names.step(record))"
    if record.channel >= 0 { text += ", \(names.channels[Int(record.channel)])" }
    return text + ", local hour \(record.localHour)"
  }
}
