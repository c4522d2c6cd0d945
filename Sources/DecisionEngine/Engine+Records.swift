// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
internal import Chronology
public import Guards
public import PolicyLanguage

extension Engine {
  /// Asks a condition about somebody as things stand, with what was decided so far.
  ///
  /// - Parameters:
  ///   - condition: What is asked, of an invariant.
  ///   - subject: What `row` is a row of.
  ///   - row: The contact's, account's or deal's row.
  ///   - records: Answers `sends`, `decisions` and their fields.
  public mutating func answer(
    _ condition: CompiledExpression, about subject: Subject, row: Int,
    records: some Activation & Sendable
  ) -> Answer {
    switch subject {
    case .contact: context.focus(contact: row)
    // Conditions about these don't name a contact.
    case .account:
      context.focus(contact: 0)
      context.account = row
    case .deal: context.focus(contact: 0, deal: row)
    }
    let program = condition.program
    switch program.evaluate(RecordedContext(context: context, records: records)) {
    case .bool(let truth): return truth ? .yes : .no
    case .unknown(let set): return .unknown(set.paths)
    case .error(let error): return .error(error.description)
    case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
      .optional, .object, .opaque, .network:
      return .error("expected a condition (bool)")
    }
  }
}

/// A moment with what was decided before it.
private struct RecordedContext<Records: Activation & Sendable>: Activation {
  var context: DecisionContext
  var records: Records

  func value(ofVariable slot: Int) -> Value {
    switch PolicyLanguage.Variable(rawValue: slot) {
    case .sends, .decisions: records.value(ofVariable: slot)
    case .now, .contact, .account, .deal, .event, .enrolment, .phase, .step, .steps, .rung,
      .identity, .unsubscribeURL, .sender, .scores, .offers, .channel, .reply, nil:
      context.value(ofVariable: slot)
    }
  }

  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    isRecord(object)
      ? records.value(ofField: slot, of: object) : context.value(ofField: slot, of: object)
  }

  func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    isRecord(object)
      ? records.presence(ofField: slot, of: object) : context.presence(ofField: slot, of: object)
  }

  func call(host function: Int, arguments: Arguments) -> Value {
    context.call(host: function, arguments: arguments)
  }

  func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? {
    context.offsetSeconds(ofZone: name, at: instant)
  }

  private func isRecord(_ object: ObjectReference) -> Bool {
    switch ObjectKind(rawValue: object.type) {
    case .sendRecord, .decisionRecord: true
    case .contact, .account, .deal, .event, .enrolment, .phase, .step, .sentStep, .rung,
      .identity, .sender, .scores, .offers, .reply, nil:
      false
    }
  }
}
