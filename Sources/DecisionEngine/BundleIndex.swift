// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import MessageTemplates
internal import PolicyLanguage

/// What the engine looks up in a bundle again and again, found once.
struct BundleIndex: Sendable {
  /// What must be known of one chain.
  struct ChainIndex: Sendable {
    /// The limits that a send of it is counted by.
    var limits: [Int] = []
    /// What its guards read.
    var mask = DependencyMask()
    /// The variants of its template for its channel.
    var variants: [Int] = []
    /// Position of the channel; `nil` for steps without one.
    var channel: Int?
    /// Whose senders write; nobody in particular on the team's own channels.
    var pool = PoolChoice.none
    /// The step whose conversation it continues.
    var thread: Int?
    /// The limits of single senders that can stand in the way.
    var senderLimits: [Int] = []
    /// What people wait for in line.
    var gates = ChainGates()
    /// The guards that read a person's facts alone, whatever the time: a bit for each of the first
    /// 64.
    var settling: UInt64 = 0
    /// The guards that, where they don't apply, don't until something changes for the person.
    var leaving: UInt64 = 0
    /// The position of the audience's guard where time alone ends it, at an instant that can be
    /// solved; -1 for none.
    var timedAudience = -1
  }

  /// What must be known of one step, so that nobody copies it to ask.
  struct StepIndex: Sendable {
    var chains: [ChainIndex]
    var priority: Int
    var escalates: Bool
    /// True if it writes to a contact.
    var writes: Bool

    var count: Int { chains.count }

    subscript(checked rung: Int) -> ChainIndex? { chains[checked: rung] }
  }

  /// What must be known of one policy.
  struct PolicyIndex: Sendable {
    var steps: [StepIndex] = []
    /// What `enrol.when` reads.
    var audience = DependencyMask()
    /// What the conditions of its exits read.
    var exits = DependencyMask()
    var exitEvents: Set<Int> = []
    var hasExitConditions = false
    /// What `order_by` reads.
    var order = DependencyMask()
    var isOrdered = false
    /// What `steps` is in its expressions.
    var sentSteps = Value.null
    /// True if time alone changes who comes first.
    var ordersByTime = false
    /// Position of its exclusivity group among all groups.
    var group: Int?
  }

  let policies: [PolicyIndex]
  /// What decisions say alike, by policy, step and rung.
  let words: [[[DecisionWords]]]
  /// Slots of facts that the engine itself reads; 0, the id's, where a schema has none.
  let contactZone, contactCountry, contactLanguage, accountZone: Int
  /// By event code, the policies that enrol on it.
  let enrolling: [[Int]]
  /// The policies that enrol whoever comes to satisfy a condition.
  let conditional: [Int]
  /// What any phase machine's conditions read.
  let machines: [DependencyMask]
  /// The number of each channel of the bundle in the fact store; -1 before it was met.
  let channelIDs: [ChannelID]
  /// By score and part, the patterns that are looked for in messages.
  let patterns: [[[EvidencePattern]]]
  /// Limits that are a share of all sends.
  let shareLimits: [Int]
  /// Limits that end a step or an enrolment when they are exceeded.
  let endingLimits: Set<Int>
  /// All senders in order, with their pool.
  let senders: [(pool: Int, sender: Sender)]
  /// What a computed member of an object is, by slot less `MemberSlots.computed`.
  private let computed: [[MemberSource]]
  /// For each event code, the attribute that stands under each field of `event`; -1 for none.
  let attributeSlots: [[Int]]
  let eventSlots: EventSlots
  /// True if anything reads or waits for the engine's own events.
  let usesOwnEvents: Bool
  /// True if anything reads what was sent: then what a send causes is looked at a second later.
  let sendsMatter: Bool

