// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import MessageTemplates
internal import PolicyLanguage

extension DecisionContext {
  /// What one guard said, for people.
  func trace(
    _ position: Int, _ answer: GuardResult, blocks: Bool, level: EnforcementLevel,
    isReached: Bool, _ depth: Depth
  ) -> GuardTrace {
    let expression = self[link: position].kind.expression
    var values: [TracedValue] = []
    if let expression {
      values = traced(expression, world.conditions[policy, step, rung, position])
    } else if case .limit(let limit) = self[link: position].kind {
      let usage = usage(of: limit.limit)
      if usage.isAsked {
        values = [
          TracedValue(path: "used", content: .int(Int64(usage.used))),
          TracedValue(path: "allowed", content: .int(Int64(usage.allowed))),
        ]
      }
    }
    if case .notApplicable = answer, let applies = self[link: position].applies {
      values = traced(applies)
    }
    if case .fail(_, let detail?) = answer, values.isEmpty {
      values.append(TracedValue(path: "detail", content: .text(detail)))
    }
    if case .error(let text) = answer {
      values.append(TracedValue(path: "error", content: .text(text)))
    }
    return GuardTrace(
      id: self[link: position].id, stage: self[link: position].stage,
      status: status(answer, level: level, isReached: isReached, blocks: blocks, depth),
      expression: expression?.text, values: values, flipsAt: answer.flipsAt,
      place: self[link: position].place, isReached: isReached, blocks: blocks,
      because: blocks ? self[link: position].because.flatMap(written) : nil,
      text: world.conditions.text(policy, step, rung, position))
  }

  /// A guard that a live run would not have asked, and that isn't asked for the trace either.
  func unasked(_ position: Int) -> GuardTrace {
    GuardTrace(
      id: self[link: position].id, stage: self[link: position].stage, status: .notReached,
      expression: self[link: position].kind.expression?.text, values: [], flipsAt: nil,
      place: self[link: position].place, isReached: false, blocks: false, because: nil,
      text: world.conditions.text(policy, step, rung, position))
  }

  private func status(
    _ answer: GuardResult, level: EnforcementLevel, isReached: Bool, blocks: Bool, _ depth: Depth
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
  private func traced(
    _ expression: CompiledExpression, _ one: GuardConditions.One
  ) -> [TracedValue] {
    var values: [TracedValue] = []
    values.reserveCapacity(expression.leaves.count)
    // By index: a leaf is a large value, and only its path is needed for most.
    for index in expression.leaves.indices {
      let slot = world.conditions.slot(one, leaf: index)
      let content =
        slot >= 0
        ? self.content(ofFact: slot) : content(of: expression.leaves[index].program.evaluate(self))
      values.append(TracedValue(path: expression.leaves[index].path, content: content))
    }
    return values
  }

  private func content(ofFact slot: Int) -> TracedValue.Content {
    let cell = world.facts.contacts.cell(slot, contact, at: now)
    switch cell.state {
    case .unknown: return .unknown
    case .absent: return .absent
    case .known: break
    }
    switch world.facts.contacts.columns[slot].field.type {
    case .string, .enumeration: return .text(world.facts.strings[cell.word])
    case .int: return .int(cell.long)
    case .double: return .double(cell.double)
    case .bool: return .bool(cell.long != 0)
    case .instant: return .text(cell.instant.description)
    case .list(.string): return .text(texts(world.facts.contacts.columns[slot].lists))
    case .date, .duration, .money, .list:
      return content(of: value(ofField: slot, of: contactReference))
    }
  }

  private var contactReference: ObjectReference {
    ObjectReference(
      type: ObjectKind.contact.rawValue, row: Int32(truncatingIfNeeded: contact))
  }

  /// `["a", "b"]`.
  private func texts(_ lists: ListCells) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    for index in 0..<lists.count(contact) {
      if index > 0 { bytes += [UInt8(ascii: ","), UInt8(ascii: " ")] }
      bytes.append(UInt8(ascii: "\""))
      world.facts.strings.withUTF8(of: lists.element(contact, index).word) {
        bytes.append(contentsOf: $0)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The values that an expression reads, by its leaves.
  func traced(_ expression: CompiledExpression) -> [TracedValue] {
    expression.leaves.map {
      TracedValue(path: $0.path, content: content(of: $0.program.evaluate(self)))
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
