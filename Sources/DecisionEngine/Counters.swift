// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What happened beside decisions, counted: the summary of a run.
public struct PolicyCounters: Hashable, Sendable {
  /// Enrolments made, pending ones included.
  public var enrolled = 0
  /// Enrolments that started.
  public var started = 0
  /// `enrol.when` was false at an event.
  public var whenFalse = 0
  /// `enrol.when` read unknown facts, or couldn't be computed: counted as false.
  public var whenUnknown = 0
  /// An event that concerns nobody: no contact, and no account with a main or only one.
  public var noContact = 0
  /// Mode `safe`: not on the list.
  public var safeList = 0
  /// `again` doesn't allow another one, or one is open.
  public var notAgain = 0
  /// `exit.when` read unknown facts, or couldn't be computed: counted as false.
  public var exitUnknown = 0
  /// Messages sent, first ones included.
  public var sent = 0
  /// Enrolments that have sent.
  public var began = 0
  /// Enrolments that have sent and whose goal came within its time.
  public var reachedGoal = 0
  /// Notes and tasks for the team, by steps and at ends: decided as `send`, and no message.
  public var sideActions = 0
  /// One way to end, and how many did.
  public struct Ending: Hashable, Sendable {
    /// An exit's name, a guard's id, `expired`, `done`.
    public var name: String
    /// How many enrolments ended so.
    public var count: Int
  }

  /// How enrolments ended, in the order in which the ways first came up: few, so that going through
  /// them costs less than a hash.
  public private(set) var endings: [Ending] = []

  /// Enrolments that haven't ended.
  public var open: Int { endings.reduce(enrolled) { $0 - $1.count } }

  mutating func countEnding(_ name: String) {
    for index in endings.indices where endings[index].name == name {
      endings[index].count += 1
      return
    }
    endings.append(Ending(name: name, count: 1))
  }

  /// Counts nothing yet.
  public init() {}
}

/// What happened in a run, by policy in the bundle's order.
public struct Counters: Hashable, Sendable {
  /// One for each policy.
  public var policies: [PolicyCounters]
  /// Instants that were visited.
  public var instants = 0
  /// Events and facts taken in.
  public var events = 0
  /// Entries taken from the agenda that still stood.
  public var wakes = 0
  /// Chains asked.
  public var chains = 0

  init(policyCount: Int) {
    policies = Array(repeating: PolicyCounters(), count: policyCount)
  }
}
