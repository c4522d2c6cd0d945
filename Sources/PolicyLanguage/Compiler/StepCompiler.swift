// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts
import Guards
import MessageTemplates

extension PolicyCompiler {
  /// Reads the steps in order, each with its chains.
  func steps(_ chains: ChainCompiler) -> [Step] {
    let items = (root["steps"]?.items ?? []).filter { $0["id"] != nil }
    var steps: [Step] = []
    for (index, item) in items.enumerated() {
      let stepID = item["id"]?.text ?? ""
      let priority = compilation.priority(item["priority"]) ?? self.priority
      let action = action(item, index: index)
      // What a step reads is checked even if its action has errors.
      let made = chains.chains(for: item, stepID: stepID, action: action, priority: priority)
      guard let action else { continue }
      steps.append(
        Step(
          id: stepID, index: steps.count, after: delay(item["after"]),
          expires: delay(item["expires"]), priority: priority, action: action, chains: made,
          place: compilation.place(item["id"]?.span ?? item.span)))
    }
    checkTemplates(items)
    return steps
  }

  private func action(_ item: Item, index: Int) -> StepAction? {
    if let send = item["send"] { return self.send(send, at: index).map { .send($0) } }
    if let escalate = item["escalate"] {
      let rungs = escalate.items.map { rung in
        self.send(rung, at: index).map { Rung(send: $0, after: delay(rung["after"])) }
      }
      let known = rungs.compactMap { $0 }
      checkRanks(known, escalate.items)
      return known.count == rungs.count ? .escalate(known) : nil
    }
    if let notify = item["notify"] {
      return notification(notify, in: stepScope).map { .notify(channel: $0.channel, text: $0.text) }
    }
    if let task = item["task"] {
      let to = recipient(task["to"])
      guard let text = compilation.text(task["text"], in: stepScope) else { return nil }
      return .task(to: to.expression, name: to.name, text: text)
    }
    if let set = item["set"] { return .set(changes(set, in: stepScope)) }
    if let wait = item["wait_for"] { return waitFor(wait, at: index) }
    if let branch = item["branch"] { return self.branch(branch, at: index) }
    if let call = item["call"] {
      writeBack(call)
      guard let to = call["to"]?.text else { return nil }
      return .call(to: to, note: compilation.text(call["note"], in: stepScope.with(.sender)))
    }
    return nil
  }

  // MARK: - Messages

  private func send(_ item: Item, at index: Int) -> Send? {
    let channel = compilation.channelIndex(item["channel"])
    let template = compilation.resolve(item["template"], .template)
    _ = compilation.resolve(item["personalise"], .personalise)
    var thread: Int?
    if let item = item["thread"], let name = item.text {
      thread = earlierStep(name, before: index, at: item.span)
    }
    guard let channel, let place = item["channel"] else { return nil }
    checkReaches(channel, at: place.span)
    let pool = pool(item, channel: channel)
    guard let template, let pool else { return nil }
    return Send(channel: channel, template: template, pool: pool, thread: thread)
  }

  /// Channels of an escalation are taken in the order that is written; `rank` says which was meant.
  private func checkRanks(_ rungs: [Rung], _ items: [Item]) {
    guard rungs.count == items.count else { return }
    let channels = rungs.map { compilation.channels[$0.send.channel] }
    for index in channels.indices.dropFirst() {
      let (before, own) = (channels[index - 1], channels[index])
      guard own.rank > 0, own.rank < before.rank else { continue }
      compilation.report(
        Diagnostic(
          .rankOrder, at: items[index]["channel"]?.span ?? items[index].span,
          "`\(own.id)` has rank \(own.rank), and comes after `\(before.id)` with rank \(before.rank)"
        )
        .note("the rank is said in", at: compilation.names.place(of: own.id, .channel))
        .help("exchange them, or change the ranks"))
    }
  }

  private func checkReaches(_ index: Int, at span: SourceSpan) {
    let channel = compilation.channels[index]
    if channel.isInternal {
      compilation.report(
        Diagnostic(
          .wrongChannel, at: span, "`\(channel.id)` is the team's own; it never reaches a contact"
        )
        .note("it is internal by", at: compilation.names.place(of: channel.id, .channel))
        .help("use `notify` to tell the team"))
    } else if !channel.initiates {
      compilation.report(
        Diagnostic(
          .wrongChannel, at: span, "`\(channel.id)` only answers; no step may begin with it"
        )
        .note(
          "`initiates: false` is said in", at: compilation.names.place(of: channel.id, .channel)))
    }
  }

  /// The named pool, `same_sender`, or the channel's only one.
  private func pool(_ item: Item, channel: Int) -> PoolChoice? {
    let own = compilation.pools.filter { $0.channel == channel }
    let name = compilation.channels[channel].id
    guard let written = item["pool"], let word = written.text else {
      if own.isEmpty { return PoolChoice.none }
      if own.count == 1 {
        compilation.names.use(own[0].id, .pool)
        return .pool(own[0].index)
      }
      compilation.report(
        Diagnostic(
          .missingKey, at: item["channel"]?.span ?? item.span,
          "channel `\(name)` has several pools; say which one writes"
        )
        .note("they are \(Compilation.list(own.map(\.id)))")
        .help("add `pool: \(own[0].id)`"))
      return nil
    }
    if word == "same_sender" { return .sameSender }
    guard let id = compilation.resolve(written, .pool), let index = compilation.poolIndex(id) else {
      return nil
    }
    let pool = compilation.pools[index]
    if pool.channel != channel, pool.channel >= 0 {
      compilation.report(
        Diagnostic(
          .wrongChannel, at: written.span,
          "pool `\(id)` writes by `\(compilation.channels[pool.channel].id)`, not by `\(name)`"
        ).note("`\(id)` is declared in", at: compilation.names.place(of: id, .pool)))
      return nil
    }
    return .pool(index)
  }

