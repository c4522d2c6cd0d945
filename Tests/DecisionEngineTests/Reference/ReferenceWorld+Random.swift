// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

private let hour = 3_600
private let day = 86_400

extension ReferenceWorld {
  /// Makes up a world; the same seed gives the same one.
  static func random(seed: Int, _ zones: ReferenceZones) -> ReferenceWorld {
    var random = ReferenceGenerator(seed: seed)
    let zone = random.pick(["UTC", "UTC", "Europe/Lisbon", "America/New_York"])
    // From 2026-02-20 on: worlds lie before, on and after the changes of clocks.
    let first = CivilDate(daysSinceEpoch: 20_504).adding(days: random.number(0...280))
    let roundEvery = random.pick([hour, 6 * hour, day])
    let last = first.adding(days: random.number(10...(roundEvery == hour ? 16 : 45)))
    var world = ReferenceWorld(
      seed: seed, zone: zone, from: Int(zones.named(zone).startOfDay(first).seconds),
      to: Int(zones.named(zone).startOfDay(last).seconds),
      roundEvery: roundEvery, repliesAtOnce: random.chance(20),
      fallbackZone: random.maybe(20, ReferenceZones.names), contacts: [], accounts: [], deals: [],
      events: [], calendar: .random(&random), hasQuietHours: random.chance(15),
      consentNeeded: random.chance(85) ? ["explicit", "legitimate_interest"] : ["explicit"],
      mandatory: [], policies: [], limits: [])
    world.addPeople(&random)
    world.addEvents(&random)
    let count = random.pick([1, 2, 2, 3, 3])
    let withoutPerson = world.atoms(&random, [.anywhere])
    if random.chance(20) {
      world.mandatory = [.random("must", withoutPerson, &random)]
      // Guards about the person are always hard.
      world.mandatory[0].isObserved = false
    }
    // Two classes of priority for each policy: no two ever tie.
    world.ordersByHash = random.chance(40)
    for (index, priority) in random.shuffled(Array(0..<count)).enumerated() {
      let shared = world.ordersByHash ? 0 : priority
      world.addPolicy("p\(index)", priority: shared * 2, &random)
    }
    if random.chance(40) {
      for index in 0..<random.number(1...3) {
        world.senders.append(Sender(id: "w\(index)", daily: random.maybe(60, [1, 2, 3])))
      }
      world.senderGap = random.pick([600, hour, 5 * hour, day])
    }
    if world.policies.flatMap(\.steps).contains(where: { $0.approval != nil }) {
      world.addAnswers(&random)
    }
    world.addLimits(&random)
    return world
  }

  /// Conditions that may stand somewhere.
  private func atoms(
    _ random: inout ReferenceGenerator, _ scopes: Set<ReferenceCondition.Scope>
  ) -> [ReferenceCondition] {
    ReferenceCondition.atoms(self, &random).filter { scopes.contains($0.scope) }
  }

  private mutating func addPeople(_ random: inout ReferenceGenerator) {
    for index in 0..<random.number(1...4) {
      accounts.append(
        Account(
          id: "a\(index)", zone: random.maybe(15, ReferenceZones.names), mainContact: nil,
          segment: random.maybe(80, ["large", "small"]),
          health: random.maybe(85, [20, 39, 40, 80]),
          healthAsOf: random.chance(40) ? from + random.number(-9...3) * day + 3_000 : nil))
    }
    for index in 0..<random.number(1...8) {
      let facts: [Fact] =
        [.known(1), .known(1), .known(2), .known(2), .known(3), .known(3), .absent, .unknown]
      contacts.append(
        Contact(
          id: "c\(index)", account: random.number(0...accounts.count - 1),
          zone: random.maybe(80, ReferenceZones.names),
          country: random.maybe(75, ReferenceZones.countries),
          createdAt: random.chance(85) ? from + random.number(-20 * 24...5 * 24) * hour + 420 : nil,
          tier: random.pick(facts), role: random.maybe(88, ["lead", "lead", "buyer"]),
          hasAddress: random.chance(99),
          consent: random.maybe(
            98,
            [
              "explicit", "explicit", "explicit", "explicit", "explicit", "explicit",
              "legitimate_interest", "none",
            ])))
    }
    for index in accounts.indices where random.chance(40) {
      let people = contacts.indices.filter { contacts[$0].account == index }
      if !people.isEmpty { accounts[index].mainContact = random.pick(people) }
    }
    for index in 0..<random.pick([0, 1, 2, 3, 4, 6]) {
      let account = random.number(0...accounts.count - 1)
      let people = contacts.indices.filter { contacts[$0].account == account }
      deals.append(
        Deal(
          id: "d\(index)", account: account,
          contact: people.isEmpty ? nil : random.maybe(50, people),
          amount: random.maybe(80, [100, 499, 500, 900]),
          stage: random.pick([.open, .won, .lost])))
    }
  }

