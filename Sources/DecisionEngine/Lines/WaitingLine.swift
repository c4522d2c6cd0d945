// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import HeapModule

/// People who wait for the same scarce thing, in the order of the walk.
///
/// Only the first is looked at: while what they share lets nobody through, nobody of them could be
/// sent to, so that a round costs the same for ten and for ten thousand.
struct WaitingLine: Sendable {
  /// What two people must have in common to stand in one line.
  struct Key: Hashable, Sendable {
    var policy: Int
    var step: Int
    var rung: Int
    /// The last gate of the chain that everybody waits for.
    var lastGate: Int
    var isShadow: Bool
    /// Cooldowns between starts aren't asked after the first send.
    var hasSent: Bool
    /// Codes of zone and country, where hours or local days matter; else 0.
    var zone: Int32
    var country: Int32
    /// The zones that phone numbers tell, where only they say where somebody lives.
    var dialled: [String]
    /// Who may write to them.
    var senders: [Int]
  }

  /// Somebody's place: the turn in the walk, as it was when they came.
  struct Place: Comparable, Sendable {
    var dueAt: Second
    var order: OrderValue
    var hash: UInt64
    var enrolment: Int
    /// Another stamp than the enrolment's is a place that was left.
    var stamp: UInt32

    static func < (a: Place, b: Place) -> Bool {
      if a.dueAt != b.dueAt { return a.dueAt < b.dueAt }
      if let isBefore = OrderValue.isBefore(a.order, b.order) { return isBefore }
      if a.hash != b.hash { return a.hash < b.hash }
      return (a.enrolment, a.stamp) < (b.enrolment, b.stamp)
    }

    static func == (a: Place, b: Place) -> Bool {
      a.enrolment == b.enrolment && a.stamp == b.stamp
    }
  }

  /// A place among other policies' people: those that the hash gives to this line's people are
  /// filled in the policy's own order.
  private struct Draw: Comparable, Sendable {
    var dueAt: Second
    var hash: UInt64

    static func < (a: Draw, b: Draw) -> Bool {
      a.dueAt != b.dueAt ? a.dueAt < b.dueAt : a.hash < b.hash
    }
  }

  let key: Key
  /// Before this nothing opens for anybody.
  var opensAt = Second.min
  var wakesAt = Second.never
  private var places = Heap<Place>()
  private var draws = Heap<Draw>()
  /// Who came in this instant: asked already, and in the line from the next round on.
  private var fresh: [Place] = []

  init(_ key: Key) { self.key = key }

  /// The first's enrolment and stamp, who may have left meanwhile; -1 for nobody.
  private(set) var first = (enrolment: -1, stamp: UInt32(0))

  mutating func add(_ place: Place) { fresh.append(place) }

  mutating func admitFresh() {
    for place in fresh {
      places.insert(place)
      if case .absent = place.order { continue }
      draws.insert(Draw(dueAt: place.dueAt, hash: place.hash))
    }
    fresh.removeAll(keepingCapacity: true)
    noteFirst()
  }

  /// Drops the first, who has left.
  mutating func removeFirst() {
    _ = places.popMin()
    noteFirst()
  }

  /// Takes the first out of the line: it is their turn.
  mutating func takeFirst() {
    guard let first = places.popMin() else { return }
    if let draw = draws.min, draw.dueAt <= first.dueAt { _ = draws.popMin() }
    noteFirst()
  }

  /// The turn of the first; the hash is the one by which it is compared with people of other
  /// policies.
  func turnOfFirst(priority: Int) -> Engine.Turn? {
    guard let first = places.min else { return nil }
    var hash = first.hash
    if let draw = draws.min, draw.dueAt == first.dueAt { hash = draw.hash }
    return Engine.Turn(
      priority: priority, dueAt: first.dueAt, policy: key.policy, order: first.order, hash: hash)
  }

  private mutating func noteFirst() {
    first = places.min.map { ($0.enrolment, $0.stamp) } ?? (-1, 0)
  }
}
