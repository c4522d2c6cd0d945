// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// The names of a bundle's parts by position, shared by all who tell of decisions.
final class RecordNames: Sendable {
  let policies: [String]
  private let steps: [[String]]
  let channels: [String]
  /// By position over all pools.
  private let senders: [String]

  init(_ bundle: Bundle) {
    policies = bundle.policies.map(\.id)
    steps = bundle.policies.map { $0.steps.map(\.id) }
    channels = bundle.channels.map(\.id)
    let all = bundle.pools.flatMap(\.senders)
    var senders = [String](repeating: "", count: (all.map(\.index).max() ?? -1) + 1)
    for sender in all { senders[sender.index] = sender.id }
    self.senders = senders
  }

  func step(_ record: DecisionRecords.Record) -> String {
    if record.step < 0 { return Decision.exitStep }
    let own = steps[Int(record.policy)]
    return own.indices.contains(Int(record.step)) ? own[Int(record.step)] : ""
  }

  func sender(_ index: Int32) -> String {
    senders.indices.contains(Int(index)) ? senders[Int(index)] : ""
  }
}

/// Answers the fields of kept decisions.
struct RecordFields: DecisionFields {
  let records: DecisionRecords
  let names: RecordNames

  func value(
    ofField slot: Int, of decision: ObjectReference, facts: borrowing FactStore
  ) -> Value {
    guard let field = RecordField(rawValue: slot) else { return .error(.noSuchField("#\(slot)")) }
    let record = records.records[Int(decision.row)]
    switch field {
    case .at: return .timestamp(Instant(seconds: record.at))
    case .localHour: return .int(Int64(record.localHour))
    case .localDate:
      return .opaque(
        OpaqueValue(type: OpaqueKind.date.rawValue, payload: Int64(record.localDay)))
    case .contact: return .string(facts.contactID(Int(record.contact)).rawValue)
    case .account:
      return .string(record.account < 0 ? "" : facts.accountID(Int(record.account)).rawValue)
    case .deal: return .string(record.deal < 0 ? "" : facts.dealID(Int(record.deal)).rawValue)
    case .policy: return .string(names.policies[Int(record.policy)])
    case .step: return .string(names.step(record))
    case .rung: return .string(record.rung < 0 ? "" : String(record.rung))
    case .channel:
      return .string(record.channel < 0 ? "" : names.channels[Int(record.channel)])
    case .sender: return .string(names.sender(record.sender))
    case .verdict: return .string(record.verdict.rawValue)
    case .reason: return .string(record.reason < 0 ? "" : records.reasons[record.reason])
    case .until:
      return record.until == DecisionRecords.never
        ? .null : .timestamp(Instant(seconds: record.until))
    }
  }

  /// What expressions see of these decisions.
  ///
  /// - Parameter rows: Which, by position, in the order of time.
  func shown(_ rows: some Sequence<Int32>) -> ShownDecisions {
    var shown = ShownDecisions(self)
    show(rows, in: &shown)
    return shown
  }

  /// Shows these decisions instead of others.
  func show(_ rows: some Sequence<Int32>, in shown: inout ShownDecisions) {
    var sent: [Value] = []
    var decided: [Value] = []
    for row in rows {
      decided.append(
        .object(ObjectReference(type: ObjectKind.decisionRecord.rawValue, row: row)))
      if records.records[Int(row)].isOutwardSend {
        sent.append(.object(ObjectReference(type: ObjectKind.sendRecord.rawValue, row: row)))
      }
    }
    shown.sends = .list(sent)
    shown.decisions = .list(decided)
  }
}
