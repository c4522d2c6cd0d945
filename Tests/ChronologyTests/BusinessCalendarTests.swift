// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Testing

/// A calendar from the texts that a policy would hold.
func calendar(
  _ open: [String]? = nil, closed: [String] = [], holidays: [String: [String]] = [:],
  inheriting parent: BusinessCalendar? = nil
) throws -> BusinessCalendar {
  var byCountry: [CountryCode: [ClosedDays]] = [:]
  for (country, days) in holidays {
    byCountry[try #require(CountryCode(country))] = try days.map { try ClosedDays(text: $0) }
  }
  return BusinessCalendar(
    open: try open?.map { try LocalWindow(text: $0) },
    closed: try closed.map { try ClosedDays(text: $0) }, holidays: byCountry,
    inheriting: parent)
}

@Suite struct BusinessCalendarTests {
  static func business() throws -> BusinessCalendar {
    try calendar(
      ["mon-thu 09:00-18:00", "fri 09:00-16:00"], closed: ["12-24..01-02", "2027-03-26"],
      holidays: ["PT": ["01-01", "04-25", "12-08"], "DE": ["10-03", "2026-12-07"]])
  }

  struct Opening: CustomTestStringConvertible {
    var zone = "Europe/Lisbon"
    var country: String?
    var from: String
    var opens: String
    var testDescription: String { "\(zone) \(country ?? "") from \(from)" }
  }

  @Test(arguments: [
    Opening(from: "2026-11-20T09:00Z", opens: "2026-11-20T09:00:00Z"),
    Opening(from: "2026-11-20T08:59:59.5Z", opens: "2026-11-20T09:00:00Z"),
    Opening(from: "2026-11-20T15:59:59.5Z", opens: "2026-11-20T15:59:59.5Z"),
    Opening(from: "2026-11-20T16:00Z", opens: "2026-11-23T09:00:00Z"),
    Opening(from: "2026-12-23T18:00Z", opens: "2027-01-04T09:00:00Z"),
    Opening(from: "2027-03-25T18:00Z", opens: "2027-03-29T08:00:00Z"),
    Opening(country: "PT", from: "2026-12-08T10:00Z", opens: "2026-12-09T09:00:00Z"),
    Opening(country: "DE", from: "2026-12-08T10:00Z", opens: "2026-12-08T10:00:00Z"),
    Opening(country: "DE", from: "2026-12-07T10:00Z", opens: "2026-12-08T09:00:00Z"),
    Opening(country: "FR", from: "2026-12-07T10:00Z", opens: "2026-12-07T10:00:00Z"),
    // The offset of the next opening counts, not today's.
    Opening(from: "2026-03-27T17:00Z", opens: "2026-03-30T08:00:00Z"),
    Opening(zone: "America/New_York", from: "2026-10-30T21:00Z", opens: "2026-11-02T14:00:00Z"),
    Opening(zone: "Asia/Kolkata", from: "2026-11-20T12:00Z", opens: "2026-11-23T03:30:00Z"),
    Opening(zone: "America/New_York", from: "2061-11-06T00:00Z", opens: "2061-11-07T14:00:00Z"),
  ])
  func `a calendar opens at the first moment of a window`(_ c: Opening) throws {
    let calendar = try Self.business()
    let country = c.country.flatMap { CountryCode($0) }
    let open = try calendar.nextOpen(atOrAfter: at(c.from), in: zone(c.zone), country: country)
    #expect(open?.description == c.opens)
    #expect(
      try calendar.isOpen(at: at(c.from), in: zone(c.zone), country: country)
        == (try Instant(text: c.opens) == at(c.from)))
  }

  struct Night: CustomTestStringConvertible {
    var testDescription: String
    var window: String
    var zone: String
    var from: String
    var opens: String
    var closes: String
  }

  @Test(arguments: [
    Night(
      testDescription: "a night without the skipped hour", window: "22:00-06:00+1",
      zone: "Europe/Berlin", from: "2026-03-28T12:00Z",
      opens: "2026-03-28T21:00:00Z", closes: "2026-03-29T04:00:00Z"),
    Night(
      testDescription: "a night with the repeated hour", window: "22:00-06:00+1",
      zone: "Europe/Berlin", from: "2026-10-24T12:00Z",
      opens: "2026-10-24T20:00:00Z", closes: "2026-10-25T05:00:00Z"),
    Night(
      testDescription: "a skipped begin opens when clocks jump", window: "02:30-05:00",
      zone: "America/New_York", from: "2026-03-08T05:00Z",
      opens: "2026-03-08T07:00:00Z", closes: "2026-03-08T09:00:00Z"),
    Night(
      testDescription: "a skipped end closes when clocks jump", window: "01:00-02:30",
      zone: "America/New_York", from: "2026-03-08T05:00Z",
      opens: "2026-03-08T06:00:00Z", closes: "2026-03-08T07:00:00Z"),
    Night(
      testDescription: "a skipped window waits for the next day", window: "02:00-03:00",
      zone: "America/New_York", from: "2026-03-08T05:00Z",
      opens: "2026-03-09T06:00:00Z", closes: "2026-03-09T07:00:00Z"),
    Night(
      testDescription: "a repeated begin opens the first time", window: "01:30-03:00",
      zone: "America/New_York", from: "2026-11-01T04:00Z",
      opens: "2026-11-01T05:30:00Z", closes: "2026-11-01T08:00:00Z"),
    Night(
      testDescription: "a repeated end closes the first time", window: "00:00-01:30",
      zone: "America/New_York", from: "2026-11-01T04:00Z",
      opens: "2026-11-01T04:00:00Z", closes: "2026-11-01T05:30:00Z"),
    Night(
      testDescription: "and doesn't open again", window: "00:00-01:30",
      zone: "America/New_York", from: "2026-11-01T05:30Z",
      opens: "2026-11-02T05:00:00Z", closes: "2026-11-02T06:30:00Z"),
    Night(
      testDescription: "Lord Howe's half hour is skipped", window: "02:15-04:00",
      zone: "Australia/Lord_Howe", from: "2026-10-03T12:00Z",
      opens: "2026-10-03T15:30:00Z", closes: "2026-10-03T17:00:00Z"),
    Night(
      testDescription: "Lord Howe's half hour is repeated", window: "01:00-01:45",
      zone: "Australia/Lord_Howe", from: "2026-04-04T12:00Z",
      opens: "2026-04-04T14:00:00Z", closes: "2026-04-04T14:45:00Z"),
    Night(
      testDescription: "a skipped midnight", window: "sun 00:00-09:00",
      zone: "America/Santiago", from: "2026-09-05T12:00Z",
      opens: "2026-09-06T04:00:00Z", closes: "2026-09-06T12:00:00Z"),
    Night(
      testDescription: "an end at a skipped midnight", window: "sat 20:00-24:00",
      zone: "America/Santiago", from: "2026-09-05T12:00Z",
      opens: "2026-09-06T00:00:00Z", closes: "2026-09-06T04:00:00Z"),
    Night(
      testDescription: "the window before a skipped day", window: "thu 22:00-06:00+1",
      zone: "Pacific/Apia", from: "2011-12-30T00:00Z",
      opens: "2011-12-30T08:00:00Z", closes: "2011-12-30T10:00:00Z"),
  ])
  func `when clocks change a window opens and closes once`(_ c: Night) throws {
    let calendar = try calendar([c.window])
    let place = try zone(c.zone)
    let open = try #require(calendar.nextOpen(atOrAfter: at(c.from), in: place))
    #expect(open.description == c.opens)
    #expect(calendar.nextChange(after: open, in: place)?.description == c.closes)
    #expect(calendar.isOpen(at: open, in: place))
    #expect(!calendar.isOpen(at: open - .seconds(1), in: place))
    #expect(!calendar.isOpen(at: try at(c.closes), in: place))
    #expect(calendar.isOpen(at: try at(c.closes) - .seconds(1), in: place))
  }

  @Test func `an inheriting calendar is open where both are`() throws {
    let outreach = try calendar(
      ["tue-fri 09:00-11:30", "tue-thu 17:30-20:00", "sat 09:00-12:00"], closed: ["11-24"],
      inheriting: Self.business())
    let lisbon = try zone("Europe/Lisbon")
    let openings = [
      "2026-11-25T09:00:00Z", "2026-11-25T11:30:00Z", "2026-11-25T17:30:00Z",
      "2026-11-25T18:00:00Z",
      "2026-11-26T09:00:00Z", "2026-11-26T11:30:00Z", "2026-11-26T17:30:00Z",
      "2026-11-26T18:00:00Z",
      "2026-11-27T09:00:00Z", "2026-11-27T11:30:00Z", "2026-12-01T09:00:00Z",
    ]
    var moment = try at("2026-11-23T00:00Z")
    for expected in openings {
      moment = try #require(outreach.nextChange(after: moment, in: lisbon))
      #expect(moment.description == expected)
    }
    #expect(outreach.isBusinessDay(try date("2026-11-27")))
    #expect(!outreach.isBusinessDay(try date("2026-11-28")))
    #expect(!outreach.isBusinessDay(try date("2026-12-24")))
    #expect(!outreach.isBusinessDay(try date("2026-12-08"), country: CountryCode("PT")))
  }

  @Test func `what never opens or never closes has no next time`() throws {
    let lisbon = try zone("Europe/Lisbon")
    let now = try at("2026-11-21T00:00Z")
    for never in [
      try calendar([]), try calendar(closed: ["01-01..12-31"]),
      try calendar(["mon 09:00-10:00"], inheriting: calendar(["mon 10:00-11:00"])),
      try calendar(closed: ["2026-11-01..2029-01-01"]),
    ] {
      #expect(never.nextOpen(atOrAfter: now, in: lisbon) == nil)
      #expect(never.nextChange(after: now, in: lisbon) == nil)
      #expect(!never.isOpen(at: now, in: lisbon))
    }
    let always = try calendar()
    #expect(always.nextOpen(atOrAfter: now, in: lisbon) == now)
    #expect(always.nextChange(after: now, in: lisbon) == nil)
    let untilChristmas = try calendar(closed: ["12-25"])
    #expect(
      untilChristmas.nextChange(after: now, in: lisbon)?.description == "2026-12-25T00:00:00Z")
    for second in [Int64.min, .max] {
      let end = Instant(seconds: second)
      #expect(try Self.business().nextOpen(atOrAfter: end, in: lisbon) == nil)
      _ = try Self.business().isOpen(at: end, in: lisbon)
    }
  }

  @Test func `a closed day closes the windows that begin on it`() throws {
    let nights = try calendar(["22:00-06:00+1"], closed: ["12-24"])
    #expect(nights.isOpen(at: try at("2026-12-24T05:00Z"), in: .utc))
    #expect(!nights.isOpen(at: try at("2026-12-24T22:00Z"), in: .utc))
    #expect(!nights.isOpen(at: try at("2026-12-25T05:00Z"), in: .utc))
  }

  @Test(
    arguments: [
      (3, "2026-11-19T10:00Z", nil, "2026-11-24T10:00:00Z"),
      (1, "2026-11-21T23:00Z", nil, "2026-11-23T23:00:00Z"),
      (-1, "2026-11-23T10:00Z", nil, "2026-11-20T10:00:00Z"),
      (0, "2026-11-21T10:00Z", nil, "2026-11-21T10:00:00Z"),
      (1, "2026-12-23T10:00Z", nil, "2027-01-04T10:00:00Z"),
      (1, "2026-12-07T10:00Z", "PT", "2026-12-09T10:00:00Z"),
      (1, "2026-03-27T10:00Z", nil, "2026-03-30T09:00:00Z"),
    ] as [(Int, String, String?, String)])
  func `business days keep the local time`(
    _ count: Int, _ start: String, _ country: String?, _ end: String
  ) throws {
    let found = try Self.business().add(
      businessDays: count, to: at(start), in: zone("Europe/Lisbon"),
      country: country.flatMap { CountryCode($0) })
    #expect(found?.description == end)
  }

  @Test func `without business days none can be added`() throws {
    let never = try calendar([])
    let now = try at("2026-11-21T00:00Z")
    #expect(never.add(businessDays: 1, to: now, in: .utc) == nil)
    #expect(try calendar().add(businessDays: .max, to: now, in: .utc) == nil)
    #expect(CalendarPeriod.businessDays(1).advance(now, in: .utc) == nil)
  }

  @Test func `with several zones it must be open in all of them`() throws {
    let daily = try calendar(["09:00-18:00"])
    let america = try zones.get().zones(ofCountry: "US")
    let now = try at("2026-11-21T00:00Z")
    // New York is open from 14:00Z to 23:00Z, Honolulu from 19:00Z, Adak the same.
    let open = try #require(daily.nextOpen(atOrAfter: now, inAll: america))
    #expect(open.description == "2026-11-21T19:00:00Z")
    #expect(daily.isOpen(at: open, inAll: america))
    #expect(!daily.isOpen(at: open - .seconds(1), inAll: america))
    #expect(daily.nextChange(after: open, inAll: america)?.description == "2026-11-21T23:00:00Z")
    let short = try calendar(["09:00-12:00"])
    #expect(short.nextOpen(atOrAfter: now, inAll: america) == nil)
    #expect(daily.nextOpen(atOrAfter: now, inAll: []) == nil)
    #expect(!daily.isOpen(at: now, inAll: []))
  }
}
