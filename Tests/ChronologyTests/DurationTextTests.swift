// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("0", 0, "0"), ("0s", 0, "0"), ("90s", 90, "1m30s"), ("15m", 900, "15m"), ("4h", 14_400, "4h"),
    ("14d", 1_209_600, "14d"), ("2w", 1_209_600, "14d"), ("1d12h", 129_600, "1d12h"),
    ("72h", 259_200, "3d"), ("1w2d3h4m5s", 788_645, "9d3h4m5s"), ("24h30m", 88_200, "1d30m"),
  ])
  func `a duration is an exact multiple and is written back`(
    _ text: String, _ seconds: Int64, _ written: String
  ) throws {
    let duration = try Duration(text: text)
    #expect(duration == .seconds(seconds))
    #expect(duration.text == written)
    #expect(try Duration(text: written) == duration)
  }

  @Test(arguments: [
    ("", 0, "a duration as 90s, 4h, 14d or 1d12h", []),
    ("14", 2, "an exact unit: w, d, h, m or s", []),
    ("14cd", 2, "an exact unit: w, d, h, m or s", []),
    ("14 d", 2, "an exact unit: w, d, h, m or s", ["14d"]),
    ("14D", 2, "an exact unit: w, d, h, m or s", ["14d"]),
    ("1.5h", 1, "an exact unit: w, d, h, m or s", []),
    ("-30m", 0, "a duration as 90s, 4h, 14d or 1d12h", []),
    ("12h1d", 4, "a unit smaller than `h`", []),
    ("1h2h", 3, "a unit smaller than `h`", []),
    ("1234567890s", 0, "a whole number of at most nine digits", []),
    ("5 ｄ", 1, "an exact unit: w, d, h, m or s", []),
  ])
  func `a text that is no duration says where and what was expected`(
    _ text: String, _ offset: Int, _ expected: String, _ repairs: [String]
  ) {
    #expect(throws: TimeTextError(offset: offset, expected: expected, repairs: repairs)) {
      try Duration(text: text)
    }
  }

  @Test func `what policies can't write is still shown`() {
    #expect(Duration.milliseconds(250).text == "0.25s")
    #expect(Duration.seconds(-90).text == "-1m30s")
    #expect(Duration.milliseconds(-60_500).text == "-1m0.5s")
  }

  @Test(arguments: [
    ("14cd", Period.calendar(.days(14))), ("12mo", .calendar(.months(12))),
    ("3bd", .calendar(.businessDays(3))), ("14d", .exact(.seconds(1_209_600))),
    ("12m", .exact(.seconds(720))), ("0", .exact(.zero)),
  ])
  func `a period is exact or counted in a calendar`(_ text: String, _ expected: Period) throws {
    #expect(try Period(text: text) == expected)
    #expect(try Period(text: text).description == text)
  }

  @Test(arguments: ["14", "cd", "3bdx", "3 bd", "1d3bd", "12MO", "3bd2h"])
  func `no period`(_ text: String) {
    #expect(throws: TimeTextError.self) { try Period(text: text) }
    #expect(throws: TimeTextError.self) { try CalendarPeriod(text: text) }
  }

  @Test(arguments: [
    // A day that has 23 hours, and one that has 25.
    ("1cd", "Europe/Lisbon", "2026-03-28T12:00Z", "2026-03-29T11:00:00Z"),
    ("1d", "Europe/Lisbon", "2026-03-28T12:00Z", "2026-03-29T12:00:00Z"),
    ("14cd", "Europe/Berlin", "2026-10-20T07:00Z", "2026-11-03T08:00:00Z"),
    // 01:30 is skipped in Lisbon that day.
    ("1cd", "Europe/Lisbon", "2026-03-28T01:30Z", "2026-03-29T01:30:00Z"),
    // 01:30 comes twice in New York that day.
    ("1cd", "America/New_York", "2026-10-31T05:30Z", "2026-11-01T05:30:00Z"),
    ("12mo", "Europe/Lisbon", "2028-02-29T10:00Z", "2029-02-28T10:00:00Z"),
    ("1mo", "Europe/Lisbon", "2027-01-31T10:00:00.5Z", "2027-02-28T10:00:00.5Z"),
    ("0cd", "America/New_York", "2026-11-01T06:30Z", "2026-11-01T06:30:00Z"),
  ])
  func `a period ends at the same local time`(
    _ period: String, _ name: String, _ start: String, _ end: String
  ) throws {
    let over = try Period(text: period).advance(at(start), in: zone(name))
    #expect(over?.description == end)
  }
}
