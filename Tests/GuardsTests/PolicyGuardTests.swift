// Licensed under the Apache License, Version 2.0; see LICENSE.

import Guards
import Testing

@Suite struct PolicyGuardTests {
  @Test(arguments: [
    Case("nobody answered", .notApplicable),
    Case("somebody did", .fail(opensAt: monday(12, day: 7), detail: "answered_by_hand")) {
      $0.answeredByHandUntil = monday(12, day: 7)
    },
  ])
  func `policies wait for a conversation that a person leads`(_ c: Case) {
    #expect(GuardKind.paused(Paused()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("the group is free", .pass()),
    Case("another policy holds it", .fail(detail: "`sales` is held by winback")) {
      $0.exclusiveHolder = "winback"
    },
  ])
  func `one policy of a group holds a contact`(_ c: Case) {
    #expect(GuardKind.exclusive(Exclusive(group: "sales")).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("no exit holds", .pass()),
    Case("one does", .fail(detail: "answered")) { $0.exitReached = "answered" },
  ])
  func `an exit that holds now keeps the step back`(_ c: Case) {
    #expect(GuardKind.exit(ExitGuard()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("it still holds", .pass()),
    Case("it no longer holds", .fail()) { $0.answer = .no },
    Case("nobody knows", .unknown(["account.health"])) { $0.answer = .unknown(["account.health"]) },
    Case("it can't be computed", .error("no value")) { $0.answer = .error("no value") },
    Case("after the first send nobody asks", .notApplicable) {
      $0.answer = .no
      $0.hasSent = true
    },
    Case("not even who is unknown", .notApplicable) {
      $0.answer = .unknown(["account.health"])
      $0.hasSent = true
    },
  ])
  func `the audience is asked only before the first send`(_ c: Case) throws {
    #expect(GuardKind.audience(Audience(when: try condition())).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("no deadline", .notApplicable),
    Case("a second before it", .pass(until: monday(12))) {
      $0.now = monday(11, 59, 59)
      $0.lateAt = monday(12)
    },
    Case("at it", .fail(detail: "expired")) { $0.lateAt = monday(12) },
    Case("after it", .fail(detail: "expired")) { $0.lateAt = monday(11) },
    Case("no round came in time", .fail(detail: "no round reached it in time")) {
      $0.wasMissed = true
    },
    Case(
      "no round came in time, though the deadline is ahead",
      .fail(detail: "no round reached it in time")
    ) {
      $0.wasMissed = true
      $0.lateAt = monday(13)
    },
  ])
  func `a step is late from its deadline on`(_ c: Case) {
    #expect(GuardKind.late(Late()).check(c.moment) == c.expected)
  }
}
