// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// Counts what a run does while it does it, so that no decision has to be kept.
///
/// Its size follows from the days, the bundle and the number of enrolments, never from the number
/// of decisions.
struct Tally: Sendable {
  /// Decisions of one reason and verdict.
  private struct Blocked: Sendable {
    var id: String
    var verdict: Verdict
    /// The limit of that name.
    var limit: Int?
    var decisions = 0
    var alone = 0
    var enrolments = Bitset()
  }

  /// What one limit let through and kept back.
  private struct LimitTally: Sendable {
    var usedPerDay: [Int]
    var blocked = 0
    var enrolments = Bitset()
    var bindingDays = 0
    var firstBinding: Int?
    var lastBinding = -1

    mutating func bind(on day: Int) {
      guard lastBinding != day else { return }
      lastBinding = day
      bindingDays += 1
      if firstBinding == nil { firstBinding = day }
    }
  }

  private let bundle: Bundle
  private(set) var days: DayCounter
  private(set) var verdicts = VerdictCounts()
  private(set) var approvals = Approvals()
  private var total: [Int]
  /// Day by day, one after the other for each policy, channel and sender.
  private var byPolicy: [Int]
  private var byChannel: [Int]
  private var bySender: [Int]
  private var blocked: [Blocked] = []
  private var blockedByReason: [String: [Int]] = [:]
  /// Where the last one was counted: the next one is mostly of the same kind.
  private var lastPlace = 0
  private var limits: [LimitTally]
  private let limitByID: [String: Int]
  /// What each limit allows everybody together in a day, where that is one number.
  private let allowedPerDay: [Int?]
  /// For (step over all policies, channel) the limits that count its sends.
  private let covering: [[Int]]
  private let firstStep: [Int]
  private let traced: Bool
  var progress: FunnelTally

  init(bundle: Bundle, from: Instant, to: Instant, traced: Bool) {
    self.bundle = bundle
    self.traced = traced
    days = DayCounter(from: from, to: to, zone: bundle.settings.zone)
    total = [Int](repeating: 0, count: days.count)
    byPolicy = [Int](repeating: 0, count: days.count * bundle.policies.count)
    byChannel = [Int](repeating: 0, count: days.count * bundle.channels.count)
    bySender = [Int](
      repeating: 0, count: days.count * bundle.pools.reduce(0) { $0 + $1.senders.count })
    let noDays = total
    allowedPerDay = bundle.limits.map { LimitWords.allowedPerDay($0.rule) }
    limits = bundle.limits.map { _ in LimitTally(usedPerDay: noDays) }
    limitByID = Dictionary(
      bundle.limits.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var covering: [[Int]] = []
    var firstStep: [Int] = []
    for policy in bundle.policies {
      firstStep.append(covering.count / max(1, bundle.channels.count))
      for step in policy.steps {
        for channel in bundle.channels {
          covering.append(
            channel.isInternal
              ? []
              : bundle.limits.indices.filter {
                bundle.limits[$0].rule.covers(
                  channel: channel.index, priority: step.priority, policy: policy.id,
                  tags: policy.tags)
              })
        }
      }
    }
    self.covering = covering
    self.firstStep = firstStep
    progress = FunnelTally(bundle: bundle)
  }

  /// Counts a decision; they come in the order of time.
  mutating func add(_ decision: Decision) {
    let day = days.index(of: decision.at)
    verdicts[decision.verdict] += 1
    switch decision.verdict {
    case .send: if decision.isOutward { addSend(decision, day: day) }
    case .hold:
      approvals.asked += 1
      addBlocked(decision, day: day)
    case .wait, .skip, .stop: addBlocked(decision, day: day)
    }
  }

  /// Counts an answer to a hold.
  mutating func addAnswer(granted: Bool) {
    if granted { approvals.granted += 1 } else { approvals.refused += 1 }
  }

  private mutating func addSend(_ decision: Decision, day: Int) {
    let rows = decision.rows
    total[day] += 1
    byPolicy[rows.policy * days.count + day] += 1
    if let sender = rows.sender { bySender[sender * days.count + day] += 1 }
    if let channel = rows.channel {
      byChannel[channel * days.count + day] += 1
      let place = (firstStep[rows.policy] + rows.step) * bundle.channels.count + channel
      for limit in covering[place] {
        switch bundle.limits[limit].rule.measures {
        case .sends: limits[limit].usedPerDay[day] += 1
        case .starts: if decision.isStart { limits[limit].usedPerDay[day] += 1 }
        }
        // Who stands in line behind a full day needn't be asked, so nobody's reason names it.
        if let most = allowedPerDay[limit], limits[limit].usedPerDay[day] >= most {
          limits[limit].bind(on: day)
        }
      }
    }
    progress.addSend(decision)
  }

  private mutating func addBlocked(_ decision: Decision, day: Int) {
    guard let reason = decision.reason else { return }
    let place = self.place(reason, decision.verdict)
    blocked[place].decisions += 1
    if traced, decision.guards.count(where: \.blocks) == 1 { blocked[place].alone += 1 }
    if let enrolment = decision.rows.enrolment { blocked[place].enrolments.insert(enrolment) }
    guard let limit = blocked[place].limit else { return }
    limits[limit].blocked += 1
    if let enrolment = decision.rows.enrolment { limits[limit].enrolments.insert(enrolment) }
    limits[limit].bind(on: day)
  }

  private mutating func place(_ reason: String, _ verdict: Verdict) -> Int {
    if lastPlace < blocked.count, blocked[lastPlace].verdict == verdict,
      blocked[lastPlace].id == reason
    {
      return lastPlace
    }
    for place in blockedByReason[reason] ?? [] where blocked[place].verdict == verdict {
      lastPlace = place
      return place
    }
    lastPlace = blocked.count
    blocked.append(Blocked(id: reason, verdict: verdict, limit: limitByID[reason]))
    blockedByReason[reason, default: []].append(lastPlace)
    return lastPlace
  }
}

// MARK: - Results

extension Tally {
  var volumes: Volumes {
    func series(_ names: [String], _ flat: [Int]) -> [Volumes.Series] {
      names.enumerated().map { index, name in
        Volumes.Series(
          name: name, perDay: Array(flat[index * days.count..<(index + 1) * days.count]))
      }
    }
    return Volumes(
      firstDay: days.firstDay, total: total,
      policies: series(bundle.policies.map(\.id), byPolicy),
      channels: series(bundle.channels.map(\.id), byChannel),
      senders: series(bundle.pools.flatMap { $0.senders.map(\.id) }, bySender))
  }

