// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// A cap or a cooldown: how many sends, or how long between them, within a scope.
///
/// A class only so that every chain shares it: copying its guard then costs one reference.
public final class LimitRule: Sendable {
  /// Whom the counting is about.
  public enum Scope: Hashable, Sendable {
    case global
    case channel
    case tag(String)
    case policy
    case account
    case contact
    case sender
    /// Everybody with the same value of a fact, for example `account.industry`.
    case fact(object: Int32, slot: Int, path: String)

    /// Narrow scopes are asked first: their failure says more.
    public var breadth: Int {
      switch self {
      case .contact: 0
      case .account: 1
      case .fact: 2
      case .sender: 3
      case .policy: 4
      case .tag: 5
      case .channel: 6
      case .global: 7
      }
    }

    /// How the author wrote it.
    public var word: String {
      switch self {
      case .global: "global"
      case .channel: "channel"
      case .tag(let tag): "tag \(tag)"
      case .policy: "policy"
      case .account: "account"
      case .contact: "contact"
      case .sender: "sender"
      case .fact(_, _, let path): path
      }
    }
  }

  /// How many, in which time.
  public enum Amount: Hashable, Sendable {
    case count(Int)
    /// A share, 0 to 1, of what the scope allows that day.
    case percentOfAllowance(Double)
    /// A share, 0 to 1, of all sends in the scope.
    case shareOfSends(Double)
  }

  /// The zone whose days, weeks and months a calendar limit counts.
  public enum ZoneChoice: Hashable, Sendable {
    case fixed(Zone)
    case contact
    case sender
    case bundle
  }

  /// The span of time over which sends are counted.
  public enum Period: Sendable {
    /// The time (now − width, now].
    case rolling(Duration)
    case calendar(CalendarUnit, ZoneChoice)
    /// One opening of a calendar's window.
    case window(calendar: Int, ZoneChoice)
    case ever
  }

  /// A calendar day, week from Monday, or month.
  public typealias CalendarUnit = LocalPeriod

  /// Whether sends or only first sends of enrolments are measured.
  public enum Measures: String, Hashable, Sendable, CaseIterable {
    case sends
    case starts
  }

  /// What is limited.
  public enum Rule: Sendable {
    /// The minimum time from the last one; over at exactly last + gap.
    case gap(Duration)
    /// The same counted in the contact's local time, or on the business calendar of that index.
    case periodGap(CalendarPeriod, calendar: Int?)
    case cap(Amount, Period)
  }

  /// The author's name for it; the reason of a decision that it stops.
  public let id: String
  /// Its place in the bundle's list of limits.
  public let index: Int
  /// Whom it is about.
  public let scope: Scope
  /// What it allows.
  public let rule: Rule
  /// What counts.
  public let measures: Measures
  /// Channels by index that it looks at; all outward ones if `nil`.
  public let channels: [Int]?
  /// Priority classes by index that it looks at; all if `nil`.
  public let priorities: [Int]?
  /// Tags, one of which a policy must have; any policy if `nil`.
  public let tags: [String]?
  /// Policies by id that it looks at; all if `nil`.
  public let policies: [String]?
  /// What its failure means.
  public let onExceed: Outcome
  /// How strictly it holds.
  public let level: EnforcementLevel
  /// Where it stands.
  public let place: SourcePlace

  /// Collects the parts that the policy compiler made.
  public init(
    id: String, index: Int, scope: Scope, rule: Rule, measures: Measures, channels: [Int]?,
    priorities: [Int]?, tags: [String]?, policies: [String]?, onExceed: Outcome,
    level: EnforcementLevel, place: SourcePlace
  ) {
    self.id = id
    self.index = index
    self.scope = scope
    self.rule = rule
    self.measures = measures
    self.channels = channels
    self.priorities = priorities
    self.tags = tags
    self.policies = policies
    self.onExceed = onExceed
    self.level = level
    self.place = place
  }

  /// Tells whether a send is one that this limit looks at.
  public func covers(channel: Int, priority: Int, policy: String, tags policyTags: [String]) -> Bool
  {
    if let channels, !channels.contains(channel) { return false }
    if let priorities, !priorities.contains(priority) { return false }
    if let policies, !policies.contains(policy) { return false }
    if let tags, !tags.contains(where: policyTags.contains) { return false }
    if case .tag(let tag) = scope, !policyTags.contains(tag) { return false }
    return true
  }
}
