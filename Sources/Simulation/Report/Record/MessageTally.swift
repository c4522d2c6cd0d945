// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards

/// What became of a message that a guard kept back.
enum MessageFate: String, Hashable, Sendable, CaseIterable {
  /// It was sent later.
  case sent
  /// Its time ran out: the step's `expires`, the enrolment's `until`, or an approval's.
  case expired
  /// A guard skipped the step or ended the enrolment, or a person refused it.
  case dropped
  /// An exit or a reply ended the enrolment, or the step, while it waited.
  case overtaken
  /// It still waits at the end of the run.
  case waiting
}

/// What one guard cost: the messages that it stood in the way of.
///
/// A message is one step, or one rung of it, of one enrolment, that writes to a person. It is
/// counted once for each guard, however long that guard stood there.
struct GuardTax: Hashable, Sendable {
  /// The guard's id.
  var id: String
  /// Where in the chain it stands.
  var stage: Stage
  /// Messages that it stood in the way of.
  var messages: Int
  /// Those of them for which, in some decision, no other guard stood in the way: without this one
  /// they would have been sent then.
  var alone: Int
  /// What became of them, in the order of `MessageFate.allCases`; sums up to `messages`.
  var fates: [Int]
  /// Of those sent later, the median time from when the guard first stood in the way to the send.
  var medianDelay: Duration?

  /// Messages that another guard stood in the way of whenever this one did.
  var withOthers: Int { messages - alone }

  /// How many had one fate.
  subscript(fate: MessageFate) -> Int { fates[MessageTally.place(fate)] }
}

/// Follows each message from decision to decision.
struct MessageTally: Sendable {
  /// One step or rung of one enrolment.
  private struct Message: Sendable {
    var enrolment: Int
    var step: Int32
    var rung: Int32
    var chain: Int32
    var subject: Int32
    var lastAt: Int64
    var lastUntil: Int64
    /// Since when it is held, if it is.
    var heldSince: Int64
    var verdict: Verdict
    var ending: MessageFate
    /// The newest of its entries; -1 for none.
    var entry: Int32 = -1
  }

  /// A guard in the way of a message.
  private struct Entry: Sendable {
    var guardNumber: Int32
    var isAlone: Bool
    var firstAt: Int64
    var previous: Int32
  }

  private var messages: ContiguousArray<Message> = []
  private var entries: ContiguousArray<Entry> = []
  /// The current message of each enrolment; -1 for none.
  private var current: ContiguousArray<Int32> = []
  private var guards = Interned<String>()
  private var stages: [Stage] = []
  static let never = Int64.max

  /// Takes note of a decision; they come in the order of time.
  mutating func note(_ decision: Decision, chain: Int, subject: Int32) {
    guard let enrolment = decision.rows.enrolment else { return }
    let number = message(enrolment, decision, chain, subject)
    let at = decision.at.seconds
    messages[number].lastAt = at
    messages[number].lastUntil = decision.until?.seconds ?? Self.never
    if decision.verdict == .hold {
      if messages[number].verdict != .hold { messages[number].heldSince = at }
    }
    messages[number].verdict = decision.verdict
    messages[number].ending = Self.ending(decision)
    var blockers = 0
    for trace in decision.guards where trace.blocks { blockers += 1 }
    guard blockers > 0, decision.verdict != .send else { return }
    for trace in decision.guards where trace.blocks {
      let guardNumber = guards.number(of: trace.id)
      if Int(guardNumber) == stages.count { stages.append(trace.stage) }
      add(guardNumber, isAlone: blockers == 1, at: at, to: number)
    }
  }

  private mutating func message(
    _ enrolment: Int, _ decision: Decision, _ chain: Int, _ subject: Int32
  ) -> Int {
    if enrolment >= current.count {
      let wanted = max(enrolment + 1, current.count * 2)
      current.append(contentsOf: repeatElement(-1, count: wanted - current.count))
    }
    let known = Int(current[enrolment])
    let (step, rung) = (Int32(decision.rows.step), Int32(decision.rung ?? 0))
    if known >= 0, messages[known].step == step, messages[known].rung == rung { return known }
    current[enrolment] = Int32(truncatingIfNeeded: messages.count)
    messages.append(
      Message(
        enrolment: enrolment, step: step, rung: rung, chain: Int32(truncatingIfNeeded: chain),
        subject: subject, lastAt: decision.at.seconds, lastUntil: Self.never,
        heldSince: Self.never, verdict: .send, ending: .waiting))
    return messages.count - 1
  }

