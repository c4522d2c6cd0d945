// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
internal import Chronology
public import Guards
public import PolicyLanguage

extension Engine {
  /// Asks conditions about somebody as things stand, with what was decided so far.
  ///
  /// - Parameters:
  ///   - conditions: What is asked, of invariants.
  ///   - subject: What `row` is a row of.
  ///   - row: The contact's, account's or deal's row.
  ///   - records: Answers `sends`, `decisions` and their fields.
  /// - Returns: Those that aren't true, by position, with what they are.
  public mutating func notTrue(
    of conditions: [CompiledExpression], about subject: Subject, row: Int,
    records: some Activation & Sendable
  ) -> [(index: Int, answer: Answer)] {
    switch subject {
    case .contact: context.focus(contact: row)
    // Conditions about these don't name a contact.
    case .account:
      context.focus(contact: 0)
      context.account = row
    case .deal: context.focus(contact: 0, deal: row)
    }
    let moment = RecordedContext(context: context, records: records)
    var found: [(index: Int, answer: Answer)] = []
    for (index, condition) in conditions.enumerated() {
      switch condition.program.evaluate(moment) {
      case .bool(true): continue
      case .bool(false): found.append((index, .no))
      case .unknown(let set): found.append((index, .unknown(set.paths)))
      case .error(let error): found.append((index, .error(error.description)))
      case .null, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type,
        .optional, .object, .opaque, .network:
        found.append((index, .error("expected a condition (bool)")))
      }
    }
    return found
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