  private mutating func addEvents(_ random: inout ReferenceGenerator) {
    let kinds: [Kind] =
      [
        .signal, .signal, .signal, .signal, .signal, .replied,
        .replied, .replied, .replied, .replied, .signal, .signal, .signal, .signal, .signal,
        .signal,
      ]
      + [.flagged, .flagged, .optedOut, .bounced]
      + [.optedIn]
      + (deals.isEmpty ? [] : [.lost, .lost, .lost, .lost, .lost, .opened, .opened, .won, .won])
    for _ in 0..<random.number(4...30) {
      // A third on whole hours, where rounds are; some before the world begins.
      var at = random.number((from - 12 * day) / 60...to / 60) * 60
      if random.chance(35) { at -= at % hour }
      var event = Event(at: at, kind: random.pick(kinds), level: random.number(1...3))
      switch event.kind {
      case .opened, .won, .lost: event.deal = random.number(0...deals.count - 1)
      case .flagged: event.account = random.number(0...accounts.count - 1)
      case .replied, .optedOut, .bounced, .optedIn, .signal, .granted, .refused:
        event.contact = random.number(0...contacts.count - 1)
      }
      events.append(event)
      if random.chance(15) { events.append(event) }
    }
    events.sort { $0.at < $1.at }
  }

  /// People answer questions now and then, mostly yes.
  private mutating func addAnswers(_ random: inout ReferenceGenerator) {
    for _ in 0..<random.number(2...20) {
      var at = random.number(from / 60...to / 60) * 60
      if random.chance(35) { at -= at % hour }
      events.append(
        Event(
          at: at, kind: random.pick([.granted, .granted, .granted, .refused]),
          contact: random.number(0...contacts.count - 1), level: 1))
    }
    events.sort { $0.at < $1.at }
  }

  private mutating func addPolicy(_ id: String, priority: Int, _ random: inout ReferenceGenerator) {
    let isPerDeal = events.contains { $0.kind == .lost } && random.chance(30)
    let deals: [[Kind]] = [[.lost], [.lost], [.lost, .won], [.opened]]
    let others: [[Kind]] = [
      [.signal], [.signal], [.signal, .flagged], [.flagged], [.replied], [.lost],
    ]
    let told = (isPerDeal ? deals : others).filter { kinds in
      events.contains { kinds.contains($0.kind) }
    }
    let on = !told.isEmpty && (isPerDeal || random.chance(60)) ? random.pick(told) : []
    var here: Set<ReferenceCondition.Scope> = [.anywhere, .sends]
    if isPerDeal { here.insert(.deal) }
    if !on.isEmpty, on.allSatisfy({ $0 == .signal || $0 == .flagged }) { here.insert(.signal) }
    let inWhen = atoms(&random, here)
    let inGuards = atoms(&random, here.union([.others, .polled, .enrolment]))
    let inExits = atoms(&random, here.union([.enrolment]))

    let after = on.isEmpty ? nil : random.maybe(50, [90 * 60, 6 * hour, day, 3 * day])
    var steps: [Step] = []
    var length = 0
    for index in 0..<random.pick([1, 2, 2, 3]) {
      let gap =
        index == 0
        ? random.maybe(30, [hour, day]) : random.pick([hour, 5 * hour, day, 2 * day, 90 * 60])
      length += gap ?? 0
      steps.append(
        Step(
          id: "s\(index)", after: gap, expires: random.maybe(25, [4 * hour, day, 3 * day]),
          priority: random.maybe(25, [priority + 1]),
          onlyIf: random.chance(20) ? .random(inGuards, &random) : nil,
          guards: random.chance(20) ? [.random("\(id)-s\(index)", inGuards, &random)] : [],
          nextRung: random.maybe(20, [hour, day, 3 * day]),
          approval: random.maybe(15, [5 * hour, day, 3 * day])))
      length += steps[index].nextRung ?? 0
    }
    let first = (after ?? 0) + (steps[0].after ?? 0)
    var exits: [Exit] = []
    if random.chance(35) {
      let kinds: [Kind] =
        isPerDeal ? [.opened, .won, .replied] : [.replied, .signal, .opened, .flagged]
      exits.append(Exit(name: "signalled", signal: .on(random.pick(kinds))))
    }
    if random.chance(35) {
      exits.append(Exit(name: "met", signal: .when(.random(inExits, &random))))
    }
    if random.chance(35) {
      exits.append(Exit(name: "over", signal: .after(length + random.pick([2, 7, 20]) * day)))
    }
    policies.append(
      Policy(
        id: id, priority: priority, isExclusive: random.chance(25), on: on, perDeal: isPerDeal,
        when: on.isEmpty
          ? .random(inWhen, &random) || .random(inWhen, &random)
          : random.chance(25) ? .random(inWhen, &random) : nil, after: after,
        until: random.chance(30) ? first + random.pick([1, 2, 5, 10]) * day : nil,
        again: random.chance(65)
          ? (after: random.pick([hour, day, 4 * day]), atMost: random.maybe(50, [2, 3])) : nil,
        includesExisting: !on.isEmpty || random.chance(75),
        guards: (0..<random.pick([0, 0, 0, 1, 1, 2, 3])).map {
          .random("\(id)-g\($0)", inGuards, &random)
        },
        steps: steps, exits: exits, goalWithin: random.maybe(20, [2 * day, 9 * day])))
  }

