// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// Lines of people who wait for one sender or cap.
extension Engine {
  /// The first of a line, and its turn among all that are due.
  struct LineHead {
    var turn: Turn
    var line: Int
  }

  /// Lets somebody who lost what others wait for too stand in line.
  ///
  /// Called while the context still looks at the enrolment. Who stands in line is asked when it is
  /// their turn and there is room, and when something of their own changes.
  ///
  /// - Returns: Whether they stand in line now.
  mutating func standInLine(_ position: Int, _ draft: Draft, _ moment: inout Moment) -> Bool {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    let rung = context.world.enrolments[position].rung
    guard draft.result.link >= 0, draft.result.reason == nil, draft.result.until != .never,
      !context.world.index.policies[policy].ordersByTime,
      let last = context.world.index.policies[policy].steps[step].chains[rung].gates.last(
        for: draft.result.link)
    else {
      leaveLine(position)
      return false
    }
    let number = line(context.lineKey(lastGate: last))
    context.world.enrolments[position].keepsLine = true
    // What everybody waits for opens for nobody before.
    lines[number].opensAt = max(lines[number].opensAt, draft.result.until)
    moment.lines.append(number)
    let changesAt = draft.result.flipsAt
    context.world.enrolments[position].askAt =
      changesAt == .never
      ? .never : context.world.round(atOrAfter: max(changesAt, context.world.now + 1))
    if context.world.enrolments[position].line != number
      || context.world.enrolments[position].lineStamp == 0
    {
      context.world.enrolments[position].line = number
      takePlace(position)
    }
    return true
  }

  /// Gives up a place, if there is one.
  mutating func leaveLine(_ position: Int) {
    context.world.enrolments[position].line = -1
    context.world.enrolments[position].lineStamp = 0
  }

  private mutating func line(_ key: WaitingLine.Key) -> Int {
    if let known = lineNumbers[key] { return known }
    lines.append(WaitingLine(key))
    lineNumbers[key] = lines.count - 1
    return lines.count - 1
  }

  private mutating func takePlace(_ position: Int) {
    lineStamp &+= 1
    context.world.enrolments[position].lineStamp = lineStamp
    lines[context.world.enrolments[position].line].add(
      WaitingLine.Place(
        dueAt: context.world.enrolments[position].dueAt, order: orderValue(of: position),
        hash: tieHash(of: position), enrolment: position, stamp: lineStamp))
  }

  /// Gives those a new place for whom what `order_by` reads has changed.
  mutating func reorderLines(_ moment: inout Moment) {
    for position in moment.reordered where context.world.enrolments[position].lineStamp != 0 {
      takePlace(position)
      moment.lines.append(context.world.enrolments[position].line)
    }
    for position in moment.reordered where context.world.enrolments[position].lineStamp != 0 {
      lines[context.world.enrolments[position].line].admitFresh()
    }
  }

  // MARK: - In the walk

  /// The lines that may have room in this round, the first turn last.
  mutating func lineHeads(_ moment: inout Moment) -> [LineHead] {
    guard !moment.wokenLines.isEmpty,
      context.world.round(atOrAfter: context.world.now) == context.world.now
    else {
      return []
    }
    var heads: [LineHead] = []
    moment.wokenLines.orderDistinct()
    for number in moment.wokenLines {
      if let head = head(of: number) { insert(head, into: &heads) }
    }
    return heads
  }

  private func insert(_ head: LineHead, into heads: inout [LineHead]) {
    let place = heads.firstIndex { $0.turn.isBefore(head.turn) } ?? heads.endIndex
    heads.insert(head, at: place)
  }

  private mutating func head(of number: Int) -> LineHead? {
    guard first(of: number) != nil else { return nil }
    let (policy, step) = (lines[number].key.policy, lines[number].key.step)
    let priority = context.world.index.policies[policy].steps[step].priority
    return lines[number].turnOfFirst(priority: priority).map { LineHead(turn: $0, line: number) }
  }

  /// The first who still stands in a line.
  private mutating func first(of number: Int) -> Int? {
    while case let (position, stamp) = lines[number].first, position >= 0 {
      if context.world.enrolments[position].lineStamp == stamp,
        context.world.enrolments[position].state == .open
      {
        return position
      }
      lines[number].removeFirst()
    }
    return nil
  }

