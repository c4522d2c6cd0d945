// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards

// Kinds that read but aren't executed yet: their names and expressions are checked all the same.
extension Compilation {
  func checkOtherKinds() {
    for document in documents("connection") { _ = document }
    for document in documents("source") {
      _ = resolve(document.root["mapping"], .mapping)
      for origin in document.root["from"]?.items ?? [] {
        _ = resolve(origin["connection"], .connection)
      }
    }
    documents("warmup").forEach(checkWarmup)
    documents("health").forEach(checkHealth)
    documents("reply").forEach(checkReply)
    documents("offer").forEach(checkOffer)
    documents("experiment").forEach(checkExperiment)
    documents("exception").forEach(checkException)
    for document in documents("personalise") {
      for item in document.root["facts"]?.items ?? [] { checkFactPath(item) }
    }
    documents("test").forEach(checkTest)
  }

  private func checkFactPath(_ item: Item) {
    guard let text = item.text else { return }
    guard let path = FactPath(text) else {
      report(
        Diagnostic(.unknownFact, at: item.span, "no fact is called `\(text)`")
          .help("facts are written with their object, as `account.health`"))
      return
    }
    if schema.field(path) == nil, schema.member(path) == nil, !poisonedFacts.contains(path) {
      report(unknownFact(path, at: item.span))
    }
  }

  // MARK: - Senders

  private func senderScope(_ owner: String) -> ExpressionScope {
    ExpressionScope(variables: [.now, .sender, .contact, .account, .channel], owner: owner)
      .tolerant
  }

  private func checkWarmup(_ document: SourceDocument) {
    let scope = senderScope("warmup `\(document.id)`")
    for stage in document.root["stages"]?.items ?? [] {
      if let amount = stage["per_day"], amount.typed.expression != nil {
        _ = expression(amount, in: scope, expecting: .number)
      }
      for allowed in stage["allows"]?.items ?? [] {
        if allowed.isMap {
          _ = condition(allowed["when"], in: scope)
        } else {
          _ = priority(allowed)
        }
      }
    }
    _ = condition(document.root["promote"]?["when"], in: scope)
    _ = condition(document.root["demote"]?["when"], in: scope)
  }

  private func checkHealth(_ document: SourceDocument) {
    _ = resolve(document.root["stop"]?["tell"], .channel)
    let events = document.root["events"]?.entries.map(\.name) ?? []
    for item in document.root["quarantine"]?["on"]?.items ?? [] {
      let name = item["event"] ?? item
      guard let word = name.text, !events.contains(word) else { continue }
      report(
        Diagnostic(.unknownName, at: name.span, "`\(document.id)` has no event `\(word)`")
          .note("its events are \(Self.list(events))")
          .suggesting(word, from: events, replacing: name.span))
    }
  }

  // MARK: - Replies and offers

  private func checkReply(_ document: SourceDocument) {
    let scope = ExpressionScope.about(.contact, owner: "reply `\(document.id)`")
      .with(.reply, .channel)
    for item in document.root["classes"]?.items ?? [] {
      for pattern in item["patterns"]?.items ?? [] { checkPattern(pattern) }
      _ = approvalRule(item["approval"], in: scope)
      checkReplyActions(item["do"], in: scope)
    }
    checkReplyActions(document.root["otherwise"], in: scope)
  }

