// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Testing

@testable import Simulation

struct DayCounterTests {
  @Test func `days are local and the end of a run is excluded`() throws {
    let zone = try #require(Zone(fixedOffset: "+02:00"))
    let from = try Instant(text: "2026-09-01T00:00+02:00")
    let to = try Instant(text: "2026-09-04T00:00+02:00")
    var days = DayCounter(from: from, to: to, zone: zone)
    #expect(days.count == 3)
    #expect(days.firstDay.description == "2026-09-01")
    #expect(days.index(of: from) == 0)
    #expect(days.index(of: try Instant(text: "2026-09-01T23:59:59+02:00")) == 0)
    #expect(days.index(of: try Instant(text: "2026-09-02T00:00+02:00")) == 1)
    #expect(days.index(of: try Instant(text: "2026-09-03T23:59:59+02:00")) == 2)
  }

  @Test func `a day with a clock change is still one day`() throws {
    let zone = try ZoneDatabase().load("Europe/Lisbon")
    let from = try Instant(text: "2026-10-24T00:00+01:00")
    let to = try Instant(text: "2026-10-27T00:00Z")
    var days = DayCounter(from: from, to: to, zone: zone)
    #expect(days.count == 3)
    #expect(days.index(of: try Instant(text: "2026-10-25T23:30Z")) == 1)
    #expect(days.index(of: try Instant(text: "2026-10-26T00:00Z")) == 2)
  }
}