  private mutating func add(_ number: Int32, isAlone: Bool, at: Int64, to message: Int) {
    var entry = messages[message].entry
    while entry >= 0 {
      if entries[Int(entry)].guardNumber == number {
        if isAlone { entries[Int(entry)].isAlone = true }
        return
      }
      entry = entries[Int(entry)].previous
    }
    entries.append(
      Entry(
        guardNumber: number, isAlone: isAlone, firstAt: at, previous: messages[message].entry))
    messages[message].entry = Int32(truncatingIfNeeded: entries.count - 1)
  }

  /// What a decision makes of its message, if it is the last one.
  private static func ending(_ decision: Decision) -> MessageFate {
    switch decision.verdict {
    case .send: return .sent
    case .wait, .hold: return .waiting
    case .skip, .stop:
      switch decision.reason {
      case "expired"?, "late"?, "approval_expired"?: return .expired
      case "exit"?, "replied"?: return .overtaken
      default: return .dropped
      }
    }
  }

  static func place(_ fate: MessageFate) -> Int {
    switch fate {
    case .sent: 0
    case .expired: 1
    case .dropped: 2
    case .overtaken: 3
    case .waiting: 4
    }
  }
}

// MARK: - Results

extension MessageTally {
  /// A message that people have to approve.
  struct Held: Sendable {
    var chain: Int
    var subject: Int32
    var since: Int64
    var until: Int64
  }

  /// What every guard cost, most messages first, then by id.
  ///
  /// - Parameter isOpen: Whether an enrolment still is at a step and rung when the run ends.
  func taxes(isOpen: (Int, Int, Int) -> Bool) -> [GuardTax] {
    var taxes = guards.values.indices.map {
      GuardTax(
        id: guards.values[$0], stage: stages[$0], messages: 0, alone: 0,
        fates: [Int](repeating: 0, count: MessageFate.allCases.count))
    }
    var delays = [[Int64]](repeating: [], count: taxes.count)
    for message in messages where message.entry >= 0 {
      let fate = fate(of: message, isOpen)
      var number = message.entry
      while number >= 0 {
        let entry = entries[Int(number)]
        let guardNumber = Int(entry.guardNumber)
        taxes[guardNumber].messages += 1
        if entry.isAlone { taxes[guardNumber].alone += 1 }
        taxes[guardNumber].fates[Self.place(fate)] += 1
        if fate == .sent { delays[guardNumber].append(message.lastAt - entry.firstAt) }
        number = entry.previous
      }
    }
    for index in taxes.indices where !delays[index].isEmpty {
      delays[index].sort()
      let middle = delays[index][(delays[index].count - 1) / 2]
      taxes[index].medianDelay = .seconds(middle)
    }
    return taxes.filter { $0.messages > 0 }.sorted {
      $0.messages != $1.messages ? $0.messages > $1.messages : $0.id < $1.id
    }
  }

  private func fate(of message: Message, _ isOpen: (Int, Int, Int) -> Bool) -> MessageFate {
    guard message.ending == .waiting else { return message.ending }
    return isOpen(message.enrolment, Int(message.step), Int(message.rung)) ? .waiting : .overtaken
  }

  /// What waits for people, those that run out first before the others.
  func held(isOpen: (Int, Int, Int) -> Bool) -> [Held] {
    messages.filter {
      $0.verdict == .hold && isOpen($0.enrolment, Int($0.step), Int($0.rung))
    }.map {
      Held(chain: Int($0.chain), subject: $0.subject, since: $0.heldSince, until: $0.lastUntil)
    }.sorted {
      $0.until != $1.until ? $0.until < $1.until : ($0.since, $0.subject) < ($1.since, $1.subject)
    }
  }

  /// How many messages were ever decided about, and how many of those no guard kept back.
  var counts: (all: Int, free: Int) {
    (messages.count, messages.count { $0.entry < 0 })
  }
}
