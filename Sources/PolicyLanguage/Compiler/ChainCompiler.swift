// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Guards

/// Composes the guard chains of one policy's steps, in the order of DESIGN.md, section 4.
///
/// Composition only tightens: every part adds links, none removes one.
struct ChainCompiler {
  private let policy: PolicyCompiler
  private let compilation: Compilation
  private let exits: [Exit]
  private let enrol: Enrol
  /// The policy's own guards, the same for all its steps.
  private let policyLinks: [ChainLink]
  private let mandatoryLinks: [ChainLink]
  /// The limits that may look at this policy, in chain order.
  private let limitRules: [LimitRule]
  private let settingsPlace: SourcePlace

  init(_ policy: PolicyCompiler, exits: [Exit], enrol: Enrol) {
    self.policy = policy
    self.exits = exits
    self.enrol = enrol
    compilation = policy.compilation
    let compilation = policy.compilation
    settingsPlace =
      compilation.documents("parley").first.map { compilation.place($0.idSpan) }
      ?? SourcePlace(file: "policies/parley.yaml", line: 1)
    limitRules = compilation.limitRules.filter { rule in
      rule.policies?.contains(policy.id) ?? true
    }
    policyLinks = compilation.links(
      policy.root["guards"], in: policy.stepScope, stage: .policy,
      origin: "policy \(policy.id)")
    mandatoryLinks = compilation.settings.mandatory.compactMap { id in
      guard let written = compilation.library[id] else { return nil }
      guard
        var link = compilation.link(
          written, used: nil, in: policy.stepScope, stage: .person,
          origin: "settings, mandatory")
      else { return nil }
      // What no policy can leave out, none can weaken.
      link.level = .hard
      return link
    }
  }

  /// The chains of a step: one, or one a rung.
  func chains(for item: Item, stepID: String, action: StepAction?, priority: Int) -> [GuardChain] {
    let rungs = item["escalate"]?.items ?? []
    let shared = sharedLinks(item, stepID: stepID)
    // Checked once for the step, whatever its channels are.
    let channels: [(message: Item, channel: Int)]
    if let send = item["send"] {
      channels = [send].compactMap(withChannel)
    } else if !rungs.isEmpty {
      channels = rungs.compactMap(withChannel)
    } else {
      let links = system(writes: false) + shared.policy + shared.step
      // Without a message there is nothing to repeat.
      return [chain(links.filter { $0.stage <= .step })]
    }
    guard action != nil else { return [] }
    return channels.map { message, channel in
      let isRung = item["send"] == nil
      let more =
        isRung
        ? compilation.links(
          message["guards"], in: policy.stepScope, stage: .step,
          origin: "rung \(compilation.channels[channel].id) of step \(stepID)") : []
      return chain(
        opens: compilation.channels[channel].session?.after,
        system(writes: true) + person(channel) + content(channel) + shared.policy + shared.step
          + more
          + limits(channel, priority) + sender(message, channel)
          + approval(item, isRung ? message : nil, channel, stepID: stepID))
    }
  }

  private func withChannel(_ message: Item) -> (message: Item, channel: Int)? {
    guard let name = message["channel"]?.text,
      let index = compilation.channels.firstIndex(where: { $0.id == name })
    else { return nil }
    return (message, index)
  }

  /// Sorted by stage; within a stage the order in which links were added stays.
  ///
  /// - Parameter opens: What opens the channel's session; a message may let a wait go on.
  private func chain(opens: CompiledExpression? = nil, _ links: [ChainLink]) -> GuardChain {
    let ordered = links.enumerated()
      .sorted { ($0.element.stage, $0.offset) < ($1.element.stage, $1.offset) }.map(\.element)
    var dependencies: Set<Dependency> = []
    for link in ordered {
      dependencies.formUnion(link.kind.expression?.dependencies ?? [])
      dependencies.formUnion(link.applies?.dependencies ?? [])
      if case .approval(let guarded) = link.kind {
        dependencies.formUnion(guarded.rule.when?.dependencies ?? [])
        dependencies.formUnion(guarded.rule.approver?.dependencies ?? [])
      }
    }
    dependencies.formUnion(opens?.dependencies ?? [])
    for exit in exits { dependencies.formUnion(exit.when?.dependencies ?? []) }
    return GuardChain(
      links: ordered, dependencies: dependencies.sorted(by: Dependency.inOrder))
  }

  // MARK: - Built-in links