  private mutating func addLimits(_ random: inout ReferenceGenerator) {
    for index in 0..<random.pick([0, 1, 1, 2, 2, 3]) {
      let scope = random.pick([Limit.Scope.contact, .contact, .account, .policy, .global])
      let rule: Limit.Rule =
        switch random.number(1...3) {
        case 1: .gap(random.pick([5 * hour, day, 3 * day, 7 * day]), starts: random.chance(50))
        case 2:
          .rolling(
            count: random.number(1...3), per: random.pick([6 * hour, day, 3 * day, 7 * day]))
        default: .daily(count: random.number(1...2), zone: random.pick(ReferenceZones.names))
        }
      var of = random.chance(20) ? [random.number(0...policies.count - 1)] : nil
      // What a cooldown between starts says "in any policy" is plain only for all of them.
      if case .gap(_, starts: true) = rule { of = nil }
      limits.append(
        Limit(
          id: "l\(index)", scope: scope, rule: rule, of: of,
          onExceed: random.pick([.wait, .wait, .wait, .wait, .skip, .stop]),
          isObserved: random.chance(8)))
    }
  }
}

extension ReferenceCondition {
  /// One condition, or two that are joined, some of them turned round.
  static func random(_ atoms: [Self], _ random: inout ReferenceGenerator) -> Self {
    var first = random.pick(atoms)
    if random.chance(20) { first = !first }
    guard random.chance(35) else { return first }
    var second = random.pick(atoms)
    if random.chance(25) { second = !second }
    return random.chance(50) ? first && second : first || second
  }
}

extension ReferenceWorld.Guard {
  static func random(
    _ id: String, _ atoms: [ReferenceCondition], _ random: inout ReferenceGenerator
  ) -> Self {
    let condition = ReferenceCondition.random(atoms, &random)
    return Self(
      id: id,
      test: random.chance(25)
        ? .window : random.chance(50) ? .require(condition) : .forbid(condition),
      otherwise: random.pick([.wait, .wait, .wait, .skip, .stop]),
      applies: random.chance(15) ? .random(atoms, &random) : nil, isObserved: random.chance(10))
  }
}

extension ReferenceWorld.Hours {
  /// Boundaries lie between 05:00 and 23:00, where no clock of these worlds is changed.
  static func random(_ random: inout ReferenceGenerator) -> Self {
    var hours = Self(windows: [], closed: [])
    hours.windows.append((random.pick([1...4, 1...5, 1...7]), 540, random.pick([690, 1_080])))
    if random.chance(30) { hours.windows.append((2...3, 20 * 60, (24 + 5) * 60)) }
    if random.chance(30) { hours.windows.append((6...6, 600, 630)) }
    if random.chance(30) { hours.closed.append((3, random.number(1...31))) }
    if random.chance(30) { hours.closed.append((10, random.number(1...31))) }
    return hours
  }
}
