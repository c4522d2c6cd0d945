// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// What a page shows beyond the summary, gathered while a run goes on.
///
/// Made only where somebody asks for a page: a run without one does nothing of this.
struct RunRecord: Sendable {
  /// What became of the messages of one chain.
  struct Outcome: Sendable {
    var sent = 0
    /// Messages that were the last one before a reply, an opt-out, a hard bounce, a complaint.
    var replied = 0
    var optedOut = 0
    var bounced = 0
  }

  /// How one limit was used on one day.
  struct LimitDay: Sendable {
    /// Decisions that it was the reason of.
    var blocked = 0
    /// The fullest it was for anybody, in thousandths of what it allows.
    var fullness = 0
  }

  private(set) var chains: ChainTable
  private(set) var table: DecisionTable
  private(set) var messages = MessageTally()
  private(set) var outcomes: [Outcome]
  /// Sends by weekday from Monday and by hour, on the recipients' clocks.
  private(set) var hours = [Int](repeating: 0, count: 7 * 24)
  /// By day, one row a limit.
  private(set) var limitDays: [[LimitDay]]
  /// What people did, by the code of the event; one number a day.
  private(set) var events: [Int32: [Int]] = [:]
  /// Decisions that miss a fact, by the fact.
  private(set) var missing: [String: Int] = [:]
  /// People who were written to.
  private(set) var written = Bitset()
  private let limitByID: [String: Int]
  private let caps: [Bool]
  private var days: DayCounter
  private let from: Instant
  /// The chain of the last message to each person, not yet answered; -1 for none.
  private var lastMessage: ContiguousArray<Int32> = []

  /// - Parameter limit: How many decisions are kept with their traces at most.
  init(bundle: Bundle, from: Instant, to: Instant, limit: Int = 100_000) {
    chains = ChainTable(bundle: bundle)
    table = DecisionTable(limit: limit)
    outcomes = chains.chains.map { _ in Outcome() }
    let days = DayCounter(from: from, to: to, zone: bundle.settings.zone)
    self.days = days
    limitDays = bundle.limits.map { _ in
      [LimitDay](repeating: LimitDay(), count: days.count)
    }
    limitByID = Dictionary(
      bundle.limits.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    caps = bundle.limits.map {
      switch $0.rule.rule {
      case .cap(.count, _), .cap(.percentOfAllowance, _): true
      case .cap(.shareOfSends, _), .gap, .periodGap: false
      }
    }
    self.from = from
  }

  /// Takes note of a decision; they come in the order of time.
  ///
  /// - Parameter zone: Where the person lives.
  mutating func note(_ decision: Decision, zone: Zone) {
    let chain = chains.number(of: decision)
    chains.learn(chain, from: decision)
    let subject = table.subject(of: decision)
    if chains.chains[chain].writes {
      messages.note(decision, chain: chain, subject: subject)
    }
    table.add(decision, chain: chain, subject: subject)
    for fact in decision.missing { missing[fact, default: 0] += 1 }
    noteLimits(of: decision)
    guard decision.verdict == .send, decision.isOutward else { return }
    outcomes[chain].sent += 1
    let contact = decision.rows.contact
    written.insert(contact)
    if contact >= lastMessage.count {
      let wanted = max(contact + 1, lastMessage.count * 2)
      lastMessage.append(contentsOf: repeatElement(-1, count: wanted - lastMessage.count))
    }
    lastMessage[contact] = Int32(truncatingIfNeeded: chain)
    let local = zone.civil(at: decision.at)
    hours[(local.date.weekday.rawValue - 1) * 24 + local.time.hour] += 1
  }

  private mutating func noteLimits(of decision: Decision) {
    let day = days.index(of: decision.at)
    if let reason = decision.reason, let limit = limitByID[reason] {
      limitDays[limit][day].blocked += 1
    }
    let isSend = decision.verdict == .send
    for trace in decision.guards where trace.stage == .limits && trace.valueCount == 2 {
      guard let limit = limitByID[trace.id], caps[limit] else { continue }
      let values = trace.values
      guard case .int(let used) = values[0].content, case .int(let allowed) = values[1].content,
        allowed > 0
      else { continue }
      let after = used + (isSend ? 1 : 0)
      let fullness = Int(min(1000, after * 1000 / allowed))
      limitDays[limit][day].fullness = max(limitDays[limit][day].fullness, fullness)
    }
  }

  /// Takes note of something that happened to a person.
  mutating func note(_ event: FactEvent, person: Int?) {
    guard event.at >= from else { return }
    let day = days.index(of: event.at)
    events[event.code, default: [Int](repeating: 0, count: days.count)][day] += 1
    guard let person, person < lastMessage.count, lastMessage[person] >= 0 else { return }
    let chain = Int(lastMessage[person])
    switch BuiltInEvent(rawValue: event.code) {
    case .contactReplied: outcomes[chain].replied += 1
    case .contactOptedOut: outcomes[chain].optedOut += 1
    case .contactBounced: outcomes[chain].bounced += 1
    case .dealOpened, .dealWon, .dealLost, .contactCreated, .contactComplained, .contactClicked,
      .contactOptedIn, .meetingBooked, .contactAutoReplied, .contactAnsweredByHand,
      .conversationResolved, .approvalGranted, .approvalRefused, .enrolmentStarted, .stepSent,
      .enrolmentEnded, nil:
      return
    }
    lastMessage[person] = -1
  }

  /// How often something happened.
  func count(_ event: BuiltInEvent) -> Int { events[event.rawValue]?.reduce(0, +) ?? 0 }
}