  private func builtIn(
    _ id: String, _ stage: Stage, _ kind: GuardKind, _ outcome: Outcome,
    place: SourcePlace? = nil, origin: String = "built in"
  ) -> ChainLink {
    ChainLink(
      id: id, stage: stage, kind: kind, outcome: outcome, level: .hard, applies: nil,
      because: nil, place: place ?? settingsPlace, origin: origin)
  }

  private func system(writes: Bool) -> [ChainLink] {
    var links = [
      builtIn("kill_switch", .system, .killSwitch(KillSwitch()), .wait),
      builtIn("mode", .system, .mode(ModeGuard()), .wait),
      builtIn("safe_list", .system, .safeList(SafeList()), .skip),
    ]
    // Only models spend money, and only messages ask models.
    if writes, compilation.hasModelBudget {
      links.append(builtIn("budget", .system, .budget(Budget()), .wait))
    }
    return links
  }

  private func person(_ index: Int) -> [ChainLink] {
    let channel = compilation.channels[index]
    let origin = "channel \(channel.id)"
    var links = [builtIn("suppression", .person, .suppression(Suppression()), .stop)]
    links.append(
      builtIn(
        "consent", .person, .consent(Guards.Consent(accepted: channel.consent)), .skip,
        place: channel.place, origin: origin))
    links.append(
      builtIn(
        "address", .person, .address(AddressGuard()), .skip, place: channel.place, origin: origin))
    let duties = compilation.dutyLinks(onChannel: channel.id)
    links += duties.consent
    if let hours = channel.hours {
      let calendar = compilation.calendars[hours].calendar
      links.append(
        builtIn(
          "quiet_hours", .person, .window(Window(calendar: calendar, zone: nil)), .wait,
          place: channel.place, origin: origin))
    }
    return links + duties.hours + mandatoryLinks
  }

  private func sharedLinks(_ item: Item, stepID: String) -> (
    policy: [ChainLink], step: [ChainLink]
  ) {
    let place = compilation.place(policy.idSpan)
    let origin = "policy \(policy.id)"
    var links: [ChainLink] = []
    if policy.root["pause"] != nil {
      links.append(
        builtIn("paused", .policy, .paused(Paused()), .wait, place: place, origin: origin))
    }
    if policy.root["holdout"] != nil {
      links.append(
        builtIn("holdout", .policy, .holdout(Holdout()), .stop, place: place, origin: origin))
    }
    if let group = enrol.exclusive {
      links.append(
        builtIn(
          "exclusive", .policy, .exclusive(Exclusive(group: group)), .wait, place: enrol.place,
          origin: origin))
    }
    if let first = exits.first {
      links.append(
        builtIn("exit", .policy, .exit(ExitGuard()), .stop, place: first.place, origin: origin))
    }
    if let when = enrol.when {
      links.append(
        builtIn(
          "audience", .policy, .audience(Audience(when: when)), .stop, place: when.place,
          origin: origin))
    }
    return (links + policyLinks, stepLinks(item, stepID: stepID))
  }

  private func stepLinks(_ item: Item, stepID: String) -> [ChainLink] {
    let origin = "step \(stepID)"
    var links: [ChainLink] = []
    if let condition = compilation.condition(item["only_if"], in: policy.stepScope) {
      links.append(
        builtIn(
          "only_if", .step, .requirement(Requirement(condition, mustBe: true)), .skip,
          place: condition.place, origin: origin))
    }
    links.append(
      builtIn(
        "late", .step, .late(Late()), .skip,
        place: compilation.place((item["expires"] ?? item["id"] ?? item).span), origin: origin))
    return links
      + compilation.links(item["guards"], in: policy.stepScope, stage: .step, origin: origin)
  }

  // MARK: - Limits, sender, content

  /// Every limit that looks at the message.
  private func limits(_ channel: Int, _ priority: Int) -> [ChainLink] {
    guard !compilation.channels[channel].isInternal else { return [] }
    let rules = limitRules.filter {
      $0.covers(channel: channel, priority: priority, policy: policy.id, tags: policy.tags)
    }
    return rules.map { rule in
      ChainLink(
        id: rule.id, stage: .limits, kind: .limit(LimitGuard(rule)), outcome: rule.onExceed,
        level: rule.level, applies: nil, because: nil, place: rule.place,
        origin: "limit, \(rule.scope.word)")
    }
  }

