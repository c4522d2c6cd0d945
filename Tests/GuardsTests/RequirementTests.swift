// Licensed under the Apache License, Version 2.0; see LICENSE.

import Guards
import Testing

@Suite struct RequirementTests {
  @Test(arguments: [
    (Answer.yes, true, GuardResult.pass()), (.no, true, .fail()),
    (.yes, false, .fail()), (.no, false, .pass()),
  ])
  func `require wants yes, forbid wants no`(
    _ answer: Answer, _ mustBe: Bool, _ expected: GuardResult
  ) throws {
    let kind = GuardKind.requirement(Requirement(try condition(), mustBe: mustBe))
    #expect(kind.check(Moment.with { $0.answer = answer }) == expected)
  }

  @Test(arguments: [true, false])
  func `unknown and error never pass, either way round`(_ mustBe: Bool) throws {
    let kind = GuardKind.requirement(
      Requirement(try condition(dependsOnTime: true), mustBe: mustBe))
    var moment = Moment.with { $0.change = monday(15) }
    moment.answer = .unknown(["account.health", "deal.amount"])
    #expect(kind.check(moment) == .unknown(["account.health", "deal.amount"]))
    #expect(!kind.check(moment).lets)
    moment.answer = .error("`deal.amount` is absent")
    #expect(kind.check(moment) == .error("`deal.amount` is absent"))
    #expect(!kind.check(moment).lets)
  }

  @Test(arguments: [
    (Answer.yes, true, GuardResult.pass(until: monday(15))),
    (.no, true, .fail(opensAt: monday(15))),
    (.yes, false, .fail(opensAt: monday(15))), (.no, false, .pass(until: monday(15))),
  ])
  func `a condition that reads the clock names its next change`(
    _ answer: Answer, _ mustBe: Bool, _ expected: GuardResult
  ) throws {
    let kind = GuardKind.requirement(
      Requirement(try condition(dependsOnTime: true), mustBe: mustBe))
    let moment = Moment.with {
      $0.answer = answer
      $0.change = monday(15)
    }
    #expect(kind.check(moment) == expected)
    #expect(kind.check(moment).flipsAt == monday(15))
  }

  @Test func `a condition that doesn't read the clock waits for facts alone`() throws {
    let kind = GuardKind.requirement(Requirement(try condition(), mustBe: true))
    let moment = Moment.with {
      $0.answer = .no
      $0.change = monday(15)
    }
    #expect(kind.check(moment) == .fail())
  }

  @Test func `traces show the expression of authored conditions and of the audience`() throws {
    let written = try condition()
    #expect(GuardKind.requirement(Requirement(written, mustBe: false)).expression === written)
    #expect(GuardKind.audience(Audience(when: written)).expression === written)
    #expect(GuardKind.late(Late()).expression == nil)
  }
}
