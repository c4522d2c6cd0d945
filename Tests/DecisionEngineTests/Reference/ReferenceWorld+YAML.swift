// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

extension ReferenceWorld {
  /// The world's bundle as its authors would write it, by path.
  var files: [(path: String, text: String)] {
    [
      ("policies/parley.yaml", settingsYAML),
      ("policies/world.yaml", ([sharedYAML] + limits.map(yaml)).joined(separator: "---\n")),
      ("policies/policies.yaml", policies.map(yaml).joined(separator: "---\n")),
      ("templates/hello.en.md", Self.template),
      (
        "templates/hello.sms.en.md",
        "---\ntemplate: hello\nchannel: sms\nlanguage: en\n---\nHello, shall we talk?\n"
      ),
    ]
  }

  /// Everything of the world that isn't in the bundle, a line each, for people to read.
  var people: String {
    func at(_ instant: Int) -> String { Instant(seconds: Int64(instant)).description }
    var out = "from \(at(from)) to \(at(to))\n"
    for (index, account) in accounts.enumerated() {
      let main = account.mainContact.map { contacts[$0].id } ?? "-"
      out += "account \(account.id) zone \(account.zone ?? "-") main \(main)"
      out += " segment \(account.segment ?? "-") health \(account.health.map(String.init) ?? "-")"
      out += " as of \(account.healthAsOf.map(at) ?? "-")\n"
      for contact in contacts where contact.account == index {
        out += "  contact \(contact.id) zone \(contact.zone ?? "-") country"
        out += " \(contact.country ?? "-") tier \(contact.tier) role \(contact.role ?? "-")"
        out += " created \(contact.createdAt.map(at) ?? "-") consent \(contact.consent ?? "-")"
        out += contact.hasAddress ? "\n" : " no address\n"
      }
      for deal in deals where deal.account == index {
        let contact = deal.contact.map { contacts[$0].id } ?? "-"
        out += "  deal \(deal.id) contact \(contact) amount"
        out += " \(deal.amount.map(String.init) ?? "-") row's stage \(deal.stage.rawValue)\n"
      }
    }
    for event in events {
      let subject =
        event.contact.map { contacts[$0].id } ?? event.deal.map { deals[$0].id }
        ?? event.account.map { accounts[$0].id } ?? "-"
      out += "\(at(event.at)) \(event.kind.rawValue) \(subject) level \(event.level)\n"
    }
    return out
  }

  private var settingsYAML: String {
    """
    parley: 1
    mode: live
    identity: {name: Example Studio, postal_address: 1 Example Road, \
    site: https://studio.example.com, unsubscribe: "https://studio.example.com/u/{{token}}"}
    time_zone: \(zone)
    zone_unknown: \(fallbackZone ?? "wait")
    languages: [en]
    rounds: {every: \(Self.span(roundEvery)), at_once: [\(repliesAtOnce ? "replies" : "")]}
    catch_up: 48h
    priorities: [class_0, class_1, class_2, class_3, class_4, class_5]
    mandatory: [\(mandatory.map(\.id).joined(separator: ", "))]

    """
  }

  private var sharedYAML: String {
    let hours = calendar.windows.map { window in
      let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
      let (first, last) = (window.days.lowerBound, window.days.upperBound)
      let days = first == last ? names[first - 1] : "\(names[first - 1])-\(names[last - 1])"
      let end = Self.clock(window.to % 1_440) + (window.to > 1_440 ? "+1" : "")
      return "\(days) \(Self.clock(window.from))-\(end)"
    }
    let closed = calendar.closed.map { "\(Self.two($0.month))-\(Self.two($0.day))" }
    let library = mandatory.map { "  - \(yaml($0))\n" }.joined()
    return """
      facts:
        contact: {tier: {type: int, nullable: true}, role: {type: string}}
        account: {segment: {type: enum, of: [large, small]}, health: {type: int, stale_after: 7d}}
        deal: {amount: {type: int}}
        events:
          signal.seen: {level: int}
          account.flagged: {level: int}
      ---
      channel: email
      plugin: file
      consent: [\(consentNeeded.joined(separator: ", "))]
      \(hasQuietHours ? "hours: business" : "")
      ---
      channel: sms
      plugin: file
      consent: [\(consentNeeded.joined(separator: ", "))]
      \(hasQuietHours ? "hours: business" : "")
      \(senders.isEmpty ? "" : poolYAML)
      ---
      calendar: business
      open: [\(hours.joined(separator: ", "))]
      closed: [\(closed.joined(separator: ", "))]
      \(library.isEmpty ? "" : "---\nguards:\n\(library)")
      """
  }

  private var poolYAML: String {
    let list = senders.map { sender in
      let daily = sender.daily.map { ", daily: \($0)" } ?? ""
      return "  - {id: \(sender.id), name: A, address: \(sender.id)@example.com\(daily)}\n"
    }
    return """
      ---
      pool: writers
      channel: email
      senders:
      \(list.joined())gap: \(Self.span(senderGap))
      """
  }

