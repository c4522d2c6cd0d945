// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
import Testing

@Suite struct GuardResultTests {
  @Test(arguments: [
    (GuardResult.pass(), true, Instant?.none), (.pass(until: monday(9)), true, monday(9)),
    (.notApplicable, true, nil), (.fail(), false, nil),
    (.fail(opensAt: monday(9), detail: "asked"), false, monday(9)),
    (.unknown(["account.health"]), false, nil), (.unknown([]), false, nil),
    (.error("no value"), false, nil),
  ])
  func `what isn't known to hold stands in the way`(
    _ result: GuardResult, _ lets: Bool, _ flipsAt: Instant?
  ) {
    #expect(result.lets == lets)
    #expect(result.flipsAt == flipsAt)
  }

  @Test func `stages stand in the order of chains`() {
    #expect(
      Stage.allCases.reversed().sorted().map(\.rawValue) == [
        "system", "person", "policy", "step", "limits", "sender", "content", "approval",
      ])
  }
}