  /// Whose turn it is: of those that are due in their own right, and of lines that have room.
  mutating func takeTurn(
    _ rest: inout ArraySlice<Candidate>, _ heads: inout [LineHead]
  ) -> Int? {
    while let head = heads.last {
      dropAsked(&rest)
      if let own = rest.first {
        var turn = turn(of: own.position)
        // Between policies the places compete; within one, its own order.
        if turn.policy != head.turn.policy { turn.hash = own.hash }
        if turn.isBefore(head.turn) { break }
      }
      heads.removeLast()
      // A line without room keeps none for the rest of the walk: a walk frees nothing.
      guard let position = first(of: head.line), hasRoom(head.line, for: position) else { continue }
      lines[head.line].takeFirst()
      context.world.enrolments[position].lineStamp = 0
      context.world.enrolments[position].askAt = context.world.now
      if let next = self.head(of: head.line) { insert(next, into: &heads) }
      return position
    }
    dropAsked(&rest)
    return rest.popFirst()?.position
  }

  /// Who was woken and stood first in a line as well was asked there.
  private mutating func dropAsked(_ rest: inout ArraySlice<Candidate>) {
    while let position = rest.first?.position,
      context.world.enrolments[position].state != .open
        || context.world.enrolments[position].askAt > context.world.now
    {
      rest.removeFirst()
    }
  }

  private mutating func hasRoom(_ number: Int, for position: Int) -> Bool {
    findPlace(position)
    let keepsLine = context.world.enrolments[position].keepsLine
    context.focus(enrolment: position)
    // Whose facts have changed waits for something else by now, and is asked for what.
    let lastGate = lines[number].key.lastGate
    let isInLine = keepsLine || context.lineKey(lastGate: lastGate) == lines[number].key
    // Where it matters who may write, it is the same for the whole line.
    if keepsLine, !lines[number].key.senders.isEmpty {
      context.memo.candidates = lines[number].key.senders
    }
    lines[number].opensAt = isInLine ? context.opensAt(lastGate: lastGate) : .min
    return lines[number].opensAt <= context.world.now
  }

  /// Puts the lines that were looked at on the agenda for when they may have room next.
  mutating func scheduleLines(_ moment: inout Moment) {
    guard !moment.lines.isEmpty || !moment.wokenLines.isEmpty else { return }
    moment.lines += moment.wokenLines
    moment.lines.orderDistinct()
    for number in moment.lines {
      lines[number].admitFresh()
      guard first(of: number) != nil else {
        lines[number].wakesAt = .never
        continue
      }
      let at = context.world.round(atOrAfter: max(lines[number].opensAt, context.world.now + 1))
      guard at != lines[number].wakesAt else { continue }
      lines[number].wakesAt = at
      agenda.add(Wake(at: at, subject: .line, index: Int32(truncatingIfNeeded: number)))
    }
  }
}

extension DecisionContext {
  /// The line in which somebody stands who waits for a gate of the current step.
  func lineKey(lastGate: Int) -> WaitingLine.Key {
    let readsPlace = world.index.policies[policy].steps[step].chains[rung].gates.readPlace(
      upTo: lastGate)
    let asksSenders = world.index.policies[policy].steps[step].chains[rung].gates.askSenders(
      upTo: lastGate)
    return WaitingLine.Key(
      policy: policy, step: step, rung: rung, lastGate: lastGate, isShadow: mode == .shadow,
      hasSent: hasSent, zone: readsPlace ? world.zoneCode(of: contact) : 0,
      country: readsPlace ? world.countryCode(of: contact) : 0,
      dialled: readsPlace ? world.dialledNames(of: contact) : [],
      senders: asksSenders ? senderCandidates() : [])
  }

  /// When all gates of a line are open, as far as can be known now.
  func opensAt(lastGate: Int) -> Second {
    memo.wantsPassEnds = false
    var opensAt = Second.min
    for position in world.index.policies[policy].steps[step].chains[rung].gates.positions
    where position <= lastGate {
      if world.conditions[policy, step, rung, position].plain == .sender {
        opensAt = max(opensAt, sendersFreeAt)
      } else if case .fail(let opens, _) = ask(position) {
        opensAt = max(opensAt, opens?.roundedUpToSecond.seconds ?? .never)
      }
    }
    return opensAt
  }
}
