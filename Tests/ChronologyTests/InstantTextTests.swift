// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import TestSupport
import Testing

@Suite struct InstantTextTests {
  @Test(arguments: [
    ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"),
    ("2026-10-20T10:00+01:00", "2026-10-20T09:00:00Z"),
    ("2026-10-20 10:00Z", "2026-10-20T10:00:00Z"),
    ("2026-10-20T24:00Z", "2026-10-21T00:00:00Z"),
    ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
    ("2026-01-01T00:00:00.000000001-05:30", "2026-01-01T05:30:00.000000001Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
  ])
  func `an instant is read with its offset and written in UTC`(
    _ text: String, _ expected: String
  ) throws {
    let instant = try Instant(text: text)
    #expect(instant.description == expected)
    #expect(try Instant(text: expected) == instant)
    var bytes: [UInt8] = [0x22]
    instant.append(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "\"" + expected)
  }

  @Test(arguments: [
    ("2026-03-02T09:00:00", 19, "`Z` or an offset as +01:00"),
    ("2026-03-02", 10, "`T` and a time"),
    ("2026-03-02T09:00:00+0100", 19, "`Z` or an offset as +01:00"),
    ("2026-03-02T09:00:00Z.", 20, "the end of the instant"),
    ("2026-03-02T09:00:60Z", 17, "seconds from 00 to 59"),
    ("2026-03-02T9:00Z", 11, "a time as 09:00"),
    ("2026-03-02T09:00:00.1234567890Z", 20, "one to nine digits after the point"),
  ])
  func `a text that is no instant says where and what was expected`(
    _ text: String, _ offset: Int, _ expected: String
  ) {
    #expect(throws: TimeTextError(offset: offset, expected: expected)) { try Instant(text: text) }
  }

  @Test(arguments: [
    "2026-03-02T09:00Z", "2026-03-02 09:00:00Z", "0000-03-02T09:00:00Z", "2026-03-02T24:00:00Z",
  ])
  func `the strict form refuses what RFC 3339 doesn't have`(_ text: String) {
    #expect(throws: TimeTextError.self) { try Instant(rfc3339: text) }
    #expect(throws: Never.self) { try Instant(text: text) }
  }

  @Test func `in a zone an instant is written with that zone's offset`() throws {
    let instant = try at("2026-07-02T09:00:00Z")
    #expect(try instant.text(in: zone("Europe/Lisbon")) == "2026-07-02T10:00:00+01:00")
    #expect(try instant.text(in: zone("America/St_Johns")) == "2026-07-02T06:30:00-02:30")
    #expect(instant.text(in: .utc) == "2026-07-02T09:00:00+00:00")
  }

  @Test func `a local moment is read without an offset, a date alone as its midnight`() throws {
    #expect(try local("2026-10-20T10:00").description == "2026-10-20T10:00:00")
    #expect(try local("2026-10-20").description == "2026-10-20T00:00:00")
    #expect(throws: TimeTextError(offset: 16, expected: "the end of the local time")) {
      try CivilDateTime(text: "2026-10-20T10:00Z")
    }
  }

  @Test func `every written instant is read back`() throws {
    for seed in seeds(500) {
      var random = SeededGenerator(seed: seed)
      let instant = Instant(
        seconds: .random(in: -62_135_596_800...253_402_300_799, using: &random),
        nanoseconds: Bool.random(using: &random)
          ? 0 : .random(in: 0..<1_000_000_000, using: &random))
      #expect(try Instant(rfc3339: instant.description) == instant, "PARLEY_SEED=\(seed)")
    }
  }
}
