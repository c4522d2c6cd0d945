// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards

extension Compilation {
  /// Reads limits; channels, calendars and policies' names are known.
  func compileLimits() {
    var seen: Set<String> = []
    for document in documents("limit") where seen.insert(document.id).inserted {
      guard let rule = limit(document, index: limits.count) else {
        poison(document.id, .limit)
        continue
      }
      limits.append(Limit(rule: rule))
    }
  }

  /// All limits as chains have them: the narrowest scope first, then by id.
  var limitRules: [LimitRule] {
    if let sortedLimits, sortedLimits.count == limits.count { return sortedLimits }
    let sorted = limits.map(\.rule)
      .sorted { ($0.scope.breadth, $0.id) < ($1.scope.breadth, $1.id) }
    sortedLimits = sorted
    return sorted
  }

  private func limit(_ document: SourceDocument, index: Int) -> LimitRule? {
    let root = document.root
    guard let scope = limitScope(root), let rule = limitAmount(root) else { return nil }
    let of = root["of"]
    var tags = of?["tags"]?.texts
    if case .tag = scope { tags = nil }
    return LimitRule(
      id: document.id, index: index, scope: scope, rule: rule,
      measures: root["between"]?.text.flatMap(LimitRule.Measures.init(rawValue:)) ?? .sends,
      channels: root["over"].map { over in
        // Tasks are no channel: what `over: task` counts isn't a send.
        over.items.filter { $0.text != "task" }.compactMap { channelIndex($0) }
      },
      priorities: of?["priority"].map { $0.items.compactMap { priority($0) } }, tags: tags,
      policies: of?["policy"].map { $0.items.compactMap { resolve($0, .policy) } },
      onExceed: root["on_exceed"]?.text.flatMap(Outcome.init(rawValue:)) ?? .wait,
      level: root["level"]?.text.flatMap(EnforcementLevel.init(rawValue:)) ?? .hard,
      place: place(document.idSpan))
  }

  /// A priority class by its place in the settings' list.
  func priority(_ item: Item?) -> Int? {
    guard let item, let word = item.text else { return nil }
    if let index = settings.priorities.firstIndex(of: word) { return index }
    report(
      Diagnostic(
        .unknownName, at: item.span, "no priority class is called `\(word)`"
      )
      .note("classes are \(Self.list(settings.priorities)), the most urgent first")
      .suggesting(word, from: settings.priorities, replacing: item.span))
    return nil
  }

  private func limitScope(_ root: Item) -> LimitRule.Scope? {
    guard let item = root["scope"], let word = item.text else { return nil }
    switch word {
    case "global": return .global
    case "channel": return .channel
    case "policy": return .policy
    case "account": return .account
    case "contact": return .contact
    case "sender": return .sender
    case "tag":
      let tags = (root["of"]?["tags"] ?? root["tags"])?.texts ?? []
      guard tags.count == 1, let tag = tags.first else {
        report(
          Diagnostic(
            .missingKey, at: item.span, "a limit over a tag expects that one tag under `tags`"
          )
          .help("write `tags: [marketing]`; for several together, `scope: global` with `of`"))
        return nil
      }
      return .tag(tag)
    case _:
      return factScope(word, at: item.span)
    }
  }

  private func factScope(_ word: String, at span: SourceSpan) -> LimitRule.Scope? {
    let scopes = ["global", "channel", "tag", "policy", "account", "contact", "sender"]
    guard let path = FactPath(word), path.object == .contact || path.object == .account else {
      report(
        Diagnostic(.unknownChoice, at: span, "no scope of limits is called `\(word)`")
          .note("scopes are \(Self.list(scopes)), or a fact such as `account.industry`")
          .suggesting(word, from: scopes, replacing: span))
      return nil
    }
    guard let field = schema.field(path) else {
      if !poisonedFacts.contains(path) { report(unknownFact(path, at: span)) }
      return nil
    }
    let kind: ObjectKind = path.object == .contact ? .contact : .account
    return .fact(object: kind.rawValue, slot: field.slot, path: word)
  }

  private func limitAmount(_ root: Item) -> LimitRule.Rule? {
    if let gap = root["gap"] { return limitGap(gap) }
    if let share = root["share"]?.share {
      return .cap(.shareOfSends(share), limitPeriod(root["per"]) ?? .ever)
    }
    guard let count = root["count"] else { return nil }
    let amount: LimitRule.Amount
    if let share = count.share {
      amount = .percentOfAllowance(share)
    } else if let number = count.int {
      amount = .count(number)
    } else {
      return nil
    }
    guard let period = limitPeriod(root["per"]) else { return nil }
    return .cap(amount, period)
  }

  private func limitGap(_ item: Item) -> LimitRule.Rule? {
    guard let period = item.period else { return nil }
    let calendar = businessCalendar(for: [period], item)
    return switch period {
    case .exact(let gap): .gap(gap)
    case .calendar(let period): .periodGap(period, calendar: calendar)
    }
  }

  /// Business days are counted on the calendar called `business`, else on the only one there is.
  func businessCalendar(for periods: [Period], _ item: Item) -> Int? {
    let counts = periods.contains { period in
      if case .calendar(.businessDays) = period { true } else { false }
    }
    guard counts else { return nil }
    if let named = calendarIndex("business") {
      names.use("business", .calendar)
      return named
    }
    if calendars.count == 1 {
      names.use(calendars[0].id, .calendar)
      return 0
    }
    report(
      Diagnostic(
        .unknownName, at: item.span, "business days (`bd`) need a calendar called `business`"
      ).help("declare `calendar: business`, or count calendar days, as `3cd`"))
    return nil
  }

  /// `{rolling: 7d}`, `{calendar: day, zone}`, `{window: CALENDAR, zone}` or `ever`.
  private func limitPeriod(_ item: Item?) -> LimitRule.Period? {
    guard let item else { return nil }
    if item.text == "ever" { return .ever }
    if let width = item["rolling"]?.duration { return .rolling(width) }
    let zone = limitZone(item["zone"])
    if let calendar = item["calendar"] {
      // Other words were told when the document was read.
      let unit = calendar.text.flatMap(LimitRule.CalendarUnit.init(rawValue:))
      guard let unit else { return nil }
      return zone.map { .calendar(unit, $0) }
    }
    if let index = calendarIndex(item["window"]) {
      return zone.map { .window(calendar: index, $0) }
    }
    return nil
  }

  private func limitZone(_ item: Item?) -> LimitRule.ZoneChoice? {
    switch item?.text {
    case nil, "bundle": return .bundle
    case "contact": return .contact
    case "sender": return .sender
    case _: return zone(item).map { .fixed($0) }
    }
  }
}
