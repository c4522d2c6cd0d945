// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// What plain numbers tell of somebody's step is what the author's programs say of it.
struct StepProgramTests {
  private static let policies = """
    rules: key-letters
    applies: channel == "email" && account.tier == "key"
    consent: [explicit]
    ---
    rules: key-texts
    applies: channel == "sms" && account.tier == "key"
    consent: [explicit]
    ---
    policy: two-letters
    enrol: {when: contact.level >= 0}
    guards:
      - {id: alone, require: account.active_enrolments < 1, otherwise: wait}
    steps:
      - id: first
        only_if: contact.level != 2
        send: {channel: email, template: hello}
      - id: second
        after: 1d
        only_if: has(steps["first"].sent_at)
        send: {channel: email, template: hello}
      - {id: third, after: 1d, only_if: '!has(steps["second"].sent_at)', send: {channel: sms, template: hello}}
    exit:
      - {when: account.has_open_deal, as: opened}
      - {when: contact.level > 2, as: high}
      - {after: 9d, as: over}

    """

  private func drive(until end: String) throws -> Drive {
    var world = try TestWorld(Self.policies)
    for person in 0..<24 {
      // Three people an account: what one is sent keeps the others back.
      try world.person(
        "c\(person)", account: "a\(person / 3)",
        consent: ["email": .explicit, "sms": person % 2 == 0 ? .explicit : .legitimateInterest],
        [
          "contact.level": .int(Int64(person % 4)),
          "account.tier": .string(person % 6 < 3 ? "key" : "standard"),
        ])
    }
    try world.deal("d", account: "a2")
    try world.happens("deal.opened", deal: "d", at: "6 11:00")
    var drive = world.drive()
    drive.run(until: TestWorld.instant(end))
    return drive
  }

  @Test(arguments: ["5 01:00", "6 10:00", "7 12:00", "9 12:00"])
  func `guards, what they apply to and exits come out as their programs`(time: String) throws {
    var context = try drive(until: time).engine.context
    var told = (conditions: Set<Bool>(), applying: Set<Bool>(), exits: Set<Bool>())
    for position in context.world.enrolments.indices
    where context.world.enrolments[position].state == .open {
      context.focus(enrolment: position)
      for (place, link) in context.world.bundle.policies[context.policy].steps[context.step]
        .chains[context.rung].links.enumerated()
      {
        let one = context.world.conditions[context.policy, context.step, context.rung, place]
        let demand = context.world.programs.guards[one.place]
        if let applies = link.applies, let plain = context.appliesForNow(one) {
          #expect(applies.program.evaluateBool(context) == (plain ? .yes : .no), "\(link.id)")
          told.applying.insert(plain)
        }
        if let asked = link.kind.expression, let plain = context.truth(demand.root, context.rows) {
          #expect(asked.program.evaluateBool(context) == (plain ? .yes : .no), "\(link.id)")
          told.conditions.insert(plain)
        }
      }
      for (index, exit) in context.world.bundle.policies[context.policy].exits.enumerated() {
        let plain = context.truth(
          context.world.programs.exits[context.policy][index], context.rows)
        let asked = exit.when.map { $0.program.evaluateBool(context) == .yes } ?? false
        #expect(plain == asked, "\(exit.name)")
        told.exits.insert(asked)
      }
    }
    #expect(told.conditions.contains(true))
    #expect(told.applying == [true, false])
    #expect(told.exits.contains(false))
  }

  @Test func `all that these policies ask is told by plain numbers`() throws {
    let programs = try drive(until: "5 01:00").engine.context.world.programs
    let policy = try #require(try TestWorld(Self.policies).bundle.policies.first)
    let links = policy.steps.flatMap { $0.chains.flatMap(\.links) }
    #expect(links.count == programs.guards.count)
    for (link, demand) in zip(links, programs.guards) {
      if case .requirement = link.kind { #expect(demand.root != RowPrograms.open, "\(link.id)") }
      if link.applies != nil { #expect(demand.applies != RowPrograms.open, "\(link.id)") }
    }
  }
}
