// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import HeapModule

/// Whole seconds since 1970: what the engine's clock counts.
typealias Second = Int64

extension Second {
  /// Later than anything that happens.
  static let never: Second = .max
}

/// Something to look at again, at an instant that was solved rather than polled.
struct Wake: Comparable, Sendable {
  /// What is looked at.
  enum Subject: UInt8, Sendable {
    /// `index` is an enrolment.
    case enrolment
    /// `index` is a row, `group` a policy that enrols by condition.
    case audience
    /// `index` is a row, `group` a phase machine.
    case phase
    /// `group` is a policy that asks everybody at each instant of its cadence.
    case cadence
    /// `index` is a row, `group` a policy that asks each person at drawn intervals.
    case interval
    /// The first round: everybody is asked once.
    case firstRound
    /// What the engine itself caused is due: it comes strictly later than its cause.
    case aftermath
    /// `index` is a line of people who wait for the same: it may have room.
    case line
  }

  var at: Second
  var subject: Subject
  var group: Int32 = 0
  var index: Int32 = 0
  /// Of enrolments: an entry of another generation was superseded.
  var generation: UInt32 = 0

  static func < (a: Wake, b: Wake) -> Bool {
    if a.at != b.at { return a.at < b.at }
    if a.subject != b.subject { return a.subject.rawValue < b.subject.rawValue }
    if a.group != b.group { return a.group < b.group }
    if a.index != b.index { return a.index < b.index }
    return a.generation < b.generation
  }
}

/// What is to be looked at and when, earliest first.
///
/// Entries are never removed early; whoever takes one asks whether it still stands. Work grows
/// with what is due, not with who waits.
struct Agenda: Sendable {
  private var heap = Heap<Wake>()

  /// The earliest entry.
  var first: Wake? { heap.min }

  /// How many entries wait, superseded ones included.
  var count: Int { heap.count }

  mutating func add(_ wake: Wake) {
    if wake.at != .never { heap.insert(wake) }
  }

  mutating func takeFirst() -> Wake? { heap.popMin() }
}
