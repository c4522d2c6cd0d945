// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards
import Testing

@Suite struct PersonGuardTests {
  @Test(arguments: [
    Case("nothing against it", .pass()),
    Case("opted out", .fail(detail: "opted_out")) { $0.suppressionReason = "opted_out" },
    Case("explicit consent doesn't help", .fail(detail: "erased")) {
      $0.suppressionReason = "erased"
      $0.consent = .explicit
    },
    Case("an earlier send doesn't help", .fail(detail: "complained")) {
      $0.suppressionReason = "complained"
      $0.hasSent = true
    },
  ])
  func `who is suppressed is never written to, and no time opens it`(_ c: Case) {
    #expect(GuardKind.suppression(Suppression()).check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("explicit", .pass()) { $0.consent = .explicit },
    Case("implied", .pass()) { $0.consent = .implied },
    Case("implied, until an instant", .pass(until: monday(9, day: 3))) {
      $0.consent = .implied
      $0.consentEnds = monday(9, day: 3)
    },
    Case("weaker than accepted", .fail(detail: "consent: legitimate_interest")) {
      $0.consent = .legitimateInterest
    },
    Case("none", .fail(detail: "consent: none")) { $0.consent = .none },
    Case("withdrawn", .fail(detail: "consent: withdrawn")) { $0.consent = .withdrawn },
    Case("withdrawn, whatever its end", .fail(detail: "consent: withdrawn")) {
      $0.consent = .withdrawn
      $0.consentEnds = monday(13)
    },
  ])
  func `the basis in force must be one that the channel accepts`(_ c: Case) {
    let kind = GuardKind.consent(Guards.Consent(accepted: [.explicit, .implied]))
    #expect(kind.check(c.moment) == c.expected)
  }

  @Test(arguments: [
    (ConsentBasis.explicit, true), (.implied, false), (.legitimateInterest, false), (.none, false),
    (.withdrawn, false),
  ])
  func `a duty names its rules and the basis that they don't accept`(
    basis: ConsentBasis, passes: Bool
  ) {
    let moment = Moment.with { $0.consent = basis }
    let result = GuardKind.duty(Duty("opt-in", accepted: [.explicit])).check(moment)
    #expect(result == (passes ? .pass() : .fail(detail: "opt-in: consent is \(basis.word)")))
  }

  @Test(arguments: ConsentBasis.allCases)
  func `a channel that accepts no basis writes to nobody`(_ basis: ConsentBasis) {
    let moment = Moment.with { $0.consent = basis }
    #expect(!GuardKind.consent(Guards.Consent(accepted: [])).check(moment).lets)
  }

  @Test(arguments: [
    Case("usable", .pass()),
    Case("missing", .fail(detail: "no address")) { $0.address = .missing },
    Case("bounced", .fail(detail: "bounced")) { $0.address = .bounced },
  ])
  func `there must be an address that hasn't bounced`(_ c: Case) {
    #expect(GuardKind.address(AddressGuard()).check(c.moment) == c.expected)
  }
}
