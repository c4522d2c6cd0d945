// Licensed under the Apache License, Version 2.0; see LICENSE.

// What a wait says of the time ahead: found by trying every instant.
extension ReferenceDecider {
  /// When time alone changes the answer of a guard: everything else stays as it is.
  func until(_ e: Enrolment, _ id: String?) -> Int? {
    let present = now
    defer { now = present }
    func answer() -> ReferenceTruth? { chain(e).first { $0.id == id }?.answer }
    let before = answer()
    // Who waits for facts is told which.
    if before == .unknown { return nil }
    return instantsAhead.first { instant in
      now = instant
      return answer() != before
    }
  }

  /// The first round at which every guard passes, unless one before ends the step.
  func earliest(_ e: Enrolment) -> Int? {
    let present = now
    defer { now = present }
    for round in rounds where round > present {
      now = round
      if let expires = e.policy.steps[e.step].expires, now >= e.dueAt + expires { return nil }
      if let (_, span) = e.policy.exitAfter, now >= (e.startedAt ?? 0) + span { return nil }
      let failed = chain(e).first { $0.answer != .yes && $0.outcome != .hold }
      guard let failed else { return round }
      // What isn't known waits, and time may make it matter no more.
      if failed.answer != .unknown, failed.outcome != .wait { return nil }
    }
    return nil
  }

  /// Every instant at which a guard may flip: half hours for windows and days, and the ends of
  /// everything that began.
  private var instantsAhead: [Int] {
    let spans = world.limits.map { limit in
      switch limit.rule {
      case .gap(let gap, _): gap
      case .rolling(_, let width): width
      case .daily: 0
      }
    }
    let ends = sends.flatMap { send in (spans + [world.senderGap]).map { send.at + $0 } }
    let halves = stride(from: now - now % 1_800, to: now + 12 * 86_400, by: 1_800)
    return Set(ticks.all + ends + halves).filter { $0 > now }.sorted()
  }
}
