// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
import Testing

@Suite struct LimitGuardTests {
  private let fourteenDays = GuardKind.limit(LimitGuard(limit(.gap(hours(14 * 24)))))
  private let cap = GuardKind.limit(LimitGuard(limit(.cap(.count(3), .rolling(hours(168))))))

  @Test(arguments: [
    Case("never sent", .pass()),
    Case("just sent", .fail(opensAt: monday(12, day: 14), detail: "1/1 used")) {
      $0.lastSend = monday(12)
    },
    Case("a second before the end", .fail(opensAt: monday(12, day: 14), detail: "1/1 used")) {
      $0.lastSend = monday(12)
      $0.now = monday(11, 59, 59, day: 14)
    },
    Case("at the end", .pass()) {
      $0.lastSend = monday(12)
      $0.now = monday(12, day: 14)
    },
    Case("long after", .pass()) {
      $0.lastSend = monday(12)
      $0.now = monday(12, day: 90)
    },
  ])
  func `a cooldown opens exactly at its end`(_ c: Case) {
    #expect(fourteenDays.check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("nothing used", .pass()) { $0.capUsage = use(0, of: 3) },
    Case("one left", .pass()) { $0.capUsage = use(2, of: 3) },
    Case("the last one taken", .fail(opensAt: monday(9, day: 2), detail: "3/3 used")) {
      $0.capUsage = use(3, of: 3, freesAt: monday(9, day: 2))
    },
    Case("more than allowed", .fail(opensAt: monday(9, day: 3), detail: "5/3 used")) {
      $0.capUsage = use(5, of: 3, freesAt: monday(9, day: 3))
    },
    Case("none is ever allowed", .fail(detail: "0/0 used")) { $0.capUsage = use(0, of: 0) },
    Case("it never frees", .fail(detail: "1/1 used")) { $0.capUsage = use(1, of: 1) },
    Case("it doesn't look at this send", .notApplicable) { $0.capUsage = .notAsked },
    Case("it has no room, and doesn't look", .notApplicable) {
      $0.capUsage = LimitUsage(used: 3, allowed: 3, freesAt: nil, isAsked: false)
    },
    Case("nobody knows the scope", .unknown(["account.industry"])) {
      $0.capUsage = LimitUsage(
        used: 0, allowed: 3, freesAt: nil, missing: ["account.industry"])
    },
  ])
  func `a cap lets through what it allows and not one more`(_ c: Case) {
    #expect(cap.check(c.moment) == c.expected)
  }

  private static func use(_ used: Int, of allowed: Int, freesAt: Instant? = nil) -> LimitUsage {
    LimitUsage(used: used, allowed: allowed, freesAt: freesAt)
  }

  // MARK: - What a limit looks at

  struct Send: CustomTestStringConvertible {
    var testDescription: String
    var limit: LimitRule
    var isCovered: Bool
  }

  private static let gap = LimitRule.Rule.gap(hours(1))

  @Test(arguments: [
    Send(testDescription: "not narrowed", limit: limit(gap), isCovered: true),
    Send(testDescription: "its channel", limit: limit(gap, channels: [1, 2]), isCovered: true),
    Send(testDescription: "another channel", limit: limit(gap, channels: [1]), isCovered: false),
    Send(testDescription: "its priority", limit: limit(gap, priorities: [0]), isCovered: true),
    Send(
      testDescription: "another priority", limit: limit(gap, priorities: [3]), isCovered: false),
    Send(testDescription: "its policy", limit: limit(gap, policies: ["winback"]), isCovered: true),
    Send(
      testDescription: "another policy", limit: limit(gap, policies: ["intro"]), isCovered: false),
    Send(
      testDescription: "one of its tags", limit: limit(gap, tags: ["vip", "eu"]), isCovered: true),
    Send(testDescription: "no tag of it", limit: limit(gap, tags: ["us"]), isCovered: false),
    Send(
      testDescription: "the scope of its tag", limit: limit(gap, scope: .tag("eu")),
      isCovered: true),
    Send(
      testDescription: "the scope of another tag", limit: limit(gap, scope: .tag("us")),
      isCovered: false),
    Send(
      testDescription: "its channel, another policy",
      limit: limit(gap, channels: [2], policies: ["intro"]), isCovered: false),
  ])
  func `a limit looks at a send only if all of its narrowings match`(_ send: Send) {
    let covers = send.limit.covers(channel: 2, priority: 0, policy: "winback", tags: ["eu", "key"])
    #expect(covers == send.isCovered)
  }

  @Test func `narrower scopes are asked before wider ones`() {
    let scopes: [LimitRule.Scope] = [
      .global, .channel, .tag("eu"), .policy, .sender,
      .fact(object: 1, slot: 4, path: "account.industry"), .account, .contact,
    ]
    let sorted = scopes.sorted { $0.breadth < $1.breadth }
    #expect(
      sorted.map(\.word) == [
        "contact", "account", "account.industry", "sender", "policy", "tag eu", "channel", "global",
      ])
  }
}
