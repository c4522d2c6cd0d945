// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards
import MessageTemplates

extension Compilation {
  /// Reads policies, in the order of their ids; everything that they name is known.
  func compilePolicies() -> [Policy] {
    var seen: Set<String> = []
    let all = documents("policy").filter { seen.insert($0.id).inserted }
    for document in all { compileConstants(document.root["with"], policy: document.id) }
    completeEnvironments = [:]
    var policies: [Policy] = []
    for document in all {
      policies.append(PolicyCompiler(document, compilation: self).policy(index: policies.count))
    }
    return policies
  }
}

/// Reads one policy.
struct PolicyCompiler {
  let compilation: Compilation
  let id: String
  let root: Item
  let idSpan: SourceSpan
  let tags: [String]
  /// The policy's own class, for steps that name none.
  let priority: Int
  let subject: Subject
  /// The ids of its steps, in order.
  let stepIDs: [String]
  /// What `enrol.when` may read.
  let enrolScope: ExpressionScope
  /// What conditions of an open enrolment may read.
  let openScope: ExpressionScope
  /// What a step's guards may read.
  let stepScope: ExpressionScope

  init(_ document: SourceDocument, compilation: Compilation) {
    self.compilation = compilation
    id = document.id
    root = document.root
    idSpan = document.idSpan
    tags = root["tags"]?.texts ?? []
    priority =
      compilation.priority(root["priority"]) ?? compilation.settings.priorities.count - 1
    let enrol = root["enrol"]
    subject = enrol?["per"]?.text.flatMap(Subject.init(rawValue:)) ?? .contact
    stepIDs = (root["steps"]?.items ?? []).compactMap { $0["id"]?.text }
    let triggers = Self.triggers(enrol?["on"])
    var events = triggers.flatMap { compilation.eventCodes($0) }
    // A misspelt event was told: what its attributes are isn't known, so all events' are taken.
    if events.count < triggers.count { events = compilation.schema.events.map { Int($0.code) } }
    var variables = ExpressionScope.person
    if subject == .deal { variables.insert(.deal) }
    if !events.isEmpty { variables.insert(.event) }
    var scope = ExpressionScope(
      variables: variables, events: events, steps: stepIDs, policy: id,
      owner: "policy `\(id)`")
    scope.present = Self.present(events)
    enrolScope = scope
    openScope = scope.with(.enrolment, .steps)
    stepScope = openScope.with(.step, .rung, .channel)
  }

  /// The items of `enrol.on` that name events.
  static func triggers(_ on: Item?) -> [Item] { (on?.items ?? []).filter { !$0.isMap } }

  /// Whom a deal's event enrolled has that event's date.
  private static func present(_ events: [Int]) -> Set<FactPath> {
    let dates: [Int32: String] = [
      BuiltInEvent.dealOpened.rawValue: "opened_at", BuiltInEvent.dealWon.rawValue: "won_at",
      BuiltInEvent.dealLost.rawValue: "lost_at",
    ]
    guard events.count == 1, let code = events.first, let name = dates[Int32(code)] else {
      return []
    }
    return [FactPath(.deal, name)]
  }

  func policy(index: Int) -> Policy {
    let enrol = enrolment()
    let exits = exits()
    checkUnexecuted()
    let chains = ChainCompiler(self, exits: exits, enrol: enrol)
    let steps = steps(chains)
    let policy = Policy(
      id: id, index: index, title: root["title"]?.text, owner: root["owner"]?.text, tags: tags,
      priority: priority, mode: root["mode"]?.text.flatMap(Mode.init(rawValue:)),
      isActive: root["active"]?.bool ?? true, enrol: enrol,
      orderBy: compilation.expression(
        root["order_by"], in: openScope.tolerant, expecting: .sortable),
      steps: steps, exits: exits, onExit: exitActions(exits), goal: goal(),
      constants: compilation.definitions.constantValues[id] ?? [:],
      place: compilation.place(idSpan))
    return policy
  }

  // MARK: - Enrolment

  private func enrolment() -> Enrol {
    let enrol = root["enrol"]
    var trigger = Enrol.Trigger.condition
    if !enrolScope.events.isEmpty { trigger = .events(enrolScope.events) }
    let schedules =
      (enrol?["on"]?.items ?? []).filter(\.isMap) + [enrol?["each"]].compactMap { $0 }
    for schedule in schedules {
      if let every = schedule["every"], let range = every.durationRange,
        range.lowerBound != range.upperBound
      {
        trigger = .interval(range)
      } else if let cadence = compilation.cadence(schedule) {
        trigger = .cadence(cadence)
      }
    }
    return Enrol(
      trigger: trigger, subject: subject,
      when: compilation.condition(enrol?["when"], in: enrolScope),
      after: delay(enrol?["after"]), until: delay(enrol?["until"]), again: again(enrol?["again"]),
      includesExisting: enrol?["existing"]?.bool ?? true, exclusive: enrol?["exclusive"]?.text,
      place: compilation.place(enrol?.keySpan ?? idSpan))
  }

