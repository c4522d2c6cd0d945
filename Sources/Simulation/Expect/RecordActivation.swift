// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// Answers the names of an expectation's expression: `sends`, `decisions` and their fields.
struct RecordActivation: Activation {
  let records: DecisionRecords
  let bundle: Bundle
  let store: FactStore
  let zones: ZoneDatabase
  /// The end of the run: what `now` is after it.
  let end: Instant
  private var sends: Value
  private var decisions: Value

  init(
    records: DecisionRecords, bundle: Bundle, store: FactStore, zones: ZoneDatabase, end: Instant,
    rows: [Int32]? = nil
  ) {
    self.records = records
    self.bundle = bundle
    self.store = store
    self.zones = zones
    self.end = end
    sends = .list([])
    decisions = .list([])
    if let rows { show(rows: rows) } else { show(firstDecisions: records.records.count) }
  }

  /// Lets expressions see only the first decisions of the run.
  mutating func show(firstDecisions count: Int) {
    show(rows: 0..<Int32(truncatingIfNeeded: count))
  }

  /// Lets expressions see only these decisions.
  mutating func show(rows: some Sequence<Int32>) {
    var sent: [Value] = []
    var decided: [Value] = []
    for row in rows {
      decided.append(
        .object(ObjectReference(type: ObjectKind.decisionRecord.rawValue, row: row)))
      if records.records[Int(row)].isOutwardSend {
        sent.append(.object(ObjectReference(type: ObjectKind.sendRecord.rawValue, row: row)))
      }
    }
    sends = .list(sent)
    decisions = .list(decided)
  }

  func value(ofVariable slot: Int) -> Value {
    switch PolicyLanguage.Variable(rawValue: slot) {
    case .sends: sends
    case .decisions: decisions
    case .now: .timestamp(end)
    case .contact, .account, .deal, .event, .enrolment, .phase, .step, .steps, .rung, .identity,
      .unsubscribeURL, .sender, .scores, .offers, .channel, .reply, nil:
      .error(.undeclaredName("#\(slot)"))
    }
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    guard let field = RecordField(rawValue: slot) else { return .error(.noSuchField("#\(slot)")) }
    let record = records.records[Int(object.row)]
    switch field {
    case .at: return .timestamp(Instant(seconds: record.at))
    case .localHour: return .int(Int64(record.localHour))
    case .localDate:
      return .opaque(
        OpaqueValue(type: OpaqueKind.date.rawValue, payload: Int64(record.localDay)))
    case .contact: return .string(store.contactID(Int(record.contact)).rawValue)
    case .account:
      return .string(record.account < 0 ? "" : store.accountID(Int(record.account)).rawValue)
    case .deal: return .string(record.deal < 0 ? "" : store.dealID(Int(record.deal)).rawValue)
    case .policy: return .string(bundle.policies[Int(record.policy)].id)
    case .step: return .string(step(record))
    case .rung: return .string(record.rung < 0 ? "" : String(record.rung))
    case .channel:
      return .string(record.channel < 0 ? "" : bundle.channels[Int(record.channel)].id)
    case .sender: return .string(sender(record.sender))
    case .verdict: return .string(record.verdict.rawValue)
    case .reason: return .string(record.reason < 0 ? "" : records.reasons[record.reason])
    case .until:
      return record.until == DecisionRecords.never
        ? .null : .timestamp(Instant(seconds: record.until))
    }
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    guard RecordField(rawValue: slot) == .until else { return .present }
    return records.records[Int(object.row)].until == DecisionRecords.never ? .absent : .present
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
  func words(_ index: Int) -> String {
    let record = records.records[index]
    var text = "\(Instant(seconds: record.at)) \(record.verdict.rawValue)"
    if record.reason >= 0 { text += " (\(records.reasons[record.reason]))" }
    text += ": \(store.contactID(Int(record.contact)).rawValue)"
    if record.deal >= 0 { text += ", deal \(store.dealID(Int(record.deal)).rawValue)" }
    text += ", \(bundle.policies[Int(record.policy)].id), step \(step(record))"
    if record.channel >= 0 { text += ", \(bundle.channels[Int(record.channel)].id)" }
    return text + ", local hour \(record.localHour)"
  }

  private func step(_ record: DecisionRecords.Record) -> String {
    if record.step < 0 { return Decision.exitStep }
    let steps = bundle.policies[Int(record.policy)].steps
    return steps.indices.contains(Int(record.step)) ? steps[Int(record.step)].id : ""
  }

  private func sender(_ index: Int32) -> String {
    guard index >= 0 else { return "" }
    for pool in bundle.pools {
      for sender in pool.senders where sender.index == Int(index) { return sender.id }
    }
    return ""
  }
}
