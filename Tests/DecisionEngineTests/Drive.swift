// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage

@testable import DecisionEngine

/// The plainest driver: visits the instants of events and those that the engine asks for.
struct Drive {
  var engine: Engine
  var events: [FactEvent]
  var decisions: [Decision] = []
  private var taken = 0

  init(
    bundle: Bundle, store: FactStore, events: [FactEvent] = [], zones: ZoneDatabase,
    seed: Int64 = 1,
    from: Instant, options: Engine.Options = Engine.Options()
  ) {
    engine = Engine(
      bundle: bundle, store: store, zones: zones, seed: seed, from: from, options: options)
    self.events = events
  }

  /// Runs up to an instant, which isn't lived through any more.
  mutating func run(until end: Instant) {
    while let next = next, next < end {
      var due: [FactEvent] = []
      while taken < events.count, events[taken].at <= next {
        due.append(events[taken])
        taken += 1
      }
      engine.advance(to: next, events: due) { decisions.append($0) }
    }
  }

  /// Lives through one instant, whether anything is due or not.
  mutating func visit(_ time: String) {
    engine.advance(to: TestWorld.instant(time)) { decisions.append($0) }
  }

  private var next: Instant? {
    let event = taken < events.count ? events[taken].at.roundedUpToSecond : nil
    guard let wake = engine.nextInstant() else { return event }
    return event.map { min($0, wake) } ?? wake
  }
}
