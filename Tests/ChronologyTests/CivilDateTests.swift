// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Testing

@Suite struct CivilDateTests {
  @Test func `every day of eight centuries keeps its fields, weekday and day of the year`() {
    var expected = CivilDate(daysSinceEpoch: -146_097).fields
    #expect(expected == (1570, 1, 1))
    var weekday = CivilDate(daysSinceEpoch: -146_097).weekday
    var dayOfYear = 1
    var failures = 0
    for day in Int32(-146_097)..<146_097 {
      let date = CivilDate(daysSinceEpoch: day)
      let back = CivilDate(year: expected.year, month: expected.month, day: expected.day)
      if date.fields != expected || back != date || date.weekday != weekday
        || date.dayOfYear != dayOfYear
      {
        failures += 1
      }
      weekday = weekday.next
      dayOfYear += 1
      expected.day += 1
      if expected.day > CivilDate.dayCount(ofMonth: expected.month, year: expected.year) {
        expected.day = 1
        expected.month += 1
      }
      if expected.month > 12 {
        expected.month = 1
        expected.year += 1
        dayOfYear = 1
      }
    }
    #expect(failures == 0)
  }

  @Test(arguments: [
    ("1970-01-01", Weekday.thursday, 4), ("2026-11-21", .saturday, 6), ("2026-11-22", .sunday, 0),
    ("2000-02-29", .tuesday, 2), ("0000-03-01", .wednesday, 3), ("9999-12-31", .friday, 5),
  ])
  func `a date knows its weekday`(_ text: String, _ expected: Weekday, _ sinceSunday: Int) throws {
    #expect(try date(text).weekday == expected)
    #expect(try date(text).weekday.daysSinceSunday == sinceSunday)
  }

  @Test(arguments: [
    ("2027-01-31", 1, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"),
    ("2028-02-29", 12, "2029-02-28"), ("2026-03-31", -1, "2026-02-28"),
    ("2026-01-15", -1, "2025-12-15"), ("2026-11-30", 14, "2028-01-30"),
    ("2026-05-05", 0, "2026-05-05"),
  ])
  func `adding months keeps the day or takes the month's last`(
    _ start: String, _ months: Int, _ expected: String
  ) throws {
    #expect(try date(start).adding(months: months).description == expected)
  }

  @Test func `adding more than a calendar holds stays at its end`() throws {
    let day = try date("2026-01-01")
    #expect(day.adding(days: .max).daysSinceEpoch == .max)
    #expect(day.adding(days: .min).daysSinceEpoch == .min)
    #expect(day.adding(months: .max).daysSinceEpoch == .max)
    #expect(day.adding(months: .min).daysSinceEpoch == .min)
  }

  @Test(arguments: [
    ("2026-02-29", 8, "a day from 01 to 28"), ("2026-13-01", 5, "a month from 01 to 12"),
    ("2026-00-01", 5, "a month from 01 to 12"), ("26-01-01", 0, "a date as 2026-10-20"),
    ("2026-1-01", 5, "a month from 01 to 12"), ("2026-01-011", 8, "a day from 01 to 31"),
    ("2026-01-01x", 10, "the end of the date"), ("", 0, "a date as 2026-10-20"),
    ("２０２６-01-01", 0, "a date as 2026-10-20"),
  ])
  func `a text that is no date says where and what was expected`(
    _ text: String, _ offset: Int, _ expected: String
  ) {
    #expect(throws: TimeTextError(offset: offset, expected: expected)) {
      try CivilDate(text: text)
    }
  }

  @Test func `weeks begin on Monday and months on their first`() throws {
    #expect(try date("2026-11-22").startOfWeek == date("2026-11-16"))
    #expect(try date("2026-11-16").startOfWeek == date("2026-11-16"))
    #expect(try date("2026-11-22").startOfMonth == date("2026-11-01"))
  }

  @Test(arguments: [
    ("00:00", "00:00"), ("09:05", "09:05"), ("23:59:59", "23:59:59"), ("24:00", "24:00"),
    ("09:00:00.250", "09:00:00.25"),
  ])
  func `times of day are read and written`(_ text: String, _ expected: String) throws {
    #expect(try TimeOfDay(text: text).description == expected)
  }

  @Test(arguments: ["24:01", "25:00", "9:00", "09:60", "09:00:60", "09:00:00.", "0900", "09:00Z"])
  func `a clock shows no such time`(_ text: String) {
    #expect(throws: TimeTextError.self) { try TimeOfDay(text: text) }
  }
}