  init(_ bundle: Bundle) {
    let scores = bundle.scores
    let groups = Set(bundle.policies.compactMap(\.enrol.exclusive)).sorted()
    policies = bundle.policies.map { Self.policy($0, groups, bundle) }
    words = DecisionWords.all(of: bundle)
    func slot(_ object: FactObject, _ name: String) -> Int {
      bundle.schema.field(FactPath(object, name))?.slot ?? 0
    }
    contactZone = slot(.contact, "zone")
    contactCountry = slot(.contact, "country")
    contactLanguage = slot(.contact, "language")
    accountZone = slot(.account, "zone")
    var enrolling = [[Int]](repeating: [], count: bundle.schema.events.count)
    var conditional: [Int] = []
    for policy in bundle.policies {
      switch policy.enrol.trigger {
      case .events(let codes):
        for code in Set(codes).sorted() where enrolling.indices.contains(code) {
          enrolling[code].append(policy.index)
        }
      case .condition: conditional.append(policy.index)
      case .cadence, .interval: break
      }
    }
    self.enrolling = enrolling
    self.conditional = conditional
    machines = bundle.machines.map { machine in
      var mask = DependencyMask()
      for transition in machine.states.flatMap(\.next) {
        if let when = transition.when { mask.add(when, scores: scores) }
        mask.add(transition.events.map { .events(code: $0) })
      }
      return mask
    }
    patterns = scores.map { score in
      score.parts.map { part in
        switch part.value {
        case .expression: []
        case .patterns(let texts): texts.map { EvidencePattern($0) }
        }
      }
    }
    channelIDs = bundle.channels.map { ChannelID($0.id) }
    shareLimits = bundle.limits.indices.filter { bundle.limits[$0].rule.mustBePolled }
    endingLimits = Set(
      bundle.limits.indices.filter { index in
        let rule = bundle.limits[index].rule
        switch rule.onExceed {
        case .skip, .stop: return rule.level != .observe
        case .wait, .hold: return false
        }
      })
    senders = bundle.pools.flatMap { pool in pool.senders.map { (pool.index, $0) } }
      .sorted { $0.sender.index < $1.sender.index }
    computed = FactObject.allCases.map { bundle.schema.members(of: $0).map(\.source) }
    let slots = EventSlots(bundle.schema)
    eventSlots = slots
    attributeSlots = bundle.schema.events.map { event in
      slots.names.map { event.attribute($0)?.slot ?? -1 }
    }
    let indexes = policies
    let readers = indexes.flatMap { [$0.audience, $0.exits] } + machines
    let stepReaders = indexes.flatMap { $0.steps.flatMap { $0.chains.map(\.mask) } }
    let own: [BuiltInEvent] = [.enrolmentStarted, .stepSent, .enrolmentEnded]
    usesOwnEvents = own.contains { event in
      let code = Int(event.rawValue)
      return !enrolling[code].isEmpty || indexes.contains { $0.exitEvents.contains(code) }
        || bundle.policies.contains { $0.awaits(code) }
        || (readers + stepReaders).contains { $0.names(event: code) }
    }
    sendsMatter = (readers + stepReaders).contains { $0.sends }
  }

  /// Where the value of a computed member comes from; `nil` if there is none at that position.
  func source(ofComputed position: Int, of object: FactObject) -> MemberSource? {
    let place =
      switch object {
      case .contact: 0
      case .account: 1
      case .deal: 2
      case .event: 3
      case .sender: 4
      }
    return computed[place][checked: position]
  }

  private static func policy(
    _ policy: Policy, _ groups: [String], _ bundle: Bundle
  ) -> PolicyIndex {
    var index = PolicyIndex()
    if let when = policy.enrol.when {
      index.audience = DependencyMask([when], scores: bundle.scores)
    }
    if let orderBy = policy.orderBy {
      index.order = DependencyMask([orderBy], scores: bundle.scores)
      index.isOrdered = true
      index.ordersByTime = orderBy.dependsOnTime || orderBy.readsScoreOfTime(bundle.scores)
    }
    let conditions = policy.exits.compactMap(\.when)
    index.exits = DependencyMask(conditions, scores: bundle.scores)
    index.exitEvents = Set(policy.exits.flatMap(\.events))
    index.hasExitConditions = !conditions.isEmpty
    index.group = policy.enrol.exclusive.flatMap { groups.firstIndex(of: $0) }
    let sentSteps = policy.steps.map { step in
      (
        key: Value.string(step.id),
        value: Value.object(
          ObjectReference(
            type: ObjectKind.sentStep.rawValue, row: Int32(truncatingIfNeeded: step.index)))
      )
    }
    if let map = try? MapValue(sentSteps) { index.sentSteps = .map(map) }
    index.steps = policy.steps.map { step in
      StepIndex(
        chains: step.chains.indices.map { chain(step, rung: $0, policy, bundle) },
        priority: step.priority, escalates: step.escalates, writes: step.action.writes)
    }
    return index
  }

