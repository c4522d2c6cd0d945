// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import PolicyLanguage

extension World {
  /// The instant at which a delay that begins at `start` is over.
  ///
  /// Ranges are drawn from the seed by `purpose` and `ids`, so that a re-run draws the same. A
  /// range of calendar units draws how many of them, one of exact times whole seconds. Ids aren't
  /// read where nothing is drawn.
  ///
  /// Mutating, because whoever changes the world would otherwise be given a copy of it to ask.
  mutating func end(
    of delay: Delay, from start: Second, contact: Int, purpose: String, ids: [String]
  ) -> Second {
    solvedEnd(of: delay, from: start, contact: contact, purpose: purpose, ids: ids)
  }

  /// The same, for whoever only reads the world.
  func solvedEnd(
    of delay: Delay, from start: Second, contact: Int, purpose: String, ids: [String]
  ) -> Second {
    guard delay.shortest != delay.longest else {
      return end(of: delay.shortest, from: start, contact: contact, calendar: delay.calendar)
    }
    if let end = delay.drawnEnd(from: start, seed: seed, purpose: purpose, ids: ids) { return end }
    let chosen: Delay.Length
    let draw = Draw(seed: seed, purpose: purpose, ids: ids)
    switch (delay.shortest, delay.longest) {
    case (.period(.days(let low)), .period(.days(let high))):
      chosen = .period(.days(draw.count(low, high)))
    case (.period(.months(let low)), .period(.months(let high))):
      chosen = .period(.months(draw.count(low, high)))
    case (.period(.businessDays(let low)), .period(.businessDays(let high))):
      chosen = .period(.businessDays(draw.count(low, high)))
    case (_, _):
      // Of two kinds of units: whole seconds between both ends.
      let ends = [delay.shortest, delay.longest].map {
        end(of: $0, from: start, contact: contact, calendar: delay.calendar)
      }
      return draw.integer(in: min(ends[0], ends[1])...max(ends[0], ends[1]))
    }
    return end(of: chosen, from: start, contact: contact, calendar: delay.calendar)
  }

  private func end(
    of length: Delay.Length, from start: Second, contact: Int, calendar: Int?
  ) -> Second {
    switch length {
    case .exact(let duration): return start + duration.wholeSeconds
    case .period(let period):
      let end = period.advance(
        Instant(seconds: start), in: countingZone(of: contact),
        calendar: calendar.map { bundle.calendars[$0].calendar },
        country: country(of: contact))
      // Business days of a calendar without any never come.
      return end?.roundedUpToSecond.seconds ?? .never
    }
  }

  /// The first round at or after an instant; never before the engine begins to decide.
  func round(atOrAfter instant: Second) -> Second {
    guard instant != .never else { return .never }
    if beginsWithRound, instant <= decidesFrom { return decidesFrom }
    return bundle.settings.rounds.nextAtOrAfter(
      Instant(seconds: max(instant, decidesFrom)), in: bundle.settings.zone
    ).seconds
  }
}

extension Delay {
  /// Whether its length is drawn.
  var isDrawn: Bool { shortest != longest }

  /// The end of a delay that is neither drawn nor counted in somebody's days; `nil` for others.
  ///
  /// Asked first where the world is changed: whoever does that is given a copy of it to ask.
  func exactEnd(from start: Second) -> Second? {
    guard case .exact(let span) = shortest, case .exact(span) = longest else { return nil }
    return start + span.wholeSeconds
  }

  /// The end of a delay that is drawn between two exact lengths; `nil` for others.
  func drawnEnd(from start: Second, seed: Int64, purpose: String, ids: [String]) -> Second? {
    guard isDrawn, case .exact(let low) = shortest, case .exact(let high) = longest else {
      return nil
    }
    let draw = Draw(seed: seed, purpose: purpose, ids: ids)
    return start + draw.duration(in: min(low, high)...max(low, high)).wholeSeconds
  }
}

extension Draw {
  /// A number between two, both included.
  fileprivate func count(_ a: Int, _ b: Int) -> Int {
    Int(integer(in: Int64(min(a, b))...Int64(max(a, b))))
  }
}