  // MARK: - Other actions

  /// The facts that a step or an exit sets.
  func changes(
    _ item: Item, in scope: ExpressionScope
  ) -> [(object: Int32, slot: Int, value: CompiledExpression)] {
    var changes: [(object: Int32, slot: Int, value: CompiledExpression)] = []
    for (name, value) in item.entries {
      guard let path = FactPath(name), path.object != .event, path.object != .sender,
        let kind = ObjectKind.allCases.first(where: { $0.factObject == path.object })
      else {
        compilation.report(
          Diagnostic(.unknownFact, at: value.keySpan, "`\(name)` is no fact that can be set")
            .help("name a fact of a contact, account or deal, as `contact.engagement`"))
        continue
      }
      if path.object == .deal, subject != .deal {
        compilation.report(
          Diagnostic(
            .notHere, at: value.keySpan, "`deal` isn't known in policy `\(id)`"
          ).help("`per: deal` under `enrol` gives a policy its deal"))
        continue
      }
      guard let field = compilation.schema.field(path), !field.isBuiltIn else {
        if compilation.schema.member(path) != nil {
          compilation.report(
            Diagnostic(.builtInName, at: value.keySpan, "`\(name)` is built in; no step sets it"))
        } else if !compilation.poisonedFacts.contains(path) {
          compilation.report(compilation.unknownFact(path, at: value.keySpan))
        }
        continue
      }
      if let expression = compilation.expression(
        value, in: scope.tolerant, expecting: .fact(field.type))
      {
        changes.append((kind.rawValue, field.slot, expression))
      }
    }
    return changes
  }

  private func waitFor(_ item: Item, at index: Int) -> StepAction? {
    let events = compilation.eventCodes(item["on"])
    let scope = events.isEmpty ? stepScope : stepScope.with(.event).adding(events)
    var otherwise = WaitElse.proceed
    if let goto = item["else"]?["goto"], let name = goto.text {
      guard let step = laterStep(name, after: index, at: goto.span) else { return nil }
      otherwise = .goto(step)
    } else if item["else"]?.text == "end" {
      otherwise = .end
    }
    return .waitFor(
      events: events, when: compilation.condition(item["when"], in: scope),
      atMost: delay(item["at_most"]), orElse: otherwise)
  }

  private func branch(_ item: Item, at index: Int) -> StepAction? {
    var rows: [(when: CompiledExpression?, goto: Int)] = []
    for row in item.items {
      let when = compilation.condition(row["when"], in: stepScope)
      guard let goto = row["goto"], let name = goto.text,
        let step = laterStep(name, after: index, at: goto.span)
      else { continue }
      if let last = rows.last, last.when == nil {
        compilation.report(
          Diagnostic(
            .unreachable, at: row.span, "this row is never reached: the one before always holds"))
      }
      rows.append((when, step))
    }
    return .branch(rows)
  }

  // MARK: - Steps by name

  /// A step that lies ahead, by its index.
  private func laterStep(_ name: String, after index: Int, at span: SourceSpan) -> Int? {
    guard let target = step(name, at: span) else { return nil }
    guard target > index else {
      compilation.report(
        Diagnostic(
          .wrongOrder, at: span,
          target == index ? "step `\(name)` leads to itself" : "step `\(name)` lies behind",
          label: "only steps ahead"
        ).help("an enrolment goes through its steps once; `again` enrols anew"))
      return nil
    }
    return target
  }

  private func earlierStep(_ name: String, before index: Int, at span: SourceSpan) -> Int? {
    guard let target = step(name, at: span) else { return nil }
    guard target < index else {
      compilation.report(
        Diagnostic(
          .wrongOrder, at: span, "`thread` continues the conversation of an earlier step",
          label: target == index ? "this step itself" : "comes later"))
      return nil
    }
    return target
  }

  private func step(_ name: String, at span: SourceSpan) -> Int? {
    if let index = stepIDs.firstIndex(of: name) { return index }
    compilation.report(
      Diagnostic(
        .unknownName, at: span, "policy `\(id)` has no step `\(name)`",
        label: "not one of its steps"
      )
      .note("its steps are \(Compilation.list(stepIDs))")
      .suggesting(name, from: stepIDs, replacing: span))
    return nil
  }

  // MARK: - Templates

  /// Checks the texts that the steps send, with what this policy knows.
  private func checkTemplates(_ items: [Item]) {
    var hasSent = false
    for item in items {
      let messages = item["send"].map { [$0] } ?? item["escalate"]?.items ?? []
      for message in messages {
        guard let name = message["template"]?.text, let place = message["template"],
          compilation.names.contains(name, .template),
          let channel = message["channel"]?.text.flatMap(compilation.channel)
        else { continue }
        let hasPool = compilation.pools.contains { $0.channel == channel.index }
        compilation.check(
          TemplateUse(
            name: name, channel: channel, span: place.span, scope: stepScope,
            hasConstants: compilation.definitions.constants[id] != nil,
            isFirstTouch: !hasSent, hasSender: hasPool))
      }
      if item["send"] != nil || item["escalate"] != nil { hasSent = true }
    }
  }
}
