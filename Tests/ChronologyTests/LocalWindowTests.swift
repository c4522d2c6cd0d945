// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Testing

@Suite struct LocalWindowTests {
  @Test(arguments: [
    ("mon-thu 09:00-18:00", "mon-thu 09:00-18:00"), ("fri 09:00-16:00", "fri 09:00-16:00"),
    ("mon,wed 10:00-12:00", "mon,wed 10:00-12:00"), ("22:00-06:00+1", "22:00-06:00+1"),
    ("00:00-24:00", "00:00-24:00"), ("mon-sun 08:00-21:00", "08:00-21:00"),
    ("sat-mon 10:00-24:00", "mon,sat,sun 10:00-24:00"), ("mon-wed,fri 08:30-08:31", nil),
    ("tue-tue 09:00-10:00", "tue 09:00-10:00"), ("22:00-00:00+1", "22:00-24:00"),
    ("09:00-09:00+1", "09:00-09:00+1"),
  ])
  func `a window is read and written back`(_ text: String, _ written: String?) throws {
    let window = try LocalWindow(text: text)
    #expect(window.description == written ?? text)
    #expect(try LocalWindow(text: window.description) == window)
  }

  @Test(
    arguments: [
      (
        "22:00-06:00", 6, "an end after 22:00, or `+1` for the next day",
        ["22:00-06:00+1", "06:00-22:00"]
      ),
      (
        "mon-thu 22:00-06:00", 14, "an end after 22:00, or `+1` for the next day",
        ["mon-thu 22:00-06:00+1", "mon-thu 06:00-22:00"]
      ),
      (
        "fri 22:00-00:00", 10, "an end after 22:00, or `+1` for the next day",
        ["fri 22:00-24:00", "fri 00:00-22:00"]
      ),
      ("09:00-09:00", 6, "an end after 09:00, or `+1` for the next day", ["09:00-09:00+1"]),
      ("09:00-18:00+1", 6, "at most 24 hours", ["09:00-18:00"]),
      ("09:00-18:00+2", 12, "`+1`, the next day", []),
      ("24:00-06:00+1", 0, "a begin before 24:00", []),
      ("9:00-18:00", 0, "a time as 09:00", ["09:00-18:00"]),
      (
        "Mon–Thu 9:00 – 18:00", 0, "a day: mon, tue, wed, thu, fri, sat or sun",
        ["mon-thu 09:00-18:00"]
      ),
      ("22:00 - 6:00", 5, "`-` and the end, as 09:00-18:00", ["22:00-06:00+1", "06:00-22:00"]),
      ("monday 09:00-18:00", 0, "a day: mon, tue, wed, thu, fri, sat or sun", []),
      ("mon 09:00", 9, "`-` and the end, as 09:00-18:00", []),
      ("mon", 3, "a space and the hours, as 09:00-18:00", []),
      ("09:00:30-18:00", 5, "whole minutes", []),
      ("09:00-25:00", 6, "a time as 09:00", []),
      ("09:00-18:00 fri", 11, "the end of the window", []),
      ("", 0, "a day: mon, tue, wed, thu, fri, sat or sun", []),
    ] as [(String, Int, String, [String])])
  func `a text that is no window says what was expected and offers repairs`(
    _ text: String, _ offset: Int, _ expected: String, _ repairs: [String]
  ) throws {
    #expect(throws: TimeTextError(offset: offset, expected: expected, repairs: repairs)) {
      try LocalWindow(text: text)
    }
    for repair in repairs { #expect(throws: Never.self) { try LocalWindow(text: repair) } }
  }

  @Test func `an error reads as a sentence`() {
    let error = #expect(throws: TimeTextError.self) { try LocalWindow(text: "22:00-06:00") }
    #expect(
      error?.description
        == "expected an end after 22:00, or `+1` for the next day at character 7; did you mean "
        + "`22:00-06:00+1` or `06:00-22:00`?")
  }

  @Test(arguments: [
    ("2026-11-20T22:00", true), ("2026-11-20T21:59:59", false), ("2026-11-21T05:59:59", true),
    ("2026-11-21T06:00", false), ("2026-11-20T05:00", false), ("2026-11-21T23:00", false),
  ])
  func `a window over midnight belongs to the day on which it begins`(
    _ moment: String, _ isInside: Bool
  ) throws {
    let windows = WeeklyWindows([try LocalWindow(text: "fri 22:00-06:00+1")])
    #expect(windows.contains(try local(moment)) == isInside)
  }

  @Test(arguments: [
    "12-24", "02-29", "12-24..01-02", "2027-03-26", "2027-03-26..2027-03-28",
  ])
  func `closed days are read and written back`(_ text: String) throws {
    #expect(try ClosedDays(text: text).description == text)
  }

  @Test(
    arguments: [
      ("02-30", 3, "a day from 01 to 29", []), ("13-01", 0, "a month and a day as 12-24", []),
      ("12-24..2027-01-02", 7, "a month and a day as 12-24", []),
      ("2027-03-28..2027-03-26", 12, "a day at or after 2027-03-28", ["2027-03-26..2027-03-28"]),
      ("2027-03-26-28", 10, "`..` and the last day, or the end", []),
      ("easter", 0, "a day as 12-24 or 2027-03-26", []),
    ] as [(String, Int, String, [String])])
  func `a text that names no days says what was expected`(
    _ text: String, _ offset: Int, _ expected: String, _ repairs: [String]
  ) {
    #expect(throws: TimeTextError(offset: offset, expected: expected, repairs: repairs)) {
      try ClosedDays(text: text)
    }
  }

  @Test func `country codes are two capital letters`() {
    #expect(CountryCode("PT")?.description == "PT")
    for text in ["pt", "P", "PRT", "", "P1", "Ñ"] { #expect(CountryCode(text) == nil) }
  }
}