  private func again(_ item: Item?) -> Again? {
    guard let item, item.isMap else { return nil }
    return Again(after: delay(item["after"]), atMost: item["at_most"]?.int)
  }

  /// A period, or a range of periods.
  func delay(_ item: Item?) -> Delay? {
    guard let item, let (low, high) = item.periodRange else { return nil }
    let text =
      low == high ? low.description : "\(low.description)..\(high.description)"
    return Delay(
      shortest: low.length, longest: high.length,

      calendar: compilation.businessCalendar(for: [low, high], item),
      text: text)
  }

  private func goal() -> Goal? {
    guard let item = root["goal"], let event = compilation.eventCodes(item["event"]).first,
      let within = delay(item["within"])
    else { return nil }
    return Goal(event: event, within: within)
  }

  // MARK: - Exits

  private func exits() -> [Exit] {
    (root["exit"]?.items ?? []).compactMap { item in
      let events = compilation.eventCodes(item["on"])
      let scope = events.isEmpty ? openScope : openScope.with(.event).adding(events)
      let when = compilation.condition(item["when"], in: scope)
      guard let name = item["as"]?.text else { return nil }
      return Exit(
        events: events, when: when, after: delay(item["after"]), name: name,
        place: compilation.place(item["as"]?.span ?? item.span))
    }
  }

  private func exitActions(_ exits: [Exit]) -> [(exit: String, actions: [SideAction])] {
    let known = exits.map(\.name) + ["done", "expired"]
    return (root["on_exit"]?.entries ?? []).compactMap { name, value in
      guard known.contains(name) else {
        compilation.report(
          Diagnostic(
            .unknownName, at: value.keySpan, "policy `\(id)` has no exit called `\(name)`",
            label: "not an exit's `as`"
          )
          .note("its ends are \(Compilation.list(known))")
          .suggesting(name, from: known, replacing: value.keySpan))
        return nil
      }
      return (name, value.items.flatMap(sideActions))
    }
  }

  private func sideActions(_ item: Item) -> [SideAction] {
    var actions: [SideAction] = []
    // The steps are behind it: what only a step knows has no value here.
    if let notify = item["notify"], let action = notification(notify, in: openScope) {
      actions.append(.notify(channel: action.channel, text: action.text))
    }
    if let task = item["task"], let text = compilation.text(task["text"], in: openScope) {
      let to = recipient(task["to"])
      actions.append(.task(to: to.expression, name: to.name, text: text))
    }
    if let set = item["set"] { actions.append(.set(changes(set, in: openScope))) }
    return actions
  }

  /// Who gets a task: an expression such as `account.owner`, or a name as written.
  func recipient(_ item: Item?) -> (expression: CompiledExpression?, name: String?) {
    guard let item, let text = item.text else { return (nil, nil) }
    if compilation.isPersonName(text) { return (nil, text) }
    return (compilation.expression(item, in: openScope.tolerant, expecting: .text), nil)
  }

  func notification(
    _ item: Item, in scope: ExpressionScope
  ) -> (channel: Int, text: MessageText)? {
    let channel = compilation.channelIndex(item["channel"])
    let text = compilation.text(item["text"], in: scope)
    guard let channel, let text else { return nil }
    if !compilation.channels[channel].isInternal, let place = item["channel"] {
      compilation.report(
        Diagnostic(
          .wrongChannel, at: place.span,
          "`notify` writes to the team, and `\(compilation.channels[channel].id)` reaches contacts"
        )
        .help("name a channel with `internal: true`, or use `send`"))
    }
    return (channel, text)
  }

  /// Names in what is read and not executed are still checked.
  private func checkUnexecuted() {
    if let change = root["on_change"], let word = change.text, word != "pin" {
      compilation.warnUnexecuted("`on_change: \(word)` is", at: change.span)
    }
    for item in root["pause"]?.items ?? [] { _ = compilation.eventCodes(item["on"]) }
    for item in root["write_back"]?.items ?? [] { writeBack(item) }
  }

  func writeBack(_ item: Item) {
    let scope = stepScope.with(.sender)
    _ = compilation.resolve(item["to"], .connection)
    _ = compilation.text(item["note"], in: scope)
    _ = compilation.expression(item["field"]?["value"], in: scope.tolerant, expecting: .any)
    _ = compilation.expression(item["stage"], in: scope, expecting: .text)
  }
}

extension ExpressionScope {
  /// The scope with the attributes of more events.
  func adding(_ more: [Int]) -> ExpressionScope {
    var scope = self
    scope.events += more.filter { !scope.events.contains($0) }
    return scope
  }
}

extension Period {
  /// The period as delays have it.
  var length: Delay.Length {
    switch self {
    case .exact(let duration): .exact(duration)
    case .calendar(let period): .period(period)
    }
  }
}
