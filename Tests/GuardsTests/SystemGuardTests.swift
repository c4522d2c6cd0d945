// Licensed under the Apache License, Version 2.0; see LICENSE.

import Guards
import Testing

@Suite struct SystemGuardTests {
  @Test(arguments: [
    Case("off", .pass()),
    Case("on", .fail()) { $0.isKillSwitchOn = true },
    Case("on, for those of the safe list too", .fail()) {
      $0.isKillSwitchOn = true
      $0.mode = .safe
      $0.isOnSafeList = true
    },
  ])
  func `the kill switch stops everybody, and nobody knows until when`(_ c: Case) {
    #expect(GuardKind.killSwitch(KillSwitch()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("off", .fail(detail: "mode off")) { $0.mode = .off },
    Case("shadow", .pass()) { $0.mode = .shadow },
    Case("safe", .pass()) { $0.mode = .safe },
    Case("live", .pass()) { $0.mode = .live },
  ])
  func `only mode off decides nothing`(_ c: Case) {
    #expect(GuardKind.mode(ModeGuard()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("safe, listed", .pass()) {
      $0.mode = .safe
      $0.isOnSafeList = true
    },
    Case("safe, not listed", .fail(detail: "not on the safe list")) { $0.mode = .safe },
    Case("shadow, not listed", .notApplicable) { $0.mode = .shadow },
    Case("live, not listed", .notApplicable) { $0.mode = .live },
    Case("off, not listed", .notApplicable) { $0.mode = .off },
  ])
  func `the safe list is asked in mode safe alone`(_ c: Case) {
    #expect(GuardKind.safeList(SafeList()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    GuardKind.budget(Budget()), .holdout(Holdout()),
    .domainAuthenticated(DomainAuthenticated()),
  ])
  func `what isn't executed yet stands in nobody's way`(_ kind: GuardKind) {
    #expect(kind.check(Moment()) == .notApplicable)
  }
}
