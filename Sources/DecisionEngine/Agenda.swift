// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import HeapModule

/// Whole seconds since 1970: what the engine's clock counts.
typealias Second = Int64

extension Second {
  /// Later than anything that happens.
  static let never: Second = .max
}

/// Something to look at again, at an instant that was solved rather than polled.
struct Wake: Equatable, Sendable {
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

  init(at: Second, subject: Subject, group: Int32 = 0, index: Int32 = 0) {
    (self.at, self.subject, self.group, self.index) = (at, subject, group, index)
  }
}

/// What is to be looked at and when: earliest first, and within a second by subject, group and
/// index.
///
/// Entries are never removed early; whoever takes one asks whether it still stands. Work grows
/// with what is due, not with who waits. Most of what waits does so for rounds, so that many
/// entries share a second: only the seconds stand in a heap, and the entries of one are put in
/// order once, when the first of them is wanted.
struct Agenda: Sendable {
  /// A second that has entries.
  private struct Due: Comparable, Sendable {
    var at: Second
    /// Its place in `buckets`.
    var bucket: Int

    static func < (a: Due, b: Due) -> Bool { a.at < b.at }
  }

  private var seconds = Heap<Due>()
  private var places: [Second: Int] = [:]
  private var buckets: [WakeBucket] = []
  /// Buckets that are empty: each second's is somebody else's later.
  private var free: [Int] = []
  /// Where the last entry was put: the next one is often of the same second.
  private var latest = Due(at: .never, bucket: -1)

  /// How many entries wait, superseded ones included.
  private(set) var count = 0

  /// When the earliest entry is due.
  var firstSecond: Second? { seconds.min?.at }

  /// The earliest entry.
  mutating func first() -> Wake? {
    guard let due = seconds.min else { return nil }
    return buckets[due.bucket].first().map { Wake($0, at: due.at) }
  }

  mutating func add(_ wake: Wake) {
    guard wake.at != .never else { return }
    if latest.at != wake.at {
      latest = Due(at: wake.at, bucket: places[wake.at] ?? addBucket(of: wake.at))
    }
    buckets[latest.bucket].add(wake.rank)
    count += 1
  }

  mutating func takeFirst() -> Wake? {
    guard let due = seconds.min, let rank = buckets[due.bucket].takeFirst() else { return nil }
    count -= 1
    if buckets[due.bucket].isEmpty {
      _ = seconds.popMin()
      places[due.at] = nil
      buckets[due.bucket].clear()
      free.append(due.bucket)
      if latest.at == due.at { latest.at = .never }
    }
    return Wake(rank, at: due.at)
  }

  private mutating func addBucket(of second: Second) -> Int {
    let bucket = free.popLast() ?? buckets.count
    if bucket == buckets.count { buckets.append(WakeBucket()) }
    places[second] = bucket
    seconds.insert(Due(at: second, bucket: bucket))
    return bucket
  }
}

/// The entries of one second.
private struct WakeBucket: Sendable {
  private var ranks: ContiguousArray<UInt64> = []
  private var taken = 0
  /// True once the first entry was wanted: `ranks` are in order then, and whoever comes later
  /// stands among `late`.
  private var isOpen = false
  private var late = Heap<UInt64>()

  var isEmpty: Bool { taken == ranks.count && late.isEmpty }

  mutating func add(_ rank: UInt64) {
    if isOpen { late.insert(rank) } else { ranks.append(rank) }
  }

  mutating func first() -> UInt64? {
    if !isOpen {
      ranks.sort()
      isOpen = true
    }
    guard taken < ranks.count else { return late.min }
    return min(ranks[taken], late.min ?? .max)
  }

  mutating func takeFirst() -> UInt64? {
    guard let first = first() else { return nil }
    if taken < ranks.count, ranks[taken] == first { taken += 1 } else { _ = late.popMin() }
    return first
  }

  /// Forgets that it was opened; keeps its room.
  mutating func clear() {
    ranks.removeAll(keepingCapacity: true)
    taken = 0
    isOpen = false
  }
}

extension Wake {
  /// Subject, group and index in one number, so that ordering compares once.
  fileprivate var rank: UInt64 {
    UInt64(subject.rawValue) << 61 | UInt64(UInt32(bitPattern: group)) << 32
      | UInt64(UInt32(bitPattern: index))
  }

  /// The entry of a second with this rank.
  fileprivate init(_ rank: UInt64, at second: Second) {
    self.init(
      // Three bits are eight subjects.
      at: second, subject: Subject(rawValue: UInt8(truncatingIfNeeded: rank >> 61)) ?? .line,
      group: Int32(truncatingIfNeeded: rank >> 32 & 0x1FFF_FFFF),
      index: Int32(truncatingIfNeeded: rank))
  }
}