  private func yaml(_ limit: Limit) -> String {
    let scope =
      switch limit.scope {
      case .contact: "contact"
      case .account: "account"
      case .policy: "policy"
      case .global: "global"
      }
    let rule =
      switch limit.rule {
      case .gap(let gap, let starts):
        "gap: \(Self.span(gap))\nbetween: \(starts ? "starts" : "sends")"
      case .rolling(let count, let width):
        "count: \(count)\nper: {rolling: \(Self.span(width))}"
      case .daily(let count, let zone):
        "count: \(count)\nper: {calendar: day, zone: \(zone)}"
      }
    let of = limit.of.map {
      "\nof: {policy: [\($0.map { policies[$0].id }.joined(separator: ", "))]}"
    }
    return """
      limit: \(limit.id)
      scope: \(scope)
      \(rule)\(of ?? "")
      on_exceed: \(limit.onExceed.rawValue)
      level: \(limit.isObserved ? "observe" : "hard")

      """
  }

  private func yaml(_ policy: Policy) -> String {
    var enrol: [String] = []
    if !policy.on.isEmpty {
      enrol.append("on: [\(policy.on.map(\.rawValue).joined(separator: ", "))]")
    }
    if policy.perDeal { enrol.append("per: deal") }
    if let when = policy.when { enrol.append("when: '\(when.cel)'") }
    if let after = policy.after { enrol.append("after: \(Self.span(after))") }
    if let until = policy.until { enrol.append("until: \(Self.span(until))") }
    if let again = policy.again {
      let most = again.atMost.map { ", at_most: \($0)" } ?? ""
      enrol.append("again: {after: \(Self.span(again.after))\(most)}")
    }
    if policy.isExclusive { enrol.append("exclusive: group") }
    if !policy.includesExisting { enrol.append("existing: false") }

    var out = "policy: \(policy.id)\npriority: class_\(policy.priority)\n"
    if !ordersByHash { out += "order_by: \(policy.perDeal ? "deal.id" : "contact.id")\n" }
    out += "enrol:\n\(enrol.map { "  \($0)\n" }.joined())"
    if !policy.guards.isEmpty {
      out += "guards:\n\(policy.guards.map { "  - \(yaml($0))\n" }.joined())"
    }
    out += "steps:\n"
    for step in policy.steps {
      out += "  - id: \(step.id)\n"
      if let after = step.after { out += "    after: \(Self.span(after))\n" }
      if let expires = step.expires { out += "    expires: \(Self.span(expires))\n" }
      if let priority = step.priority { out += "    priority: class_\(priority)\n" }
      if let onlyIf = step.onlyIf { out += "    only_if: '\(onlyIf.cel)'\n" }
      if !step.guards.isEmpty {
        out += "    guards: [\(step.guards.map(yaml).joined(separator: ", "))]\n"
      }
      if let approval = step.approval {
        out += "    approval: {expires: \(Self.span(approval))}\n"
      }
      if let next = step.nextRung {
        out += "    escalate:\n      - {channel: email, template: hello}\n"
        out += "      - {channel: sms, after: \(Self.span(next)), template: hello}\n"
      } else {
        out += "    send: {channel: email, template: hello}\n"
      }
    }
    if !policy.exits.isEmpty {
      out += "exit:\n\(policy.exits.map { "  - \(yaml($0))\n" }.joined())"
    }
    if let goal = policy.goalWithin {
      out += "goal: {event: meeting.booked, within: \(Self.span(goal))}\n"
    }
    return out
  }

  private func yaml(_ exit: Exit) -> String {
    switch exit.signal {
    case .on(let kind): "{on: \(kind.rawValue), as: \(exit.name)}"
    case .when(let condition): "{when: '\(condition.cel)', as: \(exit.name)}"
    case .after(let span): "{after: \(Self.span(span)), as: \(exit.name)}"
    }
  }

  private func yaml(_ asked: Guard) -> String {
    var parts = ["id: \(asked.id)"]
    switch asked.test {
    case .require(let condition): parts.append("require: '\(condition.cel)'")
    case .forbid(let condition): parts.append("forbid: '\(condition.cel)'")
    case .window: parts.append("window: {calendar: business, zone: contact}")
    }
    parts.append("otherwise: \(asked.otherwise.rawValue)")
    if let applies = asked.applies { parts.append("applies: '\(applies.cel)'") }
    if asked.isObserved { parts.append("level: observe") }
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func span(_ seconds: Int) -> String {
    seconds % 86_400 == 0
      ? "\(seconds / 86_400)d" : seconds % 3_600 == 0 ? "\(seconds / 3_600)h" : "\(seconds / 60)m"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func clock(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }

  private static let template = """
    ---
    template: hello
    channel: email
    language: en
    subject: A word from us
    ---
    Hello, shall we talk?

    {{identity.name}}, {{identity.postal_address}} · {{unsubscribe_url}}

    """
}
