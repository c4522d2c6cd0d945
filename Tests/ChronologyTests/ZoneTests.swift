// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import TestSupport
import Testing

@Suite struct ZoneTests {
  struct Shown: CustomTestStringConvertible {
    var zone: String
    var instant: String
    var local: String
    var testDescription: String { "\(zone) at \(instant)" }
  }

  @Test(arguments: [
    Shown(zone: "Europe/Lisbon", instant: "2026-03-29T00:59:59Z", local: "2026-03-29T00:59:59"),
    Shown(zone: "Europe/Lisbon", instant: "2026-03-29T01:00:00Z", local: "2026-03-29T02:00:00"),
    Shown(zone: "Europe/Berlin", instant: "2026-10-25T00:59:59Z", local: "2026-10-25T02:59:59"),
    Shown(zone: "Europe/Berlin", instant: "2026-10-25T01:00:00Z", local: "2026-10-25T02:00:00"),
    Shown(zone: "America/New_York", instant: "2026-03-08T07:00:00Z", local: "2026-03-08T03:00:00"),
    Shown(zone: "America/Santiago", instant: "2026-09-06T03:59:59Z", local: "2026-09-05T23:59:59"),
    Shown(zone: "America/Santiago", instant: "2026-09-06T04:00:00Z", local: "2026-09-06T01:00:00"),
    Shown(
      zone: "Australia/Lord_Howe", instant: "2026-04-04T14:59:59Z", local: "2026-04-05T01:59:59"),
    Shown(
      zone: "Australia/Lord_Howe", instant: "2026-04-04T15:00:00Z", local: "2026-04-05T01:30:00"),
    Shown(zone: "Asia/Kolkata", instant: "2026-07-01T00:00:00Z", local: "2026-07-01T05:30:00"),
    Shown(zone: "Asia/Kathmandu", instant: "2026-07-01T00:00:00Z", local: "2026-07-01T05:45:00"),
    Shown(zone: "Pacific/Apia", instant: "2011-12-30T10:00:00Z", local: "2011-12-31T00:00:00"),
    Shown(zone: "Etc/GMT+5", instant: "2026-07-01T00:00:00Z", local: "2026-06-30T19:00:00"),
    // Years for which only the rule speaks, also beyond the 400 that are written out.
    Shown(zone: "Europe/Lisbon", instant: "2050-07-01T12:00:00Z", local: "2050-07-01T13:00:00"),
    Shown(zone: "America/New_York", instant: "2099-01-01T12:00:00Z", local: "2099-01-01T07:00:00"),
    Shown(zone: "Europe/Dublin", instant: "2100-07-01T12:00:00Z", local: "2100-07-01T13:00:00"),
    Shown(
      zone: "Australia/Lord_Howe", instant: "2500-01-01T00:00:00Z", local: "2500-01-01T11:00:00"),
    Shown(zone: "Europe/Berlin", instant: "9999-07-01T12:00:00Z", local: "9999-07-01T14:00:00"),
    Shown(zone: "Europe/Berlin", instant: "0001-01-01T00:00:00Z", local: "0001-01-01T00:53:28"),
  ])
  func `a zone shows the local time of an instant`(_ c: Shown) throws {
    #expect(try zone(c.zone).civil(at: at(c.instant)).description == c.local)
  }

  enum Expected: Equatable {
    case unique(String)
    case gap(moved: String, jumps: String)
    case fold(String, String)
  }

