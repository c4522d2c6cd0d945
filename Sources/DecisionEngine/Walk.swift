// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// The round's walk: what is due, in order, each once, reserving as it goes.
extension Engine {
  mutating func walk(_ moment: inout Moment, _ sink: (Decision) -> Void) {
    guard world.now >= world.decidesFrom else { return }
    var candidates = due(among: moment.touchedInOrder())
    var heads = lineHeads(&moment)
    guard !candidates.isEmpty || !heads.isEmpty else { return }
    moment.isWalking = true
    let rouses = world.index.sendsMatter || !world.index.endingLimits.isEmpty
    while !candidates.isEmpty || !heads.isEmpty {
      moment.added = []
      var rest = inWalkOrder(candidates)[...]
      while let position = takeTurn(&rest, &heads) {
        let turn = rouses ? turn(of: position) : nil
        decide(position, &moment, sink)
        emitActions(&moment, sink)
        if let turn { join(&rest, behind: turn, &moment) }
      }
      // What a skip or a step without a message brought up has its turn behind what was due.
      candidates = due(among: Set(moment.added).sorted())
    }
    moment.isWalking = false
  }

  // MARK: - Sleepers

  /// Marks a contact's waiting steps that read what was sent.
  mutating func rouse(_ contact: Int, _ moment: inout Moment) {
    guard world.index.sendsMatter else { return }
    world.forEachEnrolment(of: contact) { position in
      if isAsleep(position), chain(of: position)?.mask.sends == true {
        moment.roused.insert(position)
      }
    }
  }

  /// Marks the waiting steps that a limit, now used up, skips or stops before what they wait for.
  mutating func rouseLimited(_ sender: Int, _ draft: Draft, _ moment: inout Moment) {
    for (limit, _) in draft.scopes where world.index.endingLimits.contains(limit) {
      let rule = world.bundle.limits[limit].rule
      let usage = withContext(enrolment: sender) { $0.usage(of: rule) }
      // Of starts the sender itself isn't asked any more; each one may close a gap.
      guard !usage.isAsked || usage.used >= usage.allowed else { continue }
      let isNarrow = rule.scope == .contact || rule.scope == .account
      let contacts = isNarrow ? Set(colleagues(of: world.enrolments[sender].contact)) : []
      for position in world.enrolments.indices
      where isAsleep(position)
        && (!isNarrow || contacts.contains(world.enrolments[position].contact))
        && chain(of: position)?.limits.contains(limit) == true
      {
        moment.roused.insert(position)
      }
    }
  }

  private func isAsleep(_ position: Int) -> Bool {
    world.enrolments[position].state == .open && world.enrolments[position].dueAt <= world.now
      && world.enrolments[position].askAt > world.now
  }

  private func chain(of position: Int) -> BundleIndex.ChainIndex? {
    let (policy, step) = (world.enrolments[position].policy, world.enrolments[position].step)
    return world.index.policies[policy].steps[checked: step]?[
      checked: world.enrolments[position].rung]
  }

  /// Gives the roused their turn in this walk if it is still ahead, else in the next round.
  private mutating func join(
    _ rest: inout ArraySlice<Candidate>, behind turn: Turn, _ moment: inout Moment
  ) {
    guard !moment.roused.isEmpty else { return }
    let roused = moment.roused.filter(isAsleep)
    moment.roused = []
    var ahead: [Int] = []
    // A round that a reply opened is its contact's alone.
    let isRound = world.round(atOrAfter: world.now) == world.now
    for position in roused.sorted() {
      moment.touched.append(position)
      let isIn = isRound || moment.replied.contains(world.enrolments[position].contact)
      if isIn, turn.isBefore(self.turn(of: position)) {
        world.enrolments[position].askAt = world.now
        ahead.append(position)
      } else {
        let round = world.round(atOrAfter: world.now + 1)
        world.enrolments[position].askAt = min(world.enrolments[position].askAt, round)
      }
    }
    if !ahead.isEmpty { rest = inWalkOrder(rest.map(\.position) + ahead)[...] }
  }

  /// Where somebody stands in the walk, for comparing two of them.
  struct Turn {
    var priority: Int
    var dueAt: Second
    var policy: Int
    var order: OrderValue
    var hash: UInt64

    func isBefore(_ other: Turn) -> Bool {
      if priority != other.priority { return priority < other.priority }
      if dueAt != other.dueAt { return dueAt < other.dueAt }
      if policy == other.policy, let isBefore = OrderValue.isBefore(order, other.order) {
        return isBefore
      }
      return hash < other.hash
    }
  }