  private static func chain(
    _ step: Step, rung: Int, _ policy: Policy, _ bundle: Bundle
  ) -> ChainIndex {
    var index = ChainIndex()
    let chain = step.chains[rung]
    index.mask.add(chain.dependencies)
    for link in chain.links {
      if let expression = link.kind.expression { index.mask.add(expression, scores: bundle.scores) }
      if let applies = link.applies { index.mask.add(applies, scores: bundle.scores) }
    }
    if case .waitFor(_, let when?, _, _) = step.action {
      index.mask.add(when, scores: bundle.scores)
    }
    index.channel = step.channel(rung: rung)
    for (position, link) in chain.links.enumerated().prefix(64) where link.settles(bundle.scores) {
      index.settling |= 1 << UInt64(position)
    }
    for (position, link) in chain.links.enumerated().prefix(64) where link.leaves(bundle.scores) {
      index.leaving |= 1 << UInt64(position)
    }
    index.timedAudience = chain.links.firstIndex { $0.isTimedAudience } ?? -1
    guard let send = step.send(rung: rung) else { return index }
    index.gates = ChainGates(chain)
    let channel = bundle.channels[send.channel]
    index.thread = send.thread
    guard !channel.isInternal else { return index }
    index.pool = send.pool
    index.limits = bundle.limits.indices.filter {
      bundle.limits[$0].rule.covers(
        channel: send.channel, priority: step.priority, policy: policy.id, tags: policy.tags)
    }
    index.senderLimits = index.limits.filter { limit in
      guard case .sender = bundle.limits[limit].rule.scope else { return false }
      return bundle.limits[limit].rule.level != .observe
    }
    index.variants = bundle.templates.variants.indices.filter {
      let id = bundle.templates.variants[$0].id
      return id.name == send.template && id.channel == channel.id
    }
    return index
  }
}

extension ChainLink {
  /// Whether it asks the audience's condition, and says until when it holds.
  fileprivate var isTimedAudience: Bool {
    guard case .audience(let audience) = kind, outcome != .wait, applies == nil else {
      return false
    }
    return audience.when.dependsOnTime && !audience.when.mustBePolled
      && !audience.when.looksIntoLists
  }

  /// Whether hours that don't apply go on so until something changes for the person.
  fileprivate func leaves(_ scores: [Score]) -> Bool {
    guard case .window = kind, let applies else { return false }
    return !applies.dependsOnTime && !applies.readsScoreOfTime(scores)
  }

  /// Whether its passing stays as it is until something changes for the person.
  fileprivate func settles(_ scores: [Score]) -> Bool {
    if let applies, applies.dependsOnTime || applies.readsScoreOfTime(scores) { return false }
    switch kind {
    case .suppression, .address: return true
    // A consent that ends says so where its end would skip or stop.
    case .consent, .duty: return outcome != .wait
    case .audience, .requirement:
      guard let condition = kind.expression else { return false }
      return !condition.dependsOnTime && !condition.readsScoreOfTime(scores)
    case .killSwitch, .mode, .safeList, .budget, .window, .paused, .holdout, .exclusive,
      .exit, .late, .limit, .sender, .session, .template, .notDuplicate, .domainAuthenticated,
      .freshness, .approval:
      return false
    }
  }
}

extension CompiledExpression {
  /// Whether it reads a score that time alone may change: a score hides what it reads.
  fileprivate func readsScoreOfTime(_ scores: [Score]) -> Bool {
    scores.contains { score in
      guard leaves.contains(where: { $0.path == "scores.\(score.id)" }) else { return false }
      let parts = score.parts.contains { part in
        switch part.value {
        case .expression(let expression): expression.dependsOnTime
        case .patterns: score.evidenceWithin != nil
        }
      }
      return parts || score.bonuses.contains { $0.when.dependsOnTime }
    }
  }
}

extension Policy {
  /// Whether a step or the goal waits for an event.
  fileprivate func awaits(_ code: Int) -> Bool {
    if goal?.event == code { return true }
    return steps.contains { step in
      if case .waitFor(let events, _, _, _) = step.action { events.contains(code) } else { false }
    }
  }
}

extension Step {
  /// The message of a step that writes, of one rung where it escalates.
  func send(rung: Int) -> Send? {
    switch action {
    case .send(let send): send
    case .escalate(let rungs): rungs.indices.contains(rung) ? rungs[rung].send : nil
    case .notify, .task, .set, .waitFor, .branch, .call: nil
    }
  }

  /// The channel of a step, of one rung where it escalates.
  func channel(rung: Int) -> Int? {
    if case .notify(let channel, _) = action { return channel }
    return send(rung: rung)?.channel
  }

  /// How many rungs it has; 1 for anything but an escalation.
  var rungCount: Int {
    if case .escalate(let rungs) = action { rungs.count } else { 1 }
  }

  /// True for an escalation.
  var escalates: Bool {
    if case .escalate = action { true } else { false }
  }
}
