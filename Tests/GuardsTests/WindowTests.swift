// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
import Testing

@Suite struct WindowTests {
  static let berlin = Zone(fixedOffset: "+01:00")
  static let newYork = Zone(fixedOffset: "-05:00")

  /// Office hours, with Tuesday the 6th a holiday in Germany.
  private func window(in zone: Zone? = nil) throws -> GuardKind {
    let germany = try #require(CountryCode("DE"))
    let epiphany = try ClosedDays(text: "01-06")
    let calendar = BusinessCalendar(
      open: [try LocalWindow(text: "mon-fri 09:00-18:00")], holidays: [germany: [epiphany]])
    return .window(Window(calendar: calendar, zone: zone))
  }

  @Test(arguments: [
    Case("at noon", .pass(until: monday(18))) { $0.now = monday(12) },
    Case("at its begin", .pass(until: monday(18))) { $0.now = monday(9) },
    Case("a second before it", .fail(opensAt: monday(9))) { $0.now = monday(8, 59, 59) },
    Case("a second before its end", .pass(until: monday(18))) { $0.now = monday(17, 59, 59) },
    Case("at its end", .fail(opensAt: monday(9, day: 1))) { $0.now = monday(18) },
    Case("on Friday evening", .fail(opensAt: monday(9, day: 7))) { $0.now = monday(20, day: 4) },
    Case("on a holiday of the country", .fail(opensAt: monday(9, day: 2))) {
      $0.now = monday(12, day: 1)
      $0.country = CountryCode("DE")
    },
    Case("on a holiday of another country", .pass(until: monday(18, day: 1))) {
      $0.now = monday(12, day: 1)
      $0.country = CountryCode("FR")
    },
  ])
  func `a window is open from its begin up to its end, the end excluded`(_ c: Case) throws {
    #expect(try window().check(c.moment) == c.expected)
  }

  @Test(arguments: [
    Case("in none it opens where it opens last", .fail(opensAt: monday(14))) {
      $0.now = monday(6)
    },
    Case("in one of two it waits for the other", .fail(opensAt: monday(14))) {
      $0.now = monday(10)
    },
    Case("in both it is open until the first closes", .pass(until: monday(17))) {
      $0.now = monday(14)
    },
    Case("once the first has closed it waits for tomorrow", .fail(opensAt: monday(14, day: 1))) {
      $0.now = monday(17)
    },
  ])
  func `where only the country is known, all of its zones must be open`(_ c: Case) throws {
    var moment = c.moment
    moment.zones = .oneOf([try #require(Self.berlin), try #require(Self.newYork)])
    #expect(try window().check(moment) == c.expected)
  }

  @Test func `an unknown zone waits, whatever the hour`() throws {
    for hour in Int64(0)..<24 {
      let moment = Moment.with {
        $0.now = monday(hour)
        $0.zones = .unknown
      }
      #expect(try window().check(moment) == .fail(detail: "zone_unknown"))
    }
  }

  @Test func `a country without zones never opens`() throws {
    let moment = Moment.with { $0.zones = .oneOf([]) }
    #expect(try window().check(moment) == .fail())
  }

  @Test func `a named zone is asked instead of the person's`() throws {
    let moment = Moment.with {
      $0.now = monday(17)
      $0.zones = .unknown
    }
    #expect(try window(in: .utc).check(moment) == .pass(until: monday(18)))
    #expect(try window(in: Self.berlin).check(moment) == .fail(opensAt: monday(8, day: 1)))
  }

  @Test func `a calendar without hours names no opening`() {
    let never = GuardKind.window(Window(calendar: BusinessCalendar(open: []), zone: nil))
    #expect(never.check(Moment()) == .fail())
  }
}