  /// Most decisions first, then by id and verdict.
  var guardCounts: [GuardCount] {
    blocked.map {
      GuardCount(
        id: $0.id, verdict: $0.verdict, decisions: $0.decisions, enrolments: $0.enrolments.count,
        alone: traced ? $0.alone : nil)
    }.sorted { a, b in
      if a.decisions != b.decisions { return a.decisions > b.decisions }
      if a.id != b.id { return a.id < b.id }
      return VerdictCounts.place(a.verdict) < VerdictCounts.place(b.verdict)
    }
  }

  var limitUses: [LimitUse] {
    zip(bundle.limits, limits).map { limit, tally in
      LimitUse(
        id: limit.id, scope: limit.rule.scope.word, allowance: LimitWords.allowance(limit.rule),
        allowed: LimitWords.allowed(limit.rule),
        allowedPerDay: LimitWords.allowedPerDay(limit.rule), usedPerDay: tally.usedPerDay,
        blocked: tally.blocked, blockedEnrolments: tally.enrolments.count,
        bindingDays: tally.bindingDays,
        firstBinding: tally.firstBinding.map { days.firstDay.adding(days: $0) })
    }
  }
}

/// How a limit is written in summaries.
enum LimitWords {
  static func allowed(_ rule: LimitRule) -> Int? {
    switch rule.rule {
    case .gap, .periodGap: nil
    case .cap(.count(let count), _): count
    case .cap(.percentOfAllowance, _), .cap(.shareOfSends, _): nil
    }
  }

  static func allowedPerDay(_ rule: LimitRule) -> Int? {
    switch (rule.scope, rule.rule) {
    case (.global, .cap(.count(let count), .calendar(.day, _))),
      (.tag, .cap(.count(let count), .calendar(.day, _))):
      count
    case (.global, _), (.tag, _), (.channel, _), (.policy, _), (.account, _), (.contact, _),
      (.sender, _), (.fact, _):
      nil
    }
  }

  static func allowance(_ rule: LimitRule) -> String {
    switch rule.rule {
    case .gap(let gap): "\(duration(gap)) between \(rule.measures.rawValue)" + whom(rule.scope)
    case .periodGap(let gap, _):
      "\(gap) between \(rule.measures.rawValue)" + whom(rule.scope)
    case .cap(let amount, let period):
      words(amount) + (rule.measures == .starts ? " starts" : "") + " " + words(period)
        + whom(rule.scope)
    }
  }

  private static func whom(_ scope: LimitRule.Scope) -> String {
    switch scope {
    case .global: ""
    case .channel, .policy, .account, .contact, .sender, .fact: " per \(scope.word)"
    case .tag: " for \(scope.word)"
    }
  }

  private static func words(_ amount: LimitRule.Amount) -> String {
    switch amount {
    case .count(let count): Layout.number(count)
    case .percentOfAllowance(let share): "\(Int((share * 100).rounded()))% of the allowance"
    case .shareOfSends(let share): "\(Int((share * 100).rounded()))% of all sends"
    }
  }

  private static func words(_ period: LimitRule.Period) -> String {
    switch period {
    case .rolling(let span): "in \(duration(span))"
    case .calendar(let unit, _): "a \(unit.rawValue)"
    case .window: "an opening"
    case .ever: "ever"
    }
  }

  /// A span as policies write it: `14d`, `1d12h`.
  static func duration(_ span: Duration) -> String {
    var seconds = span.components.seconds
    guard seconds != 0 else { return "0" }
    var text = seconds < 0 ? "-" : ""
    seconds = abs(seconds)
    for (unit, size) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] as [(String, Int64)] {
      if seconds >= size {
        text += "\(seconds / size)\(unit)"
        seconds %= size
      }
    }
    return text
  }
}
