// Licensed under the Apache License, Version 2.0; see LICENSE.

extension ReferenceWorld {
  /// The smallest world, found by leaving things out one by one, that still does what it is asked.
  func shrunk(while fails: (ReferenceWorld) -> Bool) -> ReferenceWorld {
    var world = self
    var isDone = false
    while !isDone {
      isDone = true
      // After a success the rest of the list is still worth a try; the numbers have changed.
      var number = 0
      while number < world.reductions.count {
        let smaller = world.reductions[number]
        if fails(smaller) {
          world = smaller
          isDone = false
        } else {
          number += 1
        }
      }
    }
    return world
  }

  /// Every world that has one thing less, big things first.
  private var reductions: [ReferenceWorld] {
    var out: [ReferenceWorld] = []
    func without(_ change: (inout ReferenceWorld) -> Void) {
      var world = self
      change(&world)
      out.append(world)
    }
    if policies.count > 1 {
      for index in policies.indices { without { $0.drop(policy: index) } }
    }
    for index in limits.indices { without { $0.limits.remove(at: index) } }
    if contacts.count > 1 {
      for index in contacts.indices { without { $0.drop(contact: index) } }
    }
    for index in deals.indices { without { $0.drop(deal: index) } }
    for index in events.indices { without { $0.events.remove(at: index) } }
    for index in mandatory.indices { without { $0.mandatory.remove(at: index) } }
    if hasQuietHours { without { $0.hasQuietHours = false } }
    if senders.count > 0 { without { $0.senders.removeLast() } }
    if repliesAtOnce { without { $0.repliesAtOnce = false } }
    for index in mandatory.indices {
      for smaller in mandatory[index].reductions { without { $0.mandatory[index] = smaller } }
    }
    for index in policies.indices {
      for smaller in policies[index].reductions { without { $0.policies[index] = smaller } }
    }
    return out
  }

  private mutating func drop(policy: Int) {
    policies.remove(at: policy)
    limits = limits.compactMap { limit in
      guard let of = limit.of else { return limit }
      var smaller = limit
      smaller.of = of.compactMap { $0 == policy ? nil : $0 > policy ? $0 - 1 : $0 }
      return smaller.of?.isEmpty == true ? nil : smaller
    }
  }

  private mutating func drop(contact: Int) {
    func moved(_ old: Int?) -> Int? {
      old.flatMap { $0 == contact ? nil : $0 > contact ? $0 - 1 : $0 }
    }
    contacts.remove(at: contact)
    for index in accounts.indices {
      accounts[index].mainContact = moved(accounts[index].mainContact)
    }
    for index in deals.indices { deals[index].contact = moved(deals[index].contact) }
    events.removeAll { $0.contact == contact }
    for index in events.indices { events[index].contact = moved(events[index].contact) }
  }

  private mutating func drop(deal: Int) {
    deals.remove(at: deal)
    events.removeAll { $0.deal == deal }
    for index in events.indices {
      events[index].deal = events[index].deal.map { $0 > deal ? $0 - 1 : $0 }
    }
  }
}

extension ReferenceWorld.Policy {
  fileprivate var reductions: [Self] {
    var out: [Self] = []
    func without(_ change: (inout Self) -> Void) {
      var policy = self
      change(&policy)
      out.append(policy)
    }
    if steps.count > 1 { without { $0.steps.removeLast() } }
    for index in guards.indices { without { $0.guards.remove(at: index) } }
    for index in exits.indices { without { $0.exits.remove(at: index) } }
    if !on.isEmpty, when != nil { without { $0.when = nil } }
    if until != nil { without { $0.until = nil } }
    if again != nil { without { $0.again = nil } }
    if after != nil { without { $0.after = nil } }
    if isExclusive { without { $0.isExclusive = false } }
    for index in steps.indices {
      if steps[index].nextRung != nil { without { $0.steps[index].nextRung = nil } }
      if steps[index].approval != nil { without { $0.steps[index].approval = nil } }
    }
    if goalWithin != nil { without { $0.goalWithin = nil } }
    for part in when?.parts ?? [] { without { $0.when = part } }
    for index in guards.indices {
      for smaller in guards[index].reductions { without { $0.guards[index] = smaller } }
    }
    for index in exits.indices {
      guard case .when(let condition) = exits[index].signal else { continue }
      for part in condition.parts { without { $0.exits[index].signal = .when(part) } }
    }
    for index in steps.indices {
      if steps[index].onlyIf != nil { without { $0.steps[index].onlyIf = nil } }
      if steps[index].expires != nil { without { $0.steps[index].expires = nil } }
      if steps[index].priority != nil { without { $0.steps[index].priority = nil } }
      for part in steps[index].onlyIf?.parts ?? [] { without { $0.steps[index].onlyIf = part } }
      for number in steps[index].guards.indices {
        without { $0.steps[index].guards.remove(at: number) }
        for smaller in steps[index].guards[number].reductions {
          without { $0.steps[index].guards[number] = smaller }
        }
      }
    }
    return out
  }
}

extension ReferenceWorld.Guard {
  fileprivate var reductions: [Self] {
    var out: [Self] = []
    if applies != nil {
      out.append(self)
      out[0].applies = nil
    }
    for part in applies?.parts ?? [] {
      out.append(self)
      out[out.count - 1].applies = part
    }
    switch test {
    case .require(let condition):
      for part in condition.parts {
        out.append(self)
        out[out.count - 1].test = .require(part)
      }
    case .forbid(let condition):
      for part in condition.parts {
        out.append(self)
        out[out.count - 1].test = .forbid(part)
      }
    case .window: break
    }
    return out
  }
}
