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
/// with what is due, not with who waits: only stretches of a quarter of an hour stand in a heap, and
/// the entries of one are put in order when its time has come.
struct Agenda: Sendable {
  /// A stretch of time that has entries.
  private struct Stretch: Comparable, Sendable {
    /// Its seconds, less the bits that tell them apart.
    var number: Int64
    /// Its place in `buckets`.
    var bucket: Int

    static func < (a: Stretch, b: Stretch) -> Bool { a.number < b.number }
  }

  private var stretches = Heap<Stretch>()
  private var places: [Int64: Int] = [:]
  private var buckets: [WakeBucket] = []
  /// Buckets that are empty: each one's room is used again.
  private var free: [Int] = []
  /// Where the last entry was put: the next one is often of the same stretch.
  private var latest = Stretch(number: .max, bucket: -1)

  /// How many entries wait, superseded ones included.
  private(set) var count = 0

  /// When the earliest entry is due.
  var firstSecond: Second? {
    guard let first = stretches.min, let rank = buckets[first.bucket].first else { return nil }
    return Wake(rank, in: first.number).at
  }

  /// The earliest entry.
  mutating func first() -> Wake? {
    guard let first = stretches.min else { return nil }
    buckets[first.bucket].open()
    return buckets[first.bucket].first.map { Wake($0, in: first.number) }
  }

  mutating func add(_ wake: Wake) {
    guard wake.at != .never else { return }
    let number = wake.stretch
    if latest.number != number {
      latest = Stretch(number: number, bucket: places[number] ?? addBucket(of: number))
    }
    buckets[latest.bucket].add(wake.rank)
    count += 1
  }

  /// Takes the earliest entry.
  mutating func takeFirst() -> Wake? {
    guard let first = stretches.min, let rank = buckets[first.bucket].takeFirst() else {
      return nil
    }
    count -= 1
    if buckets[first.bucket].first == nil { dropFirstStretch() }
    return Wake(rank, in: first.number)
  }

  /// Takes the entries that are due, in order.
  ///
  /// - Parameters:
  ///   - now: The last second that is due.
  ///   - wakes: They are put behind what is there.
  mutating func takeDue(at now: Second, into wakes: inout [Wake]) {
    while let first = first(), first.at <= now, let taken = takeFirst() { wakes.append(taken) }
  }

  private mutating func dropFirstStretch() {
    guard let first = stretches.popMin() else { return }
    places[first.number] = nil
    buckets[first.bucket].clear()
    free.append(first.bucket)
    if latest.number == first.number { latest.number = .max }
  }

  private mutating func addBucket(of number: Int64) -> Int {
    let bucket = free.popLast() ?? buckets.count
    if bucket == buckets.count { buckets.append(WakeBucket()) }
    places[number] = bucket
    stretches.insert(Stretch(number: number, bucket: bucket))
    return bucket
  }
}

/// The entries of one stretch of time.
private struct WakeBucket: Sendable {
  private var ranks: ContiguousArray<UInt64> = []
  private var taken = 0
  /// True once its time has come: `ranks` are in order then, and whoever comes later stands among
  /// `late`.
  private var isOpen = false
  private var late = Heap<UInt64>()

  /// The earliest entry; `nil` if there is none.
  var first: UInt64? {
    guard isOpen else { return ranks.min() }
    guard taken < ranks.count else { return late.min }
    return min(ranks[taken], late.min ?? .max)
  }

  mutating func add(_ rank: UInt64) {
    if isOpen { late.insert(rank) } else { ranks.append(rank) }
  }

  mutating func open() {
    guard !isOpen else { return }
    ranks.sort()
    isOpen = true
  }

  mutating func takeFirst() -> UInt64? {
    open()
    guard let first else { return nil }
    if taken < ranks.count, ranks[taken] == first { taken += 1 } else { _ = late.popMin() }
    return first
  }

  /// Forgets that it was opened, and keeps its room.
  mutating func clear() {
    ranks.removeAll(keepingCapacity: true)
    taken = 0
    isOpen = false
  }
}

extension Wake {
  /// The stretch of 1,024 seconds that it is due in.
  fileprivate var stretch: Int64 { at >> 10 }

  /// Second within its stretch, subject, group and index in one number, so that ordering compares
  /// once: 10, 3, 19 and 32 bits.
  fileprivate var rank: UInt64 {
    UInt64(truncatingIfNeeded: at & 0x3FF) << 54 | UInt64(subject.rawValue) << 51
      | UInt64(UInt32(bitPattern: group)) << 32 | UInt64(UInt32(bitPattern: index))
  }

  /// The entry of a stretch with this rank.
  fileprivate init(_ rank: UInt64, in stretch: Int64) {
    self.init(
      at: stretch << 10 | Int64(truncatingIfNeeded: rank >> 54),
      // Three bits are eight subjects.
      subject: Subject(rawValue: UInt8(truncatingIfNeeded: rank >> 51 & 0x7)) ?? .line,
      group: Int32(truncatingIfNeeded: rank >> 32 & 0x7_FFFF),
      index: Int32(truncatingIfNeeded: rank))
  }
}