  @Test(arguments: [
    ("Europe/Lisbon", "2026-03-29T00:59", Expected.unique("2026-03-29T00:59:00Z")),
    (
      "Europe/Lisbon", "2026-03-29T01:30",
      .gap(moved: "2026-03-29T01:30:00Z", jumps: "2026-03-29T01:00:00Z")
    ),
    ("Europe/Lisbon", "2026-03-29T02:00", .unique("2026-03-29T01:00:00Z")),
    ("Europe/Lisbon", "2026-10-25T01:30", .fold("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")),
    ("Europe/Lisbon", "2026-10-25T02:00", .unique("2026-10-25T02:00:00Z")),
    ("Europe/Berlin", "2026-10-25T02:00", .fold("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z")),
    ("Europe/Berlin", "2026-10-25T03:00", .unique("2026-10-25T02:00:00Z")),
    (
      "America/New_York", "2026-03-08T02:30",
      .gap(moved: "2026-03-08T07:30:00Z", jumps: "2026-03-08T07:00:00Z")
    ),
    (
      "America/Santiago", "2026-09-06T00:00",
      .gap(moved: "2026-09-06T04:00:00Z", jumps: "2026-09-06T04:00:00Z")
    ),
    (
      "Australia/Lord_Howe", "2026-10-04T02:15",
      .gap(moved: "2026-10-03T15:45:00Z", jumps: "2026-10-03T15:30:00Z")
    ),
    (
      "Australia/Lord_Howe", "2026-04-05T01:45",
      .fold("2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z")
    ),
    ("Asia/Kolkata", "2026-03-29T01:30", .unique("2026-03-28T20:00:00Z")),
    (
      "Pacific/Apia", "2011-12-30T12:00",
      .gap(moved: "2011-12-30T22:00:00Z", jumps: "2011-12-30T10:00:00Z")
    ),
    (
      "America/New_York", "2061-03-13T02:30",
      .gap(moved: "2061-03-13T07:30:00Z", jumps: "2061-03-13T07:00:00Z")
    ),
    ("Europe/Lisbon", "2026-12-31T24:00", .unique("2027-01-01T00:00:00Z")),
  ])
  func `a local time occurs once, not at all, or twice`(
    _ name: String, _ text: String, _ expected: Expected
  ) throws {
    let found: Expected =
      switch try zone(name).resolve(local(text)) {
      case .unique(let instant): .unique(instant.description)
      case .gap(let moved, let jumps):
        .gap(moved: moved.description, jumps: jumps.description)
      case .fold(let first, let second): .fold(first.description, second.description)
      }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("Europe/Lisbon", "2026-03-29", "2026-03-29T00:00:00Z"),
    ("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"),
    ("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
  ])
  func `a local day starts at its first instant`(
    _ name: String, _ day: String, _ expected: String
  ) throws {
    #expect(try zone(name).startOfDay(date(day)).description == expected)
  }

  @Test func `changes of the offset follow one another`() throws {
    let lisbon = try zone("Europe/Lisbon")
    let spring = try #require(lisbon.nextOffsetChange(after: at("2026-01-01T00:00Z")))
    #expect(spring.description == "2026-03-29T01:00:00Z")
    #expect(lisbon.nextOffsetChange(after: spring)?.description == "2026-10-25T01:00:00Z")
    let far = try lisbon.nextOffsetChange(after: at("2999-01-01T00:00Z"))
    #expect(far?.description == "2999-03-31T01:00:00Z")
    #expect(try zone("Asia/Kolkata").nextOffsetChange(after: at("2026-01-01T00:00Z")) == nil)
    #expect(Zone.utc.nextOffsetChange(after: try at("2026-01-01T00:00Z")) == nil)
  }

  @Test(arguments: [
    ("+02:00", 7_200 as Int32?, "+02:00"), ("-05:30", -19_800, "-05:30"), ("Z", 0, "UTC"),
    ("+00:00", 0, "+00:00"), ("+2:00", nil, ""), ("UTC+2", nil, ""), ("+0200", nil, ""),
    ("+19:00", nil, ""), ("+01:60", nil, ""), ("", nil, ""),
  ])
  func `a fixed offset is a zone`(_ text: String, _ offset: Int32?, _ identifier: String) throws {
    let fixed = Zone(fixedOffset: text)
    #expect(fixed?.offsetSeconds(at: try at("2026-07-01T00:00Z")) == offset)
    #expect((fixed?.identifier ?? "") == identifier)
  }

  @Test func `what a zone shows resolves to the instant again, in every zone`() throws {
    let database = try zones.get()
    for seed in seeds(40) {
      var random = SeededGenerator(seed: seed)
      for name in database.names {
        let place = try database.load(name)
        // Half of the instants lie within two days of a change.
        var second = Int64.random(in: -4_000_000_000...20_000_000_000, using: &random)
        if Bool.random(using: &random),
          let change = place.nextOffsetChange(after: Instant(seconds: second))
        {
          second = change.seconds + .random(in: -172_800...172_800, using: &random)
        }
        let instant = Instant(seconds: second)
        let isFound =
          switch place.resolve(place.civil(at: instant)) {
          case .unique(let found): found == instant
          case .fold(let first, let second):
            first < second && (first == instant || second == instant)
          case .gap: false
          }
        #expect(isFound, "\(name) at \(instant), PARLEY_SEED=\(seed)")
        let start = place.startOfDay(place.date(at: instant))
        #expect(start <= instant, "\(name) at \(instant), PARLEY_SEED=\(seed)")
      }
    }
  }

  @Test func `the ends of time are answered too`() throws {
    for name in ["Europe/Lisbon", "Asia/Kolkata", "UTC"] {
      let place = try zone(name)
      for second in [Int64.min, .min + 1, -1 << 59, 1 << 59, .max - 1, .max] {
        let instant = Instant(seconds: second)
        _ = place.civil(at: instant)
        _ = place.nextOffsetChange(after: instant)
      }
      for day in [Int32.min, .max] {
        _ = place.resolve(CivilDateTime(CivilDate(daysSinceEpoch: day), .endOfDay))
        _ = place.startOfDay(CivilDate(daysSinceEpoch: day))
      }
    }
  }
}