  private func sender(_ message: Item, _ channel: Int) -> [ChainLink] {
    let pools = compilation.pools.filter { $0.channel == channel }
    let word = message["pool"]?.text
    guard word != nil || !pools.isEmpty else { return [] }
    let pool = compilation.pools.first { $0.id == word } ?? (pools.count == 1 ? pools[0] : nil)
    let origin = word == "same_sender" ? "the same sender" : pool.map { "pool \($0.id)" }
    return [
      builtIn(
        "sender", .sender, .sender(SenderGuard()), .wait, place: pool?.place,
        origin: origin ?? "built in")
    ]
  }

  private func content(_ index: Int) -> [ChainLink] {
    let template = builtIn("template", .content, .template(TemplateGuard()), .hold)
    let channel = compilation.channels[index]
    let outcome: Outcome
    switch channel.session?.outside {
    case .wait: outcome = .wait
    case .skip: outcome = .skip
    case .template, nil: return [template]
    }
    let session = builtIn(
      "session", .content, .session(SessionGuard()), outcome, place: channel.place,
      origin: "channel \(channel.id)")
    return [session, template]
  }

  // MARK: - Approval

  /// One rule of the settings', the channel's, the policy's, the step's and the rung's: asked where
  /// any of them asks, answered in the shortest time, by two people if any wants two.
  private func approval(_ step: Item, _ rung: Item?, _ channelIndex: Int, stepID: String)
    -> [ChainLink]
  {
    let channel = compilation.channels[channelIndex]
    var parts: [ApprovalPart] = []
    if let rule = compilation.settings.approval {
      parts.append(
        ApprovalPart(
          rule: rule, item: compilation.settingsRoot?["approval"],
          origin: "settings", place: settingsPlace))
    }
    if channel.alwaysApproved {
      parts.append(
        ApprovalPart(
          rule: ApprovalRule(
            when: nil, approver: nil, expires: Compilation.approvalExpiry, fourEyes: false),
          item: nil, origin: "channel \(channel.id)", place: channel.place))
    } else if let rule = channel.approval {
      let document = compilation.document("channel", channel.id)
      parts.append(
        ApprovalPart(
          rule: rule, item: document?.root["approval"], origin: "channel \(channel.id)",
          place: channel.place))
    }
    let own: [(Item?, String)] = [
      (policy.root["approval"], "policy \(policy.id)"), (step["approval"], "step \(stepID)"),
      (rung?["approval"], "rung \(channel.id)"),
    ]
    for (item, origin) in own {
      guard let item, let rule = compilation.approvalRule(item, in: policy.stepScope) else {
        continue
      }
      parts.append(
        ApprovalPart(rule: rule, item: item, origin: origin, place: compilation.place(item.keySpan))
      )
    }
    guard let last = parts.last, let rule = joined(parts) else { return [] }
    return [
      builtIn(
        "approval", .approval, .approval(ApprovalGuard(rule)), .hold, place: last.place,
        origin: parts.map(\.origin).joined(separator: ", "))
    ]
  }

  private struct ApprovalPart {
    let rule: ApprovalRule
    let item: Item?
    let origin: String
    let place: SourcePlace
  }

  private func joined(_ parts: [ApprovalPart]) -> ApprovalRule? {
    guard let first = parts.first else { return nil }
    guard parts.count > 1 else { return first.rule }
    // Time to answer counts where somebody set it; the others' is what holds otherwise.
    let set = parts.filter { $0.item?["expires"] != nil }.map(\.rule.expires)
    return ApprovalRule(
      when: parts.allSatisfy { $0.rule.when != nil } ? any(of: parts) : nil,
      approver: parts.compactMap(\.rule.approver).last,
      expires: set.min() ?? Compilation.approvalExpiry,
      fourEyes: parts.contains { $0.rule.fourEyes })
  }

  /// `(a) || (b)`: unknown or wrong parts don't hide one that holds.
  private func any(of parts: [ApprovalPart]) -> CompiledExpression? {
    let items = parts.compactMap { $0.item?["when"] }
    guard let last = items.last else { return nil }
    let text = items.compactMap(\.text).map { "(\($0))" }.joined(separator: " || ")
    let source = ExpressionSource(ScalarSource(text: text, span: last.span))
    let environment = compilation.environment(for: policy.stepScope)
    guard let checked = environment.checked(text) else { return nil }
    return compilation.finish(checked, source, in: policy.stepScope)
  }
}

extension Compilation {
  /// Whether the settings give models a budget.
  var hasModelBudget: Bool { settingsRoot?["budgets"]?["models"] != nil }
}
