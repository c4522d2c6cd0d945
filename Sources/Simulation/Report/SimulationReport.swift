// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Guards

/// What a run showed, in the order in which people read it.
///
/// Everything here follows from the bundle, the facts, the seed and the span alone: two runs of
/// one scenario give equal reports.
public struct SimulationReport: Sendable {
  /// What was run.
  public struct Run: Hashable, Sendable {
    /// The scenario's id.
    public var scenario: String
    /// Its title, if it has one.
    public var title: String?
    /// The first instant that is decided.
    public var from: Instant
    /// The end, excluded.
    public var to: Instant
    /// The zone in which days are counted: the bundle's own.
    public var zone: Zone
    /// The seed that everything was drawn from.
    public var seed: String
    /// The bundle's digest, 64 hex digits.
    public var bundle: String
  }

  /// Who and what the world held at the end.
  public struct World: Hashable, Sendable {
    /// How many people.
    public var contacts: Int
    /// How many companies.
    public var accounts: Int
    /// How many opportunities.
    public var deals: Int
    /// Items taken from the queues: events that happened and times at which something was due.
    public var events: Int
    /// Rows of the data that could not be used; the first thousand.
    public var rejected: [RejectedRow]
    /// How many rows could not be used.
    public var rejectedCount: Int
  }

  /// A row of the data that could not be used, and why.
  public struct RejectedRow: Hashable, Sendable {
    /// The file within the data folder.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// What was wrong with it.
    public var reason: String

    /// Names a row.
    public init(file: String, line: Int, reason: String) {
      self.file = file
      self.line = line
      self.reason = reason
    }
  }

  /// What was run.
  public var run: Run
  /// Who was there.
  public var world: World
  /// Decisions by verdict.
  public var verdicts: VerdictCounts
  /// Sends by day.
  public var volumes: Volumes
  /// One for each policy, in the bundle's order.
  public var funnels: [Funnel]
  /// Guards that kept sends back, most decisions first.
  public var guards: [GuardCount]
  /// Caps and cooldowns, in the bundle's order.
  public var limits: [LimitUse]
  /// How enrolments ended.
  public var endings: [Ending]
  /// What happened that somebody should know of: rows without a date, events without a person.
  public var counters: [Counter]
  /// What people were asked to approve.
  public var approvals: Approvals
  /// What the scenario expects, with the outcome.
  public var expectations: [ExpectationResult]
  /// What the bundle says must always be true, with the outcome, by id.
  public var invariants: [ExpectationResult] = []

  /// Everything that had to be true: the scenario's expectations, then the bundle's invariants.
  public var demands: [ExpectationResult] { expectations + invariants }

  /// True if every expectation and every invariant held.
  public var passed: Bool { demands.allSatisfy(\.passed) }
}

/// How many decisions had each verdict.
public struct VerdictCounts: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: Verdict.allCases.count)

  /// Counts nothing yet.
  public init() {}

  /// The number of decisions with a verdict.
  public subscript(verdict: Verdict) -> Int {
    get { counts[Self.place(verdict)] }
    set { counts[Self.place(verdict)] = newValue }
  }

  /// All decisions.
  public var total: Int { counts.reduce(0, +) }

  static func place(_ verdict: Verdict) -> Int {
    switch verdict {
    case .send: 0
    case .wait: 1
    case .hold: 2
    case .skip: 3
    case .stop: 4
    }
  }
}

/// Sends on each local day of the run.
public struct Volumes: Hashable, Sendable {
  /// The sends of one policy, channel or sender.
  public struct Series: Hashable, Sendable {
    /// Its id.
    public var name: String
    /// One number a day.
    public var perDay: [Int]

    /// The sum over all days.
    public var total: Int { perDay.reduce(0, +) }
  }

  /// The first local day.
  public var firstDay: CivilDate
  /// All sends, one number a day.
  public var total: [Int]
  /// By policy; those without any send have zeros.
  public var policies: [Series]
  /// By channel.
  public var channels: [Series]
  /// By sender.
  public var senders: [Series]

  /// The local day at a position of the series.
  public func day(_ index: Int) -> CivilDate { firstDay.adding(days: index) }
}

/// How far the enrolments of one policy came.
public struct Funnel: Hashable, Sendable {
  /// One stage and how many enrolments reached it.
  public struct Stage: Hashable, Sendable {
    /// One of `enrolled`, `first send`, `sent STEP`, `replied`, `goal EVENT`.
    public var name: String
    /// How many.
    public var count: Int
  }

  /// The policy's id.
  public var policy: String
  /// First to last.
  public var stages: [Stage]
}

/// What one guard kept back.
public struct GuardCount: Hashable, Sendable {
  /// The guard's id: the reason of its decisions.
  public var id: String
  /// What its failure meant.
  public var verdict: Verdict
  /// Decisions of which it was the reason.
  public var decisions: Int
  /// Enrolments among them, each once.
  public var enrolments: Int
  /// Decisions in which no other guard failed; `nil` for a run without traces.
  public var alone: Int?
}

/// How a limit was used.
public struct LimitUse: Hashable, Sendable {
  /// Its id.
  public var id: String
  /// Whom it counts by, as authors write it: `global`, `contact`, `sender`.
  public var scope: String
  /// What it allows: `20 a day`, `14d between starts per contact`.
  public var allowance: String
  /// How many it allows in one window; `nil` for a gap.
  public var allowed: Int?
  /// How many it allows on one day to everybody together; `nil` where that isn't one number.
  public var allowedPerDay: Int?
  /// Sends that count for it, one number a day.
  public var usedPerDay: [Int]
  /// Decisions that it made wait, skip or stop.
  public var blocked: Int
  /// Enrolments among them, each once.
  public var blockedEnrolments: Int
  /// Days on which it kept something back, or everybody together used up what it allows.
  public var bindingDays: Int
  /// The first of these days.
  public var firstBinding: CivilDate?
}

/// How many enrolments of a policy ended in one way.
public struct Ending: Hashable, Sendable {
  /// The policy's id.
  public var policy: String
  /// `answered`, `expired`, `done`…, or `open` for those that hadn't ended.
  public var name: String
  /// How many.
  public var count: Int
}

/// Something counted, by a name that scripts can rely on.
public struct Counter: Hashable, Sendable {
  /// The name, in snake_case.
  public var name: String
  /// How often.
  public var count: Int
  /// True if people should look at it when it isn't zero.
  public var isNotable: Bool
  /// What it means, for people.
  public var meaning: String
}

/// What people were asked to approve, and what they said.
public struct Approvals: Hashable, Sendable {
  /// Holds.
  public var asked = 0
  /// Granted ones.
  public var granted = 0
  /// Refused ones.
  public var refused = 0
  /// Holds that nobody answered in the run.
  public var unanswered: Int { max(0, asked - granted - refused) }

  /// Counts nothing yet.
  public init() {}
}

/// What became of one expectation.
public struct ExpectationResult: Hashable, Sendable {
  /// The expectation as the author wrote it, on one line.
  public var text: String
  /// Where it stands.
  public var place: SourcePlace
  /// Whether it held.
  public var passed: Bool
  /// What contradicts it: a decision, or why it can't be told.
  public var counterexample: String?
  /// The invariant's id; `nil` for an expectation of the scenario.
  public var name: String?
}
