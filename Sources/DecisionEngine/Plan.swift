// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import PolicyLanguage

/// What would be decided for people as they are, at one instant: nothing stored, nothing sent.
public struct Plan: Sendable {
  /// The engine after the round, for `explain`.
  public let engine: Engine
  /// The round's decisions, in walk order.
  public let decisions: [Decision]

  /// Enrols by `when` and by past events, and walks one round.
  ///
  /// No earlier sends are assumed beyond those that the facts name, such as `last_sent_at`.
  ///
  /// - Parameters:
  ///   - bundle: What to decide by.
  ///   - store: The people.
  ///   - events: What happened to them, in the order of time; later ones than `instant` are left
  ///     out.
  ///   - zones: Time zones by name and country.
  ///   - seed: What everything that is drawn is drawn from.
  ///   - instant: When.
  ///   - options: How to run.
  public init(
    bundle: Bundle, store: FactStore, events: [FactEvent] = [], zones: ZoneDatabase, seed: Int64,
    at instant: Instant, options: Engine.Options = Engine.Options()
  ) {
    var options = options
    options.beginsWithRound = true
    let end = instant.roundedUpToSecond
    options.until = end
    var engine = Engine(
      bundle: bundle, store: store, zones: zones, seed: seed, from: end, options: options)
    var decisions: [Decision] = []
    var taken = 0
    while true {
      // Starts and exits of the past act at their own instants, as they would have.
      var next = end
      if taken < events.count { next = min(next, events[taken].at.roundedUpToSecond) }
      if let wake = engine.nextInstant() { next = min(next, wake) }
      var due: [FactEvent] = []
      while taken < events.count, events[taken].at <= next {
        due.append(events[taken])
        taken += 1
      }
      engine.advance(to: next, events: due) { decisions.append($0) }
      if next >= end { break }
    }
    self.engine = engine
    self.decisions = decisions
  }
}
