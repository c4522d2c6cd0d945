// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// A small world with its policies as plain values.
///
/// The reference decides about it; for the engine it is written out as YAML. Times are seconds
/// since 1970, spans are seconds.
struct ReferenceWorld: Sendable {
  var seed: Int
  /// The bundle's zone.
  var zone: String
  /// Begin and end of the decisions; the end is excluded.
  var from: Int
  var to: Int
  var roundEvery: Int
  /// True if a reply opens a round for its contact at once.
  var repliesAtOnce = false
  /// What `zone_unknown` names, if not `wait`.
  var fallbackZone: String?
  var contacts: [Contact]
  var accounts: [Account]
  var deals: [Deal]
  /// By time; of one instant in the order in which they are told.
  var events: [Event]
  var calendar: Hours
  /// True if the channel keeps the calendar as quiet hours.
  var hasQuietHours: Bool
  var consentNeeded: [String]
  var mandatory: [Guard]
  var policies: [Policy]
  var limits: [Limit]
  /// True if no policy has an `order_by`: then hashes decide who comes first of equals.
  var ordersByHash = false
  /// The only pool of the channel `email`; without senders there is none.
  var senders: [Sender] = []
  /// Between two sends of one sender.
  var senderGap = 0

  /// A fact in its three states.
  enum Fact: Hashable, Sendable { case known(Int), absent, unknown }

  struct Contact: Sendable {
    var id: String
    var account: Int
    var zone: String?
    var country: String?
    var createdAt: Int?
    var tier: Fact
    var role: String?
    var hasAddress: Bool
    var consent: String?
  }

  struct Account: Sendable {
    var id: String
    var zone: String?
    var mainContact: Int?
    var segment: String?
    var health: Int?
    /// How old `health` is, which is stale after seven days; always fresh if `nil`.
    var healthAsOf: Int?
  }

  struct Sender: Sendable {
    var id: String
    /// How many on a day of the bundle's zone; any number if `nil`.
    var daily: Int?
  }

  struct Deal: Sendable {
    var id: String
    var account: Int
    var contact: Int?
    var amount: Int?
    /// The stage of its row, which holds always if no event is about it.
    var stage: Stage
    enum Stage: String, Sendable { case open, won, lost }
  }

  enum Kind: String, Sendable, CaseIterable {
    case opened = "deal.opened"
    case won = "deal.won"
    case lost = "deal.lost"
    case replied = "contact.replied"
    case optedOut = "contact.opted_out"
    case bounced = "contact.bounced"
    case optedIn = "contact.opted_in"
    case signal = "signal.seen"
    case flagged = "account.flagged"
    case granted = "approval.granted"
    case refused = "approval.refused"

    var stage: Deal.Stage? {
      switch self {
      case .opened: .open
      case .won: .won
      case .lost: .lost
      case .replied, .optedOut, .bounced, .optedIn, .signal, .flagged, .granted, .refused: nil
      }
    }
  }

  struct Event: Sendable {
    var at: Int
    var kind: Kind
    var contact: Int?
    var account: Int?
    var deal: Int?
    /// `level` of signals and flags; a bounce is hard from 2 on.
    var level: Int
  }

  /// Weekly local windows; in minutes of the day, `to` beyond 1,440 lies on the next day.
  struct Hours: Sendable {
    var windows: [(days: ClosedRange<Int>, from: Int, to: Int)]
    /// Month and day, every year.
    var closed: [(month: Int, day: Int)]
  }

  enum Outcome: String, Sendable { case wait, skip, stop, hold }

  struct Guard: Sendable {
    var id: String
    var test: Test
    var otherwise: Outcome
    var applies: ReferenceCondition?
    var isObserved = false

    enum Test: Sendable {
      case require(ReferenceCondition)
      case forbid(ReferenceCondition)
      /// The calendar is open where the contact lives.
      case window
    }
  }

  struct Policy: Sendable {
    var id: String
    /// From 0, the most urgent; no two policies share one, unless hashes decide.
    var priority: Int
    /// True if it is in the one group of which a contact is in one policy at a time.
    var isExclusive = false
    /// None: whoever comes to satisfy `when`.
    var on: [Kind]
    var perDeal: Bool
    var when: ReferenceCondition?
    var after: Int?
    var until: Int?
    var again: (after: Int, atMost: Int?)?
    var includesExisting: Bool
    var guards: [Guard]
    var steps: [Step]
    var exits: [Exit]
    var goalWithin: Int?
  }

  struct Step: Sendable {
    var id: String
    var after: Int?
    var expires: Int?
    var priority: Int?
    var onlyIf: ReferenceCondition?
    var guards: [Guard]
    /// Of an escalation: from the first rung, by e-mail, to the second, by SMS.
    var nextRung: Int?
    /// How long a person's answer is awaited, if the step needs one.
    var approval: Int?
  }

  struct Exit: Sendable {
    var name: String
    var signal: Signal
    enum Signal: Sendable {
      case on(Kind)
      case when(ReferenceCondition)
      case after(Int)
    }
  }

  struct Limit: Sendable {
    var id: String
    var scope: Scope
    var rule: Rule
    /// The only policies that it looks at, by position; all if `nil`.
    var of: [Int]?
    var onExceed: Outcome
    var isObserved = false

    /// In the order in which they are asked: narrowest first.
    enum Scope: Int, Sendable { case contact, account, policy, global }
    enum Rule: Sendable {
      case gap(Int, starts: Bool)
      case rolling(count: Int, per: Int)
      /// Calendar days of a zone.
      case daily(count: Int, zone: String)
    }
  }
}

/// The zones that worlds use, looked up once.
struct ReferenceZones: Sendable {
  private let byName: [String: Zone]
  private let byCountry: [String: [Zone]]

  static let names = ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"]
  static let countries = ["PT", "DE", "US"]

  init() throws {
    let database = try ZoneDatabase()
    byName = try Dictionary(
      uniqueKeysWithValues: Self.names.map { ($0, $0 == "UTC" ? .utc : try database.load($0)) })
    byCountry = Dictionary(
      uniqueKeysWithValues: Self.countries.map { ($0, database.zones(ofCountry: $0)) })
  }

  func named(_ name: String) -> Zone { byName[name] ?? .utc }
  func ofCountry(_ code: String) -> [Zone] { byCountry[code] ?? [] }
}

extension ReferenceWorld {
  /// Every so often by the clocks of the bundle's zone, from each local midnight.
  ///
  /// Of worlds with rounds every hour the repeated hour has rounds of its own.
  func rounds(_ zones: ReferenceZones) -> [Int] {
    let zone = zones.named(zone)
    var out: Set<Int> = []
    var date = zone.date(at: Instant(seconds: Int64(from)))
    while zone.startOfDay(date).seconds < to {
      let begin = Int(zone.startOfDay(date).seconds)
      let end = Int(zone.startOfDay(date.adding(days: 1)).seconds)
      if roundEvery <= 3_600 {
        out.formUnion(stride(from: begin, to: end, by: roundEvery))
      } else {
        for second in stride(from: 0, to: 86_400, by: roundEvery) {
          let local = CivilDateTime(date, TimeOfDay(secondsOfDay: Int32(second)))
          out.insert(Int(zone.instant(of: local).seconds))
        }
      }
      date = date.adding(days: 1)
    }
    return out.filter { $0 >= from && $0 < to }.sorted()
  }
}