  private func checkReplyActions(_ list: Item?, in scope: ExpressionScope) {
    let actions = list?.items ?? []
    for action in actions {
      if let answer = action["answer"] {
        if resolve(answer, .template) != nil,
          let suppress = actions.compactMap({ $0["suppress"] }).first
        {
          report(
            Diagnostic(
              .answerAfterSuppress, at: answer.span,
              "no answer goes out to somebody who is suppressed", label: "never sent"
            )
            .note("`suppress` stands at", at: suppress.keySpan)
            .help("leave one of them out; their order doesn't matter"))
        }
      }
      _ = resolve(action["hand_over"]?["channel"], .channel)
      _ = expression(action["hold_until"]?["at"], in: scope.tolerant, expecting: .any)
      for (name, value) in action["phase"]?.entries ?? [] {
        guard resolve(name, .phases, at: value.keySpan) != nil,
          let machine = machines.first(where: { $0.id == name }), let state = value.text,
          !machine.states.contains(where: { $0.id == state })
        else { continue }
        let states = machine.states.map(\.id)
        report(
          Diagnostic(.unknownName, at: value.span, "`\(name)` has no phase `\(state)`")
            .note("its phases are \(Self.list(states))")
            .suggesting(state, from: states, replacing: value.span))
      }
      _ = text(action["task"]?["text"], in: scope)
      _ = person(action["task"]?["to"], in: scope)
      _ = text(action["notify"]?["text"], in: scope)
      _ = resolve(action["notify"]?["channel"], .channel)
    }
  }

  private func checkOffer(_ document: SourceDocument) {
    let scope = ExpressionScope.about(.contact, owner: "offer `\(document.id)`")
    let senders = pools.flatMap { $0.senders.map(\.id) }
    for item in (document.root["signals"]?.items ?? [])
      + (document.root["disqualifiers"]?.items ?? [])
    {
      if item.isMap {
        for pattern in item["patterns"]?.items ?? [] { checkPattern(pattern) }
      } else {
        _ = condition(item, in: scope)
      }
    }
    for item in (document.root["ready"]?.items ?? []) + (document.root["not_ready"]?.items ?? []) {
      _ = condition(item["when"], in: scope)
      for pattern in item["patterns"]?.items ?? [] { checkPattern(pattern) }
    }
    for item in document.root["senders"]?.items ?? [] {
      guard let id = item["id"], let name = id.text, !senders.contains(name) else { continue }
      report(
        Diagnostic(.unknownName, at: id.span, "no sender is called `\(name)`")
          .note("senders are \(Self.list(senders))")
          .suggesting(name, from: senders, replacing: id.span))
    }
  }

  // MARK: - Experiments, exceptions, tests

  private func checkStep(_ item: Item?, of policy: String?) {
    guard let item, let name = item.text, let policy else { return }
    let steps = stepIDs(of: policy)
    guard !steps.contains(name) else { return }
    report(
      Diagnostic(.unknownName, at: item.span, "policy `\(policy)` has no step `\(name)`")
        .note("its steps are \(Self.list(steps))")
        .suggesting(name, from: steps, replacing: item.span))
  }

  private func checkExperiment(_ document: SourceDocument) {
    let policy = resolve(document.root["policy"], .policy)
    checkStep(document.root["step"], of: policy)
    _ = resolve(document.root["metric"], .event)
  }

  private func checkException(_ document: SourceDocument) {
    let scope = ExpressionScope.about(.deal, owner: "exception `\(document.id)`")
    _ = condition(document.root["for"], in: scope)
    guard let item = document.root["guard"], let name = item.text else { return }
    let authored = documents("policy").flatMap { policy in
      (policy.root["guards"]?.items ?? [])
        + (policy.root["steps"]?.items ?? []).flatMap { $0["guards"]?.items ?? [] }
    }.compactMap { $0["id"]?.text }
    let known = names.all(.limit) + names.all(.guards) + authored
    guard !known.contains(name) else { return }
    report(
      Diagnostic(.unknownName, at: item.span, "no guard and no limit is called `\(name)`")
        .suggesting(name, from: known, replacing: item.span))
  }

  private func checkTest(_ document: SourceDocument) {
    let policy = document.root["test"].flatMap { resolve($0, .policy) }
    for item in document.root["cases"]?.items ?? [] {
      let expect = item["expect"]
      checkStep(expect?["step"], of: policy)
      _ = resolve(expect?["channel"], .channel)
      for fact in expect?["missing"]?.items ?? [] { checkFactPath(fact) }
    }
  }
}