  mutating func turn(of position: Int) -> Turn {
    let (policy, step) = (world.enrolments[position].policy, world.enrolments[position].step)
    return Turn(
      priority: world.index.policies[policy].steps[step].priority,
      dueAt: world.enrolments[position].dueAt, policy: policy, order: orderValue(of: position),
      hash: tieHash(of: position))
  }

  /// What the policy's `order_by` says of an enrolment; absent without one.
  mutating func orderValue(of position: Int) -> OrderValue {
    world.bundle.policies[world.enrolments[position].policy].orderBy
      .map { orderValue($0, position) } ?? .absent
  }

  private func due(among positions: [Int]) -> [Int] {
    positions.filter { position in
      world.enrolments[position].state == .open && world.enrolments[position].askAt <= world.now
    }
  }

  /// Somebody who is due, with the hash of the place in the walk: another's, if the policy's own
  /// order gave that place away.
  struct Candidate {
    var position: Int
    var hash: UInt64
  }

  /// Where a candidate stands in the walk.
  private struct Key {
    var position: Int
    var priority: Int
    var dueAt: Second
    var policy: Int
    var hash: UInt64
  }

  /// Orders by priority of the step, due time, `order_by` within one policy, and a stable hash.
  ///
  /// `order_by` compares within one policy only, so that ties between policies stay with the hash:
  /// the places that the hash gives to a policy's candidates are filled in the policy's own order.
  mutating func inWalkOrder(_ candidates: [Int]) -> [Candidate] {
    var keys: [Key] = []
    keys.reserveCapacity(candidates.count)
    for position in candidates {
      let (policy, step) = (world.enrolments[position].policy, world.enrolments[position].step)
      keys.append(
        Key(
          position: position, priority: world.index.policies[policy].steps[step].priority,
          dueAt: world.enrolments[position].dueAt, policy: policy, hash: tieHash(of: position)))
    }
    keys.sort { a, b in
      if a.priority != b.priority { return a.priority < b.priority }
      if a.dueAt != b.dueAt { return a.dueAt < b.dueAt }
      if a.hash != b.hash { return a.hash < b.hash }
      return a.position < b.position
    }
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].priority == keys[start].priority,
        keys[end].dueAt == keys[start].dueAt
      {
        end += 1
      }
      if end - start > 1 { orderWithinPolicies(&keys, start..<end) }
      start = end
    }
    return keys.map { Candidate(position: $0.position, hash: $0.hash) }
  }

  private mutating func orderWithinPolicies(_ keys: inout [Key], _ range: Range<Int>) {
    for policy in Set(keys[range].map(\.policy)).sorted() {
      guard let orderBy = world.bundle.policies[policy].orderBy else { continue }
      let places = range.filter { keys[$0].policy == policy }
      guard places.count > 1 else { continue }
      let members = places.map { place in
        (key: keys[place], value: orderValue(orderBy, keys[place].position))
      }
      let ordered = members.enumerated().sorted { a, b in
        if let isBefore = OrderValue.isBefore(a.element.value, b.element.value) { return isBefore }
        // Places were in the order of hashes.
        return a.offset < b.offset
      }
      for (place, member) in zip(places, ordered) {
        let hash = keys[place].hash
        keys[place] = member.element.key
        keys[place].hash = hash
      }
    }
  }

  private mutating func orderValue(_ expression: CompiledExpression, _ position: Int) -> OrderValue
  {
    withContext(enrolment: position) { context in
      switch expression.program.evaluate(context) {
      case .string(let text): .text(text)
      case .int(let number): .number(Double(number))
      case .uint(let number): .number(Double(number))
      case .double(let number): .number(number)
      case .timestamp(let instant): .instant(instant)
      case .null, .bool, .bytes, .list, .map, .duration, .type, .optional, .object, .opaque,
        .network,
        .unknown, .error:
        .absent
      }
    }
  }

  mutating func tieHash(of position: Int) -> UInt64 {
    if world.enrolments[position].tieHash != 0 { return world.enrolments[position].tieHash }
    let policy = world.enrolments[position].policy
    let row = world.enrolments[position].subject
    let subject: String =
      switch world.bundle.policies[policy].enrol.subject {
      case .contact: world.facts.contactID(row).rawValue
      case .account: world.facts.accountID(row).rawValue
      case .deal: world.facts.dealID(row).rawValue
      }
    let hash = Self.tieHash(
      seed: world.seed, policy: world.bundle.policies[policy].id,
      contact: world.facts.contactID(world.enrolments[position].contact).rawValue,
      subject: subject,
      step: world.bundle.policies[policy].steps[world.enrolments[position].step].id)
    world.enrolments[position].tieHash = hash
    return hash
  }

  /// Where a step stands among those that are as urgent and as long due.
  static func tieHash(
    seed: Int64, policy: String, contact: String, subject: String, step: String
  ) -> UInt64 {
    let hash = StableHash(parts: ["parley.walk.1", String(seed), policy, contact, subject, step])
    return max(hash.leading64, 1)
  }

  // MARK: - One turn

  private mutating func decide(
    _ position: Int, _ moment: inout Moment, _ sink: (Decision) -> Void
  ) {
    guard world.enrolments[position].state == .open,
      world.enrolments[position].askAt <= world.now
    else { return }
    let (policy, step) = (world.enrolments[position].policy, world.enrolments[position].step)
    let writes = world.index.policies[policy].steps[step].writes
    moment.touched.append(position)
    counters.chains += 1
    if world.index.policies[policy].steps[step].escalates, hasReplied(position) {
      var result = ChainResult(verdict: .skip)
      result.reason = "replied"
      emit(position, result, sink)
      // A reply since the step began ends the step, not one rung.
      enterStep(position, step + 1, from: world.now, isCausedBySend: false, &moment)
      return
    }
    let depth: Depth = options.traces ? .trace : .decide
    var draft = withContext(enrolment: position) { $0.draft(depth) }
    world.enrolments[position].wasAsked = true
    lapseIfChanged(position, &draft)
    switch draft.result.verdict {
    case .send:
      guard writes else {
        perform(position, &moment, sink)
        return
      }
      emit(position, draft, sink)
      commit(position, draft, &moment)
      goOn(position, isCausedBySend: true, &moment)
    case .wait:
      let stood = world.enrolments[position].line >= 0
      if standInLine(position, draft, &moment) {
        // `until` is of when they came: who stays has no news.
        if stood, isWritten(.wait, reason(of: draft, position), position) { return }
      } else {
        world.enrolments[position].askAt = world.round(
          atOrAfter: max(draft.result.wakesAt, world.now + 1))
      }
      emit(position, draft, sink)
    case .hold:
      leaveLine(position)
      ask(position, &draft)
      emit(position, draft, sink)
      // What time skips or stops isn't kept by a question.
      world.enrolments[position].askAt = world.round(
        atOrAfter: max(draft.result.wakesAt, world.now + 1))
    case .skip:
      let isUnconsumed = reason(of: draft, position) == "safe_list" && keepsStep(position)
      emit(position, draft, sink)
      if isUnconsumed {
        leaveLine(position)
        // Not consumed: asked again when the mode or the list changes.
        world.enrolments[position].askAt = .never
      } else {
        goOn(position, isCausedBySend: false, &moment)
      }
    case .stop:
      let reason = reason(of: draft, position)
      emit(position, draft, sink)
      // An exit has a name of its own; other guards end it by theirs.
      end(position, as: reason == "exit" ? draft.result.detail ?? "exit" : reason, &moment)
    }
  }

  private func isWritten(_ verdict: Verdict, _ reason: String, _ position: Int) -> Bool {
    guard let written = world.enrolments[position].written else { return false }
    return written.verdict == verdict && written.reason == reason
  }

  private func hasReplied(_ position: Int) -> Bool {
    guard let reply = world.facts.lastReply(of: world.enrolments[position].contact) else {
      return false
    }
    return reply.seconds > world.enrolments[position].stepDueAt
  }
}

/// What `order_by` compares.
enum OrderValue {
  case text(String)
  case number(Double)
  case instant(Instant)
  case absent

  /// Whether the first comes before the second; `nil` for equal ones.
  ///
  /// Strings by bytes, numbers and timestamps by size; absent last.
  static func isBefore(_ a: OrderValue, _ b: OrderValue) -> Bool? {
    switch (a, b) {
    case (.text(let x), .text(let y)):
      x.utf8.elementsEqual(y.utf8) ? nil : x.utf8.lexicographicallyPrecedes(y.utf8)
    case (.number(let x), .number(let y)): x == y ? nil : x < y
    case (.instant(let x), .instant(let y)): x == y ? nil : x < y
    case (.absent, .absent): nil
    case (.absent, _): false
    case (_, .absent): true
    // Of several kinds, which a checked expression doesn't give: by kind.
    case (.text, _): true
    case (_, .text): false
    case (.number, _): true
    case (_, .number): false
    }
  }
}
