// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import TestSupport
import Testing

@Suite struct ZoneDatabaseTests {
  @Test(arguments: [
    "Europe/Lisbon", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Asia/Calcutta", "Etc/GMT+5",
    "UTC", "Portugal",
  ])
  func `a name of the database is a zone`(_ name: String) throws {
    #expect(try zones.get().zone(named: name)?.identifier == name)
  }

  @Test(arguments: [
    "UTC+2", "EST", "EST5EDT", "CET", "europe/lisbon", "Europe/Lisboa", "Europe", "", "../passwd",
    "zone.tab", "posix/Europe/Lisbon", "right/Europe/Lisbon", "+02:00", "Factory", "Europe/",
  ])
  func `anything else is not`(_ name: String) throws {
    let database = try zones.get()
    #expect(database.zone(named: name) == nil)
    #expect(throws: ZoneDatabaseError.unknownZone(name: name)) { try database.load(name) }
  }

  @Test func `all of its names can be read`() throws {
    let database = try zones.get()
    #expect(database.names.count > 400)
    for name in database.names { #expect(throws: Never.self) { try database.load(name) } }
  }

  @Test func `a country has its zones`() throws {
    let database = try zones.get()
    #expect(
      database.zones(ofCountry: "PT").map(\.identifier)
        == ["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"])
    #expect(database.zones(ofCountry: "US").count == 29)
    #expect(database.zones(ofCountry: "IN").map(\.identifier) == ["Asia/Kolkata"])
    #expect(database.zones(ofCountry: "XX").isEmpty)
    #expect(database.zones(ofCountry: "pt").isEmpty)
    #expect(database.countries.count == 247)
  }

  @Test func `a missing folder says what to install`() {
    #expect(throws: ZoneDatabaseError.folderMissing(path: "/nowhere")) {
      try ZoneDatabase(path: "/nowhere")
    }
    #expect(
      ZoneDatabaseError.folderMissing(path: "/nowhere").description
        == "no time zones: there is no folder /nowhere; install the package tzdata")
  }

  @Test func `without lists the files themselves are the names`() throws {
    let database = try ZoneDatabase(path: ZoneDatabase.systemPath + "/Australia")
    #expect(database.contains("Lord_Howe"))
    #expect(database.version == nil)
    #expect(database.countries.isEmpty)
  }

  @Test func `damaged zone data is refused, never trusted`() throws {
    for name in ["Europe/Lisbon", "America/Santiago", "Asia/Kolkata", "Australia/Lord_Howe"] {
      let intact = try #require(fileBytes(ZoneDatabase.systemPath + "/" + name))
      #expect(throws: Never.self) { try Zone(identifier: name, data: intact) }
      for length in 0..<intact.count {
        #expect(throws: ZoneDataError.self) {
          try Zone(identifier: name, data: Array(intact[..<length]))
        }
      }
      for seed in seeds(3_000) {
        var random = SeededGenerator(seed: seed)
        var bytes = intact
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
            in: 0...255, using: &random)
        }
        // Some damage can't be seen; then the zone must still answer.
        guard let survivor = try? Zone(identifier: name, data: bytes) else { continue }
        let instant = Instant(
          seconds: .random(in: -10_000_000_000...30_000_000_000, using: &random))
        let shown = survivor.civil(at: instant)
        _ = survivor.resolve(shown)
        _ = survivor.startOfDay(shown.date)
        _ = survivor.nextOffsetChange(after: instant)
      }
    }
  }

  @Test func `bytes of any kind are no zone`() {
    for seed in seeds(2_000) {
      var random = SeededGenerator(seed: seed)
      var bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      if bytes.count > 5 { bytes.replaceSubrange(0..<5, with: "TZif2".utf8) }
      #expect(throws: ZoneDataError.self, "PARLEY_SEED=\(seed)") {
        try Zone(identifier: "x", data: bytes)
      }
    }
  }
}
