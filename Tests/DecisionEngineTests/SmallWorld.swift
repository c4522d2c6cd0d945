// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards

/// A small random world: what the reference reads, and the same as a bundle's text.
///
/// Times are seconds from Monday, 5 January 2026, 00:00 UTC.
struct SmallWorld {
  enum What: Hashable { case asked, nudged, replied, optedOut, level(Int) }
  struct Happening { var at: Int, contact: Int, what: What }
  struct Person { var id: String, account: Int, level: Int, mood: String?, hasConsent: Bool }
  struct Rule {
    enum What { case levelAtLeast(Int), quiet, aged(Int), hours, mood }
    var id: String, what: What, outcome: Verdict
  }
  struct Step { var id: String, after: Int, onlyIfQuiet: Bool, expires: Int? }
  enum Exit {
    case replied, levelAbove(Int), after(Int)
    var name: String {
      switch self {
      case .replied: "answered"
      case .levelAbove: "grown"
      case .after: "exhausted"
      }
    }
    var afterSeconds: Int? { if case .after(let seconds) = self { seconds } else { nil } }
  }
  struct Policy {
    var id: String, trigger: What, priority: Int, after: Int, until: Int?, whenLevel: Int?
    var again: (after: Int, atMost: Int)?
    var isExclusive: Bool, ordersByLevel: Bool, rules: [Rule], steps: [Step], exits: [Exit]
  }
  struct Limit {
    enum Scope: String, CaseIterable { case contact, account, policy, global }
    enum Amount { case gap(Int), rolling(Int, Int), day(Int) }
    var id: String, scope: Scope, amount: Amount, isAboutStarts: Bool, skips: Bool
  }

  let seed: Int64
  var roundSeconds = 3_600
  let lengthSeconds = 7 * 86_400
  var people: [Person] = []
  var policies: [Policy] = []
  var limits: [Limit] = []
  var happenings: [Happening] = []

  static func isOffice(_ now: Int) -> Bool {
    now / 86_400 % 7 < 5 && (9 * 3_600..<18 * 3_600).contains(now % 86_400)
  }

  /// Draws a world.
  ///
  /// Bundles of one `bundleSeed` are equal; people and events follow `seed`.
  init(bundleSeed: Int64, seed: Int64) {
    self.seed = seed
    var dice = Dice(seed: bundleSeed)
    roundSeconds = dice.pick([3_600, 3_600, 7_200, 21_600])
    for index in 0..<dice.number(1...3) { policies.append(Self.policy(index, &dice)) }
    for index in 0..<dice.number(0...3) { limits.append(Self.limit(index, &dice)) }
    // A limit that skips stands alone: what fills it up meanwhile is seen when a step is asked.
    if limits.contains(where: \.skips) { limits = Array(limits.filter(\.skips).prefix(1)) }
    limits.sort {
      let order = Limit.Scope.allCases
      let (a, b) = (order.firstIndex(of: $0.scope) ?? 0, order.firstIndex(of: $1.scope) ?? 0)
      return (a, $0.id) < (b, $1.id)
    }
    var fate = Dice(seed: seed &* 1_000 &+ bundleSeed)
    for index in 0..<fate.number(1...5) {
      people.append(
        Person(
          id: "c\(index)", account: fate.number(0...2), level: fate.number(0...5),
          mood: fate.pick([nil, "good", "bad"]), hasConsent: fate.number(0...7) > 0))
    }
    for _ in 0..<fate.number(3...14) {
      let what: What = fate.pick([
        .asked, .asked, .asked, .nudged, .nudged, .replied, .optedOut, .level(fate.number(0...5)),
      ])
      happenings.append(
        Happening(
          at: fate.number(0...700) * 600, contact: fate.number(0...people.count - 1), what: what))
    }
    // Of several at one instant the order is that of the list, everywhere.
    happenings = happenings.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  private static func policy(_ index: Int, _ dice: inout Dice) -> Policy {
    let hours = { (dice: inout Dice, range: ClosedRange<Int>) in dice.number(range) * 3_600 }
    var rules: [Rule] = []
    for number in 0..<dice.number(0...3) {
      let what: Rule.What = dice.pick([
        .levelAtLeast(dice.number(1...3)), .quiet, .aged(dice.number(1...30)), .hours, .mood,
      ])
      rules.append(
        Rule(id: "rule-\(number)", what: what, outcome: dice.pick([.wait, .skip, .stop, .wait])))
    }
    var steps: [Step] = []
    for number in 0..<dice.number(1...3) {
      steps.append(
        Step(
          id: "s\(number)", after: dice.pick([0, 0, hours(&dice, 1...40), 2_400]),
          onlyIfQuiet: dice.number(0...3) == 0,
          expires: dice.number(0...3) == 0 ? hours(&dice, 12...60) : nil))
    }
    var exits: [Exit] = []
    if dice.number(0...2) == 0 { exits.append(.replied) }
    if dice.number(0...3) == 0 { exits.append(.levelAbove(dice.number(2...4))) }
    if dice.number(0...3) == 0 { exits.append(.after(hours(&dice, 60...120))) }
    return Policy(
      id: "p\(index)", trigger: dice.pick([.asked, .asked, .nudged]), priority: dice.number(0...2),
      after: dice.pick([0, 0, hours(&dice, 1...10), 1_200]),
      until: dice.number(0...3) == 0 ? hours(&dice, 12...100) : nil,
      whenLevel: dice.number(0...3) == 0 ? dice.number(1...3) : nil,
      again: dice.number(0...1) == 0 ? (hours(&dice, 0...30), dice.number(2...3)) : nil,
      isExclusive: dice.number(0...2) == 0, ordersByLevel: dice.number(0...1) == 0, rules: rules,
      steps: steps, exits: exits)
  }

  private static func limit(_ index: Int, _ dice: inout Dice) -> Limit {
    let amount: Limit.Amount = dice.pick([
      .gap(dice.number(1...60) * 3_600), .rolling(dice.number(1...3), dice.number(5...50) * 3_600),
      .day(dice.number(1...3)),
    ])
    return Limit(
      id: "limit-\(index)", scope: dice.pick(Limit.Scope.allCases), amount: amount,
      isAboutStarts: dice.number(0...2) == 0, skips: dice.number(0...4) == 0)
  }
}

/// Numbers from a seed.
struct Dice {
  let seed: Int64
  var count: Int64 = 0

