// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The instants at which anything could happen in a world.
///
/// Rounds, events, and every span that its policies name after everything that happened: too many
/// never hurt, they are only slow.
struct ReferenceTicks {
  private var times: [Int]
  private var position = 0
  private let spans: [Int]

  init(_ world: ReferenceWorld, rounds: [Int]) {
    spans = Array(Set(world.conditions.flatMap(\.spans)))
    var all = Set(rounds + world.conditions.flatMap(\.instants))
    let past =
      world.events.map(\.at) + world.contacts.compactMap(\.createdAt)
      + world.accounts.compactMap(\.healthAsOf)
    for at in past {
      all.insert(at)
      for span in spans { all.formUnion([at + span, at + span + 1]) }
    }
    times = all.sorted()
  }

  /// Those that have passed, too.
  var all: [Int] { times }

  /// The next instant.
  mutating func next() -> Int? {
    guard position < times.count else { return nil }
    defer { position += 1 }
    return times[position]
  }

  /// Adds an instant, unless it has passed.
  mutating func add(_ time: Int) {
    guard position == 0 || time > times[position - 1] else { return }
    var low = position
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    if low == times.count || times[low] != time { times.insert(time, at: low) }
  }

  /// A condition may look back at this instant, and strictly or not.
  mutating func somethingHappened(at instant: Int) {
    for span in spans {
      add(instant + span)
      add(instant + span + 1)
    }
  }
}

extension ReferenceWorld {
  /// Every condition of the world.
  var conditions: [ReferenceCondition] {
    let guards = mandatory + policies.flatMap { $0.guards + $0.steps.flatMap(\.guards) }
    var out = policies.compactMap(\.when) + policies.flatMap(\.steps).compactMap(\.onlyIf)
    for asked in guards {
      if let applies = asked.applies { out.append(applies) }
      switch asked.test {
      case .require(let condition), .forbid(let condition): out.append(condition)
      case .window: break
      }
    }
    for exit in policies.flatMap(\.exits) {
      if case .when(let condition) = exit.signal { out.append(condition) }
    }
    return out
  }
}
