// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import TestSupport
import Testing

@Suite struct CadenceTests {
  static func cadence(_ text: String) throws -> Cadence {
    text.contains(" ")
      ? Cadence(cron: try CronSchedule(text: text)) : try Cadence(every: Duration(text: text))
  }

  struct Run: CustomTestStringConvertible {
    var cadence: String
    var zone: String
    var from: String
    var times: [String]
    var testDescription: String { "\(cadence) in \(zone) from \(from)" }
  }

  @Test(arguments: [
    Run(
      cadence: "15m", zone: "Europe/Lisbon", from: "2026-11-21T10:07:00.5Z",
      times: ["2026-11-21T10:15:00Z", "2026-11-21T10:30:00Z"]),
    Run(
      cadence: "15m", zone: "Asia/Kathmandu", from: "2026-11-21T10:00Z",
      times: ["2026-11-21T10:00:00Z", "2026-11-21T10:15:00Z"]),
    Run(
      cadence: "1h", zone: "Asia/Kathmandu", from: "2026-11-21T10:00Z",
      times: ["2026-11-21T10:15:00Z", "2026-11-21T11:15:00Z"]),
    Run(
      cadence: "7h", zone: "UTC", from: "2026-11-21T12:00Z",
      times: ["2026-11-21T14:00:00Z", "2026-11-21T21:00:00Z", "2026-11-22T00:00:00Z"]),
    // Skipped quarters fall together with those that follow; repeated ones go on.
    Run(
      cadence: "15m", zone: "Europe/Berlin", from: "2026-03-29T00:40Z",
      times: ["2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z"]),
    Run(
      cadence: "30m", zone: "Europe/Berlin", from: "2026-10-25T00:30Z",
      times: ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"]),
    Run(
      cadence: "30m", zone: "Australia/Lord_Howe", from: "2026-04-04T14:30Z",
      times: ["2026-04-04T14:30:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z"]),
    // 4h stays on 00, 04, 08 of the clock; the skipped 01:30 of 90m moves to 02:30.
    Run(
      cadence: "4h", zone: "Europe/Lisbon", from: "2026-03-29T00:30Z",
      times: ["2026-03-29T03:00:00Z", "2026-03-29T07:00:00Z"]),
    Run(
      cadence: "4h", zone: "Europe/Lisbon", from: "2026-10-24T23:00Z",
      times: ["2026-10-24T23:00:00Z", "2026-10-25T04:00:00Z"]),
    Run(
      cadence: "90m", zone: "Europe/Lisbon", from: "2026-03-29T00:30Z",
      times: ["2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z"]),
    Run(
      cadence: "1d", zone: "America/Santiago", from: "2026-09-05T12:00Z",
      times: ["2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"]),
    Run(
      cadence: "1d", zone: "Atlantic/Azores", from: "2026-10-24T12:00Z",
      times: ["2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"]),
    Run(
      cadence: "1w", zone: "UTC", from: "2026-11-21T00:00Z",
      times: ["2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"]),
    Run(
      cadence: "0 8 * * *", zone: "Europe/Berlin", from: "2026-10-24T07:00Z",
      times: ["2026-10-25T07:00:00Z", "2026-10-26T07:00:00Z"]),
    Run(
      cadence: "30 2 * * *", zone: "Europe/Berlin", from: "2026-03-28T12:00Z",
      times: ["2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]),
    Run(
      cadence: "30 2 * * *", zone: "Europe/Berlin", from: "2026-10-24T12:00Z",
      times: ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
    Run(
      cadence: "30 2 * * *", zone: "Europe/Berlin", from: "2026-10-25T00:31Z",
      times: ["2026-10-26T01:30:00Z"]),
    Run(
      cadence: "*/20 * * * *", zone: "Europe/Berlin", from: "2026-10-25T00:41Z",
      times: ["2026-10-25T01:00:00Z", "2026-10-25T01:20:00Z"]),
    Run(
      cadence: "*/15 9-17 * * mon-fri", zone: "UTC", from: "2026-11-20T17:46Z",
      times: ["2026-11-23T09:00:00Z", "2026-11-23T09:15:00Z"]),
    Run(
      cadence: "0 0 29 feb *", zone: "UTC", from: "2097-01-01T00:00Z",
      times: ["2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z"]),
    Run(
      cadence: "0 12 13 * fri", zone: "UTC", from: "2026-11-10T00:00Z",
      times: ["2026-11-13T12:00:00Z", "2026-11-20T12:00:00Z"]),
    Run(
      cadence: "5,35 0 1 jan,jul 7", zone: "UTC", from: "2026-12-28T00:00Z",
      times: ["2027-01-01T00:05:00Z", "2027-01-01T00:35:00Z", "2027-01-03T00:05:00Z"]),
    Run(
      cadence: "0 9 * * fri-sun", zone: "UTC", from: "2026-11-20T10:00Z",
      times: ["2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z", "2026-11-27T09:00:00Z"]),
  ])
  func `a cadence follows local clocks`(_ c: Run) throws {
    let cadence = try Self.cadence(c.cadence)
    let place = try zone(c.zone)
    var instant = cadence.nextAtOrAfter(try at(c.from), in: place)
    for time in c.times {
      #expect(instant.description == time)
      #expect(cadence.nextAtOrAfter(instant, in: place) == instant)
      instant = cadence.next(after: instant, in: place)
    }
  }

  @Test func `an interval must be whole seconds, and whole days beyond one`() throws {
    for text in ["0", "25h", "36h"] {
      #expect(throws: CadenceError.self) { try Cadence(every: Duration(text: text)) }
    }
    #expect(throws: CadenceError.notWholeSeconds(.milliseconds(1_500))) {
      try Cadence(every: .milliseconds(1_500))
    }
    #expect(
      CadenceError.notWholeDays(.seconds(129_600)).description
        == "expected at most a day, or whole days, found 1d12h")
    #expect(try Cadence(every: .seconds(900)).description == "15m")
    #expect(try Cadence(every: .seconds(604_800)).description == "7d")
  }

  @Test(arguments: [
    ("0 8 * *", 7, "a space and the day of the week, the next of five fields"),
    ("60 8 * * *", 0, "a minute from 0 to 59, or `*`"),
    ("0 24 * * *", 2, "an hour from 0 to 23, or `*`"),
    ("0 8 0 * *", 4, "a day of the month from 1 to 31, or `*`"),
    ("0 8 * foo *", 6, "a month from 1 to 12, jan to dec, or `*`"),
    ("0 8 * * 8", 8, "a day of the week from 0 to 7, sun to sat, or `*`"),
    ("0 17-9 * * *", 5, "the end of a range that doesn't run backwards"),
    ("5/15 * * * *", 1, "a range or `*` before a step"),
    ("*/0 * * * *", 2, "a step of 1 or more"),
    ("0 8 * * * *", 9, "the end of the five fields"),
    ("0 0 30 2 *", 0, "a day that exists in one of these months"),
    ("", 0, "a minute from 0 to 59, or `*`"),
    ("@daily", 0, "a minute from 0 to 59, or `*`"),
  ])
  func `a text that is no schedule says where and what was expected`(
    _ text: String, _ offset: Int, _ expected: String
  ) {
    #expect(throws: TimeTextError(offset: offset, expected: expected)) {
      try CronSchedule(text: text)
    }
  }

  @Test func `times are those that a minute-by-minute scan finds`() throws {
    let cadences = [
      "15m", "20m", "1h", "90m", "4h", "12h", "1d", "2d", "0 * * * *", "30 2 * * *", "0 0 * * *",
      "15,45 1-3 * * *", "*/7 */2 * * *",
    ]
    for seed in seeds(120) {
      var random = SeededGenerator(seed: seed)
      let text = cadences[Int.random(in: 0..<cadences.count, using: &random)]
      let cadence = try Self.cadence(text)
      let names = ["Europe/Berlin", "Atlantic/Azores", "America/Santiago", "Australia/Lord_Howe"]
      let name = names[Int.random(in: 0..<names.count, using: &random)]
      let place = try zone(name)
      let change = try #require(
        place.nextOffsetChange(
          after: Instant(seconds: .random(in: 1_700_000_000...3_000_000_000, using: &random))))
      let start = change.seconds - 1_440 * 60

      // What a clock that is never changed would show at each minute, by plain arithmetic.
      func isTime(_ clock: CivilDateTime) throws -> Bool {
        let next = cadence.nextAtOrAfter(
          Instant(
            seconds: Int64(clock.date.daysSinceEpoch) * 86_400 + Int64(clock.time.secondsOfDay)),
          in: .utc)
        return Zone.utc.civil(at: next) == clock
      }
      let goesOn = ["15m", "20m", "1h", "0 * * * *"].contains(text)
      var expected: Set<Int64> = []
      for minute in Int64(0)..<2_880 {
        // Every local minute of two days, and where it lands; midnights of both ends included.
        let local = place.civil(at: Instant(seconds: start)).date
        let clock = CivilDateTime(
          local.adding(days: Int(minute / 1_440)),
          TimeOfDay(secondsOfDay: Int32(minute % 1_440 * 60)))
        guard try isTime(clock) else { continue }
        switch place.resolve(clock) {
        case .unique(let instant): expected.insert(instant.seconds)
        case .gap(let moved, _): expected.insert(moved.seconds)
        case .fold(let first, let second):
          expected.insert(first.seconds)
          let fold = second.seconds - first.seconds
          if goesOn, !(fold < 3_600 && text == "1h") { expected.insert(second.seconds) }
        }
      }
      let first = place.startOfDay(place.date(at: Instant(seconds: start)))
      let last = place.startOfDay(place.date(at: first + .seconds(2 * 86_400 + 7_200)))
      var found: Set<Int64> = []
      var instant = cadence.nextAtOrAfter(first, in: place)
      while instant < last {
        found.insert(instant.seconds)
        instant = cadence.next(after: instant, in: place)
      }
      expected = expected.filter { $0 < last.seconds }
      #expect(found == expected, "PARLEY_SEED=\(seed) \(text) in \(name) at \(change)")
    }
  }