  init(seed: Int64) { self.seed = seed }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    count += 1
    let draw = Draw(seed: seed, purpose: "test.dice", ids: [String(count)])
    return Int(draw.integer(in: Int64(range.lowerBound)...Int64(range.upperBound)))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[number(0...elements.count - 1)]
  }
}

// MARK: - As a bundle

extension SmallWorld {
  var settings: String {
    TestWorld.settings.replacing("{every: 1h}", with: "{every: \(roundSeconds / 3_600)h}")
  }

  /// The policies and limits as an author writes them; `extra` guards are added to every policy.
  func text(rulesReversed: Bool = false, extra: String? = nil) -> String {
    var documents = ["calendar: office\nopen: [mon-fri 09:00-18:00]"]
    for limit in limits {
      var lines = ["limit: \(limit.id)", "scope: \(limit.scope.rawValue)"]
      switch limit.amount {
      case .gap(let seconds): lines.append("gap: \(seconds / 3_600)h")
      case .rolling(let count, let seconds):
        lines += ["count: \(count)", "per: {rolling: \(seconds / 3_600)h}"]
      case .day(let count): lines += ["count: \(count)", "per: {calendar: day, zone: UTC}"]
      }
      if limit.isAboutStarts { lines.append("between: starts") }
      if limit.skips { lines.append("on_exceed: skip") }
      documents.append(lines.joined(separator: "\n"))
    }
    for policy in policies { documents.append(text(policy, rulesReversed, extra)) }
    return documents.joined(separator: "\n---\n")
  }

  private func text(_ policy: Policy, _ rulesReversed: Bool, _ extra: String?) -> String {
    var enrol = ["on: \(policy.trigger == .asked ? "asked" : "nudged")"]
    if policy.after > 0 { enrol.append("after: \(policy.after / 60)m") }
    if let until = policy.until { enrol.append("until: \(until / 3_600)h") }
    if let bound = policy.whenLevel { enrol.append("when: contact.level >= \(bound)") }
    if let again = policy.again {
      enrol.append("again: {after: \(again.after / 3_600)h, at_most: \(again.atMost)}")
    }
    if policy.isExclusive { enrol.append("exclusive: group") }
    var lines = [
      "policy: \(policy.id)",
      "priority: \(["replies", "follow_ups", "new_outreach"][policy.priority])",
      "enrol: {\(enrol.joined(separator: ", "))}",
    ]
    if policy.ordersByLevel { lines.append("order_by: contact.level") }
    var rules = policy.rules.map(text)
    if rulesReversed { rules.reverse() }
    if let extra { rules.append(extra) }
    if !rules.isEmpty { lines.append("guards:\n" + rules.joined(separator: "\n")) }
    lines.append("steps:")
    for step in policy.steps {
      var parts = ["id: \(step.id)"]
      if step.after > 0 { parts.append("after: \(step.after / 60)m") }
      if step.onlyIfQuiet {
        parts.append("only_if: '!contact.replied_since(enrolment.started_at)'")
      }
      if let expires = step.expires { parts.append("expires: \(expires / 3_600)h") }
      parts.append("send: {channel: email, template: hello}")
      lines.append("  - {\(parts.joined(separator: ", "))}")
    }
    if !policy.exits.isEmpty {
      let exits = policy.exits.map { exit in
        switch exit {
        case .replied: "{on: contact.replied, as: answered}"
        case .levelAbove(let bound): "{when: contact.level > \(bound), as: grown}"
        case .after(let seconds): "{after: \(seconds / 3_600)h, as: exhausted}"
        }
      }
      lines.append("exit: [\(exits.joined(separator: ", "))]")
    }
    return lines.joined(separator: "\n")
  }

  private func text(_ rule: Rule) -> String {
    let condition =
      switch rule.what {
      case .levelAtLeast(let bound): "require: contact.level >= \(bound)"
      case .quiet: "forbid: contact.replied_since(enrolment.started_at)"
      case .aged(let hours): "require: now >= enrolment.started_at + hours(\(hours))"
      case .hours: "window: {calendar: office, zone: contact}"
      case .mood: "require: 'contact.mood == \"good\"'"
      }
    let isHours = if case .hours = rule.what { true } else { false }
    let outcome = isHours ? "wait" : rule.outcome.rawValue
    return "  - {id: \(rule.id), \(condition), otherwise: \(outcome)}"
  }
}
