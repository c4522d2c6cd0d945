// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards

// What a scenario says beside people and expectations: behaviour, outages, whom events are about.
extension Compilation {
  /// How people answer.
  func behaviour(_ item: Item?) -> Behaviour {
    func reaction(_ name: String, _ event: BuiltInEvent?) -> Behaviour.Reaction? {
      guard let item = item?[name], let chance = item["chance"]?.share,
        let after = item["after"], let made = distribution(after)
      else { return nil }
      check(
        made, FactField(name: "after", type: .duration), label: "after", at: after.span)
      var attributes: [Attribute] = []
      for (key, value) in item.entries where !["chance", "after", "where"].contains(key) {
        guard let field = event.flatMap({ schema.event($0.name)?.attribute(key) }) else { continue }
        if let made = attribute(key, value, field, label: key) { attributes.append(made) }
      }
      return Behaviour.Reaction(
        chance: chance, after: made, attributes: attributes,
        circumstances: (item["where"]?.items ?? []).map(circumstance))
    }
    return Behaviour(
      reply: reaction("reply", .contactReplied), bounce: reaction("bounce", .contactBounced),
      optOut: reaction("opt_out", .contactOptedOut), click: reaction("click", .contactClicked),
      meeting: reaction("meeting", .meetingBooked),
      dealOpened: reaction("deal_opened", .dealOpened), approve: reaction("approve", nil))
  }

  private func circumstance(_ item: Item) -> Behaviour.Circumstance {
    var hours: ClosedRange<Int>?
    if let (low, high) = item["hour"]?.typed.range, let first = low.int, let last = high.int,
      first <= last
    {
      hours = Int(first)...Int(last)
    }
    return Behaviour.Circumstance(
      channels: (item["channel"]?.items ?? []).compactMap { resolve($0, .channel) },
      templates: (item["template"]?.items ?? []).compactMap { resolve($0, .template) },
      hours: hours, fromMessage: item["from_message"]?.int ?? 1, chance: item["chance"]?.share,
      factor: item["times"]?.typed.number ?? 1,
      after: item["after"].flatMap { after in
        let made = distribution(after)
        if let made {
          check(
            made, FactField(name: "after", type: .duration), label: "after", at: after.span)
        }
        return made
      })
  }

  // MARK: - Outages

  func outage(_ item: Item) -> Outage? {
    guard let from = item["from"].flatMap({ instant($0) }),
      let until = item["until"].flatMap({ endInstant($0) })
    else { return nil }
    let all = pools.flatMap { pool in pool.senders.map { (pool: pool, id: $0.id) } }
    var senders: [String] = []
    if let sender = item["sender"], let id = sender.text {
      senders = all.filter { $0.id == id }.map(\.id)
      if senders.isEmpty {
        report(
          Diagnostic(.unknownName, at: sender.span, "no sender is called `\(id)`")
            .note("senders are \(Self.list(all.map(\.id)))")
            .suggesting(id, from: all.map(\.id), replacing: sender.span))
      }
    } else if let channel = item["channel"], let id = resolve(channel, .channel) {
      senders = all.filter { channels[$0.pool.channel].id == id }.map(\.id)
      if senders.isEmpty {
        report(
          Diagnostic(.unknownName, at: channel.span, "channel `\(id)` has no pool")
            .help("an outage is one of senders: give the channel a pool with its sender"))
      }
    }
    return Outage(
      senders: senders, from: from, until: until, because: item["because"]?.text ?? "out of order",
      place: place(item.span))
  }

  // MARK: - Whom events are about

  func among(_ item: Item?) -> [(path: FactPath, values: [String])] {
    (item?.entries ?? []).compactMap { name, value in
      guard let (path, field) = personal(name, at: value.keySpan, [.contact, .account]) else {
        return nil
      }
      var values: [String] = []
      for entry in value.items {
        guard let text = entry.text else { continue }
        values.append(text)
        if FactTexts.value(text, field.type, zone: settings.zone) == nil {
          report(
            Diagnostic(
              .wrongType, at: entry.span,
              "`\(path)` expects \(FactTexts.example(field.type)), not `\(text)`"))
        }
      }
      return (path, values)
    }
  }

  /// What changes with an event: to a value, or to `event.after`, what its attribute says.
  func changes(
    _ item: Item?, of event: EventField
  ) -> [(path: FactPath, value: ScriptedEvent.ChangedValue)] {
    var objects: [FactObject] = [.contact, .account]
    if event.name.hasPrefix("deal.") { objects.append(.deal) }
    return (item?.entries ?? []).compactMap { name, value in
      guard let (path, field) = personal(name, at: value.keySpan, objects) else { return nil }
      if let source = value.constant.flatMap(FactPath.init), source.object == .event {
        guard let attribute = event.attribute(source.name), attribute.type == field.type else {
          report(
            Diagnostic(
              .unknownFact, at: value.span,
              "`\(event.name)` has no attribute `\(source.name)` of the type of `\(path)`"
            )
            .note("its attributes are \(Self.list(event.attributes.map(\.name)))"))
          return nil
        }
        return (path, .attribute(source.name))
      }
      return attribute(path.name, value, field, label: path.description).map {
        (path, .made($0.value))
      }
    }
  }

  /// A declared or stored fact by its path: `account.stage`.
  private func personal(
    _ name: String, at span: SourceSpan, _ objects: [FactObject]
  ) -> (FactPath, FactField)? {
    guard let path = FactPath(name), objects.contains(path.object) else {
      report(
        Diagnostic(.unknownFact, at: span, "no fact is called `\(name)`")
          .help("facts are written with their object, as `account.health`"))
      return nil
    }
    guard let field = schema.field(path) else {
      if !poisonedFacts.contains(path) { report(unknownFact(path, at: span)) }
      return nil
    }
    return (path, field)
  }
}

extension Item {
  /// The text of a value that is the same for all.
  var constant: String? {
    if case .constant(let scalar)? = typed.generated { return scalar.text }
    return nil
  }
}
