// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// What waits in a queue, in slots that are used again: its size is that of the most that ever
/// waited at once.
struct PendingEvents: Sendable {
  /// One thing to come.
  enum Pending: Sendable {
    /// Nothing: the slot is free.
    case none
    /// Something happens to somebody.
    case event(FactEvent)
    /// A local day begins, for which a script draws its events: days since 1970.
    case day(script: Int, dayNumber: Int32)
    /// A script's event of a day; its subject and facts are drawn when it happens.
    case scripted(script: Int, dayNumber: Int32, number: Int32)
    /// A sender goes out of order until an instant, in seconds.
    case outage(sender: String, until: Int64, because: String)
    /// A person answers a hold.
    case answer(enrolment: Int, step: Int, granted: Bool, person: String, settles: Bool)
  }

  private var slots: ContiguousArray<Pending> = []
  private var free: ContiguousArray<Int32> = []
  private var queue = EventQueue()
  /// Dynamic items come after scripted ones of the same second, in the order of their making.
  private var nextOrder: UInt64 = 1 << 62

  /// Items taken so far.
  var taken: Int { queue.taken }
  /// When the next one is due; `nil` if nothing waits.
  var nextSeconds: Int64? { queue.nextSeconds }

  /// The most that ever waited at once.
  var slotCount: Int { slots.count }

  /// Adds something that the run itself brings about.
  mutating func add(_ pending: Pending, at seconds: Int64) {
    add(pending, at: seconds, order: nextOrder)
    nextOrder += 1
  }

  /// Adds something of the scenario, which has its place among what happens in one second.
  mutating func add(_ pending: Pending, at seconds: Int64, order: UInt64) {
    let slot: Int32
    if let reused = free.popLast() {
      slot = reused
      slots[Int(slot)] = pending
    } else {
      slot = Int32(truncatingIfNeeded: slots.count)
      slots.append(pending)
    }
    queue.push(EventQueue.Item(seconds: seconds, order: order, payload: slot))
  }

  /// Takes the earliest if it is due.
  mutating func take(notAfter seconds: Int64) -> (seconds: Int64, pending: Pending)? {
    guard let item = queue.take(notAfter: seconds) else { return nil }
    let slot = Int(item.payload)
    let pending = slots[slot]
    slots[slot] = .none
    free.append(item.payload)
    return (item.seconds, pending)
  }
}