  @Test(arguments: [
    (
      LocalPeriod.day, "Europe/Lisbon", "2026-03-29T12:00Z", "2026-03-29T00:00:00Z",
      "2026-03-29T23:00:00Z"
    ),
    (.day, "Europe/Lisbon", "2026-10-25T00:30Z", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z"),
    (.day, "America/Santiago", "2026-09-06T04:00Z", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"),
    (.day, "Asia/Kolkata", "2026-11-21T18:29:59Z", "2026-11-20T18:30:00Z", "2026-11-21T18:30:00Z"),
    (
      .week, "Europe/Berlin", "2026-11-22T22:59:59Z", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z"
    ),
    (
      .week, "America/New_York", "2026-11-01T12:00Z", "2026-10-26T04:00:00Z", "2026-11-02T05:00:00Z"
    ),
    (.month, "Europe/Berlin", "2026-10-31T23:00Z", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
    (.month, "Europe/Lisbon", "2027-12-31T12:00Z", "2027-12-01T00:00:00Z", "2028-01-01T00:00:00Z"),
    // Clocks were set back from 00:01 to 23:01: what came after the first midnight is the new day.
    (.day, "America/St_Johns", "2006-10-29T02:45Z", "2006-10-29T02:30:00Z", "2006-10-30T03:30:00Z"),
  ])
  func `a local period holds its instant and ends where the next begins`(
    _ period: LocalPeriod, _ name: String, _ moment: String, _ start: String, _ end: String
  ) throws {
    let place = try zone(name)
    let bounds = try period.bounds(of: at(moment), in: place)
    #expect(bounds.lowerBound.description == start)
    #expect(bounds.upperBound.description == end)
    #expect(bounds.contains(try at(moment)))
    #expect(period.bounds(of: bounds.upperBound, in: place).lowerBound == bounds.upperBound)
    #expect(period.bounds(of: bounds.lowerBound, in: place) == bounds)
  }
}
