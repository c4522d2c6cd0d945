// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards
import Testing

@Suite struct MessageGuardTests {
  @Test(arguments: [
    Case("the channel has no pool", .notApplicable) { $0.sender = .notNeeded },
    Case("somebody is free", .pass()) { $0.sender = .available(sender: 3) },
    Case("all are busy", .fail(opensAt: monday(12, 4), detail: "gap")) {
      $0.sender = .none(freesAt: monday(12, 4), detail: "gap")
    },
    Case("nobody will be free", .fail(detail: "nobody writes `fr`")) {
      $0.sender = .none(freesAt: nil, detail: "nobody writes `fr`")
    },
    Case("nobody knows who may write", .unknown(["contact.language"])) {
      $0.sender = .unknown(["contact.language"])
    },
  ])
  func `somebody of the pool must be able to write`(_ c: Case) {
    #expect(GuardKind.sender(SenderGuard()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("it renders", .pass()),
    Case("variables have no value", .fail(detail: "no value for deal.title, contact.first_name")) {
      $0.text = .missing(["deal.title", "contact.first_name"])
    },
    Case("it breaks a rule", .fail(detail: "the text is too long")) {
      $0.text = .unusable("the text is too long")
    },
  ])
  func `a text goes out whole or not at all`(_ c: Case) {
    #expect(GuardKind.template(TemplateGuard()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("never sent", .pass()),
    Case("just sent", .fail(opensAt: monday(6, day: 1), detail: "the same text was sent")) {
      $0.sameTextSent = monday(12)
    },
    Case(
      "a second before the end",
      .fail(opensAt: monday(12), detail: "the same text was sent")
    ) {
      $0.sameTextSent = monday(-6)
      $0.now = monday(11, 59, 59)
    },
    Case("at the end", .pass()) { $0.sameTextSent = monday(-6) },
  ])
  func `the same text may be sent again exactly after its time`(_ c: Case) {
    #expect(GuardKind.notDuplicate(NotDuplicate(within: hours(18))).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("no source names it", .unknown(["account.health"])) { $0.factDate = .unknown },
    Case("it has no date", .pass()) { $0.factDate = .absent },
    Case("just read", .pass(until: monday(12, 0, 1, day: 1))) { $0.factDate = .known(monday(12)) },
    Case("as old as it may be, for this second", .pass(until: monday(12, 0, 1))) {
      $0.factDate = .known(monday(12, day: -1))
    },
    Case("a second older", .unknown(["account.health"])) {
      $0.factDate = .known(monday(11, 59, 59, day: -1))
    },
  ])
  func `a fact is fresh up to its age, and a stale one is unknown`(_ c: Case) {
    let kind = GuardKind.freshness(Freshness(fact: "account.health", within: hours(24)))
    #expect(kind.check(c.moment) == c.expected)
  }

  // MARK: - Approval

  @Test(arguments: [
    Case("not asked", .fail(detail: "nobody was asked yet")),
    Case("asked", .fail(opensAt: monday(12, day: 3), detail: "asked")) {
      $0.asked = .waiting(expiresAt: monday(12, day: 3))
    },
    Case("granted", .pass()) { $0.asked = .granted },
    Case("refused", .fail(detail: "refused")) { $0.asked = .refused },
    Case("expired", .fail(detail: "approval_expired")) { $0.asked = .expired },
    Case("nobody knows whom to ask", .unknown(["account.owner"])) {
      $0.asked = .approverUnknown(["account.owner"])
    },
  ])
  func `only a granted approval lets a step through`(_ c: Case) {
    let rule = ApprovalRule(when: nil, approver: nil, expires: hours(72), fourEyes: false)
    #expect(GuardKind.approval(ApprovalGuard(rule)).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("it holds, and nobody was asked", .fail(detail: "nobody was asked yet")),
    Case("it holds, and somebody agreed", .pass()) { $0.asked = .granted },
    Case("it doesn't hold", .notApplicable) { $0.answer = .no },
    Case("nobody knows", .unknown(["account.tier"])) { $0.answer = .unknown(["account.tier"]) },
    Case("nobody knows, though somebody agreed", .unknown(["account.tier"])) {
      $0.answer = .unknown(["account.tier"])
      $0.asked = .granted
    },
    Case("it can't be computed", .error("no value")) { $0.answer = .error("no value") },
  ])
  func `an approval is needed only where its condition doesn't say no`(_ c: Case) throws {
    let rule = ApprovalRule(
      when: try condition(), approver: nil, expires: hours(72), fourEyes: false)
    #expect(GuardKind.approval(ApprovalGuard(rule)).check(c.moment) == c.expected)
  }
}
