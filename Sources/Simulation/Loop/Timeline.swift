// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// Everything that is still to happen: the data's events, sorted once, and what scripts and
/// reactions add on the way.
struct Timeline: Sendable {
  private let data: [FactEvent]
  private var position = 0
  /// What scripts and reactions bring.
  var pending = PendingEvents()

  /// Takes the events of the data, which are in order.
  init(_ data: [FactEvent]) { self.data = data }

  /// Items taken so far.
  var taken: Int { position + pending.taken }

  /// The first whole second at which something is due; `nil` if nothing is left.
  var nextSeconds: Int64? {
    let queued = pending.nextSeconds
    guard position < data.count else { return queued }
    let due = data[position].at.roundedUpToSecond.seconds
    return queued.map { min($0, due) } ?? due
  }

  /// Takes the next event of the data if it is due.
  mutating func takeData(notAfter now: Instant) -> FactEvent? {
    guard position < data.count, data[position].at <= now else { return nil }
    defer { position += 1 }
    return data[position]
  }
}
