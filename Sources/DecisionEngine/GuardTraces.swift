// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import MessageTemplates
internal import PolicyLanguage

extension ChainTrace.Record {
  /// Adds what the next guard said and the values that it looked at.
  mutating func add(
    _ position: Int, _ one: GuardConditions.One, _ answer: GuardResult, blocks: Bool,
    isReached: Bool, _ depth: Depth, in context: borrowing DecisionContext
  ) {
    context.write(
      position, one, answer, blocks: blocks, isReached: isReached, depth, to: &self)
  }
}

extension DecisionContext {
  /// Writes down what one guard said and the values that it looked at.
  fileprivate func write(
    _ position: Int, _ one: GuardConditions.One, _ answer: GuardResult, blocks: Bool,
    isReached: Bool, _ depth: Depth, to record: inout ChainTrace.Record
  ) {
    if case .notApplicable = answer, one.hasApplies,
      let applies = world.bundle.policies[policy].steps[step].chains[rung].links[position].applies
    {
      writeLeaves(of: applies, from: Int(one.ownNames), to: &record)
    } else if one.limit >= 0 {
      writeUsage(position, to: &record)
    } else {
      writeLeaves(position, one, to: &record)
    }
    if case .fail(_, let detail?) = answer, !record.hasValues {
      record.add(record.text.guards[position].detail, traced: .text(detail))
    }
    if case .error(let text) = answer {
      record.add(record.text.guards[position].error, traced: .text(text))
    }
    record.close(
      status(answer, level: one.level, isReached: isReached, depth), isReached: isReached,
      blocks: blocks, flipsAt: answer.flipsAt,
      because: blocks
        ? world.bundle.policies[policy].steps[step].chains[rung].links[position].because.flatMap(
          written) : nil)
  }

  /// What a limit has used up, if it looks at this step.
  private func writeUsage(_ position: Int, to record: inout ChainTrace.Record) {
    guard
      case .limit(let limit) = world.bundle.policies[policy].steps[step].chains[rung].links[
        position
      ].kind
    else { return }
    let usage = usage(of: limit.limit)
    guard usage.isAsked else { return }
    record.add(0, .int(Int64(usage.used)))
    record.add(1, .int(Int64(usage.allowed)))
  }

  private func status(
    _ answer: GuardResult, level: EnforcementLevel, isReached: Bool, _ depth: Depth
  ) -> GuardStatus {
    if level == .observe { return .observed }
    switch answer {
    case .fail: return .fail
    case .unknown: return .unknown
    case .error: return .error
    case .pass, .notApplicable:
      // Behind the guard that decided only what stands in the way as well says something, unless
      // somebody asks for everything.
      if case .trace = depth, !isReached { return .notReached }
      if case .notApplicable = answer { return .notApplicable }
      return .pass
    }
  }

  /// The values that a guard's expression reads: facts of the contact straight from their columns.
  private func writeLeaves(
    _ position: Int, _ one: GuardConditions.One, to record: inout ChainTrace.Record
  ) {
    for index in 0..<Int(one.ownNames) {
      let leaf = world.conditions.leaf(one, index)
      switch leaf.form {
      case .program:
        guard
          let expression = world.bundle.policies[policy].steps[step].chains[rung].links[position]
            .kind.expression
        else { continue }
        record.add(index, traced: content(of: expression.leaves[index].program.evaluate(self)))
      case .now: record.add(index, .instant(now))
      case .text, .int, .double, .bool, .instant, .texts, .other:
        write(index, leaf, to: &record)
      }
    }
  }

  private func write(
    _ name: Int, _ leaf: GuardConditions.Leaf, to record: inout ChainTrace.Record
  ) {
    let slot = Int(leaf.slot)
    let cell = world.facts.contacts.cell(slot, contact, at: now)
    switch cell.state {
    case .unknown: return record.add(name, .unknown)
    case .absent: return record.add(name, .absent)
    case .known: break
    }
    switch leaf.form {
    case .text:
      record.add(name) { bytes in
        world.facts.strings.withUTF8(of: cell.word) { bytes.append(contentsOf: $0) }
      }
    case .int: record.add(name, .int(cell.long))
    case .double: record.add(name, .double(cell.double))
    case .bool: record.add(name, .bool(cell.long != 0))
    case .instant: record.add(name, .instant(cell.instant))
    case .texts: record.add(name) { write(world.facts.contacts.columns[slot].lists, to: &$0) }
    case .other, .program, .now:
      record.add(name, traced: content(of: value(ofField: slot, of: contactReference)))
    }
  }

  private var contactReference: ObjectReference {
    ObjectReference(
      type: ObjectKind.contact.rawValue, row: Int32(truncatingIfNeeded: contact))
  }

  /// `["a", "b"]`.
  private func write(_ lists: borrowing ListCells, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for index in 0..<lists.count(contact) {
      if index > 0 { bytes.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
      bytes.append(UInt8(ascii: "\""))
      world.facts.strings.withUTF8(of: lists.element(contact, index).word) {
        bytes.append(contentsOf: $0)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The values that an expression reads, under the numbers from `first` on.
  func writeLeaves(
    of expression: CompiledExpression, from first: Int = 0, to record: inout ChainTrace.Record
  ) {
    for (index, leaf) in expression.leaves.enumerated() {
      record.add(first + index, traced: content(of: leaf.program.evaluate(self)))
    }
  }

  private func content(of value: Value) -> TracedValue.Content {
    switch value {
    case .null, .error(.absent): .absent
    case .unknown: .unknown
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .uint(let number): .int(Int64(clamping: number))
    case .double(let number): .double(number)
    case .string(let text): .text(text)
    case .timestamp(let instant): .text(instant.description)
    case .duration(let duration): .text(duration.text)
    case .opaque: .text(value.date?.description ?? value.money?.description ?? "")
    case .list(let values): .text("[" + values.map(word).joined(separator: ", ") + "]")
    case .error(let error): .text("error: \(error)")
    case .network(let address): .text(address.description)
    case .bytes, .map, .type, .optional, .object: .text(word(value))
    }
  }

  private func word(_ value: Value) -> String {
    switch value {
    case .string(let text): "\"\(text)\""
    case .object(let object):
      switch ObjectKind(rawValue: object.type) {
      case .contact?: world.facts.contactID(Int(object.row)).rawValue
      case .account?: world.facts.accountID(Int(object.row)).rawValue
      case .deal?: world.facts.dealID(Int(object.row)).rawValue
      case .event?, .enrolment?, .phase?, .step?, .sentStep?, .rung?, .identity?, .sender?,
        .scores?, .offers?, .reply?, .sendRecord?, .decisionRecord?, nil:
        ObjectKind(rawValue: object.type)?.name ?? "object"
      }
    case .null, .unknown, .bool, .int, .uint, .double, .timestamp, .duration, .opaque, .network,
      .error:
      switch content(of: value) {
      case .absent: "none"
      case .unknown: "unknown"
      case .bool(let truth): "\(truth)"
      case .int(let number): "\(number)"
      case .double(let number): "\(number)"
      case .text(let text): text
      }
    case .list, .bytes, .map, .type, .optional: "…"
    }
  }

  /// The author's words with the values in them; as written where one is missing.
  private func written(_ text: MessageText) -> String? {
    if text.isPlain { return text.source }
    let format = TemplateFormat(
      language: world.bundle.settings.languages.first ?? "en",
      zone: world.bundle.settings.zone)
    return (try? text.render(ContextValues(context: self), format: format)) ?? text.source
  }
}
